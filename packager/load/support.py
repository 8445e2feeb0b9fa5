"""What becomes of every operator of ONNX, and for which element types: the rows of `pack ops` and docs/operators.md.

Those of com.microsoft are listed as far as they are read. The element types are those that ONNX allows for the first
input that may have several, as far as pack stores them: one way of compiling serves all of them, on every CPU.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import onnx
from onnx import defs

from packager.dtype import ALL
from packager.load import control, microsoft, sequences
from packager.load.normal import ONE_FORM
from packager.load.reader import DOMAINS
from packager.lowering.base import REWRITTEN, find
from packager.ops import all_ops

UNFOLDED = {
    **dict.fromkeys(control.OPERATORS, "straight code: turns and branches one after the other"),
    **dict.fromkeys(sequences.OPERATORS, "taken apart when pack builds"),
    **dict.fromkeys(("RNN", "GRU", "LSTM"), "products and gates, step by step"),
}
"""Operators that reading a model replaces by many others -> by what."""

FUSED = {
    **dict.fromkeys(("Attention", "FlexAttention"), "as ONNX defines it by others, which become one kernel in float32"),
}
"""Operators that ONNX defines by others, of which a pass makes one kernel -> what to say of it."""

LEFT_OUT = {
    "classical machine learning, whose models are no tensors": (
        "FeatureVectorizer", "Imputer", "LabelEncoder", "LinearClassifier", "LinearRegressor", "Normalizer",
        "OneHotEncoder", "SVMClassifier", "SVMRegressor", "TreeEnsembleClassifier", "TreeEnsembleRegressor",
    ),
    "images": ("ImageDecoder",),
    "maps": ("CastMap", "DictVectorizer", "ZipMap"),
    "optional values": ("Optional", "OptionalGetElement", "OptionalHasElement"),
    "random numbers": (
        "Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike",
    ),
    "sequences computed at run time": ("SequenceMap",),
    "texts": ("CategoryMapper", "RegexFullMatch", "StringConcat", "StringNormalizer", "StringSplit"),
    "training": ("Gradient",),
}  # fmt: skip
"""Why operators are left out -> which."""

_WHY_NOT = {name: reason for reason, names in LEFT_OUT.items() for name in names}


@dataclass(frozen=True)
class Row:
    """An operator: `kind` is elementwise, kernel, rewritten, expanded or none, `doc` what it does, or why not."""

    op: str
    domain: str
    since: int
    kind: str
    dtypes: tuple[str, ...]
    doc: str


def rows() -> tuple[Row, ...]:
    """Every operator of ONNX's own domains and those of com.microsoft that are read, by domain and name."""
    return tuple(sorted(_rows(), key=lambda row: (row.domain, row.op.lower())))


def _rows() -> Iterator[Row]:
    first = {op.name: op.since for op in all_ops()}
    for schema in defs.get_all_schemas():
        if schema.domain in DOMAINS and not schema.deprecated:
            kind, doc = _kind(schema)
            known = schema.domain == "" and schema.name in first
            since = first[schema.name] if known else _since(schema.name, schema.domain)
            yield Row(schema.name, schema.domain, since, kind, _dtypes(schema) if kind != "none" else (), doc)
    for (domain, name), operator in microsoft.OPERATORS.items():
        if not defs.has(name, domain):
            yield Row(name, domain, 1, "expanded", operator.types, operator.doc)


def _kind(schema: defs.OpSchema) -> tuple[str, str]:
    """How it is compiled, and what there is to say of that."""
    name, found = schema.name, find(schema.name)
    if name in _WHY_NOT:
        return "none", _WHY_NOT[name]
    if found is not None:
        return "elementwise" if found.elementwise else "kernel", found.doc
    if name in REWRITTEN:
        return "rewritten", REWRITTEN[name]
    if name in UNFOLDED:
        return "rewritten", UNFOLDED[name]
    body: Any = schema  # its stub lacks the functions
    if body.has_function or body.has_context_dependent_function:
        return "expanded", FUSED.get(name, "as ONNX defines it by others")
    return ("rewritten", "others, when it is read") if name in ONE_FORM else ("none", "no kernel yet")


def _dtypes(schema: defs.OpSchema) -> tuple[str, ...]:
    allowed = {c.type_param_str: c.allowed_type_strs for c in schema.type_constraints}
    ends = [e.type_str for e in (*schema.inputs, *schema.outputs)]
    several = next((allowed[e] for e in ends if len(allowed.get(e, ())) > 1), None)
    names = several or (allowed.get(ends[0], ends[:1]) if ends else ())
    return tuple(d.name for d in ALL if f"tensor({_named()[d.onnx]})" in names)


@cache
def _named() -> dict[int, str]:
    """ONNX's numbers of types -> their names in schemas."""
    return {v: k.lower() for k, v in onnx.TensorProto.DataType.items()}


@cache
def _since(name: str, domain: str) -> int:
    return min(s.since_version for s in defs.get_all_schemas_with_history() if (s.name, s.domain) == (name, domain))


_GROUPS = (
    ("f8", ("f8e4m3fn", "f8e4m3fnuz", "f8e5m2", "f8e5m2fnuz")),
    ("i8-i64", ("i8", "i16", "i32", "i64")),
    ("u8-u64", ("u8", "u16", "u32", "u64")),
)
_ORDER = ("f64", "f32", "f16", "bf16", "f8", "i8-i64", "u8-u64", "bool")


def compact(dtypes: tuple[str, ...]) -> str:
    """The types in few words: `f64 f32 f16 bf16 i8-i64 bool`; f8 stands for the four types of 8 bits with a sign."""
    left = list(dtypes)
    for name, members in _GROUPS:
        if set(members) <= set(left):
            left = [name, *(d for d in left if d not in members)]
    return " ".join(sorted(left, key=lambda d: (_ORDER.index(d) if d in _ORDER else len(_ORDER), left.index(d))))
