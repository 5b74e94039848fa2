#!/usr/bin/env python3
"""Methods of Fairlearn and AIF360 on the very splits of an Evenhand study.

usage: tradeoff_peers.py STUDY.json PREDICTIONS.csv [--learner logistic|gradient_boosting]

PREDICTIONS.csv is what a run of the study with "predictions": true wrote: its test rows of each repeat are the test rows
here, all other rows are trained on. Decisions that are drawn count with their probability. Prints one CSV line per method:
accuracy, demographic parity and equalized odds difference, each as mean and standard deviation over the repeats.

Needs: pip install scikit-learn pandas fairlearn aif360 xgboost
"""
import argparse
import json
import os
import sys
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

warnings.filterwarnings("ignore")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def rates(p, y, group):
    """Accuracy and gaps of decisions that are 1 with probability p."""
    accuracy = np.mean(np.where(y == 1, p, 1 - p))
    selection = [p[group == g].mean() for g in (0, 1)]
    positive = [p[(group == g) & (y == 1)].mean() for g in (0, 1)]
    negative = [p[(group == g) & (y == 0)].mean() for g in (0, 1)]
    gap = lambda pair: abs(pair[0] - pair[1])
    return accuracy, gap(selection), max(gap(positive), gap(negative))


def encode(frame, train):
    """One column per level seen in training, numbers standardised: as the study does."""
    columns = []
    for name in frame.columns:
        numbers = pd.to_numeric(frame[name], errors="coerce")
        if numbers.notna().all():
            seen = numbers[train]
            columns.append(((numbers - seen.mean()) / (seen.std(ddof=0) or 1.0)).to_numpy()[:, None])
        else:
            levels = sorted(frame[name][train].unique())
            columns.append((frame[name].to_numpy()[:, None] == np.array(levels)[None, :]).astype(float))
    return np.hstack(columns)


def learner_of(name):
    if name == "gradient_boosting":
        from xgboost import XGBClassifier
        return XGBClassifier(n_estimators=100, learning_rate=0.1, max_depth=6, n_jobs=1, tree_method="hist")
    from sklearn.linear_model import LogisticRegression
    return LogisticRegression(C=1.0, max_iter=2000)


def out_of_fold(learner, x, y):
    from sklearn.model_selection import cross_val_predict
    return cross_val_predict(learner, x, y, cv=5, method="predict_proba")[:, 1]


class Scores(BaseEstimator):
    """A fitted model whose features are already its scores."""
    def fit(self, x, y):
        self.classes_ = np.array([0, 1])
        return self

    def predict(self, x):
        return np.asarray(x).reshape(-1)


def fairlearn_methods(learner, xtr, ytr, gtr, xte, gte):
    from fairlearn.postprocessing import ThresholdOptimizer
    from fairlearn.preprocessing import CorrelationRemover
    from fairlearn.reductions import (DemographicParity, EqualizedOdds, ExponentiatedGradient, GridSearch)
    from sklearn.base import clone
    base = clone(learner).fit(xtr, ytr)
    calibration, test = out_of_fold(clone(learner), xtr, ytr), base.predict_proba(xte)[:, 1]
    yield "baseline", (test >= 0.5).astype(float)
    for notion in ("demographic_parity", "equalized_odds"):
        optimizer = ThresholdOptimizer(estimator=Scores().fit(None, None), constraints=notion, prefit=True,
                                       predict_method="predict", grid_size=1000)
        optimizer.fit(calibration[:, None], ytr, sensitive_features=gtr)
        yield "threshold_optimizer " + notion, optimizer._pmf_predict(test[:, None], sensitive_features=gte)[:, 1]
    for name, notion in (("demographic_parity", DemographicParity), ("equalized_odds", EqualizedOdds)):
        reduction = ExponentiatedGradient(clone(learner), notion(), eps=0.01)
        reduction.fit(xtr, ytr, sensitive_features=gtr)
        yield "exponentiated_gradient " + name, reduction._pmf_predict(xte)[:, 1]
    grid = GridSearch(clone(learner), DemographicParity(), grid_size=31)
    grid.fit(xtr, ytr, sensitive_features=gtr)
    yield "grid_search demographic_parity", np.asarray(grid.predict(xte), dtype=float)
    remover = CorrelationRemover(sensitive_feature_ids=[0], alpha=1.0)
    cleaned = remover.fit_transform(np.column_stack([gtr, xtr]))
    model = clone(learner).fit(cleaned, ytr)
    yield "correlation_remover", model.predict(remover.transform(np.column_stack([gte, xte]))).astype(float)


def aif360_methods(learner, xtr, ytr, gtr, xte, yte, gte):
    from aif360.algorithms.postprocessing import (CalibratedEqOddsPostprocessing, EqOddsPostprocessing,
                                                  RejectOptionClassification)
    from aif360.algorithms.preprocessing import Reweighing
    from aif360.datasets import BinaryLabelDataset
    from sklearn.base import clone

    def table(y, group, score=None, decision=None):
        frame = pd.DataFrame({"group": group.astype(float), "label": y.astype(float), "x": 0.0})
        made = BinaryLabelDataset(df=frame, label_names=["label"], protected_attribute_names=["group"])
        if score is not None:
            made.scores = score.reshape(-1, 1)
            decision = (score >= 0.5).astype(float) if decision is None else decision
        if decision is not None:
            made.labels = decision.reshape(-1, 1)
        return made

    less, more = ([{"group": 0.0}], [{"group": 1.0}]) if ytr[gtr == 0].mean() < ytr[gtr == 1].mean() else (
        [{"group": 1.0}], [{"group": 0.0}])
    truth = table(ytr, gtr)
    weights = Reweighing(less, more).fit_transform(truth).instance_weights
    yield "reweighing", clone(learner).fit(xtr, ytr, sample_weight=weights).predict(xte).astype(float)
    base = clone(learner).fit(xtr, ytr)
    calibration, test = out_of_fold(clone(learner), xtr, ytr), base.predict_proba(xte)[:, 1]
    fitted = table(ytr, gtr, calibration)
    asked = table(yte, gte, test)
    yield "equalized_odds_mixing", EqOddsPostprocessing(less, more, seed=1).fit(truth, fitted).predict(
        asked).labels.ravel()
    for cost in ("fnr", "weighted"):
        yield "calibrated_equalized_odds " + cost, CalibratedEqOddsPostprocessing(
            less, more, cost_constraint=cost, seed=1).fit(truth, fitted).predict(asked).labels.ravel()
    steps = (50, 25) if len(ytr) < 10_000 else (10, 10)  # each of the product costs a copy of the table
    option = RejectOptionClassification(less, more, num_class_thresh=steps[0], num_ROC_margin=steps[1],
                                        metric_name="Statistical parity difference", metric_ub=0.05, metric_lb=-0.05)
    yield "reject_option", option.fit(truth, fitted).predict(asked).labels.ravel()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("study")
    parser.add_argument("predictions")
    parser.add_argument("--learner", default="logistic")
    parser.add_argument("--repeats", type=int, default=10)
    asked = parser.parse_args()
    study = json.load(open(asked.study))
    roles = study["roles"]
    path = os.path.join(os.path.dirname(asked.study), study["data"]["path"])
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    y = (frame[roles["target"]] == roles["favourable"]).to_numpy().astype(int)
    sensitive = roles["sensitive"][0]
    group = (frame[sensitive] == sorted(frame[sensitive].unique())[1]).to_numpy().astype(int)
    features = frame.drop(columns=[roles["target"], sensitive, *roles["exclude"]])
    predictions = pd.read_csv(asked.predictions, usecols=["row", "repeat", "run"])
    predictions = predictions[predictions.run == 0]
    found, seconds = {}, {}
    try:
        for repeat in range(asked.repeats):
            test = predictions.row[predictions.repeat == repeat].to_numpy()
            train = np.setdiff1d(np.arange(len(frame)), test)
            x = encode(features, train)
            parts = (x[train], y[train], group[train], x[test])
            learner = learner_of(asked.learner)
            start = time.perf_counter()
            for methods in (lambda: fairlearn_methods(learner, *parts, group[test]),
                            lambda: aif360_methods(learner, *parts, y[test], group[test])):
                for name, p in methods():
                    found.setdefault(name, []).append(rates(p, y[test], group[test]))
                    seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
                    start = time.perf_counter()
            print(f"repeat {repeat + 1} done", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped: what is finished counts", file=sys.stderr)
    print("method,accuracy,accuracy_sd,dp_gap,dp_gap_sd,eo_gap,eo_gap_sd,seconds")
    for name, values in found.items():
        mean, sd = np.mean(values, axis=0), np.std(values, axis=0, ddof=1 if len(values) > 1 else 0)
        numbers = ",".join(f"{m:.4f},{s:.4f}" for m, s in zip(mean, sd))
        print(f"{name},{numbers},{seconds[name] / len(values):.2f}")


if __name__ == "__main__":
    main()
