"""What is to be built for one target, and whether it is there already. (Manifest, options) -> Tasks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from packager.config import source
from packager.config.spec import each
from packager.errors import PackError, Usage
from packager.manifest.types import Manifest, Network, TargetRequest
from packager.pipeline import jobs, lock
from packager.pipeline.kinds import kind
from packager.report.types import Report

if TYPE_CHECKING:
    from packager.graph import Graph

Kind = Literal["auto", "docker", "local"]


@dataclass(frozen=True)
class Task:
    """One target of a manifest. `folder` is its output folder, `toolchain` the kind asked for.

    `locked` is the lock without the files' hashes. `facts` go into the report: where the model is, how to check and
    preprocess; of several models, `parts` has the facts of each by its name, and `facts` what they share. `given` goes
    into the folder: models that were exported for this build and lie nowhere else. `done` is the report of a folder
    that is up to date; otherwise the front end adds `graph` and `seconds`.
    """

    name: str
    request: TargetRequest
    folder: Path
    toolchain: Kind
    locked: Mapping[str, Any]
    facts: Mapping[str, Any]
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    given: tuple[Path, ...] = ()
    done: Report | None = None
    graph: Graph | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

    def after(self, graph: Graph, data: Sequence[Mapping[str, str]], seconds: Mapping[str, float]) -> Task:
        """The task with what the front end found: the graph, the hashes of external data, the time it took."""
        return replace(self, graph=graph, locked=lock.with_data(self.locked, data), seconds=dict(seconds))


def prepare(
    manifest: Manifest, out: Path, toolchain: str | None, say: Callable[[str], None], stop: int | None = None
) -> tuple[list[Task], list[PackError]]:
    """A task for every target of `manifest`, and the errors of those whose toolchain cannot be had."""
    if toolchain not in (None, "auto", "docker", "local"):
        raise Usage(
            f"--toolchain {toolchain}",
            where="command line",
            why="there is no such kind of toolchain",
            fix="write auto, docker or local",
        )
    sha256 = each(partial(lock.model_hash, network) for network in manifest.models)
    requests = manifest.targets
    return jobs.each(lambda r: _task(manifest, r, sha256, out, cast("Kind | None", toolchain), say, stop), requests, 1)


def _task(
    manifest: Manifest,
    request: TargetRequest,
    sha256: Sequence[str],
    out: Path,
    toolchain: Kind | None,
    say: Callable[[str], None],
    stop: int | None,
) -> Task:
    from packager.toolchain.choose import choose

    folder = out / manifest.name / request.target.name
    wanted = toolchain or request.toolchain
    chain = choose(wanted, request.target, say).id
    decides = kind(request.target).decides(request, chain)
    data = lock.data_files(folder, manifest)
    locked = lock.make_key(manifest, request, sha256, data, chain, decides, stop)
    found = lock.up_to_date(folder, locked)
    done = replace(found.report, up_to_date=True) if found else None
    given = tuple(network.model.path for network in manifest.models if network.model.torch)
    facts, parts = _facts(manifest, request, sha256, folder)
    return Task(manifest.name, request, folder, wanted, locked, facts, parts, given, done)


def _facts(
    manifest: Manifest, request: TargetRequest, sha256: Sequence[str], folder: Path
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What `pack run`, `verify` and `bench` need to know later, with paths that start at the output folder: of the
    build, and of each of several models."""

    def seen_from_folder(path: Path) -> str:
        # Through the folders that links lead to: that is what '..' goes up from. The file itself may be a link.
        return os.path.relpath(Path(os.path.realpath(path.parent)) / path.name, os.path.realpath(folder))

    def of_model(network: Network, mine: TargetRequest, digest: str) -> dict[str, Any]:
        model = network.model
        checks = kind(mine.target).checks(mine) | ({"inputs": mine.verify.inputs} if mine.verify.inputs else {})
        return {
            "preprocess": {name: asdict(how) for name, how in network.preprocess.items()},
            "checks": {key: seen_from_folder(v) if isinstance(v, Path) else v for key, v in checks.items()},
            "source": {
                "model": model.path.name if model.torch else seen_from_folder(model.path),
                "sha256": digest,
                "inputs": {name: list(shape) for name, shape in model.inputs.items()},
                "outputs": list(model.outputs),
            },
        }

    built = {
        "optimize": request.optimize,
        "weights": request.weights,
        **({"ops": [seen_from_folder(path) for path in request.ops]} if request.ops else {}),
        "engines": [
            {"name": name, "options": source.plain(item), "base": seen_from_folder(item.base) if item else ""}
            for name, item in zip(request.engines, request.engine_options, strict=True)
        ],
        "target": asdict(request.target),
    }
    each_one = zip(manifest.models, manifest.of(request), sha256, strict=True)
    found = {network.name: of_model(network, mine, digest) for network, mine, digest in each_one}
    if manifest.several:
        return {"source": built}, found
    (facts,) = found.values()
    return {**facts, "source": {**facts["source"], **built}}, {}
