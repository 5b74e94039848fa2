"""Training of a fair representation beside PyTorch (and geomloss for Sinkhorn), on rows of the same shape.

    python tests/bench/representation_peers.py PATH/bench_representation [THREADS]

Needs torch, geomloss and numpy. Double precision, the same number of threads, 45,000 rows, 32 features, 16 tanh units,
three binary tasks, batches of 512, 12 epochs of Adam; MMD with three bandwidths and Sinkhorn (epsilon 0.3 r) on the
normalised representation. The peer's loop is the shortest that PyTorch allows: whole tensors, no loader.
"""
import subprocess
import sys
import time

import numpy as np
import torch
from geomloss import SamplesLoss


def rows(n=45_000):
    random = np.random.default_rng(1)
    group = random.integers(0, 3, n) == 0
    numbers = random.normal(size=(n, 4)) + 0.4 * group[:, None]
    levels = [np.eye(k)[random.integers(0, k, n)] for k in (7, 14, 5, 2)]
    outcome = numbers[:, :3] + random.normal(size=(n, 3)) > 0.5
    as_tensor = lambda a: torch.tensor(np.asarray(a, dtype=float))
    return as_tensor(np.hstack([numbers, *levels])), as_tensor(outcome), torch.tensor(group)


def normalised(h):
    centred = h - h.mean(0)
    return centred / centred.pow(2).mean().sqrt()


def mmd(x, y, r):
    points = torch.cat([x, y])
    square = torch.cdist(points, points, compute_mode="donot_use_mm_for_euclid_dist").pow(2)
    kernel = sum(torch.exp(-square / (2 * (f * f) * 2 * r)) for f in (0.5, 1.0, 2.0)) / 3
    m = len(x)
    return kernel[:m, :m].mean() + kernel[m:, m:].mean() - 2 * kernel[:m, m:].mean()


def train(x, y, group, divergence, strength, epochs=12, batch=512, units=16):
    torch.manual_seed(0)
    body = torch.nn.Linear(x.shape[1], units, dtype=torch.float64)
    heads = torch.nn.Linear(units, y.shape[1], dtype=torch.float64)
    optimiser = torch.optim.Adam([*body.parameters(), *heads.parameters()], lr=3e-3, weight_decay=1e-4)
    loss_of = torch.nn.BCEWithLogitsLoss()
    sinkhorn = SamplesLoss("sinkhorn", p=2, blur=(0.3 * units) ** 0.5, scaling=0.5, backend="tensorized")
    for _ in range(epochs):
        order = torch.randperm(len(x))
        for begin in range(0, len(x), batch):
            rows = order[begin : begin + batch]
            h = torch.tanh(body(x[rows]))
            loss = loss_of(heads(h), y[rows])
            if strength:
                z, own = normalised(h), group[rows]
                value = mmd(z[~own], z[own], units) if divergence == "mmd" else sinkhorn(z[~own], z[own]) / units
                loss = loss + strength * value
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()


def main(program, threads):
    torch.set_num_threads(threads)
    ours = dict(line.split() for line in subprocess.run([program, str(threads)], check=True, capture_output=True, text=True).stdout.splitlines())
    x, y, group = rows()
    for name, strength, fits in (("plain", 0.0, 3), ("mmd", 10.0, 2), ("sinkhorn", 10.0, 1)):
        best = np.inf
        for _ in range(fits):
            begin = time.perf_counter()
            train(x, y, group, name, strength)
            best = min(best, time.perf_counter() - begin)
        print(f"{name}: ours {float(ours[name]):.3f} s, PyTorch {best:.3f} s, ratio {best / float(ours[name]):.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
