"""XNNPACK's microkernels, all the way: right on every target, within their memory, sized to the byte, and missing."""

from __future__ import annotations

import ctypes
import io
import json
import mmap
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from elftools.elf.elffile import ELFFile
from onnx import TensorProto, helper, numpy_helper

import packager
from packager import target
from packager.check.cases import Case, network
from packager.errors import EngineMissing, PackErrors, Unsupported
from packager.report.types import Report
from packager.run.dist import open_dist
from packager.run.execute import run
from packager.run.inputs import synthetic
from packager.toolchain import base, docker, local
from packager.toolchain.base import Link
from packager.toolchain.local import LocalToolchain
from tests.binary.sample import HERE as COMPILERS
from tests.binary.sample import emulator, local_toolchain
from tests.e2e.conftest import HERE
from tests.inprocess import HOST_TARGETS

NATIVE = tuple(name for name in HOST_TARGETS if name in ("x86-64-v2", "x86-64-v3", "x86-64-v4", "aarch64"))
TARGETS = tuple(dict.fromkeys((*NATIVE, "aarch64")))
BOTH = ["xnnpack", "llvm"]
ARCHIVE = "microkernels-prod"

pytestmark = [pytest.mark.toolchain, pytest.mark.usefixtures("local_toolchain")]


@pytest.fixture(autouse=True)
def library(request: pytest.FixtureRequest) -> None:
    """Skip the test where Debian's library is not on this machine and would be linked here."""
    if request.node.get_closest_marker("docker"):
        return
    call = getattr(request.node, "callspec", None)
    path = base.library_path(ARCHIVE, target.load(call.params.get("target_name", HERE) if call else HERE))
    if not Path(path).is_file():
        pytest.skip(f"needs {path}: sudo sh containers/linux-clang/xnnpack.sh")


def build(
    folder: Path, model: Path | onnx.ModelProto, target_name: str, *, engines: Sequence[Any] = BOTH, **says: object
) -> tuple[Path, Report]:
    """The output folder and the report of `model`, verified by the build itself."""
    folder.mkdir(exist_ok=True)
    if isinstance(model, onnx.ModelProto):
        onnx.save(model, str(folder / "net.onnx"))
        model = folder / "net.onnx"
    text = {
        "name": "net",
        "model": str(model),
        "targets": [target_name],
        "engines": list(engines),
        "toolchain": "local",
    }
    (folder / "manifest.yaml").write_text(json.dumps(text | says))
    [report] = packager.build(folder / "manifest.yaml", out=folder / "out")
    return folder / "out" / report.name / target_name, report


def weights(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return (rng.standard_normal(shape) / np.sqrt(max(1, np.prod(shape[1:])))).astype(np.float32)


def conv(
    rng: np.random.Generator, name: str, shape: tuple[int, ...], outputs: int, window: tuple[int, int], **attrs: Any
) -> Case:
    inputs = shape[1] // attrs.get("group", 1)
    bias = weights(rng, outputs) if rng.integers(2) else None
    return Case(name, "Conv", (shape,), (weights(rng, outputs, inputs, *window), bias), attrs)


def convolutions(seed: int, count: int = 40) -> Iterator[Case]:
    """Convolutions of every kind, in odd sizes: dense, 1x1, grouped, depthwise; strides, dilations, pads, batches."""
    rng = np.random.default_rng(seed)
    pick = rng.integers
    while count:
        kind = ("dense", "pixel", "groups", "depthwise", "multiplied")[pick(5)]
        group = 1 if kind in ("dense", "pixel") else int(pick(2, 7)) if kind == "groups" else int(pick(1, 40))
        inputs = group * int(pick(1, 9) if kind == "groups" else pick(1, 50) if group == 1 else 1)
        outputs = group * int(
            pick(1, 12) if kind == "groups" else pick(1, 70) if group == 1 else 1 + 2 * (kind[0] == "m")
        )
        window = (1, 1) if kind == "pixel" else (int(pick(1, 8)), int(pick(1, 8)))
        attrs = {
            "group": group,
            "strides": [int(s) for s in pick(1, 4, 2)],
            "dilations": [int(d) for d in pick(1, 3, 2)],
        }
        pads = [int(pick(0, k)) for k in window] * 2
        side = [int(s) for s in pick(1, 14, 2)]
        reach = [s + 2 * p - (k - 1) * d for s, p, k, d in zip(side, pads, window, attrs["dilations"], strict=False)]
        if min(reach) >= 1:
            count -= 1
            shape = (int(pick(1, 3)), inputs, *side)
            yield conv(rng, f"{kind}_{count}", shape, outputs, window, pads=pads, **attrs)


@pytest.mark.slow
@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("target_name", TARGETS)
def test_all_cases(target_name: str) -> None:
    found = packager.check_engine("xnnpack", target_name, toolchain="local")
    assert found.verify.ok
    assert found.verify.runner == ("qemu-aarch64" if target_name == "aarch64" else "native")
    assert not found.declined
    assert {case.split("_")[0] for case in found.taken} == {"conv", "depthwise", "gemm", "matmul"}
    assert len(found.taken) > 35


@pytest.mark.slow
@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("target_name", TARGETS)
def test_odd_convolutions(target_name: str, seed: int, tmp_path: Path) -> None:
    cases = list(convolutions(seed))
    _, report = build(tmp_path, network(cases), target_name)
    assert report.verify.ok
    taken = {node for k in report.kernels if k.engine == "xnnpack" for node in k.nodes}
    assert taken == {case.name for case in cases}


@pytest.mark.slow
@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("target_name", TARGETS)
def test_every_number_of_taps(target_name: str, tmp_path: Path) -> None:
    """Each depthwise microkernel full and with taps to spare, windows that overlap and that do not, at the edges too."""
    rng = np.random.default_rng(3)
    windows = ((1, 1), (1, 2), (3, 1), (2, 2), (1, 4), (2, 3), (3, 3), (5, 2), (1, 9), (4, 4), (5, 5), (3, 8))
    cases = [
        conv(rng, f"w{h}x{w}_c{c}_s{s}_d{d}", (2, c, 9, 11), c, (h, w), group=c, strides=[1, s], dilations=[1, d],
             pads=[h - 1, min(w - 1, 3), 0, w - 1])
        for h, w in windows for c, s, d in ((5, 1, 1), (16, 2, 1), (19, 3, 1), (4, 1, 2)) if (w - 1) * d < 12
    ]  # fmt: skip
    _, report = build(tmp_path, network(cases), target_name)
    assert report.verify.ok
    symbols = {k.symbol for k in report.kernels}
    assert {f"xnnpack_dwconv{taps}" for taps in (3, 4, 9, 25)} <= symbols
    assert "xnnpack_igemm" not in symbols


@pytest.mark.slow
@pytest.mark.parametrize("target_name", [HERE])
def test_bounds_behind_a_node_are_its_own(target_name: str, tmp_path: Path) -> None:
    """Relu and Clip at the start of an epilogue are arguments; what follows them is a node."""
    rng = np.random.default_rng(4)
    consts = {"w": weights(rng, 7, 5, 3, 3), "low": np.float32(-0.25), "high": np.float32(0.5), "six": np.float32(6)}
    consts |= {"under": np.float32(-1), "dense": weights(rng, 7, 3)}
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], "first"),
        helper.make_node("Clip", ["c", "low", "high"], ["r"]),
        helper.make_node("Conv", ["x", "w"], ["d"], "second", strides=[2, 1]),
        helper.make_node("Relu", ["d"], ["e"]),
        helper.make_node("Sigmoid", ["e"], ["s"]),
        helper.make_node("Conv", ["x", "w"], ["f"], "third", strides=[1, 2]),
        helper.make_node("Clip", ["f", "", "under"], ["g"]),
        helper.make_node("GlobalAveragePool", ["r"], ["p"]),
        helper.make_node("Flatten", ["p"], ["flat"]),
        helper.make_node("MatMul", ["flat", "dense"], ["m"], "fourth"),
        helper.make_node("Relu", ["m"], ["n"]),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 5, 8, 9])
    outputs = [helper.make_empty_tensor_value_info(n) for n in ("r", "s", "g", "n")]
    graph = helper.make_graph(nodes, "net", [x], outputs, [numpy_helper.from_array(v, k) for k, v in consts.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    _, report = build(tmp_path, model, target_name)
    mine = {node for k in report.kernels if k.engine == "xnnpack" for node in k.nodes}
    fused = {n.name.split("/")[0]: n.fused for n in report.nodes if n.name in mine}
    assert set(fused) == {"first", "second", "third", "fourth"}
    ops = [n.op for n in report.nodes if n.name not in mine]
    assert "Sigmoid" in ops
    assert not {"Relu", "Clip"} & {*ops, *(op for n in report.nodes for op in n.fused)}


NETWORKS = {"mobilenet_v2_100_224_f32": 53, "resnet20_cifar10": 20, "ultraface_rfb_320": 52, "mlperf_ad_ae_f32": 10}
"""Networks, and how many of their nodes the engine takes."""


@pytest.mark.models
@pytest.mark.slow
@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("network_name", NETWORKS)
@pytest.mark.parametrize("target_name", ["x86-64-v3", "aarch64"])
def test_real_networks(target_name: str, network_name: str, models: Path, tmp_path: Path) -> None:
    folder, report = build(tmp_path, models / f"{network_name}.onnx", target_name)
    assert report.verify.ok
    mine = {node for k in report.kernels if k.engine == "xnnpack" for node in k.nodes}
    assert len(mine) == NETWORKS[network_name]
    with np.load(models / "io" / f"{network_name}.npz") as file:
        stored = {name: file[name] for name in file.files}
    got = run(open_dist(folder), {n[3:]: a for n, a in stored.items() if n.startswith("in:")})
    for name, want in ((n[4:], a) for n, a in stored.items() if n.startswith("out:")):
        np.testing.assert_allclose(got[name], want, rtol=1e-4, atol=1e-4 * max(1.0, float(np.abs(want).max())))


@pytest.mark.slow
def test_elsewhere_it_takes_nothing_and_says_why(tmp_path: Path) -> None:
    found = packager.check_engine("xnnpack", "armv7", toolchain="local")
    assert not found.taken
    assert set(found.declined.values()) == {
        "there are kernels for x86_64+avx512f, x86_64+fma, x86_64, aarch64, not for armv7"
    }
    model = network([conv(np.random.default_rng(5), "c", (1, 3, 5, 5), 4, (3, 3))])
    with pytest.raises((Unsupported, PackErrors), match="not for armv7") as caught:
        build(tmp_path, model, "armv7", engines=["xnnpack"])
    assert {error.exit for error in getattr(caught.value, "errors", [caught.value])} == {3}
    _, report = build(tmp_path, model, "armv7")
    assert {k.engine for k in report.kernels} == {"llvm"}


# --- memory ---


class Guarded:
    """Memory of `size` bytes, aligned to `align`, that ends at most `align` - 1 bytes before a page that is not there."""

    def __init__(self, size: int, align: int, fill: bytes = b"") -> None:
        pages = -(-size // mmap.PAGESIZE) + 1
        self.map = mmap.mmap(-1, (pages + 1) * mmap.PAGESIZE)
        end = ctypes.addressof(ctypes.c_char.from_buffer(self.map)) + pages * mmap.PAGESIZE
        self.address = end - -(-size // align) * align
        assert ctypes.CDLL(None).mprotect(ctypes.c_void_p(end), ctypes.c_size_t(mmap.PAGESIZE), 0) == 0
        ctypes.memmove(self.address, fill, len(fill))


class Tight:
    """The arguments of NAME_run for a build in `folder`, each tensor, the weights and the arena in guarded memory."""

    def __init__(self, path: Path, folder: Path, report: Report) -> None:
        self.library, self.values = ctypes.CDLL(str(path)), synthetic(report.inputs)
        arena_bytes = getattr(self.library, f"{report.name}_arena_bytes")
        arena_bytes.restype = ctypes.c_size_t
        stored = (folder / f"{report.name}.weights").read_bytes()
        self.want = run(open_dist(folder), self.values)
        self.weights, self.arena = Guarded(len(stored), 64, stored), Guarded(arena_bytes(), 64)
        self.ins = [Guarded(self.values[t.name].nbytes, 4, self.values[t.name].tobytes()) for t in report.inputs]
        self.outs = {t.name: Guarded(self.want[t.name].nbytes, 4) for t in report.outputs}
        self.args = (
            ctypes.c_void_p(self.weights.address), ctypes.c_size_t(len(stored)),
            ctypes.c_void_p(self.arena.address), ctypes.c_size_t(arena_bytes()),
            (ctypes.c_void_p * len(self.ins))(*(i.address for i in self.ins)),
            (ctypes.c_void_p * len(self.outs))(*(o.address for o in self.outs.values())),
        )  # fmt: skip
        self.function = getattr(self.library, f"{report.name}_run")

    def run(self) -> None:
        """Call it, in a process of its own, which may die; the outputs are what the executable computes."""
        child = os.fork()
        if not child:
            os._exit(self.function(*self.args))
        assert os.waitpid(child, 0)[1] == 0
        self.check()

    def check(self) -> None:
        """The outputs are what the executable computes."""
        for name, place in self.outs.items():
            got = np.frombuffer(ctypes.string_at(place.address, self.want[name].nbytes), np.float32)
            np.testing.assert_array_equal(got, self.want[name].ravel(), err_msg=name)


@pytest.mark.slow
@pytest.mark.parametrize("target_name", NATIVE)
@pytest.mark.usefixtures("runs_here")
def test_nothing_is_read_behind_a_tensor(target_name: str, tmp_path: Path) -> None:
    """Each input ends where memory ends: a kernel that reads on dies. Images of one pixel are read where they are."""
    rng = np.random.default_rng(7)
    cases = [conv(rng, f"one_{c}", (1, c, 1, 1), c, (3, 3), group=c, pads=[1] * 4) for c in (1, 2, 3, 5, 7, 9, 17, 30)]
    cases += [conv(rng, f"wide_{c}", (1, c, 1, 1), 3, (2, 2), pads=[1, 1, 0, 0]) for c in (1, 3, 6, 9)]
    cases += [Case(f"row_{k}", "MatMul", ((rows, k),), (weights(rng, k, 3),)) for rows, k in ((1, 5), (7, 3), (9, 6))]
    folder, report = build(tmp_path, network(cases), target_name)
    assert {n for k in report.kernels if k.engine == "xnnpack" for n in k.nodes} == {case.name for case in cases}
    assert not {n.op for n in report.nodes if n.kernel} - {"Conv", "Gemm"}
    tight = Tight(folder / "libnet.so", folder, report)
    tight.run()


@pytest.mark.slow
@pytest.mark.parametrize("target_name", [HERE])
def test_neighbours_do_not_leak_in(target_name: str, tmp_path: Path) -> None:
    """What lies beside a pixel, and what no tap reads, must not count: an infinity there would make everything NaN."""
    rng = np.random.default_rng(8)
    case = conv(rng, "c", (1, 5, 6, 7), 5, (1, 5), group=5, pads=[0, 2, 0, 2])
    folder, _ = build(tmp_path, network([case]), target_name)
    x = rng.standard_normal((1, 5, 6, 7), np.float32)
    plain = run(open_dist(folder), {"c/x0": x})["c/y"]
    x[:, 2] = np.inf
    x[0, 3, 4, 5] = np.inf
    with np.errstate(invalid="ignore"):
        got = run(open_dist(folder), {"c/x0": x})["c/y"]
    np.testing.assert_array_equal(got[:, [0, 1, 4]], plain[:, [0, 1, 4]])
    far = np.ones((6, 7), bool)
    far[4, 3:] = False
    np.testing.assert_array_equal(got[0, 3][far], plain[0, 3][far])


@pytest.mark.parametrize("target_name", ["x86-64-v3", "aarch64"])
def test_the_library_takes_no_more_stack_than_is_said(target_name: str) -> None:
    """What the compiler notes of the frames for debuggers, in Debian's archive."""
    from packager.engines.xnnpack import Xnnpack

    limit = Xnnpack().sources(target.load(target_name)).stack
    content = Path(base.library_path(ARCHIVE, target.load(target_name))).read_bytes()
    largest = 0
    for name, member in members(content):
        if not name.startswith(("f32-gemm", "f32-igemm", "f32-dwconv-")) or "f5m5l" in name or "f8m9l" in name:
            continue
        info = ELFFile(io.BytesIO(member)).get_dwarf_info()
        rows = (row for e in info.EH_CFI_entries() for row in e.get_decoded().table) if info.has_EH_CFI() else ()
        largest = max([largest, *(row["cfa"].offset for row in rows if row["cfa"].reg is not None)])
    assert 100 < largest <= limit


def members(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of every object of an archive in GNU's format."""
    at, names = 8, b""
    while at < len(archive):
        name, size = archive[at : at + 16].decode().rstrip(), int(archive[at + 48 : at + 58])
        content = archive[at + 60 : at + 60 + size]
        if name == "//":
            names = content
        elif name != "/":
            long = name[1:].isdigit()
            yield (names[int(name[1:]) :].split(b"/\n")[0].decode() if long else name.rstrip("/")), content
        at += 60 + size + size % 2


class Context:
    """A call on a stack of its own (getcontext(3)), which tells how much of it was used. For x86-64 with glibc."""

    PAINT, SIZE = 0xA5, 1 << 20

    def __init__(self, function: Any) -> None:
        self.libc, self.function = ctypes.CDLL(None), ctypes.cast(function, ctypes.c_void_p)

    def used(self, *args: Any) -> int:
        """Bytes of the stack that `function(*args)` writes to."""
        stack = np.full(self.SIZE, self.PAINT, np.uint8)
        here, there = (ctypes.create_string_buffer(4096) for _ in range(2))
        assert self.libc.getcontext(there) == 0
        words = np.frombuffer(there, np.uint64)  # flags, link, stack: address, flags, size
        words[1], words[2], words[4] = ctypes.addressof(here), stack.ctypes.data, stack.size
        self.libc.makecontext(there, self.function, len(args), *args)
        assert self.libc.swapcontext(here, there) == 0
        return int(self.SIZE - np.argmax(stack != self.PAINT))


@pytest.mark.slow
@pytest.mark.parametrize("target_name", NATIVE)
@pytest.mark.usefixtures("runs_here")
def test_the_stack_is_what_the_report_says_at_most(target_name: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    shape = (1, 19, 9, 9)
    cases = [conv(rng, f"taps_{k}", shape, 19, (k, k), group=19) for k in (1, 2, 3, 5)]
    cases += [conv(rng, f"window_{k}", shape, 35, (k, k)) for k in (1, 3)]
    folder, report = build(tmp_path, network(cases), target_name)
    tight = Tight(folder / "libnet.so", folder, report)
    used = Context(tight.function).used(*tight.args)
    tight.check()
    assert 300 < used <= report.ram["stack"]


# --- bytes ---


@pytest.mark.slow
@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("target_name", ["x86-64-v3", "aarch64"])
def test_every_byte_of_the_library_is_accounted_for(target_name: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(10)
    cases = [
        conv(rng, "one", (1, 8, 9, 9), 24, (3, 3)),
        conv(rng, "two", (1, 16, 9, 9), 24, (2, 2)),
        conv(rng, "three", (1, 8, 9, 9), 24, (1, 1)),
        conv(rng, "four", (1, 8, 9, 9), 8, (3, 3), group=8),
        Case("five", "Softmax", ((2, 9),)),
    ]
    folder, report = build(tmp_path, network(cases), target_name)
    rows = {k.symbol: k for k in report.kernels if k.engine == "xnnpack"}
    by_nodes: dict[frozenset[str], set[str]] = {}
    for symbol, row in rows.items():
        by_nodes.setdefault(frozenset(row.nodes), set()).add(symbol.split("_ukernel_")[0])
    assert by_nodes[frozenset(("one", "two"))] == {"xnnpack_igemm", "xnn_f32_igemm_minmax"}
    assert by_nodes[frozenset(("three",))] == {"xnnpack_gemm", "xnn_f32_gemm_minmax"}
    assert by_nodes[frozenset(("four",))] == {"xnnpack_dwconv9", "xnn_f32_dwconv_minmax"}
    assert "constants of xnnpack" in by_nodes[frozenset(("one", "two", "three", "four"))]
    assert all(row.bytes > 0 for row in rows.values())
    # The same functions in Debian's archive: code is as long there, with what the compiler set apart.
    lengths: dict[str, int] = {}
    for _, member in members(Path(base.library_path(ARCHIVE, target.load(target_name))).read_bytes()):
        table = ELFFile(io.BytesIO(member)).get_section_by_name(".symtab")
        for symbol in table.iter_symbols():
            if symbol["st_info"]["type"] == "STT_FUNC":
                stem = symbol.name.split(".")[0]
                lengths[stem] = lengths.get(stem, 0) + symbol["st_size"]
    theirs = [row for row in rows.values() if row.symbol.startswith("xnn_")]
    assert {row.symbol: row.bytes for row in theirs} == {row.symbol: lengths[row.symbol] for row in theirs}
    # Labels, and so rows, are the file: nothing is counted twice.
    assert sum(b.bytes for b in report.labels) == (folder / "net").stat().st_size
    labels = {b.name: b.bytes for b in report.labels}
    assert all(labels[row.symbol] == row.bytes for row in report.kernels)
    for node in report.nodes:
        assert node.code_bytes == sum(k.bytes for k in report.kernels if node.name in k.nodes)
    names = {b.name for b in report.labels}
    assert not {n for n in names if "pthreadpool" in n or "cpuinfo" in n or n in ("malloc", "free")}


@pytest.mark.slow
def test_only_what_is_used_is_there(tmp_path: Path) -> None:
    rng = np.random.default_rng(11)
    folder, report = build(tmp_path, network([conv(rng, "c", (1, 8, 9, 9), 24, (1, 1))]), HERE)
    assert {k.symbol.split("_ukernel_")[0] for k in report.kernels if k.engine == "xnnpack"} == {
        "xnnpack_gemm", "xnn_f32_gemm_minmax", "constants of xnnpack",
    }  # fmt: skip
    assert report.size["static_lib"] < 20_000
    with (folder / "libnet.so").open("rb") as file:
        library = ELFFile(file)
        exported = {s.name for s in library.get_section_by_name(".dynsym").iter_symbols() if s.name}
        assert exported == {f"net_{n}" for n in ("arena_bytes", "info", "run", "strerror")}
        tags = {t.entry.d_tag for t in library.get_section_by_name(".dynamic").iter_tags()}
    assert not tags & {"DT_NEEDED", "DT_TEXTREL"}


# --- libraries and toolchains ---


@pytest.mark.slow
@pytest.mark.parametrize("kind", COMPILERS)
def test_every_local_compiler_will_do(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emulator(HERE)
    chosen = local_toolchain(HERE, kind)
    monkeypatch.setattr(local, "find", lambda target, why="": chosen)
    _, report = build(tmp_path, network(list(convolutions(12, 10))), HERE)
    assert report.verify.ok
    assert all(k.bytes for k in report.kernels)


@pytest.mark.slow
@pytest.mark.parametrize("kind", COMPILERS)
def test_static_libraries_of_two_models_link_into_one_program(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both bring the same microkernels, under names of their own, and need nothing else."""
    emulator(HERE)
    chosen = local_toolchain(HERE, kind)
    monkeypatch.setattr(local, "find", lambda target, why="": chosen)
    rng = np.random.default_rng(13)
    built: list[tuple[Path, Report]] = []
    for name, outputs in (("one", 24), ("two", 7)):
        model = network([conv(rng, "c", (1, 8, 9, 9), outputs, (3, 3))])
        built.append(build(tmp_path / name, model, HERE, name=name))
    files = {f"lib{r.name}.a": (folder / f"lib{r.name}.a").read_bytes() for folder, r in built}
    command = Link(("--whole-archive", *files), "both.so", ("-shared", "-z", "defs"))
    machine = target.load(HERE)
    made = chosen.build(base.Job(machine, files, (command,), ("both.so",)))
    (tmp_path / "both.so").write_bytes(made.files["both.so"])
    for folder, report in built:
        tight = Tight(tmp_path / "both.so", folder, report)
        tight.run()


@pytest.mark.slow
def test_a_c_program_with_the_static_library(tmp_path: Path) -> None:
    """A C library is around, with its own memcpy, assertions and stack guard."""
    rng = np.random.default_rng(14)
    folder, report = build(tmp_path, network([conv(rng, "c", (1, 8, 9, 9), 24, (3, 3))]), HERE)
    x = synthetic(report.inputs)
    (folder / "x.bin").write_bytes(x["c/x0"].tobytes())
    (tmp_path / "main.c").write_text(
        """
#include "net.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>
static _Alignas(64) char weights[1 << 20], arena[1 << 20], x[1 << 16], y[1 << 16];
int main(void) {
    FILE *file = fopen("net.weights", "rb");
    assert(file && net_arena_bytes() <= sizeof arena);
    size_t bytes = fread(weights, 1, sizeof weights, file);
    file = fopen("x.bin", "rb");
    assert(file && fread(x, 1, sizeof x, file) == net_info.inputs[0].bytes);
    const void *ins[] = {x};
    void *outs[] = {y};
    int status = net_run(weights, bytes, arena, sizeof arena, ins, outs);
    if (status)
        return puts(net_strerror(status)), 1;
    return fwrite(y, 1, net_info.outputs[0].bytes, stdout) != net_info.outputs[0].bytes;
}
"""
    )
    toolchain = local.find(target.load(HERE))
    assert isinstance(toolchain, LocalToolchain)
    command = [*toolchain.cc, "-std=c11", f"-I{folder}", str(tmp_path / "main.c"), str(folder / "libnet.a")]
    made = subprocess.run([*command, "-o", str(tmp_path / "main")], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    done = subprocess.run([tmp_path / "main"], cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stdout
    np.testing.assert_array_equal(np.frombuffer(done.stdout, np.float32), run(open_dist(folder), x)["c/y"].ravel())


@pytest.mark.slow
def test_another_library_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from packager.pipeline import program

    model = network([conv(np.random.default_rng(16), "c", (1, 3, 5, 5), 4, (3, 3))])
    copy = tmp_path / f"lib{ARCHIVE}.a"
    copy.write_bytes(Path(base.library_path(ARCHIVE, target.load(HERE))).read_bytes())
    for module in (base, program):
        monkeypatch.setattr(module, "library_path", lambda name, target: str(copy))
    assert [build(tmp_path, model, HERE)[1].up_to_date for _ in range(2)] == [False, True]
    content = bytearray(copy.read_bytes())
    content[8 + 16 : 8 + 28] = b"1           "  # the time of the first member
    copy.write_bytes(content)
    assert [build(tmp_path, model, HERE)[1].up_to_date for _ in range(2)] == [False, True]


@pytest.mark.docker
@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("target_name", ["x86-64-v2", "x86-64-v3", "aarch64"])
def test_in_a_container(target_name: str) -> None:
    found = packager.check_engine("xnnpack", target_name, toolchain="docker")
    assert found.verify.ok
    assert len(found.taken) > 35


@pytest.mark.docker
def test_an_image_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docker, "library_path", lambda name, target: f"/usr/lib/nowhere/lib{name}.a")
    model = network([conv(np.random.default_rng(17), "c", (1, 3, 5, 5), 4, (3, 3))])
    with pytest.raises(EngineMissing) as caught:
        build(tmp_path, model, "x86-64-v3", toolchain="docker")
    assert caught.value.exit == 5
    assert "is not in the image packager/linux-clang:" in caught.value.what
    assert "add libxnnpack-dev:amd64 (from Debian trixie on) to " in caught.value.fix
    assert caught.value.fix.endswith("or build with --toolchain local")
