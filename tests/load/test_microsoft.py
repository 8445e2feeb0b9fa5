"""Operators of ONNX Runtime's domain: compiled code against ONNX Runtime, or numpy where it has no kernel for the CPU."""

from __future__ import annotations

import importlib
import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper, parser

from packager import backend
from packager.errors import DynamicShape, ModelInvalid, PackError, Unsupported
from packager.export import reference
from packager.graph import Array
from packager.load import load
from packager.load.microsoft import OPERATORS

MICROSOFT = "com.microsoft"


@dataclass(frozen=True)
class Case:
    """One call: arrays as inputs of the model, or as constants of it where `constant` holds their number.

    `atol` is relative to the largest element. `steps` is how far integers may be apart: one where ONNX Runtime
    multiplies by a quotient of scales, adds in another order, or has another exp, while pack computes what
    DequantizeLinear, the operator and QuantizeLinear say: then a number in the middle of two may go to the other one.
    """

    op: str
    inputs: tuple[Array | None, ...]
    attrs: Mapping[str, Any] = field(default_factory=dict)
    constant: tuple[int, ...] = ()
    outputs: tuple[str, ...] = ("y0",)
    domain: str = MICROSOFT
    atol: float = 2e-6
    steps: int = 0
    opset: int = 21

    def model(self) -> onnx.ModelProto:
        """The model of this call alone."""
        names = ["" if a is None else f"i{k}" for k, a in enumerate(self.inputs)]
        node = helper.make_node(self.op, names, list(self.outputs), "call", domain=self.domain, **self.attrs)
        given = {n: a for n, a in zip(names, self.inputs, strict=True) if a is not None}
        fixed = {names[k] for k in self.constant}
        graph = helper.make_graph(
            [node], "g",
            [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
             for n, a in given.items() if n not in fixed],
            [helper.make_empty_tensor_value_info(o) for o in self.outputs if o],
            [numpy_helper.from_array(a, n) for n, a in given.items() if n in fixed],
        )  # fmt: skip
        imports = [helper.make_opsetid("", self.opset), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=imports, ir_version=10)

    def feeds(self) -> dict[str, Array]:
        """What the inputs of the model hold."""
        return {f"i{k}": a for k, a in enumerate(self.inputs) if a is not None and k not in self.constant}

    def compare(self, wanted: Sequence[Array] | None = None) -> None:
        """Raise unless the compiled code computes what is `wanted`, by default what ONNX Runtime computes."""
        model, feeds = self.model(), self.feeds()
        if wanted is None:
            wanted = list(reference(model, feeds, engine="onnxruntime").values())
        found = backend.prepare(model).run(feeds)
        assert len(found) == len(wanted)
        for got, want in zip(found, wanted, strict=True):
            assert (got.dtype, got.shape) == (want.dtype, want.shape)
            limit = self.atol * max(1.0, float(np.abs(want.astype(np.float64)).max(initial=0)))
            limit = self.steps if want.dtype.kind in "iu" else limit
            np.testing.assert_allclose(got.astype(np.float64), want.astype(np.float64), rtol=0, atol=limit)


RNG = np.random.default_rng(5)


def f(*shape: int, low: float = -2.0, high: float = 2.0) -> Array:
    return RNG.uniform(low, high, shape).astype(np.float32)


def u8(*shape: int) -> Array:
    return RNG.integers(0, 256, shape).astype(np.uint8)


def i8(*shape: int) -> Array:
    return RNG.integers(-128, 128, shape).astype(np.int8)


def i32(*values: Any) -> Array:
    return np.array(values, np.int32)


def i64(*values: Any) -> Array:
    return np.array(values, np.int64)


def s(value: float) -> Array:
    return np.array(value, np.float32)


def z(value: int, dtype: type = np.uint8) -> Array:
    return np.array(value, dtype)


ACTIVATIONS = [
    Case("Gelu", (f(3, 5, 7),)),
    Case("BiasGelu", (f(2, 3, 13), f(13)), constant=(1,)),
    Case("FastGelu", (f(2, 3, 13),)),
    Case("FastGelu", (f(2, 3, 13), f(13)), constant=(1,)),
    Case("QuickGelu", (f(3, 17),)),
    Case("QuickGelu", (f(3, 17),), {"alpha": 1.0}),
]

CONV = {"kernel_shape": [3, 3], "pads": [1, 0, 1, 2], "strides": [1, 2]}
IMAGES = [
    *(
        Case("FusedConv", (f(1, 3, 7, 9), f(4, 3, 3, 3), f(4)), {"activation": name, **more, **CONV}, (1, 2))
        for name, more in [
            ("Relu", {}), ("Sigmoid", {}), ("Tanh", {}), ("LeakyRelu", {"activation_params": [0.3]}),
            ("Clip", {"activation_params": [-0.5, 1.5]}), ("HardSigmoid", {"activation_params": [0.3, 0.4]}),
        ]
    ),
    Case("FusedConv", (f(1, 4, 5, 6), f(6, 2, 1, 1), None, f(1, 6, 5, 6)), {"activation": "Relu", "group": 2}, (1,)),
    Case("FusedConv", (f(1, 2, 9), f(3, 2, 3)), {"auto_pad": "SAME_UPPER", "strides": [2]}, (1,)),
    Case("FusedConv", (f(1, 2, 5, 5), f(3, 2, 3, 3))),
    Case("NhwcMaxPool", (u8(1, 7, 9, 3),), {"kernel_shape": [3, 2], "strides": [2, 2], "pads": [1, 0, 1, 1]}),
    Case("NhwcMaxPool", (i8(1, 7, 9, 5),), {"kernel_shape": [2, 2]}),
    Case("GridSample", (f(1, 2, 5, 6), f(1, 4, 3, 2, low=-1.1, high=1.1)), {"align_corners": 1}),
    Case("GridSample", (f(1, 2, 5, 6), f(1, 4, 3, 2, low=-1.1, high=1.1)), {"padding_mode": "border", "mode": "nearest"}),
    Case("GridSample", (f(1, 2, 5, 6), f(1, 4, 3, 2)), {"padding_mode": "reflection", "mode": "bicubic"}, atol=1e-5),
]  # fmt: skip

PRODUCTS = [
    *(
        Case("FusedGemm", (f(3, 5), f(5, 7), f(7)), {"activation": name, **more}, (1, 2))
        for name, more in [
            ("Relu", {}), ("Sigmoid", {}), ("Tanh", {}), ("Softsign", {}), ("Softplus", {}),
            ("LeakyRelu", {"activation_alpha": 0.2}), ("Elu", {"activation_alpha": 0.5}),
            ("HardSigmoid", {"activation_alpha": 0.3, "activation_beta": 0.4}),
            ("ThresholdedRelu", {"activation_alpha": 0.7}), ("Selu", {"activation_alpha": 1.5, "activation_gamma": 1.2}),
            ("ScaledTanh", {"activation_alpha": 1.5, "activation_beta": 0.7}),
            ("ParametricSoftplus", {"activation_alpha": 1.5, "activation_beta": 0.7}),
        ]
    ),
    Case("FusedGemm", (f(5, 3), f(7, 5)), {"activation": "Relu", "transA": 1, "transB": 1, "alpha": 0.5}),
    Case("FusedMatMul", (f(3, 5), f(5, 7)), {"alpha": 0.125}),
    Case("FusedMatMul", (f(2, 3, 5, 4), f(2, 3, 5, 7)), {"transA": 1}),
    Case("FusedMatMul", (f(2, 3, 4, 5), f(3, 7, 5)), {"transB": 1, "alpha": -2.0}),
    Case("FusedMatMul", (f(4, 2, 3, 5), f(2, 3, 5, 7)), {"transBatchA": 1}),
    Case("FusedMatMul", (f(2, 3, 4, 5), f(5, 2, 3, 7)), {"transBatchB": 1}),
    Case("FusedMatMul", (f(5, 2, 3, 4), f(7, 2, 3, 5)), {"transBatchA": 1, "transA": 1, "transBatchB": 1, "transB": 1}),
    Case("FusedMatMul", (f(5), f(5, 7)), {"alpha": 2.0}),
    Case("TransposeMatMul", (f(5, 3), f(7, 5)), {"transA": 1, "transB": 1, "alpha": 3.0}),
    Case("CDist", (f(4, 3), f(5, 3)), atol=1e-5),
    Case("CDist", (f(4, 3), f(5, 3)), {"metric": "euclidean"}, atol=1e-5),
    Case("MatMulNBits", (f(2, 3, 40), u8(7, 2, 16), f(7, 2)), {"K": 40, "N": 7, "bits": 4, "block_size": 32}, (1, 2)),
    Case("MatMulNBits", (f(3, 48), u8(5, 3, 8), f(15), u8(5, 2), None, f(5)),
         {"K": 48, "N": 5, "bits": 4, "block_size": 16, "accuracy_level": 1}, (1, 2, 3, 5)),
    Case("MatMulNBits", (f(3, 32), u8(5, 2, 16), f(5, 2), u8(5, 2)), {"K": 32, "N": 5, "bits": 8, "block_size": 16},
         (1, 2, 3)),
]  # fmt: skip

SIX = (f(2, 5, 12), f(2, 5, 12), f(12), f(12), f(12))
IDS = (RNG.integers(0, 9, (2, 5)).astype(np.int32), RNG.integers(0, 2, (2, 5)).astype(np.int32))
EMBED = (*IDS, f(9, 12), f(8, 12), f(2, 12), f(12), f(12))
NORMS = [
    Case("SkipLayerNormalization", SIX, constant=(2, 3, 4), outputs=("y0", "", "", "sum")),
    Case("SkipLayerNormalization", SIX[:4], {"epsilon": 1e-3}, (2, 3)),
    Case("SkipLayerNormalization", (SIX[0], f(1, 5, 12), SIX[2]), constant=(2,)),
    Case("SkipLayerNormalization", (SIX[0], f(5, 12), SIX[2], None, SIX[4])),
    Case("SkipSimplifiedLayerNormalization", SIX[:3], constant=(2,)),
    Case("SkipSimplifiedLayerNormalization", SIX[:4], {"epsilon": 1e-3}, (2,), ("y0", "", "", "sum")),
    Case("SimplifiedLayerNormalization", SIX[1:3], {"axis": -1, "epsilon": 1e-3}, domain="", opset=17),
    Case("SimplifiedLayerNormalization", (f(2, 3, 4), f(3, 4)), {"axis": 1, "stash_type": 1}, domain="", opset=13),
    Case("LayerNormalization", SIX[1:4], {"axis": -1, "epsilon": 1e-3}, domain="", opset=13),
    Case("EmbedLayerNormalization", EMBED, {"epsilon": 1e-5}, (2, 3, 4, 5, 6), ("y0", "lengths", "sum")),
    Case("EmbedLayerNormalization", (*EMBED, i32([1, 1, 1, 0, 0], [1, 0, 0, 0, 0])), outputs=("y0", "lengths")),
    Case("EmbedLayerNormalization",
         (IDS[0], None, *EMBED[2:4], None, *EMBED[5:], None, i32([1, 2, 3, 4, 7])), outputs=("y0", "lengths")),
]  # fmt: skip

HIDDEN = (f(2, 5, 6), f(6, 36, low=-1, high=1), f(36))
KEEP = i32([1, 1, 1, 1, 0], [1, 1, 0, 0, 0])
QKV = (f(2, 5, 12), f(2, 7, 12), f(2, 7, 8))
ROTARY = (f(9, 2, low=-1, high=1), f(9, 2, low=-1, high=1))
LONG = f(9, 3, low=-1, high=1)
ATTENTION = [
    Case("Attention", HIDDEN, {"num_heads": 3}, (1, 2)),
    Case("Attention", HIDDEN, {"num_heads": 4, "unidirectional": 1, "scale": 0.3}, (1, 2)),
    Case("Attention", (*HIDDEN, KEEP), {"num_heads": 3}, (1, 2)),
    Case("Attention", (*HIDDEN, KEEP), {"num_heads": 2, "mask_filter_value": -3.0, "unidirectional": 1}, (1, 2)),
    Case("Attention", (*HIDDEN, i32(4, 2)), {"num_heads": 3}, (1, 2)),
    Case("Attention", (*HIDDEN, i32(4, 5, 0, 2)), {"num_heads": 3}, (1, 2)),
    Case("Attention", (*HIDDEN, RNG.integers(0, 2, (2, 5, 5)).astype(np.int32)), {"num_heads": 3}, (1, 2)),
    Case("Attention", (*HIDDEN[:2], None, None, None, f(2, 3, 5, 5)), {"num_heads": 3}, (1,)),
    Case("Attention", (*HIDDEN, KEEP, None, f(1, 3, 5, 5)), {"num_heads": 3}, (1, 2)),
    Case("Attention", (*HIDDEN[:2], HIDDEN[2], None, f(2, 2, 3, 4, 4)), {"num_heads": 3, "unidirectional": 1}, (1, 2),
         ("y0", "present")),
    Case("Attention", HIDDEN, {"num_heads": 3, "qkv_hidden_sizes": [15, 15, 6]}, (1, 2)),
    Case("QAttention",
         (u8(2, 5, 6), i8(6, 36), f(36), s(0.02), s(0.01), i32(4, 2), z(120), z(3, np.int8)),
         {"num_heads": 3}, (1, 2, 3, 4, 6, 7), atol=1e-5),
    Case("MultiHeadAttention", QKV, {"num_heads": 2}),
    Case("MultiHeadAttention", (*QKV, f(32)), {"num_heads": 4, "scale": 0.3}),
    Case("MultiHeadAttention", (*QKV, None, i32([1] * 7, [1] * 3 + [0] * 4)), {"num_heads": 2}),
    Case("MultiHeadAttention", (*QKV, None, i32(7, 3)), {"num_heads": 2}),
    Case("MultiHeadAttention", (*QKV, None, None, f(1, 2, 5, 7)), {"num_heads": 2}),
    Case("MultiHeadAttention", (*QKV, None, None, f(2, 1, 5, 7)), {"num_heads": 2}),
    Case("MultiHeadAttention", (f(2, 5, 12),) * 3, {"num_heads": 3, "unidirectional": 1}),
    Case("MultiHeadAttention", (QKV[0], f(2, 3, 7, 4), f(2, 3, 7, 4)), {"num_heads": 3}),
    Case("MultiHeadAttention", (*(f(2, 5, 12),) * 3, None, None, None, f(2, 3, 2, 4), f(2, 3, 2, 4)),
         {"num_heads": 3, "unidirectional": 1}, outputs=("y0", "k", "v")),
    Case("RotaryEmbedding", (f(2, 5, 12), i64([0, 1, 2, 3, 4], [4, 3, 2, 1, 8]), *ROTARY)),
    Case("RotaryEmbedding", (f(2, 5, 12), i64(3), *ROTARY), {"interleaved": 1}),
    Case("RotaryEmbedding", (f(2, 3, 5, 4), i64(0), *ROTARY), {"interleaved": 0}),
    Case("RotaryEmbedding", (f(2, 5, 12), i64(3), *ROTARY), {"num_heads": 2, "rotary_embedding_dim": 4}),
    Case("GroupQueryAttention", (f(2, 5, 32), f(2, 5, 16), f(2, 5, 16), None, None, i32(4, 4), i32(5)),
         {"num_heads": 4, "kv_num_heads": 2}, (5, 6), ("y0", "k", "v")),
    Case("GroupQueryAttention", (f(2, 5, 80), None, None, None, None, i32(4, 4), i32(5)[0], f(9, 8), f(9, 8)),
         {"num_heads": 3, "kv_num_heads": 1, "do_rotary": 1, "scale": 0.4}, (5, 6), ("y0", "k", "v")),
]  # fmt: skip

ARRAYS = [
    Case("ExpandDims", (f(3, 5), i32(-2)[0]), constant=(1,)),
    Case("ExpandDims", (f(3, 5), i32(2)[0]), constant=(1,)),
    Case("Trilu", (f(2, 5, 7), i64(1)[0]), {"upper": 0}, (1,)),
    Case("Trilu", (f(5, 7),)),
    Case("Pad", (f(3, 5), i64(1, 0, 2, 3), s(1.5)), constant=(1, 2)),
    Case("Pad", (f(3, 5), i64([1, 2, 0, 3])), {"mode": "reflect"}, (1,)),
    Case("GatherND", (f(3, 5, 7), i32([0, 1], [2, 4]))),
]

AB = (u8(2, 3, 37), s(0.02), z(120), u8(2, 3, 37), s(0.013), z(7), s(0.03), z(130))
AB8 = (i8(2, 3, 37), s(0.02), z(-12, np.int8), i8(3, 1), s(0.013), z(7, np.int8), s(0.03), z(4, np.int8))
FIXED = (1, 2, 4, 5, 6, 7)
X = (u8(1, 3, 7, 9), s(0.02), z(120), s(0.011), z(3))
X8 = (i8(1, 7, 9, 3), s(0.02), z(-12, np.int8), s(0.03), z(4, np.int8))
W = (u8(1, 7, 9, 4), s(0.02), z(120), i8(6, 2, 3, 3), f(6, low=0.001, high=0.01), np.zeros(6, np.int8))
GEMM = (u8(3, 37), s(0.02), z(120), i8(37, 5), f(5, low=0.001, high=0.01), i8(5))
QUANTISED = [
    Case("QLinearAdd", AB, constant=FIXED, steps=1),
    Case("QLinearAdd", AB8, constant=FIXED, steps=1),
    Case("QLinearMul", AB, constant=FIXED, steps=1),
    Case("QLinearMul", AB8, constant=FIXED, steps=1),
    Case("QLinearSigmoid", (*X[:3], s(1 / 256), z(0)), constant=(1, 2, 3, 4), steps=1),
    Case("QLinearSigmoid", (*X8[:3], s(1 / 256), z(-128, np.int8)), constant=(1, 2, 3, 4), steps=1),
    Case("QLinearLeakyRelu", X, {"alpha": 0.2}, (1, 2, 3, 4)),
    Case("QLinearLeakyRelu", X8, constant=(1, 2, 3, 4)),
    Case("QLinearSoftmax", (*X[:3], s(1 / 256), z(0)), {"axis": -1, "opset": 13}, (1, 2, 3, 4), steps=1),
    Case("QLinearSoftmax", (*X8[:3], s(1 / 256), z(-128, np.int8)), {"axis": 1, "opset": 13}, (1, 2, 3, 4), steps=1),
    Case("QLinearSoftmax", (*X[:3], s(1 / 256), z(0)), {"axis": 1, "opset": 12}, (1, 2, 3, 4), steps=1),
    Case("QLinearAveragePool", X, {"kernel_shape": [3, 2], "strides": [2, 2], "pads": [1, 0, 1, 1]}, (1, 2, 3, 4),
         steps=1),
    Case("QLinearAveragePool", X8,
         {"kernel_shape": [3, 2], "pads": [1, 0, 1, 1], "count_include_pad": 1, "channels_last": 1}, (1, 2, 3, 4),
         steps=1),
    Case("QLinearGlobalAveragePool", X, {}, (1, 2, 3, 4), steps=1),
    Case("QLinearGlobalAveragePool", X8, {"channels_last": 1}, (1, 2, 3, 4), steps=1),
    Case("QLinearConcat", (s(0.02), z(9), u8(2, 3), s(0.02), z(9), u8(2, 5), s(0.03), z(100)), {"axis": 1},
         (0, 1, 3, 4, 6, 7)),
    Case("QLinearWhere", (RNG.random((3, 5)) < 0.5, i8(3, 5), s(0.02), z(3, np.int8), i8(5), s(0.01), z(5, np.int8),
         s(0.03), z(1, np.int8)), {}, (2, 3, 5, 6, 7, 8)),
    Case("QLinearConv", (*W, s(0.05), z(100), i32(*range(-300, 300, 100))),
         {"channels_last": 1, "group": 2, "pads": [1, 0, 1, 2], "strides": [1, 2]}, (1, 2, 3, 4, 5, 6, 7, 8)),
    Case("QLinearConv", (u8(1, 4, 7, 9), *W[1:], s(0.05), z(100)), {"group": 2}, (1, 2, 3, 4, 5, 6, 7)),
    Case("QGemm", (*GEMM, i32(*range(5)), s(0.3), z(90)), {}, (1, 2, 3, 4, 5, 6, 7, 8)),
    Case("QGemm", (u8(37, 3), s(0.02), z(120), u8(5, 37), s(0.01), z(130), i32([4] * 5), s(0.3), z(90)),
         {"transA": 1, "transB": 1, "alpha": 0.5}, (1, 2, 3, 4, 5, 6, 7, 8)),
    Case("QGemm", (*GEMM, i32(*range(5))), {}, (1, 2, 3, 4, 5, 6)),
    Case("QGemm", GEMM, {"alpha": 0.3}, (1, 2, 3, 4, 5)),
    Case("MatMulIntegerToFloat", (u8(2, 3, 37), i8(37, 5), s(0.02), s(0.01), z(120), z(5, np.int8), f(5)), {},
         (1, 2, 3, 4, 5, 6)),
    Case("MatMulIntegerToFloat", (u8(3, 37), u8(37, 5), s(0.02), f(5, low=0.001, high=0.01), None, u8(5)), {},
         (1, 2, 3, 5)),
    Case("DynamicQuantizeMatMul", (f(2, 3, 37), i8(37, 5), f(5, low=0.001, high=0.01), i8(5), f(5)), {}, (1, 2, 3, 4)),
    Case("DynamicQuantizeMatMul", (f(3, 37), u8(37, 5), s(0.01), z(128)), {}, (1, 2, 3)),
    *(
        Case("DynamicQuantizeLSTM",
             (f(t, b, 5), make(d, 5, 24), make(d, 6, 24), f(d, 48) if t > 1 else None, None,
              *((f(d, b, 6), f(d, b, 6)) if t != 4 else (None, None)), None,
              f(*scales, low=0.003, high=0.01), zeros, f(*scales, low=0.003, high=0.01), zeros),
             {"hidden_size": 6, "direction": direction} | ({"clip": 0.4} if d > 1 else {}), (1, 2, 3, 8, 9, 10, 11), ("y0", "y1", "y2"), atol=1e-5)
        for direction, d, t, b, make, scales, zeros in [
            ("forward", 1, 7, 1, i8, (1,), np.zeros(1, np.int8)), ("reverse", 1, 4, 3, u8, (1,), np.array([128], np.uint8)),
            ("bidirectional", 2, 5, 2, i8, (2, 24), np.zeros((2, 24), np.int8)), ("forward", 1, 1, 2, i8, (1, 24), np.zeros((1, 24), np.int8)),
        ]
    ),
    Case("QuantizeLinear", (f(3, 5), s(0.02), z(128)), {}, (1, 2)),
    Case("QuantizeLinear", (f(3, 5), s(0.001), z(30000, np.uint16)), {}, (1, 2)),
    Case("QuantizeLinear", (f(3, 5), f(3, low=0.01, high=0.02), i8(3)), {"axis": 0}, (1, 2)),
    Case("DequantizeLinear", (u8(3, 5), s(0.02), z(128)), {}, (1, 2)),
    Case("DequantizeLinear", (RNG.integers(-9999, 9999, (3, 5)).astype(np.int16), s(0.001), z(30, np.int16)), {}, (1, 2)),
    Case("DequantizeLinear", (i8(3, 5), f(5), i8(5)), {"axis": 1}, (1, 2)),
]  # fmt: skip

CASES = [*ACTIVATIONS, *IMAGES, *PRODUCTS, *NORMS, *ATTENTION, *ARRAYS, *QUANTISED]


def need_onnxruntime() -> None:
    """Skip without an onnxruntime that is new enough to compare with: 1.23, the last for Python 3.10, lacks inputs, and
    ends the process on some attention."""
    pytest.importorskip("onnxruntime", minversion="1.24")


@pytest.mark.parametrize("case", CASES, ids=[f"{c.op}-{i}" for i, c in enumerate(CASES)])
def test_compiled_code_computes_what_onnxruntime_computes(case: Case) -> None:
    need_onnxruntime()
    case.compare()


# --- where ONNX Runtime has no kernel for the CPU: numpy, from the operators' documentation ---


def erf(x: Array) -> Array:
    return np.vectorize(math.erf)(x.astype(np.float64))


def gelu(x: Array) -> Array:
    return x * 0.5 * (1 + erf(x / np.sqrt(2)))


def tanh_gelu(x: Array) -> Array:
    return x * 0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def softmax(x: Array, axes: tuple[int, ...]) -> Array:
    e = np.exp(x - x.max(axes, keepdims=True))
    return e / e.sum(axes, keepdims=True)


def group_norm(x: Array, gamma: Array, beta: Array, groups: int, silu: bool) -> Array:
    """Of [N, H, W, C]."""
    parts = x.astype(np.float64).reshape(*x.shape[:3], groups, -1)
    axes = (1, 2, 4)
    y = (parts - parts.mean(axes, keepdims=True)) / np.sqrt(parts.var(axes, keepdims=True) + 1e-5)
    y = y.reshape(x.shape) * gamma + beta
    return y * sigmoid(y) if silu else y


def conv_last(x: Array, w: Array, b: Array) -> Array:
    """A convolution of [N, H, W, C] without padding."""
    high, wide = x.shape[1] - w.shape[2] + 1, x.shape[2] - w.shape[3] + 1
    y = np.zeros((x.shape[0], high, wide, w.shape[0])) + b
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            y += x[:, i : i + high, j : j + wide, :].astype(np.float64) @ w[:, :, i, j].T
    return y


def packed_attention(q: Array, k: Array, v: Array) -> Array:
    """Of [B, S, N, H]."""
    scores = np.einsum("bsnh,btnh->bnst", q, k) / np.sqrt(q.shape[-1])
    return np.einsum("bnst,btnh->bsnh", softmax(scores, (3,)), v).reshape(*q.shape[:2], -1)


SBD, D = f(2, 5, 14), f(14)
NHWC, CHANNELS = f(2, 3, 5, 6), (f(6), f(6))
QKV5, KV5 = f(2, 5, 3, 3, 4), f(2, 7, 3, 2, 4)
WEIGHTS = (f(4, 6, 2, 3), f(4))
RESIDUAL = f(2, 2, 3, 4)
MEAN = (u8(2, 3, 37), s(0.02), z(120), s(0.013), z(100))


def whole(real: Array, scale: float, zero: int) -> Array:
    return np.clip(np.rint(real / np.float32(scale)) + zero, 0, 255).astype(np.uint8)


WRITTEN: list[tuple[Case, Callable[[], Sequence[Array]]]] = [
    (Case("BiasAdd", (SBD, D, SBD)), lambda: [SBD + D + SBD]),
    (Case("BiasSplitGelu", (SBD, D)), lambda: [(SBD + D)[..., :7] * gelu((SBD + D)[..., 7:])]),
    (Case("BiasSoftmax", (SBD, D), {"axis": 2, "is_inner_broadcast": 1}), lambda: [softmax(SBD + D, (2,))]),
    (Case("BiasSoftmax", (SBD, SBD[:1]), {"axis": 1, "is_inner_broadcast": 0}), lambda: [softmax(SBD + SBD[:1], (1, 2))]),
    (Case("GemmFastGelu", (SBD, f(14, 3) * 0 + 0.5, None)), lambda: [tanh_gelu(SBD @ np.full((14, 3), 0.5))]),
    (Case("GroupNorm", (NHWC, *CHANNELS), {"activation": 1, "groups": 3}), lambda: [group_norm(NHWC, *CHANNELS, 3, True)]),
    (Case("GroupNorm", (NHWC.transpose(0, 3, 1, 2), *CHANNELS), {"activation": 0, "groups": 2, "channels_last": 0}),
     lambda: [group_norm(NHWC, *CHANNELS, 2, False).transpose(0, 3, 1, 2)]),
    (Case("SkipGroupNorm", (NHWC, *CHANNELS, NHWC[:, 0, 0], CHANNELS[0]), {"activation": 1, "groups": 3},
          outputs=("y0", "sum")),
     lambda: [group_norm(NHWC + NHWC[:, :1, :1] + CHANNELS[0], *CHANNELS, 3, True),
              NHWC + NHWC[:, :1, :1] + CHANNELS[0]]),
    (Case("NhwcConv", (NHWC, *WEIGHTS), constant=(1, 2)), lambda: [conv_last(NHWC, *WEIGHTS)]),
    (Case("NhwcFusedConv", (NHWC, *WEIGHTS, RESIDUAL), {"activation": "Relu"}, (1, 2)),
     lambda: [np.maximum(conv_last(NHWC, *WEIGHTS) + RESIDUAL, 0)]),
    (Case("FusedMatMulActivation", (SBD, SBD), {"transB": 1, "activation": "Softmax", "alpha": 0.5}),
     lambda: [softmax(0.5 * SBD @ SBD.transpose(0, 2, 1), (2,))]),
    (Case("FusedMatMulActivation", (SBD, SBD), {"transB": 1, "activation": "LeakyRelu", "activation_alpha": 0.25}),
     lambda: [(lambda y: np.where(y < 0, 0.25 * y, y))(SBD @ SBD.transpose(0, 2, 1))]),
    (Case("MultiHeadAttention", (QKV5,), {"num_heads": 3}),
     lambda: [packed_attention(*(QKV5[:, :, :, i] for i in range(3)))]),
    (Case("MultiHeadAttention", (QKV5[:, :, :, 0].reshape(2, 5, 12), KV5), {"num_heads": 3}),
     lambda: [packed_attention(QKV5[:, :, :, 0], KV5[:, :, :, 0], KV5[:, :, :, 1])]),
    (Case("QLinearReduceMean", MEAN, {"axes": [1, -1], "keepdims": 0}, (1, 2, 3, 4), steps=1),
     lambda: [whole(((MEAN[0].astype(np.float32) - 120) * np.float32(0.02)).mean((1, 2)), 0.013, 100)]),
    (Case("QLinearAdd", (MEAN[0], s(0.02), None, MEAN[0], s(0.01), None, s(0.05), None), {}, (1, 4, 6), steps=1),
     lambda: [whole(MEAN[0].astype(np.float32) * np.float32(0.03), 0.05, 0)]),
    (Case("IsAllFinite", (SBD, D)), lambda: [np.array(True)]),
    (Case("IsAllFinite", (SBD, np.array([1, np.nan], np.float32))), lambda: [np.array(False)]),
    (Case("IsAllFinite", (np.array([1, np.nan], np.float32),), {"isinf_only": 1}), lambda: [np.array(True)]),
    (Case("Rfft", (f(3, 10) * 0 + np.arange(10, dtype=np.float32),), {"signal_ndim": 1, "onesided": 1, "normalized": 0}),
     lambda: [np.stack([(r := np.fft.rfft(np.tile(np.arange(10.0), (3, 1)))).real, r.imag], -1)]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "wanted"), WRITTEN, ids=[f"{c.op}-{i}" for i, (c, _) in enumerate(WRITTEN)])
def test_compiled_code_computes_what_the_documentation_says(case: Case, wanted: Callable[[], Sequence[Array]]) -> None:
    case.compare([w if w.dtype.kind in "ub" else w.astype(np.float32) for w in wanted()])


def test_every_operator_is_tested() -> None:
    tested = {(c.domain, c.op) for c in (*CASES, *(c for c, _ in WRITTEN))}
    assert tested == set(OPERATORS)


def test_signatures_are_those_of_onnxruntime() -> None:
    """The inputs in order, the attributes, which of both are required, and the defaults, as its schemas have them."""
    need_onnxruntime()
    state: Any = importlib.import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    schemas = {(x.domain, x.name): x for x in state.get_all_operator_schema() if x.since_version == 1}
    positional, named = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    for key, operator in OPERATORS.items():
        schema, hints = schemas[key], get_type_hints(operator.expand)
        parameters = list(inspect.signature(operator.expand).parameters.values())[1:]
        inputs = [p.name for p in parameters if p.kind == positional]
        variadic = any(p.kind == inspect.Parameter.VAR_POSITIONAL for p in parameters)
        assert len(inputs) + len(operator.last) + variadic == len(schema.inputs), key
        for name, formal in zip(inputs, schema.inputs, strict=False):
            optional = "Optional" in str(formal.option)
            assert optional or type(None) not in get_args(hints[name]), (key, name)
        own = {p.name: p.default for p in parameters if p.kind == named}
        known = {*own, *operator.fixed, *operator.ignored}
        assert known <= set(schema.attributes), key
        assert known == set(schema.attributes) or any(p.kind == inspect.Parameter.VAR_KEYWORD for p in parameters), key
        for name, default in own.items():
            attribute = schema.attributes[name]
            assert attribute.required == (default is inspect.Parameter.empty), (key, name)
            stated = onnx.AttributeProto.FromString(attribute._default_value or b"")
            if stated.type:
                value = helper.get_attribute_value(stated)
                wanted = value.decode() if isinstance(value, bytes) else value
                assert default == pytest.approx(wanted) if isinstance(wanted, float) else default == wanted, (key, name)


def test_half_precision_stays_half() -> None:
    x, gamma = f(2, 5, 12).astype(np.float16), f(12).astype(np.float16)
    total = (x + x).astype(np.float64)
    want = (total - total.mean(-1, keepdims=True)) / total.std(-1, keepdims=True) * gamma
    Case("SkipLayerNormalization", (x, x, gamma), atol=2e-3).compare([want.astype(np.float16)])
    Case("FastGelu", (x, gamma), atol=2e-3).compare([tanh_gelu((x + gamma).astype(np.float64)).astype(np.float16)])


# --- what is refused ---


THREE = f(3, 1, 5)


def lstm(*, x: Array = THREE, b: Array | None = None, p: Array | None = None) -> tuple[Array | None, ...]:
    """Inputs of a DynamicQuantizeLSTM with 6 hidden numbers."""
    one, zero = np.ones(1, np.float32), np.zeros(1, np.int8)
    return x, i8(1, 5, 24), i8(1, 6, 24), b, None, None, None, p, one, zero, one, zero


REFUSED: list[tuple[Case, type[PackError], str]] = [
    (Case("Gelu", ()), ModelInvalid, "'x' is absent"),
    (Case("Gelu", (f(3), f(3))), ModelInvalid, "2 inputs, but takes 1"),
    (Case("Gelu", (i64(1, 2),)), ModelInvalid, "'x' is i64"),
    (Case("QLinearAdd", (f(3), *AB[1:])), ModelInvalid, "'a' is f32"),
    (Case("Gelu", (f(3),), {"approximate": "tanh"}), Unsupported, "attribute 'approximate'"),
    (Case("QuickGelu", (f(3),), {"alpha": "much"}), ModelInvalid, "'alpha' is of type STRING"),
    (Case("BiasSplitGelu", (f(3, 5), f(5))), ModelInvalid, "number of halves is 2, but the size that it divides is 5"),
    (Case("BiasGelu", (f(3, 5), f(4))), ModelInvalid, "bias has shape [4], not [5]"),
    (Case("BiasSoftmax", (SBD, D), {"axis": 9, "is_inner_broadcast": 1}), ModelInvalid, "axis 9"),
    (Case("FusedConv", (f(1, 3, 7, 9), f(4, 3, 3, 3)), {"activation": "Swoosh"}), Unsupported, "'Swoosh'"),
    (Case("FusedConv", (f(1, 3, 7, 9), f(4, 3, 3, 3)), {"activation": "Clip"}), ModelInvalid, "takes 2 parameters"),
    (Case("FusedConv", (f(1, 3, 7, 9), f(4, 3, 3, 3)), {"strange": 1}), Unsupported, "attribute 'strange'"),
    (Case("FusedConv", (f(1, 3, 7, 9), f(4, 3, 3, 3), None, f(1, 4, 1, 1))), ModelInvalid, "input 'Z' has shape"),
    (Case("NhwcConv", (f(3, 5), f(5, 3))), ModelInvalid, "2 dimensions"),
    (Case("FusedMatMul", (f(3, 5), f(3, 5))), ModelInvalid, "ncompatible dimensions"),
    (Case("FusedMatMul", (f(5), f(5, 7)), {"transA": 1}), Unsupported, "transposes a vector"),
    (Case("FusedMatMul", (f(5, 5), f(5, 7)), {"transA": 2}), ModelInvalid, "'transA' is 2, neither 0 nor 1"),
    (Case("FusedGemm", (f(3, 5), f(5, 7), f(7, 1))), ModelInvalid, "does not broadcast to [3, 7]"),
    (Case("SimplifiedLayerNormalization", (f(2, 5, 12), f(12, 1)), domain=""), ModelInvalid, "scale has shape"),
    (Case("LayerNormalization", (f(2, 5), f(5)), {"axis": 3}, domain="", opset=13), ModelInvalid, "axis 3"),
    (Case("QLinearConv", (*W[:5], np.zeros((6, 1), np.int8), s(0.05), z(100)), {"channels_last": 1, "group": 2}),
     ModelInvalid, "zero point of W"),
    (Case("QuantizeLinear", (f(3, 5), f(3), i8(3)), {"axis": 1}), ModelInvalid, "not the axis 1 of [3, 5]"),
    (Case("QLinearMul", (*AB[:6], z(1), AB[7])), ModelInvalid, "a scale is u8"),
    (Case("QLinearMul", (*AB[:7], z(1, np.int8))), ModelInvalid, "a zero point is i8, but its tensor u8"),
    (Case("GridSample", (f(1, 2, 5, 6), f(1, 4, 3, 2)), {"mode": "edge"}), ModelInvalid, "mode 'edge'"),
    (Case("QGemm", (*GEMM[:5], i8(5, 1))), ModelInvalid, "zero point of B"),
    (Case("CDist", (f(3, 5), f(3, 5)), {"metric": "cosine"}), Unsupported, "'cosine'"),
    (Case("SkipLayerNormalization", (f(2, 5, 12), f(2, 5, 12), f(12)), outputs=("y0", "mean")), Unsupported, "'mean'"),
    (Case("SkipLayerNormalization", (f(5), f(5), f(5))), ModelInvalid, "1 dimensions, not 2 or 3"),
    (Case("GroupNorm", (NHWC, *CHANNELS), {"activation": 1, "groups": 0}), ModelInvalid, "number of groups is 0"),
    (Case("GroupNorm", (NHWC, *CHANNELS), {"groups": 2}), ModelInvalid, "'activation' is absent"),
    (Case("EmbedLayerNormalization", (*EMBED[:4], None, *EMBED[5:])), ModelInvalid, "only one of segment_ids"),
    (Case("Attention", HIDDEN), ModelInvalid, "'num_heads' is absent"),
    *((Case("Attention", HIDDEN, {"num_heads": n}), ModelInvalid, f"heads is {n}") for n in (0, -3, 5, 2**40)),
    (Case("Attention", HIDDEN, {"num_heads": 3, "do_rotary": 1}), Unsupported, "'do_rotary' is 1, not 0"),
    (Case("Attention", HIDDEN, {"num_heads": 3, "qkv_hidden_sizes": [36, 0, 0]}), ModelInvalid, "qkv_hidden_sizes"),
    (Case("Attention", (*HIDDEN, i32(1, 2, 3)), {"num_heads": 3}), ModelInvalid, "mask has shape"),
    (Case("Attention", (*HIDDEN, np.zeros((2, 1, 5, 5), np.int32)), {"num_heads": 3}), Unsupported, "mask has the form"),
    (Case("Attention", (*HIDDEN, None, None, None, i32(1)), {"num_heads": 3}), Unsupported, "'past_sequence_length'"),
    (Case("Attention", (f(2, 6), *HIDDEN[1:]), {"num_heads": 3}), ModelInvalid, "2 dimensions"),
    (Case("Attention", (f(2, 0, 6), *HIDDEN[1:]), {"num_heads": 0}), ModelInvalid, "number of heads"),
    (Case("MultiHeadAttention", (f(2, 3, 12), f(2, 5, 12), f(2, 5, 12)), {"num_heads": 3, "unidirectional": 1}), Unsupported,
     "it is causal, and has 3 queries but 5 keys"),
    (Case("Attention", (f(1, 20000, 2), f(2, 6)), {"num_heads": 1, "unidirectional": 1}), Unsupported, "a constant of"),
    (Case("MultiHeadAttention", QKV[:1], {"num_heads": 2}), Unsupported, "no key or no value"),
    (Case("MultiHeadAttention", (QKV5,), {"num_heads": 4}), ModelInvalid, "3 heads, but num_heads is 4"),
    (Case("GroupQueryAttention", (f(2, 5, 32), f(2, 5, 16), f(2, 5, 16), f(2, 2, 3, 8), f(2, 2, 3, 8), i32(4, 4), i32(5)),
          {"num_heads": 4, "kv_num_heads": 2}), Unsupported, "a past of shape"),
    (Case("RotaryEmbedding", (f(2, 5, 12), i64(0), f(9, 0), f(9, 0))), ModelInvalid, "size of a head is 0"),
    (Case("ExpandDims", (f(3, 5), i32(1))), DynamicShape, "takes its axis from data"),
    (Case("QLinearConcat", (s(0.02), z(9), u8(2, 3), s(0.02)), {"axis": 1}), ModelInvalid, "2 inputs behind"),
    (Case("QLinearAdd", (*AB[:6], f(3), AB[7])), ModelInvalid, "scale has shape [3], not one element"),
    (Case("MatMulNBits", (f(2, 3, 40), u8(7, 2, 16), f(7, 2)), {"K": 40, "N": 7, "block_size": 32}), DynamicShape, "weights"),
    (Case("MatMulNBits", (f(2, 3, 40), u8(7, 2, 16), f(7, 2)), {"K": 40, "N": 2**40, "block_size": 32}, (1, 2)),
     ModelInvalid, "B has shape"),
    (Case("MatMulNBits", (f(2, 3, 40), u8(7, 2, 16), f(7, 2)), {"K": 40, "N": 7, "block_size": 31}, (1, 2)),
     ModelInvalid, "out of range"),
    (Case("DynamicQuantizeLSTM", lstm(x=f(5000, 1, 5)), {"hidden_size": 6}), Unsupported, "it has 5000 turns"),
    (Case("DynamicQuantizeLSTM", lstm(x=f(0, 1, 5)), {"hidden_size": 6}), Unsupported, "no turns"),
    (Case("DynamicQuantizeLSTM", lstm(b=f(1, 47)), {"hidden_size": 6}), ModelInvalid, "B has shape [1, 47]"),
    (Case("DynamicQuantizeLSTM", lstm(), {"hidden_size": 7}), ModelInvalid, "W has shape"),
    (Case("DynamicQuantizeLSTM", lstm(p=f(1, 18)), {"hidden_size": 6}), Unsupported, "'P' is given"),
    (Case("DynamicQuantizeLSTM", lstm(), {"activations": ["Sigmoid", "Relu", "Tanh"]}), Unsupported, "Sigmoid, Relu, Tanh"),
    (Case("DynamicQuantizeLSTM", lstm(), {"direction": "sideways"}), ModelInvalid, "'sideways'"),
    (Case("FusedThing", (f(3),)), Unsupported, "none of ONNX's own operators"),
    (Case("Conv", (f(3),), domain="com.microsoft.nchwc"), Unsupported, "'com.microsoft.nchwc.Conv'"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "kind", "said"), REFUSED, ids=[f"{c.op}-{i}" for i, (c, _, _) in enumerate(REFUSED)])
def test_what_does_not_fit_is_refused_with_the_reason(
    tmp_path: Path, case: Case, kind: type[PackError], said: str
) -> None:
    model = case.model()
    model.opset_import.append(helper.make_opsetid("com.microsoft.nchwc", 1))
    onnx.save(model, tmp_path / "m.onnx")
    with pytest.raises(PackError) as caught:
        load(tmp_path / "m.onnx")
    (error,) = caught.value.each
    assert type(error) is kind
    assert error.exit == 3
    assert said in f"{error.what} {error.why}"
    assert error.fix
    assert "call" in str(error.where)
    if case.domain.endswith("nchwc"):
        assert "ORT_ENABLE_EXTENDED" in error.fix


def test_calls_stand_in_branches_and_functions_and_carry_counts_on() -> None:
    """In both branches of an If, in a function, and behind NonZero, whose size only the run knows."""
    text = """<ir_version: 8, opset_import: ["": 17, "com.microsoft": 1, "local": 1]>
    g (float[3, 5] x, bool b) => (float[3, 5] y, float[2, n] z) {
        y = If (b) <
            then_branch = t () => (float[3, 5] p) { p = com.microsoft.QuickGelu (x) },
            else_branch = e () => (float[3, 5] q) { q = local.twice (x) }
        >
        places = NonZero (x)
        real = Cast <to = 1> (places)
        z = com.microsoft.QuickGelu <alpha = 1.0> (real)
    }
    <domain: "local", opset_import: ["": 17, "com.microsoft": 1]>
    twice (a) => (c) { h = com.microsoft.Gelu (a) c = com.microsoft.Gelu (h) }"""
    model = parser.parse_model(text)
    x = np.where(RNG.random((3, 5)) < 0.5, f(3, 5), 0).astype(np.float32)
    for b in (True, False):
        feeds = {"x": x, "b": np.array(b)}
        for got, want in zip(
            backend.prepare(model).run(feeds), reference(model, feeds, engine="onnxruntime").values(), strict=True
        ):
            assert got.shape == want.shape
            np.testing.assert_allclose(got, want, atol=1e-5)


def test_nothing_is_left_of_no_elements(tmp_path: Path) -> None:
    onnx.save(Case("Gelu", (np.zeros((0, 3), np.float32),)).model(), tmp_path / "m.onnx")
    assert load(tmp_path / "m.onnx")["y0"].shape == (0, 3)
