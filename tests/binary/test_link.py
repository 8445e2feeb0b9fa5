"""Linking: the files of a target, their labels, and that equal inputs give equal bytes."""

from __future__ import annotations

import ctypes
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from elftools.elf.elffile import ELFFile

from packager.binary import elf
from packager.binary.archive import archive
from packager.binary.link import payload, stack_bound
from packager.debug import Debug
from packager.dtype import F32
from packager.errors import LinkBroken, OutputUnwritable, Unsupported
from packager.graph import Value
from packager.kernels.base import Code
from packager.target import load
from packager.toolchain.base import Built, Compile, Job, Link, Toolchain
from tests.binary.sample import HERE, TARGETS, built, emulator, execute, local_toolchain, ready, sample, tensors

pytestmark = pytest.mark.toolchain
ROOT = Path(__file__).parents[2]


QEMU = [pytest.param(t, marks=() if t[0] == "x" else pytest.mark.qemu) for t in TARGETS]
BUILT = [("x86-64-v3", "file"), ("x86-64-v3", "embed"), ("aarch64", "file"), ("armv7", "file")]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("target", QEMU)
@pytest.mark.parametrize("weights", ["file", "embed"])
def test_the_executable_computes_the_model(tmp_path: Path, target: str, weights: str) -> None:
    prefix = emulator(target)
    artifact = ready(target, weights)
    assert ("weights" in artifact.files) == (weights == "file")
    want = tensors(tmp_path, sample())
    files = ["toy-net.weights"] if weights == "file" else []
    done = execute(artifact, tmp_path, *files, "x.bin", "z.bin", "y.bin", "w.bin", prefix=prefix)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for file, answer in zip(("y.bin", "w.bin"), want, strict=True):
        got = np.frombuffer((tmp_path / file).read_bytes(), np.float32)
        np.testing.assert_allclose(got, answer.ravel(), rtol=1e-5, atol=1e-6)  # a target may fuse multiply and add


@pytest.mark.sampled(6)
@pytest.mark.parametrize("kind", HERE)
def test_every_local_compiler_will_do(tmp_path: Path, kind: str) -> None:
    emulator("x86-64-v2")
    model = sample()
    artifact = built(tmp_path, "x86-64-v2", local_toolchain("x86-64-v2", kind), model)
    tensors(tmp_path, model)
    assert execute(artifact, tmp_path, "toy-net.weights", "x.bin", "z.bin", "y.bin", "w.bin").returncode == 0
    assert artifact.stack > 0
    assert sum(label.end - label.start for label in artifact.labels) == (tmp_path / "toy-net").stat().st_size


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("target", "weights"), BUILT)
def test_every_byte_has_a_label(target: str, weights: str) -> None:
    model = sample()
    artifact = ready(target, weights)
    exe = (artifact.folder / "toy-net").read_bytes()
    owners = [label for label in artifact.labels for _ in range(label.start, label.end)]
    assert len(owners) == len(exe)
    assert artifact.labels[0].start == 0
    assert all(a.end == b.start for a, b in zip(artifact.labels, artifact.labels[1:], strict=False))
    names = {label.name for label in artifact.labels}
    assert {
        "ELF header",
        "program headers",
        "scale",
        "scale_again",
        "steps",
        "kernel table",
        "_start",
        "pack_main",
    } <= names
    assert {label.kind for label in artifact.labels} <= {"text", "rodata", "data", "headers", "weights", "padding"}
    text = "".join(chr(byte) for byte, owner in zip(exe, owners, strict=True) if owner.name == "usage text")
    assert text.startswith("usage: ./toy-net [--bench N]")
    blob = bytes(byte for byte, owner in zip(exe, owners, strict=True) if owner.kind == "weights")
    assert blob == (payload(model.program.weights) if weights == "embed" else b"")
    for name, code in model.code(load(target)).items():
        size = next(s.bytes for s in elf._symbols(ELFFile(io.BytesIO(code.elf))) if s.name == name)
        assert sum(label.end - label.start for label in artifact.labels if label.name == name) == size
    assert artifact.static == 0


def test_the_executable_is_small_and_only_what_is_loaded() -> None:
    exe = (ready("x86-64-v3").folder / "toy-net").read_bytes()
    assert len(exe) < 4200
    header = ELFFile(io.BytesIO(exe)).header
    assert (header["e_shoff"], header["e_shnum"], header["e_shstrndx"]) == (0, 0, 0)
    segments = [s["p_type"] for s in ELFFile(io.BytesIO(exe)).iter_segments()]
    assert segments == ["PT_LOAD", "PT_GNU_STACK"]


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    """In other folders, and with another hash seed (in a process of its own)."""
    one = ready("x86-64-v3").folder
    script = (
        "from pathlib import Path\n"
        "from tests.binary.sample import built, local_toolchain\n"
        f"built(Path({str(tmp_path / 'deeper' / 'two')!r}), 'x86-64-v3', local_toolchain('x86-64-v3'))\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=tmp_path, timeout=120)
    first = {p.name: p.read_bytes() for p in one.iterdir()}
    second = {p.name: p.read_bytes() for p in (tmp_path / "deeper" / "two").iterdir()}
    assert first == second
    assert set(first) == {"toy-net", "libtoy-net.a", "libtoy-net.so", "toy-net.h", "toy-net.weights"}
    needles = [str(one).encode(), str(ROOT).encode(), tempfile.gettempdir().encode() + b"/"]
    assert not [name for name, content in first.items() for n in needles if n in content]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("target", "weights"), BUILT)
def test_the_shared_library_exports_four_names_and_needs_no_other(target: str, weights: str) -> None:
    path = ready(target, weights).folder / "libtoy-net.so"
    with path.open("rb") as file:
        library = ELFFile(file)
        symbols = [s.name for s in library.get_section_by_name(".dynsym").iter_symbols() if s.name]
        assert sorted(symbols) == [f"toy_net_{n}" for n in ("arena_bytes", "info", "run", "strerror")]
        tags = {t.entry.d_tag for t in library.get_section_by_name(".dynamic").iter_tags()}
        assert not tags & {"DT_NEEDED", "DT_TEXTREL", "DT_RPATH", "DT_RUNPATH", "DT_INIT"}
    assert path.stat().st_size < 6000


@pytest.mark.slow
def test_two_models_link_into_one_program(tmp_path: Path) -> None:
    """Static libraries of two models with kernels of the same names, in one shared object."""
    emulator("x86-64-v2")
    toolchain = local_toolchain("x86-64-v2")
    models = {"one": sample(16), "two-b": sample(80)}
    for name, model in models.items():
        built(tmp_path, "x86-64-v2", toolchain, model, name=name, artifacts=("static",))
    files = {f"lib{name}.a": (tmp_path / f"lib{name}.a").read_bytes() for name in models}
    command = Link(("--whole-archive", *files), "both.so", ("-shared", "-z", "defs"))
    (tmp_path / "both.so").write_bytes(
        toolchain.build(Job(load("x86-64-v2"), files, (command,), ("both.so",))).files["both.so"]
    )
    both = ctypes.CDLL(str(tmp_path / "both.so"))
    for prefix, model in zip(("one", "two_b"), models.values(), strict=True):
        arena_bytes = getattr(both, f"{prefix}_arena_bytes")
        arena_bytes.restype = ctypes.c_size_t
        assert arena_bytes() == model.arena + 64
        ins = [np.full(model.size, v, np.float32) for v in (0.5, 3)]
        outs = [np.zeros(model.size, np.float32) for _ in range(2)]
        weights, arena = aligned(model.program.weights), aligned(bytes(model.arena + 64))
        pointers = [(ctypes.c_void_p * 2)(*(a.ctypes.data for a in arrays)) for arrays in (ins, outs)]
        run = getattr(both, f"{prefix}_run")
        size = ctypes.c_size_t
        assert (
            run(
                *map(ctypes.c_void_p, [weights.ctypes.data]),
                size(weights.size),
                ctypes.c_void_p(arena.ctypes.data),
                size(arena.size),
                *pointers,
            )
            == 0
        )
        for got, want in zip(outs, model.answer(*ins), strict=True):
            np.testing.assert_allclose(got, want, rtol=1e-6)


def aligned(content: bytes) -> np.ndarray:
    raw = np.zeros(len(content) + 64, np.uint8)
    start = -raw.ctypes.data % 64
    raw[start : start + len(content)] = np.frombuffer(content, np.uint8)
    return raw[start : start + len(content)]


def test_archives_are_what_ar_reads(tmp_path: Path) -> None:
    members = {"model.o": b"odd", "k000.o": b"even"}
    data = archive(members, {"model.o": ["f", "g"], "k000.o": ["h"]})
    assert data.startswith(b"!<arch>\n")
    assert len(data) % 2 == 0
    if ar := shutil.which("ar"):
        (tmp_path / "x.a").write_bytes(data)
        listed = subprocess.run([ar, "t", tmp_path / "x.a"], capture_output=True, text=True, check=True).stdout
        assert listed.split() == list(members)
        assert subprocess.run([ar, "p", tmp_path / "x.a", "model.o"], capture_output=True, check=True).stdout == b"odd"
        index = subprocess.run(["nm", "-s", tmp_path / "x.a"], capture_output=True, text=True, check=False).stdout
        assert re.findall(r"(\w) in (\S+)", index) == [("f", "model.o"), ("g", "model.o"), ("h", "k000.o")]


@pytest.mark.parametrize("language", ["c", "c++"])
def test_the_header_is_enough_for_c_and_cxx(tmp_path: Path, language: str) -> None:
    toolchain = local_toolchain("x86-64-v3")
    header = (ready("x86-64-v3").folder / "toy-net.h").read_text()
    (tmp_path / "toy-net.h").write_text(header)
    (tmp_path / "other.h").write_text(header.replace("toy_net", "other").replace("TOY_NET", "OTHER"))
    source = tmp_path / f"use.{'c' if language == 'c' else 'cc'}"
    source.write_text(
        '#include "toy-net.h"\n#include "other.h"\n#include "toy-net.h"\n'
        "int use(void **t) { return toy_net_run(t[0], toy_net_info.weights_bytes, t[1], toy_net_arena_bytes(),\n"
        "    (const void *const *)t[2], (void *const *)t[3]) + (int)other_info.inputs[1].dims[1] + PACK_EALIGN\n"
        "    + toy_net_strerror(PACK_ENULL)[0]; }\n"
    )
    assert isinstance(toolchain.cc, tuple)
    standard = "-std=c99" if language == "c" else "-std=c++11"
    command = [*toolchain.cc, "-x", language, standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-ffreestanding"]
    done = subprocess.run([*command, "-c", str(source), "-o", str(tmp_path / "use.o")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_stack_bound_counts_the_runtime_and_one_kernel() -> None:
    assert stack_bound({"main": 100, "steps": 50}, [7, 300, 40]) == 100 + 50 + 300 + 3 * 16
    with pytest.raises(LinkBroken, match="stack sizes"):
        stack_bound({}, [1])


@pytest.mark.sampled(2)
@pytest.mark.parametrize("target", ["x86-64-v3", "aarch64", "armv7"])
def test_frames_are_known_on_every_target(target: str) -> None:
    """The message buffer alone takes 520 bytes, and there are three functions with one, of which two nest."""
    assert 500 < ready(target).stack < 4000


@pytest.mark.parametrize("broken", ["missing", "wrong name", "calls"])
def test_kernels_that_cannot_be_linked(tmp_path: Path, broken: str) -> None:
    model, target = sample(), load("x86-64-v3")
    code = dict(model.code(target))
    if broken == "missing":
        del code["scale"]
    elif broken == "wrong name":
        code["scale"] = Code(elf.rename(code["scale"].elf, {"scale": "other"}), 0)
    else:
        code["scale"] = caller(code["scale"])
    with pytest.raises(LinkBroken, match="scale"):
        built(tmp_path, "x86-64-v3", local_toolchain("x86-64-v3"), model, code=code)
    assert not list(tmp_path.iterdir())


def caller(_: Code) -> Code:
    """A kernel called `scale` that calls memset."""
    from llvmlite import ir

    from packager.emit.backend import emit, harden, new_module

    module = new_module("scale", load("x86-64-v3"))
    kind = ir.FunctionType(ir.VoidType(), [ir.PointerType(), ir.PointerType()])
    function, other = ir.Function(module, kind, "scale"), ir.Function(module, kind, "memset")
    harden(function)
    builder = ir.IRBuilder(function.append_basic_block())
    builder.call(other, function.args)
    builder.ret_void()
    return Code(emit(module, load("x86-64-v3")).elf, 0)


def test_more_dimensions_than_the_header_describes(tmp_path: Path) -> None:
    model = sample()
    deep = replace(model, inputs=(Value("x", (1,) * 8 + (48,), F32), *model.inputs[1:]))
    with pytest.raises(Unsupported, match="9 dimensions"):
        built(tmp_path, "x86-64-v3", local_toolchain("x86-64-v3"), deep)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputUnwritable, match="toy-net"):
        built(tmp_path / "file", "x86-64-v3", local_toolchain("x86-64-v3"))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("kind", HERE)
@pytest.mark.parametrize("source", ["linux.c", "model.c"])
def test_the_runtime_compiles_without_warnings(tmp_path: Path, kind: str, source: str) -> None:
    toolchain = Spy(local_toolchain("x86-64-v3", kind))
    with pytest.raises(Stop):
        built(tmp_path, "x86-64-v3", toolchain)
    job = toolchain.jobs[0]
    command = next(c for c in job.commands if isinstance(c, Compile) and c.source == source)
    strict = ("-Werror", "-Wshadow", "-Wconversion", "-Wstrict-prototypes", "-Wvla", "-Wpedantic")
    command = replace(command, flags=(*command.flags, *strict))
    toolchain.toolchain.build(replace(job, commands=(command,), outputs=(command.output,)))


class Stop(Exception):
    """Enough seen."""


class Spy:
    """A toolchain that remembers its job and does nothing."""

    def __init__(self, toolchain: Toolchain) -> None:
        self.toolchain, self.id = toolchain, toolchain.id
        self.jobs: list[Job] = []

    def build(self, job: Job) -> Built:
        self.jobs.append(job)
        raise Stop


@pytest.mark.slow
def test_labels_come_in_runs_of_sections() -> None:
    """Headers, code, constants: kinds do not alternate, except for padding."""
    kinds = [k for k, _ in groupby(label.kind for label in ready("aarch64").labels if label.kind != "padding")]
    assert kinds == ["headers", "text", "rodata"]


def test_debug_shows_the_generated_c_and_the_commands(tmp_path: Path) -> None:
    shown: list[str] = []
    built(tmp_path, "aarch64", local_toolchain("aarch64"), artifacts=("exe",), debug=Debug(6, write=shown.append))
    assert [text.partition("\n")[0] for text in shown] == ["--- model.h", "--- commands"]
    assert "#define PACK_ROWS 2" in shown[0]
    assert " -c linux.c -o linux.o" in shown[1]
    assert " -T linux.ld " in shown[1]
