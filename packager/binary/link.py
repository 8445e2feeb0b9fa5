"""Program + kernel objects -> Artifact: encode the tables, compile the runtime, link, label every byte."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import xxhash

from packager import resources
from packager.binary import archive, elf, labels, origin
from packager.binary.artifact import Artifact, Brought, Label
from packager.binary.csource import ALIGN, MAX_RANK, Interface, Model, kernel_name, model_h, public_header
from packager.binary.encode import encode
from packager.binary.foreign import HOST_LIBRARIES, ForeignCode, foreign_code, host_libraries
from packager.debug import COMMANDS, Debug
from packager.errors import LinkBroken, OutputUnwritable, Unsupported, Where
from packager.graph import Value
from packager.kernels.base import Code, Program, Step
from packager.kernels.foreign import Foreign
from packager.target import Target
from packager.toolchain.base import Compile, Job, Link, Toolchain

Kind = Literal["exe", "static", "shared"]

CALL = 16
"""Stack bytes of a call beside the frame that the compiler reports: return address and alignment."""

JOINED = "foreign.o"
"""All that others wrote, and what it needs of libraries, as one object."""

_SOURCES = (".c", ".h", ".ld")
_LINK = ("--gc-sections", "--build-id=none", "-z", "norelro", "-z", "noseparate-code")
_HOSTED = ("-pie", "-z", "noexecstack", "--hash-style=gnu")
_SHARED = ("-shared", "-Bsymbolic", "-z", "defs", "--hash-style=gnu", "-s")
_CONTENT = (".text", ".rodata", ".data", ".bss", ".tbss", ".tdata")
"""Sections of code and data; the others of a hosted executable are the dynamic loader's."""

_NAMES = {
    "pack_step_bytes": "steps",
    "pack_bytes": "tensor sizes",
    "pack_errors": "error messages",
    "pack_models": "table of models",
    "pack_names": "names of models",
    "pack_usage": "usage text",
}


def payload(weights: bytes) -> bytes:
    """The weights file: `weights`, padded with zeros to a multiple of 64 bytes."""
    return weights + bytes(-len(weights) % ALIGN)


def link(
    program: Program,
    kernels: Mapping[str, Code],
    inputs: Sequence[Value],
    outputs: Sequence[Value],
    arena_bytes: int,
    name: str,
    target: Target,
    toolchain: Toolchain,
    out: Path,
    *,
    weights: Literal["file", "embed"] = "file",
    artifacts: Sequence[Kind] = ("exe", "static", "shared"),
    models: Sequence[Interface] = (),
    debug: Debug | None = None,
) -> Artifact:
    """Make the files of the model `name` for `target` in the folder `out`.

    `kernels` maps the name of each of the program's functions to its code; `inputs` and `outputs` are the model's
    tensors in its own order; `arena_bytes` is the plan's arena, to which a library adds 64 bytes (see pack.h). Where
    the program is that of several `models`, inputs and outputs are those of all, and `name` is what they share. Equal
    arguments and compilers give equal bytes. `debug` shows the generated C and the toolchain's commands. Raises
    AddressesTooLarge, Unsupported (rank above 8), LinkBroken, OutputUnwritable and the toolchain's errors.
    """
    content = payload(program.weights)
    digest = xxhash.xxh32_intdigest(content)
    embed = weights == "embed" and bool(content)
    one = Interface(name, tuple(inputs), tuple(outputs), arena_bytes)
    several = tuple(models)
    model = Model(name, target.name, several or (one,), len(content), digest, embed, program.hosted, bool(several))
    _check_ranks(one)
    counts = [(len(m.inputs), len(m.outputs)) for m in several]
    table = encode(program, len(inputs), len(outputs), target.pointer, counts)
    objects = _objects(model, program, kernels)
    stacks = [_stack(step, kernels) for step in program.steps if not step.kernel.foreign]
    foreign = foreign_code(model, program, target)
    runtime = resources.folder("runtime")
    headers = {path.name: path.read_bytes() for path in sorted((runtime / "include").iterdir())}
    pack_h = headers["pack.h"].decode()
    script = origin.script((runtime / "src" / "linux.ld").read_text(encoding="utf-8"), foreign.origins)
    sources = {path.name: path.read_bytes() for path in sorted((runtime / "src").iterdir()) if path.suffix in _SOURCES}
    job = _job(model, target, objects, artifacts, foreign, program.threads > 1)
    files = {
        **sources,
        **headers,
        **foreign.files,
        "linux.ld": script.encode(),
        "model.h": model_h(model, table, max(stacks, default=0)).encode(),
        **objects,
    }
    built = toolchain.build(replace(job, files={**files, **({"weights.bin": content} if embed else {})}))
    if debug:
        debug.show(COMMANDS, "model.h", files["model.h"].decode(), "h")
        debug.show(COMMANDS, "commands", "\n".join(built.commands))

    full = built.files["exe.full"]
    facts = elf.read(full)
    exe = elf.cut(full)
    made: dict[str, tuple[str, bytes]] = {"exe": (name, exe)}
    if "static" in artifacts:
        others = {JOINED: _ours(model, built.files[JOINED])} if foreign.objects else {}
        made["static"] = (f"lib{name}.a", _static({**objects, **others}, built.files["model.o"]))
    if "shared" in artifacts:
        made["shared"] = (f"lib{name}.so", built.files["model.so"])
    chosen = {kind: made[kind] for kind in made if kind in artifacts}
    if "static" in artifacts or "shared" in artifacts:
        chosen["header"] = (f"{name}.h", public_header(model, pack_h, program.threads).encode())
    if not embed:
        chosen["weights"] = (f"{name}.weights", content)
    _write(out, chosen)
    return Artifact(
        name=name,
        target=target,
        folder=out,
        files={kind: file for kind, (file, _) in chosen.items()},
        labels=label(exe, facts, {kernel_name(model, f.name): f.name for f in program.functions}, model.prefix),
        toolchain=replace(toolchain.id, version=built.version),
        stack=program.threads * stack_bound({**built.frames, **facts.frames}, stacks) + foreign.stack,
        static=sum(s.bytes for s in facts.sections if s.flags & elf.WRITE),
        header=model.header_bytes,
        brought=_brought(model, program, foreign, facts, built.files),
    )


def label(exe: bytes, facts: elf.Elf, kernels: Mapping[str, str], prefix: str) -> tuple[Label, ...]:
    """A label on every byte of the executable `exe`, from the `facts` of the same file before it was cut.

    `kernels` maps the linker's names of kernels to theirs. Raises LinkBroken when the labels do not add up.
    """
    first, last = facts.segment_headers
    pieces = [Label(0, facts.header_bytes, "headers", "ELF header"), Label(first, last, "headers", "program headers")]
    for section in facts.sections:
        if section.in_file and section.bytes:
            pieces += _section(exe, section, facts.symbols, kernels, prefix)
    return labels.check(labels.cover(pieces, 0, len(exe), lambda a, b: Label(a, b, "padding", "alignment")), len(exe))


def stack_bound(frames: Mapping[str, int], kernels: Sequence[int]) -> int:
    """An upper bound on stack bytes: all functions of the runtime at once (none is recursive), then one kernel.

    The red zone that compilers do not count belongs to functions that call nothing: those never stand above a kernel.
    Raises LinkBroken where the compiler did not say how large its frames are.
    """
    if not frames:
        raise _broken("the compiler gave no stack sizes, neither in .stack_sizes nor in a .su file")
    return sum(size + CALL for size in frames.values()) + max(kernels, default=0) + CALL


def _stack(step: Step, code: Mapping[str, Code]) -> int:
    """The most stack bytes of a call: of its kernel and of the function that this finishes with."""
    levels = ([code[f.name].stack for f in step.functions if f.wide == wide] for wide in (False, True))
    return max(sum(frames) + CALL * (len(frames) - 1) for frames in levels)


def _section(
    exe: bytes, section: elf.Section, symbols: Sequence[elf.Symbol], kernels: Mapping[str, str], prefix: str
) -> tuple[Label, ...]:
    """Labels of one section: a symbol each, and what no symbol names: padding, or constants that kernels load."""
    if not section.name.startswith(_CONTENT):
        kind = "data" if section.flags & elf.WRITE else "headers"
        return (Label(section.offset, section.offset + section.bytes, kind, "tables for the loader"),)
    kind = "text" if section.flags & elf.EXEC else "data" if section.flags & elf.WRITE else "rodata"
    engine = origin.engine_of(section)
    end = section.address + section.bytes
    shift = section.offset - section.address
    names = {**_NAMES, f"{prefix}_functions": "function table", "pack_entries": "kernel table", **kernels}
    constants = origin.constants(engine) if engine else "constants"
    if engine:
        names = origin.functions(section, symbols, kernels)
        symbols = [s for s in symbols if s.name in names]
    pieces: dict[int, Label] = {}
    for symbol in symbols:
        inside = section.address <= symbol.address and symbol.address + symbol.bytes <= end
        if symbol.kind in ("FUNC", "OBJECT") and symbol.bytes and symbol.defined and inside:
            embedded = symbol.name == f"{prefix}_weights"
            start = symbol.address + shift
            pieces[start] = Label(
                start,
                start + symbol.bytes,
                "weights" if embedded else kind,
                "weights" if embedded else names.get(symbol.name, symbol.name),
            )

    def gap(a: int, b: int) -> Label:
        blank = b - a < ALIGN and not any(exe[a:b])
        return Label(a, b, "padding", "alignment") if blank or kind == "text" else Label(a, b, kind, constants)

    return labels.cover(pieces.values(), section.offset, section.offset + section.bytes, gap)


def _objects(model: Model, program: Program, kernels: Mapping[str, Code]) -> dict[str, bytes]:
    """File name -> object, one per kernel, each symbol with the model's prefix."""
    out: dict[str, bytes] = {}
    for number, name in enumerate(f.name for f in program.ours):
        code = kernels.get(name)
        if code is None or name not in elf.exported(code.elf):
            raise _broken(f"no object defines the kernel {name}")
        missing = elf.undefined(code.elf)
        if missing:
            raise _broken(f"the kernel {name} calls {', '.join(missing)}, which a freestanding program lacks")
        out[f"k{number:03}.o"] = elf.rename(code.elf, {name: kernel_name(model, name)})
    return out


def _job(
    model: Model,
    target: Target,
    objects: Mapping[str, bytes],
    artifacts: Sequence[Kind],
    foreign: ForeignCode,
    several: bool,
) -> Job:
    """What the toolchain is to do; `several`: there are several threads."""
    linked, libraries = (*objects, *foreign.objects), foreign.libraries
    commands: list[Compile | Link] = [*foreign.commands]
    # GCC and some builds of clang would have atomic operations call a library of theirs.
    threads = ("-mno-outline-atomics",) if several and target.triple.startswith("aarch64") else ()
    fixed: tuple[str, ...] = ("-fno-pic", "-fno-pie")
    layout: tuple[str, ...] = ("-static", "-T", "linux.ld")
    if model.hosted:
        commands += host_libraries()
        linked = (*linked, *HOST_LIBRARIES)
        fixed, layout = ("-fPIC",), (*_HOSTED, "-dynamic-linker", target.loader)
    elif libraries and target.triple.startswith("x86_64"):
        fixed = (*fixed, "-DPACK_THREAD")
    commands += [
        Compile("linux.c", "linux.o", ("-DPACK_LIBRARY=0", *fixed, *threads)),
        Link(("linux.o", *linked), "exe.full", (*layout, *_LINK), libraries),
    ]
    outputs = ["exe.full", *foreign.objects]
    if foreign.objects and "static" in artifacts:
        commands.append(Link(foreign.objects, JOINED, ("-r",), libraries))
        outputs.append(JOINED)
    if "static" in artifacts or "shared" in artifacts:
        commands.append(Compile("model.c", "model.o", ("-DPACK_LIBRARY=1", "-fPIC")))
        outputs.append("model.o")
    if "shared" in artifacts:
        flags = (*_SHARED, *_LINK, f"-soname=lib{model.name}.so", *(("-z", "nodelete") if model.hosted else ()))
        commands.append(Link(("model.o", *linked), "model.so", flags, libraries))
        outputs.append("model.so")
    return Job(target, {}, tuple(commands), tuple(outputs))


def _ours(model: Model, joined: bytes) -> bytes:
    """The object `joined` with names that are in no other model, which may bring the same library."""
    names = (name for name in elf.exported(joined) if not name.startswith(kernel_name(model, "")))
    return elf.rename(joined, {name: f"{model.prefix}_{name}" for name in names})


def _brought(
    model: Model, program: Program, foreign: ForeignCode, facts: elf.Elf, files: Mapping[str, bytes]
) -> tuple[Brought, ...]:
    theirs = {kernel_name(model, f.name): f.kernel for f in program.functions if isinstance(f.kernel, Foreign)}
    engines: dict[str, list[str]] = {}
    for name, kernel in theirs.items():
        engines.setdefault(kernel.engine, []).append(name)
    needed = {name: names for file in foreign.objects for name, names in elf.needed(files[file]).items()}
    return tuple(origin.brought(facts, engines, {name: kernel.name for name, kernel in theirs.items()}, needed))


def _static(objects: Mapping[str, bytes], runtime: bytes) -> bytes:
    members = {"model.o": runtime, **objects}
    return archive.archive(members, {name: elf.exported(content) for name, content in members.items()})


def _write(out: Path, files: Mapping[str, tuple[str, bytes]]) -> None:
    for kind, (name, content) in files.items():
        path = out / name
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o755 if kind in ("exe", "shared") else 0o644)
        except OSError as error:
            path.unlink(missing_ok=True) if path.is_file() else None
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise  # who made the folder says what that means
            raise OutputUnwritable(
                f"{name} cannot be written",
                where=str(path),
                why=error.strerror or str(error),
                fix="check permissions and free space, or choose another folder with --out",
            ) from error


def _check_ranks(model: Interface) -> None:
    for value in model.tensors:
        if value.rank > MAX_RANK:
            raise Unsupported(
                f"'{value.name}' has {value.rank} dimensions",
                where=Where(model.name),
                why=f"the C interface describes tensors of up to {MAX_RANK} dimensions",
                fix="reshape it in the model, or cut the model at another tensor (`model: {outputs: [...]}`)",
            )


def _broken(why: str) -> LinkBroken:
    return LinkBroken(
        "the program cannot be linked",
        where="link",
        why=why,
        fix="this is a bug of pack: report it with the model; the other toolchain may do (--toolchain local or docker)",
    )
