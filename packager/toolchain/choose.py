"""Which toolchain serves a target: `docker`, `local`, or `auto`, which takes Docker where a daemon answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from packager.errors import DockerPermission, DockerUnavailable, LocalToolchainMissing, PackErrors
from packager.target import Target
from packager.toolchain import local
from packager.toolchain.base import Toolchain

Kind = Literal["auto", "docker", "local"]


def choose(kind: Kind, target: Target, say: Callable[[str], None]) -> Toolchain:
    """The toolchain of `kind` for `target`; its `id.why` says why it was taken. `say` gets progress lines.

    `auto` takes docker where a daemon answers, else local. An image that cannot be built is an error also with `auto`:
    pack does not quietly build with another compiler. Raises errors of the 5xx group.
    """
    if kind == "local":
        return local.find(target, "asked for")
    from packager.toolchain import docker  # a quarter of a second that not every build needs
    from packager.toolchain.container import connect

    if kind == "docker":
        return docker.open_image(target, say, "asked for")
    try:
        client = connect()
    except (DockerUnavailable, DockerPermission) as absent:
        reason = "may not be used" if isinstance(absent, DockerPermission) else "does not answer"
        try:
            return local.find(target, f"auto: Docker {reason}")
        except LocalToolchainMissing as missing:
            raise PackErrors([missing, absent]) from absent
    return docker.open_image(target, say, "auto: a Docker daemon answers", client)
