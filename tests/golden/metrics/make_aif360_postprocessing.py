"""What AIF360 makes of made-up scores: EqOddsPostprocessing, CalibratedEqOddsPostprocessing and
RejectOptionClassification. Writes aif360_postprocessing.json.

    python make_aif360_postprocessing.py

Needs aif360. No score is exactly at the threshold or at the end of a margin, where conventions differ.
"""
import json
import sys

import numpy as np
import pandas as pd
from aif360.algorithms.postprocessing import (CalibratedEqOddsPostprocessing, EqOddsPostprocessing,
                                              RejectOptionClassification)
from aif360.datasets import BinaryLabelDataset


def dataset(y, group, weight, score=None):
    frame = pd.DataFrame({"y": y.astype(float), "g": group.astype(float), "w": weight})
    data = BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"],
                              instance_weights_name="w", favorable_label=1, unfavorable_label=0)
    if score is not None:
        data.scores = score.reshape(-1, 1)
        data.labels = (score > 0.5).astype(float).reshape(-1, 1)
    return data


cases = []
for number in range(6):
    rng = np.random.default_rng(40 + number)
    n = 160
    group = (rng.random(n) < 0.6).astype(int)
    y = (rng.random(n) < 0.3 + 0.3 * group).astype(int)
    quality = [(1.2, 0.6), (0.4, 1.5), (1.0, 1.0), (-0.5, 1.0), (0.8, 2.5), (2.0, 0.3)][number]
    signal = np.where(group == 1, quality[1], quality[0])
    score = 1 / (1 + np.exp(-(signal * (2 * y - 1) + 0.5 * group - 0.2 + rng.normal(size=n))))
    score = np.round(score, 4) + 0.00003
    weight = np.round(rng.uniform(0.5, 2, n), 2) if number % 2 else np.ones(n)
    true, predicted = dataset(y, group, weight), dataset(y, group, weight, score)
    ends = dict(unprivileged_groups=[{"g": 0}], privileged_groups=[{"g": 1}])
    odds = EqOddsPostprocessing(**ends, seed=1).fit(true, predicted)
    case = {"score": score.tolist(), "y": y.tolist(), "group": group.tolist(), "weight": weight.tolist(),
            "equalized_odds": dict(zip(["one_if_one_1", "one_if_zero_1", "one_if_one_0", "one_if_zero_0"],
                                       odds.model_params.x.tolist())), "calibrated": {}, "reject_option": {}}
    for constraint in ("fnr", "fpr", "weighted"):
        fitted = CalibratedEqOddsPostprocessing(**ends, cost_constraint=constraint, seed=1).fit(true, predicted)
        case["calibrated"][constraint] = {
            "mix": [float(fitted.unpriv_mix_rate), float(fitted.priv_mix_rate)],
            "base": [float(fitted.base_rate_unpriv), float(fitted.base_rate_priv)]}
    for margin in (0.05, 0.15, 0.3):
        option = RejectOptionClassification(**ends)
        option.classification_threshold, option.ROC_margin = 0.5, margin
        case["reject_option"][str(margin)] = option.predict(predicted).labels.ravel().tolist()
    rates = [(score[group == g] > 0.5).mean() for g in (0, 1)]
    weighted = [np.average(score[group == g] > 0.5, weights=weight[group == g]) for g in (0, 1)]
    case["unprivileged_has_lower_rate"] = bool(weighted[0] < weighted[1])
    cases.append(case)
    print(number, case["equalized_odds"], case["calibrated"], weighted)
json.dump({"cases": cases}, open(sys.argv[1] if len(sys.argv) > 1 else "aif360_postprocessing.json", "w"), separators=(",", ":"))
