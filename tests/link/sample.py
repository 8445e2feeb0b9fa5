"""A small program with hand-written kernels, and what it computes, for the tests of linking and of the runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from llvmlite import ir

from packager.dtype import F32
from packager.emit.llvm import emit, harden, new_module
from packager.graph import Value
from packager.kernels.base import Kernel, Program, Ref, Step
from packager.link import Code
from packager.target import Target


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
        bias = b.bitcast(b.trunc(b.load(at(args, 1, word), typ=word), ir.IntType(32)), number) if target.pointer == 8 else (
            b.bitcast(b.load(at(args, 1, word), typ=word), number)
        )
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
        inputs=(Value("x", shape, F32), Value("z: \"second\"", shape, F32)),
        outputs=(Value("y", shape, F32), Value("größe", shape, F32)),
        arena=128 + half,
        weights=weights,
        size=size,
    )
