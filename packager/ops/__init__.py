"""One file per ONNX operator, found by its name: an elementwise body, or the lowering to kernel steps."""

from __future__ import annotations

import pkgutil

from packager.lowering.base import Op, find_in


def all_ops() -> tuple[Op, ...]:
    """Every operator there is, sorted by name."""
    found = (op for module in pkgutil.iter_modules(__path__) for op in find_in(module.name))
    return tuple(sorted(found, key=lambda op: op.name))
