"""How far the files that are handed out were checked, in levels. Files + samples -> Verification.

    L0  the DLC is read back: its ends are the network's, its weights are those that were quantised
    L1  the context binary is read back: it is for this SoC, its ends are the network's
    L2  the simulator runs the very context binary, through onnxruntime and through the C runner: both give the same
        bits, and they are as close to float32 as asked for
    L3  the simulator compiles the very DLC by itself and gives the same bits as L2
    L4  the tools of Qualcomm's full SDK take the DLC (only with an SDK)
    L5  a device runs it (never here)

A level that cannot be tried ends the climb with its reason; one that is tried and fails is an error.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from packager.chip import SIMULATOR, Chip
from packager.debug import silent
from packager.errors import ArtefactBroken, SnpeFailed, VerifyFailed
from packager.graph import Array
from packager.processes import run, together
from packager.snpe import dlc
from packager.snpe.calibrate import Feeds
from packager.snpe.child import Runs, simulate, work
from packager.snpe.cpu import Closeness, closeness
from packager.snpe.install import find
from packager.snpe.qnn import API, plain

RUN_SECONDS = 600.0


@dataclass(frozen=True)
class Level:
    """One level: what was found, or why it was not reached."""

    name: str
    reached: bool
    found: str


@dataclass(frozen=True)
class Verification:
    """The highest level reached, what each says, and how close the simulator's outputs are to float32."""

    reached: str
    levels: tuple[Level, ...]
    outputs: tuple[Closeness, ...]
    samples: int
    runner: str = SIMULATOR

    @property
    def cosine(self) -> float:
        """Of the worst output."""
        return min(o.cosine for o in self.outputs)

    def __str__(self) -> str:
        after = next((x for x in self.levels if not x.reached), None)
        more = f"; {after.name} not: {after.found}" if after else ""
        return f"{self.reached} on the {self.runner}, cosine to float32 {self.cosine:.6f}{more}"


@dataclass(frozen=True)
class Shipped:
    """What is checked: the two files' contents, and the model they were made from (QDQ, or float for fp16)."""

    name: str
    chip: Chip
    model: onnx.ModelProto
    dlc: bytes
    binary: bytes

    @cached_property
    def about(self) -> dict[str, Any]:
        """What the context binary says of itself. Raises ArtefactBroken."""
        return describe(self.binary, self.name)

    @property
    def graph(self) -> dict[str, Any]:
        """What it says of its graph."""
        graph: dict[str, Any] = self.about["graphs"][0]
        return graph


def verify(
    shipped: Shipped,
    feeds: Sequence[Feeds],
    want: Sequence[Mapping[str, Array]],
    *,
    least: float,
    runner: bytes | None,
    why_no_runner: str = "",
    gate: Callable[[Path], str] | None = None,
    say: Callable[[str], None] = silent,
) -> Verification:
    """Climb the levels. `want` are the float32 network's outputs for `feeds`, `least` the least cosine that is good.

    `runner` is qnn_runner for this machine; without it, for the reason `why_no_runner`, L2 is not reached. `gate` asks
    the SDK's tools about the DLC file. Raises ArtefactBroken (L0, L1), VerifyFailed (L2, L3), SnpeFailed, SdkUnusable.
    """
    levels = [check_dlc(shipped), check_binary(shipped)]
    with tempfile.TemporaryDirectory(prefix="pack-") as temporary:
        folder = Path(temporary)
        (folder / "model.dlc").write_bytes(shipped.dlc)
        (folder / "model.bin").write_bytes(shipped.binary)
        say("running on the simulator")

        def loaded() -> Runs:
            got = simulated(shipped, feeds, folder)
            _demand_close(shipped, got, want, least)
            return got

        # Each waits for a process of its own; they are compared when all have ended.
        others: list[Callable[[], Runs]] = []
        if runner is not None:
            program = _program(runner, folder)
            others.append(lambda: _by_c(shipped, feeds[:1], program, folder))
        if runner is not None and not _unknown_api(shipped):
            dlc_file = {"dlc": str(folder / "model.dlc")}
            others.append(lambda: _run(shipped, "run_dlc", dlc_file, feeds[:1], folder))
        got, *again = together(loaded, *others)
        outputs = closeness(got, want, [o.name for o in shipped.model.graph.output])
        if not again:
            levels.append(Level("L2", False, why_no_runner))
        else:
            levels.append(_second(shipped, got, again[0], min(o.cosine for o in outputs)))
            levels.append(_third(shipped, got, again[1:]))
            found = gate(folder / "model.dlc") if gate else ""
            levels.append(Level("L4", bool(gate), found or "not run: no SDK is given"))
            levels.append(Level("L5", False, "not run: no device"))
    good = [x.name for x in levels if x.reached]
    climbed = next((x for x in levels if not x.reached), None)
    reached = good[-1] if climbed is None else levels[levels.index(climbed) - 1].name
    return Verification(reached, tuple(levels), outputs, len(feeds))


def _demand_close(shipped: Shipped, got: Runs, want: Sequence[Mapping[str, Array]], least: float) -> None:
    bad = min(closeness(got, want, [o.name for o in shipped.model.graph.output]), key=lambda o: o.cosine)
    if bad.cosine < least:
        raise VerifyFailed(
            f"output '{bad.name}' of {shipped.name} in {shipped.chip.precision} is too far from float32",
            where=f"{SIMULATOR}, {shipped.chip}",
            why=f"cosine {bad.cosine:.5f}, asked for {least:g}; largest error {bad.max_abs:.4g} of {bad.peak:.4g}",
            fix="more calibration data, `method: percentile`, `precision: a16w8`, or fp16 where the chip has it",
        )


def check_dlc(shipped: Shipped) -> Level:
    """L0. Raises ArtefactBroken."""
    found = dlc.read(shipped.dlc, f"{shipped.name}.dlc")
    ends = [(t.name, t.dtype.removeprefix("q"), t.dims) for t in (*found.inputs, *found.outputs)]
    _same_ends(shipped, f"{shipped.name}.dlc", ends)
    matched, all_bytes, wrong = _weights(shipped.model, found)
    if wrong:
        raise _broken(f"{shipped.name}.dlc", f"the weights {', '.join(wrong[:3])} are not those that were quantised")
    if 2 * matched < all_bytes:
        raise _broken(f"{shipped.name}.dlc", f"only {matched:,} of {all_bytes:,} weight bytes are there")
    return Level(
        "L0",
        True,
        f"{len(found.ops)} operators, {len(found.tensors)} tensors, {matched:,} of {all_bytes:,} weight bytes equal",
    )


def _weights(model: onnx.ModelProto, found: dlc.Dlc) -> tuple[int, int, list[str]]:
    """(bytes of weights that the DLC has with the same content, of all, names of those it has with another).

    The compiler lays weights out anew: what counts is which numbers there are. It keeps the names of most; those of a
    MatMul get a new one.
    """
    matched, total, wrong = 0, 0, []
    same_size: dict[int, list[bytes]] = {}
    for tensor in found.tensors.values():
        same_size.setdefault(len(tensor.content), []).append(tensor.content)
    for constant in model.graph.initializer:
        array = numpy_helper.to_array(constant)
        if array.ndim < 2 or array.dtype == np.int64:
            continue  # biases, scales, shapes
        total += array.nbytes
        unit, named = np.dtype(f"u{array.dtype.itemsize}"), found.tensors.get(constant.name)
        mine = named is not None and len(named.content) == array.nbytes
        ours = np.sort(np.frombuffer(array.tobytes(), unit))
        candidates = [named.content] if named is not None and mine else same_size.get(array.nbytes, [])
        if any(np.array_equal(ours, np.sort(np.frombuffer(c, unit))) for c in candidates):
            matched += array.nbytes
        elif mine:
            wrong.append(constant.name)
    return matched, total, wrong


def check_binary(shipped: Shipped) -> Level:
    """L1. Raises ArtefactBroken."""
    file = f"{shipped.name}.bin"
    info = shipped.about
    if len(info["graphs"]) != 1:
        raise _broken(file, f"it holds {len(info['graphs'])} graphs where one belongs")
    if info["soc_model"] != shipped.chip.number:
        raise _broken(file, f"it is for the SoC number {info['soc_model']}, not {shipped.chip.number}")
    graph = info["graphs"][0]
    _same_ends(
        shipped, file, [(t["name"], t["dtype"], tuple(t["dims"])) for t in (*graph["inputs"], *graph["outputs"])]
    )
    return Level("L1", True, f"SoC number {info['soc_model']}, core API {info['core_api']}, build {info['build']}")


def describe(binary: bytes, name: str) -> dict[str, Any]:
    """What the context binary says of itself. Raises ArtefactBroken."""
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        path = Path(folder) / "model.bin"
        path.write_bytes(binary)
        try:
            answer: dict[str, Any] = work({"action": "inspect", "binary": str(path)}, name)["info"]
        except SnpeFailed as error:
            raise _broken(f"{name}.bin", error.why.splitlines()[0]) from error
    return answer


def _same_ends(shipped: Shipped, file: str, found: Sequence[tuple[str, str, tuple[int, ...]]]) -> None:
    """Inputs and outputs, in any order."""
    graph = shipped.model.graph
    want = []
    for value in (*graph.input, *graph.output):
        kind = np.dtype(helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type)).name
        want.append((value.name, kind, tuple(int(d.dim_value) for d in value.type.tensor_type.shape.dim)))
    if Counter(want) != Counter(found):
        odd = [f"{n} {k}{list(d)}" for n, k, d in (Counter(found) - Counter(want)) or (Counter(want) - Counter(found))]
        raise _broken(file, f"its inputs and outputs are not the network's: {', '.join(odd)}")


def simulated(shipped: Shipped, feeds: Sequence[Feeds], folder: Path) -> Runs:
    """Outputs of the very context binary, wrapped anew for onnxruntime."""
    wrapper = folder / "wrapper.onnx"
    graph = shipped.model.graph
    node = helper.make_node(
        "EPContext", [i.name for i in graph.input], [o.name for o in graph.output], name="context",
        domain="com.microsoft", embed_mode=0, ep_cache_context="model.bin", main_context=1, source="QNN",
        partition_name=shipped.graph["name"],
    )  # fmt: skip
    onnx.save(
        helper.make_model(
            helper.make_graph([node], shipped.name, graph.input, graph.output),
            opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)],
            ir_version=10,
        ),
        str(wrapper),
    )
    return _run(shipped, "run_context", {"wrapper": str(wrapper)}, feeds, folder)


def _program(runner: bytes, folder: Path) -> Path:
    program = folder / "qnn_runner"
    program.write_bytes(runner)
    program.chmod(0o755)
    return program


def _by_c(shipped: Shipped, feeds: Sequence[Feeds], program: Path, folder: Path) -> Runs:
    """What the runner that ships, compiled for this machine, makes of the very file."""
    graph, results = shipped.graph, []
    for feed in feeds:
        files = []
        for number, tensor in enumerate(graph["inputs"]):
            files.append(str(folder / f"in{number}"))
            np.ascontiguousarray(feed[tensor["name"]]).tofile(files[-1])
        files += [str(folder / f"out{number}") for number in range(len(graph["outputs"]))]
        run_program(program, ["model.bin", *files], folder)
        made = zip(graph["outputs"], files[len(graph["inputs"]) :], strict=True)
        results.append({tensor["name"]: np.fromfile(file, tensor["dtype"]) for tensor, file in made})
    return results


def _second(shipped: Shipped, got: Runs, by_c: Runs, cosine: float) -> Level:
    """L2."""
    for again, expected in zip(by_c, got, strict=False):
        for name, array in again.items():
            _same_bits(shipped, name, array, expected[name], "qnn_runner and onnxruntime")
    return Level("L2", True, f"qnn_runner and onnxruntime give the same bits; cosine to float32 {cosine:.6f}")


def run_program(program: Path, arguments: Sequence[str], folder: Path) -> str:
    """What a program of the package says on standard output, with the simulator's libraries. Raises VerifyFailed."""
    libraries = find().folder
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{libraries}:{os.environ.get('LD_LIBRARY_PATH', '')}"}
    try:
        done = run([str(program), *arguments], b"", RUN_SECONDS, environment, folder)
        said = (done.stderr.decode(errors="replace").strip().splitlines() or ["no message"])[-1]
        status, output = done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired:
        status, said, output = -1, f"it did not end within {RUN_SECONDS:g} s", ""
    if status:
        raise VerifyFailed(
            f"{program.name} cannot run the context binary",
            where=SIMULATOR,
            why=f"status {status}: {said}",
            fix="report it with the model: the binary that onnxruntime runs should run here, too",
        )
    return output


def _unknown_api(shipped: Shipped) -> str:
    """Why the installed libraries cannot be asked to compile a DLC; '' if they can."""
    api, known = shipped.about["core_api"], ".".join(map(str, API))
    return "" if api.startswith(f"{known}.") else f"the libraries have core API {api}; pack knows {known}"


def _third(shipped: Shipped, got: Runs, from_dlc: Sequence[Runs]) -> Level:
    """L3; `from_dlc` is empty where the DLC could not be compiled."""
    if not from_dlc:
        return Level("L3", False, _unknown_api(shipped))
    for again, expected in zip(from_dlc[0], got, strict=False):
        for name, array in expected.items():
            _same_bits(shipped, name, again[plain(name)], array, "the DLC and the context binary")
    return Level("L3", True, "the DLC, compiled by itself, gives the same bits as the context binary")


def _run(shipped: Shipped, action: str, what: Mapping[str, str], feeds: Sequence[Feeds], folder: Path) -> Runs:
    return simulate({"action": action, "chip": asdict(shipped.chip), **what}, shipped.name, feeds, folder)


def _same_bits(shipped: Shipped, name: str, got: Array, want: Array, who: str) -> None:
    if got.tobytes() != np.asarray(want, got.dtype).tobytes():
        raise VerifyFailed(
            f"{who} give different outputs '{name}' of {shipped.name}",
            where=SIMULATOR,
            why="both compute the same graph on the same simulator, so their bits should be equal",
            fix="report it with the model",
        )


def _broken(file: str, why: str) -> ArtefactBroken:
    return ArtefactBroken(
        f"'{file}' does not hold the network that it was made from", where=file, why=why,
        fix="build again; if it stays, report it with the model",
    )  # fmt: skip
