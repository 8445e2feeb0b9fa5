"""Code that others wrote, on its way into the binary. Program -> files, compile commands, libraries."""

from __future__ import annotations

from dataclasses import dataclass, field

from packager.binary.csource import Model, kernel_name
from packager.errors import EngineBroken, Unsupported
from packager.kernels.base import Program
from packager.kernels.foreign import Foreign, Sources, header
from packager.target import Target
from packager.toolchain.base import Compile, Library, Link

SUPPORT = "support.c"
"""runtime/src: memcpy and its kin, which compilers call even where no C library is."""

HOST = "host.c"
"""runtime/src: stands for the C library while a hosted program is linked."""

HOST_LIBRARIES = ("libc.so.6", "libdl.so.2")
"""What the loader is to load for hosted code: before glibc 2.34 dlopen was in a library of its own."""


@dataclass(frozen=True)
class ForeignCode:
    """What a job needs beside our own: `files` by path, `commands` that make `objects`, and `libraries`; `origins` is
    what of both each engine brings, as patterns for the linker, `stack` what a call into a library takes at most."""

    files: dict[str, bytes] = field(default_factory=dict)
    commands: tuple[Compile, ...] = ()
    objects: tuple[str, ...] = ()
    libraries: tuple[Library, ...] = ()
    origins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stack: int = 0


def foreign_code(model: Model, program: Program, target: Target) -> ForeignCode:
    """Each engine's C in a folder of its own, beside the headers of its kernels; it is compiled with the model's prefix
    before their names. Raises EngineBroken where calls of one kernel do not fit its header, or nothing defines it.
    """
    sources: dict[str, dict[Sources, dict[str, Foreign]]] = {}
    for kernel in (k for k in program.kernels if isinstance(k, Foreign)):
        same = sources.setdefault(kernel.engine, {}).setdefault(kernel.sources, {}).setdefault(kernel.name, kernel)
        if same != kernel and not kernel.sources.varies:
            raise EngineBroken.of(kernel.engine, f"the calls of {kernel.name} have not all the same arguments")
    files: dict[str, bytes] = {}
    commands: list[Compile] = []
    libraries: dict[Library, None] = {}
    origins: dict[str, tuple[str, ...]] = {}
    for engine, found in sources.items():
        if any(given.hosted for given in found):
            demand_host(engine, target)
        for number, (given, names) in enumerate(found.items()):
            folder = f"{engine}{number or ''}"
            files |= {f"{folder}/{name}": content for name, content in given.files}
            files[f"{folder}/kernels.h"] = "".join(f'#include "{name}.h"\n' for name in names).encode()
            if not given.varies:
                files |= {f"{folder}/{name}.h": header(kernel).encode() for name, kernel in names.items()}
            renames = tuple(f"-D{name}={kernel_name(model, name)}" for name in names)
            flags = ("-fPIC", *_cpu(target), f"-I{folder}", *given.flags, *renames)
            compiled = [name for name, _ in given.files if name.endswith(".c")]
            if not compiled:
                raise EngineBroken.of(engine, "it gives no C that defines its kernels")
            made = [Compile(f"{folder}/{c}", f"{folder}-{c[:-2].replace('/', '-')}.o", flags) for c in compiled]
            commands += made
            libraries |= dict.fromkeys(Library(name, given.package) for name in given.libraries)
            patterns = (*(c.output for c in made), *(f"*lib{name}.a:*" for name in given.libraries))
            origins[engine] = (*origins.get(engine, ()), *patterns)
    if commands:
        commands.append(Compile(SUPPORT, "support.o", ("-fPIC",)))
    outputs = tuple(c.output for c in commands)
    stack = max((given.stack for found in sources.values() for given in found), default=0)
    return ForeignCode(files, tuple(commands), outputs, tuple(libraries), origins, stack)


def host_libraries() -> tuple[Compile | Link, ...]:
    """Commands that make HOST_LIBRARIES: names without code, which the loader binds to those of the machine.

    So the toolchain needs no C library, and the program runs with any version of it.
    """
    compiled = Compile(HOST, "host.o", ("-fPIC", "-fvisibility=default"))
    return (compiled, *(Link(("host.o",), name, ("-shared", f"-soname={name}")) for name in HOST_LIBRARIES))


def demand_host(engine: str, target: Target) -> None:
    """Raise Unsupported where `target` has no loader and so no C library for the C of `engine`."""
    if not target.loader:
        raise Unsupported(
            f"the engine {engine} does not work on {target.name}",
            where=f"target {target.name}",
            why="it needs a C library, and the target names no `loader` for programs that have one",
            fix=f"leave {engine} out of `engines:`, or build for another target",
        )


def _cpu(target: Target) -> tuple[str, ...]:
    """What lets a C compiler use the target's instructions."""
    option = {"x86_64": "-march=", "aarch64": "-mcpu="}.get(target.triple.split("-")[0])
    return (f"{option}{target.cpu}",) if option else ()
