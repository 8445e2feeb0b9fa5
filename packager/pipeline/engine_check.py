"""An engine put to the test: it is offered small networks of many operators; what it takes is built and compared."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx

from packager.check.cases import Case, cases, network
from packager.config.source import parse
from packager.debug import Clock, Debug
from packager.manifest.read import of
from packager.manifest.types import Manifest
from packager.pipeline.build import FrontEnd, build
from packager.pipeline.program import planned
from packager.program.assign import Assigned
from packager.report.types import Verification


@dataclass(frozen=True)
class EngineCheck:
    """What `engine` did for `target`: the cases that it took, those that it declined and why, the comparison with the
    reference, and the bytes of all that it brought into the binary."""

    engine: str
    target: str
    taken: tuple[str, ...]
    declined: Mapping[str, str]
    verify: Verification
    bytes: int


def check_engine(
    engine: str,
    target: str,
    *,
    options: Mapping[str, Any] | None = None,
    folder: str | Path | None = None,
    toolchain: str = "auto",
) -> EngineCheck:
    """Build and run all cases of `packager.check.cases` that the engine called `engine` takes, and compare them.

    `options` are what would follow its name in a manifest in `folder` (default: the current one), where its paths
    start. Raises what `build` raises: VerifyFailed names the case that is wrong. An engine that takes nothing is
    compared with nothing; `taken` is empty then.
    """
    asked = {engine: dict(options)} if options else engine
    with tempfile.TemporaryDirectory(prefix="pack-engine-") as temporary:
        here = Path(temporary)
        made = _Network(here, {"targets": [target], "engines": [asked, "llvm"]}, Path(folder or Path.cwd()))
        offered = made.assigned(cases())
        regions = ((offered.owners[name].name, region.graph.nodes) for name, region in offered.regions.items())
        mine = {_case(node.name) for owner, nodes in regions for node in nodes if owner == engine}
        taken = tuple(case for case in cases() if case.name in mine)
        whys = {_case(node): dict(whys)[engine] for node, whys in offered.declined.items() if engine in dict(whys)}
        declined = {name: why for name, why in whys.items() if name not in {case.name for case in taken}}
        if not taken:
            return EngineCheck(engine, target, (), declined, Verification(why="it takes none of the cases"), 0)
        [report] = build(made.manifest(taken), out=here / "out", toolchain=toolchain)
    bytes_ = sum(kernel.bytes for kernel in report.kernels if kernel.engine == engine)
    return EngineCheck(engine, target, tuple(case.name for case in taken), declined, report.verify, bytes_)


def _case(node: str) -> str:
    """Of which case `node` is."""
    return node.split("/")[0]


@dataclass(frozen=True)
class _Network:
    """Networks of cases, in the folder `here`, with a manifest that reads paths from `base`."""

    here: Path
    says: Mapping[str, Any]
    base: Path

    def manifest(self, chosen: Sequence[Case]) -> Manifest:
        """The manifest of the network of `chosen`."""
        onnx.save(network(chosen), str(self.here / "cases.onnx"))
        data = {"name": "cases", "model": str(self.here / "cases.onnx"), **self.says}
        return of(parse(json.dumps(data, default=str), "check_engine", self.base), "check_engine", self.base)

    def assigned(self, chosen: Sequence[Case]) -> Assigned:
        """Who takes what of `chosen`."""
        m = self.manifest(chosen)
        (assigned, _), *_ = planned(FrontEnd(m, Clock(Debug()), Debug()).graph(passes=True), m.targets[0])
        return assigned
