#!/usr/bin/env python3
"""Times one whole study beside the same work with scikit-learn and EquiPy.

    python3 study_peers.py EVENHAND_CLI TABLE.csv

TABLE is the Adult table (48,842 rows). The work: logistic regression, sensitive attribute sex, 10 repeats of a stratified
70/30 split, calibration on 5-fold out-of-fold scores, Wasserstein barycenter at 11 strengths, accuracy, demographic parity
difference and KS distance of each. Needs: numpy pandas scikit-learn scipy equipy.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import pandas as pd
from equipy.fairness import FairWasserstein
from scipy.stats import ks_2samp
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

STRENGTHS = [i / 10 for i in range(11)]


def peers(table, jobs):
    x = table.drop(columns=["income", "sex", "fnlwgt"])
    y = (table["income"] == ">50K").to_numpy().astype(int)
    s = table["sex"].to_numpy()
    numeric = x.select_dtypes("number").columns
    other = [c for c in x.columns if c not in set(numeric)]
    rows = []
    for repeat in range(10):
        keys = np.char.add(s.astype(str), y.astype(str))
        train, test = train_test_split(np.arange(len(y)), test_size=0.3, stratify=keys, random_state=repeat)
        model = make_pipeline(
            make_column_transformer((StandardScaler(), numeric), (OneHotEncoder(handle_unknown="ignore"), other)),
            LogisticRegression(C=1.0, max_iter=1000))
        calibration = cross_val_predict(model, x.iloc[train], y[train], cv=5, method="predict_proba", n_jobs=jobs)[:, 1]
        model.fit(x.iloc[train], y[train])
        scores = model.predict_proba(x.iloc[test])[:, 1]
        repair = FairWasserstein(sigma=1e-9)
        repair.fit(calibration, pd.DataFrame({"sex": s[train]}))
        for strength in STRENGTHS:
            fair = np.asarray(repair.transform(scores, pd.DataFrame({"sex": s[test]}), epsilon=1 - strength))
            decided = fair >= 0.5
            rates = [decided[s[test] == g].mean() for g in np.unique(s)]
            rows.append((strength, (decided == y[test]).mean(), max(rates) - min(rates),
                         ks_2samp(*[fair[s[test] == g] for g in np.unique(s)]).statistic))
    return pd.DataFrame(rows, columns=["strength", "accuracy", "dp", "ks"]).groupby("strength").mean()


def main():
    cli, path = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    warnings.filterwarnings("ignore")
    study = {
        "format": "evenhand-study", "version": 1, "data": {"path": str(path)},
        "roles": {"task": "classification", "target": "income", "favourable": ">50K", "sensitive": ["sex"],
                  "exclude": ["fnlwgt"]},
        "split": {"kind": "holdout", "test_fraction": 0.3, "repeats": 10, "seed": 1},
        "runs": [{"learner": {"id": "logistic", "C": 1.0},
                  "method": {"id": "wasserstein_barycenter", "strength": STRENGTHS}}]}
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "adult.evenhand"
        file.write_text(json.dumps(study))
        ours = {}
        for threads in (1, 2):
            start = time.perf_counter()
            subprocess.run([cli, "run", str(file), "--no-cache", "--out", folder + "/out", "--threads", str(threads), "--quiet"], check=True)
            whole = time.perf_counter() - start
            results = json.loads((pathlib.Path(folder) / "out/results.json").read_text())
            ours[threads] = results["provenance"]["seconds"]
            print(f"evenhand, {threads} thread(s): study {ours[threads]:.2f} s, whole command with files and figures {whole:.2f} s")
        runs = results["runs"]
    for jobs in (1, 2):
        start = time.perf_counter()
        table = peers(pd.read_csv(path, skipinitialspace=True), jobs)
        took = time.perf_counter() - start
        print(f"scikit-learn and EquiPy, {jobs} job(s): {took:.2f} s, {took / ours[jobs]:.0f} times as long")
    print(f"{'strength':>8} {'accuracy':>19} {'DP difference':>19} {'KS':>19}   (ours, theirs)")
    for run, (strength, row) in zip(runs, table.iterrows()):
        m = run["metrics"]
        print(f"{strength:8.1f} {m['accuracy']['mean']:9.4f} {row.accuracy:9.4f} "
              f"{m['demographic_parity_difference']['mean']:9.4f} {row.dp:9.4f} {m['ks_distance']['mean']:9.4f} {row.ks:9.4f}")


if __name__ == "__main__":
    main()
