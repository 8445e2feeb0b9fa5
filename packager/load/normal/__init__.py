"""Normalisers: one function per operator whose spelling changed over the opsets; Op -> nodes in normalised form.

`packager.load` documents the forms. An operator without an entry keeps its inputs, and its attributes are filled in.
"""

from __future__ import annotations

from collections.abc import Callable

from packager.graph import Node
from packager.load.normal import (
    agreement,
    bounded,
    classical,
    constants,
    images,
    recurrent,
    reductions,
    shapes,
    simple,
    training,
    trees,
)
from packager.load.op import Op

Normaliser = Callable[[Op], tuple[Node, ...]]

_TABLE: dict[str, Normaliser] = {
    **bounded.TABLE,
    **classical.TABLE,
    **trees.TABLE,
    **constants.TABLE,
    **images.TABLE,
    **recurrent.TABLE,
    **reductions.TABLE,
    **shapes.TABLE,
    **simple.TABLE,
    **training.TABLE,
}


ONE_FORM = frozenset(_TABLE)
"""Operators that have a normaliser."""


def normalise(op: Op) -> tuple[Node, ...]:
    """The nodes that `op` becomes, in order; new constants are in `op.made`. Raises PackError where it cannot be."""
    agreement.demand(op)
    return _TABLE.get(op.op, Op.plain)(op)
