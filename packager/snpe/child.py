"""Start a worker for one job, watch over it, and turn what goes wrong into errors. Job -> answer."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from packager.errors import NotOnHtp, SnpeFailed, Where
from packager.graph import Array
from packager.processes import run

TIMEOUT = 600.0
"""Seconds that one job may take: most take a few, half-precision runs of large networks on a busy machine minutes."""

Runs = list[dict[str, Array]]
"""Outputs by name, of each run."""

LINES = 12
"""Lines of the worker's messages that an error shows."""


def work(job: Mapping[str, Any], name: str, *, timeout: float = TIMEOUT) -> dict[str, Any]:
    """The worker's answer. Raises NotOnHtp with the nodes that the HTP cannot compute, SnpeFailed for all else."""
    command = [sys.executable, "-m", "packager.snpe.worker"]
    try:
        done = run(command, json.dumps(job).encode(), timeout, {**os.environ, "ORT_DISABLE_TELEMETRY": "1"})
    except subprocess.TimeoutExpired as error:
        raise _failed(job, name, f"it did not end within {timeout:g} s and was stopped", "") from error
    told = done.stderr.decode(errors="replace")
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        status = done.returncode
        how = f"signal {-status} ({signal.Signals(-status).name})" if status < 0 else f"status {status}"
        raise _failed(job, name, f"it ended with {how} and without an answer", told) from None
    if answer["ok"]:
        return answer
    nodes = answer["nodes"] or _left_over(told)
    if answer["kind"] in ("unsupported", "failed") and nodes:
        raise _unsupported(job, name, nodes)
    raise _failed(job, name, answer["why"], told)


def simulate(job: Mapping[str, Any], name: str, feeds: Sequence[Mapping[str, Array]], folder: Path) -> Runs:
    """What the worker, told to run something (`job`), makes of each of `feeds`; files are exchanged in `folder`."""
    ends = {end: str(folder / f"{job['action']}.{end}.npz") for end in ("inputs", "outputs")}
    save: Callable[..., None] = np.savez  # whose stubs take names for its own parameters
    save(ends["inputs"], **{f"{i}:{n}": a for i, feed in enumerate(feeds) for n, a in feed.items()})
    work({**job, **ends}, name)
    results: Runs = [{} for _ in feeds]
    with np.load(ends["outputs"]) as file:
        for key in file.files:
            number, _, output = key.partition(":")
            results[int(number)][output] = file[key]
    return results


def _left_over(told: str) -> list[str]:
    """Nodes that the provider said it does not take, as `name (operator)`; layout changes it asked for are not said.

    It says so before onnxruntime has given up, at times several times: the last list is the longest.
    """
    lists = [line for line in told.splitlines() if "Unsupported nodes in QNN EP:" in line]
    found = re.findall(r"\{ name: (.*?), type: (\w+) \}", lists[-1]) if lists else []
    return [f"{re.sub('_token_[0-9]+$', '', node)} ({operator})" for node, operator in found]


def _unsupported(job: Mapping[str, Any], name: str, nodes: list[str]) -> NotOnHtp:
    first = nodes[0].rpartition(" (")[0]
    more = f" and {len(nodes) - 1} more: {', '.join(nodes[1:6])}" if len(nodes) > 1 else ""
    chip = job.get("chip", {})
    return NotOnHtp(
        f"the HTP cannot compute {nodes[0]}{more}",
        where=Where(name, node=first),
        why=f"Qualcomm's compiler takes no such node for v{chip.get('arch', '?')} in {chip.get('precision', '?')}, and "
        "pack leaves none to the CPU",
        fix="export without it, try another precision, cut the model before it with `outputs: [NAME]`, or build for "
        "the CPU (`target: aarch64`)",
    )


WHAT: Mapping[str, str] = {
    "dlc": "no DLC was made",
    "context": "no context binary was made",
    "run_context": "the simulator did not run the context binary",
    "run_dlc": "the simulator did not run the DLC",
    "inspect": "the context binary cannot be read",
}


def _failed(job: Mapping[str, Any], name: str, why: str, told: str) -> SnpeFailed:
    noise = ("LIBNATIVE", "HTP power config")
    lines = [line for line in told.splitlines() if line.strip() and not any(n in line for n in noise)]
    tail = "".join(f"\n       {line[:300]}" for line in lines[-LINES:])
    return SnpeFailed(
        f"{WHAT.get(str(job.get('action')), 'the job failed')}: {name}",
        where="onnxruntime-qnn (python -m packager.snpe.worker)",
        why=why + tail,
        fix="try again, and another `precision`; report it with the model if it stays",
    )
