"""A machine function that others wrote: C or assembler text, objects from a library. The toolchain compiles it.

What it gets is said by names: a generated header `<symbol>.h` has an enumerator for each pointer and a field for each
argument. `operands` and `arguments` are what a node of ONNX comes to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from onnx import defs

from packager.graph import Array, Graph, Node
from packager.kernels.base import Kernel

if TYPE_CHECKING:
    from packager.emit.builder import Fn

FLOAT = ":f"
"""Ends the name of an argument that is a float."""

MESSAGE_BYTES = 384
"""PACK_MESSAGE_BYTES of pack.h: room for what a kernel says when it fails."""

_ZERO_BIAS = frozenset(("Conv", "ConvTranspose", "Gemm"))


@dataclass(frozen=True)
class Sources:
    """C of one engine: `files` (name, content) are in one folder when those ending in .c are compiled, with `flags`;
    `libraries` are linked, of which the linker takes only what is used. `package` is what Debian calls the library
    (`name/release` where older releases lack it), `stack` an upper bound of what a call into it takes of the stack.
    `hosted` C calls the C library (runtime/include/pack_host.h): the program is then an ordinary one of its system,
    with a dynamic loader; `runtime` says what must be installed where it runs. Calls of one symbol pass the same
    pointers and arguments, which a header names; where each may pass others (`varies`) there is no header."""

    files: tuple[tuple[str, bytes], ...] = ()
    libraries: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    package: str = ""
    stack: int = 0
    hosted: bool = False
    varies: bool = False
    runtime: str = ""


@dataclass(frozen=True)
class Foreign(Kernel):
    """The function `name` of `engine`, with the pointers and arguments that it expects."""

    foreign = True

    engine: str
    name: str
    takes: tuple[str, ...]
    numbers: tuple[str, ...]
    sources: Sources

    @property
    def symbol(self) -> str:
        """C identifier."""
        return self.name

    @property
    def pointers(self) -> tuple[str, ...]:
        """As the engine's call names them."""
        return self.takes

    @property
    def args(self) -> tuple[str, ...]:
        """As the engine's call names them."""
        return self.numbers

    @property
    def hosted(self) -> bool:
        """True where it calls the C library."""
        return self.sources.hosted

    def emit(self, fn: Fn) -> None:
        """It has no IR."""
        del fn
        raise TypeError(f"{self.name} is compiled by the toolchain, not by us")


def header(kernel: Foreign) -> str:
    """`<symbol>.h`: the pointers as an enum, the arguments as a struct; `x.0`, `x.1` make an array `x`."""
    fields = []
    for name, group in groupby(kernel.numbers, lambda n: re.sub(rf"\.\d+(?={FLOAT}|$)", ".", n)):
        count, plain = len(list(group)), name.removesuffix(FLOAT)
        kind = "pack_float" if name.endswith(FLOAT) else "intptr_t"
        fields.append(f"    {kind} {identifier(plain.rstrip('.'))}{f'[{count}]' if plain.endswith('.') else ''};")
    symbol, upper = kernel.name, kernel.name.upper()
    return "\n".join(
        [
            f"/* Generated: what pack hands to void {symbol}(void *const *pointers, const intptr_t *args). */",
            f"#ifndef {upper}_H",
            f"#define {upper}_H",
            "#include <stdint.h>",
            "#ifndef PACK_FLOAT",
            "#define PACK_FLOAT",
            "typedef union pack_float {",
            "    intptr_t word;",
            "    float value;",
            "} pack_float;",
            "#endif",
            f"enum {{ {', '.join(f'{symbol}_{identifier(p)}' for p in kernel.takes)} }};",
            f"struct {symbol}_args {{",
            *(fields or ["    intptr_t none;"]),
            "};",
            f"void {symbol}(void *const *pointers, const intptr_t *args);",
            "#endif",
            "",
        ]
    )


def identifier(name: str) -> str:
    """`name` in the letters that C allows."""
    return re.sub(r"\W", "_", name, flags=re.ASCII)


def roles(node: Node) -> dict[str, str]:
    """What ONNX calls the inputs and outputs of `node`, in small letters -> the value; absent ones are left out."""
    schema = defs.get_schema(node.op) if defs.has(node.op) else None
    found: dict[str, str] = {}
    for kind, values in (("input", node.inputs), ("output", node.outputs)):
        formal = [p.name.lower() for p in getattr(schema, f"{kind}s", ())]
        for i, value in enumerate(values):
            single = i < len(formal) and not (i == len(formal) - 1 < len(values) - 1)
            name = formal[i] if single else f"{formal[-1] if formal else kind}{i}"
            if value:
                found[f"{name}_out" if name in found else name] = value
    return found


def operands(graph: Graph, node: Node) -> dict[str, str | Array]:
    """The pointers of a node: values by the roles that ONNX gives them, constants as arrays; a missing bias is zero."""
    found: dict[str, str | Array] = {}
    for role, value in roles(node).items():
        const = graph.const(value)
        found[role] = value if const is None else const
    if node.op in _ZERO_BIAS and len([i for i in node.inputs if i]) == 2:
        channels = graph[node.outputs[0]].shape[-1 if node.op == "Gemm" or node.attrs.get("layout") else 1]
        (*first, last) = found.items()
        found = {**dict(first), ("c" if node.op == "Gemm" else "b"): np.zeros(channels, np.float32), **dict([last])}
    return found


def arguments(graph: Graph, node: Node) -> dict[str, int | float]:
    """The arguments of a node: the dims of all tensors, by role, then its attributes by name. Texts are left out."""
    found: dict[str, int | float] = {}
    for role, what in operands(graph, node).items():
        shape = graph[what].shape if isinstance(what, str) else what.shape
        found |= {f"{role}.{d}": size for d, size in enumerate(shape)}
    for key, value in sorted(node.attrs.items()):
        numbers = value if isinstance(value, tuple) else (value,)
        for i, number in enumerate(numbers):
            if isinstance(number, (int, float)):
                found[f"{key}.{i}" if isinstance(value, tuple) else key] = number
    return found
