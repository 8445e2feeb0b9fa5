"""A heap in memory: the largest of many entries, one after the other, without sorting more than is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from packager.emit.builder import Val
from packager.lowering.nest import Index, Tensor, Writer, ix

Less = Callable[[Val, Val], Val]


@dataclass(frozen=True)
class Row:
    """Numbers of entries, in a row of a tensor of integers."""

    writer: Writer
    at: Tensor
    index: tuple[int, ...] = ()

    def __getitem__(self, place: Index) -> Val:
        return self.writer.index(self.at[ix(*self.index, place)])

    def __setitem__(self, place: Index, entry: Val) -> None:
        self.at[ix(*self.index, place)] = entry


@contextmanager
def largest_first(
    w: Writer, heap: Row, size: Val, less: Less, going: Callable[[], Val] | None = None
) -> Iterator[tuple[Val, Val]]:
    """Code for each of the first `size` entries of `heap`, the largest first, as long as `going()` holds.

    It gets the entry, and a place of the heap that is free from then on: the last one for the largest.
    """
    fn = w.fn
    half = size >> 1
    turn, left = w.var(fn.index(0)), w.var(size)

    def more() -> Val:
        open_ = turn.get() < half + size
        return open_ if going is None else w.both(open_, going())

    with fn.while_(more):
        # The first turns make the heap, from its last parent to the root; each other one takes the root away.
        takes = turn.get() >= half
        top, place = w.var(fn.index(0)), w.var(half - 1 - turn.get())
        with w.if_(takes):
            left.set(left.get() - 1)
            top.set(heap[fn.index(0)])
            place.set(fn.index(0))
            heap[fn.index(0)] = heap[left.get()]
        _sink(w, heap, place.get(), left.get(), less)
        with w.if_(takes):
            yield top.get(), left.get()
        turn.set(turn.get() + 1)


def _sink(w: Writer, heap: Row, start: Val, size: Val, less: Less) -> None:
    """Let the entry at `start` sink below all that are larger."""
    fn = w.fn
    place, sinks = w.var(start), w.var(start.eq(start))
    with fn.while_(lambda: w.both(sinks.get(), place.get() * 2 + 1 < size)):
        child = w.var(place.get() * 2 + 1)
        other = child.get() + 1
        with w.if_(other < size), w.if_(less(heap[child.get()], heap[other])):
            child.set(other)
        entry, larger = heap[place.get()], heap[child.get()]
        sinks.set(less(entry, larger))
        with w.if_(sinks.get()):
            heap[place.get()] = larger
            heap[child.get()] = entry
            place.set(child.get())
