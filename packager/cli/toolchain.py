"""`pack toolchain build|list|prune`: the container images, and what `local` would take instead."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from packager import target
from packager.cli.terminal import Terminal
from packager.errors import ToolchainError

if TYPE_CHECKING:
    from docker import DockerClient

    from packager.toolchain.image import Image


def toolchain(args: Namespace, terminal: Terminal) -> int:
    """Do what `args.action` says, for the toolchain `args.name` or for all."""
    from packager.toolchain import image

    chosen = (image.recipe(args.name),) if args.name else tuple(map(image.recipe, image.names()))
    if args.action == "list":
        return _list(tuple(r.name for r in chosen), terminal)
    from packager.toolchain.container import connect

    client = connect()
    if args.action == "build":
        for recipe in chosen:
            image.build(client, recipe, terminal.say)
        rows = [{"name": r.name, "image": r.tag} for r in chosen]
        terminal.result_text("\n".join(f"{r['name']}: {r['image']}" for r in rows), {"built": rows})
        return 0
    gone = _remove(client, args.name) if args.name else image.prune(client)
    lines = [f"removed {i.tag} ({i.bytes / 1e6:.0f} MB)" for i in gone] or ["nothing to remove"]
    terminal.result_text(
        "\n".join(lines), {"removed": [{"name": i.name, "image": i.tag, "bytes": i.bytes} for i in gone]}
    )
    return 0


def _remove(client: DockerClient, name: str) -> tuple[Image, ...]:
    """Remove every image of one toolchain, the current one too."""
    from packager.toolchain.container import talking
    from packager.toolchain.image import installed

    gone = tuple(i for i in installed(client) if i.name == name)
    with talking():
        for one in gone:
            client.images.remove(one.tag)
    return gone


def _list(names: tuple[str, ...], terminal: Terminal) -> int:
    """Images and local compilers; a daemon that does not answer is a row, not an error."""
    from packager.report.render import table
    from packager.toolchain import image, local
    from packager.toolchain.container import connect

    rows: list[dict[str, object]] = []
    try:
        found = image.installed(connect())
        for name in names:
            recipe = image.recipe(name)
            mine = [i for i in found if i.name == name]
            if recipe.tag not in {i.tag for i in mine}:
                rows.append(_row("docker", name, recipe.tag, "not built: made on first use", 0))
            rows += [_row("docker", name, i.tag, "stale" if i.stale else "ready", i.bytes) for i in mine]
    except ToolchainError as error:
        rows += [_row("docker", name, "", error.why, 0) for name in names]
    versions: dict[str, list[str]] = {}
    for name in target.names():
        try:
            versions.setdefault(local.find(target.load(name)).id.version, []).append(name)
        except ToolchainError:
            versions.setdefault("", []).append(name)
    for version, targets in versions.items():
        rows.append(_row("local", version or "none", "", f"for {', '.join(targets)}", 0))
    text = table("kind", "toolchain", "image", "state", "MB")
    for row in rows:
        size = f"{int(str(row['bytes'])) / 1e6:.0f}" if row["bytes"] else ""
        text.add_row(str(row["kind"]), str(row["name"]), str(row["image"]), str(row["state"]), size)
    terminal.result(text, {"toolchains": rows})
    return 0


def _row(kind: str, name: str, image: str, state: str, size: int) -> dict[str, object]:
    return {"kind": kind, "name": name, "image": image, "state": state, "bytes": size}
