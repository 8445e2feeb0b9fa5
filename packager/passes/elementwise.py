"""Which operators compute each element from the elements at the same place (after broadcasting), and nothing else."""

from __future__ import annotations

from packager.lowering.base import find

_NO_STAGE = frozenset(
    {"Cast", "Copy", "Identity", "Where", "Mod", "IsInf", "IsNaN", "Equal", "Greater", "GreaterOrEqual", "Less"}
    | {"LessOrEqual", "And", "Or", "Xor", "Not", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot"}
)
"""Elementwise, but not from f32 to f32."""


def is_stage(op: str) -> bool:
    """True for operators that may stand in an epilogue: their file gives a body over elements."""
    found = find(op)
    return found is not None and found.elementwise and op not in _NO_STAGE


def is_elementwise(op: str) -> bool:
    """True for every operator that does not care in which order its elements lie."""
    return op in _NO_STAGE or is_stage(op)
