"""LLVM's side: an llvmlite module -> optimised -> one ELF object for a target, with the bytes of stack it takes."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import llvmlite.binding as llvm
from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile
from llvmlite import ir

from packager.target import Target


@dataclass(frozen=True)
class Object:
    """A relocatable ELF object, per function the bytes of its stack frame, and how many bytes of it are loaded."""

    elf: bytes
    frames: dict[str, int]
    bytes: int


def new_module(name: str, target: Target) -> ir.Module:
    """An empty module for `target`."""
    module = ir.Module(name)
    module.triple = target.triple
    module.data_layout = str(_machine(target).target_data)
    return module


def optimise(module: ir.Module, target: Target) -> llvm.ModuleRef:
    """Parse, verify and clean up: SROA, simplifycfg and instcombine are all these kernels need (measured: -O2 is no
    faster and larger, and its loop idioms call memset, which a freestanding program has not)."""
    parsed = llvm.parse_assembly(str(module))
    parsed.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=2)
    builder = llvm.create_pass_builder(_machine(target), tuning)
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    passes.add_simplify_cfg_pass()
    passes.add_instruction_combine_pass()
    passes.run(parsed, builder)
    return parsed


def optimised_ir(module: ir.Module, target: Target) -> str:
    """The module as LLVM's text after the passes (DEBUG=4)."""
    return str(optimise(module, target))


def assembly(module: ir.Module, target: Target) -> str:
    """The optimised module as the target's assembly text (DEBUG=5)."""
    parsed = optimise(module, target)
    with captured_stderr():  # the frame sizes that `emit` reads are no news here
        return str(_machine(target).emit_assembly(parsed))


def emit(module: ir.Module, target: Target) -> Object:
    """The module as an ELF object."""
    parsed = optimise(module, target)
    with captured_stderr() as captured:
        elf = _machine(target).emit_object(parsed)
    text = captured()
    frames = {f.name: 0 for f in module.functions if not f.is_declaration}
    frames.update({m[2]: int(m[1]) for m in re.finditer(r"stack frame size \((\d+)\).*?in function '([^']+)'", text)})
    sections = ELFFile(io.BytesIO(elf)).iter_sections()
    loaded = sum(s["sh_size"] for s in sections if s["sh_flags"] & SH_FLAGS.SHF_ALLOC)
    return Object(elf, frames, loaded)


def harden(function: ir.Function) -> None:
    """What every function carries: no unwind tables, no invented libcalls, small code, its frame size reported."""
    for attribute in ("nounwind", "minsize", "optsize", "noredzone"):
        function.attributes.add(attribute)
    for attribute in ('"no-builtins"', '"warn-stack-size"="0"'):
        # llvmlite knows no string attributes and refuses them in its own `add`; the printer takes any text.
        set.add(function.attributes, attribute)
    # llvmlite has no visibility, but prints the linkage right where LLVM expects it.
    function.linkage = "external hidden"


@cache
def _machine(target: Target) -> llvm.TargetMachine:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    return llvm.Target.from_triple(target.triple).create_target_machine(
        cpu=target.cpu, features=target.features, opt=2, reloc="pic", codemodel="small"
    )


@contextmanager
def captured_stderr() -> Iterator[Callable[[], str]]:
    """LLVM reports frame sizes as warnings on file descriptor 2: catch them there."""
    with tempfile.TemporaryFile() as sink:
        saved = os.dup(2)
        os.dup2(sink.fileno(), 2)
        text = [""]
        try:
            yield lambda: text[0]
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            sink.seek(0)
            text[0] = sink.read().decode(errors="replace")
