"""A small program with hand-written kernels, and what it computes, for the tests of linking and of the runtime."""

from __future__ import annotations

import atexit
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from llvmlite import ir

from packager.binary.artifact import Artifact
from packager.binary.link import link, payload
from packager.dtype import F32
from packager.emit.backend import emit, harden, new_module
from packager.errors import LocalToolchainMissing
from packager.graph import Value
from packager.kernels.base import Code, Kernel, Program, Ref, Step
from packager.target import Target, load
from packager.toolchain import local
from packager.toolchain.base import Toolchain

TARGETS = ("x86-64-v2", "x86-64-v3", "aarch64", "armv7")


@dataclass(frozen=True)
class Scale(Kernel):
    """y[i] = x[i] * w[i] + bias, for i < n. `tag` makes several kernels of it."""

    family: ClassVar[str] = "scale"
    tag: str = ""

    @property
    def symbol(self) -> str:
        return f"scale{self.tag}"

    @property
    def pointers(self) -> tuple[str, ...]:
        return ("x", "w", "y")

    @property
    def args(self) -> tuple[str, ...]:
        return ("n", "bias", "spare0", "spare1", "spare2", "spare3", "spare4", "spare5", "spare6")

    def emit(self, fn: object) -> None:
        raise NotImplementedError("the tests write this kernel's IR themselves: see `code`")

    def code(self, target: Target) -> Code:
        word, number, pointer = ir.IntType(8 * target.pointer), ir.FloatType(), ir.PointerType()
        module = new_module(self.symbol, target)
        function = ir.Function(module, ir.FunctionType(ir.VoidType(), [pointer, pointer]), self.symbol)
        harden(function)
        head, loop, end = (function.append_basic_block(n) for n in ("head", "loop", "end"))
        b = ir.IRBuilder(head)
        ptrs, args = function.args

        def at(base: ir.Value, index: ir.Value | int, kind: ir.Type) -> ir.Value:
            index = ir.Constant(word, index) if isinstance(index, int) else index
            return b.gep(base, [index], source_etype=kind)

        x, w, y = (b.load(at(ptrs, i, pointer), typ=pointer) for i in range(3))
        n = b.load(at(args, 0, word), typ=word)
        bits = b.load(at(args, 1, word), typ=word)
        bias = b.bitcast(b.trunc(bits, ir.IntType(32)) if target.pointer == 8 else bits, number)
        zero = ir.Constant(word, 0)
        b.cbranch(b.icmp_signed("<", zero, n), loop, end)
        b.position_at_end(loop)
        i = b.phi(word)
        i.add_incoming(zero, head)
        product = b.fmul(b.load(at(x, i, number), typ=number), b.load(at(w, i, number), typ=number))
        b.store(b.fadd(product, bias), at(y, i, number))
        following = b.add(i, ir.Constant(word, 1))
        i.add_incoming(following, loop)
        b.cbranch(b.icmp_signed("<", following, n), loop, end)
        b.position_at_end(end)
        b.ret_void()
        made = emit(module, target)
        return Code(made.elf, made.frames[self.symbol])


@dataclass(frozen=True)
class Sample:
    """A program over `size` floats: `inputs` and `outputs` in the model's order, and numpy's answer."""

    program: Program
    kernels: tuple[Scale, ...]
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    arena: int
    weights: np.ndarray
    size: int

    def code(self, target: Target) -> Mapping[str, Code]:
        return {kernel.symbol: kernel.code(target) for kernel in self.kernels}

    def answer(self, x: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        one = x * self.weights[: self.size] + np.float32(1.5)
        two = one * self.weights[self.size :] + np.float32(-2.0)
        return two, z * self.weights[: self.size] + np.float32(0.25)


def sample(size: int = 48, tag: str = "") -> Sample:
    """Two inputs, two outputs, one value in the arena, two kernels."""
    weights = np.random.default_rng(1).standard_normal(2 * size).astype(np.float32)
    first, second = Scale(tag), Scale(f"{tag}_again")
    half = 4 * size

    def step(kernel: Scale, x: Ref, w: int, y: Ref, bias: float, node: str) -> Step:
        spare = {f"spare{i}": i * 1000 - 3000 for i in range(7)}
        return Step(kernel, {"x": x, "w": Ref("weights", w), "y": y}, {"n": size, "bias": bias, **spare}, node)

    steps = (
        step(first, Ref("input", 0, 0), 0, Ref("arena", 128), 1.5, "one"),
        step(second, Ref("arena", 128), half, Ref("output", 0, 0), -2.0, "two"),
        step(first, Ref("input", 0, 1), 0, Ref("output", 0, 1), 0.25, "three"),
    )
    shape = (1, size)
    return Sample(
        program=Program(steps, weights.tobytes()),
        kernels=(first, second),
        inputs=(Value("x", shape, F32), Value('z: "second" */ ??/', shape, F32)),
        outputs=(Value("y", shape, F32), Value("größe", shape, F32)),
        arena=128 + half,
        weights=weights,
        size=size,
    )


def divided(threads: int, size: int = 48) -> Sample:
    """The sample with each step in parts, a phase for each of the first two; the third is in the second one's."""
    model = sample(size)
    cuts = [size * i // threads for i in range(threads + 1)]

    def part(step: Step, thread: int, phase: int) -> Step:
        refs = {name: replace(ref, offset=ref.offset + 4 * cuts[thread]) for name, ref in step.refs.items()}
        args = {**step.args, "n": cuts[thread + 1] - cuts[thread]}
        return replace(step, refs=refs, args=args, thread=thread, phase=phase)

    first, second, third = model.program.steps
    steps = [part(first, thread, 0) for thread in range(threads)]
    for thread in range(threads):
        steps += [part(second, thread, 1), part(third, thread, 1)]
    return replace(model, program=replace(model.program, steps=tuple(steps), threads=threads))


FINDERS = {"zig": local._zig, "clang": local._clang, "gcc": local._gcc}
HERE = tuple(kind for kind, finder in FINDERS.items() if finder(load("x86-64-v3")))
"""Kinds of local toolchains for x86-64 on this machine."""


@cache
def local_toolchain(target: str, kind: str = "") -> Toolchain:
    """A toolchain of this machine for `target`, of `kind` or any; the test is skipped where there is none."""
    try:
        found = FINDERS[kind](load(target)) if kind else local.find(load(target))
    except LocalToolchainMissing as missing:
        pytest.skip(missing.why)
    assert found is not None
    return found


def built(folder: Path, target: str, toolchain: Toolchain, model: Sample | None = None, **options: Any) -> Artifact:
    """The sample linked for `target` in `folder`, called `toy-net` unless `name` says otherwise."""
    model, machine = model or sample(), load(target)
    name = options.pop("name", "toy-net")
    code = options.pop("code", None) or model.code(machine)
    return link(
        model.program, code, model.inputs, model.outputs, model.arena, name, machine, toolchain, folder, **options
    )


@cache
def ready(target: str, weights: str = "file") -> Artifact:
    """The sample with all its files, linked once for all tests; they must not change the folder."""
    return built(_folder(), target, local_toolchain(target), weights=weights)


@cache
def several(target: str, threads: int) -> Artifact:
    """The divided sample, linked once for all tests."""
    return built(_folder(), target, local_toolchain(target), divided(threads))


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pack-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def emulator(target: str) -> list[str]:
    """What runs `target`'s programs here: nothing, or qemu; the test is skipped where there is none."""
    machine = load(target)
    if platform.machine() in machine.native and target != "x86-64-v4":
        return []
    path = shutil.which(machine.qemu) or shutil.which(f"{machine.qemu}-static")
    if path is None:
        pytest.skip(f"needs {machine.qemu}")
    return [path]


def execute(
    artifact: Artifact, folder: Path, *arguments: str | Path, prefix: Sequence[str] = (), **options: Any
) -> subprocess.CompletedProcess[str]:
    """The artifact's executable on `arguments`, in `folder`."""
    exe = artifact.folder / artifact.files["exe"]
    return subprocess.run(
        [*prefix, str(exe), *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,
    )


def tensors(folder: Path, model: Sample) -> tuple[np.ndarray, np.ndarray]:
    """Writes the model's inputs x.bin and z.bin, and its weights, into `folder`; gives its answers."""
    rng = np.random.default_rng(5)
    x, z = (rng.standard_normal((1, model.size)).astype(np.float32) for _ in range(2))
    (folder / "x.bin").write_bytes(x.tobytes())
    (folder / "z.bin").write_bytes(z.tobytes())
    (folder / "toy-net.weights").write_bytes(payload(model.program.weights))
    return model.answer(x, z)
