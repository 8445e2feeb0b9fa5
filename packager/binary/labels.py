"""Labels for a range of bytes: named pieces plus what fills the gaps, such that every byte has exactly one label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from packager.binary.artifact import Label
from packager.errors import LinkBroken


def cover(pieces: Iterable[Label], start: int, end: int, gap: Callable[[int, int], Label]) -> tuple[Label, ...]:
    """`pieces` sorted, and `gap(start, end)` for every hole in [start, end). Empty pieces are dropped.

    Raises LinkBroken where two pieces overlap or one leaves the range.
    """
    out: list[Label] = []
    at = start
    for piece in sorted((p for p in pieces if p.start < p.end), key=lambda p: (p.start, p.end)):
        if piece.start < at:
            before = out[-1].name if out else "the start"
            raise _broken(f"{piece.kind} '{piece.name}' at {piece.start} overlaps {before}, which ends at {at}")
        if piece.start > at:
            out.append(gap(at, piece.start))
        out.append(piece)
        at = piece.end
    if at > end:
        raise _broken(f"{out[-1].kind} '{out[-1].name}' ends at {at}, behind the end {end}")
    if at < end:
        out.append(gap(at, end))
    return tuple(out)


def check(labels: Sequence[Label], size: int) -> tuple[Label, ...]:
    """`labels` themselves; raises LinkBroken unless they are sorted, without gap or overlap, and sum up to `size`."""
    if not labels or labels[0].start != 0 or labels[-1].end != size:
        raise _broken(f"they do not span bytes 0 to {size}")
    for a, b in pairwise(labels):
        if a.end != b.start:
            raise _broken(f"'{a.name}' ends at {a.end}, but '{b.name}' starts at {b.start}")
    total = sum(label.end - label.start for label in labels)
    if total != size or any(label.end <= label.start for label in labels):
        raise _broken(f"they sum up to {total} bytes, the file has {size}")
    return tuple(labels)


def _broken(why: str) -> LinkBroken:
    return LinkBroken(
        "the labels of the executable do not add up",
        where="executable",
        why=why,
        fix="this is a bug of pack: report it with the model; the other toolchain may do (--toolchain local or docker)",
    )
