"""What was measured of each network, and the tables of docs/benchmarks.md about it."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from contest.contender import Measured
from packager.version import VERSION

RIVALS = {"onnxruntime": "ONNX Runtime", "ncnn": "ncnn", "mnn": "MNN", "openvino": "OpenVINO", "litert": "LiteRT"}


@dataclass(frozen=True)
class Result:
    """What was measured of a network. `binary` and `small` are bytes of executables, `weights` of the file beside."""

    name: str
    macs: int
    binary: int
    small: int
    weights: int
    rows: dict[str, Measured]

    @property
    def ours(self) -> Measured:
        return self.rows["pack"]

    def fastest(self, kind: str = "cpu", which: str = "least") -> float:
        """Nanoseconds of the fastest rival."""
        return min(getattr(self.rows[name], which)(kind) for name in RIVALS)

    def ratio(self, kind: str = "cpu", which: str = "least") -> float:
        """The fastest rival's time over ours: above 1, pack is faster."""
        return self.fastest(kind, which) / float(getattr(self.ours, which)(kind))

    def of_peak(self) -> float:
        """Multiply-adds per nanosecond of ours, as a share of what the core did in the same rounds."""
        peak = self.rows["peak"]
        return self.macs / self.ours.least() / (peak.flops / 2 / peak.least())

    def as_json(self) -> dict[str, Any]:
        rows = {name: row.as_json() for name, row in self.rows.items()}
        return {**self.__dict__, "rows": rows}

    @staticmethod
    def of_json(data: dict[str, Any]) -> Result:
        return Result(**{**data, "rows": {n: Measured(**row) for n, row in data["rows"].items()}})


def cpu() -> str:
    """The CPU's name."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    found = {
        key: re.search(rf"^{key}\s*:\s*(.+)$", text, re.MULTILINE) for key in ("model name", "cpu family", "model")
    }
    words = {key: match[1] if match else "" for key, match in found.items()}
    wide = "with AVX-512" if re.search(r"\bavx512f\b", text) else "without AVX-512"
    return f"{words['model name'] or platform.machine()} (family {words['cpu family']}, model {words['model']}), {wide}"


def versions() -> dict[str, str]:
    """Distribution -> version, of those that are installed."""
    found = {}
    for name in ("onnxruntime", "ncnn", "MNN", "openvino", "ai-edge-litert", "pnnx", "llvmlite", "numpy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def table(results: list[Result], target: str, limited: bool) -> list[str]:
    """The section of the page; `limited`: nobody was let use AVX-512."""
    engines = ", ".join(f"{name} {number}" for name, number in versions().items())
    noises = [row.noise() for r in results for row in r.rows.values() if row.cpu]
    rate = [r.rows["peak"].flops / r.rows["peak"].least() for r in results]
    lines = [
        f"{cpu()}{' that nobody was let use' * limited}, one core; packager {VERSION}, {target}, "
        f"Python {platform.python_version()}, {engines}.",
        f"Noise: the least of the even rounds and that of the odd ones are {np.median(noises):.1%} apart in the "
        f"middle, {np.quantile(noises, 0.9):.1%} or less in nine of ten cases. The core's most was {min(rate):.1f} to "
        f"{max(rate):.1f} GFLOP/s.",
        "",
        "CPU time of the process per inference, ms, least of all samples. Ratios: fastest rival over pack.",
        "",
        f"| network | MMAC | pack | {' | '.join(RIVALS.values())} | ratio | of medians | of wall times | GMAC/s "
        "| of peak |",
        f"|---|---:|---:|{'---:|' * len(RIVALS)}---:|---:|---:|---:|---:|",
    ]
    notes: dict[str, str] = {}
    for r in results:
        cells = [r.name, f"{r.macs / 1e6:.1f}", milliseconds(r.ours.least())]
        cells += [shown(r.rows[name], name, r.name, notes, least=True) for name in RIVALS]
        cells += [f"**{r.ratio():.2f}**", f"{r.ratio(which='median'):.2f}", f"{r.ratio('wall'):.2f}"]
        lines.append(f"| {' | '.join([*cells, f'{r.macs / r.ours.least():.1f}', f'{r.of_peak():.0%}'])} |")
    means = [
        mean([r.ratio(k, w) for r in results]) for k, w in (("cpu", "least"), ("cpu", "median"), ("wall", "least"))
    ]
    blanks = " | ".join([""] * (2 + len(RIVALS)))
    cells = [f"**{means[0]:.2f}**", *(f"{m:.2f}" for m in means[1:])]
    lines += [f"| geometric mean |{blanks} | {' | '.join(cells)} | | |", ""]

    lines += ["Medians, ms of CPU time; beside them pack with `optimize: size`, and the bytes of both executables.", ""]
    lines += [
        f"| network | pack | {' | '.join(RIVALS.values())} | pack, for size | binary | for size | weights |",
        f"|---|---:|{'---:|' * len(RIVALS)}---:|---:|---:|---:|",
    ]
    for r in results:
        cells = [r.name, milliseconds(r.ours.median())]
        cells += [shown(r.rows[name], name, r.name, notes, least=False) for name in RIVALS]
        cells += [milliseconds(r.rows["small"].median()), *(f"{n:,}" for n in (r.binary, r.small, r.weights))]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, "", *(f"{mark} {text}  " for text, mark in notes.items()), ""]


def shown(row: Measured, engine: str, network: str, notes: dict[str, str], *, least: bool) -> str:
    """The cell of an engine: its time, or a word for why there is none; reasons go into `notes`."""

    def note(text: str) -> str:
        return notes.setdefault(text, f"[{len(notes) + 1}]")

    if row.wrong:
        off = f"{row.error:.3g} times" if np.isfinite(row.error) else "far more than"
        return f"wrong {note(f'{RIVALS[engine]}, {network}: off by {off} what is allowed')}"
    if row.reason:
        return f"- {note(f'{RIVALS[engine]}, {network}: {row.reason}')}"
    time = milliseconds(row.least() if least else row.median())
    return f"{time} {note('without the 8-bit ends of the network, which this engine lacks')}" if row.core else time


def milliseconds(nanoseconds: float) -> str:
    """Three digits that say something."""
    return f"{nanoseconds / 1e6:.{3 if nanoseconds < 1e7 else 2}f}"


def mean(ratios: list[float]) -> float:
    """Geometric mean of those that are numbers."""
    return float(np.exp(np.mean(np.log([r for r in ratios if np.isfinite(r)] or [np.nan]))))
