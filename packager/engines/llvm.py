"""Our own kernels, the last resort: every operator that has a file in packager/ops; kernels become objects by LLVM."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from llvmlite import ir

from packager.debug import ASSEMBLY, IR, QUIET, Debug
from packager.emit import backend
from packager.emit.builder import Fn
from packager.engine import Call, Claim, Decline, Engine, Region, Sources
from packager.errors import PackError, Unsupported
from packager.forks import Meanwhile, mapped, meanwhile
from packager.graph import Graph, Node
from packager.kernels.base import Code, Function, Kernel, Program, Step
from packager.lowering.base import REWRITTEN, Body, Context, Operator, Variant, find
from packager.plan.needs import Needs
from packager.target import Target


class Llvm(Engine):
    """Takes every node by itself, asks the operator's file how, and lets the solver choose among its kernels."""

    name = "llvm"

    def claims(self, graph: Graph, target: Target) -> Iterable[Claim | Decline]:
        """All nodes that it can compile."""
        for node in graph.nodes:
            error = self.refusal(graph, node)
            yield Decline(node.name, error.why) if error else Claim((node.name,))

    def refusal(self, graph: Graph, node: Node) -> PackError | None:
        """Why it cannot compile `node`, None where it can."""
        try:
            self.needs(graph, node, None)
        except PackError as error:
            return error
        return None

    def compile(self, region: Region, target: Target) -> Iterable[Call]:
        """It has no regions: see `lower`."""
        raise TypeError(f"{region.name} is no single node")

    def sources(self, target: Target) -> Sources:
        """It brings no C."""
        return Sources()

    def needs(self, graph: Graph, node: Node, region: Region | None) -> Needs:
        """What the operator demands; raises Unsupported with the reason."""
        return needs(graph, node)

    def variants(self, ctx: Context, node: Node, region: Region | None) -> tuple[Variant, ...]:
        """The operator's kernels."""
        return operator(node).variants(ctx, node)

    def lower(self, ctx: Context, node: Node, region: Region | None, kernel: Kernel) -> Iterator[Step]:
        """The operator's steps."""
        return operator(node).lower(ctx, node, kernel)


def operator(node: Node) -> type[Operator]:
    """How `node` becomes steps, from its operator's file; raises Unsupported where there is none."""
    found = find(node.op)
    if found is None or found.operator is None:
        instead = REWRITTEN.get(node.op)
        raise Unsupported(
            f"no kernel for {node.op}",
            where=node.where,
            why=f"pack replaces {node.op} ({instead}), and could not here" if instead else "pack does not know it",
            fix="cut the model before this node with `outputs:` in the manifest; `pack ops` lists what there is",
        )
    return found.operator


_TURNED = frozenset(("DepthToSpace", "LRN", "SpaceToDepth"))
"""Operators that are compiled only as a pass lays them out."""


def lacks(graph: Graph, node: Node) -> PackError | None:
    """Why no kernel will ever compute `node` of a graph that no pass has seen; None where one may."""
    try:
        if node.op not in REWRITTEN and node.op not in _TURNED:
            needs(graph, node)
    except Unsupported as error:
        return error
    return None


def needs(graph: Graph, node: Node) -> Needs:
    """What `node` demands of memory; raises Unsupported with the reason."""
    return operator(node).needs(graph, node)


def module_of(function: Function, target: Target) -> ir.Module:
    """The function as LLVM IR, as its kernel's family wrote it, for a target of its vectors."""
    kernel, module = function.kernel, backend.new_module(function.name, target)
    fn = Fn(module, function.name, kernel.pointers, kernel.args, target, body, kernel.more)
    kernel.emit(fn)
    fn.finish()
    backend.harden(fn.function)
    return module


def emit(function: Function, target: Target, debug: Debug = QUIET) -> Code:
    """The function's machine code for `target`. DEBUG=4 shows its optimised IR, DEBUG=5 its assembly."""
    if debug.wants(IR):
        vectors = target.widened if function.wide else target
        module = module_of(function, vectors)
        debug.show(IR, f"IR of {function.name}", partial(backend.optimised_ir, module, vectors), "ll")
        debug.show(ASSEMBLY, f"assembly of {function.name}", partial(backend.assembly, module, vectors), "s")
    return compiled(function, target)


_CODE: dict[tuple[Function, Target], Code] = {}
"""What was compiled in this process: kernels are compiled to learn their bytes, then linked, then run by tests."""


def compiled(function: Function, target: Target) -> Code:
    """The function's machine code for `target`: made once, whoever asks."""
    compile_ahead([function], target)
    return _CODE[function, target]


_EARLY: dict[Target, Meanwhile[tuple[str, Code]]] = {}
"""For which target a copy of this process compiles early: the copies, see `early`."""


@contextmanager
def early(functions: Callable[[], Iterable[Function]], target: Target) -> Iterator[None]:
    """Compile `functions` in a copy of this process, until one for `target` is wanted here or the body ends."""
    with meanwhile(lambda: ((f.name, _code(f, target)) for f in functions() if (f, target) not in _CODE)) as copy:
        if copy:
            _EARLY[target] = copy
        try:
            yield
        finally:
            _EARLY.pop(target, None)


def compile_ahead(functions: Iterable[Function], target: Target) -> None:
    """Make what `compiled` gives for these functions, in as many processes as there are CPUs."""
    new = [f for f in dict.fromkeys(functions) if (f, target) not in _CODE]
    if new and (copy := _EARLY.pop(target, None)):
        found = dict(copy.taken())
        _CODE.update({(f, target): found[f.name] for f in new if f.name in found})
        new = [f for f in new if f.name not in found]
    _CODE.update(zip(((f, target) for f in new), mapped(partial(_code, target=target), new), strict=True))


def forget() -> None:
    """Drop all that was compiled: an operator of the user's may have got another meaning."""
    _CODE.clear()


def _code(function: Function, target: Target) -> Code:
    target = target.widened if function.wide else target
    made = backend.emit(module_of(function, target), target)
    return Code(made.elf, sum(made.frames.values()), made.bytes)


def compile_kernels(program: Program, target: Target, debug: Debug = QUIET) -> dict[str, Code]:
    """The machine code of every function of the program that is ours, by name."""
    return {f.name: emit(f, target, debug) for f in program.ours}


def body(name: str) -> Body:
    """The elementwise body of operator `name`: how kernels look up what they fuse."""
    found = find(name)
    if found is None or found.body is None:
        raise Unsupported(f"no elementwise body for {name}", why="the operator has none", fix="report this as a bug")
    return found.body
