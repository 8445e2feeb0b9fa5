"""The passes in order: the graph of a model -> the graph that is lowered, the same for all targets."""

from __future__ import annotations

from packager.debug import GRAPH, QUIET, Debug
from packager.graph import Graph, Patch
from packager.passes.activations import ACTIVATIONS
from packager.passes.arithmetic import ARITHMETIC
from packager.passes.attention import ATTENTION
from packager.passes.clips import CLIPS
from packager.passes.dead_code import DEAD_CODE
from packager.passes.driver import Pass, run
from packager.passes.drop_noops import DROP_NOOPS
from packager.passes.focus import FOCUS
from packager.passes.fold_affine import FOLD_AFFINE
from packager.passes.fold_pad import FOLD_PAD
from packager.passes.fuse import FUSE
from packager.passes.gemm import GEMM
from packager.passes.hoist import HOIST
from packager.passes.layout import LAYOUT
from packager.passes.merge_duplicates import MERGE_DUPLICATES
from packager.passes.one_form import ONE_FORM
from packager.passes.pools import POOLS

TIDY = (
    DEAD_CODE,
    DROP_NOOPS,
    ONE_FORM,
    ARITHMETIC,
    GEMM,
    ACTIVATIONS,
    CLIPS,
    FOLD_AFFINE,
    FOLD_PAD,
    MERGE_DUPLICATES,
    POOLS,
)

GROUPS: tuple[tuple[Pass, ...], ...] = (
    # What the model says, in fewer words.
    (*TIDY, FOCUS),
    # Where its elements lie. Transposes that stood between neighbours are gone now, so there is more to tidy.
    (LAYOUT, *TIDY),
    # What runs together.
    (HOIST, ATTENTION, FUSE, DROP_NOOPS, DEAD_CODE),
)


def optimise(graph: Graph, debug: Debug = QUIET) -> Graph:
    """The graph to lower: NHWC, affine operators folded, activations recognised, elementwise operators fused.

    `debug` shows the graph after each pass that changed it (DEBUG=2) and ends the run after `debug.stop` patches.
    Raises GraphBroken when a pass does not keep its promises, which is a bug of pack.
    """

    def observer(name: str, after: Graph, patches: tuple[Patch, ...]) -> None:
        reasons = [f"  # {', '.join(p.remove)}: {p.why}" for p in patches]
        title = f"pass {name}: {len(patches)} patches, {len(after.nodes)} nodes"
        debug.show(GRAPH, title, lambda: "\n".join([*reasons, str(after)]))

    return run(graph, GROUPS, stop=debug.stop, observer=observer)
