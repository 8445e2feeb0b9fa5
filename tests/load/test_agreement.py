"""What a node's texts and small operands must agree on: refused by name where they do not, taken in every form ONNX has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from onnx import TensorProto, helper

from packager.errors import ModelInvalid, PackErrors
from packager.load import load

U8, F = TensorProto.UINT8, TensorProto.FLOAT
Shape = tuple[int, ...]


def model(
    op: str, shapes: list[Shape | None], opset: int = 23, types: dict[int, int] | None = None, **attrs: Any
) -> Any:
    """One node whose inputs, of these shapes, are all computed; None is an absent one."""
    given = {f"x{i}": shape for i, shape in enumerate(shapes) if shape is not None}
    infos = [helper.make_tensor_value_info(n, (types or {}).get(int(n[1:]), F), s) for n, s in given.items()]
    node = helper.make_node(op, [f"x{i}" if s is not None else "" for i, s in enumerate(shapes)], ["y"], "n", **attrs)
    graph = helper.make_graph([node], "g", infos, [helper.make_empty_tensor_value_info("y")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)


CONV = {0: U8, 2: U8, 3: U8, 5: U8, 7: U8}
PRODUCT = {0: U8, 2: U8, 3: U8, 5: U8, 7: U8}
WRONG: list[tuple[str, list[Shape | None], dict[str, Any], str]] = [
    ("Gemm", [(7, 5), (5, 9), (7,)], {}, r"C has shape \[7\]"),
    ("Gemm", [(5, 7), (9, 5), (3, 9)], {"transA": 1, "transB": 1}, r"C has shape \[3, 9\]"),
    ("LayerNormalization", [(2, 6), (5,)], {}, r"scale has shape \[5\]"),
    ("LayerNormalization", [(2, 6), (6,), (4,)], {}, r"bias has shape \[4\]"),
    ("LayerNormalization", [(2, 6), (3, 6)], {}, r"scale has shape \[3, 6\]"),
    ("RMSNormalization", [(2, 6), (5,)], {}, r"scale has shape \[5\]"),
    ("InstanceNormalization", [(2, 6, 3), (5,), (6,)], {}, r"scale has shape \[5\], not \[6\]"),
    ("ConvTranspose", [(1, 2, 5, 5), (2, 3, 1, 1), (4,)], {}, r"bias has shape \[4\], not \[3\]"),
    ("LRN", [(1, 2, 5, 5)], {"size": -3}, "size -3 is below 1"),
    ("QuantizeLinear", [(2, 6), (5,)], {}, r"scale has shape \[5\], not \[6\]"),
    ("QuantizeLinear", [(2, 6), (6,), (5,)], {"types": {2: U8}}, r"zero point has shape \[5\], not \[6\]"),
    ("QuantizeLinear", [(2, 6), (2, 4)], {"block_size": 2, "output_dtype": U8}, r"scale has shape \[2, 4\], not \[2, 3\]"),
    ("DequantizeLinear", [(2, 6), (5,)], {"types": {0: U8}}, r"scale has shape \[5\]"),
    ("QLinearConv", [(1, 2, 5, 5), (), (), (3, 2, 1, 1), (3,), (3, 1), (), ()], {"types": CONV}, "zero point of w"),
    ("QLinearConv", [(1, 2, 5, 5), (), (), (3, 2, 1, 1), (3,), (3,), (), (), (7,)], {"types": CONV | {8: TensorProto.INT32}},
     r"bias has shape \[7\], not \[3\]"),
    ("QLinearMatMul", [(2, 3), (4,), (), (3, 4), (), (), (), ()], {"types": PRODUCT}, "scale of a has shape"),
    ("MatMulInteger", [(2, 3), (3, 4), (3,)], {"types": dict.fromkeys(range(3), U8)}, "zero point of A"),
    ("ConvInteger", [(1, 2, 5, 5), (3, 2, 1, 1), (), (2,)], {"types": dict.fromkeys(range(4), U8)}, "zero point of w"),
    ("GridSample", [(1, 2, 4, 5), (1, 3, 3, 2)], {"mode": "foo"}, "mode 'foo' is none of linear"),
    ("GridSample", [(1, 2, 4, 5), (1, 3, 3, 2)], {"padding_mode": "foo"}, "padding_mode 'foo'"),
    ("Gelu", [(4, 5)], {"approximate": "foo"}, "approximate 'foo' is none of none, tanh"),
    ("MaxPool", [(1, 2, 4, 5)], {"kernel_shape": [2, 2], "auto_pad": "foo"}, "auto_pad 'foo'"),
    ("ScatterND", [(4, 5), (1, 1), (1, 5)], {"reduction": "foo", "types": {1: TensorProto.INT64}}, "reduction 'foo'"),
]  # fmt: skip


@pytest.mark.parametrize(("op", "shapes", "attrs", "why"), WRONG)
def test_a_contradiction_is_named(
    save: Callable[..., Path], op: str, shapes: list[Shape | None], attrs: dict[str, Any], why: str
) -> None:
    with pytest.raises((ModelInvalid, PackErrors), match=why) as raised:
        load(save(model(op, shapes, **attrs)))
    assert all(isinstance(error, ModelInvalid) for error in raised.value.each)


RIGHT: list[tuple[str, list[Shape | None], dict[str, Any]]] = [
    *(("Gemm", [(7, 5), (5, 9), c], {}) for c in ((), (1,), (9,), (1, 9), (7, 1), (7, 9))),
    ("LayerNormalization", [(2, 6, 5), (6, 5), (5,)], {"axis": 1}),
    *(("LayerNormalization", [(2, 3, 4), scale], {}) for scale in ((1,), (1, 1, 4), (2, 1, 4), (2, 3, 4))),
    ("RMSNormalization", [(2, 3, 4), (1, 1, 4)], {}),
    ("MaxPool", [(1, 2, 4, 5)], {"kernel_shape": [2, 2], "auto_pad": ""}),
    ("QuantizeLinear", [(2, 6), (1,), ()], {"types": {2: U8}}),
    ("QuantizeLinear", [(2, 7), (2, 4)], {"block_size": 2, "output_dtype": U8}),
    ("QLinearConv", [(1, 2, 5, 5), (), (), (3, 2, 1, 1), (3,), (), (), ()], {"types": CONV}),
    ("QLinearMatMul", [(2, 3), (2,), (2,), (3, 4), (4,), (4,), (), ()], {"types": PRODUCT}),
    ("MatMulInteger", [(2, 3), (3, 4), None, (4,)], {"types": dict.fromkeys(range(4), U8)}),
    ("GridSample", [(1, 2, 4, 5), (1, 3, 3, 2)], {"mode": "bilinear", "opset": 16}),
]


@pytest.mark.parametrize(("op", "shapes", "attrs"), RIGHT)
def test_what_agrees_is_taken(
    save: Callable[..., Path], op: str, shapes: list[Shape | None], attrs: dict[str, Any]
) -> None:
    assert load(save(model(op, shapes, **attrs))).outputs == ("y",)
