"""What a node of ONNX must agree on where onnx does not look itself: texts, and small operands.

A scale, bias or zero point of another size would be read outside, or twice; a text that ONNX does not know would mean
whatever a kernel takes it for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil

from packager.load.op import Op

Shape = tuple[int, ...]

_POOLS = ("AveragePool", "Conv", "ConvInteger", "ConvTranspose", "LpPool", "MaxPool", "QLinearConv")
_REDUCTIONS = ("none", "add", "mul", "max", "min")

TEXTS: dict[tuple[str, str], tuple[str, ...]] = {
    **{(op, "auto_pad"): ("NOTSET", "", "SAME_UPPER", "SAME_LOWER", "VALID") for op in _POOLS},
    ("BitShift", "direction"): ("LEFT", "RIGHT"),
    ("Gelu", "approximate"): ("none", "tanh"),
    ("GridSample", "mode"): ("linear", "nearest", "cubic", "bilinear", "bicubic"),
    ("GridSample", "padding_mode"): ("zeros", "border", "reflection"),
    ("RoiAlign", "mode"): ("avg", "max"),
    ("RoiAlign", "coordinate_transformation_mode"): ("half_pixel", "output_half_pixel"),
    ("ScatterElements", "reduction"): _REDUCTIONS,
    ("ScatterND", "reduction"): _REDUCTIONS,
}
"""(operator, attribute) -> what it may say."""


def demand(op: Op) -> None:
    """Raise ModelInvalid where `op` contradicts itself."""
    for (name, key), known in TEXTS.items():
        if name == op.op and op.text(key, known[0]) not in known:
            op.invalid(f"its {key} '{op.text(key)[:80]}' is none of {', '.join(filter(None, known))}")
    if op.op in _SHAPES and op.get(0) is not None:
        _SHAPES[op.op](op)


def _one_of(op: Op, index: int, what: str, shapes: Iterable[Shape]) -> None:
    """Input number `index`, where it is there, has one of these shapes."""
    value, known = op.get(index), tuple(shapes)
    if value is not None and value.shape not in known:
        wanted = " or ".join(str(list(shape)) for shape in dict.fromkeys(known))
        op.invalid(f"its {what} has shape {list(value.shape)}, not {wanted}")


def _stretches(op: Op, index: int, what: str, into: Shape) -> None:
    """Input number `index`, where it is there, broadcasts to the shape `into`."""
    value = op.get(index)
    if value is None:
        return
    pairs = zip(value.shape[::-1], into[::-1], strict=False)
    if value.rank > len(into) or any(n not in (1, m) for n, m in pairs):
        op.invalid(f"its {what} has shape {list(value.shape)}, which does not broadcast to {list(into)}")


def _gemm(op: Op) -> None:
    a, b = op.x, op.input(1)
    if a.rank == b.rank == 2:
        rows, columns = a.shape[op.integer("transA") != 0], b.shape[op.integer("transB") == 0]
        _stretches(op, 2, "C", (rows, columns))


def _last_axes(op: Op) -> None:
    _stretches(op, 1, "scale", op.x.shape)
    _stretches(op, 2, "bias", op.x.shape)


def _channels(op: Op) -> None:
    if op.x.rank > 1:
        for index, what in ((1, "scale"), (2, "bias")):
            _one_of(op, index, what, [(op.x.shape[1],)])


def _transposed(op: Op) -> None:
    if op.input(1).rank > 1:
        _one_of(op, 2, "bias", [(op.integer("group", 1) * op.input(1).shape[1],)])


def _size(op: Op) -> None:
    if op.integer("size") < 1:
        op.invalid(f"its size {op.integer('size')} is below 1")


def _scaled(op: Op) -> None:
    """QuantizeLinear, DequantizeLinear: one scale, one for each place of an axis, or one for each block of it."""
    scale, size = op.input(1), op.integer("block_size")
    one: list[Shape] = [(), (1,)]
    if scale.rank > 1 or size:
        axis = op.axis(op.integer("axis", 1))
        blocks = (scale.shape[axis] if axis < scale.rank else 0) if size < 1 else ceil(op.x.shape[axis] / size)
        one = [tuple(blocks if d == axis else n for d, n in enumerate(op.x.shape))]
    elif scale.size != 1:
        one = [(op.x.shape[op.axis(op.integer("axis", 1))],)]
    _one_of(op, 1, "scale", one)
    _one_of(op, 2, "zero point", one if scale.size == 1 else [scale.shape])


def _quantised(*places: tuple[int, str, Callable[[Op], Iterable[Shape]]]) -> Callable[[Op], None]:
    """Inputs by number, what each is, and the shapes that it may have beside that of one number."""

    def check(op: Op) -> None:
        for index, what, more in places:
            _one_of(op, index, what, [(), (1,), *more(op)])

    return check


def _convolved(op: Op) -> None:
    """QLinearConv."""
    _ENDS(op)
    _one_of(op, 8, "bias", _filters(3)(op))


def _none(_op: Op) -> Iterable[Shape]:
    return ()


def _filters(index: int) -> Callable[[Op], Iterable[Shape]]:
    """One for each output channel of the weights that input number `index` is."""
    return lambda op: [op.input(index).shape[:1]]


def _rows(index: int) -> Callable[[Op], Iterable[Shape]]:
    """One for each row of the matrices that input number `index` is."""

    def shapes(op: Op) -> Iterable[Shape]:
        shape = op.input(index).shape
        return [shape[-2:-1], (*shape[:-1], 1)]

    return shapes


def _columns(index: int) -> Callable[[Op], Iterable[Shape]]:
    """One for each column of the matrices that input number `index` is."""

    def shapes(op: Op) -> Iterable[Shape]:
        shape = op.input(index).shape
        return [shape[-1:], (*shape[:-2], 1, *shape[-1:])]

    return shapes


_ENDS = _quantised(
    (1, "scale of x", _none), (2, "zero point of x", _none),
    (4, "scale of w", _filters(3)), (5, "zero point of w", _filters(3)),
    (6, "scale of y", _none), (7, "zero point of y", _none),
)  # fmt: skip

_SHAPES: dict[str, Callable[[Op], None]] = {
    "ConvInteger": _quantised((2, "zero point of x", _none), (3, "zero point of w", _filters(1))),
    "ConvTranspose": _transposed,
    "DequantizeLinear": _scaled,
    "Gemm": _gemm,
    "InstanceNormalization": _channels,
    "LRN": _size,
    "LayerNormalization": _last_axes,
    "MatMulInteger": _quantised((2, "zero point of A", _rows(0)), (3, "zero point of B", _columns(1))),
    "QLinearConv": _convolved,
    "QLinearMatMul": _quantised(
        (1, "scale of a", _rows(0)), (2, "zero point of a", _rows(0)),
        (4, "scale of b", _columns(3)), (5, "zero point of b", _columns(3)),
        (6, "scale of y", _columns(3)), (7, "zero point of y", _columns(3)),
    ),
    "QuantizeLinear": _scaled,
    "RMSNormalization": _last_axes,
}  # fmt: skip
