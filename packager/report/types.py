"""What a build measured: sizes, RAM, budgets, kernels, nodes, verification, times. Report <-> `report.json` (schema 1).

`measure` makes it from the stages' results; `render.py` shows it on a terminal. Sizes are bytes, times are seconds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from packager.errors import DistInvalid
from packager.target import Target

SCHEMA = 1
EMPTY: Mapping[str, Any] = {}

SECTIONS = ("text", "rodata", "data", "headers", "weights")
"""Kinds of bytes in the executable; a label of any other kind (padding) counts as headers, so that the sum holds."""


@dataclass(frozen=True)
class Tensor:
    """An input or output of the model, in the model's own order, shape and element type (`f32`, `u8`, ...).

    Where `count` is the name of an output, the shape is that of a bound: this output says how much of it along `axis`
    there is.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    axis: int = 0
    count: str = ""


@dataclass(frozen=True)
class Bytes:
    """`bytes` of the executable that belong to `name`, summed over all labels of one kind and name."""

    kind: str
    name: str
    bytes: int


@dataclass(frozen=True)
class BudgetRow:
    """One limit of the manifest and what was used of it, in bytes."""

    limit: int
    used: int
    ok: bool


@dataclass(frozen=True)
class KernelRow:
    """One machine function: its bytes in the executable, the graph nodes that need it, who made it, its parameters.
    What an engine brings beside kernels has rows, too: functions that these call, and all its constants as one."""

    symbol: str
    bytes: int
    nodes: tuple[str, ...]
    engine: str
    variant: str


@dataclass(frozen=True)
class NodeRow:
    """One node of the optimised graph: multiply-adds, bytes of its constants, of its outputs and of all code it needs.

    `kernel` is '' for a view, which costs nothing; `onnx` is the node of the model file it stands for, `fused` the
    elementwise operators in its epilogue. What several nodes need counts in full for each of them in `code_bytes`.
    """

    name: str
    op: str
    kernel: str
    macs: int
    weight_bytes: int
    out_bytes: int
    onnx: str = ""
    fused: tuple[str, ...] = ()
    code_bytes: int = 0


@dataclass(frozen=True)
class OutputCheck:
    """One output compared: the largest absolute error, where it is, and both values there."""

    name: str
    max_abs: float
    max_rel: float
    cosine: float
    ok: bool
    index: tuple[int, ...] = ()
    got: float = 0.0
    want: float = 0.0
    limit: float = 0.0


@dataclass(frozen=True)
class Verification:
    """The shipped binary against `reference`; `runner` says how it ran, 'none' that nothing here could run it.

    `max_rel` is the largest |got - want| / max(|want|, peak / 1000), `cosine` the smallest over the outputs. `kernels`
    lists the kinds of kernels that were checked: 'base', and a CPU's flag for those that run only where it is there.
    `level` says how far the files for a chip were checked, L0 to L5 (docs/snpe.md); '' for a program.
    """

    reference: str = "none"
    runner: str = "none"
    max_abs: float = 0.0
    max_rel: float = 0.0
    cosine: float = 0.0
    ok: bool = False
    outputs: tuple[OutputCheck, ...] = ()
    why: str = ""
    kernels: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True)
class Runtime:
    """What must be installed where the binary runs, because `engine` calls it: `needs` says it in words.

    `code` are the engine's bytes in the executable, `weights` its bytes in the weights. The memory that the runtime
    takes for itself is not pack's to know: no figure of the report holds it.
    """

    engine: str
    needs: str
    code: int
    weights: int


@dataclass(frozen=True)
class Execution:
    """What it takes to run the files: file names by kind, C prefix, emulator, and the CPU flags the code needs.

    `wide` is a further flag: where a CPU has it, kernels for wider vectors run; '' where there are none. With
    `runtimes` the binary is an ordinary program of its system: it needs a C library, and what they name.
    """

    files: Mapping[str, str]
    prefix: str
    qemu: str
    qemu_cpu: str
    native: tuple[str, ...]
    needs: tuple[str, ...]
    wide: str = ""
    runtimes: tuple[Runtime, ...] = ()

    @staticmethod
    def of(
        target: Target,
        files: Mapping[str, str] = EMPTY,
        prefix: str = "",
        wide: str = "",
        runtimes: tuple[Runtime, ...] = (),
    ) -> Execution:
        """What it takes to run `files` that were built for `target`."""
        return Execution(files, prefix, target.qemu, target.qemu_cpu, target.native, target.needs, wide, runtimes)


@dataclass(frozen=True)
class Threads:
    """How many threads a run has, how many phases, between which they wait for one another, and the estimate of how
    many times faster that is than one thread."""

    count: int = 1
    phases: int = 1
    est_speedup: float = 1.0


@dataclass(frozen=True)
class ModelRow:
    """One of several models in a build: its tensors, the C prefix of its functions, how much of the arena it takes, and
    of itself what the report says for a build of one model."""

    name: str
    prefix: str
    arena: int
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    preprocess: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One target's result. The field names are `report.json`'s keys; see the class of each row.

    `htp` is for a chip only: `chip`, `files` (bytes by name), `level` and `levels`, `quantisation`, `tools`. `models`
    is for several only, whose nodes and checked outputs are called `model/node`; `of` is the report of one of them.
    """

    name: str
    target: str
    toolchain: Mapping[str, str]
    size: Mapping[str, int]
    ram: Mapping[str, int]
    budget: Mapping[str, BudgetRow]
    kernels: tuple[KernelRow, ...]
    nodes: tuple[NodeRow, ...]
    frontier: tuple[Mapping[str, Any], ...]
    verify: Verification
    seconds: Mapping[str, float]
    labels: tuple[Bytes, ...]
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    execution: Execution
    preprocess: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict)
    threads: Threads = Threads()
    htp: Mapping[str, Any] = field(default_factory=dict)
    models: tuple[ModelRow, ...] = ()
    up_to_date: bool = False

    @property
    def over(self) -> tuple[str, ...]:
        """Keys of the budgets that are exceeded."""
        return tuple(key for key, row in self.budget.items() if not row.ok)

    def of(self, row: ModelRow) -> Report:
        """The report for those who run and check one of its `models`."""
        return replace(
            self,
            name=row.name,
            inputs=row.inputs,
            outputs=row.outputs,
            preprocess=row.preprocess,
            checks=row.checks,
            source={**self.source, **row.source},
            execution=replace(self.execution, prefix=row.prefix),
            models=(),
        )

    def to_json(self) -> str:
        """`report.json`'s text: stable key order, one final newline."""
        data = asdict(self)
        del data["up_to_date"]
        for key in ("htp", "models"):
            if not data[key]:
                del data[key]
        for check in (data["verify"], *data["verify"]["outputs"]):
            check.update({k: str(v) for k, v in check.items() if isinstance(v, float) and not math.isfinite(v)})
        return json.dumps({"schema": SCHEMA} | data, indent=1, allow_nan=False) + "\n"

    @staticmethod
    def of_json(text: str, where: str) -> Report:
        """The report that `to_json` wrote to the file `where`; DistInvalid when it is damaged or of another schema."""
        try:
            data = json.loads(text)
            if data["schema"] != SCHEMA:
                raise DistInvalid(
                    f"report.json has schema {data['schema']}, this pack reads {SCHEMA}",
                    where=where,
                    why="the folder was built by another version of pack",
                    fix="build it again with this version, or use the version that built it",
                )
            return _of(data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DistInvalid(
                "report.json cannot be read",
                where=where,
                why=f"it is not what pack writes: {type(error).__name__}: {error}",
                fix="build the folder again; report.json is not meant to be edited",
            ) from error


def _of(d: Mapping[str, Any]) -> Report:
    verify = _floats(d["verify"])
    checks = tuple(OutputCheck(**_floats(c) | {"index": tuple(c["index"])}) for c in verify["outputs"])
    run, ends = d["execution"], ("inputs", "outputs")
    runtimes = tuple(Runtime(**r) for r in run.get("runtimes", ()))
    lists = {"native": tuple(run["native"]), "needs": tuple(run["needs"]), "runtimes": runtimes}
    return Report(
        name=d["name"],
        target=d["target"],
        toolchain=d["toolchain"],
        size=d["size"],
        ram=d["ram"],
        budget={k: BudgetRow(**v) for k, v in d["budget"].items()},
        kernels=tuple(KernelRow(**k | {"nodes": tuple(k["nodes"])}) for k in d["kernels"]),
        nodes=tuple(NodeRow(**n | {"fused": tuple(n["fused"])}) for n in d["nodes"]),
        frontier=tuple(d["frontier"]),
        verify=Verification(**verify | {"outputs": checks, "kernels": tuple(verify.get("kernels", ()))}),
        seconds=d["seconds"],
        labels=tuple(Bytes(**b) for b in d["labels"]),
        inputs=tuple(_tensor(t) for t in d["inputs"]),
        outputs=tuple(_tensor(t) for t in d["outputs"]),
        execution=Execution(**run | lists),
        preprocess=d["preprocess"],
        checks=d["checks"],
        source=d["source"],
        threads=Threads(**d.get("threads", {})),
        htp=d.get("htp", {}),
        models=tuple(ModelRow(**m | {k: tuple(map(_tensor, m[k])) for k in ends}) for m in d.get("models", ())),
    )


def _floats(d: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has no NaN and no infinity: they travel as texts."""
    return {k: float(v) if v in ("nan", "inf", "-inf") and k != "name" else v for k, v in d.items()}


def _tensor(d: Mapping[str, Any]) -> Tensor:
    shape = tuple(int(s) for s in d["shape"])
    return Tensor(d["name"], d["dtype"], shape, d.get("axis", 0), d.get("count", ""))


def with_seconds(report: Report, seconds: Mapping[str, float]) -> Report:
    """`report` with the times of its stages, rounded to a tenth of a millisecond, and their `total`."""
    rounded = {stage: round(s, 4) for stage, s in seconds.items()}
    return replace(report, seconds=rounded | {"total": round(sum(seconds.values()), 4)})
