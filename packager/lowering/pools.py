"""MaxPool, AveragePool and LpPool as steps of the pool kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.pool import Kind, Pool
from packager.lowering.along import blocks
from packager.lowering.base import Context, Op, Operator, Variant
from packager.lowering.demands import demand_image, demand_one_output
from packager.lowering.nest import nested, otherwise
from packager.lowering.pointwise import finish
from packager.lowering.windows import pooled
from packager.plan.needs import Needs, Rows


def pooling(name: str, kind: Kind, doc: str, since: int = 1) -> Op:
    """The pooling operator called `name`."""

    class Pooling:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            demand_image(graph, node)
            _kind(node, kind)
            demand_one_output(node, "the indices of the maxima", "export the model without MaxUnpool")
            return replace(Needs.plain(node), rows=_rows(node))

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            return _variants(ctx, node, kind)

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            assert isinstance(kernel, Pool)
            yield from _lower(ctx, node, kernel)

    Pooling.__doc__ = doc
    operator: type[Operator] = Pooling
    return otherwise(Op(name, since, doc, operator=operator), nested(pooled(kind)))


def _kind(node: Node, kind: Kind) -> Kind:
    if kind != "l2":
        return kind
    p = node.int("p", 2)
    if p not in (1, 2):
        raise Unsupported(
            f"{node.op} with p={p}",
            where=node.where,
            why="pack compiles the norms 1 and 2",
            fix="cut the model before this node with `outputs:` in the manifest",
        )
    return "l1" if p == 1 else "l2"


def _rows(node: Node) -> Rows | None:
    """How the output's rows come from the input's; None where a window may be cut off above or below: the kernel would
    have to know where the image ends."""
    top, _, bottom, _ = node.ints("pads") or (0, 0, 0, 0)
    if top or bottom or node.int("ceil_mode"):
        return None
    return Rows(_reach(node), (node.ints("strides") or (1, 1))[0])


def _reach(node: Node) -> int:
    """Rows from the first to the last of a window."""
    return (node.ints("kernel_shape")[0] - 1) * (node.ints("dilations") or (1, 1))[0] + 1


def _variants(ctx: Context, node: Node, kind: Kind) -> tuple[Variant, ...]:
    """Blocks of 4, 2 and 1 vectors of channels; one narrower vector where the channels fill none."""
    c = ctx.graph[node.inputs[0]].shape[3]
    n, height, width, _ = ctx.graph[node.outputs[0]].shape
    kh, kw = node.ints("kernel_shape")
    dilated = any(d != 1 for d in node.ints("dilations"))
    # Without padding and overhang each window is whole, and the two ways to count are one.
    partial = any(node.ints("pads")) or bool(node.int("ceil_mode"))
    padded = kind == "mean" and bool(node.int("count_include_pad")) and partial
    found = []
    for lanes, vectors in blocks(ctx.target.vec, c):
        turns = n * height * width * -(-c // (lanes * vectors))
        cycles = turns * (10 + kh * (4 + kw * max(4 / vectors, vectors, 2))) + n * height * width * 15
        kernel = Pool(_kind(node, kind), lanes, vectors, padded, dilated)
        found.append(Variant(kernel, cycles, f"{lanes * vectors} channels at a time"))
    return tuple(sorted(found, key=lambda v: v.cycles))


def _lower(ctx: Context, node: Node, kernel: Pool) -> Iterator[Step]:
    """One step per image."""
    x, y = node.inputs[0], node.outputs[0]
    n, height, width, c = ctx.graph[y].shape
    _, h, w, _ = ctx.graph[x].shape
    (kh, kw), (sh, sw) = node.ints("kernel_shape"), node.ints("strides") or (1, 1)
    top, left, bottom, right = node.ints("pads") or (0, 0, 0, 0)
    dh, dw = node.ints("dilations") or (1, 1)
    if _rows(node):
        h = max(h, (height - 1) * sh + _reach(node))  # a strip's input begins in rows that the strip before it read
    x_steps, y_steps = ctx.storage(x).strides, ctx.storage(y).strides
    args = {
        "height": height, "width": width, "channels": c, "h": h, "w": w, "kh": kh, "kw": kw, "sh": sh, "sw": sw,
        "top": top, "left": left, "dh": dh, "dw": dw, "h.end": h + bottom, "w.end": w + right,
        "x.row": x_steps[1], "x.col": x_steps[2], "y.row": y_steps[1], "y.col": y_steps[2],
    }  # fmt: skip
    for image in range(n):
        refs = {"x": ctx.ref(x, image), "y": ctx.ref(y, image)}
        yield Step(kernel, refs, {k: args[k] for k in kernel.args}, node.name)
    yield from finish(ctx, node)
