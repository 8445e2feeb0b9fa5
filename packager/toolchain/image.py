"""Toolchain images: containers/<name>/ -> an image tagged by the content of that folder, built on first use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docker.errors
import requests.exceptions
from docker import DockerClient

from packager import resources
from packager.errors import ImageFailed, UnknownName
from packager.toolchain.container import LABEL, daemon_error, talking
from packager.toolchain.local import disk_full

REPOSITORY = "packager"
"""Images are called packager/<toolchain>:<digest>."""


BY_HAND = frozenset({"snpe", "snpe-sdk"})
"""Folders with a Dockerfile that is no C toolchain: the user builds and runs them (docs/snpe.md)."""


@dataclass(frozen=True)
class Recipe:
    """A folder with a Dockerfile: its `name`, its path, and the `digest` of its content (64 hex digits)."""

    name: str
    folder: Path
    digest: str

    @property
    def tag(self) -> str:
        """The image's name and tag: another content is another image."""
        return f"{REPOSITORY}/{self.name}:{self.digest[:16]}"


@dataclass(frozen=True)
class Image:
    """An image on this machine. `stale` says that its recipe has changed since (or is gone)."""

    name: str
    tag: str
    bytes: int
    stale: bool


def names() -> tuple[str, ...]:
    """The toolchains that pack has a recipe for, sorted."""
    found = (path.parent.name for path in resources.folder("containers").glob("*/Dockerfile"))
    return tuple(sorted(name for name in found if name not in BY_HAND))


def recipe(name: str) -> Recipe:
    """The recipe called `name`; raises UnknownName."""
    if name not in names():
        raise UnknownName(
            f"no toolchain is called '{name}'",
            where=str(resources.folder("containers")),
            why="it has no folder with a Dockerfile",
            fix=f"known: {', '.join(names())}",
        )
    folder = resources.folder("containers") / name
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return Recipe(name, folder, digest.hexdigest())


def present(client: DockerClient, recipe: Recipe) -> bool:
    """True when the image of this very recipe is on the machine."""
    with talking():
        try:
            client.images.get(recipe.tag)
        except docker.errors.ImageNotFound:
            return False
        return True


def ensure(client: DockerClient, recipe: Recipe, say: Callable[[str], None]) -> None:
    """Build the image of `recipe` unless it is there. `say` gets a line at the start and one for each step.

    Raises ImageFailed with the log's last lines, DiskFull, DockerUnavailable.
    """
    if not present(client, recipe):
        build(client, recipe, say)


def build(client: DockerClient, recipe: Recipe, say: Callable[[str], None]) -> None:
    """Build the image of `recipe`, also when it is there. Raises as `ensure`."""
    say(f"building the image {recipe.tag} (once; takes about a minute)")
    log: list[str] = []
    try:
        for line in _steps(client, recipe, log):
            if line.startswith("Step "):
                say(line)
    except docker.errors.APIError as error:
        raise _failed(recipe, log, error.explanation or str(error)) from error
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        raise daemon_error(error) from error


def _steps(client: DockerClient, recipe: Recipe, log: list[str]) -> Iterator[str]:
    """Lines of the build's log as they come, also appended to `log`."""
    stream = client.api.build(
        path=str(recipe.folder), tag=recipe.tag, rm=True, forcerm=True, decode=True, labels={LABEL: recipe.name}
    )
    for event in stream:
        if "error" in event:
            raise _failed(recipe, log, str(event["error"]))
        for line in str(event.get("stream") or event.get("status") or "").splitlines():
            if line.strip():
                log.append(line.rstrip())
                yield log[-1]


def _failed(recipe: Recipe, log: list[str], why: str) -> Exception:
    tail = "\n       ".join([*log[-8:], why])
    if "no space left on device" in tail.lower():
        return disk_full(why, "the Docker daemon's disk")
    return ImageFailed(
        f"the image of the toolchain '{recipe.name}' cannot be built",
        where=str(recipe.folder / "Dockerfile"),
        why=tail,
        fix=f"repair what the log says (often: no network) and run `pack toolchain build {recipe.name}`; "
        "or build with --toolchain local",
    )


def installed(client: DockerClient) -> tuple[Image, ...]:
    """All toolchain images on this machine, by tag."""
    current = {recipe(name).tag for name in names()}
    with talking():
        found = client.images.list(filters={"label": LABEL})
    return tuple(
        sorted(
            (
                Image(str(image.labels[LABEL]), tag, int(image.attrs["Size"]), tag not in current)
                for image in found
                for tag in image.tags
            ),
            key=lambda image: image.tag,
        )
    )


def prune(client: DockerClient, everything: bool = False) -> tuple[Image, ...]:
    """Remove the stale images (with `everything`, all of ours); gives what was removed."""
    gone = tuple(image for image in installed(client) if image.stale or everything)
    with talking():
        for image in gone:
            client.images.remove(image.tag)
    return gone
