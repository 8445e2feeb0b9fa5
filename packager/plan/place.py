"""Where values lie: Graph + NeedsOf -> the graph with explicit `Copy` nodes, a Root per buffer, a Layout per value.

Values tied by `same` nodes form a class; a class lies inside another one where a Slice cuts it out or a Concat takes it
in. Such a tree of classes shares one root buffer, whose shape is that of one of its values (the base) with all halos
that readers of its members demand. Every tie that strides cannot honour, and every reader that cannot live with what
the tree gives it, gets a `Copy`; among the possible bases, with and without halo, the fewest copied bytes win.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from packager.errors import PlanBroken
from packager.graph import Graph, Node, dense_strides
from packager.plan import views
from packager.plan.needs import InputNeed, Needs, NeedsOf
from packager.plan.rewrite import Fix, Use, insert, nest
from packager.plan.types import Space, apart
from packager.plan.views import Kind, Layout

COPY = Needs((InputNeed(any_strides=True),))
"""What the planner's own `Copy` node demands: nothing, it reads any strides and writes rows."""

_CANDIDATES = 6
"""How many values of a class are tried as the base of its buffer."""

NO_HALO = (0, 0)


@dataclass(frozen=True)
class Root:
    """One buffer: it has the shape of the value `base` plus `halo`, is `elements` long and holds `members`."""

    base: str
    layout: Layout
    halo: tuple[tuple[int, int], ...]
    elements: int
    space: Space = "arena"
    index: int = 0
    members: Mapping[str, Layout] = field(default_factory=dict)

    def halo_of(self, layout: Layout) -> tuple[tuple[int, int], ...]:
        """The zeros around a member: the root's halo along every dimension the member fills from end to end."""
        return tuple(NO_HALO if axis is None else self.halo[axis] for axis in layout.axes)


@dataclass(frozen=True)
class Net:
    """A graph with the lookups that placing needs; constants do not take part."""

    graph: Graph
    kinds: Mapping[str, Kind]
    needs: Mapping[str, Needs]
    producers: Mapping[str, Node]
    uses: Mapping[str, list[Use]]
    nodes: Mapping[str, Node]
    position: Mapping[str, int]

    def need(self, use: Use) -> InputNeed:
        """What a computing node demands of one of its reads."""
        inputs = self.needs[use.node].inputs
        return inputs[use.read] if use.read < len(inputs) else InputNeed()

    def computing(self, value: str) -> Iterator[Use]:
        """The uses of `value` by nodes that compute."""
        return (u for u in self.uses.get(value, ()) if u.node and not self.kinds[u.node])


@dataclass(frozen=True)
class Placement:
    """The outcome: every run-time value of `net.graph` lies in one of `roots`."""

    net: Net
    roots: tuple[Root, ...]


def place(graph: Graph, needs_of: NeedsOf) -> Placement:
    """Find a place for every value, inserting Copy nodes until all demands hold. Deterministic."""
    return _settle(nest(graph), needs_of, {})


def place_again(placement: Placement, fixes: list[Fix], needs_of: NeedsOf) -> Placement:
    """The placement of the same graph with further copies."""
    graph, copies = insert(placement.net.graph, fixes)
    return _settle(graph, needs_of, {**placement.net.needs, **dict.fromkeys(copies, COPY)})


def _settle(graph: Graph, needs_of: NeedsOf, needs: dict[str, Needs]) -> Placement:
    while True:
        net = _net(graph, needs_of, needs)
        classes = _classes(net)
        fixes = _conflicts(net, classes)
        roots: list[Root] = []
        if not fixes:
            for members in classes:
                if _container(net, members) is None:
                    root, more = _resolve(net, members)
                    roots.append(root)
                    fixes += more
        if not fixes:
            return Placement(net, tuple(roots))
        for fix in fixes:
            _demand_progress(net, fix)
        graph, copies = insert(graph, fixes)
        needs.update(dict.fromkeys(copies, COPY))


def _demand_progress(net: Net, fix: Fix) -> None:
    """Raise PlanBroken if a copy made for one reader does not suit that reader: then nothing ever will."""
    producer = net.producers.get(fix.value)
    if producer and net.needs.get(producer.name) is COPY and net.uses[fix.value] == list(fix.uses):
        use = fix.uses[0]
        if use.node and not net.kinds[use.node]:
            raise PlanBroken.of(
                net.graph.name, use.node, f"no memory layout meets its demands on input {use.read}: {net.need(use)}"
            )


def _net(graph: Graph, needs_of: NeedsOf, needs: dict[str, Needs]) -> Net:
    kinds: dict[str, Kind] = {n.name: views.kind(graph, n) for n in graph.nodes}
    uses: dict[str, list[Use]] = {}
    for node in graph.nodes:
        if not kinds[node.name] and node.name not in needs:
            needs[node.name] = needs_of(node)
        for i, value in enumerate(node.reads):
            if graph[value].const is None:
                uses.setdefault(value, []).append(Use(node.name, i))
    for i, value in enumerate(graph.outputs):
        uses.setdefault(value, []).append(Use("", i))
    for node in graph.nodes:
        if (
            node.op == "Transpose"
            and not kinds[node.name]
            and not node.epilogue
            and graph[node.inputs[0]].const is None
        ):
            readers = [u for u in uses.get(node.outputs[0], ()) if u.node and not kinds[u.node]]
            if len(readers) == len(uses.get(node.outputs[0], ())) and _reads_permuted(graph, node, needs, readers):
                kinds[node.name] = "same"
    position = {n.name: i for i, n in enumerate(graph.nodes)}
    return Net(graph, kinds, needs, graph.producers(), uses, {n.name: n for n in graph.nodes}, position)


def _reads_permuted(graph: Graph, node: Node, needs: Mapping[str, Needs], readers: list[Use]) -> bool:
    """True if every reader of a Transpose would rather read the input in other strides than have it moved."""
    shape = graph[node.inputs[0]].shape
    plain = Layout(0, shape, dense_strides(shape), (None,) * len(shape))
    rows = views.permute(plain, views.permutation(graph, node)).dense(1)
    wishes = [(needs[u.node].inputs[u.read : u.read + 1] or (InputNeed(),))[0] for u in readers]
    return all((w.any_strides or (rows and w.strided)) and not any(map(any, w.halo)) for w in wishes)


def _classes(net: Net) -> list[list[str]]:
    """Run-time values grouped by `same` nodes, each group in execution order (so its source comes first)."""
    graph = net.graph
    group: dict[str, list[str]] = {i: [i] for i in graph.inputs}
    for node in graph.nodes:
        for out in filter(None, node.outputs):
            joins = net.kinds[node.name] == "same" and graph[node.inputs[0]].const is None
            group[out] = group[node.inputs[0]] if joins else []
            group[out].append(out)
    return list({id(g): g for g in group.values()}.values())


def _container(net: Net, members: list[str]) -> Use | None:
    """The tie that puts this class inside another one: the Slice or Split it comes from (read 0), or the Concat it
    goes to."""
    source = net.producers.get(members[0])
    if source is not None and net.kinds[source.name] == "part" and net.graph[source.inputs[0]].const is None:
        return Use(source.name, 0)
    joins = (u for m in members for u in net.uses.get(m, ()) if u.node and net.kinds[u.node] == "join")
    return next(joins, None)


def _conflicts(net: Net, classes: list[list[str]]) -> list[Fix]:
    """Copies that no layout can avoid: a class can lie in one place only, and a constant is not in the arena at all."""
    graph, fixes = net.graph, []
    for node in graph.nodes:
        if net.kinds[node.name]:
            reads = node.inputs if node.op == "Concat" else node.inputs[:1]
            fixes += [Fix(v, (Use(node.name, i),)) for i, v in enumerate(reads) if graph[v].const is not None]
    fixes += [Fix(v, (Use("", i),)) for i, v in enumerate(graph.outputs) if graph[v].const is not None]
    for members in classes:
        outputs = [(m, u) for m in members for u in net.uses.get(m, ()) if not u.node]
        outputs.sort(key=lambda mu: mu[1].read)
        joins = [(m, u) for m in members for u in net.uses.get(m, ()) if u.node and net.kinds[u.node] == "join"]
        joins.sort(key=lambda mu: net.position[mu[1].node])
        source = net.producers.get(members[0])
        if source is None or (net.kinds[source.name] == "part" and graph[source.inputs[0]].const is None):
            excess = outputs + joins
        else:
            excess = (outputs + joins)[1:]
        fixes += [Fix(m, (u,), shared=False) for m, u in excess]
    return fixes


def _resolve(net: Net, members: list[str]) -> tuple[Root, list[Fix]]:
    """The cheapest root for a top class and all that lies inside it, and the copies it still takes."""
    space, index, bases = _bases(net, members)
    best: tuple[int, Root, list[Fix]] | None = None
    for base in bases:
        tried: set[tuple[object, ...]] = set()
        for halo, spread in product((True, False), repeat=2) if space == "arena" else ((False, False),):
            root = _shape(net, base, halo, spread)
            if (root.halo, root.layout.strides) in tried:
                continue
            tried.add((root.halo, root.layout.strides))
            found = _Walk(net, replace(root, space=space, index=index)).finish()
            if found is not None:
                cost = sum(net.graph[f.value].nbytes for f in found[1])
                if best is None or cost < best[0]:
                    best = (cost, *found)
            if best is not None and best[0] == 0:
                return best[1], best[2]
    assert best is not None, "the source of a class, laid out densely, always works"
    return best[1], best[2]


def _bases(net: Net, members: list[str]) -> tuple[Space, int, list[str]]:
    """The space a top class must lie in, and the values that may shape its buffer, best guess first."""
    source = members[0]
    if source in net.graph.inputs:
        return "input", net.graph.inputs.index(source), [source]
    for member in members:
        for use in net.uses.get(member, ()):
            if not use.node:
                return "output", use.read, [member]
    # First those that are read with a halo: it then stands around rows and columns, not around axes made of them.
    wanting = [m for m in members if any(any(map(any, net.need(u).halo)) for u in net.computing(m))]
    shapes: dict[tuple[int, ...], str] = {}
    for member in (*wanting, *members):
        shapes.setdefault(net.graph[member].shape, member)
    bases = list(shapes.values())[:_CANDIDATES]
    return "arena", 0, bases if source in bases else [*bases, source]


def _shape(net: Net, base: str, want_halo: bool, want_spread: bool) -> Root:
    """The root shaped by `base`, with the halos and the pixel stride that readers of its members ask for."""
    value = net.graph[base]
    rank = value.rank
    halo = [NO_HALO] * rank
    spread = False
    plain = Layout(0, value.shape, dense_strides(value.shape), tuple(range(rank)))
    if want_halo or want_spread:
        for name, layout in _Walk(net, Root(base, plain, tuple(halo), value.size)).reached.items():
            for use in net.computing(name):
                need = net.need(use)
                spread |= want_spread and need.spread_pixels
                for axis, (before, after) in zip(layout.axes, need.halo if want_halo else (), strict=False):
                    if axis is not None:
                        halo[axis] = max(halo[axis][0], before), max(halo[axis][1], after)
    if value.size == 0:
        return Root(base, plain, (NO_HALO,) * rank, 0)
    strides = [1] * rank
    for d in range(rank - 2, -1, -1):
        strides[d] = (value.shape[d + 1] + max(halo[d + 1])) * strides[d + 1]
        if d == rank - 2 and spread and value.shape[d] > 1:
            strides[d] = apart(strides[d], value.dtype.bytes)
    offset = sum(before * s for (before, _), s in zip(halo, strides, strict=True))
    reach = sum((n - 1 + after) * s for n, (_, after), s in zip(value.shape, halo, strides, strict=True))
    layout = replace(plain, offset=offset, strides=tuple(strides))
    return Root(base, layout, tuple(halo), offset + reach + 1)


class _Walk:
    """Spread the root's layout from its base over the tree of classes, and note what does not fit."""

    def __init__(self, net: Net, root: Root) -> None:
        self.net, self.root = net, root
        self.reached: dict[str, Layout] = {root.base: root.layout}
        self.refused: dict[str, None] = {}
        self.fixes: list[Fix] = []
        # How each value was reached: from which one, and the use that ties it if it was reached against the data flow.
        self.via: dict[str, tuple[str, Use | None]] = {}
        queue = [root.base]
        for name in queue:
            for other, tie, layout in self._neighbours(name):
                if other in self.reached:
                    continue
                if layout is None:
                    # A view of `name` that strides cannot say: copy in front of it. Against the flow the tie is None:
                    # then `name` itself must not take the layout it was given.
                    if tie is None:
                        self.refused[name] = None
                    else:
                        self.fixes.append(Fix(name, (tie,)))
                    continue
                self.reached[other] = layout
                self.via[other] = (name, tie)
                queue.append(other)

    def _neighbours(self, name: str) -> Iterator[tuple[str, Use | None, Layout | None]]:
        """(other value, the use of `name` that leads to it, its layout) along the flow; then against it, where the
        use is that of the other value, or None if its layout cannot be said."""
        graph, layout = self.net.graph, self.reached[name]
        for use in self.net.uses.get(name, ()):
            if not use.node:
                continue
            node = self.net.nodes[use.node]
            if self.net.kinds[node.name] == "same":
                yield node.outputs[0], use, views.forward(graph, node, layout)
            elif self.net.kinds[node.name] == "part":
                for part, starts, steps in views.parts(graph, node):
                    yield part, use, views.crop(layout, starts, steps, graph[part].shape)
        producer = self.net.producers.get(name)
        kind = self.net.kinds[producer.name] if producer else ""
        if producer and kind == "same" and graph[producer.inputs[0]].const is None:
            back = views.backward(graph, producer, layout)
            yield producer.inputs[0], None if back is None else Use(producer.name, 0), back
        elif producer and kind == "join":
            for i, (part, starts, steps) in enumerate(views.parts(graph, producer)):
                yield part, Use(producer.name, i), views.crop(layout, starts, steps, graph[part].shape)

    def finish(self) -> tuple[Root, list[Fix]] | None:
        """The root with its members, and the copies that make it true; None if its own base cannot lie like that."""
        net = self.net
        for name, layout in self.reached.items():
            producer = net.producers.get(name)
            if producer and not net.kinds[producer.name]:
                level = 1 if net.needs[producer.name].strided_output else len(layout.shape)
                if not layout.dense(level):
                    self.refused[name] = None
        cuts: dict[str, Use] = {}
        for name in self.refused:
            # Only the base, or a value reached against the flow, can be refused: there the tie is a use of it. The copy
            # that takes its place must be able to write there; if not, one nearer to the base does it.
            while name in self.via and not self.reached[name].dense(1):
                name = self.via[name][0]
            tie = self.via[name][1] if name in self.via else None
            if tie is None:
                return None
            cuts[name] = tie
        gone: set[str] = set()
        for name in self.reached:  # from the base outwards
            if name in self.via and self.via[name][0] in gone:
                gone.add(name)
                cuts.pop(name, None)
            elif name in cuts:
                gone.add(name)
        fixes = [Fix(v, (u,)) for v, u in cuts.items()] + [f for f in self.fixes if f.value not in gone]
        for name, layout in self.reached.items():
            if name not in gone:
                unhappy = tuple(u for u in net.computing(name) if not self._suits(net.need(u), layout))
                if unhappy:
                    fixes.append(Fix(name, unhappy))
        return replace(self.root, members=self.reached), fixes

    def _suits(self, need: InputNeed, layout: Layout) -> bool:
        level = 0 if need.any_strides else 1 if need.strided else len(layout.shape)
        around = self.root.halo_of(layout)
        enough = all(w[0] <= h[0] and w[1] <= h[1] for w, h in zip(need.halo, around, strict=False))
        return enough and layout.dense(level)
