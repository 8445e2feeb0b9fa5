"""The C that belongs to one model: `model.h` (tables for the runtime) and the public header `<name>.h`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from packager.binary.encode import Entry, Table
from packager.graph import Value
from packager.kernels.foreign import MESSAGE_BYTES

ALIGN = 64
"""Bytes that weights and arena are aligned to."""

HEADER = 64
"""Bytes at the arena's start that the library keeps its token in (see pack.h)."""

MAX_RANK = 8
"""PACK_MAX_RANK of pack.h."""


@dataclass(frozen=True)
class Interface:
    """What a caller sees of one model: its tensors, in its own order, and the bytes of its arena."""

    name: str
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    arena_bytes: int

    @property
    def prefix(self) -> str:
        """The model's name as a C identifier."""
        return c_name(self.name)

    @property
    def tensors(self) -> tuple[Value, ...]:
        """Inputs, then outputs."""
        return (*self.inputs, *self.outputs)

    @property
    def io_alignment(self) -> int:
        """Bytes that every input and output is aligned to: the largest element."""
        return max((v.dtype.bytes for v in self.tensors), default=1)


@dataclass(frozen=True)
class Model:
    """What the generated C says about a library or executable, which holds one model of its name, or `several` of other
    names. `prefix` starts the C names of all that they share, `weights_bytes` is the padded size; `hosted`: some
    kernels need a C library around them."""

    name: str
    target: str
    models: tuple[Interface, ...]
    weights_bytes: int
    weights_hash: int
    embed: bool
    hosted: bool = False
    several: bool = False

    @property
    def header_bytes(self) -> int:
        """Bytes that a library keeps for itself at the arena's start (see pack.h)."""
        return HEADER + (MESSAGE_BYTES if self.hosted else 0)

    @property
    def prefix(self) -> str:
        """The name as a C identifier."""
        return c_name(self.name)


def c_name(name: str) -> str:
    """`yolox-nano` -> `yolox_nano`."""
    return name.replace("-", "_")


def kernel_name(model: Model, symbol: str) -> str:
    """The linker's name of a function: with the model's prefix, so that several models fit into one program."""
    return f"{model.prefix}_k_{symbol}"


def model_h(model: Model, table: Table, stack: int = 0) -> str:
    """`model.h`: constants, the step bytes, and the kernel table as assembler text. `stack`: what a kernel takes of it
    at most."""
    most = max(len(one.tensors) for one in model.models)
    defines: dict[str, object] = {
        "SYMBOL(name)": f"{model.prefix}_##name",
        "NAME": c_string(model.name),
        "TARGET": c_string(model.target),
        "STEP_BYTES": len(table.data),
        "ROWS": len(table.entries),
        "REPEATS": table.repeats,
        "FIRST_REPEAT": len(table.entries) + (table.threads > 1),
        "THREADS": table.threads,
        "KERNEL_STACK": stack,
        "BASES": 2 + most,
        "STREAMS": table.bases,
        "BASE_BITS": table.base_bits,
        "WEIGHTS_SHIFT": table.shifts[0],
        "UNIT_SHIFT": table.shifts[1],
        "FRAME_WORDS": table.frame_words,
        "MAX_POINTERS": table.max_pointers,
        "FINISH": int(table.finish),
        "LEVELS": table.levels,
        "NUMBER": "uint8_t" if max(_numbers(table), default=0) < 256 else "uint16_t",
        "ENTRIES": ", ".join(_entry(table, e) for e in table.entries) or "{{{0}}}",
        "FILES": most + (0 if model.embed else 1),
        "EMBED": int(model.embed),
        "HOSTED": int(model.hosted),
        "ALIGN": ALIGN,
        "HEADER_BYTES": model.header_bytes,
        "WEIGHTS_BYTES": f"{model.weights_bytes}u",
        "WEIGHTS_HASH": f"{model.weights_hash:#010x}u",
        "BYTES": ", ".join(f"{size}u" for one in model.models for size in _sizes(model, one)),
        "INPUT_TENSORS": _tensors(v for one in model.models for v in one.inputs),
        "OUTPUT_TENSORS": _tensors(v for one in model.models for v in one.outputs),
        "USAGE": c_string(usage(model, wide=table.levels > 1)),
        "EACH(X)": " ".join(_each(model)),
        **(_rows(model, table) if model.several else _only(model)),
    }
    lines = ["/* Generated: the tables of one model. */", "#ifndef PACK_MODEL_H", "#define PACK_MODEL_H"]
    lines += [f"#define PACK_{key} {value}" for key, value in defines.items()]
    rows = [table.data[i : i + 24] for i in range(0, len(table.data), 24)] or [b"\0"]
    lines += ["static const uint8_t pack_step_bytes[] = {", *(", ".join(map(str, row)) + "," for row in rows), "};"]
    lines += [_assembly(_functions(model, table))]
    if model.embed:
        lines += [_assembly(_embedded(model))]
    return "\n".join([*lines, "#endif", ""])


def _sizes(model: Model, one: Interface) -> list[int]:
    """Bytes of what a run of one model works on: weights, arena, inputs, outputs."""
    return [model.weights_bytes, max(ALIGN, one.arena_bytes), *(v.nbytes for v in one.tensors)]


def _only(model: Model) -> dict[str, object]:
    """What the C takes for constants where there is one model."""
    (one,) = model.models
    return {
        "MODELS": 0,
        "INPUTS": len(one.inputs),
        "OUTPUTS": len(one.outputs),
        "IO_ALIGN": one.io_alignment,
        "ARENA_BYTES": f"{one.arena_bytes + model.header_bytes}u",
    }


def _rows(model: Model, table: Table) -> dict[str, object]:
    """What the C looks up where there are several: initialisers of struct pack_model."""
    rows: list[str] = []
    first = sizes = 0
    for one, end in zip(model.models, table.ends, strict=True):
        ends = f"{first}, {end}, {len(one.inputs)}, {len(one.outputs)}"
        rows.append(f"{{{ends}, {one.io_alignment}, {one.arena_bytes + model.header_bytes}u, {sizes}}}")
        first, sizes = end, sizes + len(_sizes(model, one))
    names = "".join(f"{one.name}\0" for one in model.models)
    return {"MODELS": len(rows), "MODEL_ROWS": ", ".join(rows), "NAMES": c_string(names)}


def _each(model: Model) -> Iterator[str]:
    """What `model.c` defines the functions of each model by."""
    read = written = 0
    for number, one in enumerate(model.models):
        ins, outs = len(one.inputs), len(one.outputs)
        arena = f"{one.arena_bytes + model.header_bytes}u"
        ends = f"{read}, {ins}, {written}, {outs}"
        yield f"X({one.prefix}, {number}, {c_string(one.name)}, {ends}, {arena}, {one.io_alignment})"
        read, written = read + ins, written + outs


def public_header(model: Model, pack_h: str, threads: int = 1) -> str:
    """`<name>.h`: pack.h and the models' declarations in one file, for C and C++."""
    p = model.prefix
    lines = [
        f"/* {_comment(model.name)} for {_comment(model.target)}: the C interface of the libraries built by pack. */",
        pack_h.rstrip(),
        "",
        f"#ifndef PACK_MODEL_{p.upper()}_H",
        f"#define PACK_MODEL_{p.upper()}_H",
        "",
        "#ifdef __cplusplus",
        'extern "C" {',
        "#endif",
        "",
        *(line for one in model.models for line in (*_declarations(one, threads), "")),
        *(_shared(model) if model.several else ()),
        "#ifdef __cplusplus",
        "}",
        "#endif",
        "",
        "#endif",
        "",
    ]
    return "\n".join(lines)


def _declarations(one: Interface, threads: int) -> list[str]:
    """What the header says of one model."""
    p = one.prefix
    indent = " " * len(f"int {p}_run_with(")
    shared = (
        f"int {p}_run_with(const void *weights, size_t weights_bytes, void *arena, size_t arena_bytes,",
        f"{indent}const void *const *inputs, void *const *outputs, const pack_parallel *parallel);",
    )
    return [
        *(f"/* input {i}: {_comment(describe(v))} */" for i, v in enumerate(one.inputs)),
        *(f"/* output {i}: {_comment(describe(v))} */" for i, v in enumerate(one.outputs)),
        f"extern const pack_model_info {p}_info;",
        f"size_t {p}_arena_bytes(void);",
        f"int {p}_run(const void *weights, size_t weights_bytes, void *arena, size_t arena_bytes,",
        f"{' ' * len(f'int {p}_run(')}const void *const *inputs, void *const *outputs);",
        *(shared if threads > 1 else ()),
        f"const char *{p}_strerror(int code);",
    ]


def _shared(model: Model) -> list[str]:
    """What the header says of several models together."""
    most = max(one.arena_bytes for one in model.models) + model.header_bytes
    text = "The models have the same weights; an arena of so many bytes does for each of them, one at a time."
    return [f"/* {text} */", f"#define PACK_{model.prefix.upper()}_ARENA_BYTES {most}u", ""]


def usage(model: Model, wide: bool = False) -> str:
    """What the executable's --help prints; `wide`: it chooses between kernels when it starts."""
    options = "[--base] [--bench N]" if wide else "[--bench N]"
    lines: list[str] = []
    for number, one in enumerate(model.models):
        files = [one.name] * model.several + [f"{model.name}.weights"] * (not model.embed)
        files += [*(_numbered("in", one.inputs)), *(_numbered("out", one.outputs))]
        lines.append(f"{'or' if number else 'usage'}: ./{model.name} {options} {' '.join(files)}")
        for kind, values in (("in", one.inputs), ("out", one.outputs)):
            lines += [f"{file}: {describe(v)}" for file, v in zip(_numbered(kind, values), values, strict=True)]
    lines += ["raw little-endian tensors; --bench N: nanoseconds of the fastest of N runs"]
    return "\n".join([*lines, ""])


def describe(value: Value) -> str:
    """`images f32[1,3,416,416] 2076672 bytes`."""
    return f"{value.name} {value} {value.nbytes} bytes"


def c_string(text: str) -> str:
    """`text` as a C string literal: bytes of its UTF-8 form; all but plain characters as three octal digits."""
    plain = set(range(32, 127)) - set(b'"\\?')
    return '"' + "".join(chr(b) if b in plain else f"\\{b:03o}" for b in text.encode()) + '"'


def _numbered(kind: str, values: Sequence[Value]) -> list[str]:
    return [f"{kind}{i}.bin" for i in range(len(values))]


def _comment(text: str) -> str:
    """`text` without what could end a comment or a line."""
    plain = "".join(c if c.isprintable() and c != "\\" else "?" for c in text)
    return plain.replace("*/", "* /").replace("/*", "/ *")


def _tensors(values: Iterable[Value]) -> str:
    rows = [
        f"{{{c_string(v.name)}, {v.dtype.onnx}, {v.rank}, {{{', '.join(map(str, v.shape)) or '0'}}}, {v.nbytes}u}}"
        for v in values
    ]
    return ", ".join(rows) or "{0}"


def _entry(table: Table, entry: Entry) -> str:
    """An initialiser of struct pack_entry."""
    numbers = {"": 0} | {name: number for number, name in enumerate(table.functions, 1)}
    levels = (", ".join(str(numbers[f]) for f in pair[: 2 if table.finish else 1]) for pair in entry.functions)
    return f"{{{{{', '.join(f'{{{level}}}' for level in levels)}}}, {entry.pointers}, {entry.frame}}}"


def _numbers(table: Table) -> Iterator[int]:
    """All that the entries hold."""
    yield len(table.functions)
    for entry in table.entries:
        yield from (entry.pointers, entry.frame)


def _functions(model: Model, table: Table) -> list[str]:
    """The table of addresses. Only an assembler can say "distance between two symbols"."""
    name = f"{model.prefix}_functions"
    rows = [f".4byte {kernel_name(model, f)} - {name}" for f in table.functions] or [".4byte 0"]
    return _object(name, ".rodata.pack_functions", 4, rows)


def _embedded(model: Model) -> list[str]:
    return _object(f"{model.prefix}_weights", ".rodata.pack_weights", ALIGN, ['.incbin "weights.bin"'])


def _object(name: str, section: str, align: int, content: Sequence[str]) -> list[str]:
    return [
        f'.section {section},"a",%progbits',
        f".balign {align}",
        f".globl {name}",
        f".hidden {name}",
        f".type {name},%object",
        f"{name}:",
        *content,
        f".size {name}, . - {name}",
        ".text",
    ]


def _assembly(lines: Sequence[str]) -> str:
    return "__asm__(" + "\n        ".join('"' + line.replace('"', '\\"') + '\\n"' for line in lines) + ");"
