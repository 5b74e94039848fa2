"""Divergences of two clouds beside geomloss: value with gradient, double precision, the same number of threads.

    python tests/bench/divergence_peers.py PATH/bench_divergence [THREADS]

Needs numpy, torch and geomloss. Two normal clouds of N points in 8 dimensions, one shifted; the bandwidth is the median
distance, epsilon 0.3 times the median of half the squared distances. geomloss computes half the squared MMD, and its
Sinkhorn divergence has cost half the squared distance and epsilon = blur². Ratios above 1 say that ours is faster.
"""
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from geomloss import SamplesLoss


def timed(loss, x, y, rounds):
    fastest, spent, count = float("inf"), 0.0, 0
    while count < rounds and (count < 2 or spent < 1.0):
        a = torch.tensor(x, requires_grad=True)
        b = torch.tensor(y, requires_grad=True)
        begin = time.perf_counter()
        value = loss(a, b)
        gradient = torch.autograd.grad(value, [a, b])
        took = time.perf_counter() - begin
        fastest, spent, count = min(fastest, took), spent + took, count + 1
    return fastest, value.item(), np.vstack([g.numpy() for g in gradient])


def main(program, threads):
    torch.set_num_threads(threads)
    rng = np.random.default_rng(1)
    print("n per group, what, ours s, geomloss s, ratio, deviations of value and gradient from convergence: ours, geomloss")
    for n in (500, 2000, 5000):
        x, y = rng.standard_normal((n, 8)), rng.standard_normal((n, 8)) + 0.2
        some = np.vstack([x[:500], y[:500]])
        square = ((some[:, None] - some[None]) ** 2).sum(-1)[np.triu_indices(len(some), 1)]
        sigma, epsilon = float(np.median(np.sqrt(square))), float(0.3 * np.median(square / 2))
        with tempfile.TemporaryDirectory() as place:
            np.vstack([x, y]).tofile(f"{place}/points.bin")
            lines = subprocess.run([program, f"{place}/points.bin", "8", str(threads), repr(sigma), repr(epsilon), place],
                                   check=True, capture_output=True, text=True).stdout.splitlines()
            ours = {name: (float(s), float(v)) for name, s, v, _ in (line.split() for line in lines)}
            grads = {name: np.fromfile(f"{place}/{name}.bin").reshape(2 * n, 8) for name in ours}
        peers = {"mmd": SamplesLoss("gaussian", blur=sigma, backend="tensorized"),
                 "energy": SamplesLoss("energy", backend="tensorized"),
                 "sinkhorn": SamplesLoss("sinkhorn", p=2, blur=epsilon ** 0.5, scaling=0.9, backend="tensorized")}
        for name, loss in peers.items():
            seconds, value, gradient = timed(loss, x, y, 200)
            factor = 1.0 if name == "sinkhorn" else 2.0
            exact = "exact" if name == "sinkhorn" else name
            away = lambda v, g: f"{abs(v / ours[exact][1] - 1):.0e}/{np.linalg.norm(g - grads[exact]) / np.linalg.norm(grads[exact]):.0e}"
            print(f"{n:5} {name:9} {ours[name][0]:.4f} {seconds:.4f} {seconds / ours[name][0]:6.1f}  "
                  f"{away(ours[name][1], grads[name])}  {away(factor * value, factor * gradient)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2)
