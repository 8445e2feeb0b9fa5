"""Fill: zeros in the halo of a value, before the node that writes it runs (the planner's `Fill`)."""

from __future__ import annotations

from collections.abc import Iterator

from packager.kernels.base import Step
from packager.kernels.fill import Fill
from packager.lowering.base import Context


def fill_steps(ctx: Context, value: str) -> Iterator[Step]:
    """One step per image: memory from the first halo element to the last is cleared, the rows of pixels left alone.

    `value` is the root of its buffer; two neighbouring axes of it (rows and columns) may have a halo. Gaps between
    pixels of one row, if any, stay as they are.
    """
    storage, shape = ctx.storage(value), ctx.graph[value].shape
    around = [d for d, pair in enumerate(storage.halo) if any(pair)]
    if not around:
        return
    w = around[-1]
    h = max(0, w - 1)
    if around[0] < h:
        raise ValueError(f"{value}: a halo around rows and columns was expected, not {storage.halo} around {shape}")
    (left, right), column, width = storage.halo[w], storage.strides[w], shape[w]
    (top, bottom), row, height = (storage.halo[h], storage.strides[h], shape[h]) if h < w else ((0, 0), 0, 1)
    # The buffer may end with the last channel of the last pixel, before the padding of its stride.
    pixel = 1 + sum((n - 1) * s for n, s in zip(shape[w + 1 :], storage.strides[w + 1 :], strict=True))
    args = {
        "first": top * row + left * column,
        "gaps": height - 1,
        "gap": row - width * column if height > 1 else 0,
        "last": bottom * row + right * column - (column - pixel) * (bottom + right > 0),
        "skip": width * column,
    }
    before = (-top, -left) if h < w else (-left,)
    for index in _indices(shape[: w + 1 - len(before)]):
        yield Step(Fill(ctx.graph[value].dtype.bytes), {"y": ctx.ref(value, *index, *before)}, args, value)


def _indices(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if not shape:
        yield ()
        return
    for i in range(shape[0]):
        for rest in _indices(shape[1:]):
            yield (i, *rest)
