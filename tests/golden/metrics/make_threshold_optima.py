"""Exact optima of group thresholds on small made-up tables: linear programmes (scipy, HiGHS) for drawn rules, all
combinations for single thresholds. Writes threshold_optima.json.

    python make_threshold_optima.py

A drawn rule is a distribution over the entries of a group's curve, so every notion is linear in it.
"""
import itertools
import json
import sys

import numpy as np
from scipy.optimize import linprog

TOLERANCES = [0.0, 0.01, 0.05, 0.1, 0.2, 0.35, 0.6, 1.0]


def curve(score, y, w):
    cuts = [np.inf] + sorted(set(score), reverse=True)
    tp = np.array([w[(score >= c) & (y == 1)].sum() for c in cuts])
    fp = np.array([w[(score >= c) & (y == 0)].sum() for c in cuts])
    return tp, fp


def rates(notion, tp, fp, p, n):
    """Constrained rates of a group's entries; None where it has no such rows."""
    selection, true, false = (tp + fp) / (p + n), tp / p if p > 0 else None, fp / n if n > 0 else None
    return {"demographic_parity": [selection], "equal_opportunity": [true], "equalized_odds": [true, false]}[notion]


def drawn(groups, notion, cost, tolerance):
    sizes = [len(tp) for tp, fp, p, n in groups]
    start = np.cumsum([0] + sizes)
    total = sum(p + n for *_, p, n in groups)
    nvar = start[-1] + 2
    c = np.zeros(nvar)
    constant = 0.0
    a_ub, b_ub = [], []
    a_eq = np.zeros((len(groups), nvar))
    for g, (tp, fp, p, n) in enumerate(groups):
        own = slice(start[g], start[g + 1])
        c[own] = (cost[0] * fp - cost[1] * tp) / total
        constant += cost[1] * p / total
        a_eq[g, own] = 1
        for axis, rate in enumerate(rates(notion, tp, fp, p, n)):
            if rate is None:
                continue
            row = np.zeros(nvar)
            row[own] = rate
            row[start[-1] + axis] = -1
            a_ub += [row, -row]
            b_ub += [tolerance, 0.0]
    found = linprog(c, A_ub=np.array(a_ub), b_ub=b_ub, A_eq=a_eq, b_eq=np.ones(len(groups)),
                    bounds=[(0, 1)] * nvar, method="highs",
                    options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
    assert found.status == 0
    return float(found.fun + constant)


def single(groups, notion, cost, tolerance):
    total = sum(p + n for *_, p, n in groups)
    best = np.inf
    known = [rates(notion, *group) for group in groups]
    for ks in itertools.product(*[range(len(tp)) for tp, *_ in groups]):
        for axis in range(len(known[0])):
            values = [known[g][axis][k] for g, k in enumerate(ks) if known[g][axis] is not None]
            if values and max(values) - min(values) > tolerance + 1e-12:
                break
        else:
            own = sum(cost[0] * fp[k] + cost[1] * (p - tp[k]) for k, (tp, fp, p, n) in zip(ks, groups)) / total
            best = min(best, own)
    return float(best)


def main():
    rng = np.random.default_rng(20)
    cases = []
    for number in range(24):
        count = 2 + number % 3
        sizes = rng.integers(3, 14, count)
        group = np.concatenate([[g] * s for g, s in enumerate(sizes)])
        n = len(group)
        y = (rng.random(n) < 0.3 + 0.15 * group).astype(int)
        for g in range(count):
            own = np.flatnonzero(group == g)
            y[own[0]], y[own[1]] = 0, 1
        # Every third table has few different scores; some scores say the opposite of the outcome.
        signal = -0.5 if number % 5 == 4 else 1.0
        score = signal * y + rng.normal(size=n) + 0.3 * group
        score = np.round(score) if number % 3 == 0 else np.round(score, 3)
        if number % 8 == 5:  # a group without the favourable outcome, one without the other
            y[group == 0] = 0
        if number % 8 == 7:
            y[group == 1] = 1
        weight = np.round(rng.uniform(0.2, 3.0, n), 2) if number % 2 else np.ones(n)
        cost = [(1.0, 1.0), (1.0, 3.0), (0.7, 0.2), (0.0, 1.0), (1.0, 0.0)][number % 5 if number > 9 else number % 3]
        groups = []
        for g in range(count):
            own = group == g
            tp, fp = curve(score[own], y[own], weight[own])
            groups.append((tp, fp, tp[-1], fp[-1]))
        case = {"score": score.tolist(), "y": y.tolist(), "weight": weight.tolist(), "group": group.tolist(),
                "cost": list(cost), "tolerances": TOLERANCES, "least_cost": {}}
        for notion in ("demographic_parity", "equal_opportunity", "equalized_odds"):
            if notion == "equal_opportunity" and sum(p > 0 for *_, p, n in groups) < 2:
                continue
            if count == 2 and min(sum(p > 0 for *_, p, n in groups), sum(n > 0 for *_, p, n in groups)) < 2 and notion == "equalized_odds":
                continue
            case["least_cost"][notion] = {"drawn": [drawn(groups, notion, cost, t) for t in TOLERANCES],
                                          "single": [single(groups, notion, cost, t) for t in TOLERANCES]}
        cases.append(case)
    json.dump({"cases": cases}, open(sys.argv[1] if len(sys.argv) > 1 else "threshold_optima.json", "w"), indent=None, separators=(",", ":"))


main()
