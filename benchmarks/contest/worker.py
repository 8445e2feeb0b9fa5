"""The process of one engine: `python -m contest.worker NAME MODEL CASE.npz` answers on standard output what it reads.

One line each way, JSON in the answers. At the start: {"error": times TOLERANCE, "code": bytes, "flops": n or 0}, or
{"failed": reason}. After `run NS`: {"cpu": [...], "wall": [...]}, nanoseconds per inference of each sample of a block
that lasts NS nanoseconds; the first inference, which finds the caches full of other engines' data, is not among them.
After `check`: {"error": ...} again.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter_ns, process_time_ns

from contest.arrays import stored, worst
from contest.runners import ENGINES, Runner, code_bytes

SAMPLE = 1_000_000
"""Nanoseconds that a sample lasts at least: shorter inferences are taken together."""


def block(runner: Runner, length: int) -> dict[str, list[float]]:
    """Samples over `length` nanoseconds, at least three."""
    run, found = runner.run, {"cpu": [], "wall": []}
    run()
    start = perf_counter_ns()
    run()
    count = max(1, round(SAMPLE / (perf_counter_ns() - start)))
    end = perf_counter_ns() + length
    while perf_counter_ns() < end or len(found["cpu"]) < 3:
        wall, cpu = perf_counter_ns(), process_time_ns()
        for _ in range(count):
            run()
        found["cpu"].append((process_time_ns() - cpu) / count)
        found["wall"].append((perf_counter_ns() - wall) / count)
    return found


def main(name: str, model: str, case: str) -> int:
    # Engines write what they like to standard output: answers go to a copy of it, and theirs to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(**found: object) -> None:
        answers.write(json.dumps(found) + "\n")
        answers.flush()

    want = list(stored(Path(case), "out").values())
    try:
        runner = ENGINES[name][0](Path(model), stored(Path(case), "in"))
        for _ in range(3):
            runner.run()
        flops = runner._chains.flops if name == "peak" else 0
        answer(error=worst(runner.outputs(), want) if name != "peak" else 0.0, code=code_bytes(name), flops=flops)
    except Exception as error:
        answer(failed=" ".join(f"{type(error).__name__}: {error}".split())[:300])
        return 1
    for line in sys.stdin:
        words = line.split()
        if words[0] == "run":
            answer(**block(runner, int(words[1])))
        elif words[0] == "check":
            answer(error=worst(runner.outputs(), want) if name != "peak" else 0.0)
    return 0


if __name__ == "__main__":
    # Not sys.exit: some engines' destructors run in an order that they do not survive.
    os._exit(main(*sys.argv[1:]))
