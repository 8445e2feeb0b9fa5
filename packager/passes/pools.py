"""A maximum over a large window starts from that over a smaller one, where the model computes both.

MaxPool(x, 5x5), MaxPool(x, 9x9), MaxPool(x, 13x13)    ->    a = MaxPool(x, 5x5), b = MaxPool(a, 5x5), MaxPool(b, 5x5)

For steps of one element and pads that keep the size: what lies outside counts for nothing, so the windows add up.
"""

from __future__ import annotations

from dataclasses import replace

from packager.graph import Node, Patch
from packager.passes.driver import Pass
from packager.passes.view import View, local, with_attrs


def _window(node: Node) -> tuple[int, ...]:
    """The kernel of a MaxPool that keeps the size of its input and lies evenly around each element; () of any other."""
    kernel, pads = node.ints("kernel_shape"), node.ints("pads")
    steps = {*node.ints("strides", (1,)), *node.ints("dilations", (1,))}
    plain = steps == {1} and not any(node.outputs[1:]) and not node.epilogue and all(k % 2 for k in kernel)
    return kernel if plain and pads == tuple(k // 2 for k in kernel) * 2 else ()


def _max(view: View, node: Node) -> Patch | None:
    kernel = _window(node)
    if not kernel:
        return None
    source = node.inputs[0]
    smaller = [
        (own, other)
        for other in view.readers(source)
        if other.op == "MaxPool" and view.position[other.name] < view.position[node.name]
        if (own := _window(other)) and own != kernel and all(a <= b for a, b in zip(own, kernel, strict=True))
    ]
    if not smaller:
        return None
    own, other = max(smaller, key=lambda found: found[0])
    rest = tuple(b - a + 1 for a, b in zip(own, kernel, strict=True))
    new = with_attrs(node, kernel_shape=rest, pads=tuple(k // 2 for k in rest) * 2)
    return Patch(
        (node.name,), (replace(new, inputs=other.outputs[:1]),), why=f"its window is around that of {other.name}"
    )


POOLS = Pass("pools", local({"MaxPool": (_max,)}))
