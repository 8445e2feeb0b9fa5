"""The proof behind threads: a Program -> nothing, or PlanBroken. Shares no code with what divides the run.

All phases are replayed on a canvas with a cell for every few bytes: first each thread marks what it writes, and may
meet no other's mark; then nothing that a thread reads may carry another's. Before the next phase marks are wiped off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import gcd

import numpy as np
import numpy.typing as npt

from packager.errors import PlanBroken
from packager.kernels.base import Program, Step
from packager.kernels.parts import Box

Cells = npt.NDArray[np.int16]


def check(program: Program, name: str, vec: int) -> None:
    """Raise PlanBroken where two threads touch a byte in one phase that one of them writes, or where steps are out of
    order. `vec` is the target's vector in f32 lanes."""
    order = [(step.phase, step.thread) for step in program.steps]
    if order != sorted(order) or not all(0 <= step.thread < program.threads for step in program.steps):
        raise PlanBroken.of(name, "", "its steps do not stand in the order of phases and threads")
    boxes = [list(_boxes(step, vec)) for step in program.steps]
    canvas = _Canvas(name, [box for step in boxes for box in step])
    numbered = zip(program.steps, boxes, strict=True)
    for _, phase in groupby(numbered, key=lambda pair: pair[0].phase):
        canvas.replay(list(phase), vec)


class _At:
    """A box in the memory `key`: its first byte, counts and byte steps, bytes of a run; whose, and whether written."""

    def __init__(self, step: Step, box: Box) -> None:
        ref = step.refs[box.stream]
        self.key = (ref.space, ref.index)
        self.first = ref.offset + box.at
        self.run = ref.bytes if box.run is None else box.run
        self.loops = [loop for loop in box.loops if loop[0] > 1]
        self.written, self.thread, self.node = box.written, step.thread, step.node

    @property
    def unit(self) -> int:
        return gcd(self.first, self.run, *(step for _, step in self.loops))

    @property
    def low(self) -> int:
        return self.first + sum((n - 1) * step for n, step in self.loops if step < 0)

    @property
    def end(self) -> int:
        return self.first + self.run + sum((n - 1) * step for n, step in self.loops if step > 0)


def _boxes(step: Step, vec: int) -> Iterator[_At]:
    """What is touched of memory that is ever written."""
    for box in step.kernel.reach(step.args, vec) or ():
        if step.refs[box.stream].space in ("arena", "output") and all(n > 0 for n, _ in box.loops):
            yield _At(step, box)


class _Canvas:
    def __init__(self, name: str, boxes: Sequence[_At]) -> None:
        self.name = name
        self.units: dict[tuple[str, int], int] = {}
        ends: dict[tuple[str, int], int] = {}
        for box in boxes:
            if box.low < 0:
                raise PlanBroken.of(name, box.node, "it touches memory before the arena")
            self.units[box.key] = gcd(self.units.get(box.key, 0), box.unit)
            ends[box.key] = max(ends.get(box.key, 0), box.end)
        self.cells: dict[tuple[str, int], Cells] = {
            key: np.zeros(end // self.units[key], np.int16) for key, end in ends.items()
        }

    def view(self, box: _At) -> Cells:
        """The cells of a box."""
        cells, unit = self.cells[box.key], self.units[box.key]
        shape = (*(n for n, _ in box.loops), box.run // unit)
        strides = (*(step // unit * cells.itemsize for _, step in box.loops), cells.itemsize)
        return np.lib.stride_tricks.as_strided(cells[box.first // unit :], shape, strides)

    def replay(self, phase: Sequence[tuple[Step, list[_At]]], vec: int) -> None:
        """One phase."""
        threads = {step.thread for step, _ in phase}
        if len(threads) < 2:
            return
        for step, _ in phase:
            if step.kernel.reach(step.args, vec) is None:
                raise PlanBroken.of(self.name, step.node, "nobody knows what it touches, and it is not alone")
        boxes = [box for _, found in phase for box in found]
        for box in boxes:
            if box.written:
                cells = self.view(box)
                if ((cells != 0) & (cells != box.thread + 1)).any():
                    raise PlanBroken.of(self.name, box.node, "two threads write the same memory at the same time")
                cells[...] = box.thread + 1
        for box in boxes:
            cells = self.view(box)
            if not box.written and ((cells != 0) & (cells != box.thread + 1)).any():
                raise PlanBroken.of(self.name, box.node, "it reads what another thread writes at the same time")
        for box in boxes:
            if box.written:
                self.view(box)[...] = 0
