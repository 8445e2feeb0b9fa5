"""Runs a model's compiled kernels inside the test process: no toolchain, no executable, the host's own target."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import llvmlite.binding as llvm
import numpy as np
import onnx

from packager import target as targets
from packager.emit import backend
from packager.emit.builder import Fn
from packager.engines import llvm as engine
from packager.graph import Array, Graph
from packager.kernels.base import Kernel, Program, Ref, float_bits
from packager.load import load
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.plan.types import Plan
from packager.run.execute import runs_natively
from packager.target import Target

HOST_TARGETS = tuple(name for name in targets.names() if runs_natively(targets.load(name)))
"""The shipped targets whose code this machine's processor can execute."""

POISON = 0x7F
"""Byte that fills memory before a run: as f32 it is 3.4e38, so that whoever reads what nobody wrote shows."""


@dataclass(frozen=True)
class Compiled:
    """A model as far as its program."""

    graph: Graph
    plan: Plan
    program: Program
    target: Target


def compile_model(model: onnx.ModelProto, folder: Path, target: str, optimize: str = "speed") -> Compiled:
    """The whole pipeline up to the program."""
    path = folder / "model.onnx"
    onnx.save(model, path)
    return compile_graph(optimise(load(path)), target, optimize)


def compile_graph(graph: Graph, target: str, optimize: str = "speed") -> Compiled:
    """From an optimised graph to the program."""
    machine = targets.load(target)
    plan = make_plan(graph, lambda node: engine.needs(graph, node))
    chosen = engine.choose(plan, machine, optimize)
    return Compiled(graph, plan, engine.lower(plan, machine, chosen), machine)


def run(compiled: Compiled, feeds: Mapping[str, Array]) -> dict[str, Array]:
    """The outputs by name. Arena and outputs start poisoned; what lies around them must stay as it was."""
    graph, program = compiled.graph, compiled.program
    arena, weights = _guarded(compiled.plan.arena_bytes), _guarded(len(program.weights))
    weights.inner[:] = np.frombuffer(program.weights, np.uint8)
    inputs = [np.ascontiguousarray(feeds[name]) for name in graph.inputs]
    outputs = [_guarded(graph[name].nbytes) for name in graph.outputs]
    spaces = {
        "arena": [arena.inner], "weights": [weights.inner], "input": inputs, "output": [o.inner for o in outputs],
    }  # fmt: skip

    def address(ref: Ref) -> int:
        return int(spaces[ref.space][ref.index].ctypes.data) + ref.offset

    for step in program.steps:
        pointers = np.array([address(step.refs[n]) for n in step.kernel.pointers], np.uint64)
        args = np.array([_word(step.args[n]) for n in step.kernel.args], np.int64)
        _function(step.kernel, compiled.target)(pointers.ctypes.data, args.ctypes.data)
    for memory in (arena, weights, *outputs):
        assert memory.intact(), "a kernel wrote outside its memory"
    return {
        name: memory.inner.view(graph[name].dtype.np).reshape(graph[name].shape).copy()
        for name, memory in zip(graph.outputs, outputs, strict=True)
    }


@dataclass(frozen=True)
class Guarded:
    """Memory between two poisoned borders."""

    whole: Array
    inner: Array

    def intact(self) -> bool:
        """True where the borders still hold the poison."""
        size = (len(self.whole) - len(self.inner)) // 2
        return bool((self.whole[:size] == POISON).all() and (self.whole[len(self.whole) - size :] == POISON).all())


def _guarded(size: int, border: int = 256) -> Guarded:
    raw = np.full(size + 2 * border + 64, POISON, np.uint8)
    start = -raw.ctypes.data % 64
    whole = raw[start : start + size + 2 * border]
    return Guarded(whole, whole[border : border + size])


def _word(value: float) -> int:
    return float_bits(value) if isinstance(value, float) else int(value)


@cache
def _function(kernel: Kernel, target: Target) -> Callable[[int, int], None]:
    module = backend.new_module(kernel.symbol, target)
    fn = Fn(module, kernel.symbol, kernel.pointers, kernel.args, target, engine.body)
    kernel.emit(fn)
    fn.finish()
    parsed = backend.optimise(module, target)
    machine = llvm.Target.from_triple(target.triple).create_target_machine(
        cpu=target.cpu, features=target.features, opt=2, reloc="pic", codemodel="small", jit=True
    )
    jit = llvm.create_mcjit_compiler(parsed, machine)
    jit.finalize_object()
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(jit.get_function_address(kernel.symbol))
    call.keep_alive = (jit, machine)
    return call
