"""A model on the CPU, run many times; and how close two tensors are. ModelProto + feeds -> arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx

from packager.graph import Array
from packager.snpe.ends import copy
from packager.snpe.install import onnxruntime


def quiet_session(model: bytes | str) -> Any:
    """A session on the CPU, without optimisations, so that a quantised model rounds at each QuantizeLinear, as the HTP
    does. Idle threads sleep: those that spin take half of the time of a small machine from the others."""
    ort = onnxruntime()
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class CpuModel:
    """`model` ready to run. `also` names inner values that are wanted beside its outputs."""

    def __init__(self, model: onnx.ModelProto, also: Sequence[str] = ()) -> None:
        wanted = copy(model)
        known = {o.name for o in wanted.graph.output}
        wanted.graph.output.extend(onnx.ValueInfoProto(name=name) for name in also if name not in known)
        self.session = quiet_session(wanted.SerializeToString())
        self.outputs = tuple(o.name for o in wanted.graph.output)

    def __call__(self, feeds: Mapping[str, Array]) -> dict[str, Array]:
        """All outputs by name."""
        return dict(zip(self.outputs, self.session.run(None, dict(feeds)), strict=True))


@dataclass(frozen=True)
class Closeness:
    """How close output `name` is to the float32 network's, the worst over all samples."""

    name: str
    cosine: float
    max_abs: float
    peak: float
    """Largest absolute value of the float32 network's."""


def closeness(
    got: Sequence[Mapping[str, Array]], want: Sequence[Mapping[str, Array]], names: Sequence[str]
) -> tuple[Closeness, ...]:
    """The worst cosine and the largest difference of each output over several runs; NaN counts as infinitely wrong."""
    return tuple(
        Closeness(
            name,
            min(cosine(g[name], w[name]) for g, w in zip(got, want, strict=True)),
            max(_max_abs(g[name], w[name]) for g, w in zip(got, want, strict=True)),
            max(_max_abs(w[name], np.zeros(1)) for w in want),
        )
        for name in names
    )


def pooled(got: Sequence[Mapping[str, Array]], want: Sequence[Mapping[str, Array]], names: Sequence[str]) -> float:
    """The worst output's cosine over all samples taken together: one without much signal counts little."""

    def joined(runs: Sequence[Mapping[str, Array]], name: str) -> Array:
        return np.concatenate([run[name].astype(np.float64).ravel() for run in runs])

    return min(cosine(joined(got, name), joined(want, name)) for name in names)


def cosine(got: Array, want: Array) -> float:
    """Cosine of the angle between two tensors, in float64; 1 for two zero tensors, 0 for a zero and another, or NaN."""
    g, w = (a.astype(np.float64).ravel() for a in (got, want))
    # einsum, for BLAS starts threads for it, which then spin. A NaN or an infinity makes the sum one.
    dot, square, other = (float(np.einsum("i,i", a, b)) for a, b in ((g, w), (g, g), (w, w)))
    if not math.isfinite(square + other):
        return 0.0
    norms = math.sqrt(square) * math.sqrt(other)
    return min(1.0, dot / norms) if norms else float(not g.any() and not w.any())


def worst(results: Sequence[Closeness]) -> float:
    """The least cosine."""
    return min(r.cosine for r in results)


def _max_abs(got: Array, want: Array) -> float:
    difference = np.abs(got.astype(np.float64) - want.astype(np.float64))
    return float(difference.max()) if np.isfinite(difference).all() else math.inf
