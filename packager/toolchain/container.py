"""Docker's side: a client that answers, or an error with the fix; one hardened run: files in, files out.

The container has no network, a read-only root, no capabilities, no root user, limits on memory, processes and time.
Files travel as tar streams through an anonymous volume: what comes back belongs to the caller, no host path is mounted.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import docker
import docker.errors
import requests.exceptions
from docker import DockerClient
from docker.models.containers import Container

from packager.errors import (
    ContainerFailed,
    DockerPermission,
    DockerUnavailable,
    ImageFailed,
    ToolchainError,
    ToolchainTimeout,
)
from packager.toolchain.local import disk_full

FOLDER = "/work"
"""Where the volume lies; the image's own /work is writable for everybody, and the volume inherits that."""

USER = 65534
"""nobody: owner of all files in the volume."""

LABEL = "packager.toolchain"
"""Label of our images; its value is the toolchain's name."""

_SCRIPT = """\
mkdir out
"$@" >out/.stdout 2>out/.stderr </dev/null
echo $? >out/.status
for file in $OUTPUTS; do if [ -f "$file" ]; then mv "$file" "out/$file"; fi; done
"""


@dataclass(frozen=True)
class Finished:
    """A program that ended in a container: exit status, its two streams, and those of the wanted files it left."""

    status: int
    stdout: bytes
    stderr: bytes
    files: Mapping[str, bytes]


CONNECT, ANSWER = 15, 60
"""Seconds for the daemon's first answer, after which `auto` takes another toolchain, and for any later one."""


def connect() -> DockerClient:
    """A client of the daemon at `DOCKER_HOST` or the default socket; raises DockerUnavailable, DockerPermission."""
    try:
        client = docker.from_env(timeout=CONNECT)  # asks for the version
        client.api.timeout = ANSWER
        return client
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError, ValueError) as error:
        raise daemon_error(error) from error


@contextmanager
def talking() -> Iterator[None]:
    """Turn what the SDK raises inside into errors with a fix."""
    try:
        yield
    except docker.errors.ImageNotFound as error:
        raise ImageFailed(
            "the toolchain's image is gone",
            where="docker",
            why=error.explanation or str(error),
            fix="it was removed while pack worked: run the command again, which builds it anew",
        ) from error
    except docker.errors.APIError as error:
        why = error.explanation or str(error)
        if "no space left on device" in why.lower():
            raise disk_full(why, "the Docker daemon's disk") from error
        raise ContainerFailed(
            "the Docker daemon refused",
            where="docker",
            why=why,
            fix="check the daemon (`docker info`), or build with --toolchain local",
        ) from error
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        raise daemon_error(error) from error


def daemon_error(error: Exception) -> ToolchainError:
    """The error for a daemon that cannot be reached, told by what the SDK raised."""
    text = str(error)
    where = f"DOCKER_HOST={host}" if (host := os.environ.get("DOCKER_HOST")) else "the default socket"
    if "PermissionError" in text or "Permission denied" in text:
        return DockerPermission(
            "this user may not talk to the Docker daemon",
            where=where,
            why=text,
            fix="sudo usermod -aG docker $USER and log in again; or build with --toolchain local",
        )
    return DockerUnavailable(
        "no Docker daemon answers",
        where=where,
        why=text,
        fix="start it (sudo systemctl start docker) or correct DOCKER_HOST; or build with --toolchain local",
    )


def run(
    client: DockerClient,
    image: str,
    argv: Sequence[str],
    files: Mapping[str, bytes],
    outputs: Sequence[str],
    *,
    timeout: float,
    memory: str = "4g",
) -> Finished:
    """Run `argv` in a fresh container of `image`, in a folder that holds `files`; fetch those of `outputs` it leaves.

    File names are plain (no folders); a name that ends in `!` marks the content executable and loses the `!`. Raises
    ToolchainTimeout after `timeout` seconds, ContainerFailed, DockerUnavailable, DiskFull.
    """
    with talking():
        container = client.containers.create(
            image,
            ["sh", "-c", _SCRIPT, "run", *argv],
            environment={"OUTPUTS": " ".join(outputs), "LC_ALL": "C", "HOME": "/tmp"},
            working_dir=FOLDER,
            user=f"{USER}:{USER}",
            volumes=[FOLDER],
            tmpfs={"/tmp": "mode=1777,size=512m"},
            network_mode="none",
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges"],
            mem_limit=memory,
            memswap_limit=memory,
            pids_limit=256,
        )
        try:
            container.put_archive(FOLDER, _pack(files))
            container.start()
            _wait(container, timeout, argv)
            return _finished(container)
        finally:
            container.remove(force=True, v=True)


def _wait(container: Container, timeout: float, argv: Sequence[str]) -> None:
    try:
        container.wait(timeout=timeout)
    except (requests.exceptions.ReadTimeout, requests.exceptions.ConnectionError) as error:
        if "timed out" not in str(error).lower():
            raise
        raise ToolchainTimeout(
            f"{argv[0]} did not end within {timeout:g} s",
            where=f"container of {container.image}",
            why="the container was stopped",
            fix="try again when the machine is less loaded; restart the daemon if it hangs",
        ) from error


def _finished(container: Container) -> Finished:
    container.reload()
    state = container.attrs["State"]
    files = _unpack(container) if not state.get("OOMKilled") else {}
    if ".status" not in files:
        log = container.logs(tail=5).decode(errors="replace").strip()
        if "No space left on device" in log:
            raise disk_full(log, "the Docker daemon's disk")
        raise ContainerFailed(
            "the container ended before its work was done",
            where=str(container.image),
            why="out of memory" if state.get("OOMKilled") else log or f"exit status {state.get('ExitCode')}",
            fix="give the machine or the daemon more memory; or build with --toolchain local",
        )
    status, stdout, stderr = (files.pop(name) for name in (".status", ".stdout", ".stderr"))
    return Finished(int(status), stdout, stderr, files)


def _pack(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.removesuffix("!"))
            entry.size, entry.uid, entry.gid = len(content), USER, USER
            entry.mode = 0o755 if name.endswith("!") else 0o644
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def _unpack(container: Container) -> dict[str, bytes]:
    try:
        stream, _ = container.get_archive(f"{FOLDER}/out")
    except docker.errors.NotFound:
        return {}
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(b"".join(stream))) as tar:
        for entry in tar:
            content = tar.extractfile(entry) if entry.isreg() else None
            if content is not None:
                files[entry.name.removeprefix("out/")] = content.read()
    return files
