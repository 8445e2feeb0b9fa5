"""Work along some axes of tensors: which loops of a kernel the axes become, and how wide its vectors are."""

from __future__ import annotations

from dataclasses import dataclass

from packager.lowering.region import Region, loops

Axis = tuple[int, tuple[int, ...]]
"""Count of a loop, and each region's element step."""


@dataclass(frozen=True)
class Along:
    """Loops of a kernel that works along some axes of its regions (the first one is written).

    `kept` are the loops around, `inner` those along the axes, outermost first. `channels` is the contiguous innermost
    kept axis if the kernel computes one result per lane (`rows`); otherwise the last of `inner` is contiguous.
    """

    kept: tuple[Axis, ...]
    inner: tuple[Axis, ...]
    channels: int
    rows: bool

    def kept_args(self, names: tuple[str, ...]) -> dict[str, int | float]:
        """The descriptor entries `k*` of the kept loops; `names` are the regions', in order."""
        args: dict[str, int | float] = {}
        for d, (count, steps) in enumerate(self.kept):
            args[f"k{d}"] = count
            args.update({f"{name}.k{d}": step for name, step in zip(names, steps, strict=True)})
        return args


def along(axes: tuple[int, ...], y: Region, *others: Region) -> Along:
    """The loops for work along `axes` of regions of one rank; those along which `y` has one element need no step."""
    regions = (y, *others)
    rank = len(others[0].shape)
    kept_axes = [d for d in range(rank) if d not in axes]
    nest = loops(1, *(r.permute(kept_axes) for r in regions))
    kept = list(zip(nest.counts, zip(*nest.strides, strict=True), strict=True))
    shape = tuple(others[0].shape[d] for d in axes)
    walked = loops(1, *(r.permute(axes).broadcast(shape) for r in (*others, y)))
    inner = [(n, (s[-1], *s[:-1])) for n, s in zip(walked.counts, zip(*walked.strides, strict=True), strict=True)]
    contiguous = inner[-1][1][1] == 1 and (y.shape != others[0].shape or inner[-1][1][0] == 1) and inner[-1][0] > 1
    rows, channels = not contiguous, 1
    if rows and all(s == 1 for s in kept[-1][1]):
        channels = kept.pop()[0]
    kept = kept or [(1, (0,) * len(regions))]
    return Along(tuple(kept), tuple(inner), channels, rows)


def blocks(vec: int, channels: int) -> list[tuple[int, int]]:
    """(lanes, vectors) of the blocks that fit into `channels`."""
    lanes = vec
    while lanes > channels:
        lanes //= 2
    return [(lanes, v) for v in (4, 2, 1) if lanes * v <= channels and (v == 1 or lanes == vec)]
