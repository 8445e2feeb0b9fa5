"""Loops that kernels share: nests around the work, whose counts and steps are arguments, and runs in vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from packager.emit.builder import Fn, Ptr, Val
from packager.kernels.parts import Axis, Numbers, counted


def kept_args(depth: int, streams: Iterable[str]) -> tuple[str, ...]:
    """Arguments of `kept`: per loop its count `k0` and each stream's element step `x.k0`."""
    names = tuple(streams)
    return tuple(name for d in range(depth) for name in (f"k{d}", *(f"{s}.k{d}" for s in names)))


def kept(fn: Fn, depth: int, at: Mapping[str, Ptr], body: Callable[[dict[str, Ptr]], None], done: int = 0) -> None:
    """`depth` nested loops over results: body(where each stream of `at` is)."""
    if done == depth:
        body(dict(at))
        return
    with fn.loop(fn.arg(f"k{done}")) as i:
        kept(fn, depth, {s: p + i * fn.arg(f"{s}.k{done}") for s, p in at.items()}, body, done + 1)


def kept_axes(depth: int, streams: Mapping[str, int], args: Numbers) -> tuple[Axis, ...]:
    """The axes of `kept`, the longest first; `streams` have elements of so many bytes."""
    found = (
        counted(f"k{d}", args, {s: size * int(args[f"{s}.k{d}"]) for s, size in streams.items()}) for d in range(depth)
    )
    return tuple(sorted(found, key=lambda axis: -axis.units))


def kept_loops(depth: int, stream: str, args: Numbers, size: int = 4) -> tuple[tuple[int, int], ...]:
    """Counts and byte steps of `kept` for a stream with elements of `size` bytes."""
    return tuple((int(args[f"k{d}"]), size * int(args[f"{stream}.k{d}"])) for d in range(depth))


def over(fn: Fn, count: Val, lanes: int, body: Callable[[Val, int], None]) -> None:
    """body(i, lanes) for every whole vector of elements, then body(i, 1) for each left over: none is visited twice."""
    done = count & -lanes
    if lanes > 1:
        with fn.loop(done, lanes, maybe_empty=True) as i:
            body(i, lanes)
    else:
        done = fn.index(0)
    with fn.loop(count - done, maybe_empty=True) as i:
        body(done + i, 1)


def spread(fn: Fn, value: Val, lanes: int) -> Val:
    """A scalar in every lane; a vector as it is."""
    return fn.splat(value, lanes) if value.lanes == 1 else value
