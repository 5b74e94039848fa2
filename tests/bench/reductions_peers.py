"""Reductions beside Fairlearn's, on the same rows in the same run: seconds, and error and gap of what comes out.

    python tests/bench/reductions_peers.py PATH/bench_reductions FOLDER_WITH_TABLES

Needs numpy, pandas, scikit-learn and fairlearn. Tables: 50,000 simulated rows with 20 features and two groups; Adult by
sex, and the bank's phone calls by age, if the folder has them, encoded as dense columns. Times include the base model.
Processor seconds are printed beside those of the clock because others may use the machine.
"""
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from fairlearn.reductions import DemographicParity, EqualizedOdds, ExponentiatedGradient, GridSearch
from sklearn.linear_model import LogisticRegression

FITS = {"simulated": 3}  # others once: their quality is what counts


def simulated(rng):
    x = rng.standard_normal((100_000, 20))
    group = (x[:, 0] + rng.standard_normal(len(x)) > 0.3).astype(float)
    z = 2 * (x @ (rng.standard_normal(20) / np.sqrt(20))) + x[:, 0] - 0.3
    return x, (rng.random(len(x)) < 1 / (1 + np.exp(-z))).astype(float), group


def encoded(table, target, favourable, group):
    columns = []
    for name in table.columns:
        if name == target:
            continue
        cells = table[name]
        if pd.api.types.is_numeric_dtype(cells):
            columns.append((cells - cells.mean()) / cells.std(ddof=0))
        else:
            columns += [(cells == level).astype(float) for level in cells.dropna().unique()]
    return np.column_stack(columns).astype(float), (table[target] == favourable).to_numpy(float), group.to_numpy(float)


def tables(folder):
    rng = np.random.default_rng(1)
    yield "simulated", *simulated(rng)
    adult = Path(folder) / "adult.csv"
    if adult.exists():
        table = pd.read_csv(adult, na_values=["?"], keep_default_na=False)
        group = table["sex"].str.strip() == "Female"
        yield "adult", *encoded(table.drop(columns=["fnlwgt", "sex"], errors="ignore"), "income", ">50K", group)
    bank = Path(folder) / "bank-full.csv"
    if bank.exists():
        table = pd.read_csv(bank, sep=";")
        group = table["age"] < 30
        yield "bank", *encoded(table, table.columns[-1], "yes", group)


def gap_of(y, group, accepts, odds):
    gap = 0.0
    for rows in ([y == 0, y == 1] if odds else [np.ones(len(y), bool)]):
        gap = max(gap, *(abs(accepts[rows & (group == g)].mean() - accepts[rows].mean()) for g in (0.0, 1.0)))
    return gap


def measured(make, x, y, group, fits):
    seconds, processor = [], []
    for _ in range(fits):
        begin, used = time.perf_counter(), time.process_time()
        model = make()
        model.fit(x, y, sensitive_features=group)
        seconds.append(time.perf_counter() - begin)
        processor.append(time.process_time() - used)
    return min(seconds), min(processor), model


def main(program, folder):
    warnings.filterwarnings("ignore")
    rng = np.random.default_rng(2)
    with tempfile.TemporaryDirectory() as place:
        for name, x, y, group in tables(folder):
            part = np.zeros(len(y))
            part[rng.permutation(len(y))[: len(y) // 2 if name == "simulated" else len(y) * 3 // 10]] = 1
            file = Path(place) / f"{name}.bin"
            with open(file, "wb") as stream:
                np.array([len(y), x.shape[1] + 3], float).tofile(stream)
                np.asfortranarray(np.c_[part, group, y, x]).T.tofile(stream)
            lines = subprocess.run([program, file], check=True, capture_output=True, text=True).stdout.splitlines()
            train, test = part == 0, part == 1
            print(f"{name}: {train.sum()} training rows, {x.shape[1]} features", flush=True)
            peers = {
                "eg_demographic_parity": (lambda: ExponentiatedGradient(LogisticRegression(), DemographicParity(difference_bound=0.01)), False),
                "eg_equalized_odds": (lambda: ExponentiatedGradient(LogisticRegression(), EqualizedOdds(difference_bound=0.01)), True),
                "grid_demographic_parity": (lambda: GridSearch(LogisticRegression(), DemographicParity(), grid_size=10), False),
            }
            for key, (make, odds) in peers.items():
                own = next(line.split() for line in lines if line.startswith(f"{name}_{key} "))
                seconds, processor, model = measured(make, x[train], y[train], group[train], FITS.get(name, 1))
                print(f"  {key}: Fairlearn {seconds:.3f} s (processor {processor:.3f}), evenhand {float(own[1]):.3f} s "
                      f"(processor {float(own[2]):.3f}): {seconds / float(own[1]):.1f} times ({processor / float(own[2]):.1f})")
                for part_name, rows in (("train", train), ("test", test)):
                    accepts = model._pmf_predict(x[rows])[:, 1] if key.startswith("eg") else np.asarray(model.predict(x[rows]), float)
                    error = np.abs(y[rows] - accepts).mean()
                    line = next(line.split() for line in lines if line.startswith(f"#{name}_{key} {part_name}"))
                    print(f"    {part_name}: error, gap: Fairlearn {error:.4f}, {gap_of(y[rows], group[rows], accepts, odds):.4f}; "
                          f"evenhand {float(line[2]):.4f}, {float(line[3]):.4f}", flush=True)
            for line in lines:
                if line.startswith("# "):
                    print("  evenhand says:", line[2:])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
