"""A convolution 3x3 as three nodes, WinogradInput, WinogradProduct and WinogradOutput, and when that may be used.

Points are large numbers that cancel, so some accuracy is lost. `loss` bounds by how much more than in the direct sum;
a tile is used where rounding errors stay below `LIMIT` of the largest result that the weights allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil, sqrt

import numpy as np

from packager.dtype import F32
from packager.graph import Array, Attr, Graph, Node, Value
from packager.kernels.base import Kernel, Step
from packager.kernels.conv import Conv
from packager.kernels.winograd import WinogradInput, WinogradOutput, backward, forward
from packager.lowering import tiles
from packager.lowering.base import Context, Op, Operator, Variant
from packager.lowering.epilogues import address, epilogue_of, numbers_of, tensors_of
from packager.lowering.tiles import Layer
from packager.plan.needs import InputNeed, Needs, Rows

NeedsOf = Callable[[Graph, Node], Needs]
Lower = Callable[[Context, Node, Kernel], Iterator[Step]]

SIZES = (4, 2)
"""Outputs of a tile along each side."""

LIMIT = 1e-4
"""Of the largest result that the weights allow for inputs of one size: what rounding may change."""

_FILTER = {
    2: ((1, 0, 0), (0.5, 0.5, 0.5), (0.5, -0.5, 0.5), (0, 0, 1)),
    4: (
        (1 / 4, 0, 0), (-1 / 6, -1 / 6, -1 / 6), (-1 / 6, 1 / 6, -1 / 6),
        (1 / 24, 1 / 12, 1 / 6), (1 / 24, -1 / 12, 1 / 6), (0, 0, 1),
    ),
}  # fmt: skip
"""G of F(m, 3): three taps -> m+2 points."""


def points(weights: Array, size: int) -> Array:
    """[Cout, Cin, 3, 3] -> [(size+2)^2, Cout, Cin] f32: G g G^T, computed in f64."""
    g = np.array(_FILTER[size])
    found: Array = np.einsum("pi,ocij,qj->pqoc", g, weights.astype(np.float64), g, optimize=True)
    return found.reshape(-1, *weights.shape[:2]).astype(np.float32)


def loss(weights: Array, size: int) -> float:
    """A bound on the rounding error, as a share of sum |w| of the output channel where it is largest: for inputs of
    magnitude 1. Errors of Cin products at each point are taken as independent, hence the root."""
    n = size + 2
    b, a = (np.abs(np.array(f(list(np.eye(n))))) for f in (forward, backward))
    spread = np.outer(b.sum(axis=1), b.sum(axis=1)).reshape(-1)  # of the input's points, for inputs of 1
    gather = np.einsum("ip,jq->ijpq", a, a).reshape(size * size, -1).max(axis=0)
    depth = weights.shape[1]
    sums = np.abs(points(weights, size).astype(np.float64)).sum(axis=2).T @ (spread * gather)
    direct = np.abs(weights.astype(np.float64)).sum(axis=(1, 2, 3))
    # Every point is off by the two transforms (some ten operations) and by a sum of `depth` products.
    operations = sqrt(depth) + 10
    ratio = np.divide(sums, direct * depth, out=np.zeros_like(sums), where=direct > 0)
    return float(ratio.max(initial=0.0) * operations * sqrt(depth) * np.finfo(np.float32).eps / 2)


def inside(graph: Graph, node: Node, size: int) -> Graph:
    """The three nodes that compute what `node` does; the last one has its name and its epilogue."""
    x, y = graph[node.inputs[0]], graph[node.outputs[0]]
    weights = graph[node.inputs[1]].const
    assert weights is not None
    bias = graph.const(node.inputs[2]) if len(node.inputs) > 2 and node.inputs[2] else None
    (_, height, width, cout), cin = y.shape, x.shape[3]
    rows, columns, n = ceil(height / size), ceil(width / size), (size + 2) ** 2
    constants = points(weights, size), np.zeros(cout, np.float32) if bias is None else bias.reshape(-1)
    made = [
        Value(f"{node.name}/points", (n, rows, columns, cin), F32),
        Value(f"{node.name}/filter", constants[0].shape, F32, constants[0]),
        Value(f"{node.name}/sums", (n, rows, columns, cout), F32),
        Value(f"{node.name}/bias", constants[1].shape, F32, constants[1]),
    ]
    names = [v.name for v in made]
    tile: dict[str, Attr] = {"pads": node.ints("pads", (0, 0, 0, 0))[:2], "m": size}
    nodes = (
        Node(f"{node.name}/input", "WinogradInput", (x.name,), (names[0],), tile, where=node.where),
        Node(f"{node.name}/product", "WinogradProduct", tuple(names[:2]), (names[2],), where=node.where),
        replace(
            node, op="WinogradOutput", inputs=(names[2], names[3]), attrs={"m": size, "depth": weights[0].size}
        ),
    )  # fmt: skip
    outside = {v for n in nodes for v in (*n.reads, *n.outputs) if v and v in graph.values}
    values = {name: graph[name] for name in graph.values if name in outside}
    values |= {v.name: v for v in made}
    inputs = dict.fromkeys(v for n in nodes for v in n.reads if v in outside and graph[v].const is None)
    return Graph(node.name, nodes, values, tuple(inputs), node.outputs).verify()


def variants(ctx: Context, node: Node) -> tuple[tuple[Variant, ...], str]:
    """Ways to compute the convolution `node` in points, and which tiles are refused and why ('' where none is)."""
    weights = ctx.graph[node.inputs[1]].const
    assert weights is not None
    ones = {*node.ints("strides", (1,)), *node.ints("dilations", (1,)), node.int("group", 1)} == {1}
    if not ctx.splits or weights.shape[2:] != (3, 3) or not ones or ctx.graph[node.inputs[0]].shape[0] != 1:
        return (), ""
    bounds = {size: loss(weights, size) for size in SIZES}
    found = tuple(v for size, bound in bounds.items() if bound <= LIMIT for v in _of_size(ctx, node, size, bound))
    refused = (f"{name(size)} refused: error bound {bound:.1e} > {LIMIT:.0e}" for size, bound in bounds.items()
               if bound > LIMIT)  # fmt: skip
    return found, "; ".join(refused)


def name(size: int) -> str:
    """What the tile is called: F(m x m, 3x3) makes m x m outputs of a 3x3 convolution."""
    return f"Winograd F({size}x{size}, 3x3)"


def _of_size(ctx: Context, node: Node, size: int, bound: float) -> Iterator[Variant]:
    graph = inside(ctx.graph, node, size)
    first, product, last = graph.nodes
    why = f"{name(size)}, error bound {bound:.0e}"
    ends = tuple(zip(input_variants(ctx, graph, first), output_variants(ctx, graph, last), strict=True))
    for middle in product_variants(ctx, graph, product):
        for before, after in ends:
            parts, reason = (before, middle, after), f"{why}, {middle.why}"
            yield Variant(after.kernel, sum(p.cycles for p in parts), reason, parts=parts, inside=graph)


def input_variants(ctx: Context, graph: Graph, node: Node) -> tuple[Variant, ...]:
    """Tiles into points."""
    size, (n, rows, columns, c) = node.int("m"), graph[node.outputs[0]].shape

    def made(vec: int) -> tuple[Kernel, float]:
        lanes = _lanes(vec, c)
        cycles = 15 + 3.2 * n if ctx.target.in_order else 10 + 2.1 * n
        return WinogradInput(size, lanes), rows * columns * ceil(c / lanes) * cycles

    return _ways(ctx, made, "tiles into points")


def output_variants(ctx: Context, graph: Graph, node: Node) -> tuple[Variant, ...]:
    """Points into outputs."""
    size, (n, rows, columns, c) = node.int("m"), graph[node.inputs[0]].shape
    epilogue = epilogue_of(ctx, node)
    if ctx.target.in_order:
        cycles = 15 + 2 * n + size * size * (4 + epilogue.cycles)
    else:
        cycles = 10 + 1.2 * n + size * size * (2 + epilogue.cycles)

    def made(vec: int) -> tuple[Kernel, float]:
        lanes = _lanes(vec, c)
        return WinogradOutput(size, lanes, epilogue), rows * columns * ceil(c / lanes) * cycles

    return _ways(ctx, made, "points into outputs")


def _lanes(vec: int, channels: int) -> int:
    """The widest vector that the channels fill."""
    while vec > channels:
        vec //= 2
    return vec


def _ways(ctx: Context, made: Callable[[int], tuple[Kernel, float]], why: str) -> tuple[Variant, ...]:
    """With the target's vectors everywhere, and with wider ones where there are such."""
    kernel, cycles = made(ctx.target.vec)
    narrow = Variant(kernel, cycles, why)
    if ctx.target.wide is None:
        return (narrow,)
    wide, fewer = made(ctx.target.wide.vec)
    return (replace(narrow, cycles=(cycles + fewer) / 2, wide=wide), narrow)


def product_variants(ctx: Context, graph: Graph, node: Node) -> Iterator[Variant]:
    """The register tiles that need no epilogue's function, but for those that are far from the best."""
    (n, rows, columns, cin), cout = graph[node.inputs[0]].shape, graph[node.outputs[0]].shape[3]
    found = tiles.variants(ctx, node, rows * columns, cin, cout)
    plain = [v for v in found if isinstance(v.kernel, Conv) and not v.kernel.lanes]
    limit = 1.25 * min((v.cycles for v in plain), default=0.0)
    for variant in plain:
        if variant.cycles <= limit:
            yield replace(variant, cycles=variant.cycles * n)


def lower_input(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
    """One step."""
    x, y = ctx.storage(node.inputs[0]).strides, ctx.storage(node.outputs[0]).strides
    _, rows, columns, c = ctx.graph[node.outputs[0]].shape
    top, left = node.ints("pads")
    args: dict[str, int | float] = {
        "height": rows, "width": columns, "channels": c, "x.row": x[1], "x.col": x[2],
        "y.row": y[1], "y.col": y[2], "y.point": y[0],
    }  # fmt: skip
    yield Step(kernel, {"x": ctx.ref(node.inputs[0], 0, -top, -left), "y": ctx.ref(node.outputs[0])}, args, node.name)


def lower_product(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
    """A step for each point."""
    assert isinstance(kernel, Conv)
    filters = ctx.graph[node.inputs[1]].const
    assert filters is not None
    x, y = ctx.storage(node.inputs[0]).strides, ctx.storage(node.outputs[0]).strides
    n, rows, columns, cout = ctx.graph[node.outputs[0]].shape
    for point in range(n):
        layer = Layer(
            x=ctx.ref(node.inputs[0], point), y=ctx.ref(node.outputs[0], point), height=rows, width=columns,
            x_row=x[1], x_col=x[2], y_row=y[1], y_col=y[2], kh=1, kh_step=0, kw=1, kw_step=0,
            kc=filters.shape[2], cout=cout,
        )  # fmt: skip
        packed = tiles.pack(filters[point].reshape(cout, 1, 1, -1), None, tiles.packing(kernel, ctx.target))
        yield tiles.step(ctx, node, kernel, layer, ctx.weights(packed))


def lower_output(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
    """One step."""
    x, y = ctx.storage(node.inputs[0]).strides, ctx.storage(node.outputs[0]).strides
    _, height, width, c = ctx.graph[node.outputs[0]].shape
    refs = {"x": ctx.ref(node.inputs[0]), "w": address(ctx, node.inputs[1]), "y": ctx.ref(node.outputs[0])}
    args: dict[str, int | float] = {
        "height": height, "width": width, "channels": c, "x.row": x[1], "x.col": x[2], "x.point": x[0],
        "y.row": y[1], "y.col": y[2],
    }  # fmt: skip
    for tensor in tensors_of(ctx, node):
        refs[tensor.pointer] = address(ctx, tensor.value)
        row, col, _ = ((0,) * 4 + tensor.strides)[-3:]
        args |= {f"{tensor.pointer}.row": row, f"{tensor.pointer}.col": col}
    yield Step(kernel, refs, args | numbers_of(ctx, node), node.name)


def input_needs(graph: Graph, node: Node) -> Needs:
    """A halo that fills the last tiles up."""
    size, (top, left) = node.int("m"), node.ints("pads")
    _, height, width, _ = graph[node.inputs[0]].shape
    _, rows, columns, _ = graph[node.outputs[0]].shape
    below, right = (max(0, count * size + 2 - pad - n) for count, pad, n in
                    ((rows, top, height), (columns, left, width)))  # fmt: skip
    halo = ((0, 0), (top, below), (left, right), (0, 0))
    return Needs((InputNeed(halo, spread_pixels=True),), rows=Rows(size + 2, size, top))


def product_needs(graph: Graph, node: Node) -> Needs:
    """Rows of tiles, one from one."""
    del graph
    return replace(Needs.plain(node), rows=Rows())


def output_needs(graph: Graph, node: Node) -> Needs:
    """Each row of tiles makes as many rows as a tile has."""
    del graph
    return replace(Needs.plain(node), rows=Rows(made=node.int("m")))


def part(name: str, doc: str, needs_of: NeedsOf, lower_with: Lower) -> Op:
    """The operator `name`, one of the three. Nothing is left to choose: they come with their kernels."""

    class Part:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            return needs_of(graph, node)

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            del ctx
            raise TypeError(f"{node.name} is made when its kernels are chosen already")

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            return lower_with(ctx, node, kernel)

    Part.__doc__ = doc
    operator: type[Operator] = Part
    return Op(name, 1, doc, operator=operator)
