"""Reference predictions of trees: python make_trees.py > trees.json, with xgboost 1.7.6 and numpy.

One-hot columns are given as sparse rows in which only a row's level is an entry, as the engine gives them.
"""
import json

import numpy as np
import scipy.sparse
import xgboost

N, TRAIN = 400, 300


def features(rng):
    dense = np.round(rng.normal(size=(N, 3)), 3)
    levels = [rng.integers(-1, 5, N), rng.integers(0, 3, N)]  # -1: no level
    offset, rows, columns, values = 3, [], [], []
    for i in range(N):
        for j in range(3):
            rows.append(i), columns.append(j), values.append(dense[i, j])
    for codes, count in zip(levels, (5, 3)):
        for i in range(N):
            if codes[i] >= 0:
                rows.append(i), columns.append(offset + codes[i]), values.append(1.0)
        offset += count
    x = scipy.sparse.coo_matrix((values, (rows, columns)), shape=(N, offset)).tocsr()
    return dense, levels, x


def main():
    rng = np.random.default_rng(5)
    dense, levels, x = features(rng)
    z = dense[:, 0] - 0.7 * dense[:, 1] * dense[:, 2] + 0.8 * (levels[0] == 2) - 0.5 * (levels[1] == 0)
    y = (rng.uniform(size=N) < 1 / (1 + np.exp(-2 * z))).astype(float)
    number = np.round(10 + 3 * z + rng.normal(size=N), 3)
    weight = np.round(rng.uniform(0.5, 2.0, N), 2)
    common = {"tree_method": "hist", "nthread": 1, "seed": 7}
    boost = {"eta": 0.2, "max_depth": 4, "min_child_weight": 1.5, "lambda": 2.0, "gamma": 0.1}
    forest = {"eta": 1.0, "max_depth": 7, "min_child_weight": 1.0, "lambda": 1e-5, "subsample": 0.8, "colsample_bynode": 0.8,
              "num_parallel_tree": 30, "objective": "reg:squarederror"}

    def predicted(settings, target, rounds):
        train = xgboost.QuantileDMatrix(x[:TRAIN], target[:TRAIN], weight=weight[:TRAIN])
        plain = xgboost.DMatrix(x[:TRAIN], target[:TRAIN], weight=weight[:TRAIN])
        rest = xgboost.DMatrix(x)
        made = xgboost.train({**common, **settings}, train, rounds).predict(rest)
        other = xgboost.train({**common, **settings}, plain, rounds).predict(rest)
        assert np.abs(made - other).max() < 1e-6, np.abs(made - other).max()
        return [float(f"{v:.9g}") for v in made]

    mean = float(number[:TRAIN] @ weight[:TRAIN] / weight[:TRAIN].sum())
    share = float(y[:TRAIN] @ weight[:TRAIN] / weight[:TRAIN].sum())
    drawn = {**boost, "subsample": 0.7, "colsample_bytree": 0.6}
    print(json.dumps({
        "xgboost": xgboost.__version__, "train": TRAIN, "dense": dense.tolist(), "levels": [c.tolist() for c in levels],
        "y": y.tolist(), "number": number.tolist(), "weight": weight.tolist(),
        "boosting_class": predicted({**boost, "objective": "binary:logistic"}, y, 40),
        "boosting_drawn": predicted({**drawn, "objective": "binary:logistic"}, y, 40),
        "boosting_number": predicted({**boost, "objective": "reg:squarederror", "base_score": mean}, number, 40),
        "forest_class": predicted({**forest, "base_score": share}, y, 1),
        "forest_number": predicted({**forest, "base_score": mean}, number, 1),
    }))


if __name__ == "__main__":
    main()
