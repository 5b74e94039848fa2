"""The best group thresholds beside Fairlearn's ThresholdOptimizer: 50,000 rows, a fitted model's scores, no tolerance.

    python tests/bench/frontier_peers.py PATH/bench_frontier [THREADS]

Needs numpy, scikit-learn and fairlearn. Both begin with scores in memory: Fairlearn's estimator is prefit and passes the
score column through (its other 19 columns are there but not looked at), ours includes sorting. Ratios above 1 say that
ours is faster; errors are those of the rules on the rows that they were fitted on, expected over the draws. At the end
the same program's times for 21 tolerances and single thresholds.
"""
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from fairlearn.postprocessing import ThresholdOptimizer
from sklearn.base import BaseEstimator, ClassifierMixin

CONSTRAINTS = {"demographic_parity": "demographic_parity", "equal_opportunity": "true_positive_rate_parity",
               "equalized_odds": "equalized_odds"}


class FirstColumn(ClassifierMixin, BaseEstimator):
    def fit(self, x, y):
        self.classes_, self.fitted_ = np.array([0, 1]), True
        return self

    def predict_proba(self, x):
        score = np.asarray(x)[:, 0]
        return np.column_stack([1 - score, score])

    def predict(self, x):
        return (np.asarray(x)[:, 0] >= 0.5).astype(int)


def main(program, threads):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(1)
    n = 50_000
    group = rng.integers(0, 2, n)
    y = (rng.random(n) < 0.25 + 0.2 * group).astype(int)
    x = rng.normal(size=(n, 20))
    x[:, 0] = 1 / (1 + np.exp(-(1.5 * (2 * y - 1) + 0.5 * group + rng.normal(size=n))))
    with tempfile.TemporaryDirectory() as place:
        np.concatenate([x[:, 0], y.astype(float), group.astype(float)]).tofile(f"{place}/rows.bin")
        lines = subprocess.run([program, f"{place}/rows.bin", str(threads)], check=True, capture_output=True,
                               text=True).stdout.splitlines()
    ours = {name: (float(seconds), float(error)) for name, seconds, error in (line.split() for line in lines)}
    model = FirstColumn().fit(x, y)
    print("notion, ours s, Fairlearn s, ratio, error of ours, of Fairlearn")
    for name, constraint in CONSTRAINTS.items():
        fastest = float("inf")
        for _ in range(5):
            begin = time.perf_counter()
            optimizer = ThresholdOptimizer(estimator=model, constraints=constraint, objective="accuracy_score", prefit=True,
                                           predict_method="predict_proba").fit(x, y, sensitive_features=group)
            fastest = min(fastest, time.perf_counter() - begin)
        drawn = optimizer._pmf_predict(x, sensitive_features=group)[:, 1]
        error = np.abs(y - drawn).mean()
        seconds, own = ours[name]
        print(f"{name:20} {seconds:.5f} {fastest:.4f} {fastest / seconds:6.1f}  {own:.6f} {error:.6f}", flush=True)
    print(subprocess.run([program, "50000", "5", str(threads)], check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2)
