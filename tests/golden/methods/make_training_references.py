"""Reference numbers for the methods that change the training, made once:

    pip install fairlearn aif360 BlackBoxAuditing numpy pandas scipy
    python3 make_training_references.py

Every case is a small made-up table. What an existing library does is asked of that library; the others are written
out here from their papers (massaging, logistic regression under covariance constraints) or from the R package fairml
(fair ridge regression), independently of the engine.
"""

import json
import sys

import numpy as np
import scipy
from scipy.optimize import brentq, minimize


def save(name, content):
    with open(name, "w") as file:
        file.write(json.dumps(content, separators=(",", ":")).replace('{"x"', '\n{"x"') + "\n")


def table(seed, n, groups, columns):
    rng = np.random.default_rng(seed)
    g = rng.integers(0, groups, n)
    g[:groups] = np.arange(groups)
    x = rng.normal(size=(n, columns)) + 0.6 * g[:, None] * np.linspace(1.0, -0.5, columns)
    return rng, g, np.round(x, 4)


def correlation_remover():
    from fairlearn.preprocessing import CorrelationRemover
    cases = []
    for seed, groups, alpha in [(1, 2, 1.0), (2, 3, 1.0), (3, 4, 0.35)]:
        _, g, x = table(seed, 30, groups, 3)
        indicators = (g[:, None] == np.arange(groups)).astype(float)
        everything = np.hstack([x, indicators])
        ids = list(range(3, 3 + groups))
        cases.append({"x": x.tolist(), "group": g.tolist(), "alpha": alpha,
                      "expected": CorrelationRemover(sensitive_feature_ids=ids, alpha=alpha)
                     .fit_transform(everything).tolist()})
    import fairlearn
    save("correlation_remover.json", {"fairlearn": fairlearn.__version__, "cases": cases})


def repair():
    import aif360
    import pandas as pd
    from aif360.algorithms.preprocessing import DisparateImpactRemover
    from aif360.datasets import BinaryLabelDataset
    rng = np.random.default_rng(4)
    # Three groups of one size without ties: there every quantile holds one row of each group, and the median of the
    # groups is one of them. Elsewhere the library buckets by the smallest number of distinct values, takes the lower
    # of two middle values, and rounds partial repairs to values of the table.
    size = 40
    g = np.repeat([0.0, 1.0, 2.0], size)
    x = np.round(np.concatenate([rng.normal(m, s, size) for m, s in [(0, 1), (1, 2), (3, 0.5)]]), 6)
    z = np.round(np.concatenate([rng.gamma(k, 2.0, size) for k in [1.0, 2.0, 4.0]]), 6)
    order = rng.permutation(3 * size)
    frame = pd.DataFrame({"x": x, "z": z, "g": g, "y": rng.integers(0, 2, 3 * size).astype(float)}).iloc[order]
    data = BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"])
    made = DisparateImpactRemover(repair_level=1.0, sensitive_attribute="g").fit_transform(data)
    save("disparate_impact_remover.json", {
        "aif360": aif360.__version__, "x": frame[["x", "z"]].values.tolist(), "group": frame.g.astype(int).tolist(),
        "expected": made.features[:, :2].tolist()})


def massage(y, s, score):
    """Kamiran and Calders (2012), algorithms 1 and 2, for s = 0 deprived and s = 1 favoured."""
    y = y.copy()
    b, w = s == 0, s == 1
    m = int(np.floor((y[w].mean() - y[b].mean()) * b.sum() * w.sum() / len(y) + 0.5))
    promote = sorted(np.flatnonzero(b & (y == 0)), key=lambda i: (-score[i], i))
    demote = sorted(np.flatnonzero(w & (y == 1)), key=lambda i: (score[i], i))
    y[promote[:m]] = 1
    y[demote[:m]] = 0
    return y, m


def massaging():
    cases = []
    for seed, n in [(5, 20), (6, 61), (7, 200)]:
        rng = np.random.default_rng(seed)
        s = rng.integers(0, 2, n)
        y = (rng.random(n) < 0.3 + 0.4 * s).astype(int)
        score = np.round(0.5 * rng.random(n) + 0.3 * y + 0.1 * s, 2)  # with ties
        made, m = massage(y, s, score)
        cases.append({"group": s.tolist(), "y": y.tolist(), "score": score.tolist(), "changed_pairs": m,
                      "expected": made.tolist()})
    save("massaging.json", {"cases": cases})


def covariance_logistic():
    """min 1/2 |w|^2 + C sum log(1 + exp(-(2y-1)(xw + b))) subject to |cov(z_g, xw)| <= share |cov of the free model|."""
    cases = []
    for seed, n, groups, columns, c in [(8, 60, 2, 3, 1.0), (9, 90, 3, 4, 0.5), (10, 150, 4, 6, 2.0)]:
        rng, g, x = table(seed, n, groups, columns)
        truth = rng.normal(size=columns)
        y = (rng.random(n) < 1 / (1 + np.exp(-(x @ truth) - 0.2 + 0.4 * g))).astype(int)
        weight = np.round(rng.uniform(0.5, 2.0, n), 2)
        p = weight / weight.sum()
        z = (g[:, None] == np.arange(groups)).astype(float)
        a = ((z - p @ z) * p[:, None]).T @ x  # (groups, columns)
        sign = 2 * y - 1

        def f(t):
            margin = sign * (x @ t[:-1] + t[-1])
            return 0.5 * t[:-1] @ t[:-1] + c * (weight * np.logaddexp(0, -margin)).sum()

        def grad(t):
            margin = sign * (x @ t[:-1] + t[-1])
            r = -c * weight * sign / (1 + np.exp(margin))
            return np.append(t[:-1] + x.T @ r, r.sum())

        def hessian(t):
            q = 1 / (1 + np.exp(-(x @ t[:-1] + t[-1])))
            h = c * weight * q * (1 - q)
            xx = np.hstack([x, np.ones((n, 1))])
            out = (xx * h[:, None]).T @ xx
            out[np.arange(columns), np.arange(columns)] += 1
            return out

        free = np.zeros(columns + 1)
        for _ in range(50):
            free = free - np.linalg.solve(hessian(free), grad(free))
        bound = np.abs(a @ free[:-1])
        solutions = []
        for share in [0.0, 0.1, 0.5, 0.9, 1.0]:
            if share == 1.0:
                best = free
            elif share == 0.0:
                basis = scipy.linalg.null_space(np.hstack([a, np.zeros((groups, 1))]))
                u = np.zeros(basis.shape[1])
                for _ in range(100):
                    t = basis @ u
                    u = u - np.linalg.solve(basis.T @ hessian(t) @ basis, basis.T @ grad(t))
                best = basis @ u
            else:
                limits = [{"type": "ineq", "fun": lambda t, s=s: share * bound - s * (a @ t[:-1]),
                           "jac": lambda t, s=s: np.hstack([-s * a, np.zeros((groups, 1))])} for s in (1, -1)]
                best = minimize(f, share * free, jac=grad, constraints=limits, method="SLSQP",
                                options={"ftol": 1e-16, "maxiter": 2000}).x
                # Newton's method under the constraints that hold with equality takes off what SLSQP leaves.
                cov = a @ best[:-1]
                held = np.abs(np.abs(cov) - share * bound) < 1e-6 * bound.max()
                e = np.hstack([a[held], np.zeros((held.sum(), 1))])
                if held.any():
                    _, singular, vt = np.linalg.svd(e)
                    rank = (singular > 1e-10 * singular[0]).sum()
                    q = vt[:rank]
                    right = q @ np.linalg.lstsq(e, np.sign(cov[held]) * share * bound[held], rcond=None)[0]
                    basis = vt[rank:].T
                    start = q.T @ right
                    u = basis.T @ (best - start)
                    for _ in range(50):
                        t = start + basis @ u
                        u = u - np.linalg.solve(basis.T @ hessian(t) @ basis, basis.T @ grad(t))
                    polished = start + basis @ u
                    assert np.abs(polished - best).max() < 1e-4, np.abs(polished - best).max()
                    assert (np.abs(a @ polished[:-1]) <= share * bound + 1e-10).all()
                    best = polished
            solutions.append({"share": share, "coefficients": best[:-1].tolist(), "intercept": float(best[-1]),
                              "objective": float(f(best))})
        cases.append({"x": x.tolist(), "y": y.tolist(), "group": g.tolist(), "weight": weight.tolist(), "C": c,
                      "solutions": solutions})
    save("covariance_logistic.json", {"scipy": scipy.__version__, "cases": cases})


def fair_ridge():
    """frrm() of the R package fairml with the definition "sp-komiyama": the steps of two.stage.regression(),
    fgrrm.glmnet() and fair.ridge(), with one indicator column per group as sensitive attributes. glmnet() standardises
    columns and response: for the Gaussian family with alpha = 0 it solves, for columns of unit variance and a response
    of unit variance, (X'X/n + lambda/sd(y) pf) b = X'y/n. The penalty of the sensitive columns is found by brentq()
    where R uses optimize()."""

    def glmnet(y, x, penalty):
        n = len(y)
        mean, sd = x.mean(0), x.std(0)
        xs = (x - mean) / sd
        ys = (y - y.mean()) / y.std()
        b = np.linalg.lstsq(xs.T @ xs / n + np.diag(penalty / y.std()), xs.T @ ys / n, rcond=None)[0]
        beta = b * y.std() / sd
        return beta, y.mean() - mean @ beta

    def frrm(y, x, s, unfairness, lam):
        ones = np.ones((len(y), 1))
        aux = np.linalg.lstsq(np.hstack([ones, s]), x, rcond=None)[0]
        u = x - np.hstack([ones, s]) @ aux
        both = np.hstack([s, u])
        k = s.shape[1]

        def fit(lr):
            return glmnet(y, both, np.r_[np.full(k, lr), np.full(x.shape[1], lam)])

        def r2(model):
            return np.var(s @ model[0][:k]) / np.var(both @ model[0])

        if unfairness <= np.sqrt(np.finfo(float).eps):
            beta, intercept = glmnet(y, u, np.full(x.shape[1], lam))
            model = np.r_[np.zeros(k), beta], intercept
        elif r2(fit(0.0)) <= unfairness:
            model = fit(0.0)
        else:
            m = 1
            while r2(fit(10.0 ** m)) > unfairness:
                m += 1
            model = fit(brentq(lambda lr: r2(fit(lr)) - unfairness, 0.0, 10.0 ** m, xtol=1e-15, rtol=1e-15))
        return model, aux, r2(model)

    cases = []
    for seed, n, groups, columns, lam in [(11, 80, 2, 3, 0.0), (12, 120, 3, 4, 0.0), (13, 100, 4, 3, 0.2)]:
        rng, g, x = table(seed, n, groups, columns)
        y = np.round(x @ rng.normal(size=columns) + np.array([0.0, 1.5, -0.7, 0.9])[g] + rng.normal(size=n), 4)
        s = (g[:, None] == np.arange(groups)).astype(float)
        for unfairness in [0.0, 0.02, 0.1, 1.0]:
            (beta, intercept), aux, value = frrm(y, x, s, unfairness, lam)
            _, g2, x2 = table(seed + 100, 15, groups, columns)
            s2 = (g2[:, None] == np.arange(groups)).astype(float)
            u2 = x2 - np.hstack([np.ones((15, 1)), s2]) @ aux
            cases.append({"x": x.tolist(), "y": y.tolist(), "group": g.tolist(), "unfairness": unfairness,
                          # The engine's penalty stands beside a sum of squares.
                          "lambda": lam * n / float(y.std()), "reached": float(value),
                          "test_x": x2.tolist(), "test_group": g2.tolist(),
                          "expected": (np.hstack([s2, u2]) @ beta + intercept).tolist()})
    save("fair_ridge.json", {"cases": cases})


if __name__ == "__main__":
    for make in [correlation_remover, repair, massaging, covariance_logistic, fair_ridge]:
        if len(sys.argv) < 2 or make.__name__ in sys.argv[1:]:
            make()
