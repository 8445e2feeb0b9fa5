"""The door: an ONNX network and real inputs -> a folder with everything for one chip. See the package's docstring."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper

from packager.chip import Chip
from packager.debug import Clock, silent
from packager.errors import LocalToolchainMissing, PackErrors, SnpeFailed
from packager.processes import together
from packager.snpe import dlc, package, verify
from packager.snpe.calibrate import Feeds, samples
from packager.snpe.child import work
from packager.snpe.chip_bias import INEXACT, corrected_for, corrected_half
from packager.snpe.cpu import CpuModel
from packager.snpe.ends import attach
from packager.snpe.half import unfused
from packager.snpe.install import QAIRT, find
from packager.snpe.prepare import Prepared, prepare
from packager.snpe.quantise import HELD, Options, Quantisation, quantise
from packager.snpe.sdk import Sdk
from packager.toolchain.choose import Kind

ADJUSTED_WITH = 2
"""Samples that biases are adjusted to the chip's own arithmetic with: the simulator runs every layer on each."""

CHECKED = 3
"""Samples that the simulator runs; it takes a second or two for each."""


@dataclass(frozen=True)
class SnpeTarget:
    """What to build: the chip with its precision (chip.resolve), how to quantise, the least cosine that is good (0: the
    precision's own), which C toolchain compiles the runners, and the folder of Qualcomm's full SDK ('' for none).

    `quantise.dtype` is ignored: it follows from the chip's precision.
    """

    chip: Chip
    quantise: Options = field(default_factory=Options)
    least: float = 0.0
    toolchain: Kind = "auto"
    sdk: str = ""


@dataclass(frozen=True)
class Built:
    """What was made: `files` in `folder`, name -> bytes; `tools` are the versions that decide them, for a lock."""

    name: str
    target: SnpeTarget
    folder: Path
    files: Mapping[str, int]
    quantisation: Quantisation | None
    verification: verify.Verification
    tools: Mapping[str, str]
    seconds: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """For report.json: plain values only."""
        return {
            "name": self.name,
            "chip": asdict(self.target.chip),
            "files": dict(self.files),
            "quantisation": asdict(self.quantisation) if self.quantisation else None,
            "verification": asdict(self.verification),
            "tools": dict(self.tools),
            "seconds": dict(self.seconds),
        }


def compile_network(
    model: onnx.ModelProto,
    name: str,
    target: SnpeTarget,
    feeds: Iterable[Feeds],
    folder: Path,
    say: Callable[[str], None] = silent,
    checks: Sequence[Feeds] = (),
) -> Built:
    """Build `model` (static shapes; float32, or 8-bit at its ends) for `target` into the existing `folder`.

    `feeds` are real inputs, {input: array}: int8 and a16w8 are calibrated with them, fp16 can do without. `checks` are
    inputs for the verification; without them every fifth of `feeds`, which calibration leaves out. Files appear
    together, or none. Raises CalibrationInvalid, DynamicShape, ModelInvalid, NotOnHtp, SnpeMissing, SnpeFailed,
    ArtefactBroken, VerifyFailed, SdkUnusable, and the toolchain's errors.
    """
    wheel = find()
    sdk = Sdk.open(Path(target.sdk)) if target.sdk else None
    clock = Clock()
    with clock("prepare"):
        prepared = prepare(model, name)
        tests = samples(prepared.model, checks, name) if checks else []
        real = list(feeds)
        # fp16 has no ranges to take from real inputs, and does without where there is something else to check with.
        given = samples(prepared.model, real, name) if real or not tests or target.chip.precision != "fp16" else []
        tests = tests or given[HELD - 1 :: HELD] or given[:1]
    # Early: a missing compiler must not be found after minutes.
    with clock("runners"), ThreadPoolExecutor(1) as other:
        for_here = other.submit(_host_runner, target.toolchain, say)
        device = package.runners(package.DEVICE, target.toolchain, say)
        host, why = for_here.result()
    with clock("quantise"):
        network, quantisation = _network(prepared, target, given, name, say)
    with clock("compile"), tempfile.TemporaryDirectory(prefix="pack-") as temporary:
        contents = _compiled(network, name, target.chip, Path(temporary), say)
    shipped = verify.Shipped(name, target.chip, network, *contents)
    with clock("verify"):
        run = CpuModel(prepared.model)
        verification = verify.verify(
            shipped,
            tests[:CHECKED],
            [run(feed) for feed in tests[:CHECKED]],
            least=target.least or target.chip.least,
            runner=host,
            why_no_runner=why,
            gate=sdk.gate(target.chip) if sdk else None,
            say=say,
        )
        say(str(verification))
    files = {
        f"{name}.dlc": shipped.dlc,
        f"{name}.bin": shipped.binary,
        "io.json": package.io_json(name, target.chip, *_ends(shipped)),
        "fetch_runtime.sh": package.fetch_script(target.chip),
        **device.files,
        **{f"{runner}.c": package.source(runner) for runner in package.RUNNERS},
    }
    package.write(folder, files)
    sizes = {path: len(content) for path, content in files.items()}
    sizes[package.SUMS] = (folder / package.SUMS).stat().st_size
    tools = {
        "onnxruntime-qnn": wheel.version,
        "onnxruntime": wheel.onnxruntime,
        "qairt": QAIRT,
        "onnx": onnx.__version__,
        "numpy": np.__version__,
        "cc": device.compiler,
        **({"sdk": sdk.version} if sdk else {}),
    }
    return Built(name, target, folder, sizes, quantisation, verification, tools, clock.seconds)


def _network(
    prepared: Prepared, target: SnpeTarget, given: Sequence[Feeds], name: str, say: Callable[[str], None]
) -> tuple[onnx.ModelProto, Quantisation | None]:
    """The model that Qualcomm's compiler gets: QDQ, or float32 for fp16."""
    chip = target.chip
    if chip.precision == "fp16":
        core = unfused(prepared.core)
        real = [prepared.ends.real(feed) for feed in given[:ADJUSTED_WITH]]
        return attach(corrected_half(chip, core, real, name) if real else core, prepared.ends), None

    def adjust(core: onnx.ModelProto, quantised: onnx.ModelProto, used: Sequence[Feeds]) -> onnx.ModelProto:
        return corrected_for(chip, core, quantised, used[:ADJUSTED_WITH], name)

    how = target.quantise
    options = Options(chip.precision, how.method, how.per_channel, how.goal)
    done = quantise(prepared, given, options, name, say, adjust if chip.arch in INEXACT else None)
    return done.model, done.report


def _compiled(
    network: onnx.ModelProto, name: str, chip: Chip, folder: Path, say: Callable[[str], None]
) -> tuple[bytes, bytes]:
    """Contents of the DLC and of the context binary."""
    model = folder / "model.onnx"
    onnx.save(network, str(model))

    def compiled(action: str) -> bytes:
        (folder / action).mkdir()
        job = {"action": action, "model": str(model), "folder": str(folder / action), "chip": asdict(chip)}
        return Path(work(job, name)["file"]).read_bytes()

    say(f"compiling for {chip}")
    for_snpe, context = together(lambda: compiled("dlc"), lambda: compiled("context"))
    try:
        return dlc.without_time(for_snpe), context
    except (ValueError, OSError) as error:
        raise SnpeFailed(
            f"no DLC was made: {name}", where="onnxruntime-qnn", why=str(error), fix="report it with the model"
        ) from error


def _host_runner(kind: Kind, say: Callable[[str], None]) -> tuple[bytes | None, str]:
    """qnn_runner for this machine, or why there is none."""
    try:
        return package.runners(package.HOST, kind, say, ("qnn_runner",)).files["qnn_runner"], ""
    except (LocalToolchainMissing, PackErrors) as error:
        return None, f"no C compiler for this machine: {error.what}"


def _ends(shipped: verify.Shipped) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Inputs and outputs for io.json, in the binary's order."""
    graph = shipped.graph
    known = {v.name: v for v in (*shipped.model.graph.input, *shipped.model.graph.output)}

    def end(tensor: Mapping[str, Any]) -> dict[str, object]:
        kind = helper.tensor_dtype_to_np_dtype(known[tensor["name"]].type.tensor_type.elem_type)
        layout = "as the model's" if len(tensor["dims"]) else "scalar"
        return {**tensor, "model_dtype": np.dtype(kind).name, "layout": layout}

    return [end(t) for t in graph["inputs"]], [end(t) for t in graph["outputs"]]
