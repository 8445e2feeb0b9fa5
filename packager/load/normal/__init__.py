"""Normalisers: one function per operator whose spelling changed over the opsets; Op -> nodes in normalised form.

`packager.load` documents the forms. An operator without an entry keeps its inputs, and its attributes are filled in.
"""

from __future__ import annotations

from collections.abc import Callable

from packager.graph import Attr, Node
from packager.load.normal import constants, images, reductions, shapes, simple
from packager.load.op import Op

Normaliser = Callable[[Op], tuple[Node, ...]]

_TABLE: dict[str, Normaliser] = {
    **constants.TABLE,
    **images.TABLE,
    **reductions.TABLE,
    **shapes.TABLE,
    **simple.TABLE,
}


def normalise(op: Op) -> tuple[Node, ...]:
    """The nodes that `op` becomes, in order; new constants are in `op.made`. Raises PackError where it cannot be."""
    return _TABLE.get(op.op, plain)(op)


def plain(op: Op) -> tuple[Node, ...]:
    """The operator as it is, with every attribute stated, and its `axis` counted from the front."""
    attrs: dict[str, Attr] = {}
    for key, value in {**op.defaults, **op.attrs}.items():
        if not isinstance(value, (int, float, str, tuple)):
            op.unsupported(f"its attribute '{key}' is a tensor", "export the model without this operator")
        attrs[key] = value
        numbers = value if isinstance(value, tuple) else (value,)
        if any(isinstance(v, int) and not -(2**31) <= v < 2**31 for v in numbers):
            # No size is that large; such numbers overflow in the native code of the shape inference.
            op.invalid(f"its {key} {value} is out of range")
    if isinstance(axis := attrs.get("axis"), int) and op.inputs and op.inputs[0] is not None:
        attrs["axis"] = op.axis(axis)
    for key in ("strides", "dilations", "kernel_shape", "group", "groups", "blocksize", "num_groups"):
        found = attrs.get(key, 1)
        if any(v < 1 for v in (found if isinstance(found, tuple) else (found,)) if isinstance(v, int)):
            op.invalid(f"its {key} {found} is below 1")
    return (op.node(op.op, op.inputs, attrs),)
