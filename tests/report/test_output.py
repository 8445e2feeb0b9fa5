"""Output folders are replaced as a whole or not at all."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from packager.errors import OutputUnwritable
from packager.pipeline.output import STALE, staged


def build(final: Path, content: str) -> None:
    with staged(final, "file", ("file", "left over")) as folder:
        (folder / "file").write_text(content)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_complete_folder_replaces_the_old_one(tmp_path: Path) -> None:
    final = tmp_path / "build" / "x" / "t"
    build(final, "old")
    (final / "left over").touch()
    build(final, "new")
    assert names(final) == ["file"]
    assert (final / "file").read_text() == "new"
    assert names(final.parent) == ["t"]


@pytest.mark.parametrize("error", [ValueError("bug"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_one_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    final = tmp_path / "t"
    build(final, "old")

    def fails() -> None:
        with staged(final, "file", ()) as folder:
            (folder / "file").write_text("half")
            raise error

    with pytest.raises(type(error)):
        fails()
    assert (final / "file").read_text() == "old"
    assert names(tmp_path) == ["t"]


@pytest.mark.provokes("E550")
def test_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable, match="full") as caught, staged(tmp_path / "t", "file", ()) as folder:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder / "file"))
    assert caught.value.exit == 5
    assert names(tmp_path) == []


@pytest.mark.provokes("E550")
def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with pytest.raises(OutputUnwritable, match="cannot be written"), staged(tmp_path / "build" / "t", "file", ()):
        pass


def test_a_failing_rename_puts_the_old_one_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    final = tmp_path / "t"
    build(final, "old")
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if target == final and self.name.endswith(f"{os.getpid()}.partial"):
            raise OSError(errno.EIO, "Input/output error", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OutputUnwritable):
        build(final, "new")
    assert (final / "file").read_text() == "old"
    assert names(tmp_path) == ["t"]


def test_litter_of_killed_builds_is_swept(tmp_path: Path) -> None:
    dead, fresh, mine = (tmp_path / f".t.{pid}.partial" for pid in ("999999999", "999999998", str(os.getppid())))
    for folder in (dead, fresh, mine):
        folder.mkdir()
    long_ago = time.time() - STALE - 60
    os.utime(dead, (long_ago, long_ago))
    os.utime(mine, (long_ago, long_ago))
    build(tmp_path / "t", "new")
    assert names(tmp_path) == sorted([fresh.name, mine.name, "t"])


def test_other_users_may_read_the_result(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        build(tmp_path / "t", "new")
    finally:
        os.umask(old)
    assert (tmp_path / "t").stat().st_mode & 0o777 == 0o755


@pytest.mark.provokes("E550")
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_pack_did_not_make_is_left_alone(tmp_path: Path, kind: str) -> None:
    if kind == "folder":
        (tmp_path / "t").mkdir()
        (tmp_path / "t" / "diary").write_text("mine")
    else:
        (tmp_path / "t").write_text("mine")
    with pytest.raises(OutputUnwritable):
        build(tmp_path / "t", "new")
    assert next(p for p in (tmp_path / "t" / "diary", tmp_path / "t") if p.is_file()).read_text() == "mine"
    assert names(tmp_path) == ["t"]


def test_what_a_user_put_beside_the_files_stays(tmp_path: Path) -> None:
    build(tmp_path / "t", "old")
    (tmp_path / "t" / "notes").write_text("mine")
    (tmp_path / "t" / "runs").mkdir()
    (tmp_path / "t" / "left over").touch()
    build(tmp_path / "t", "new")
    assert names(tmp_path / "t") == ["file", "notes", "runs"]
    assert (tmp_path / "t" / "notes").read_text() == "mine"
    assert names(tmp_path) == ["t"]


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "t").symlink_to(tmp_path / "disk")
    for content in ("old", "new"):
        build(tmp_path / "t", content)
        assert (tmp_path / "disk" / "file").read_text() == content
    assert (tmp_path / "t").is_symlink()
    assert names(tmp_path) == ["disk", "t"]


def test_another_build_that_comes_between_the_renames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    final, rename = tmp_path / "t", Path.rename
    build(final, "old")
    others = iter(["other"])

    def raced(self: Path, target: Path) -> Path:
        moved = rename(self, target)
        if self == final and (content := next(others, "")):
            final.mkdir()
            (final / "file").write_text(content)
        return moved

    monkeypatch.setattr(Path, "rename", raced)
    build(final, "new")
    assert (final / "file").read_text() == "new"
    assert names(tmp_path) == ["t"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    build(tmp_path / "t", "new")
    assert names(tmp_path / "t") == ["file"]
