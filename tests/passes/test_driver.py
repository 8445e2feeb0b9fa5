"""The driver: independent patches, stopping, promises, and work that grows no faster than the graph."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from packager.debug import Debug
from packager.errors import GraphBroken
from packager.graph import Graph, Node, Patch
from packager.passes.driver import Pass, Property, run
from packager.passes.optimise import GROUPS, optimise
from packager.passes.view import View, bypass, local
from tests.passes.net import Build, by_hand, count, difference


def chain(n: int) -> Graph:
    """n Negs in a row."""
    nodes = [Node(f"n{i}", "Neg", (f"v{i}",), (f"v{i + 1}",)) for i in range(n)]
    return by_hand(nodes, {f"v{i}": (2, 3) for i in range(n + 1)}, [f"v{n}"])


def drop_pair(view: View, node: Node) -> Patch | None:
    before = view.only(node.inputs[0], "Neg")
    if before is None:
        return None
    out = node.outputs[0]
    if out in view.outputs:
        return Patch((before.name, node.name), (Node("copy", "Identity", before.inputs, (out,)),))
    return Patch((before.name, node.name), rename={out: before.inputs[0]})


PAIRS = Pass("pairs", local({"Neg": (drop_pair,)}))


def test_neighbouring_patches_wait_for_the_next_sweep():
    graph = chain(9)
    assert count(run(graph, ((PAIRS,),))) == {"Neg": 1}
    assert difference(graph, run(graph, ((PAIRS,),))) == 0


@pytest.mark.parametrize("stop", [0, 1, 2, 3])
def test_stop_counts_patches(stop: int):
    assert len(run(chain(9), ((PAIRS,),), stop=stop).nodes) == 9 - 2 * stop


def test_every_stop_leaves_a_right_graph(net: Build):
    n = net(x=(1, 3, 8, 8))
    x = n.conv("x", 3, 4, 3, strides=[2, 2])
    x = n("BatchNormalization", x, n.weights(4), n.weights(4), n.weights(4), abs(n.weights(4)))
    y = n.conv(n("Mul", n("Sigmoid", x), x), 4, 4, 3)
    graph = n.graph(n("Reshape", n("Add", x, y), n.ints(1, 4, 16)))
    seen: list[int] = []
    done = run(graph, GROUPS, observer=lambda _name, _graph, patches: seen.append(len(patches)))
    assert sum(seen) > 8
    for stop in range(sum(seen) + 1):
        stopped = run(graph, GROUPS, stop=stop)
        assert difference(graph, stopped) < 1e-5
        assert (str(stopped) == str(done)) == (stop == sum(seen))


def test_debug_2_shows_the_graph_after_each_pass_that_changed_it(net: Build):
    n = net(x=(1, 3, 4, 4))
    graph = n.graph(n("Relu", n.conv("x", 3, 2)))
    shown: list[str] = []
    result = optimise(graph, Debug(level=2, write=shown.append))
    assert [s.split(":")[0] for s in shown] == ["--- pass layout", "--- pass dead_code", "--- pass fuse"]
    assert str(result) in shown[-1]
    quiet: list[str] = []
    assert len(optimise(graph, Debug(stop=1, write=quiet.append)).nodes) > len(result.nodes)
    assert not quiet


NO_NEG = Property("no Neg", lambda g: next((n.name for n in g.nodes if n.op == "Neg"), None))


def test_a_broken_promise_is_an_error_that_names_the_pass_and_the_node():
    with pytest.raises(GraphBroken, match="hand") as broken:
        run(chain(3), ((replace(PAIRS, ensures=(NO_NEG,)),),))
    assert "'no Neg' does not hold after pass 'pairs'" in str(broken.value)
    assert "n2" in str(broken.value)
    with pytest.raises(GraphBroken) as broken:
        run(chain(2), ((replace(PAIRS, needs=(NO_NEG,)),),))
    assert "before pass 'pairs'" in str(broken.value)


def test_a_pass_must_not_rename_outputs():
    rename = Pass("rename", local({"Neg": (lambda _, n: Patch((n.name,), rename={n.outputs[0]: n.inputs[0]}),)}))
    with pytest.raises(GraphBroken, match="inconsistent") as broken:
        run(chain(1), ((rename,),))
    assert "renamed" in str(broken.value)


def test_a_pass_runs_once_if_it_says_so():
    calls: list[int] = []

    def sweep(view: View):
        calls.append(len(view.graph.nodes))
        return iter(())

    run(chain(9), ((Pass("once", sweep, once=True), PAIRS),))
    assert calls == [9]


def test_an_output_keeps_its_name_when_its_writer_goes():
    nodes = [Node("a", "Neg", ("x",), ("y",)), Node("b", "Identity", ("y",), ("z",))]
    graph = by_hand(nodes, dict.fromkeys("xyz", (2,)), ["z"])
    patch = bypass(View.of(graph), graph.nodes[1], "y", "")
    assert patch is not None
    assert str(graph.apply(patch).verify()).endswith("z: f32[2] = Neg(x)")


def test_an_output_that_must_stand_beside_its_source_stays():
    nodes = [Node("a", "Neg", ("x",), ("y",)), Node("b", "Abs", ("y",), ("w",)), Node("c", "Identity", ("y",), ("z",))]
    shapes = dict.fromkeys("xyzw", (2,))
    early = by_hand(nodes, shapes, ["z", "w"])  # Abs reads y before z could be written
    both = by_hand(nodes, shapes, ["y", "z", "w"])
    of_input = by_hand([Node("c", "Identity", ("x",), ("z",))], dict.fromkeys("xz", (2,)), ["z"])
    assert bypass(View.of(early), early.nodes[2], "y", "") is None
    assert bypass(View.of(both), both.nodes[2], "y", "") is None
    assert bypass(View.of(of_input), of_input.nodes[0], "x", "") is None


@pytest.mark.slow
def test_the_number_of_sweeps_grows_like_the_logarithm_of_the_graph():
    def sweeps(n: int) -> int:
        nodes = []
        for i in range(n):
            nodes.append(Node(f"a{i}", "Add", (f"v{i}", f"c{i}"), (f"w{i}",)))
            nodes.append(Node(f"r{i}", "Relu", (f"w{i}",), (f"v{i + 1}",)))
        shapes = {"v0": (2, 3), **{f"w{i}": (2, 3) for i in range(n)}, **{f"v{i + 1}": (2, 3) for i in range(n)}}
        consts = {f"c{i}": np.full((3,), i + 1, np.float32) for i in range(n)}
        calls: list[str] = []

        def counted(one: Pass) -> Pass:
            def rewrite(view: View):
                calls.append(one.name)
                return one.rewrite(view)

            return replace(one, rewrite=rewrite)

        graph = by_hand(nodes, shapes, [f"v{n}"], **consts)
        assert len(run(graph, [tuple(map(counted, group)) for group in GROUPS]).nodes) == 1
        return len(calls)

    assert sweeps(512) - sweeps(32) <= 3 * 4
