"""Code that others wrote, on its way into the binary. Program -> files, compile commands, libraries."""

from __future__ import annotations

from dataclasses import dataclass, field

from packager.binary.csource import Model, kernel_name
from packager.errors import EngineBroken
from packager.kernels.base import Program
from packager.kernels.foreign import Foreign, Sources, header
from packager.target import Target
from packager.toolchain.base import Compile, Library

SUPPORT = "support.c"
"""runtime/src: memcpy and its kin, which compilers call even where no C library is."""


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
        if same != kernel:
            raise EngineBroken.of(kernel.engine, f"the calls of {kernel.name} have not all the same arguments")
    files: dict[str, bytes] = {}
    commands: list[Compile] = []
    libraries: dict[Library, None] = {}
    origins: dict[str, tuple[str, ...]] = {}
    for engine, found in sources.items():
        for number, (given, names) in enumerate(found.items()):
            folder = f"{engine}{number or ''}"
            files |= {f"{folder}/{name}": content for name, content in given.files}
            files |= {f"{folder}/{name}.h": header(kernel).encode() for name, kernel in names.items()}
            files[f"{folder}/kernels.h"] = "".join(f'#include "{name}.h"\n' for name in names).encode()
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


def _cpu(target: Target) -> tuple[str, ...]:
    """What lets a C compiler use the target's instructions."""
    option = {"x86_64": "-march=", "aarch64": "-mcpu="}.get(target.triple.split("-")[0])
    return (f"{option}{target.cpu}",) if option else ()
