"""What convolutions and matrix products share: which register tiles suit a layer, how weights are packed, the steps."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from packager.graph import Array, Node
from packager.kernels.base import Ref, Step
from packager.kernels.conv import Conv
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
    target, epilogue = ctx.target, epilogue_of(ctx.graph, node)
    found = []
    for tile in dict.fromkeys((*target.tiles, target.gemv, *small_tiles(target))):
        nr = tile.vectors * target.vec
        waste = ceil(pixels / tile.rows) * tile.rows * ceil(cout / nr) * nr / (pixels * cout) - 1
        for tail in tails(cout, nr, target.vec):
            kernel = Conv(tile.rows, tile.vectors, epilogue, tail)
            cycles = tile_cycles(target, tile, pixels, depth, cout, tail)
            found.append(Variant(kernel, cycles, f"{tile.rows}x{nr} tile, {waste:.0%} computed twice"))
    return tuple(sorted(found, key=lambda v: v.cycles))


def tails(cout: int, nr: int, vec: int) -> tuple[int, ...]:
    """How results of fewer channels than a panel holds may leave: the widest power of two at a time, or one by one."""
    if cout >= nr:
        return (0,)
    widest = 1 << (min(cout, vec).bit_length() - 1)
    return tuple(dict.fromkeys((widest, 1)))


def small_tiles(target: Target) -> tuple[Tile, ...]:
    """One vector wide: for layers with fewer channels than the widest tiles hold."""
    return (Tile(target.tiles[0].rows, 1),)


def tile_cycles(target: Target, tile: Tile, pixels: int, depth: int, cout: int, tail: int) -> float:
    """Estimated cycles: multiply-adds, loads or latency, whichever binds, plus what tiles cost to place and finish."""
    pixel_tiles, panels = ceil(pixels / tile.rows), ceil(cout / (tile.vectors * target.vec))
    products = tile.rows * tile.vectors * (1 if target.fma else 1.5)
    # Two multiply-adds and two loads a cycle, 32 bytes of weights a cycle from the second-level cache; a sum can take
    # its next product after four cycles.
    per_k = max(products / 2, (tile.rows + tile.vectors) / 2, tile.vectors * target.vec / 8, 4.0)
    finish = tile.rows * (4 * ceil(cout / tail) if tail else 2 * tile.vectors)
    # Weights come from memory once, 8 bytes a cycle: a panel mostly of zeros is not free.
    streamed = panels * tile.vectors * target.vec * depth / 2
    return pixel_tiles * (8 * tile.rows + panels * (depth * per_k + finish + 15)) + streamed


def pack(weights: Array, bias: Array | None, nr: int) -> Array:
    """[Cout, kh, kw, Cin] and [Cout] -> the panels `[Cout/NR][bias NR][kh][kw][Cin][NR]` of kernels/conv.py.

    A last panel that is not full starts at Cout-NR; fewer than NR channels in all are padded with zeros.
    """
    cout = weights.shape[0]
    flat = weights.reshape(cout, -1).T.astype(np.float32)
    rows = np.concatenate([np.zeros((1, cout)) if bias is None else bias.reshape(1, cout), flat]).astype(np.float32)
    if cout < nr:
        return np.ascontiguousarray(np.pad(rows, ((0, 0), (0, nr - cout))))
    starts = [min(p * nr, cout - nr) for p in range(ceil(cout / nr))]
    return np.ascontiguousarray(np.stack([rows[:, s : s + nr] for s in starts]))


def step(ctx: Context, node: Node, kernel: Conv, layer: Layer, weights: Ref) -> Step:
    """The call of `kernel` that computes `layer` with packed `weights`."""
    nr = kernel.vectors * ctx.target.vec
    pixels, depth = layer.height * layer.width, layer.kh * layer.kw * layer.kc
    refs = {"x": layer.x, "w": weights, "y": layer.y}
    args: dict[str, int | float] = {
        "pixels": pixels, "width": layer.width, "kh": layer.kh, "kh.step": layer.kh_step, "kw": layer.kw,
        "kw.step": layer.kw_step, "kc": layer.kc,
        "x.col": layer.x_col, "x.wrap": layer.x_row - layer.width * layer.x_col,
        "y.col": layer.y_col, "y.wrap": layer.y_row - layer.width * layer.y_col,
    }  # fmt: skip
    if kernel.tail:
        args["cout"] = layer.cout
    else:
        panels = ceil(layer.cout / nr)
        chunk = max(1, min(panels, CHUNK // (4 * nr * (depth + 1))))
        args |= {"panels": panels, "chunk": chunk, "last": layer.cout - nr}
    for tensor in tensors_of(ctx, node):
        # A matrix's rows are the pixels of an image one row high.
        n, row, col, channel = tensor.strides if len(tensor.strides) == 4 else (0, 0, *(0, 0, *tensor.strides)[-2:])
        start = n * layer.image + row * layer.first_row + col * layer.first_column + channel * layer.first_channel
        refs[tensor.pointer] = moved(address(ctx, tensor.value), start)
        row, col = row * layer.row_stride, col * layer.column_stride
        args |= {f"{tensor.pointer}.col": col, f"{tensor.pointer}.wrap": row - layer.width * col}
    args |= numbers_of(ctx.graph, node)
    return Step(kernel, refs, args, node.name)


def moved(ref: Ref, elements: int) -> Ref:
    """`ref` moved on by f32 elements."""
    return Ref(ref.space, ref.offset + 4 * elements, ref.index)
