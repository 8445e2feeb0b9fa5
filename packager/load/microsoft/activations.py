"""Activations, with what is added before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.table import operator

_PARAMETERS = {
    **dict.fromkeys(("Relu", "Sigmoid", "Silu", "Softplus", "Softsign", "Tanh", "HardSwish"), ()),
    "Clip": ("min", "max"),
    "Elu": ("alpha",),
    "HardSigmoid": ("alpha", "beta"),
    "LeakyRelu": ("alpha",),
    "ParametricSoftplus": ("alpha", "beta"),
    "ScaledTanh": ("alpha", "beta"),
    "Selu": ("alpha", "gamma"),
    "ThresholdedRelu": ("alpha",),
}
"""Activations that fused operators name, and their parameters in order."""


def parameters(op: Call, name: str, values: Sequence[float]) -> dict[str, float]:
    """The parameters of the activation called `name` from a list of them, which must be complete."""
    names = _PARAMETERS.get(name, ())
    if name in _PARAMETERS and len(values) != len(names):
        op.invalid(f"its activation '{name}' takes {len(names)} parameters, but has {len(values)}")
    return dict(zip(names, values, strict=False))


def activate(op: Call, x: Tensor, name: str, given: Mapping[str, float]) -> Tensor:
    """The activation called `name`, '' for none, with those of the parameters `given` that it has."""
    if not name:
        return x
    if name not in _PARAMETERS:
        op.unsupported(f"its activation '{name:.40}' is not one that pack knows")
    known = {key: value for key, value in given.items() if key in _PARAMETERS[name]}
    if name == "Silu":
        return silu(op, x)
    if name == "Clip":
        return op.Clip(x, *(op.constant(np.array(known[key], x.dtype.np)) for key in ("min", "max")))
    if name in ("ParametricSoftplus", "ScaledTanh"):
        inner = op.add(name.replace("Parametric", "").replace("Scaled", ""), x * known.get("beta", 1.0))
        return inner * known.get("alpha", 1.0)
    return op.add(name, x, **known)


def silu(op: Call, x: Tensor, alpha: float = 1.0) -> Tensor:
    """x * sigmoid(alpha * x)."""
    return x * op.Sigmoid(x if alpha == 1.0 else x * alpha)


@operator("Gelu")
def gelu(op: Call, x: Tensor) -> Tensor:
    """Gelu by erf."""
    return op.Gelu(x)


@operator("BiasGelu")
def bias_gelu(op: Call, a: Tensor, b: Tensor) -> Tensor:
    """Gelu by erf of a sum."""
    return op.Gelu(op.biased(a, b))


@operator("FastGelu")
def fast_gelu(op: Call, x: Tensor, bias: Tensor | None) -> Tensor:
    """Gelu by tanh, of a sum where there is a bias."""
    return op.Gelu(op.biased(x, bias), approximate="tanh")


@operator("QuickGelu")
def quick_gelu(op: Call, x: Tensor, *, alpha: float = 1.702) -> Tensor:
    """x * sigmoid(alpha * x)."""
    return silu(op, x, alpha)


@operator("BiasAdd")
def bias_add(op: Call, x: Tensor, bias: Tensor, skip: Tensor) -> Tensor:
    """Sum of three."""
    return op.biased(x, bias) + skip


@operator("BiasSplitGelu")
def bias_split_gelu(op: Call, x: Tensor, bias: Tensor) -> Tensor:
    """One half of a sum times Gelu of the other."""
    op.part(x.shape[-1] if x.rank else 0, 2, "number of halves")
    left, right = op.several("Split", 2, op.biased(x, bias), axis=-1, num_outputs=2)
    return left * op.Gelu(right)


@operator("BiasSoftmax", ignored="is_inner_broadcast")
def bias_softmax(op: Call, data: Tensor, bias: Tensor, *, axis: int = 1) -> Tensor:
    """Softmax of a sum, over all dimensions from one on."""
    return softmax_from(op, data + bias, axis)


def softmax_from(op: Call, x: Tensor, axis: int) -> Tensor:
    """Softmax over all dimensions from `axis` on."""
    if not -x.rank <= axis < x.rank:
        op.invalid(f"its axis {axis} is outside a tensor of {x.rank} dimensions")
    axis %= x.rank
    if axis == x.rank - 1:
        return op.Softmax(x, axis=-1)
    rows = op.Reshape(x, (prod(x.shape[:axis]), prod(x.shape[axis:])))
    return op.Reshape(op.Softmax(rows, axis=-1), x.shape)
