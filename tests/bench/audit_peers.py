"""Times Fairlearn's MetricFrame beside bench_audit: python audit_peers.py BENCH [ROWS] [RESAMPLES].

Eight metrics on ROWS x 2 groups without and with bootstrap resamples; prints the ratios.
"""
import json
import subprocess
import sys
import time

import numpy as np
from fairlearn.metrics import (MetricFrame, count, false_negative_rate, false_positive_rate, selection_rate,
                               true_negative_rate, true_positive_rate)
from sklearn.metrics import accuracy_score, precision_score

bench = sys.argv[1]
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
resamples = int(sys.argv[3]) if len(sys.argv) > 3 else 100
rng = np.random.default_rng(1)
group = rng.integers(0, 2, rows)
y = (rng.random(rows) < 0.3 + 0.05 * group).astype(int)
decision = (0.35 + 0.3 * y + 0.2 * (rng.random(rows) - 0.5) >= 0.5).astype(int)
metrics = {"count": count, "selection_rate": selection_rate, "tpr": true_positive_rate, "fpr": false_positive_rate,
           "tnr": true_negative_rate, "fnr": false_negative_rate, "accuracy": accuracy_score,
           "precision": precision_score}


def seconds(**options):
    begin = time.perf_counter()
    frame = MetricFrame(metrics=metrics, y_true=y, y_pred=decision, sensitive_features=group, **options)
    frame.by_group, frame.difference(), frame.ratio()
    return time.perf_counter() - begin


ours = json.loads(subprocess.run([bench, str(rows), "2", str(resamples), "2"], capture_output=True, text=True,
                                 check=True).stdout)
plain = min(seconds() for _ in range(3))
boot = seconds(n_boot=resamples, ci_quantiles=[0.025, 0.975], random_state=1)
print(json.dumps({"evenhand": ours, "fairlearn_seconds": plain, "fairlearn_with_resamples_seconds": boot,
                  "ratio": plain / ours["metrics_seconds"],
                  "ratio_with_resamples": boot / ours["metrics_with_resamples_seconds"]}, indent=1))
