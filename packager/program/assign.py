"""Which engine computes which node: the first in the manifest's order that claims it. (Graph, engines) -> Assigned.

Nodes that an engine takes as one become one node of the operator `Region`, between nodes that bring what it reads into
the order it asked for; what it leaves of an epilogue becomes a node of its own. Everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from packager.dtype import U8
from packager.engine import Claim, Decline, Engine, Region
from packager.engines.llvm import Llvm
from packager.errors import EngineBroken, PackError, Unsupported, raise_all
from packager.graph import FLOW, Graph, Node, Value
from packager.kernels.epilogue import CLIP, RELU, Part
from packager.plan.needs import Needs
from packager.plan.types import Plan
from packager.program.chain import Chain
from packager.program.divide import divided
from packager.target import Target

OWN = Llvm()
"""Who computes what the planner puts in between."""

TO_NCHW = {3: (0, 2, 1), 4: (0, 3, 1, 2), 5: (0, 4, 1, 2, 3)}
TO_NHWC = {3: (0, 2, 1), 4: (0, 2, 3, 1), 5: (0, 2, 3, 4, 1)}


@dataclass(frozen=True)
class Assigned:
    """`graph` with a node for every region and chain; who computes each node, what it stands for, and who declined it
    and why (in the order of the engines)."""

    graph: Graph
    target: Target
    owners: Mapping[str, Engine] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    chains: Mapping[str, Chain] = field(default_factory=dict)
    declined: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @cached_property
    def limit(self) -> Part:
        """What no stage and Relu become at the end of a kernel (see lowering.base.Context)."""
        nodes = (*self.graph.nodes, *(node for chain in self.chains.values() for node in chain.nodes))
        ops = (op for node in nodes for op in (node.op, *(stage.op for stage in node.epilogue)))
        return CLIP if "Clip" in ops else RELU

    def engine(self, node: Node) -> Engine:
        """Who computes `node`."""
        return self.owners.get(node.name, OWN)

    def order(self, plan: Plan) -> tuple[Node, ...]:
        """The nodes of a plan as they run, those of its chains instead of what stands for them."""
        inside = (self.chains[n.name].nodes if n.name in self.chains else (n,) for n in plan.order)
        return tuple(node for nodes in inside for node in nodes)

    def whole(self, plan: Plan) -> Graph:
        """A plan's graph with the nodes of its chains."""
        values = {name: value for chain in self.chains.values() for name, value in chain.graph.values.items()}
        return replace(plan.graph, nodes=self.order(plan), values={**values, **plan.graph.values})

    def region(self, node: Node) -> Region | None:
        """What `node` stands for, where that is not itself."""
        return self.regions.get(node.name)

    def needs(self, node: Node) -> Needs:
        """What `node` demands of memory."""
        if node.name in self.chains:
            return self.chains[node.name].whole(node)
        return self.engine(node).needs(self.graph, node, self.region(node))


def assign(graph: Graph, target: Target, engines: Sequence[Engine] = (OWN,)) -> Assigned:
    """Ask `engines`, in order, for every node that nobody has taken yet.

    Raises Unsupported for every node that none takes, with all their reasons; EngineBroken where an engine claims what
    is not there, or what cannot run as one.
    """
    taken: dict[str, tuple[Engine, Claim]] = {}
    declined: dict[str, list[tuple[str, str]]] = {}
    claims: list[tuple[Engine, Claim]] = []
    names = {node.name for node in graph.nodes}
    for engine in engines:
        for found in engine.claims(graph, target):
            if isinstance(found, Decline):
                declined.setdefault(found.node, []).append((engine.name, found.why))
            elif not names.issuperset(found.nodes) or not (found.nodes or found.divisible):
                raise EngineBroken.of(engine.name, f"it claims {', '.join(found.nodes) or 'nothing'}, which is no node")
            else:
                for claim in _free(graph, found, taken.keys()):
                    claims.append((engine, claim))
                    taken.update(dict.fromkeys(claim.nodes, (engine, claim)))
    raise_all(_nobody(graph, taken.keys(), declined, engines))
    result = Assigned(graph, target, declined={name: tuple(whys) for name, whys in declined.items()})
    for engine, claim in claims:
        result = _with(result, engine, claim)
    return replace(result, graph=result.graph.verify())


def _free(graph: Graph, claim: Claim, taken: Collection[str]) -> tuple[Claim, ...]:
    """What of `claim` an engine gets where others, before it in the list, have `taken` their nodes: all, or nothing;
    of a divisible one, the rest."""
    if not claim.divisible:
        return () if set(taken) & set(claim.nodes) else (claim,)
    left = set(claim.nodes) - set(taken)
    return tuple(replace(claim, nodes=nodes) for nodes in divided(graph, left))


def _nobody(
    graph: Graph,
    taken: Iterable[str],
    declined: Mapping[str, Sequence[tuple[str, str]]],
    engines: Sequence[Engine],
) -> list[PackError]:
    """An error for each node that is in nobody's hands."""
    left = [node for node in graph.nodes if node.name not in set(taken)]
    errors: list[PackError] = []
    for node in left:
        whys = dict(declined.get(node.name, ()))
        own = next((e for e in engines if isinstance(e, Llvm)), None)
        error = own.refusal(graph, node) if own else None
        asked = (name for name in dict.fromkeys(e.name for e in engines) if name != "llvm")
        others = "; ".join(f"{name}: {whys.get(name, 'it has no kernel for it')}" for name in asked)
        if error is None:
            error = Unsupported(
                f"no engine takes {node.op}",
                where=node.where,
                why=others or "no engine was asked",
                fix="add `llvm` at the end of `engines:`: pack's own kernels take what is left",
            )
        elif others:
            error.why += f"; {others}"
        computed = (i for i in node.inputs if i and graph[i].const is None and i not in graph.inputs)
        errors.append(error.about(f"{node.op}({', '.join(str(graph[i]) for i in node.inputs if i)})", computed))
    return errors


def _with(now: Assigned, engine: Engine, claim: Claim) -> Assigned:
    """`now` with one more claim: a node for the region, and what the engine's wishes take around it."""
    if isinstance(engine, Llvm):
        return replace(now, owners={**now.owners, **dict.fromkeys(claim.nodes, engine)})
    graph = _cut(now.graph, claim)
    region = _region(graph, engine, claim)
    region = replace(region, scratch=engine.scratch(region, now.target))
    name, last = region.name, graph.nodes[max(i for i, n in enumerate(graph.nodes) if n.name in claim.nodes)]
    values = dict(graph.values)
    outputs = region.graph.outputs
    if region.scratch:
        memory = Value(graph.fresh(f"{name}/scratch"), (region.scratch,), U8)
        values[memory.name] = memory
        outputs = (*outputs, memory.name)
    stand = Node(name, "Region", region.graph.inputs, outputs, {"engine": engine.name}, where=region.where)
    before: tuple[Node, ...] = ()
    after: tuple[Node, ...] = ()
    if claim.layout == "NCHW":
        before, (region, stand), after = _turned(graph, region, stand, values)
    nodes: list[Node] = []
    waiting: list[Node] = []  # what reads from the region, but stands before its last node
    written = set(region.graph.outputs)
    for node in graph.nodes:
        if node.name == last.name:
            nodes += [*before, stand, *after, *waiting]
            written.clear()
        elif written & set(node.reads) and node.name not in claim.nodes:
            waiting.append(node)
            written |= set(node.outputs)
        elif node.name not in claim.nodes:
            nodes.append(node)
    used = {v for n in nodes for v in (*n.reads, *n.outputs)} | {*graph.inputs, *graph.outputs}
    changed = replace(graph, nodes=tuple(nodes), values={k: v for k, v in values.items() if k in used})
    return replace(
        now,
        graph=changed,
        owners={**now.owners, name: engine, **{n.name: OWN for n in (*before, *after)}},
        regions={**now.regions, name: region},
    )


def _cut(graph: Graph, claim: Claim) -> Graph:
    """The graph in which the last claimed node has only the stages that the engine takes; the rest is a node behind."""
    last = next(n for n in reversed(graph.nodes) if n.name in claim.nodes)
    if claim.stages is None or claim.stages >= len(last.epilogue):
        return graph
    kept, (first, *rest) = last.epilogue[: claim.stages], last.epilogue[claim.stages :]
    result = last.outputs[0]
    inner = replace(graph[result], name=graph.fresh(f"{result}/{last.op}"))
    body = replace(last, outputs=(inner.name, *last.outputs[1:]), epilogue=kept)
    tail = Node(
        graph.fresh(f"{last.name}/{first.op}"), first.op, tuple(inner.name if i == FLOW else i for i in first.inputs),
        (result,), first.attrs, tuple(rest), last.where,
    )  # fmt: skip
    nodes = [m for n in graph.nodes for m in ((body, tail) if n.name == last.name else (n,))]
    return replace(graph, nodes=tuple(nodes), values={**graph.values, inner.name: inner})


def _region(graph: Graph, engine: Engine, claim: Claim) -> Region:
    """The claimed nodes as a graph; raises EngineBroken where other nodes would have to run in the middle of it."""
    region = Region.of(graph, [n for n in graph.nodes if n.name in claim.nodes])
    reads, outputs = region.graph.inputs, region.graph.outputs
    # Whoever reads what the region writes, directly or not, must not write what the region reads.
    behind = set(outputs)
    for node in graph.nodes:
        if node.name not in claim.nodes and behind & set(node.reads):
            behind |= set(node.outputs)
    if tangled := sorted(behind & set(reads)):
        raise EngineBroken.of(engine.name, f"'{tangled[0]}' is computed between nodes that it claims as one")
    return region


def _turned(
    graph: Graph, region: Region, stand: Node, values: dict[str, Value]
) -> tuple[tuple[Node, ...], tuple[Region, Node], tuple[Node, ...]]:
    """Transposes before and after a region that wants images in ONNX's order, and the region without its layout."""
    nodes = tuple(replace(n, attrs={k: v for k, v in n.attrs.items() if k != "layout"}) for n in region.graph.nodes)
    images = {v for n in region.graph.nodes if n.attrs.get("layout") == "NHWC" for v in (*n.inputs[:1], *n.outputs)}
    turned = {v: _permuted(graph[v], TO_NCHW) for v in images if v and graph[v].rank in TO_NCHW}
    inner = replace(region.graph, nodes=nodes, values={**region.graph.values, **turned})
    before: list[Node] = []
    after: list[Node] = []
    names: dict[str, str] = {}
    for value in (v for v in (*region.graph.inputs, *region.graph.outputs) if v in turned):
        names[value] = graph.fresh(f"{value}/nchw.{stand.name}")
        values[names[value]] = replace(turned[value], name=names[value])
        source = value in region.graph.inputs
        node = Node(
            names[value], "Transpose", (value if source else names[value],), (names[value] if source else value,),
            {"perm": (TO_NCHW if source else TO_NHWC)[graph[value].rank]}, where=stand.where,
        )  # fmt: skip
        (before if source else after).append(node)
    renamed = replace(
        stand,
        inputs=tuple(names.get(i, i) for i in stand.inputs),
        outputs=tuple(names.get(o, o) for o in stand.outputs),
    )
    return tuple(before), (replace(region, graph=inner), renamed), tuple(after)


def _permuted(value: Value, orders: Mapping[int, tuple[int, ...]]) -> Value:
    return replace(value, shape=tuple(value.shape[p] for p in orders[value.rank]))
