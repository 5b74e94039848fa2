"""Fits the linear learners and scikit-learn's on the same data, in turns, and prints seconds and ratios.

    python tests/bench/learners_peers.py PATH/bench_learners FOLDER_WITH_ADULT_CSV

Needs numpy, pandas and scikit-learn. The designs are those of bench_learners.cpp; simulated ones have the same shape
and model but not the same random numbers.
"""
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, Ridge


def adult(folder):
    table = pd.read_csv(f"{folder}/adult.csv", na_values=["?"], keep_default_na=False)
    table = table[np.arange(len(table)) % 10 < 7]
    columns = []
    for name in table.columns.difference(["fnlwgt", "sex", "income"], sort=False):
        cells = table[name]
        if pd.api.types.is_numeric_dtype(cells):
            columns.append((cells - cells.mean()) / cells.std(ddof=0))
        else:
            columns += [cells == level for level in cells.dropna().unique()]
            if cells.isna().any():
                columns.append(cells.isna())
    return np.column_stack(columns).astype(float), (table["income"] == ">50K").to_numpy(float)


def simulated(rows, dense, levels, classification):
    rng = np.random.default_rng(1)
    parts = [rng.standard_normal((rows, dense))]
    for n in levels:
        code = rng.integers(-1, n, rows)
        seen = code >= 0
        parts.append(sp.csr_matrix((np.ones(seen.sum()), (np.flatnonzero(seen), code[seen])), (rows, n)))
    x = parts[0] if not levels else sp.hstack([sp.csr_matrix(parts[0]), *parts[1:]]).tocsr()
    z = x @ (rng.standard_normal(x.shape[1]) / np.sqrt(x.shape[1]))
    if classification:
        return x, (rng.random(rows) < 1 / (1 + np.exp(-2 * z - 0.5))).astype(float)
    return x, 3 + z + 0.3 * rng.standard_normal(rows)


def fastest(make, x, y, fits=2):
    seconds = []
    for _ in range(fits):
        begin = time.perf_counter()
        make().fit(x, y)
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def main(program, folder):
    lines = subprocess.run([program, folder], check=True, capture_output=True, text=True).stdout.splitlines()
    ours = {line.split()[0]: float(line.split()[1]) for line in lines if not line.startswith("#")}
    shapes = {
        "dense_20000x200_logistic": (20_000, 200, [], True),
        "dense_20000x200_ridge": (20_000, 200, [], False),
        "levels_20000x5000_logistic": (20_000, 5, [4000, 1000], True),
        "levels_20000x5000_ridge": (20_000, 5, [4000, 1000], False),
        "wide_500x5000_ridge": (500, 5000, [], False),
    }
    print(f"{'fastest fit, seconds':28} {'evenhand':>9}  peers (times as long as evenhand)")
    for name, own in ours.items():
        x, y = adult(folder) if name.startswith("adult") else simulated(*shapes[name])
        peers = {"Ridge": lambda: Ridge(alpha=1.0)}
        if name.endswith("logistic"):
            peers = {"lbfgs, defaults": lambda: LogisticRegression(C=1.0)}
            if x.shape[1] <= 1000:
                peers["newton-cholesky, tol 1e-8"] = lambda: LogisticRegression(solver="newton-cholesky", tol=1e-8)
            else:
                peers["lbfgs, tol 1e-8"] = lambda: LogisticRegression(tol=1e-8, max_iter=10_000)
        times = {peer: fastest(make, x, y) for peer, make in peers.items()}
        print(f"{name:28} {own:9.4f}  " + "; ".join(f"{p} {t:.4f} ({t / own:.1f}x)" for p, t in times.items()), flush=True)


if __name__ == "__main__":
    import warnings

    warnings.filterwarnings("ignore", category=UserWarning)
    main(sys.argv[1], sys.argv[2])
