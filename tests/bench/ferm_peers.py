"""Fair and plain support vector machines beside those that people would run instead, on the same rows.

    python tests/bench/ferm_peers.py PATH/bench_ferm FOLDER_WITH_ADULT_CSV [--loop]

Needs numpy, pandas and scikit-learn; with --loop also cvxopt: the published solver's way, a Gram matrix by a double
Python loop and a dense quadratic program (half a minute). Adult as in the published code: 13 columns, categories as
codes, standardised; 32,561 rows linear (C = 0.1), the first 1,628 and 20,000 of them with a Gaussian kernel (C = 1,
gamma = 0.1).
"""
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
from sklearn.svm import SVC, LinearSVC


def adult(folder):
    table = pd.read_csv(f"{folder}/adult.csv", na_values=["?"], keep_default_na=False).dropna()
    columns = [name for name in table.columns if name not in ("native-country", "income")]
    coded = [table[c] if pd.api.types.is_numeric_dtype(table[c]) else table[c].astype("category").cat.codes for c in columns]
    x = np.column_stack(coded).astype(float)
    return (x - x.mean(0)) / x.std(0), np.where(table["income"] == ">50K", 1, -1), columns.index("sex")


def loop_and_qp(x, y, sensitive, gamma, cost):
    """The published way: Gram matrix entry by entry, then a dense QP with one more equation."""
    from cvxopt import matrix, solvers

    n = len(y)
    gram = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            gram[i, j] = np.exp(-gamma * np.sum((x[i] - x[j]) ** 2))
    a, b = (np.flatnonzero((y == 1) & (x[:, sensitive] == g)) for g in np.unique(x[:, sensitive]))
    tau = gram[:, a].mean(1) - gram[:, b].mean(1)
    solvers.options["show_progress"] = False
    solvers.qp(matrix(np.outer(y, y) * gram), matrix(-np.ones(n)), matrix(np.vstack([-np.eye(n), np.eye(n)])),
               matrix(np.hstack([np.zeros(n), np.full(n, cost)])), matrix(np.vstack([y, y * tau]).astype(float)), matrix([0.0, 0.0]))


def timed(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(program, folder, loop):
    x, y, sensitive = adult(folder)
    parts = {"linear": 32_561, "rbf": 1_628, "large": 20_000}
    with tempfile.TemporaryDirectory() as place:
        files = []
        for name, n in parts.items():
            header = ",".join([f"y{sensitive}"] + [f"x{j}" for j in range(x.shape[1])])
            np.savetxt(f"{place}/{name}.csv", np.c_[y[:n], x[:n]], delimiter=",", header=header, comments="", fmt="%.17g")
            files.append(f"{place}/{name}.csv")
        lines = subprocess.run([program, *files], check=True, capture_output=True, text=True).stdout.splitlines()
    print("\n".join(lines))
    ours = {line.split()[0]: float(line.split()[1]) for line in lines if not line.startswith("#")}
    n = parts["linear"]
    peers = {
        "SVC(kernel=linear), n = 32,561": (lambda: SVC(kernel="linear", C=0.1).fit(x[:n], y[:n]), "linear"),
        "LinearSVC(hinge), n = 32,561": (lambda: LinearSVC(loss="hinge", C=0.1, max_iter=20_000).fit(x[:n], y[:n]), "linear"),
        "SVC(rbf), n = 1,628": (lambda: SVC(C=1.0, gamma=0.1).fit(x[:1628], y[:1628]), "rbf"),
        "SVC(rbf, tol 1e-6), n = 1,628": (lambda: SVC(C=1.0, gamma=0.1, tol=1e-6).fit(x[:1628], y[:1628]), "rbf"),
        "SVC(rbf), n = 20,000": (lambda: SVC(C=1.0, gamma=0.1).fit(x[:20_000], y[:20_000]), "large"),
    }
    if loop:
        peers["loop and QP, n = 1,628"] = (lambda: loop_and_qp(x[:1628], y[:1628], sensitive, 0.1, 1.0), "rbf")
    for name, (work, own) in peers.items():
        seconds = timed(work)
        print(f"{name:34} {seconds:8.3f} s; evenhand plain {ours[own + '_plain']:.4f} ({seconds / ours[own + '_plain']:.1f}x), "
              f"constrained {ours[own + '_ferm']:.4f} ({seconds / ours[own + '_ferm']:.1f}x)", flush=True)
    for name in ("linear", "rbf"):
        print(f"{name}: 50 tolerances cost {(ours[name + '_path50'] - ours[name + '_plain']) / ours[name + '_plain']:.2f} plain fits")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--loop" in sys.argv[3:])
