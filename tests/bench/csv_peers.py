"""Times pandas and pyarrow on the files that bench_csv reads: csv_peers.py BENCH_CSV FILE…

Same files, same session, fastest of some repeats. Prints seconds by the clock and of the processor (all threads), and
the ratios of our own times to the peer's; on a busy machine only the processor's say something.
"""
import re
import subprocess
import sys
import time

import pandas
import pyarrow
import pyarrow.csv

REPEATS = 2


def fastest(work):
    clocks, processors = [], []
    for _ in range(REPEATS):
        clock, processor = time.perf_counter(), time.process_time()
        work()
        clocks.append(time.perf_counter() - clock)
        processors.append(time.process_time() - processor)
    return min(clocks), min(processors)


def arrow(file, threads, levels):
    pyarrow.set_cpu_count(threads)
    pyarrow.csv.read_csv(file, read_options=pyarrow.csv.ReadOptions(use_threads=threads > 1),
                         parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
                         convert_options=pyarrow.csv.ConvertOptions(auto_dict_encode=levels))


def ours(bench, file, threads):
    out = subprocess.run([bench, "-t", str(threads), "-r", str(REPEATS), file], capture_output=True, text=True,
                         check=True).stdout
    print(out.rstrip())
    found = re.search(r"readTable +([0-9.]+) s, processor ([0-9.]+) s", out)
    return float(found.group(1)), float(found.group(2))


def compare(name, peer, own):
    print(f"  {name}: {peer[0]:.3f} s, processor {peer[1]:.3f} s; our readTable takes {own[0] / peer[0]:.2f} times as long "
          f"({own[1] / peer[1]:.2f} times the processor)")


bench, files = sys.argv[1], sys.argv[2:]
for file in files:
    for threads in (1, 2):
        own = ours(bench, file, threads)
        compare(f"pyarrow, {threads} thread(s)", fastest(lambda: arrow(file, threads, False)), own)
        compare(f"pyarrow with levels, {threads} thread(s)", fastest(lambda: arrow(file, threads, True)), own)
        if threads == 1:
            compare("pandas", fastest(lambda: pandas.read_csv(file)), own)
