"""The end of tiles: results that lie on the stack go through an epilogue to the output.

A function of its own, which every kernel with this epilogue calls, so that its code stands in the binary once. A call
costs about 30 cycles, so it is made for as many channels as `BATCH` holds; short epilogues are inlined instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from packager.emit.builder import Fn, Ptr, Val
from packager.kernels.base import Kernel
from packager.kernels.epilogue import Epilogue

ROWS, STRIDE, COUNT, CHANNEL, STREAMS, PLACES = range(6)
"""Words of a frame: rows of the tile, elements from one to the next, how many of a row count, the channel that the
first belongs to, streams; then for each row the place of each stream (output, operands) as an element offset."""

BATCH = 64
"""Channels of a row that a call ends, where a tile has not more."""


@dataclass(frozen=True)
class Finish(Kernel):
    """`lanes` results at a time; where a row's count is no multiple of them the last vector starts earlier."""

    epilogue: Epilogue
    lanes: int

    more = ("frame", "tile")

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"finish_{self.epilogue.tag}_{self.lanes}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """Those of the kernel that calls it: two that it leaves alone, output, operands."""
        return ("x", "w", "y", *self.epilogue.tensors)

    @property
    def args(self) -> tuple[str, ...]:
        """The epilogue's numbers."""
        return self.epilogue.numbers

    def emit(self, fn: Fn) -> None:
        """Rows, vectors."""
        frame, tile = fn.given("frame", fn.iptr), fn.given("tile")
        streams = ("y", *self.epilogue.tensors)
        count, channel, stride = ((frame + word).load() for word in (COUNT, CHANNEL, STRIDE))
        starts = {n: fn.ptr(n) + channel for n in streams}
        place, element = fn.var(fn.index(PLACES)), fn.var(fn.index(0))
        with fn.loop((frame + ROWS).load()):
            at = {n: starts[n] + (frame + place.get() + i).load() for i, n in enumerate(streams)}
            values = tile + element.get()
            place.set(place.get() + (frame + STREAMS).load())
            element.set(element.get() + stride)
            with fn.loop(count, self.lanes) as first:
                c = first.minimum(count - self.lanes)
                value = (values + c).load(self.lanes)
                result = self.epilogue.emit(fn, value, lambda name: (at[name] + c).load(self.lanes))
                (at["y"] + c).store(result)


class Frame:
    """The caller's side: where the rows of a tile go. `streams` are the output and the operands, in order."""

    def __init__(self, fn: Fn, rows: int, streams: Sequence[str]) -> None:
        self.fn, self.rows, self.streams = fn, rows, tuple(streams)
        self.words = fn.array(PLACES + rows * len(self.streams), fn.iptr)
        self.room: int
        self.tile: Ptr

    def place(self, stream: str, row: Val | int) -> Ptr:
        """The word with the place of `stream` for `row`."""
        index = self.fn.index(row) if isinstance(row, int) else row
        return self.words + index * len(self.streams) + (PLACES + self.streams.index(stream))

    def stack(self, width: int, lanes: int) -> None:
        """Make room for as many channels of a tile as a call ends, a multiple of `width`, in vectors of `lanes`; say
        what is the same for all tiles."""
        fn, self.room = self.fn, max(1, BATCH // width) * width
        for word, value in ((ROWS, self.rows), (STRIDE, self.room), (STREAMS, len(self.streams))):
            (self.words + word).store(fn.index(value))
        self.tile = fn.vectors(self.rows * self.room // lanes, lanes)

    def keep(self, row: int, column: Val | int, value: Val) -> None:
        """Results of `row` for the function to end: from `column` of the stack on."""
        (self.tile + (column + row * self.room)).store(value)

    def finish(self, channel: Val, count: Val, skip: int) -> None:
        """Let the function end what the stack holds, `count` channels from `channel`; the epilogue's numbers are the
        arguments behind the first `skip`."""
        (self.words + CHANNEL).store(channel)
        (self.words + COUNT).store(count)
        self.fn.call_finish(skip, self.words, self.tile)
