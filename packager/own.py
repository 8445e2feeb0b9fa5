"""The user's own operators: what a file of them imports, how such files are found, and how their cases are tested.

    from packager.own import elementwise, minimum, maximum

    @elementwise("HardMish")
    def hard_mish(x):
        return x * 0.5 * minimum(maximum(x + 2.0, 0.0), 2.0)

A manifest names the file (`ops: [my_ops.py]`); the model may have the operator in any domain. The function over numpy
arrays is the operator's meaning: builds are verified with it, and `pack ops --test my_ops.py` runs its cases.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from packager.emit.math import absolute, exp, log, maximum, minimum, power, sigmoid, sqrt, tanh, where
from packager.errors import OperatorBroken
from packager.graph import Array
from packager.lowering.base import OWN, Op
from packager.lowering.elementwise import elementwise
from packager.lowering.nest import Tensor, Writer, ix, nest

__all__ = [
    "Tensor", "Writer", "absolute", "elementwise", "exp", "ix", "load", "log", "maximum", "minimum", "nest", "power",
    "sigmoid", "sqrt", "tanh", "where",
]  # fmt: skip


_READ: dict[str, tuple[bytes, tuple[Op, ...]]] = {}
"""Path -> what the file held when it was run, and its operators."""


def load(paths: Iterable[Path], forget: Callable[[], None] = lambda: None) -> tuple[Op, ...]:
    """Run the files and know their operators from now on, under their names. Where one is not what it was, `forget` is
    called: code that was made of it stands under the same name."""
    found: list[Op] = []
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise OperatorBroken.of(str(path), error.strerror or str(error)) from error
        before, ops = _READ.get(str(path), (b"", ()))
        if before == content:
            OWN.update({op.name: op for op in ops})
            found += ops
            continue
        ops = tuple(_operators(path))
        if not ops:
            raise OperatorBroken.of(str(path), "it declares no operator: `@elementwise(...)` or `@nest(...)` does")
        if any(op.name in OWN for op in ops):
            forget()
        _READ[str(path)] = content, ops
        OWN.update({op.name: op for op in ops})
        found += ops
    return tuple(found)


def _operators(path: Path) -> Iterator[Op]:
    spec = importlib.util.spec_from_file_location(f"packager_own_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise OperatorBroken.of(str(path), "it is no Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a user's file raises
        raise OperatorBroken.of(str(path), f"{type(error).__name__}: {error}") from error
    yield from (value for value in vars(module).values() if isinstance(value, Op))


def meaning(op: Op, inputs: list[Array], attrs: dict[str, float]) -> Array:
    """The operator over numpy arrays."""
    if op.ref is not None:
        return np.asarray(op.ref(*inputs, **attrs))
    return op.evaluate(*inputs, **attrs)


def cases(op: Op) -> Iterator[list[Array]]:
    """The inputs of the operator's cases; a case without a list of shapes is one shape for all of them."""
    random = np.random.default_rng(0)
    for case in op.cases or ((1,), (7,), (3, 5), (2, 3, 17)):
        shapes = case if case and isinstance(case[0], tuple) else (case,) * max(1, op.inputs)
        yield [random.standard_normal(shape).astype(np.float32) for shape in shapes]
