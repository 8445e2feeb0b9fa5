"""--per-node names the first node that differs; explain says who computes what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from packager.check import probe as probing
from packager.check.probe import probe, with_probes
from packager.kernels.base import Program, Step
from packager.pipeline import explain as explaining
from packager.run.dist import open_dist

pytestmark = pytest.mark.toolchain


@pytest.mark.slow
def test_a_right_binary(built: Path) -> None:
    found = probe(open_dist(built))
    assert found.wrong is None
    assert found.drift.ok
    assert found.values >= 6
    assert "values agree" in str(found)


@contextmanager
def broken(node: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave out the steps of the node that stands for the ONNX node `node`: its output keeps what was in memory."""
    lower = probing.lower

    def without(plan, assigned, chosen, threads) -> Program:
        program = lower(plan, assigned, chosen, threads)
        names = {n.name for n in plan.order if n.where.node == node}
        assert names
        kept: tuple[Step, ...] = tuple(s for s in program.steps if s.node not in names)
        return Program(kept, program.weights)

    monkeypatch.setattr(probing, "lower", without)
    yield
    monkeypatch.undo()


@pytest.mark.slow
def test_the_first_wrong_node_is_named(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [n for n in open_dist(built).report.nodes if n.op == "Conv" and n.kernel]
    with broken(rows[2].onnx, monkeypatch):
        found = probe(open_dist(built))
    assert found.wrong is not None
    assert found.wrong.node == rows[2].name
    assert found.drift.ok
    assert rows[2].name in str(found)


@pytest.mark.slow
def test_every_inner_value_gets_an_output(built: Path) -> None:
    from packager.check.verify import model_of
    from packager.load import load
    from packager.passes.optimise import optimise

    graph = optimise(load(model_of(open_dist(built)), inputs={"x": (1, 3, 12, 12)}))
    probed, shown = with_probes(graph)
    probed.verify()
    assert set(shown) == {o for n in graph.nodes for o in n.outputs if o}
    assert probed.outputs[: len(graph.outputs)] == graph.outputs
    assert len(set(probed.outputs)) == len(probed.outputs)


def test_explain_builds_nothing(built: Path) -> None:
    manifest = built.parents[2] / "manifest.yaml"
    before = sorted(built.parents[1].rglob("*"))
    [found] = explaining.explain(manifest)
    assert sorted(built.parents[1].rglob("*")) == before
    report = open_dist(built).report
    assert [r.node for r in found.rows] == [n.name for n in report.nodes]
    assert {f for r in found.rows if r.kernel for f in r.kernel.split(" + ")} <= {k.symbol for k in report.kernels}
    assert all(r.why for r in found.rows)
    assert sum(r.cycles for r in found.rows) == pytest.approx(report.frontier[0]["est_cost"])
    assert found.arena == report.ram["arena"]
