"""How an update joins what is there: the reductions of the Scatter operators."""

from __future__ import annotations

from collections.abc import Callable

from packager.emit.builder import Val


def joined(reduction: str, before: Callable[[], Val], update: Val) -> Val:
    """The element after an update."""
    if reduction == "none":
        return update
    old = before()
    if reduction == "add":
        return old + update
    if reduction == "mul":
        return old * update
    return old.maximum(update) if reduction == "max" else old.minimum(update)
