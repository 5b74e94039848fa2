"""Prints the reference coefficients of tst_scikit_learn.cpp's small table; needs numpy and scikit-learn."""
import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

age = np.array([25, 38, 28, 44, 18, 34, 29, 63, 24, 55, 65, 36, 26, 58, 48, np.nan])
hours = np.array([40, 50, 40, 40, 30, 30, 40, 32, 40, 10, 40, 40, 39, 35, 48, 50.0])
work = "p p l p - p - s p p p f p - p p".split()
sex = "M M M M F M M M F M M M F M M M".split()
high = np.array([0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1])
wage = np.array([7.1, 9.5, 12.2, 14.0, 5.3, 8.8, 7.9, 15.1, 6.6, 8.2, 13.7, 9.9, 7.0, 9.1, 13.0, 14.4])

columns = {}
known = age[~np.isnan(age)]
columns["age"] = np.where(np.isnan(age), 0.0, (age - known.mean()) / known.std())
columns["age (missing)"] = np.isnan(age).astype(float)
columns["hours"] = (hours - hours.mean()) / hours.std()
for name, cells in (("work", work), ("sex", sex)):
    for level in sorted(set(cells), key=lambda c: (c == "-", cells.index(c))):
        label = "(missing)" if level == "-" else level
        columns[f"{name} = {label}"] = np.array([c == level for c in cells], float)
x = np.column_stack(list(columns.values()))

logistic = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-13, max_iter=1000).fit(x, high)
ridge = Ridge(alpha=1.0, solver="svd").fit(x, wage)
for model, coefficients in ((logistic, logistic.coef_[0]), (ridge, ridge.coef_)):
    for name, value in zip(list(columns) + ["(intercept)"], np.append(coefficients, model.intercept_)):
        print(f'    {{"{name}", {float(value)!r}}},')
    print()
