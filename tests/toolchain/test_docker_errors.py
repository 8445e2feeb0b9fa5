"""Docker that is not there, refuses or fails: each ends with an error and a fix. No daemon is needed here."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docker.errors
import pytest
import requests.exceptions

from packager import resources
from packager.errors import (
    ContainerFailed,
    DiskFull,
    DockerPermission,
    DockerUnavailable,
    EngineMissing,
    ImageFailed,
    UnknownName,
)
from packager.target import load
from packager.toolchain import container, image
from packager.toolchain.base import Job, Library, Link, ToolchainId
from packager.toolchain.container import Finished
from packager.toolchain.docker import DockerToolchain, recipe_name


@pytest.mark.provokes("E501")
@pytest.mark.parametrize("host", ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:1", "nonsense"])
def test_no_daemon(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)
    with pytest.raises(DockerUnavailable) as caught:
        container.connect()
    assert host in caught.value.where
    assert "--toolchain local" in caught.value.fix
    assert caught.value.exit == 5


@pytest.mark.provokes("E502")
def test_no_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        text = (
            "Error while fetching server API version: ('Connection aborted.', PermissionError(13, 'Permission denied'))"
        )
        raise docker.errors.DockerException(text)

    monkeypatch.setattr(docker, "from_env", refuse)
    with pytest.raises(DockerPermission) as caught:
        container.connect()
    assert "usermod -aG docker" in caught.value.fix


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (docker.errors.ImageNotFound("gone"), ImageFailed),
        (docker.errors.APIError("x", explanation="write /layer: no space left on device"), DiskFull),
        (docker.errors.APIError("x", explanation="invalid option"), ContainerFailed),
        (requests.exceptions.ConnectionError("Connection refused"), DockerUnavailable),
        (docker.errors.DockerException("lost"), DockerUnavailable),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_sdk_raises(raised: Exception, error: type[Exception]) -> None:
    with pytest.raises(error), container.talking():
        raise raised


class Daemon:
    """Stands for a client whose daemon builds with the given log, or raises."""

    def __init__(self, *events: dict[str, str] | Exception) -> None:
        self.events = events
        self.api = SimpleNamespace(build=self.build)
        self.images = SimpleNamespace(get=self.get)

    def get(self, tag: str) -> None:
        raise docker.errors.ImageNotFound(tag)

    def build(self, **_: Any) -> Any:
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event


@pytest.mark.provokes("E503")
def test_an_image_that_cannot_be_built_shows_the_end_of_its_log() -> None:
    daemon = Daemon({"stream": "Step 1/2 : FROM x\n"}, {"stream": "E: Unable to fetch\n"}, {"error": "returned 100"})
    said: list[str] = []
    with pytest.raises(ImageFailed) as caught:
        image.ensure(daemon, image.recipe("linux-clang"), said.append)
    assert "E: Unable to fetch" in caught.value.why
    assert "returned 100" in caught.value.why
    assert caught.value.where.endswith("Dockerfile")
    assert "Step 1/2 : FROM x" in said
    assert said[0].startswith("building the image packager/linux-clang:")


@pytest.mark.parametrize(
    ("event", "error"),
    [
        ({"error": "apt: No space left on device"}, DiskFull),
        (docker.errors.APIError("x", explanation="pull access denied"), ImageFailed),
        (docker.errors.DockerException("gone"), DockerUnavailable),
        (requests.exceptions.ConnectionError("gone"), DockerUnavailable),
    ],
    ids=str,
)
def test_builds_that_break(event: dict[str, str] | Exception, error: type[Exception]) -> None:
    with pytest.raises(error):
        image.build(Daemon(event), image.recipe("linux-clang"), lambda _: None)


def test_an_image_is_tagged_by_the_content_of_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "folder", lambda _: tmp_path)
    (tmp_path / "tool" / "deep").mkdir(parents=True)
    dockerfile, other = tmp_path / "tool" / "Dockerfile", tmp_path / "tool" / "deep" / "x"
    dockerfile.write_text("FROM a\n")
    tags = [image.recipe("tool").tag]
    other.write_text("1")
    tags.append(image.recipe("tool").tag)
    other.rename(tmp_path / "tool" / "deep" / "y")
    tags.append(image.recipe("tool").tag)
    dockerfile.write_text("FROM b\n")
    tags.append(image.recipe("tool").tag)
    assert len(set(tags)) == 4
    dockerfile.write_text("FROM a\n")
    assert image.recipe("tool").tag == tags[2]
    assert all(tag.startswith("packager/tool:") for tag in tags)


def test_an_unknown_toolchain_names_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="no toolchain") as caught:
        image.recipe("gcc-pdp11")
    assert "linux-clang" in caught.value.fix


@pytest.mark.parametrize("target", ["x86-64-v2", "x86-64-v3", "aarch64", "armv7"])
def test_every_target_names_a_recipe(target: str) -> None:
    assert recipe_name(load(target)) in image.names()


@pytest.mark.provokes("E510")
def test_an_image_without_an_engine_s_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The script looks for each library before it compiles; the status says which one is missing."""
    ran: list[str] = []

    def run(*args: Any, **_: Any) -> Finished:
        ran.append(args[3]["build.sh"].decode())
        return Finished(51, b"", b"", {})

    monkeypatch.setattr(container, "run", run)
    recipe = image.recipe("linux-clang")
    chain = DockerToolchain(ToolchainId("docker", recipe.tag, recipe.digest, "", ""), Daemon(), recipe)
    libraries = (Library("here", "libhere-dev"), Library("gone", "libgone-dev/trixie"))
    commands = (Link(("a.o",), "a", (), libraries), Link(("a.o",), "b", (), libraries))
    with pytest.raises(EngineMissing) as caught:
        chain.build(Job(load("aarch64"), {}, commands, ()))
    lines = ran[0].splitlines()
    assert lines[1:3] == [
        "[ -f /usr/lib/aarch64-linux-gnu/libhere.a ] || exit 50",
        "[ -f /usr/lib/aarch64-linux-gnu/libgone.a ] || exit 51",
    ]
    assert caught.value.what == f"the library gone for aarch64 is not in the image {recipe.tag}"
    assert caught.value.fix.startswith("add libgone-dev:arm64 (from Debian trixie on) to ")
    assert caught.value.exit == 5


@pytest.mark.provokes("E508")
@pytest.mark.parametrize(
    ("state", "why"), [({"OOMKilled": True}, "out of memory"), ({"ExitCode": 125}, "runc: exec failed")]
)
def test_a_container_that_died(state: dict[str, object], why: str) -> None:
    def absent(_: str) -> None:
        raise docker.errors.NotFound("no such folder")

    dead = SimpleNamespace(
        attrs={"State": state},
        image="image",
        reload=lambda: None,
        logs=lambda tail: b"runc: exec failed",
        get_archive=absent,
    )
    with pytest.raises(ContainerFailed) as caught:
        container._finished(dead)
    assert caught.value.why == why
