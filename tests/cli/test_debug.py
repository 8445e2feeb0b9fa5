"""DEBUG, STOP, KEEP and the clock."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from packager.debug import ARENA, GRAPH, IR, STAGES, Clock, Debug
from packager.errors import OutputUnwritable, Usage


def test_nothing_is_shown_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    debug = Debug.of({})
    assert (debug.level, debug.stop, debug.keep) == (0, None, None)
    assert not any(debug.wants(level) for level in range(1, 7))
    debug.show(GRAPH, "title", lambda: pytest.fail("computed in vain"))
    assert capsys.readouterr() == ("", "")


def test_a_level_shows_the_lower_ones_too(capsys: pytest.CaptureFixture[str]) -> None:
    debug = Debug.of({"DEBUG": "3", "STOP": "12"})
    assert debug.stop == 12
    for level in (GRAPH, ARENA, IR):
        debug.show(level, f"dump {level}", f"text {level}\n")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "--- dump 2\ntext 2\n--- dump 3\ntext 3\n"


def test_keep_writes_every_dump_under_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    debug = Debug.of({"KEEP": str(tmp_path / "k")})
    debug.show(STAGES, "stages are no files", "x")
    debug.show(GRAPH, "after pass fold/x: 3", "graph")
    debug.show(IR, "conv_6x2", lambda: "define\n", suffix="ll")
    debug.within("armv7").show(ARENA, "arena", "map")
    files = {str(p.relative_to(tmp_path / "k")): p.read_text() for p in (tmp_path / "k").rglob("*") if p.is_file()}
    assert files == {
        "001-after-pass-fold-x-3.txt": "graph\n",
        "002-conv_6x2.ll": "define\n",
        "armv7/001-arena.txt": "map\n",
    }
    assert capsys.readouterr() == ("", "")


@pytest.mark.provokes("E550")
def test_keep_in_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable) as caught:
        Debug.of({"KEEP": str(tmp_path / "file")}).show(GRAPH, "t", "x")
    assert caught.value.where == f"KEEP={tmp_path / 'file'}"


@pytest.mark.parametrize(
    "environment", [{"DEBUG": "7"}, {"DEBUG": "-1"}, {"DEBUG": "x"}, {"STOP": "1.5"}, {"STOP": "9" * 20}]
)
def test_wrong_values(environment: dict[str, str]) -> None:
    with pytest.raises(Usage):
        Debug.of(environment)


def test_the_clock_gives_inner_stages_their_own_time() -> None:
    ticks = iter([0.0, 1.0, 3.0, 10.0, 20.0, 21.0])
    lines: list[str] = []
    clock = Clock(Debug(1, write=lines.append), now=lambda: next(ticks))
    with clock("outer", lambda: "12 nodes"), clock("inner"):
        pass
    with clock("inner"):
        pass
    assert clock.seconds == {"outer": 8.0, "inner": 3.0}
    assert sum(clock.seconds.values()) == 11.0
    assert lines == ["[inner] 2000.0 ms", "[outer] 8000.0 ms 12 nodes", "[inner] 1000.0 ms"]


def test_the_clock_stops_on_errors() -> None:
    clock = Clock()
    with pytest.raises(ValueError, match="x"), clock("stage"):
        raise ValueError("x")
    assert clock.seconds["stage"] > 0
    assert clock.inner == []


def test_the_environment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "2")
    debug = Debug.of(os.environ)
    monkeypatch.setenv("DEBUG", "5")
    assert debug.level == 2


def test_it_travels_to_other_processes(tmp_path: Path) -> None:
    debug = pickle.loads(pickle.dumps(Debug.of({"DEBUG": "1", "KEEP": str(tmp_path)})))
    debug.show(GRAPH, "x", "y")
    assert [p.name for p in tmp_path.iterdir()] == ["001-x.txt"]
