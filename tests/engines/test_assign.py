"""Who gets which node: priorities, regions, borders, and what an engine may not claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest

from packager import target as targets
from packager.engine import (
    MESSAGE,
    SCRATCH,
    Call,
    Claim,
    Decline,
    Engine,
    Graph,
    Region,
    Target,
    arguments,
    clip,
    operands,
)
from packager.engines.llvm import Llvm
from packager.errors import EngineBroken, PackErrors, Unsupported
from packager.export import reference
from packager.graph import Node, Stage
from packager.kernels.foreign import Foreign, Sources, header
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.program.assign import Assigned, assign
from packager.program.choose import choose
from packager.program.lower import lower
from tests.passes.net import Build, feeds
from tests.passes.zoo import Zoo

TARGET = targets.load("x86-64-v3")


def engine(claim: Callable[[Graph], Iterable[Claim | Decline]], *, name: str = "toy", scratch: int = 0) -> Engine:
    """An engine that claims what `claim` says."""

    class Toy(Engine):
        def claims(self, graph: Graph, target: Target) -> Iterable[Claim | Decline]:
            return claim(graph)

        def scratch(self, region: Region, target: Target) -> int:
            return scratch

        def compile(self, region: Region, target: Target) -> Iterable[Call]:
            values = {f"v{i}": v for i, v in enumerate((*region.graph.inputs, *region.graph.outputs))}
            yield Call("toy", values | ({SCRATCH: SCRATCH} if region.scratch else {}), {"n": 3, "scale": 0.5})

        def sources(self, target: Target) -> Sources:
            return Sources((("toy.c", b""),))

    Toy.name = name
    return Toy()


def takes(*ops: str, **how: object) -> Callable[[Graph], Iterable[Claim | Decline]]:
    return lambda graph: [Claim((n.name,), **how) for n in graph.nodes if n.op in ops]


def assigned(graph: Graph, *engines: Engine) -> Assigned:
    return assign(optimise(graph), TARGET, (*engines, Llvm()))


def renamed(names: Iterable[str], by: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(by.get(name, name) for name in names)


def same(before: Graph, after: Assigned) -> None:
    """What the nodes of `after` compute, with every region's graph in the place of its node, is what `before` computes."""
    values = dict(after.graph.values)
    nodes: list[Node] = []
    for node in after.graph.nodes:
        region = after.region(node)
        if region is None:
            nodes.append(node)
            continue
        inside = region.graph
        outer = dict(zip((*inside.inputs, *inside.outputs), (*node.inputs, *node.outputs), strict=False))
        values |= {name: value for name, value in inside.values.items() if name not in outer}
        for inner in inside.nodes:
            stages = tuple(Stage(s.op, renamed(s.inputs, outer), s.attrs) for s in inner.epilogue)
            inputs, outputs = renamed(inner.inputs, outer), renamed(inner.outputs, outer)
            nodes.append(Node(inner.name, inner.op, inputs, outputs, inner.attrs, stages))
    used = {v for n in nodes for v in (*n.reads, *n.inputs, *n.outputs) if v} | {*after.graph.inputs}
    whole = Graph("whole", tuple(nodes), {k: v for k, v in values.items() if k in used}, before.inputs, before.outputs)
    want, got = reference(before, feeds(before)), reference(whole.verify(), feeds(before))
    for name in before.outputs:
        np.testing.assert_allclose(got[name], want[name], rtol=1e-4, atol=1e-5)


def test_the_first_engine_that_claims_a_node_gets_it(net: Build):
    n = net(x=(1, 4, 5, 5))
    graph = n.graph(n("Softmax", n.conv("x", 4, 4, 3)))
    first, second = engine(takes("Conv"), name="first"), engine(takes("Conv", "Softmax"), name="second")
    result = assigned(graph, first, second)
    owners = {region.only.op: result.owners[name].name for name, region in result.regions.items()}
    assert owners == {"Conv": "first", "Softmax": "second"}
    same(graph, result)


def test_without_other_engines_nothing_changes(net: Build):
    n = net(x=(1, 4, 5, 5))
    graph = optimise(n.graph(n.conv("x", 4, 4, 3)))
    assert assign(graph, TARGET, (Llvm(),)).graph == graph


def test_a_region_of_several_nodes_has_the_borders_of_all(net: Build):
    n = net(x=(1, 4, 6, 6), y=(1, 4, 6, 6))
    inner = n.conv("x", 4, 4, 3)
    left, right = n("MaxPool", inner, kernel_shape=[2, 2]), n("Add", n.conv(inner, 4, 4), "y")
    graph = n.graph(left, right)
    names = {node.op: node.name for node in optimise(graph).nodes}
    assert "Conv" in names
    result = assigned(graph, engine(lambda g: [Claim(tuple(n.name for n in g.nodes if n.op == "Conv"))]))
    (stand,) = (n for n in result.graph.nodes if n.op == "Region")
    region = result.region(stand)
    assert region is not None
    assert [x.op for x in region.graph.nodes] == ["Conv", "Conv"]
    assert len(region.graph.inputs) == 2
    assert len(region.graph.outputs) == 2
    same(graph, result)


def test_what_an_engine_leaves_of_an_epilogue_is_a_node(net: Build):
    n = net(x=(1, 4, 5, 5), y=(1, 4, 5, 5))
    graph = n.graph(n("Relu", n("Add", n("Sigmoid", n.conv("x", 4, 4, 3)), "y")))
    for stages, left in ((0, ["Sigmoid", "Add", "Relu"]), (1, ["Add", "Relu"]), (2, ["Relu"]), (3, []), (None, [])):
        result = assigned(graph, engine(takes("Conv", stages=stages)))
        rest = [node for node in result.graph.nodes if node.name not in result.regions and node.op != "Transpose"]
        assert [op for node in rest for op in (node.op, *(s.op for s in node.epilogue))] == left
        same(graph, result)


def test_nchw_is_made_by_transposes_around_the_region(net: Build):
    n = net(x=(1, 3, 5, 7), y=(2, 8), z=(8, 3))
    graph = n.graph(n("GlobalMaxPool", n.conv("x", 3, 4, 3)), n("MatMul", "y", "z"))
    result = assigned(graph, engine(takes("Conv", "MatMul", layout="NCHW")))
    conv, product = sorted((result.regions.values()), key=lambda r: r.only.op)
    assert conv.graph[conv.graph.inputs[0]].shape == (1, 3, 5, 7)
    assert conv.graph[conv.graph.outputs[0]].shape == (1, 4, 5, 7)
    assert "layout" not in conv.only.attrs
    assert product.graph[product.graph.inputs[0]].shape == (2, 8)
    same(graph, result)


def test_a_region_in_the_middle_of_which_others_would_run_is_refused(net: Build):
    n = net(x=(1, 4, 6, 6))
    first = n.conv("x", 4, 4, 3)
    second = n.conv(n("Softmax", first, axis=1), 4, 4, 3)
    graph = n.graph(n("Add", first, second))
    with pytest.raises(EngineBroken, match="toy") as caught:
        assigned(graph, engine(lambda g: [Claim(tuple(n.name for n in g.nodes if n.op == "Conv"))]))
    assert "between nodes that it claims as one" in caught.value.why


def test_of_a_divisible_claim_an_engine_gets_what_others_left(net: Build):
    n = net(x=(1, 4, 6, 6))
    first = n.conv("x", 4, 4, 3)
    middle = n("Softmax", first, axis=1)
    graph = n.graph(n.conv(middle, 4, 4, 3), n.conv(first, 4, 4))
    whole = engine(lambda g: [Claim(tuple(x.name for x in g.nodes), divisible=True)], name="whole")
    (stand,) = assigned(graph, whole).graph.nodes
    assert stand.op == "Region"
    result = assigned(graph, engine(takes("Softmax"), name="first"), whole)
    inside = [
        [x.op for x in r.graph.nodes] for name, r in result.regions.items() if result.owners[name].name == "whole"
    ]
    assert [ops.count("Conv") for ops in inside] == [2, 1], "what does not need the Softmax runs before it, as one"
    same(graph, result)
    nothing = assigned(graph, whole, engine(lambda g: [Claim(tuple(x.name for x in g.nodes), divisible=True)]))
    assert {owner.name for owner in nothing.owners.values()} == {"whole"}


@pytest.mark.sampled(5)
@pytest.mark.parametrize("seed", range(25))
def test_any_nodes_can_be_divided(seed: int, tmp_path: Path):
    graph = Zoo(tmp_path, seed).grow(8)
    random = np.random.default_rng(seed)
    some = engine(lambda g: [Claim(tuple(x.name for x in g.nodes if random.random() < 0.6), divisible=True)])
    same(graph, assigned(graph, some))


@pytest.mark.provokes("E392")
@pytest.mark.parametrize("nodes", [(), ("nobody",)])
def test_claims_of_what_is_not_there(nodes: tuple[str, ...], net: Build):
    graph = net(x=(1, 4))
    with pytest.raises(EngineBroken, match="broken"):
        assigned(graph.graph(graph("Relu", "x")), engine(lambda g: [Claim(nodes)]))


def test_scratch_is_memory_of_the_arena(net: Build):
    n = net(x=(1, 4, 5, 5))
    result = assigned(n.graph(n("Relu", n.conv("x", 4, 4, 3))), engine(takes("Conv"), scratch=1000))
    (stand,) = (node for node in result.graph.nodes if node.op == "Region")
    assert result.graph[stand.outputs[-1]].nbytes == 1000
    plan = make_plan(result.graph, result.needs)
    program = lower(plan, result, choose(plan, result))
    (step,) = (s for s in program.steps if isinstance(s.kernel, Foreign))
    assert step.refs[SCRATCH].space == "arena"
    assert dict(step.args) == {"n": 3, "scale:f": 0.5}


def test_only_hosted_code_can_fail(net: Build):
    n = net(x=(1, 4, 5, 5))
    toy = engine(takes("Conv"))
    graph = n.graph(n("Relu", n.conv("x", 4, 4, 3)))
    kind = type(toy)
    kind.compile = lambda self, region, target: [Call("toy", {"message": MESSAGE, **region.tensors})]
    for hosted in (True, False):
        sources = Sources((("toy.c", b""),), hosted=hosted)
        kind.sources = lambda self, target, given=sources: given
        result = assigned(graph, toy)
        plan = make_plan(result.graph, result.needs)
        if hosted:
            (step,) = (s for s in lower(plan, result, choose(plan, result)).steps if isinstance(s.kernel, Foreign))
            assert step.refs["message"].offset < 0, "before the arena"
        else:
            with pytest.raises(EngineBroken, match="toy"):
                lower(plan, result, choose(plan, result))


def test_a_compiler_of_whole_graphs_says_what_it_leaves_and_why(net: Build):
    n = net(x=(1, 4, 5, 5))
    graph = optimise(n.graph(n("Softmax", n("MaxPool", n.conv("x", 4, 4, 3), kernel_shape=[2, 2]), axis=1)))
    asked: list[list[str]] = []

    def refusal(region: Region) -> str:
        asked.append([node.op for node in region.graph.nodes])
        assert region.onnx
        if "MaxPool" in asked[-1]:
            raise RuntimeError("no\nwindows")
        return ""

    whole = engine(lambda g: whole.all_but(g, TARGET, refusal))
    *declines, claim = whole.claims(graph, TARGET)
    (pool,) = (node.name for node in graph.nodes if node.op == "MaxPool")
    assert declines == [Decline(pool, "it says: no windows")]
    assert isinstance(claim, Claim)
    assert claim.divisible
    assert len(claim.nodes) == len(graph.nodes) - 1
    assert asked[0] == [node.op for node in graph.nodes]
    type(whole).ARCHITECTURES = ("aarch64",)
    assert all("not for x86-64-v3" in d.why for d in whole.all_but(graph, TARGET, refusal) if isinstance(d, Decline))


def test_every_refusal_says_why_each_engine_did_not_take_the_node(net: Build):
    n = net(x=(1, 4, 5, 5))
    graph = optimise(n.graph(n.conv("x", 4, 4, 3)))
    name = next(x.name for x in graph.nodes if x.op == "Conv")
    shy = engine(lambda g: [Decline(name, "it is too wide")], name="shy")
    with pytest.raises((Unsupported, PackErrors)) as caught:
        assign(graph, TARGET, (shy,))
    assert "shy: it is too wide" in str(caught.value)
    assert assign(graph, TARGET, (shy, Llvm())).declined == {name: (("shy", "it is too wide"),)}


def test_where_keeps_an_engine_from_nodes(net: Build):
    n = net(x=(1, 4, 5, 5))
    graph = optimise(n.graph(n.conv("x", 4, 4, 3)))
    (node,) = (x for x in graph.nodes if x.op == "Conv")
    kind = type(engine(takes()))
    assert kind({"where": {"dtype": "f32"}}).declined(graph, node) == ""
    assert "this is f32" in kind({"where": {"dtype": "i8"}}).declined(graph, node)
    assert kind({"where": {"nodes": (node.name[:3] + "*",)}}).declined(graph, node) == ""
    assert "other nodes" in kind({"where": {"nodes": ("nothing*",)}}).declined(graph, node)


def test_clip_is_what_bounds_an_epilogue(net: Build):
    n = net(x=(1, 4), y=(1, 4))
    seven = np.array(6.0, np.float32)
    outputs = [
        n("Relu", n("Cos", "x")),
        n("Clip", n("Relu", n("Sin", "x")), np.array(-1, np.float32), seven),
        n("Sigmoid", n("Exp", "x")),
        n("Abs", "y"),
    ]
    by = {node.op: clip(node) for node in optimise(n.graph(*outputs)).nodes}
    assert by == {"Cos": (0.0, np.inf), "Sin": (0.0, 6.0), "Exp": None, "Abs": (-np.inf, np.inf)}


def test_pointers_and_arguments_are_called_as_in_onnx(net: Build, golden: Callable[[str, str], None]):
    n = net(x=(1, 4, 5, 5))
    same_ = n.conv("x", 4, 6, 3, bias=False)
    graph = n.graph(n("MaxPool", same_, kernel_shape=[2, 2]), n("Concat", same_, same_, axis=1))
    text = []
    for node in graph.nodes:
        pointers, numbers = operands(graph, node), arguments(graph, node)
        text.append(header(Foreign("c", node.op.lower(), tuple(pointers), tuple(numbers), Sources())))
    conv = operands(graph, graph.nodes[0])
    assert list(conv) == ["x", "w", "b", "y"]
    assert isinstance(conv["b"], np.ndarray)
    assert not conv["b"].any()
    golden("\n".join(text), "headers.txt")
