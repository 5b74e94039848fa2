"""Times the barycenter map against EquiPy's FairWasserstein on the same scores, in the same run.

    barycenter_peers.py BENCH_BARYCENTER [ROWS [GROUPS [ROUNDS]]]

BENCH_BARYCENTER is the program built from bench_barycenter.cpp. Needs numpy, pandas and equipy. Both fit on ROWS scores and
map ROWS others; rounds alternate between the two, and the best round of each counts, since other work on the machine
can only add to a time.
"""
import json
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
from equipy.fairness import FairWasserstein


def draw(rows, groups):
    rng = np.random.default_rng(1)
    group = rng.integers(0, groups, 2 * rows).astype(np.int32)
    score = rng.standard_normal(2 * rows) + 0.5 * group
    return score[:rows], score[rows:], group[:rows], group[rows:]


def time_ours(bench, path, rows, groups, threads):
    out = subprocess.run([bench, str(rows), str(groups), str(threads), path], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)


def time_equipy(calibration, scores, calibration_group, group):
    calibration_frame = pd.DataFrame({"group": calibration_group})
    frame = pd.DataFrame({"group": group})
    begin = time.perf_counter()
    model = FairWasserstein()
    model.fit(calibration, calibration_frame)
    fitted = time.perf_counter()
    model.transform(scores, frame)
    return fitted - begin, time.perf_counter() - fitted


def main():
    bench = sys.argv[1]
    rows, groups, rounds = (int(sys.argv[i]) if len(sys.argv) > i else default
                            for i, default in ((2, 1_000_000), (3, 2), (4, 5)))
    data = draw(rows, groups)
    ours = {1: [], 2: []}
    theirs = []
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        for part in data:
            file.write(part.tobytes())
        file.flush()
        for _ in range(rounds):
            for threads in ours:
                ours[threads].append(time_ours(bench, file.name, rows, groups, threads))
            theirs.append(time_equipy(*data))
    fit, apply = (min(times) for times in zip(*theirs))
    print(f"{rows} calibration rows, {rows} mapped rows, {groups} groups, best of {rounds} rounds, seconds")
    print(f"EquiPy FairWasserstein  fit {fit:.4f}  apply {apply:.4f}  together {fit + apply:.4f}")
    for threads, times in ours.items():
        for estimator in ("smooth", "exact", "paper", "paper-split"):
            own_fit, own_apply = (min(t[f"{estimator}_{part}"] for t in times) for part in ("fit", "apply"))
            together = own_fit + own_apply
            print(f"{estimator:12s} {threads} thread(s)  fit {own_fit:.4f}  apply {own_apply:.4f}  "
                  f"together {together:.4f}  times faster {(fit + apply) / together:.1f}")


if __name__ == "__main__":
    main()
