"""Compiled steps called inside this process, without toolchain and executable: for measuring and testing kernels.

Only for targets whose code this machine's processor runs. A wrong address ends the process: this is no sandbox.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from packager.engines.llvm import compiled
from packager.graph import Array
from packager.kernels.base import Function, Program, Ref, Step, float_bits
from packager.plan.types import ALIGN, Plan
from packager.run.cuts import trimmed
from packager.target import Target

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]


@dataclass(frozen=True)
class Call:
    """A step ready to be called, any number of times. `words` are its pointers (a finish's address before them) and its
    arguments, which the function reads."""

    function: Callable[[int, int], None]
    words: tuple[Any, Any]

    def __call__(self) -> None:
        """Compute the step."""
        self.function(*self.addresses)

    @property
    def addresses(self) -> tuple[int, int]:
        """Where the pointers and the arguments are."""
        pointers, args = self.words
        return pointers[1:].ctypes.data, args.ctypes.data


class Calls:
    """Several calls, one after the other, without Python in between: it would take longer than a small kernel."""

    def __init__(self, calls: Sequence[Call]) -> None:
        functions = [ctypes.cast(call.function, ctypes.c_void_p).value for call in calls]  # type: ignore[arg-type]
        rows = [(function, *call.addresses) for function, call in zip(functions, calls, strict=True)]
        self._calls, self._table, self._all = tuple(calls), np.array(rows, np.uint64).reshape(-1, 3), _caller()

    def __call__(self) -> None:
        """Compute all steps."""
        self._all(self._table.ctypes.data, len(self._table))


class Session:
    """A whole program in this process's memory, which runs as often as one likes."""

    def __init__(self, program: Program, plan: Plan, target: Target) -> None:
        graph = plan.graph
        self._inputs = {n: _aligned(graph[n].nbytes) for n in graph.inputs}
        self._outputs = {n: _aligned(graph[n].nbytes) for n in graph.outputs}
        self._arena, self._weights = _aligned(plan.arena_bytes), _aligned(len(program.weights))
        self._weights[:] = np.frombuffer(program.weights, np.uint8)
        spaces = {
            "arena": [self._arena], "weights": [self._weights],
            "input": [*self._inputs.values()], "output": [*self._outputs.values()],
        }  # fmt: skip

        def address(ref: Ref) -> int:
            return int(spaces[ref.space][ref.index].ctypes.data) + ref.offset

        self._graph = graph
        self._calls = Calls([prepare(step, target, address) for step in program.steps])

    def run(self, feeds: Mapping[str, Array]) -> dict[str, Array]:
        """The outputs by name."""
        graph = self._graph
        for name, memory in self._inputs.items():
            value = graph[name]
            array = np.ascontiguousarray(feeds[name])
            if (array.shape != value.shape and array.size != value.size) or array.dtype != value.dtype.np:
                raise ValueError(f"input {name} is {array.dtype}{list(array.shape)}, not {value}")
            memory[:] = np.frombuffer(array.tobytes(), np.uint8)
        self._calls()
        found = {
            n: np.frombuffer(memory.tobytes(), graph[n].dtype.np).reshape(graph[n].shape).copy()
            for n, memory in self._outputs.items()
        }
        return trimmed(found, graph.cuts)


def _aligned(size: int) -> Bytes:
    raw = np.zeros(size + ALIGN, np.uint8)
    start = -raw.ctypes.data % ALIGN
    return raw[start : start + size]


_CALLER = """
define void @all(ptr %rows, i64 %count) {
entry:
  %end = getelementptr [3 x ptr], ptr %rows, i64 %count
  br label %head
head:
  %row = phi ptr [%rows, %entry], [%following, %body]
  %done = icmp eq ptr %row, %end
  br i1 %done, label %exit, label %body
body:
  %function = load ptr, ptr %row
  %pointers.at = getelementptr ptr, ptr %row, i64 1
  %pointers = load ptr, ptr %pointers.at
  %args.at = getelementptr ptr, ptr %row, i64 2
  %args = load ptr, ptr %args.at
  call void %function(ptr %pointers, ptr %args)
  %following = getelementptr [3 x ptr], ptr %row, i64 1
  br label %head
exit:
  ret void
}
"""
"""A loop over rows of three words: function, pointers, arguments."""


@lru_cache(maxsize=1)
def _caller() -> Any:
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    jit = llvm.create_mcjit_compiler(llvm.parse_assembly(_CALLER), machine)
    jit.finalize_object()
    call: Any = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(jit.get_function_address("all"))
    call.keep_alive = (jit, machine)
    return call


def prepare(step: Step, target: Target, address: Callable[[Ref], int], *, wide: bool = False) -> Call:
    """The call of `step`, whose pointers lie at `address`; `wide` takes the kernel for wider vectors, if it has one."""
    here = [f for f in step.functions if f.wide == (wide and step.wide is not None)]
    kernel, *finish = (loaded(f, target) for f in here)
    before = [ctypes.cast(f, ctypes.c_void_p).value for f in finish] or [0]
    pointers = np.array([*before, *(address(step.refs[n]) for n in step.kernel.pointers)], np.uint64)
    args = np.array([_word(step.args[n]) for n in step.kernel.args], np.int64)
    return Call(kernel, (pointers, args))


@lru_cache(maxsize=4096)
def loaded(function: Function, target: Target) -> Any:
    """The machine function in this process's memory, a C function of two pointers: the very object that is linked."""
    code = compiled(function, target)
    machine = llvm.Target.from_triple(target.triple).create_target_machine(jit=True)
    jit = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    jit.add_object_file(llvm.ObjectFileRef.from_data(code.elf))
    jit.finalize_object()
    call: Any = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(jit.get_function_address(function.name))
    call.keep_alive = (jit, machine)
    return call


def _word(value: float) -> int:
    return float_bits(value) if isinstance(value, float) else int(value)
