"""What convolutions and matrix products share: which register tiles suit a layer, how weights are packed, the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from packager.graph import Array, Node
from packager.kernels.base import Ref, Step
from packager.kernels.conv import Conv, Packing
from packager.kernels.finish import BATCH
from packager.lowering.base import Context, Variant
from packager.lowering.epilogues import address, epilogue_of, numbers_of, tensors_of
from packager.target import Target, Tile

CHUNK = 256 * 1024
"""Bytes of weights a chunk of panels may take, so that it stays in the second-level cache while all pixels pass."""


@dataclass(frozen=True)
class Layer:
    """A convolution as the kernel sees it: one image, one group. Steps are in elements.

    `x` and `y` are the addresses of the first pixel's first tap and of the first output; `x_row` is the step from one
    output row to the next in the input. The taps are `kh` x `kw` runs of `kc` contiguous elements. The remaining fields
    say which outputs these are: every `row_stride`-th row from `first_row`, and so on, which the residual needs.
    """

    x: Ref
    y: Ref
    height: int
    width: int
    x_row: int
    x_col: int
    y_row: int
    y_col: int
    kh: int
    kh_step: int
    kw: int
    kw_step: int
    kc: int
    cout: int
    first_channel: int = 0
    image: int = 0
    first_row: int = 0
    first_column: int = 0
    row_stride: int = 1
    column_stride: int = 1


def variants(ctx: Context, node: Node, pixels: int, depth: int, cout: int) -> tuple[Variant, ...]:
    """The tiles that can compute `pixels` outputs of `cout` channels, sums of `depth` products; cheapest first."""
    target, epilogue = ctx.target, epilogue_of(ctx, node)
    found = []
    for tile, packing, wide in shapes(target):
        nr = tile.vectors * target.vec
        waste = ceil(pixels / tile.rows) * tile.rows * ceil(cout / nr) * nr / (pixels * cout) - 1
        why = f"{tile.rows}x{nr} tile, {waste:.0%} computed twice"
        plain = Conv(tile.rows, tile.vectors, epilogue, packing=packing, inline=ctx.limit)
        loads: tuple[Conv, ...] = (plain,)
        if target.by_lane > 1:
            # Who wants few bytes takes a small tile first: large ones come in one form only, to be chosen from sooner.
            by_lane = replace(plain, by_lane=target.by_lane)
            loads = (by_lane,) if tile in target.tiles else (plain, by_lane)
        for kernel in (form for load in loads for form in forms(load, target, cout)):
            cycles = tile_cycles(target, kernel, pixels, depth, cout)
            if wide is None:
                found.append(Variant(kernel, cycles, why))
                continue
            wider = widened(kernel, wide, target.widened, cout)
            # Half of the runs on either kind of CPU: nobody said more.
            mean = (cycles + tile_cycles(target.widened, wider, pixels, depth, cout)) / 2
            found.append(Variant(kernel, mean, f"{why}; {wide.rows} rows on wider vectors", wide=wider))
    return tuple(sorted(found, key=lambda v: v.cycles))


def shapes(target: Target) -> Iterator[tuple[Tile, Packing | None, Tile | None]]:
    """Tiles, how weights lie for them, and the tile that computes the same from them on the target's wider vectors."""
    tiles = tuple(dict.fromkeys((*target.tiles, target.gemv, *small_tiles(target))))
    yield from ((tile, None, None) for tile in tiles)
    if target.wide is None:
        return
    widest = max(tile.vectors for tile in target.wide.tiles) * target.wide.vec
    for tile in target.tiles:
        for wide in target.wide.tiles:
            if wide.vectors * target.wide.vec % (tile.vectors * target.vec) == 0:
                yield tile, Packing(widest, tile.vectors * target.vec), wide
    if target.gemv.vectors * target.vec == target.wide.gemv.vectors * target.wide.vec:
        yield target.gemv, None, target.wide.gemv


def forms(kernel: Conv, target: Target, cout: int) -> tuple[Conv, ...]:
    """How the results of a tile may leave: inline, or through the epilogue's function, so many at a time."""
    group = packing(kernel, target).group
    inline = kernel.epilogue.short and cout >= group
    # Several vectors at a time share the constants of an epilogue.
    widest = 2 * target.vec if target.by_lane > 1 and kernel.epilogue.cycles > 4 else target.vec
    ways = (*((0,) if inline else ()), *widths(min(cout, group), widest), *widths(min(cout, group), target.vec))
    return tuple(
        replace(kernel, lanes=lanes, spare=spare, either=either)
        for lanes in dict.fromkeys(ways)
        for either in (False, True)
        for spare in ((0,) if kernel.epilogue.tensors or not (lanes or either) else (0, 1))
    )


def widths(count: int, vec: int) -> tuple[int, ...]:
    """Lanes in which `count` results of a pixel may leave: the widest power of two, or one by one where few."""
    widest = 1 << (min(count, vec).bit_length() - 1)
    return (widest,) if widest == vec else tuple(dict.fromkeys((widest, 1)))


def widened(kernel: Conv, tile: Tile, wider: Target, cout: int) -> Conv:
    """The kernel that computes with `tile` on the target `wider` what `kernel` does, from the same weights."""
    found = replace(kernel, rows=tile.rows, vectors=tile.vectors)
    if not kernel.lanes:
        return found
    return replace(found, lanes=widths(min(cout, packing(found, wider).group), wider.vec)[0])


def small_tiles(target: Target) -> tuple[Tile, ...]:
    """One vector wide: for layers with fewer channels than the widest tiles hold. Eight sums hide that each waits four
    cycles for its last product, two at a time; small cores in order have one at a time."""
    return (Tile(target.tiles[0].rows if target.in_order else 8, 1),)


def tile_cycles(target: Target, kernel: Conv, pixels: int, depth: int, cout: int) -> float:
    """Estimated cycles: products of a tile, plus what it costs to place and finish it, plus weights that come from
    memory once: a panel mostly of zeros is not free."""
    width = kernel.vectors * target.vec
    place, per_k, finish, streamed = (_in_order if target.in_order else _out_of_order)(target, kernel, cout)
    panels = ceil(cout / width)
    return ceil(pixels / kernel.rows) * (place + panels * (depth * per_k + finish)) + panels * width * depth * streamed


Costs = tuple[float, float, float, float]
"""Cycles to place a tile, for each product of its sums in a panel, to end a panel, and for a weight from memory."""


def _in_order(target: Target, kernel: Conv, cout: int) -> Costs:
    """What is no multiply-add takes half a cycle. 64-bit Arm loads weights in pairs. Memory gives 8 bytes a cycle."""
    rows, vectors, epilogue = kernel.rows, kernel.vectors, kernel.epilogue.cycles
    others = (rows + 3) / kernel.by_lane + vectors / (2 if target.pointer == 8 else 1)
    finish = 15 + rows * vectors * (1 + epilogue)
    if kernel.lanes:
        calls, leaving = _leaving(target, kernel, cout)
        finish = 15 + calls * (15 + rows * (2 + leaving * (2 + epilogue)))
    return (6 + 2 * len(kernel.streams)) * rows, max(rows * vectors + others / 2, 4.0), finish, 1 / 2


def _out_of_order(target: Target, kernel: Conv, cout: int) -> Costs:
    """Two multiply-adds (of 512 bits one, as on many CPUs) and two loads a cycle, 32 bytes of weights a cycle from the
    second-level cache, 20 from beyond; a sum can take its next product after four cycles, and fewer than twelve sums
    leave gaps. The rest is fitted to measured times (Zen 4)."""
    rows, vectors, epilogue = kernel.rows, kernel.vectors, kernel.epilogue.cycles
    products = rows * vectors * (1 if target.fma else 1.5) / (1 if target.vec > 8 else 2)
    gaps = 0.3 if rows * vectors < 12 else 0.0
    finish = 20 + rows * vectors * (epilogue - 0.1)
    if kernel.lanes:
        calls, leaving = _leaving(target, kernel, cout)
        call = 30 * min(1.0, vectors * target.vec / BATCH)
        finish = 20 + rows * vectors + calls * (call + rows * leaving * (0.3 + epilogue))
    place = 0.8 * len(kernel.streams) * rows + (12 if kernel.either else 0)
    return place, max(products + gaps, (rows + vectors) / 2, vectors * target.vec / 8, 4.0), finish, 1 / 5


def _leaving(target: Target, kernel: Conv, cout: int) -> tuple[int, int]:
    """Groups of a panel whose results a function writes, and in how many parts a pixel's."""
    width = kernel.vectors * target.vec
    group = min(width, packing(kernel, target).group)
    return width // group, ceil(min(cout, group) / kernel.lanes)


def packing(kernel: Conv, target: Target) -> Packing:
    """How the weights of `kernel` lie."""
    nr = kernel.vectors * target.vec
    return kernel.packing or Packing(nr, nr)


def pack(weights: Array, bias: Array | None, packing: Packing) -> Array:
    """[Cout, kh, kw, Cin] and [Cout] -> the panels of kernels/conv.py: [panels, 1 + kh*kw*Cin, width], bias first.

    Fewer channels than a group are padded with zeros, and a last panel with channels that it has already.
    """
    cout, width, group = weights.shape[0], packing.width, packing.group
    flat = weights.reshape(cout, -1).T.astype(np.float32)
    rows = np.concatenate([np.zeros((1, cout)) if bias is None else bias.reshape(1, cout), flat]).astype(np.float32)
    if cout < group:
        rows = np.pad(rows, ((0, 0), (0, group - cout)))
    last = rows.shape[1] - group
    panels = ceil(cout / width)
    columns = [min(g * group, last) + i for g in range(panels * width // group) for i in range(group)]
    return np.ascontiguousarray(rows[:, columns].reshape(len(rows), panels, width).swapaxes(0, 1))


def step(ctx: Context, node: Node, kernel: Conv, layer: Layer, weights: Ref) -> Step:
    """The call of `kernel` that computes `layer` with packed `weights`."""
    width, group = packing(kernel, ctx.target).width, packing(kernel, ctx.target).group
    pixels, depth = layer.height * layer.width, layer.kh * layer.kw * layer.kc
    refs = {"x": layer.x, "w": weights, "y": layer.y}
    args: dict[str, int | float] = {
        "pixels": pixels, "width": layer.width, "kh": layer.kh, "kh.step": layer.kh_step, "kw": layer.kw,
        "kw.step": layer.kw_step, "kc": layer.kc,
        "x.col": layer.x_col, "x.wrap": layer.x_row - layer.width * layer.x_col,
        "y.col": layer.y_col, "y.wrap": layer.y_row - layer.width * layer.y_col,
    }  # fmt: skip
    panels = max(1, min(ceil(layer.cout / width), CHUNK // (4 * width * (depth + 1))))
    args |= {
        "groups": ceil(layer.cout / group), "chunk": panels * (width // group), "last": max(0, layer.cout - group),
        "count": min(layer.cout, group),
    }  # fmt: skip
    for tensor in tensors_of(ctx, node):
        # A matrix's rows are the pixels of an image one row high.
        n, row, col, channel = tensor.strides if len(tensor.strides) == 4 else (0, 0, *(0, 0, *tensor.strides)[-2:])
        start = n * layer.image + row * layer.first_row + col * layer.first_column + channel * layer.first_channel
        refs[tensor.pointer] = moved(address(ctx, tensor.value), start)
        row, col = row * layer.row_stride, col * layer.column_stride
        args |= {f"{tensor.pointer}.col": col, f"{tensor.pointer}.wrap": row - layer.width * col}
    args |= {f"none{i}.{step}": 0 for i in range(kernel.spare) for step in ("col", "wrap")}
    args |= numbers_of(ctx, node)
    return Step(kernel, refs, {name: args[name] for name in kernel.args}, node.name)


def moved(ref: Ref, elements: int) -> Ref:
    """`ref` moved on by f32 elements."""
    return replace(ref, offset=ref.offset + 4 * elements)
