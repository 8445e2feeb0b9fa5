"""A network that Qualcomm's compiler takes whole, for the HTP: Graph -> ONNX -> files -> Report. A kind of target, see
`kinds.py`; what is done is in `packager/snpe`, which says how far each file was checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from packager.chip import Chip
from packager.debug import Clock, Debug
from packager.errors import CalibrationInvalid, OverBudget, PackError, SdkUnusable, SnpeMissing
from packager.manifest.types import TargetRequest
from packager.pipeline import lock
from packager.pipeline.explanation import Explanation, Row
from packager.pipeline.kinds import Decides
from packager.pipeline.output import staged
from packager.pipeline.task import Task
from packager.report.types import Report, Tensor, with_seconds
from packager.run.dist import REPORT, own_files
from packager.toolchain.base import ToolchainId

if TYPE_CHECKING:
    from packager.graph import Array, Graph

PASSES = False
"""Qualcomm's compiler wants the operators of ONNX, and fuses them itself."""

TOOLS = ("onnxruntime", "onnxruntime-qnn")


def chip_of(request: TargetRequest) -> Chip:
    """The chip that the request is for."""
    assert request.target.chip is not None, "kinds.py chose this module"
    return request.target.chip


def decides(request: TargetRequest, toolchain: ToolchainId) -> Decides:
    """The precision is part of the target; here is how it is reached, and with which of the user's files.

    Raises SnpeMissing, SdkUnusable and CalibrationInvalid, so that these are found before anything is computed.
    """
    from packager.run.samples import files_of
    from packager.snpe.install import demand
    from packager.snpe.sdk import Sdk

    del toolchain  # it compiles the runners: the lock has it anyway
    try:
        demand()
        sdk = Sdk.open(request.sdk).version if request.sdk else ""
    except (SnpeMissing, SdkUnusable) as error:
        place = request.where if isinstance(error, SnpeMissing) else request.at("sdk")
        error.where = f"{place}, {error.where}"
        raise
    how, calibration = request.quantize, None
    if how.calibration:
        found = files_of(how.calibration, str(request.at("quantize.calibration")))
        calibration = {"file": how.calibration.name, "sha256": lock.tree_hash((p.name, p) for p in found)}
    options = {"engines": request.engines, "precision": chip_of(request).precision, "sdk": sdk}
    quantize = {"method": how.method, "per_channel": how.per_channel, "dtype": how.dtype, "calibration": calibration}
    return Decides(options, {"quantize": quantize}, TOOLS)


def checks(request: TargetRequest) -> dict[str, Any]:
    """The least cosine to float32, and the calibration data, for its sample where the manifest names none."""
    least = chip_of(request).least if request.verify.cosine is None else request.verify.cosine
    where = request.quantize.calibration
    return {"cosine": least, **({"calibration": where} if where else {})}


def build(task: Task, say: Callable[[str], None], debug: Debug) -> Report:
    """Quantise, compile, verify on the simulator and package for one chip; the folder appears at the end, or never."""
    from packager.export import to_onnx
    from packager.report.measure import tensors
    from packager.report.network import measure
    from packager.snpe import Options, SnpeTarget, compile_network

    assert task.graph is not None, "the front end comes first"
    request, graph = task.request, task.graph
    clock = Clock(debug.within(request.target.name), dict(task.seconds))
    with clock("load"):
        feeds, tests = _inputs(task, tensors(graph, graph.inputs))
    target = SnpeTarget(
        chip_of(request),
        Options(method=request.quantize.method, per_channel=request.quantize.per_channel),
        task.facts["checks"]["cosine"],
        task.toolchain,
        str(request.sdk or ""),
    )
    with staged(task.folder, REPORT, own_files(task.name), task.given) as folder:
        try:
            built = compile_network(to_onnx(graph), task.name, target, feeds, folder, say, tests)
        except CalibrationInvalid as error:
            raise _in_calibration(error, request) from error
        report = replace(measure(request, graph, built, task.locked["toolchain"]), **task.facts)
        _demand_budget(report, request)
        report = with_seconds(report, {**clock.seconds, **built.seconds})
        lock.write(folder, task.locked, report.toolchain["version"])
        (folder / REPORT).write_text(report.to_json(), encoding="utf-8")
    return report


def _inputs(task: Task, ends: tuple[Tensor, ...]) -> tuple[list[dict[str, Array]], list[dict[str, Array]]]:
    """Real inputs to calibrate with, and those of the manifest's own check; a precision that needs none is checked with
    noise where there are none."""
    from packager.run.inputs import read_inputs, synthetic
    from packager.run.samples import read_samples

    request, preprocess = task.request, task.facts["preprocess"]
    given = request.quantize.calibration
    feeds = read_samples(given, ends, preprocess, str(request.at("quantize.calibration"))) if given else []
    sample = request.verify.inputs
    if sample:
        return feeds, [read_inputs(sample, ends, preprocess)]
    return feeds, [] if feeds else [synthetic(ends, preprocess)]


def _in_calibration(error: CalibrationInvalid, request: TargetRequest) -> PackError:
    """`error` with the place in the manifest that names the data."""
    error.where = f"{request.at('quantize.calibration')}, {request.quantize.calibration}"
    return error


def _demand_budget(report: Report, request: TargetRequest) -> None:
    """Raise OverBudget where the context binary has more bytes than the manifest allows."""
    row = report.budget.get("binary")
    if row is None or row.ok:
        return
    raise OverBudget(
        f"{report.name} for {report.target} is over its binary budget: {row.used:,} of {row.limit:,} bytes",
        where=request.at("budget.binary"),
        why="the context binary holds the weights; Qualcomm's compiler adds a tenth to a half, more on v68 and v69",
        fix=f"raise `budget: {{binary: ...}}` to at least {row.used} B, use a smaller network, or `precision: int8`",
    )


def explain(graph: Graph, request: TargetRequest) -> Explanation:
    """All nodes go to the HTP: one that it lacks ends the build with an error that names it."""
    from packager.report.measure import macs, weight_bytes

    chip = chip_of(request)
    regions: Mapping[str, Any] = {}
    rows = tuple(
        Row(
            node=node.name,
            op=node.op,
            onnx=node.where.node,
            fused=(),
            engine=request.engines[0],
            kernel=f"HTP v{chip.arch}",
            why=f"Qualcomm's compiler takes the network whole, in {chip.precision}",
            cycles=0.0,
            macs=macs(graph, node, regions),
            weight_bytes=weight_bytes(graph, node, regions),
            out_bytes=sum(graph[o].nbytes for o in node.outputs if o),
        )
        for node in graph.nodes
    )
    note = (
        f"all of them on Qualcomm's HTP in {chip}, {chip.vtcm} MB of VTCM. Only its compiler knows what it lacks: "
        "`pack build` then ends with E313, names the nodes, and says what is possible instead"
    )
    return Explanation(request.target.name, rows, 0, 0, note)
