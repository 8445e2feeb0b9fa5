"""What an engine is: somebody's kernels, or a compiler of whole graphs, that takes nodes and computes them.

A kernel library is a class with three methods: `claims`, `scratch` and `compile`. The core does the rest: what lies
between an engine's nodes and others' is made dense and put into the layout that it asked for, its C is compiled and
linked, its bytes and its results are checked like our own. It is found by its name: a file of packager/engines, or an
entry point of the group `packager.engines` of any installed package.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Literal, TypeVar

import numpy as np

from packager.config.spec import Key, Spec, list_of, table, text
from packager.dtype import F32
from packager.errors import EngineBroken, EngineMissing, Unsupported, Where
from packager.graph import Array, Graph, Node, Value
from packager.kernels.base import Kernel, Ref, Step
from packager.kernels.foreign import FLOAT, MESSAGE_BYTES, Foreign, Sources, arguments, operands
from packager.lowering.base import Context, Variant
from packager.plan.needs import InputNeed, Needs
from packager.target import Target

Layout = Literal["NHWC", "NCHW"]
T = TypeVar("T")

SCRATCH = "scratch"
"""The pointer name under which a kernel gets the memory that `Engine.scratch` asked for."""

MESSAGE = "@message"
"""The pointer name under which hosted C gets room for MESSAGE_BYTES of text; what it leaves there ends the run as a
failure: NAME_run returns PACK_EENGINE, the executable says it and exits with 7."""

_WHERE = table(
    "where",
    (
        Key("dtype", text(), "element type of the first input", "f32"),
        Key("nodes", list_of(text(), 1, 4096, single=True), "names of nodes; * and ? stand for anything", "['head/*']"),
    ),
)


@dataclass(frozen=True)
class Claim:
    """An engine takes `nodes` (names) as one. Of the last node's epilogue it takes the first `stages` (None: all);
    images lie NHWC, as pack keeps them, unless `layout` asks for NCHW. Of a `divisible` claim it takes any part, too:
    what others have not taken before it, in as few regions as the order of the nodes allows."""

    nodes: tuple[str, ...]
    stages: int | None = None
    layout: Layout = "NHWC"
    divisible: bool = False


@dataclass(frozen=True)
class Decline:
    """An engine does not take `node`, and why not: half a sentence for `pack explain`."""

    node: str
    why: str


@dataclass(frozen=True)
class Region:
    """What an engine took as one: `graph` holds just these nodes; its inputs are the run-time values read from outside,
    its outputs those that are read outside; constants are inside. `name` is the node that stands for it."""

    name: str
    graph: Graph
    where: Where = Where()
    scratch: int = 0

    @staticmethod
    def of(graph: Graph, nodes: Sequence[Node]) -> Region:
        """The region of `nodes`, which are some of `graph`'s in their order."""
        written = {o for n in nodes for o in n.outputs if o}
        constant = {name for name, value in graph.values.items() if value.const is not None}
        reads = dict.fromkeys(r for n in nodes for r in n.reads if r not in written and r not in constant)
        names = {n.name for n in nodes}
        outside = {r for n in graph.nodes if n.name not in names for r in n.reads} | set(graph.outputs)
        outputs = tuple(o for o in dict.fromkeys(o for n in nodes for o in n.outputs if o) if o in outside)
        used = {v for n in nodes for v in (*n.reads, *n.outputs) if v}
        values = {k: v for k, v in graph.values.items() if k in used}
        last = nodes[-1]
        return Region(last.name, Graph(last.name, tuple(nodes), values, tuple(reads), outputs).verify(), last.where)

    @property
    def only(self) -> Node:
        """The node, where there is one."""
        (node,) = self.graph.nodes
        return node

    @property
    def ends(self) -> tuple[Value, Value]:
        """The run-time input and the output, where there is one of each."""
        (x,), (y,) = self.graph.inputs, self.graph.outputs
        return self.graph[x], self.graph[y]

    @property
    def memory(self) -> dict[str, str | Array]:
        """The pointer to the memory that the engine asked for, as `Call.pointers` has it; none where it did not."""
        return {SCRATCH: SCRATCH} if self.scratch else {}

    def const(self, index: int) -> Array | None:
        """Content of the only node's constant input number `index`; None where it is absent."""
        inputs = self.only.inputs
        return self.graph.const(inputs[index]) if index < len(inputs) else None

    @property
    def tensors(self) -> dict[str, str | Array]:
        """The run-time tensors as pointers of a call: inputs x0, x1, ..., then outputs y0, y1, ..."""
        ends = (("x", self.graph.inputs), ("y", self.graph.outputs))
        return {f"{letter}{i}": value for letter, values in ends for i, value in enumerate(values)}

    @property
    def counts(self) -> dict[str, int]:
        """How many of them, as arguments of a call."""
        return {"inputs": len(self.graph.inputs), "outputs": len(self.graph.outputs)}

    @cached_property
    def onnx(self) -> bytes:
        """The region as an ONNX file with its inputs and outputs in order: for compilers that read such files.

        Images are NCHW inside; at the borders Transposes stand where pack keeps them otherwise. Raises Unsupported for
        an operator that ONNX does not have.
        """
        from packager.export import to_onnx
        from packager.passes.as_in_onnx import as_in_onnx

        try:
            return bytes(to_onnx(as_in_onnx(self.graph)).SerializeToString(deterministic=True))
        except KeyError as error:
            why = f"ONNX cannot say it: {error}"
            fix = "let another engine take the operator: `where` keeps one from nodes"
            raise Unsupported(f"'{self.name}' is no ONNX file", where=self.where, why=why, fix=fix) from error


@dataclass(frozen=True)
class Call:
    """One call of `void symbol(void *const *pointers, const intptr_t *args)`.

    `pointers` maps names, in the order of the call, to a value of the region (its name), a constant (an array, which
    goes into the weights file), SCRATCH or MESSAGE. `args` are integers as wide as a pointer, and floats in the low 32
    bits.
    """

    symbol: str
    pointers: Mapping[str, str | Array]
    args: Mapping[str, int | float] = field(default_factory=dict)


class Engine(ABC):
    """A source of kernels. `options` are what the manifest says of it: `engines: [{name: {key: value}}]`."""

    name: ClassVar[str]
    """What the manifest calls it."""

    KEYS: ClassVar[tuple[Key[Any], ...]] = ()
    """Its options, beside `where`, which every engine has: the nodes that it is offered."""

    ARCHITECTURES: ClassVar[tuple[str, ...]] = ()
    """First words of the triples that it is for, such as x86_64; `all_but` declines others. Default: any."""

    PACKAGES: ClassVar[tuple[str, ...]] = ()
    """Python packages that it works with when pack builds; a build is not up to date when one has another version."""

    def __init__(self, options: Mapping[str, Any] | None = None) -> None:
        self.options = options or {}

    # --- what an engine says ---

    @abstractmethod
    def claims(self, graph: Graph, target: Target) -> Iterable[Claim | Decline]:
        """What it takes of `graph`, and why not the rest: nodes of which it says nothing are none of its business."""

    def scratch(self, region: Region, target: Target) -> int:
        """Bytes of memory it needs while it computes `region`; nobody else's while it runs, and not cleared."""
        del region, target
        return 0

    @abstractmethod
    def compile(self, region: Region, target: Target) -> Iterable[Call]:
        """The calls that compute `region`, in order."""

    def sources(self, target: Target) -> Sources:
        """The C that defines the symbols of its calls, and the libraries that this C needs. Default: the C file that
        lies beside the engine's Python file and has its name."""
        del target
        return Sources((beside(type(self)),))

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        """Variables by which what its C needs at run time is found on this machine when pack itself runs a binary;
        those that the user has set stay."""
        return {}

    # --- what helps it ---

    def all_but(self, graph: Graph, target: Target, refusal: Callable[[Region], str]) -> Iterator[Claim | Decline]:
        """What a compiler of whole graphs claims: all nodes, divisible, but those that `where` keeps it from or that it
        refuses. `refusal` gives its reason for a region, '' for none; what it raises is a reason, too."""
        arch = target.triple.split("-")[0]
        other = f"it is for {' and '.join(self.ARCHITECTURES)}, not for {target.name}"
        wrong = other if self.ARCHITECTURES and arch not in self.ARCHITECTURES else ""
        whys = {node.name: self.declined(graph, node) or wrong for node in graph.nodes}
        free = [node for node in graph.nodes if not whys[node.name]]
        if free and _reason(refusal, graph, free):  # nobody knows of which: one by one
            whys |= {node.name: _reason(refusal, graph, [node]) for node in free}
        yield from (Decline(name, why) for name, why in whys.items() if why)
        yield Claim(tuple(name for name, why in whys.items() if not why), divisible=True)

    def package(self, name: str, install: str = "") -> ModuleType:
        """The Python package `name`; raises EngineMissing with the line that installs it (default: pack's extra of the
        engine's name)."""
        try:
            return import_module(name)
        except (ImportError, OSError) as error:
            raise EngineMissing(
                f"the engine {self.name} needs the Python package {name}",
                where=f"engines: {self.name}",
                why=f"it cannot be imported: {error}",
                fix=f"install it: python -m pip install '{install or f'packager[{self.name}]'}'; "
                f"or leave {self.name} out of `engines:`",
            ) from error

    # --- what the core asks ---

    @classmethod
    def spec(cls) -> Spec[dict[str, Any]]:
        """How its options are read."""
        return table(
            f"the engine {cls.name}", (*cls.KEYS, Key("where", _WHERE, "the nodes it may take", "{dtype: f32}"))
        )

    @property
    def inputs(self) -> Mapping[str, bytes]:
        """What of its options lies in files, by name. A build is not up to date when they have changed."""
        files = (f for v in self.options.values() for f in (v if isinstance(v, tuple) else (v,)) if isinstance(f, Path))
        return {path.name: path.read_bytes() for path in files}

    def declined(self, graph: Graph, node: Node) -> str:
        """Why `where` keeps it from `node`; '' where it does not."""
        where = self.options.get("where", {})
        dtype = graph[node.reads[0]].dtype.name if node.reads else ""
        if where.get("dtype", dtype) != dtype:
            return f"`where` asks for {where['dtype']}, this is {dtype}"
        named = any(fnmatch(node.name, pattern) for pattern in where.get("nodes", ("*",)))
        return "" if named else "`where` names other nodes"

    # --- what follows; an engine whose kernels take memory as it lies says it otherwise ---

    def needs(self, graph: Graph, node: Node, region: Region | None) -> Needs:
        """What the node that stands for a region demands of memory: dense tensors, whole."""
        del graph, region
        return Needs(tuple(InputNeed(strided=False) for _ in node.reads), strided_output=False)

    def variants(self, ctx: Context, node: Node, region: Region | None) -> tuple[Variant, ...]:
        """The one way of computing a region."""
        del node
        assert region is not None
        first, *others = dict.fromkeys(self._kernel(call, ctx.target) for call in self.compile(region, ctx.target))
        return (Variant(first, 0.0, f"{self.name} takes it", tuple(others)),)

    def lower(self, ctx: Context, node: Node, region: Region | None, kernel: Kernel) -> Iterator[Step]:
        """A step for each call."""
        del kernel
        assert region is not None
        inside = (*region.graph.inputs, *region.graph.outputs)
        outside = dict(zip(inside, (*node.reads, *node.outputs), strict=False))
        for call in self.compile(region, ctx.target):
            refs = {}
            for name, what in call.pointers.items():
                if not isinstance(what, str):
                    refs[name] = ctx.weights(what)
                elif what == MESSAGE:
                    refs[name] = self._message(ctx.target)
                else:
                    refs[name] = ctx.ref(node.outputs[-1] if what == SCRATCH else outside[what])
            yield Step(self._kernel(call, ctx.target), refs, _numbers(call), node.name)

    def _message(self, target: Target) -> Ref:
        if not self.sources(target).hosted:
            raise EngineBroken.of(self.name, "it asks for a message, which only hosted C has")
        return Ref("arena", -MESSAGE_BYTES)

    def _kernel(self, call: Call, target: Target) -> Foreign:
        return Foreign(self.name, call.symbol, tuple(call.pointers), tuple(_numbers(call)), self.sources(target))


def _reason(refusal: Callable[[Region], str], graph: Graph, nodes: Sequence[Node]) -> str:
    """Why the region of `nodes` is refused, in one line."""
    try:
        return refusal(Region.of(graph, nodes))
    except (Unsupported, RuntimeError) as error:
        return f"it says: {' '.join(str(error).split())}"


def _numbers(call: Call) -> dict[str, int | float]:
    """The arguments under names that tell integers and floats apart."""
    return {f"{name}{FLOAT}" if isinstance(value, float) else name: value for name, value in call.args.items()}


def beside(engine: type[Engine], name: str = "") -> tuple[str, bytes]:
    """The file `name` (default: the C file of the engine's name) beside the Python file of an engine: name, content.
    Raises EngineBroken."""
    import sys

    module = Path(str(sys.modules[engine.__module__].__file__))
    path = module.with_name(name or f"{module.stem}.c")
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        why = f"its file {path} cannot be read: {error.strerror}; its package must put it beside {module.name}"
        raise EngineBroken.of(engine.name, why) from error


def block(content: bytes) -> Array:
    """`content` as a constant of a call: it goes into the weights file as it is."""
    return np.frombuffer(content, np.uint8)


def packaged(package: str, pattern: str) -> str:
    """The path of a file that the installed Python package brings, by a pattern; '' where there is none."""
    spec = find_spec(package)
    folders = (spec.submodule_search_locations or ()) if spec else ()
    return next((str(path) for folder in folders for path in sorted(Path(folder).glob(pattern))), "")


def signature(graph: Graph, node: Node) -> tuple[str, ...]:
    """The names of all that a call for `node` gets: nodes with the same can share a C function."""
    return (*operands(graph, node), *arguments(graph, node))


def bounds(node: Node) -> tuple[int, float, float]:
    """How many stages an epilogue starts with that only bound (Relu, Clip), and the bounds that they come to."""
    count, low, high = 0, -np.inf, np.inf
    for stage in takewhile(lambda s: s.op in ("Relu", "Clip") and not s.operands, node.epilogue):
        least = _bound(stage.attrs.get("min"), 0.0 if stage.op == "Relu" else -np.inf)
        most = _bound(stage.attrs.get("max"), np.inf)
        low, high = (min(max(edge, least), most) for edge in (low, high))
        count += 1
    return count, low, high


def clip(node: Node) -> tuple[float, float] | None:
    """Bounds of an epilogue that is nothing, Relu or Clip; None for any other."""
    count, low, high = bounds(node)
    return (low, high) if count == len(node.epilogue) else None


def _bound(value: object, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) else default


def suited(table: Mapping[str, T], target: Target) -> T:
    """What suits a target of a table for kinds of CPUs: the first entry whose key is its architecture, that and its CPU
    (`aarch64-cortex-a53`), or that and one of its features (`x86_64+fma`); raises Unsupported where there is none."""
    architecture = target.triple.split("-")[0]
    kinds = {architecture + kind for kind in ("", f"-{target.cpu}", *target.features.split(","))}
    for key, entry in table.items():
        if key in kinds:
            return entry
    raise Unsupported(
        f"nothing suits {target.name}",
        where=Where(f"target {target.name}"),
        why=f"there are kernels for {', '.join(table)}",
        fix="take another engine, or another target",
    )


def unsuited(table: Mapping[str, T], target: Target) -> str:
    """Why nothing of a table for kinds of CPUs suits a target; '' where something does."""
    try:
        suited(table, target)
    except Unsupported as error:
        return f"{error.why}, not for {target.name}"
    return ""


def unpackable(graph: Graph, node: Node) -> str:
    """Why the weights of a Conv or Gemm cannot be laid out when pack builds, and called with a dense image or matrix of
    float32; '' where they can."""
    x, *others = (graph[i] for i in node.inputs if i)
    if any(value.const is None for value in others):
        return "its weights are not constant"
    if any(value.dtype != F32 for value in (x, *others)):
        return "not all is float32"
    image = node.attrs.get("layout") == "NHWC" and x.rank == 4
    return "" if image or node.op == "Gemm" else "it is no image of two dimensions"


def weights(region: Region) -> tuple[Array, Array]:
    """What the Conv or Gemm of a region multiplies by, [groups, outputs, height, width, inputs] (of a Gemm all but the
    outputs and inputs are 1), and what it adds, [groups, outputs]: zeros where it adds nothing."""
    node, w, bias = region.only, region.const(1), region.const(2)
    assert w is not None
    w = w.T[..., None, None] if node.op == "Gemm" else w
    shaped = w.reshape(node.int("group", 1), -1, *w.shape[1:]).transpose(0, 1, 3, 4, 2)
    bias = np.zeros(len(w), np.float32) if bias is None else bias
    return shaped, bias.reshape(shaped.shape[:2])


def product(region: Region) -> dict[str, int | float]:
    """`rows`, `depth` and `columns` of the product of matrices that a Gemm is, and a Conv whose window is a pixel and
    that goes from each to the next; empty for any other Conv."""
    (x, y), node = region.ends, region.only
    (groups, columns, height, width, depth), _ = (array.shape for array in weights(region))
    same = x.shape[:-1] == y.shape[:-1] and not any(node.ints("pads"))
    if not same or groups * height * width > 1:
        return {}
    return {"rows": y.size // columns, "depth": depth, "columns": columns}


def panels(weights: Array, bias: Array, width: int, depth: int = 0) -> Array:
    """Weights [groups, outputs, ...] and their bias in the order in which most libraries read them: [groups, panels of
    `width` outputs, 1 + depth, width], the bias first. Zeros fill the last panel, and up to `depth` each output."""
    outputs = weights.shape[:2]
    flat = np.concatenate([bias.reshape(*outputs, 1), weights.reshape(*outputs, -1)], 2).astype(np.float32)
    more = max(0, 1 + depth - flat.shape[2])
    flat = np.pad(flat, ((0, 0), (0, -flat.shape[1] % width), (0, more)))
    return np.ascontiguousarray(flat.reshape(len(flat), -1, width, flat.shape[2]).swapaxes(2, 3))


__all__ = [
    "MESSAGE",
    "MESSAGE_BYTES",
    "SCRATCH",
    "Array",
    "Call",
    "Claim",
    "Decline",
    "Engine",
    "Graph",
    "Key",
    "Node",
    "Region",
    "Sources",
    "Target",
    "Unsupported",
    "arguments",
    "beside",
    "block",
    "bounds",
    "clip",
    "operands",
    "packaged",
    "panels",
    "product",
    "signature",
    "suited",
    "unpackable",
    "unsuited",
    "weights",
]
