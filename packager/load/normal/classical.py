"""ai.onnx.ml: the numeric operators that are arithmetic."""

from __future__ import annotations

import numpy as np

from packager.dtype import F32
from packager.graph import Node
from packager.load.op import Op


def array_feature_extractor(op: Op) -> tuple[Node, ...]:
    """ArrayFeatureExtractor -> Gather along the last axis; a vector becomes a row."""
    rows = op.step("Reshape", (op.x,), {"shape": (1, op.x.size)}) if op.x.rank == 1 else None
    indices = op.step("Reshape", (op.input(1),), {"shape": (op.input(1).size,)})
    attrs = {"axis": max(op.x.rank, 2) - 1}
    source = rows.outputs[0] if rows else op.x
    made = op.node("Gather", (source, indices.outputs[0]), attrs)
    return (*((rows,) if rows else ()), indices, made)


def binarizer(op: Op) -> tuple[Node, ...]:
    """Binarizer -> 1 where the element is above the threshold, else 0."""
    bound = op.constant(np.array(op.number("threshold", 0.0), op.x.dtype.np))
    above = op.step("Greater", (op.x, bound))
    return above, op.node("Cast", above.outputs, {"to": op.x.dtype.onnx})


def scaler(op: Op) -> tuple[Node, ...]:
    """Scaler -> (x - offset) * scale, along the last axis, as f32."""
    x = op.step("Cast", (op.x,), {"to": F32.onnx}) if op.x.dtype != F32 else None
    offset, scale = (
        op.constant(np.array(op.attrs.get(k, d), np.float32)) for k, d in (("offset", 0.0), ("scale", 1.0))
    )
    less = op.step("Sub", (x.outputs[0] if x else op.x, offset))
    return (*((x,) if x else ()), less, op.node("Mul", (less.outputs[0], scale)))


TABLE = {"ArrayFeatureExtractor": array_feature_extractor, "Binarizer": binarizer, "Scaler": scaler}
