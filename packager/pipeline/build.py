"""The pipeline: Manifest -> Graph -> files -> Report, for each target; `kinds.py` says what lies between.

`build/<name>/<target>/` appears when it is complete, within budget and verified; a failure changes nothing there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from packager import manifest, pytorch
from packager.config.spec import each
from packager.debug import Clock, Debug, silent
from packager.errors import PackError, in_manifest, raise_all
from packager.manifest import Manifest
from packager.manifest.types import Network
from packager.pipeline import jobs as processes
from packager.pipeline import lock
from packager.pipeline.kinds import kind
from packager.pipeline.task import Task, prepare
from packager.report.types import Report

if TYPE_CHECKING:
    from packager.graph import Graph

OUT = "build"
"""Where output folders go unless told otherwise: `build/<name>/<target>` under the current folder."""


def build(
    source: str | Path | Manifest,
    *,
    targets: Sequence[str] = (),
    out: str | Path | None = None,
    toolchain: str | None = None,
    jobs: int | None = None,
    sets: Sequence[str] = (),
    say: Callable[[str], None] = silent,
    debug: Debug | None = None,
) -> list[Report]:
    """Build the manifest `source` for all its targets (or `targets`), into `out`/<name>/<target>; one report each.

    `toolchain` and `sets` (KEY=VALUE) override the manifest; `jobs` targets are built at a time (default: one);
    `say` gets progress lines; `debug` defaults to what the environment asks for. A target whose folder is up to date
    is left as it is. Raises PackErrors with the errors of all targets; those without one are built nevertheless.
    """
    debug = debug or Debug.of(os.environ)
    targets = (targets,) if isinstance(targets, str) else tuple(dict.fromkeys(targets))
    clock = Clock(debug)
    with ExitStack() as stack:
        with clock("load"):
            m = source if isinstance(source, Manifest) else manifest.load(source, sets=sets, targets=targets)
            m = stack.enter_context(pytorch.exported(m, say))
        return _build(m, Path(out or OUT), toolchain, jobs or 1, say, clock, debug)


def _build(
    m: Manifest,
    out: Path,
    toolchain: str | None,
    jobs: int,
    say: Callable[[str], None],
    clock: Clock,
    debug: Debug,
) -> list[Report]:
    with clock("load"):
        tasks, failed = prepare(m, out, toolchain, say, debug.stop)
    for model in (n for n in m.models if n.aside):
        say(f"{model.file}: {', '.join(model.aside)} hold where it is built by itself; here those of {m.file} do")
    stale = [task for task in tasks if task.done is None]
    if stale:
        stale, refused = _behind(FrontEnd(m, clock, debug), stale, clock)
        failed += refused
    alone = min(jobs, len(stale)) <= 1  # other processes have no way to say something here
    one = partial(build_target, say=say if alone else silent, debug=debug)
    built, broken = processes.each(one, stale, jobs)
    for details in (error.details for error in failed + broken if error.details):
        say(details)
    place = m.at("models") if m.several else m.model.where  # errors of one of several have a place of their own
    raise_all([error if m.several and error.where else in_manifest(error, place) for error in failed + broken])
    reports = {r.target: r for r in (*built, *(task.done for task in tasks if task.done))}
    return [reports[request.target.name] for request in m.targets]


def _behind(front: FrontEnd, tasks: Sequence[Task], clock: Clock) -> tuple[list[Task], list[PackError]]:
    """The tasks with their graphs, and why some have none: passes that fail do so only for targets that want them."""
    ready: list[Task] = []
    refused: dict[bool, PackError] = {}
    for task in tasks:
        passes = kind(task.request.target).PASSES
        if passes in refused:
            continue
        try:
            ready.append(task.after(front.graph(passes=passes), front.data, clock.seconds))
        except PackError as error:
            refused[passes] = error
    return ready, [error for several in refused.values() for error in several.each]


class FrontEnd:
    """What is the same for all targets: the model as a graph, the optimised graph where one asks for it, and the hashes
    of the model's external data. Several models become one graph. Errors name the model's place in the manifest."""

    def __init__(self, m: Manifest, clock: Clock, debug: Debug) -> None:
        from packager import own
        from packager.engines.llvm import forget, lacks
        from packager.load import load

        self._m, self._clock, self._debug = m, clock, debug
        own.load(m.ops, forget)
        ours = all(r.target.chip is None and set(r.engines) == {"llvm"} for r in m.targets)

        def loaded(network: Network) -> Graph:
            model = network.model
            with _named(network):
                graph = load(
                    model.path, name=network.name, inputs=model.inputs, outputs=model.outputs, where=model.where,
                    lacks=lacks if ours else lambda *_: None,
                )  # fmt: skip
                network.check_inputs(graph.inputs)
                return graph

        with clock("load"):
            self._loaded = each(partial(loaded, network) for network in m.models)
            self.data = [lock.external_data(network.model.path) for network in m.models]

    def graph(self, *, passes: bool) -> Graph:
        """The graph behind the passes, or as it was loaded."""
        from packager.together import together

        graphs = self._optimised if passes else self._loaded
        places = (network.model.where for network in self._m.models)
        return together(self._m.name, graphs, places) if self._m.several else graphs[0]

    @cached_property
    def _optimised(self) -> Sequence[Graph]:
        from packager.passes.optimise import optimise

        def optimised(network: Network, graph: Graph) -> Graph:
            with _named(network):
                return optimise(graph, self._debug)

        with self._clock("optimise"):
            return each(partial(optimised, *pair) for pair in zip(self._m.models, self._loaded, strict=True))


@contextmanager
def _named(network: Network) -> Iterator[None]:
    """Errors inside say where the manifest names the model."""
    try:
        yield
    except PackError as error:
        in_manifest(error, network.model.where)
        raise


def build_target(task: Task, say: Callable[[str], None], debug: Debug) -> Report:
    """What comes behind the front end, for one target."""
    return kind(task.request.target).build(task, say, debug)
