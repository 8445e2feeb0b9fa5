"""The arena's map as text: where each buffer lies and when it lives. Plan -> lines, for DEBUG=3 and golden files."""

from __future__ import annotations

from packager.plan.types import Plan


def arena_map(plan: Plan) -> str:
    """One line per arena buffer: offset, end, first and last node that touches it, and the values in it."""
    holds: dict[int, list[str]] = {}
    for value, storage in plan.storage.items():
        holds.setdefault(storage.buffer, []).append(value)
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for position, node in enumerate(plan.order):
        for value in (*node.reads, *node.outputs):
            if value in plan.storage:
                first.setdefault(plan.storage[value].buffer, position)
                last[plan.storage[value].buffer] = position
    lines = [f"arena {plan.arena_bytes} bytes, lower bound {plan.lower_bound}, {len(plan.order)} nodes"]
    arena = [b for b in plan.buffers if b.space == "arena"]
    for buffer in sorted(arena, key=lambda b: (plan.offsets[b.id], first.get(b.id, 0))):
        start = plan.offsets[buffer.id]
        life = f"{first.get(buffer.id, 0):4}-{last.get(buffer.id, 0):<4}"
        lines.append(f"{start:10} {start + buffer.bytes:10} {life} {' '.join(holds.get(buffer.id, ['?']))}")
    return "\n".join(lines) + "\n"
