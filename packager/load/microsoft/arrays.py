"""Operators on elements in their places, most of which ONNX took over later."""

from __future__ import annotations

import numpy as np

from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.table import FLOATS, operator

_ALL = f"{FLOATS} i8 i16 i32 i64 u8 u16 u32 u64 bool"


@operator("ExpandDims", _ALL)
def expand_dims(op: Call, x: Tensor, axis: Tensor) -> Tensor:
    """Unsqueeze at one place."""
    places = op.known(axis, "axis")
    if places.size != 1 or places.dtype.kind != "i":
        op.invalid(f"its axis is not one integer but {places.dtype}{list(places.shape)}")
    return op.Unsqueeze(x, (int(places.reshape(-1)[0]),))


@operator("Trilu", _ALL)
def trilu(op: Call, x: Tensor, k: Tensor | None, *, upper: bool = True) -> Tensor:
    """Trilu of ONNX."""
    return op.Trilu(x, k, upper=upper)


@operator("Pad", FLOATS)
def pad(op: Call, data: Tensor, pads: Tensor, value: Tensor | None, *, mode: str = "constant") -> Tensor:
    """Pad of ONNX."""
    if value is not None and value.rank:
        value = op.Reshape(value, ())
    return op.Pad(data, op.known(pads, "pads").reshape(-1), value, mode=mode)


@operator("GatherND", _ALL)
def gather_nd(op: Call, data: Tensor, indices: Tensor) -> Tensor:
    """GatherND of ONNX."""
    return op.GatherND(data, op.Cast(indices, to=7))


@operator("IsAllFinite", FLOATS)
def is_all_finite(op: Call, *inputs: Tensor, isinf_only: bool = False, isnan_only: bool = False) -> Tensor:
    """Whether no number is infinite, and none is not a number."""
    if isinf_only and isnan_only:
        op.invalid("both isinf_only and isnan_only are set")
    found = [
        _any(op, kind, x) for x in inputs for kind, skip in (("IsInf", isnan_only), ("IsNaN", isinf_only)) if not skip
    ]
    bad = found[0]
    for more in found[1:]:
        bad = op.Or(bad, more)
    return op.Not(bad)


def _any(op: Call, kind: str, x: Tensor) -> Tensor:
    """Whether an element of `x` is of that kind."""
    return op.Cast(op.ReduceMax(op.Cast(op.add(kind, x), to=2), keepdims=0), to=9)


@operator("Rfft", "f64 f32 f16", fixed={"onesided": (1,), "normalized": (0,), "signal_ndim": (1,)})
def rfft(op: Call, x: Tensor) -> Tensor:
    """Discrete Fourier transform of real numbers."""
    return op.DFT(op.Unsqueeze(x, (-1,)), None, np.array(-2), onesided=1)
