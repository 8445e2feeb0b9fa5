"""The step table: whatever a program's numbers are, decoding gives them back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.binary.encode import Table, encode, leb
from packager.errors import AddressesTooLarge
from packager.kernels.base import Kernel, Program, Ref, Step, float_bits


@dataclass(frozen=True)
class Fake(Kernel):
    """A kernel with that many pointers and arguments."""

    family: ClassVar[str] = "fake"
    number: int
    count: int
    arity: int
    ends: int = 0

    @property
    def finish(self) -> Kernel | None:
        return Fake(self.ends + 100, 0, 0) if self.ends else None

    @property
    def symbol(self) -> str:
        return f"fake_{self.number}"

    @property
    def pointers(self) -> tuple[str, ...]:
        return tuple(f"p{i}" for i in range(self.count))

    @property
    def args(self) -> tuple[str, ...]:
        return tuple(f"a{i}" for i in range(self.arity))

    def emit(self, fn: object) -> None:
        raise AssertionError("only its signature is used")


Decoded = tuple[tuple[tuple[str, str], ...], list[tuple[int, int]], list[int]]
"""Of a step: the functions of each level, base and offset of each pointer, arguments."""


def decode(table: Table, arity: dict[str, int], bits: int) -> list[Decoded]:
    """The steps, as pack_steps of runtime/src/model.c reads them: written from its comment, not from the encoder."""
    data, at = table.data, 0
    frames, last = [0] * table.frame_words, [0] * table.bases
    word = 1 << bits

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                assert value < word
                return value

    def signed(value: int) -> int:
        return value // 2 if value % 2 == 0 else -(value // 2) - 1

    def as_word(value: int) -> int:
        return (value + word // 2) % word - word // 2

    out = []
    turns = [0] * table.repeats
    while at < len(data):
        row = number()
        if row >= len(table.entries):
            depth, back, times = row - len(table.entries), number(), number()
            turns[depth] += 1
            if turns[depth] <= times:
                at -= back
            else:
                turns[depth] = 0
            continue
        entry = table.entries[row]
        pointers = []
        for _ in range(entry.pointers):
            code = number()
            base = code & ((1 << table.base_bits) - 1)
            last[base] = last[base] + (signed(code >> table.base_bits) << table.shifts[1 if base else 0])
            pointers.append((base, last[base]))
        place = entry.frame
        while True:
            mask = data[at]
            at += 1
            for bit in range(7):
                if mask >> bit & 1:
                    frames[place + bit] = as_word(frames[place + bit] + signed(number()))
            place += 7
            if mask < 128:
                break
        out.append((entry.functions, pointers, frames[entry.frame : entry.frame + arity[entry.functions[0][0]]]))
    assert at == len(data)
    assert not any(turns)
    return out


def reference(step: Step, inputs: int, levels: int) -> Decoded:
    base = {"weights": 0, "arena": 1, "input": 2, "output": 2 + inputs}
    refs = [step.refs[p] for p in step.kernel.pointers]
    args = [step.args[a] for a in step.kernel.args]
    numbers = [float_bits(a) if isinstance(a, float) else a for a in args]
    forms = ((step.kernel, ""), (step.wide, "_wide") if step.wide else (step.kernel, ""))[:levels]
    functions = tuple(
        (f"{kernel.symbol}{end}", f"{kernel.finish.symbol}{end}" if kernel.finish else "") for kernel, end in forms
    )
    return functions, [(base[r.space] + r.index, r.offset) for r in refs], numbers


@st.composite
def programs(draw: st.DrawFn, bits: int) -> tuple[Program, int, int]:
    inputs, outputs = draw(st.integers(0, 3)), draw(st.integers(0, 9))
    size, few = st.integers(0, 20), st.integers(0, 2)
    kernels = [Fake(i, draw(st.integers(0, 5)), draw(size), draw(few)) for i in range(draw(st.integers(1, 4)))]
    unit = draw(st.sampled_from([1, 2, 4, 64]))
    offsets = st.integers(0, 2 ** (bits - 8) // unit).map(lambda n: n * unit)
    spaces = [("weights", 1), ("arena", 1), ("input", inputs), ("output", outputs)]
    refs = st.sampled_from([(s, i) for s, n in spaces for i in range(n)]).flatmap(
        lambda space: offsets.map(lambda offset: Ref(space[0], offset, space[1]))
    )
    ints = st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    args = st.one_of(st.integers(-3, 300), ints, st.floats(width=32, allow_nan=False))
    steps = []
    for number in range(draw(st.integers(0, 12))):
        kernel = draw(st.sampled_from(kernels))
        wide = draw(st.sampled_from([None, replace(kernel, number=kernel.number + 50, ends=draw(few))]))
        places, values = {p: draw(refs) for p in kernel.pointers}, {a: draw(args) for a in kernel.args}
        steps.append(Step(kernel, places, values, f"n{number}", wide))
    return Program(tuple(steps), b""), inputs, outputs


@pytest.mark.slow
@pytest.mark.parametrize("pointer", [4, 8])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_decoding_gives_the_steps_back(pointer: Literal[4, 8], data: st.DataObject) -> None:
    program, inputs, outputs = data.draw(programs(8 * pointer))
    table = encode(program, inputs, outputs, pointer)
    arity = {k.symbol: len(k.args) for k in program.kernels}
    assert decode(table, arity, 8 * pointer) == [reference(s, inputs, table.levels) for s in program.steps]
    assert table.levels == 1 + any(s.wide for s in program.steps)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_several_models_are_runs_of_their_own(data: st.DataObject) -> None:
    """The steps of three models with equal interfaces, whose tensors are numbered on in the program."""
    program, inputs, outputs = data.draw(programs(64))
    steps: list[list[Step]] = [[], [], []]
    for step in program.steps:
        number = data.draw(st.integers(0, 2))
        on = {"input": number * inputs, "output": number * outputs}
        refs = {name: replace(ref, index=ref.index + on.get(ref.space, 0)) for name, ref in step.refs.items()}
        steps[number].append(replace(step, refs=refs, model=number))
    joint = replace(program, steps=tuple(step for one in steps for step in one))
    table = encode(joint, 3 * inputs, 3 * outputs, 8, [(inputs, outputs)] * 3)
    arity = {k.symbol: len(k.args) for k in program.kernels}
    for number, (first, end) in enumerate(zip((0, *table.ends), table.ends, strict=False)):
        run = decode(replace(table, data=table.data[first:end]), arity, 64)
        back = {"input": number * inputs, "output": number * outputs}
        own = [
            replace(s, refs={n: replace(r, index=r.index - back.get(r.space, 0)) for n, r in s.refs.items()})
            for s in steps[number]
        ]
        assert run == [reference(s, inputs, table.levels) for s in own]
    assert table.ends[-1] == len(table.data)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    outer=st.integers(1, 9),
    inner=st.integers(1, 9),
    before=st.integers(0, 2),
    units=st.lists(st.integers(0, 200), max_size=4),
)
def test_loops_are_written_once(outer: int, inner: int, before: int, units: list[int]) -> None:
    """Two nested loops whose pointers move on evenly, between steps that have nothing to do with them."""
    kernels = [Fake(i, 2, 3) for i in range(3)]

    def step(kernel: Fake, arena: int, weights: int, arg: int) -> Step:
        refs = {"p0": Ref("arena", arena), "p1": Ref("weights", weights)}
        return Step(kernel, refs, {"a0": arg, "a1": 7, "a2": -arg}, "n")

    steps = [step(kernels[2], 4096 * i, 64, 5) for i in range(before)]
    for i in range(outer):
        for j in range(inner):
            steps += [step(kernels[0], 640 * i + 64 * j + u, 1024 * j, 3) for u in units]
        steps.append(step(kernels[1], 640 * i, 0, 4))
    steps.append(step(kernels[2], 0, 128, 9))
    program = Program(tuple(steps), b"")
    table = encode(program, 1, 1, 8)
    arity = {k.symbol: len(k.args) for k in program.kernels}
    assert decode(table, arity, 64) == [reference(s, 1, table.levels) for s in program.steps]
    assert len(table.data) <= 14 * (before + 3 * (len(units) + 2)) * 3
    assert table.repeats <= 2


def test_equal_layers_cost_little() -> None:
    kernel = Fake(0, 3, 18)
    args = {a: 100 + i for i, a in enumerate(kernel.args)}
    steps = [
        Step(
            kernel,
            {"p0": Ref("arena", 64 * i), "p1": Ref("weights", 1024 * i), "p2": Ref("arena", 64 * i + 64)},
            args,
            "n",
        )
        for i in range(100)
    ]
    assert len(encode(Program(tuple(steps), b""), 1, 1, 8).data) <= 80


def test_leb_is_the_standard_one() -> None:
    assert [leb(n) for n in (0, 127, 128, 624485)] == [b"\0", b"\x7f", b"\x80\x01", b"\xe5\x8e\x26"]


@pytest.mark.provokes("E330")
@pytest.mark.parametrize("what", ["pointer", "argument"])
def test_a_32_bit_target_has_limits(what: str) -> None:
    kernel = Fake(0, 1, 1)
    ref = Ref("arena", 2**33 + 1 if what == "pointer" else 0)
    program = Program((Step(kernel, {"p0": ref}, {"a0": 2**31 if what == "argument" else 1}, "conv_7"),), b"")
    encode(program, 1, 1, 8)
    with pytest.raises(AddressesTooLarge, match="conv_7") as caught:
        encode(program, 1, 1, 4)
    assert "64-bit target" in caught.value.fix
