"""The toolchain in a container: one container run compiles and links, another can run a foreign binary under qemu."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from docker import DockerClient

from packager.target import Target
from packager.toolchain import container, image
from packager.toolchain.base import (
    TIMEOUT,
    Built,
    Command,
    Job,
    Link,
    Program,
    ToolchainId,
    clang_argv,
    library_missing,
    library_path,
)
from packager.toolchain.container import Finished
from packager.toolchain.local import command_failed

PREFIX = "linux-"
"""A target's `toolchain: clang` is the recipe containers/linux-clang."""

CC = ("clang-19",)
LD = ("ld.lld-19",)

_FAILED = 100
"""Exit status of the script when command number 0 fails; 101 for number 1, ..."""
_LACKS = 50
"""Exit status of the script when the image lacks library number 0; 51 for number 1, ..."""


@dataclass(frozen=True)
class DockerToolchain:
    """The image of `recipe`, which is there already."""

    id: ToolchainId
    client: DockerClient
    recipe: image.Recipe
    timeout: float = TIMEOUT

    def build(self, job: Job) -> Built:
        """Run `job` in one container; raises EngineMissing, CompileFailed, ContainerFailed, ToolchainTimeout,
        DiskFull."""
        libraries = tuple(dict.fromkeys(lib for c in job.commands if isinstance(c, Link) for lib in c.libraries))
        paths = (shlex.quote(library_path(library.name, job.target)) for library in libraries)
        demands = [f"[ -f {path} ] || exit {_LACKS + n}" for n, path in enumerate(paths)]
        commands = [_argv(c, job.target) for c in job.commands]
        lines = [f"{shlex.join(argv)} || exit {_FAILED + n}" for n, argv in enumerate(commands)]
        script = "\n".join([f"{CC[0]} --version | head -n 1 >version", *demands, *lines, ""])
        files = {**job.files, "build.sh": script.encode()}
        done = container.run(
            self.client, self.recipe.tag, ("sh", "build.sh"), files, ("version", *job.outputs), timeout=self.timeout
        )
        failed, lacks = done.status - _FAILED, done.status - _LACKS
        if 0 <= lacks < len(libraries):
            fix = f"add {{}} to {self.recipe.folder / 'Dockerfile'}; or build with --toolchain local"
            raise library_missing(libraries[lacks], job.target, f"in the image {self.recipe.tag}", fix)
        if done.status:
            argv = commands[failed] if 0 <= failed < len(commands) else ["sh", "build.sh"]
            raise command_failed(argv, done.status, done.stderr.decode(errors="replace"), self.id)
        version = done.files["version"].decode().strip()
        ran = tuple(shlex.join(argv) for argv in commands)
        return Built({name: done.files[name] for name in job.outputs}, version, {}, ran)


def _argv(command: Command, target: Target) -> list[str]:
    argv = clang_argv(command, target, CC, LD, target.clang)
    return [*argv, f"-fuse-ld={LD[0].removeprefix('ld.')}"] if isinstance(command, Program) else argv


def open_image(
    target: Target, say: Callable[[str], None], why: str = "", client: DockerClient | None = None
) -> DockerToolchain:
    """The toolchain image that `target` asks for, built if it is not there yet. `say` gets progress lines.

    Raises DockerUnavailable, DockerPermission, ImageFailed, DiskFull, UnknownName.
    """
    client = client or container.connect()
    recipe = image.recipe(recipe_name(target))
    image.ensure(client, recipe, say)
    return DockerToolchain(ToolchainId("docker", recipe.tag, recipe.digest, "", why), client, recipe)


def recipe_name(target: Target) -> str:
    """Name of the folder under containers/ that builds for `target`."""
    return target.toolchain if target.toolchain in image.names() else PREFIX + target.toolchain


def run_in_image(
    target: Target,
    argv: Sequence[str],
    files: Mapping[str, bytes],
    outputs: Sequence[str],
    *,
    timeout: float,
    say: Callable[[str], None],
    client: DockerClient | None = None,
) -> Finished:
    """Run the target's binary `argv[0]` (one of `files`) under the emulator of the toolchain's image.

    `files` are laid into the working folder, `outputs` fetched from it. Raises as `open_image`, and ToolchainTimeout.
    """
    toolchain = open_image(target, say, client=client)
    cpu = ("-cpu", target.qemu_cpu) if target.qemu_cpu else ()
    command = (f"{target.qemu}-static", *cpu, f"./{argv[0]}", *argv[1:])
    marked = {f"{name}!" if name == argv[0] else name: content for name, content in files.items()}
    return container.run(toolchain.client, toolchain.recipe.tag, command, marked, outputs, timeout=timeout)
