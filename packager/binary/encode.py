"""Program -> the step table the runtime interprets (runtime/src/model.c, pack_steps) and the rows of its kernel table.

A step is the kernel's number; each pointer as (zigzag(units since the base's last pointer) << bits | base); and those
arguments that differ from the last call with the same list of arguments, as differences. All numbers are LEB128.
Because all is relative, steps that come again in a loop's regular way have the same bytes: `folded` writes them once.
The steps of several threads are one stream, in the order of their phases and threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from packager.errors import AddressesTooLarge, Where
from packager.kernels.base import Kernel, Program, Step, float_bits, functions_of

WEIGHTS, ARENA, TENSORS = 0, 1, 2
"""Numbers of the bases: weights, arena, then inputs and outputs in the model's order, then further streams of the
arena."""

DEPTH = 2
"""How deep repetitions may be nested."""

LONGEST = 128
"""Pieces (steps, or repetitions inside) that a repetition may have."""

GROUP = 7
"""Arguments per byte of the mask; its eighth bit says that another group follows."""


@dataclass(frozen=True)
class Entry:
    """A row of the kernel table: functions and what they finish with ('' for none), for each level of the CPU; pointers
    of a step, and where its arguments start in the interpreter's frame (in words)."""

    functions: tuple[tuple[str, str], ...]
    pointers: int
    frame: int


@dataclass(frozen=True)
class Table:
    """The encoded steps. `repeats`: how deep repetitions are nested, 0 where there are none; `bases`: streams of
    pointers. They count in units of 2**shift bytes; `shifts` are those of the weights and of all other bases. `levels`:
    2 where some kernels have a wide form, else 1; `finish`: some call a function at their tiles' end."""

    data: bytes
    repeats: int
    entries: tuple[Entry, ...]
    bases: int
    base_bits: int
    shifts: tuple[int, int]
    frame_words: int
    max_pointers: int
    levels: int
    finish: bool
    threads: int = 1
    ends: tuple[int, ...] = ()
    """Where the steps of each model end."""

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions of all entries, each once."""
        named = (name for entry in self.entries for pair in entry.functions for name in pair)
        return tuple(dict.fromkeys(filter(None, named)))


def encode(
    program: Program,
    inputs: int,
    outputs: int,
    pointer: Literal[4, 8],
    models: Sequence[tuple[int, int]] = (),
) -> Table:
    """The table of `program` for a model with that many inputs and outputs, on a target with `pointer` bytes.

    `models` says how many of them each of several models has; their steps are runs of their own, with the same rows.
    Raises AddressesTooLarge where a number does not fit into the target's word.
    """
    tensors = max((sum(one) for one in models), default=inputs + outputs)
    rows = tuple(dict.fromkeys((step.kernel, step.wide) for step in program.steps))
    frames = _frames(program.kernels)
    levels = 2 if any(wide for _, wide in rows) else 1
    refs = (ref for step in program.steps for ref in step.refs.values())
    bases = TENSORS + tensors + max((ref.stream for ref in refs), default=0)
    bits = max(1, (bases - 1).bit_length())
    walks = _walks(program.steps, models or ((inputs, outputs),), tensors, bases)
    shifts = (
        _shift(move for walk in walks for _, step in walk for base, move in step if base == WEIGHTS),
        _shift(move for walk in walks for _, step in walk for base, move in step if base != WEIGHTS),
    )
    numbers = {row: number for number, row in enumerate(rows)}
    runs: list[list[bytes]] = []
    # Where steps of the next thread follow, or after the last thread's those of the next phase, there is a mark.
    mark = leb(len(rows))
    for walk in walks:
        marked, last, pieces = 0, {names: [0] * len(names) for names in frames}, list[bytes]()
        for step, pointers in walk:
            here = step.phase * program.threads + step.thread
            pieces += [mark] * (here - marked)
            marked = here
            out = bytearray(leb(numbers[step.kernel, step.wide]))
            for base, move in pointers:
                unit = shifts[0 if base == WEIGHTS else 1]
                out += leb(_fits(_zigzag(move >> unit) << bits | base, 8 * pointer, step, "an address"))
            names = tuple(step.kernel.args)
            values = [_word(step.args[name]) for name in names]
            out += _changes(last[names], values, pointer, step)
            last[names] = values
            pieces.append(bytes(out))
        runs.append(pieces)
    depth, first = 0, len(rows) + (program.threads > 1)
    while depth < DEPTH and (fewer := [folded(pieces, first + depth) for pieces in runs]) != runs:
        runs, depth = fewer, depth + 1
    return Table(
        data=b"".join(piece for pieces in runs for piece in pieces),
        repeats=depth,
        entries=tuple(_entry(kernel, wide, levels, frames[tuple(kernel.args)]) for kernel, wide in rows),
        bases=bases,
        base_bits=bits,
        shifts=shifts,
        frame_words=sum(map(len, frames)),
        max_pointers=max((len(kernel.pointers) for kernel, _ in rows), default=0),
        levels=levels,
        finish=any(k.finish for k in program.kernels),
        threads=program.threads,
        ends=tuple(accumulate(sum(map(len, pieces)) for pieces in runs)),
    )


def _entry(kernel: Kernel, wide: Kernel | None, levels: int, frame: int) -> Entry:
    """The row; where there is no wide form the base form serves both levels."""
    base = tuple(f.name for f in functions_of(kernel))
    wider = tuple(f.name for f in functions_of(kernel, wide))[len(base) :] or base
    functions = tuple((names[0], names[1] if len(names) > 1 else "") for names in (base, wider)[:levels])
    return Entry(functions, len(kernel.pointers), frame)


def folded(pieces: list[bytes], number: int) -> list[bytes]:
    """`pieces` with runs of them that come again right away written once, and behind them a repetition: `number`, the
    bytes to go back from its end, and how many times; that is one piece then. What would be no shorter stays."""
    found: list[bytes] = []
    at = 0
    while at < len(pieces):
        best, saved = (1, 0, b""), 0
        for length in range(1, min(LONGEST, (len(pieces) - at) // 2) + 1):
            if pieces[at + length] != pieces[at]:
                continue
            unit, times = pieces[at : at + length], 0
            while pieces[at + (times + 1) * length : at + (times + 2) * length] == unit:
                times += 1
            if times:
                size = sum(map(len, unit))
                mark = _repetition(number, size, times)
                if times * size - len(mark) > saved:
                    best, saved = (length, times, mark), times * size - len(mark)
        length, times, mark = best
        found.append(b"".join(pieces[at : at + length]) + mark)
        at += length * (times + 1)
    return found


def _repetition(number: int, size: int, times: int) -> bytes:
    """The bytes that make `size` bytes before them come again `times` times."""
    mark = leb(number) + leb(size) + leb(times)
    while True:
        longer = leb(number) + leb(size + len(mark)) + leb(times)
        if len(longer) == len(mark):
            return longer
        mark = longer


def leb(value: int) -> bytes:
    """`value` >= 0 in LEB128: 7 bits a byte, low ones first, the eighth bit set on all but the last."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _zigzag(value: int) -> int:
    """0, -1, 1, -2, ... -> 0, 1, 2, 3, ..."""
    return value * 2 if value >= 0 else -value * 2 - 1


def _word(value: int | float) -> int:
    return float_bits(value) if isinstance(value, float) else int(value)


def _frames(kernels: Sequence[Kernel]) -> dict[tuple[str, ...], int]:
    """Where each list of arguments lies in the frame: kernels with the same list share it, their calls being alike."""
    lists = tuple(dict.fromkeys(tuple(kernel.args) for kernel in kernels))
    return dict(zip(lists, accumulate(map(len, lists), initial=0), strict=False))


_Walk = list[tuple[Step, list[tuple[int, int]]]]
"""Steps of one model, and per pointer its base and the bytes from the last pointer into that base."""


def _walks(steps: Sequence[Step], models: Sequence[tuple[int, int]], tensors: int, bases: int) -> list[_Walk]:
    """The walk of each of the `models` (inputs and outputs), of which none has more than so many `tensors`."""
    found: list[_Walk] = []
    read = written = 0
    for number, (inputs, outputs) in enumerate(models):
        last, walk = [0] * bases, _Walk()
        # Of all models' inputs, and outputs, these are numbers `read` and `written` and those that follow.
        first = {"input": TENSORS - read, "output": TENSORS + inputs - written}
        for step in (s for s in steps if s.model == number):
            moves: list[tuple[int, int]] = []
            for ref in (step.refs[name] for name in step.kernel.pointers):
                base = WEIGHTS if ref.space == "weights" else ARENA
                if ref.space in first:
                    base = first[ref.space] + ref.index
                elif ref.space == "arena" and ref.stream:
                    base = TENSORS + tensors + ref.stream - 1
                moves.append((base, ref.offset - last[base]))
                last[base] = ref.offset
            walk.append((step, moves))
        found.append(walk)
        read, written = read + inputs, written + outputs
    return found


def _shift(moves: Iterable[int]) -> int:
    """How many low bits are zero in all `moves`, at most 6."""
    union = 1 << 6
    for move in moves:
        union |= abs(move)
    return (union & -union).bit_length() - 1


def _changes(last: Sequence[int], values: Sequence[int], pointer: int, step: Step) -> bytes:
    """The masks and differences between two calls."""
    deltas = [b - a for a, b in zip(last, values, strict=True)]
    while deltas and deltas[-1] == 0:
        deltas.pop()
    groups = [deltas[i : i + GROUP] for i in range(0, len(deltas), GROUP)] or [[]]
    out = bytearray()
    for number, group in enumerate(groups):
        mask = sum(1 << i for i, delta in enumerate(group) if delta)
        out.append(mask | (128 if number < len(groups) - 1 else 0))
        for delta in filter(None, group):
            out += leb(_difference(delta, 8 * pointer, step))
    for value in values:
        _fits(_zigzag(value), 8 * pointer, step, "an argument")
    return bytes(out)


def _difference(delta: int, bits: int, step: Step) -> int:
    """`delta` zigzag; the decoder adds modulo 2**bits, so one that does not fit may go the other way round."""
    if delta >= 1 << (bits - 1):
        delta -= 1 << bits
    elif delta < -(1 << (bits - 1)):
        delta += 1 << bits
    return _fits(_zigzag(delta), bits, step, "a difference of arguments")


def _fits(value: int, bits: int, step: Step, what: str) -> int:
    if value >> bits:
        raise AddressesTooLarge(
            f"{what} of the kernel {step.kernel.symbol} needs {value.bit_length()} bits",
            where=Where(node=step.node),
            why=f"the target has {bits}-bit words",
            fix="choose a 64-bit target, or make the model's input smaller",
        )
    return value
