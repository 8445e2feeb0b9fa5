"""The table of the operators: each is one function, whose signature says what a call of it may have."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import onnx_ir as ir

from packager.load.microsoft.call import Attribute, Call, Tensor

Result = Tensor | tuple[Tensor | None, ...]
"""The outputs, in order; None for one that pack has no way to compute."""

Written = TypeVar("Written", bound=Callable[..., Result])

FLOATS = "f64 f32 f16 bf16"
BYTES = "i8 u8"

DOMAIN = "com.microsoft"


@dataclass(frozen=True)
class Operator:
    """An operator that `expand` writes in ONNX's own.

    `types` are the element types that the input called `typed` may have. `fixed` are attributes that must have one of
    these values, `ignored` those that do not change what is computed, `last` inputs behind the function's own, which
    must be absent.
    """

    name: str
    domain: str
    expand: Callable[..., Result]
    types: tuple[str, ...]
    typed: str
    fixed: Mapping[str, tuple[Attribute, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    @property
    def doc(self) -> str:
        """What it computes, in a line."""
        return (self.expand.__doc__ or "").splitlines()[0]

    def __call__(self, call: Call) -> Result:
        """Add the nodes. Raises PackError where the call does not fit."""
        inputs, attributes = self._inputs(call), self._attributes(call)
        return self.expand(call, *inputs, **attributes)

    def _inputs(self, call: Call) -> list[Tensor | None]:
        given = [None if v is None or not v.name else call.tensor(v) for v in call.node.inputs]
        formal = self._parameters(inspect.Parameter.POSITIONAL_OR_KEYWORD)
        hints = get_type_hints(self.expand)
        several = self._parameters(inspect.Parameter.VAR_POSITIONAL)
        for name, tensor in zip(self.last, given[len(formal) :], strict=False):
            if tensor is not None:
                call.unsupported(f"its input '{name}' is given")
        if len(given) > len(formal) + len(self.last) and not several:
            call.invalid(f"it has {len(given)} inputs, but takes {len(formal) + len(self.last)}")
        found = [*given[: None if several else len(formal)], *[None] * (len(formal) - len(given))]
        for parameter, tensor in zip(formal, found, strict=False):
            if tensor is None and type(None) not in get_args(hints[parameter.name]):
                call.invalid(f"its input '{parameter.name}' is absent")
            if tensor is not None and parameter.name == self.typed and tensor.dtype.name not in self.types:
                call.invalid(f"its input '{parameter.name}' is {tensor.dtype}, not {' or '.join(self.types)}")
        return found

    def _attributes(self, call: Call) -> dict[str, Attribute]:
        formal = {p.name: p for p in self._parameters(inspect.Parameter.KEYWORD_ONLY)}
        hints, found = get_type_hints(self.expand), dict[str, Attribute]()
        handed_on = bool(self._parameters(inspect.Parameter.VAR_KEYWORD))
        for attribute in call.node.attributes.values():
            name = attribute.name
            if name in formal or handed_on:
                found[name] = _value(attribute, hints.get(name), call)
            elif name in self.fixed:
                if attribute.value not in self.fixed[name]:
                    call.unsupported(f"its attribute '{name}' is {attribute.value!s:.40}, not {self.fixed[name][0]}")
            elif name not in self.ignored:
                call.unsupported(f"it has an attribute '{name:.40}', which pack does not know")
        for name, parameter in formal.items():
            if name not in found and parameter.default is parameter.empty:
                call.invalid(f"its attribute '{name}' is absent")
        return found

    def _parameters(self, kind: Any) -> list[inspect.Parameter]:
        return [p for p in list(inspect.signature(self.expand).parameters.values())[1:] if p.kind == kind]


_KINDS: dict[Any, ir.AttributeType] = {
    bool: ir.AttributeType.INT,
    int: ir.AttributeType.INT,
    float: ir.AttributeType.FLOAT,
    str: ir.AttributeType.STRING,
    tuple[int, ...]: ir.AttributeType.INTS,
    tuple[float, ...]: ir.AttributeType.FLOATS,
    tuple[str, ...]: ir.AttributeType.STRINGS,
}


def _value(attribute: ir.Attr, hint: Any, call: Call) -> Attribute:
    """The value of an attribute whose type `hint` says; where it says none, any but a tensor or graph."""
    wanted = [_KINDS[k] for k in (get_args(hint) if get_origin(hint) is UnionType else (hint,)) if k in _KINDS]
    if attribute.type not in (wanted or _KINDS.values()) or isinstance(attribute.value, bytes):
        call.invalid(f"its attribute '{attribute.name}' is of type {attribute.type.name}")
    value: Attribute = attribute.value
    if hint is bool and value not in (0, 1):
        call.invalid(f"its attribute '{attribute.name}' is {value}, neither 0 nor 1")
    return bool(value) if hint is bool else value


OPERATORS: dict[tuple[str, str], Operator] = {}
"""All of them, by domain and name."""


def operator(
    name: str,
    types: str = FLOATS,
    *,
    typed: str = "",
    domain: str = DOMAIN,
    fixed: Mapping[str, tuple[Attribute, ...]] | None = None,
    ignored: str = "",
    last: str = "",
) -> Callable[[Written], Written]:
    """Let the function below write the operator called `name` in ONNX's own.

    Its first parameter is the Call. The positional ones after it are the operator's inputs in order, optional where
    they may be None; keyword-only ones are its attributes, required where they have no default, and `**attrs` hands on
    all others. The first line of its docstring is what `pack ops` says.
    """

    def enter(expand: Written) -> Written:
        first = list(inspect.signature(expand).parameters)[1]
        OPERATORS[domain, name] = Operator(
            name, domain, expand, tuple(types.split()), typed or first, fixed or {}, tuple(ignored.split()),
            tuple(last.split()),
        )  # fmt: skip
        return expand

    return enter
