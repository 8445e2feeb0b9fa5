"""Chains: nodes that are computed together, strip of rows by strip, so that what lies between them is a few rows high.

Each strip runs every node of the chain on the rows that the next one needs. Rows that a node reads again in the next
strip are moved to the front of their buffer: cheaper than computing them twice, and addresses stay a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import ceil, prod

from packager.dtype import U8
from packager.graph import Array, Graph, Node, Value
from packager.kernels.base import Kernel, Ref, Step
from packager.kernels.epilogue import Part
from packager.kernels.fill import Fill
from packager.kernels.map import Map
from packager.lowering.base import Context
from packager.plan.needs import InputNeed, Needs, Rows
from packager.plan.types import ALIGN, Storage, apart
from packager.target import Target

MOVE = Map(1, "v", ("4",))
CLEAR = Fill()

KEPT = 192 * 1024
"""Bytes that the strips of a chain should take together at most: they are to stay in the second-level cache."""

MOVED = 3
"""How many rows must be new for one that is moved."""

TWICE = 1.06
"""What bands may compute of what there is, so that what they do twice costs less than waiting."""


@dataclass(frozen=True)
class Strip:
    """The rows of a chain's turn: `first` and `end` of each node's output, and of the input that each node needs
    (`begin` may be negative, `stop` beyond the last: zeros)."""

    first: tuple[int, ...]
    end: tuple[int, ...]
    begin: tuple[int, ...]
    stop: tuple[int, ...]


@dataclass(frozen=True)
class Between:
    """Where a strip of a value between two nodes lies: `at` bytes from the memory's start, `rows` high."""

    at: int
    rows: int
    storage: Storage

    @property
    def row(self) -> int:
        """Elements from one row to the next."""
        return self.storage.strides[1]


@dataclass(frozen=True)
class Chain:
    """`graph` holds the nodes, in order, each reading the one before; `needs` are theirs. `height` rows of the last
    output are computed at a time.

    With several `bands` each of so many threads computes one of them, in a memory of its own, without waiting for the
    others: rows that two bands need of a value inside are computed twice.
    """

    name: str
    graph: Graph
    needs: tuple[Needs, ...]
    height: int
    bands: int = 1

    @property
    def nodes(self) -> tuple[Node, ...]:
        """In order."""
        return self.graph.nodes

    def rows(self, index: int) -> Rows:
        """What node number `index` needs for its rows."""
        found = self.needs[index].rows
        assert found is not None, f"{self.nodes[index].name} cannot be computed in rows"
        return found

    @cached_property
    def runs(self) -> tuple[tuple[Strip, ...], ...]:
        """All turns of each band, from above. All but the first compute rows that the band above them computes, too:
        so the first has as many rows more."""
        if self.bands == 1:
            return self._cut(0)
        more = (self._twice(self._cut(0)) - 1) / (self.bands - 1)
        return self._cut(round(more * self.total))

    @property
    def total(self) -> int:
        """The rows of the last output."""
        return self.graph[self.nodes[-1].outputs[0]].shape[1]

    def _cut(self, more: int) -> tuple[tuple[Strip, ...], ...]:
        """The turns of bands of equal height, but for the first, which has so many rows `more`."""
        ends = [0, *(more + (self.total - more) * band // self.bands for band in range(1, self.bands + 1))]
        return tuple(self._strips(*between) for between in pairwise(ends))

    def _twice(self, runs: Iterable[Iterable[Strip]]) -> float:
        """What is computed, over what there is, in elements of all outputs."""
        whole = made = 0
        for i, node in enumerate(self.nodes):
            _, height, *row = self.graph[node.outputs[0]].shape
            whole += height * prod(row)
            made += sum(strip.end[i] - strip.first[i] for run in runs for strip in run) * prod(row)
        return made / whole

    def _strips(self, start: int, stop: int) -> tuple[Strip, ...]:
        """The turns that make the rows from `start` to `stop` of the last output."""
        heights = [self.graph[n.outputs[0]].shape[1] for n in self.nodes]
        found: list[Strip] = []
        done = self._above(start)
        while done[-1] < stop:
            end = [0] * len(heights)
            begin, below = list(end), list(end)
            wanted = min(stop, done[-1] + self.height)
            for i in range(len(heights) - 1, -1, -1):
                rows = self.rows(i)
                end[i] = max(done[i], min(wanted, heights[i]))
                begin[i] = done[i] // rows.made * rows.stride - rows.top
                below[i] = (ceil(end[i] / rows.made) - 1) * rows.stride - rows.top + rows.size
                wanted = below[i]
            found.append(Strip(done, tuple(end), tuple(begin), tuple(below)))
            done = tuple(end)
        return tuple(found)

    def _above(self, start: int) -> tuple[int, ...]:
        """The first row of each node's output that row `start` of the last one needs."""
        found = [start]
        for i in range(len(self.nodes) - 1, 0, -1):
            rows = self.rows(i)
            found.append(max(0, found[-1] // rows.made * rows.stride - rows.top))
        return tuple(reversed(found))

    @property
    def strips(self) -> tuple[Strip, ...]:
        """All turns."""
        return tuple(strip for run in self.runs for strip in run)

    @property
    def pairs(self) -> Iterator[tuple[Strip, Strip]]:
        """Each turn with the one that follows it in its band."""
        return (pair for run in self.runs for pair in pairwise(run))

    @cached_property
    def twice(self) -> float:
        """How much is computed, over how much there is."""
        return self._twice(self.runs)

    @cached_property
    def between(self) -> Mapping[str, Between]:
        """The memory of each value inside."""
        found: dict[str, Between] = {}
        at = 0
        for i in range(1, len(self.nodes)):
            value = self.graph[self.nodes[i].inputs[0]]
            need = self.needs[i].inputs[0]
            halo = need.halo or ((0, 0),) * 4
            n, _, w, c = value.shape
            pixel = apart(c) if need.spread_pixels else c
            row = (w + sum(halo[2])) * pixel
            rows = max(strip.stop[i] - strip.begin[i] for strip in self.strips)
            # Winograd's points lie as images.
            image = apart(rows * row) if n > 1 else rows * row
            strides = (image, row, pixel, 1)
            storage = Storage(-1, halo[2][0] * pixel, strides, ((0, 0), (0, 0), halo[2], (0, 0)))
            found[value.name] = Between(at, rows, storage)
            at += ceil(4 * n * image / ALIGN) * ALIGN
        return found

    def stream(self, value: str) -> int:
        """The stream that a value's addresses are in: all move on by as much from strip to strip."""
        return 1 + [*self.between, *self.graph.inputs, *self.graph.outputs].index(value)

    def address(self, ctx: Context, memory: str, value: str, element: int, band: int) -> Ref:
        """Where `element` of a band's memory of an inner value is."""
        start = ctx.ref(memory)
        offset = start.offset + band * self.bytes + self.between[value].at + 4 * element
        return replace(start, offset=offset, stream=self.stream(value))

    @property
    def bytes(self) -> int:
        """Of a band's memory of all values inside."""
        return max((b.at + ceil(4 * self.graph[v].shape[0] * b.storage.strides[0] / ALIGN) * ALIGN
                    for v, b in self.between.items()), default=0)  # fmt: skip

    @property
    def turns(self) -> float:
        """How many times the work of a strip of `height` rows is done."""
        return self.total / self.height

    @property
    def usual(self) -> Strip:
        """The strip that stands for most."""
        return self.runs[0][min(1, len(self.runs[0]) - 1)]

    def whole(self, stand: Node) -> Needs:
        """What `stand`, which stands for the chain, demands of memory."""
        wishes: dict[str, InputNeed] = {}
        for node, needs in zip(self.nodes, self.needs, strict=True):
            for value, need in zip(node.reads, (*needs.inputs, *(InputNeed() for _ in node.reads)), strict=False):
                wishes[value] = wishes[value].both(need) if value in wishes else need
        reads = tuple(replace(wishes.get(value, InputNeed()), inplace=False) for value in stand.reads)
        return Needs(reads, self.needs[-1].strided_output)


def memory_of(chain: Chain, name: str) -> Value:
    """The value that stands for the memory of a chain's inside."""
    return Value(name, (max(1, chain.bands * chain.bytes),), U8)


@dataclass(frozen=True)
class Turn:
    """The context in which node number `index` of a chain is lowered for one strip (see lowering.base.Context)."""

    outer: Context
    chain: Chain
    memory: str
    strip: Strip
    index: int
    band: int = 0

    @property
    def target(self) -> Target:
        """Who the code is for."""
        return self.outer.target

    @property
    def limit(self) -> Part:
        """That of the network."""
        return self.outer.limit

    @property
    def splits(self) -> bool:
        """Not within a chain."""
        return False

    @cached_property
    def graph(self) -> Graph:
        """The chain's, each output as high as in this strip."""
        graph = self.chain.graph
        values = dict(graph.values)
        for i, node in enumerate(self.chain.nodes):
            value = values[node.outputs[0]]
            n, _, w, c = value.shape
            values[value.name] = replace(value, shape=(n, self.strip.end[i] - self.strip.first[i], w, c))
        return replace(graph, values=values)

    def storage(self, value: str) -> Storage:
        """How the value lies, in its strip or outside."""
        inside = self.chain.between.get(value)
        return inside.storage if inside else self.outer.storage(value)

    def ref(self, value: str, *index: int) -> Ref:
        """The address of an element; rows count from the strip's first."""
        node, strip, i = self.chain.nodes[self.index], self.strip, self.index
        inside = self.chain.between.get(value)
        if inside is None:
            # Rows of the first node's input, of an operand of the epilogue, of the last node's output.
            first = strip.begin[i] + self.chain.rows(i).top if value == node.inputs[0] else strip.first[i]
            rank = self.outer.graph[value].rank
            axis = rank - 3
            moved = [*index, *(0,) * (rank - len(index))]
            if axis >= 0 and (self.outer.graph[value].shape[axis] > 1 or value == node.outputs[0]):
                moved[axis] += first
            return replace(self.outer.ref(value, *moved), stream=self.chain.stream(value))
        if value == node.inputs[0]:
            first = self.chain.rows(i).top
        else:
            first = strip.first[i] - strip.begin[i + 1]
        element = inside.storage.offset + first * inside.row
        element += sum(i * s for i, s in zip(index, inside.storage.strides, strict=False))
        return self.address(value, element)

    def address(self, value: str, element: int) -> Ref:
        """Where `element` of the memory of a value inside is."""
        return self.chain.address(self.outer, self.memory, value, element, self.band)

    def weights(self, array: Array) -> Ref:
        """The address of a constant block in the weights file."""
        return self.outer.weights(array)


def turns(ctx: Context, chain: Chain, memory: str, band: int) -> Iterator[tuple[Sequence[Turn], Strip | None]]:
    """Each strip of a band with a context for each node, and the strip that follows."""
    run = chain.runs[band]
    for strip, following in zip(run, (*run[1:], None), strict=True):
        yield [Turn(ctx, chain, memory, strip, i, band) for i in range(len(chain.nodes))], following


def cleared(turn: Turn) -> Iterator[Step]:
    """Zeros in the input of the turn's node: all around before the first strip, below in the last ones."""
    chain, i, strip = turn.chain, turn.index, turn.strip
    inside = chain.between.get(chain.nodes[i].inputs[0])
    if inside is None:
        return
    begin, stop = strip.begin[i], strip.stop[i]
    height = chain.graph[chain.nodes[i].inputs[0]].shape[1]
    if stop > height and strip.end[i] > strip.first[i]:
        yield _clear(turn, inside, max(height - begin, 0), stop - begin)


def prepared(turn: Turn) -> Iterator[Step]:
    """Zeros where the turn's node finds borders, before anything of the chain runs."""
    inside = turn.chain.between.get(turn.chain.nodes[turn.index].inputs[0])
    if inside and (turn.strip.begin[turn.index] < 0 or any(map(any, inside.storage.halo))):
        yield _clear(turn, inside, 0, inside.rows)


def kept(turn: Turn, following: Strip, apart: bool) -> Iterator[Step]:
    """The rows that the turn's node reads again in the strip that follows, moved to the front; `apart`: one by one, so
    that each of several threads moves its columns."""
    chain, i = turn.chain, turn.index
    value = chain.nodes[i].inputs[0]
    inside = chain.between.get(value)
    if inside is None:
        return
    source = following.begin[i] - turn.strip.begin[i]
    count = turn.strip.end[i - 1] - following.begin[i]
    if source > 0 and count > 0:
        rows = 1 if apart else count
        for first in range(0, count, rows):
            y, x = (turn.address(value, (first + at) * inside.row) for at in (0, source))
            yield Step(MOVE, {"x": x, "y": y}, {"n0": rows * inside.row}, chain.name)


def _clear(turn: Turn, inside: Between, first: int, end: int) -> Step:
    value = turn.chain.nodes[turn.index].inputs[0]
    y = turn.address(value, first * inside.row)
    args = {"first": (end - first) * inside.row, "gaps": 0, "gap": 0, "last": 0, "skip": 0}
    return Step(CLEAR, {"y": y}, args, turn.chain.name)


def helpers(chain: Chain) -> tuple[Kernel, ...]:
    """The kernels that a chain's strips need beside those of its nodes."""
    found: dict[Kernel, None] = {}
    for i in range(1, len(chain.nodes)):
        for strip, following in chain.pairs:
            if strip.end[i - 1] > following.begin[i] > strip.begin[i]:
                found[MOVE] = None
        halo = chain.between[chain.nodes[i].inputs[0]].storage.halo
        if any(map(any, halo)) or any(s.begin[i] < 0 or s.stop[i] > s.end[i - 1] for s in chain.strips):
            found[CLEAR] = None
    return tuple(found)


def of(name: str, graph: Graph, needs: Sequence[Needs], fewest: int = 2) -> Chain | None:
    """The chain of `graph`'s nodes with strips of the height that suits, `fewest` or more; None where strips would not
    help: so low that most of the work is moving rows."""
    total = graph[graph.nodes[-1].outputs[0]].shape[1]
    made = max(n.rows.made for n in needs if n.rows)
    best = None
    for count in range(fewest, max(fewest, total) + 1):
        height = ceil(ceil(total / count) / made) * made
        chain = Chain(name, graph, tuple(needs), height)
        if best is not None and chain.height == best.height:
            continue
        if not _steady(chain):
            break
        best = chain
        if chain.bytes <= KEPT:
            break
    return best


def _steady(chain: Chain) -> bool:
    """Whether all nodes read enough new rows for those that they read again."""
    for i in range(1, len(chain.nodes)):
        for strip, following in chain.pairs:
            if MOVED * (strip.end[i - 1] - following.begin[i]) > following.begin[i] - strip.begin[i]:
                return False
    return True


def in_bands(chain: Chain, count: int) -> Chain | None:
    """`chain` in so many bands; None where too much were computed twice, or some node makes several rows at once."""
    made = replace(chain, bands=count)
    alone = all(chain.rows(i).made == 1 for i in range(len(chain.nodes)))
    high = all(len(run) > 1 for run in made.runs)
    return made if alone and high and made.twice <= TWICE else None
