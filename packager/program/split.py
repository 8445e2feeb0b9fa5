"""Nodes whose chosen variant splits them become chains. (Assigned, Plan, Choice) -> the three again."""

from __future__ import annotations

from dataclasses import replace

from packager.plan.planner import make_plan
from packager.plan.types import Plan
from packager.program import chain as chains
from packager.program.assign import Assigned
from packager.program.choose import Choice
from packager.program.lower import Lowering
from packager.program.strips import stand_in


def split(assigned: Assigned, plan: Plan, chosen: Choice, keep_all: bool = False) -> tuple[Assigned, Plan, Choice]:
    """What is lowered in the end: a plan with a chain for each node that is split, a variant for each of its parts."""
    variants = dict(chosen.variants)
    for name, variant in chosen.variants.items():
        if variant.inside is None:
            continue
        graph = variant.inside
        made = chains.of(name, graph, [assigned.engine(n).needs(graph, n, None) for n in graph.nodes], fewest=1)
        assert made is not None, f"{name} cannot be split"
        assigned = stand_in(assigned, made)
        variants |= {node.name: part for node, part in zip(graph.nodes, variant.parts, strict=True)}
    if variants.keys() == chosen.variants.keys():
        return assigned, plan, chosen
    plan = make_plan(assigned.graph, assigned.needs, keep_all)
    known = {function.name for variant in variants.values() for function in variant.functions}
    ctx = Lowering(plan, assigned.target, assigned.limit)
    for node in plan.order:
        if node.name in plan.views or node.name in variants or node.name in assigned.chains:
            continue
        # A copy, because a part asks more of memory than the node did.
        offers = assigned.engine(node).variants(ctx, node, assigned.region(node))
        shared = (v for v in offers if all(function.name in known for function in v.functions))
        variants[node.name] = next(shared, offers[0])
    return assigned, plan, replace(chosen, variants=variants)
