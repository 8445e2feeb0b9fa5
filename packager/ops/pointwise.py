"""How elementwise operators and copies become steps of the map kernel: regions of one shape -> the fewest loops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from packager.dtype import BOOL, F32, DType
from packager.errors import Unsupported
from packager.graph import FLOW, Graph, Node, Stage
from packager.kernels.base import Kernel, Step
from packager.kernels.epilogue import Epilogue
from packager.kernels.map import ELEMENTS, NONE, Map
from packager.needs import InputNeed, Needs
from packager.ops.base import Context, Operator, Variant, find
from packager.ops.epilogues import body_name, epilogue_of, numbers_of, tensors_of
from packager.ops.region import Region, loops, region


@dataclass(frozen=True)
class Fused:
    """A chain of elementwise stages over one output: what the kernel is specialised on, and its operands' regions."""

    epilogue: Epilogue = NONE
    tensors: Mapping[str, Region] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)


NeedsOf = Callable[[Graph, Node], Needs]
Steps = Callable[[Context, Node], Iterator[Step]]


def mapped(doc: str, needs: NeedsOf, steps: Steps) -> type[Operator]:
    """An operator whose steps are maps: strides alone decide on the kernels, so there is one variant."""

    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        return variants_of(ctx, steps(ctx, node))

    def lower(ctx: Context, node: Node, _kernel: Kernel) -> Iterator[Step]:
        return steps(ctx, node)

    members = {k: staticmethod(f) for k, f in (("needs", needs), ("variants", variants), ("lower", lower))}
    return type("Mapped", (), {"__doc__": doc, **members})


def _needs(graph: Graph, node: Node) -> Needs:
    demand_types(graph, node, (F32, BOOL))
    return pointwise_needs(graph, node)


def _steps(ctx: Context, node: Node) -> Iterator[Step]:
    flow, chained = root(ctx.graph, node)
    y = region(ctx, node.outputs[0])
    yield map_step(ctx, node, y, region(ctx, flow).broadcast(y.shape), fused(ctx, chained))


def converting(ctx: Context, node: Node, *stages: Stage) -> Iterator[Step]:
    """The step of a node with one input whose own work is `stages`, before those fused behind it."""
    chained = replace(node, epilogue=(*stages, *node.epilogue))
    yield map_step(ctx, node, region(ctx, node.outputs[0]), region(ctx, node.inputs[0]), fused(ctx, chained))


Pointwise = mapped("Any elementwise operator with numpy's broadcasting.", _needs, _steps)


def pointwise_needs(graph: Graph, node: Node) -> Needs:
    """Any strides; operands with the output's shape and element size may be overwritten by it."""
    y = graph[node.outputs[0]]
    same = [graph[r].shape == y.shape and graph[r].dtype.bytes == y.dtype.bytes for r in node.reads]
    return Needs(tuple(InputNeed(any_strides=True, inplace=s) for s in same))


def variants_of(ctx: Context, steps: Iterable[Step]) -> tuple[Variant, ...]:
    """The one way that `steps` are, with an estimate of the cycles: elements by vectors or one at a time."""
    cycles, kernels = 0.0, []
    for step in steps:
        kernel = step.kernel
        assert isinstance(kernel, Map)
        count = 1.0
        for d in range(kernel.depth):
            count *= step.args[f"n{d}"]
        work = sum(1 if p.op in ("Clip", "Add", "Mul", "Sub") else 8 for p in kernel.epilogue.parts)
        each = 1 + len(kernel.streams) / 2 + work
        cycles += 20 + count * each / (1 if kernel.scalar else ctx.target.vec)
        kernels.append(kernel)
    first, *others = dict.fromkeys(kernels)
    return (Variant(first, cycles, f"{len(kernels)} loop nest{'s' * (len(kernels) > 1)}", tuple(others)),)


def fused(ctx: Context, node: Node) -> Fused:
    """The node's epilogue, nothing where it has none."""
    if not node.epilogue:
        return Fused()
    shape = ctx.graph[node.outputs[0]].shape
    tensors = {t.pointer: region(ctx, t.value).broadcast(shape) for t in tensors_of(ctx, node)}
    return Fused(epilogue_of(ctx.graph, node), tensors, numbers_of(ctx.graph, node))


def finish(ctx: Context, node: Node) -> Iterator[Step]:
    """What is fused behind a node whose kernel has no epilogue: its stages, in place, over the whole output."""
    if node.epilogue:
        y = region(ctx, node.outputs[0])
        yield map_step(ctx, node, y, y, fused(ctx, node))


def map_step(ctx: Context, node: Node, y: Region, x: Region, then: Fused) -> Step:
    """`y = then(x)` over regions of one shape."""
    streams = {"x": x, **{n: then.tensors[n] for n in then.epilogue.tensors}, "y": y}
    # Same bytes in and out: a copy moves them as they are, whatever they mean.
    copies = not then.epilogue.parts and x.dtype == y.dtype
    types = (str(y.dtype.bytes),) if copies else tuple(r.dtype.name for r in streams.values())
    lanes = ctx.target.vec * (4 // y.dtype.bytes if copies and y.dtype.bytes <= 4 else 1)
    nest = loops(lanes, y, *list(streams.values())[:-1])
    steps = {"y": nest.strides[0], **dict(zip(list(streams)[:-1], nest.strides[1:], strict=True))}
    if nest.vector(lanes):
        kinds = "".join("v" if steps[s][-1] else "s" for s in list(streams)[:-1])
    else:
        kinds = "a" * (len(streams) - 1)
    # Few depths, so that nodes share kernels: a loop of one turn costs a few cycles.
    depth = max(2, len(nest.counts) + len(nest.counts) % 2)
    missing = depth - len(nest.counts)
    kernel = Map(depth, kinds, types, then.epilogue)
    args: dict[str, int | float] = {f"n{d}": n for d, n in enumerate((1,) * missing + nest.counts)}
    for name, stride in steps.items():
        args.update({f"{name}.{d}": s for d, s in enumerate((0,) * missing + stride)})
    args = {k: v for k, v in args.items() if k in kernel.args}
    return Step(kernel, {n: r.ref for n, r in streams.items()}, {**args, **then.numbers}, node.name)


def root(graph: Graph, node: Node) -> tuple[str, Node]:
    """An elementwise node as the value that flows in and a node whose epilogue holds all of its stages."""
    inputs = tuple(i for i in node.inputs if i)
    flow = next((i for i in inputs if graph.const(i) is None), inputs[0])
    stage = Stage(node.op, tuple(FLOW if i == flow else i for i in inputs), node.attrs)
    body = find(body_name(stage))
    arity = body.inputs if body is not None else len(inputs)
    if len(inputs) != arity == 2:
        # Min, Max and Sum take any number of inputs.
        others = list(inputs)
        others.remove(flow)
        stages = [Stage(node.op, (FLOW, o), node.attrs) for o in others]
    else:
        stages = [stage]
    plain = tuple(p for s in stages for p in _plain(graph, s))
    return flow, replace(node, epilogue=plain + node.epilogue)


def _plain(graph: Graph, stage: Stage) -> tuple[Stage, ...]:
    """The stage in terms that more nodes share, with constants that are no f32 turned into attributes."""
    if stage.op == "Clip" and len(stage.inputs) > 1:
        # ONNX 11 moved the bounds from attributes to inputs; '' is an absent one.
        bounds = dict(zip(("min", "max"), stage.inputs[1:], strict=False))
        found = {k: graph.const(v) for k, v in bounds.items() if v}
        if any(c is None for c in found.values()):
            return tuple(Stage(op, (FLOW, bounds[k])) for op, k in (("Max", "min"), ("Min", "max")) if bounds.get(k))
        return (Stage("Clip", (FLOW,), {k: float(c.reshape(())) for k, c in found.items() if c is not None}),)
    if stage.op == "Pow" and stage.inputs[0] == FLOW != stage.inputs[1]:
        const = graph.const(stage.inputs[1])
        if const is not None and const.size == 1:
            exponent = float(const.reshape(()))
            square, root_ = Stage("Mul", (FLOW, FLOW)), Stage("Sqrt")
            special = {2.0: (square,), 4.0: (square, square), 0.5: (root_,), -1.0: (Stage("Reciprocal"),)}
            return special.get(exponent, (Stage("PowBy", (FLOW,), {"exponent": exponent}),))
    return (stage,)


def demand_types(graph: Graph, node: Node, allowed: tuple[DType, ...] | None = None) -> None:
    """Raise Unsupported unless all values have one of the `allowed` types (default: those that maps convert)."""
    for name in (*node.reads, *(o for o in node.outputs if o)):
        dtype = graph[name].dtype
        known = dtype.name in ELEMENTS if allowed is None else dtype in allowed
        # The exponent of Pow may be of any type where it is a constant.
        if not known and not (node.op == "Pow" and graph[name].size == 1 and graph[name].const is not None):
            names = ", ".join(sorted(ELEMENTS) if allowed is None else [str(a) for a in allowed])
            raise Unsupported(
                f"{node.op} of a {graph[name]} tensor",
                where=node.where,
                why=f"'{name}' holds {dtype}, and this operator is compiled for {names}",
                fix="export the model with float32 here, or cut it before this node with `model: {outputs: [...]}`",
            )
