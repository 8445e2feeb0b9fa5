"""Compiled steps called inside this process, without toolchain and executable: for measuring and testing kernels.

Only for targets whose code this machine's processor runs. A wrong address ends the process: this is no sandbox.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from packager.emit import backend
from packager.engines.llvm import module_of
from packager.kernels.base import Function, Ref, Step, float_bits
from packager.target import Target


@dataclass(frozen=True)
class Call:
    """A step ready to be called, any number of times. `words` are its pointers (a finish's address before them) and its
    arguments, which the function reads."""

    function: Callable[[int, int], None]
    words: tuple[Any, Any]

    def __call__(self) -> None:
        """Compute the step."""
        pointers, args = self.words
        self.function(pointers[1:].ctypes.data, args.ctypes.data)


def prepare(step: Step, target: Target, address: Callable[[Ref], int], *, wide: bool = False) -> Call:
    """The call of `step`, whose pointers lie at `address`; `wide` takes the kernel for wider vectors, if it has one."""
    here = [f for f in step.functions if f.wide == (wide and step.wide is not None)]
    kernel, *finish = (loaded(f, target) for f in here)
    before = [ctypes.cast(f, ctypes.c_void_p).value for f in finish] or [0]
    pointers = np.array([*before, *(address(step.refs[n]) for n in step.kernel.pointers)], np.uint64)
    args = np.array([_word(step.args[n]) for n in step.kernel.args], np.int64)
    return Call(kernel, (pointers, args))


@lru_cache(maxsize=1024)
def loaded(function: Function, target: Target) -> Any:
    """The machine function in this process's memory, as a C function of two pointers."""
    target = target.widened if function.wide else target
    module = backend.optimise(module_of(function, target), target)
    machine = llvm.Target.from_triple(target.triple).create_target_machine(
        cpu=target.cpu, features=target.features, opt=2, reloc="pic", codemodel="small", jit=True
    )
    jit = llvm.create_mcjit_compiler(module, machine)
    with backend.captured_stderr():  # the frame sizes that every function is compiled to report
        jit.finalize_object()
    call: Any = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(jit.get_function_address(function.name))
    call.keep_alive = (jit, machine)
    return call


def _word(value: float) -> int:
    return float_bits(value) if isinstance(value, float) else int(value)
