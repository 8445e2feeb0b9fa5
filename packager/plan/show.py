"""The memory map as text: Plan -> lines, the same for the same plan. For DEBUG=3 and for golden files."""

from __future__ import annotations

from packager.plan.types import Plan


def memory_map(plan: Plan) -> str:
    """Every buffer with its place, size and life, and the values in it: type, offset and strides in elements, halo.

    A life is the steps (node numbers) between which the buffer is needed; views take no time. Arena buffers come first,
    by address, then the caller's inputs and outputs. `fill` marks buffers whose halo is zeroed before their first step.
    """
    copies = sum(n.op == "Copy" for n in plan.order)
    lines = [
        f"arena {plan.arena_bytes} bytes, lower bound {plan.lower_bound}; "
        f"nodes {len(plan.order)}, views {len(plan.views)}, copies {copies}, fills {len(plan.fills)}"
    ]
    lives = _lives(plan)
    held: dict[int, list[str]] = {}
    for value, place in plan.storage.items():
        held.setdefault(place.buffer, []).append(value)
    filled = {plan.storage[f.value].buffer for f in plan.fills}
    spaces = ("arena", "input", "output", "weights")
    for buffer in sorted(
        plan.buffers, key=lambda b: (spaces.index(b.space), plan.offsets.get(b.id, b.index), lives.get(b.id, (0, 0)))
    ):
        at = plan.offsets[buffer.id] if buffer.space == "arena" else buffer.index
        start, end = lives.get(buffer.id, (0, 0))
        fill = " fill" if buffer.id in filled else ""
        lines.append(f"{buffer.space:6} {at:9} {buffer.bytes:9} bytes, steps {start}-{end}{fill}")
        for value in held.get(buffer.id, ()):
            place = plan.storage[value]
            strides = ",".join(map(str, place.strides))
            halo = " ".join(f"{b}+{a}" for b, a in place.halo) if any(map(any, place.halo)) else "-"
            lines.append(f"    {value}: {plan.graph[value]} at {place.offset} strides [{strides}] halo {halo}")
    return "\n".join(lines) + "\n"


def _lives(plan: Plan) -> dict[int, tuple[int, int]]:
    """Buffer -> the first and the last step that writes or reads it."""
    lives: dict[int, tuple[int, int]] = {}
    for step, node in enumerate(plan.order):
        if node.name not in plan.views:
            for value in (*node.reads, *filter(None, node.outputs)):
                if value in plan.storage:
                    buffer = plan.storage[value].buffer
                    lives[buffer] = lives.get(buffer, (step, step))[0], step
    return lives
