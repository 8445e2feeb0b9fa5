"""The one place where kinds of targets part: a program for a CPU, or a network that a chip's compiler takes whole.

What is the same for both (the manifest, the front end, what is up to date, the folder at the end) knows neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from packager.manifest.types import TargetRequest
from packager.target import Target

if TYPE_CHECKING:
    from packager.debug import Debug
    from packager.graph import Graph
    from packager.pipeline.explanation import Explanation
    from packager.pipeline.task import Task
    from packager.report.types import Report
    from packager.toolchain.base import ToolchainId


@dataclass(frozen=True)
class Decides:
    """What of a request decides the bytes: `options` of the manifest, `more` sections of the lock, installed `tools`
    that work beside those that every build uses."""

    options: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    tools: tuple[str, ...] = ()


class Kind(Protocol):
    """How targets of one kind are built: a module of this package with these names."""

    PASSES: bool
    """Whether it starts from the graph behind pack's passes, or from the graph as it was loaded."""

    def decides(self, request: TargetRequest, toolchain: ToolchainId) -> Decides:
        """What the lock must hold. Raises where something is missing without which nothing can be built."""

    def checks(self, request: TargetRequest) -> dict[str, Any]:
        """How `pack verify` judges the result later, for the report; paths are absolute."""

    def build(self, task: Task, say: Callable[[str], None], debug: Debug) -> Report:
        """Everything behind the front end; the folder of `task` appears at the end, or not at all."""

    def explain(self, graph: Graph, request: TargetRequest) -> Explanation:
        """Who would compute each node."""


def kind(target: Target) -> Kind:
    """The kind of `target`. Modules are loaded only when they are needed."""
    if target.chip is not None:
        from packager.pipeline import network

        return network
    from packager.pipeline import program

    return program
