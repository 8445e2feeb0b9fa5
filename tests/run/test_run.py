"""Running an output folder: the executable's life and death, emulators, and what a user is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from packager.check.bench import bench
from packager.errors import DistInvalid, NoRunner, RunFailed, RunTimeout, Usage
from packager.report.types import Execution
from packager.run.dist import open_dist
from packager.run.execute import choose_runner, pinned, run, runs_natively

Make = Callable[..., Path]
X = {"x": np.array([[1, 2, 3, 4]], np.float32)}
FOREIGN = Execution({}, "toy", "qemu-nowhere", "max", ("nowhere",), ())


def test_outputs_by_name(make_dist: Make) -> None:
    np.testing.assert_array_equal(run(open_dist(make_dist()), X)["y"], 2 * X["x"])


@pytest.mark.provokes("E701")
def test_a_failing_run_hands_on_the_message(make_dist: Make) -> None:
    dist = open_dist(make_dist("sys.exit('toy.weights: damaged, or the weights of another build')"))
    with pytest.raises(RunFailed, match="status 1") as caught:
        run(dist, X)
    assert "damaged" in caught.value.why


def test_a_killed_run_names_the_signal(make_dist: Make) -> None:
    dist = open_dist(make_dist("import os, signal; os.kill(os.getpid(), signal.SIGILL)"))
    with pytest.raises(RunFailed, match="SIGILL") as caught:
        run(dist, X)
    assert "lacks instructions" in caught.value.fix


def test_a_run_of_damaged_files_does_not_blame_pack(make_dist: Make) -> None:
    folder = make_dist("import os, signal; os.kill(os.getpid(), signal.SIGBUS)")
    (folder / "manifest.lock.yaml").write_text(f"files: {{toy: {'0' * 64}, gone.a: {'1' * 64}}}\n")
    with pytest.raises(RunFailed, match="SIGBUS") as caught:
        run(open_dist(folder), X)
    assert caught.value.fix.startswith("build again: toy, gone.a are not what pack wrote")


def test_a_short_output_is_an_error(make_dist: Make) -> None:
    with pytest.raises(RunFailed, match="'y' has 0 bytes"):
        run(open_dist(make_dist("open(target, 'wb'); sys.exit()")), X)


@pytest.mark.provokes("E703")
def test_a_hanging_run_ends(make_dist: Make) -> None:
    with pytest.raises(RunTimeout):
        run(open_dist(make_dist("import time; time.sleep(60)")), X, timeout=0.3)


def test_an_executable_that_cannot_start(make_dist: Make) -> None:
    folder = make_dist()
    (folder / "toy").chmod(0o644)
    if os.access(folder / "toy", os.X_OK):
        pytest.skip("this user may execute everything")
    with pytest.raises(RunFailed, match="cannot be started"):
        run(open_dist(folder), X)


def test_emulator_from_path(make_dist: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    emulator = tmp_path / "bin" / "qemu-nowhere-static"
    emulator.parent.mkdir()
    emulator.write_text(f'#!/bin/sh\necho "$@" >{log}\nshift 2\nexec "$@"\n')
    emulator.chmod(0o755)
    monkeypatch.setenv("PATH", str(emulator.parent), prepend=os.pathsep)
    dist = open_dist(make_dist())
    execution = replace(FOREIGN, files=dist.report.execution.files)
    foreign = replace(dist, report=replace(dist.report, execution=execution))
    assert choose_runner(execution).label == "qemu-nowhere"
    np.testing.assert_array_equal(run(foreign, X)["y"], 2 * X["x"])
    assert log.read_text().startswith("-cpu max ")


@pytest.mark.provokes("E702")
def test_no_emulator() -> None:
    assert not runs_natively(FOREIGN)
    with pytest.raises(NoRunner) as caught:
        choose_runner(FOREIGN)
    assert "qemu-nowhere is not on PATH" in caught.value.why
    assert "apt install qemu-user" in caught.value.fix


def test_a_cpu_without_the_flags_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    with pytest.raises(NoRunner, match=r"CPU lacks no_such_flag"):
        choose_runner(Execution({}, "toy", "", "", ("x86_64",), ("no_such_flag",)))


@pytest.mark.provokes("E120")
def test_a_folder_that_is_no_output_folder_names_those_that_are(make_dist: Make) -> None:
    folder = make_dist()
    with pytest.raises(DistInvalid, match="did you mean") as caught:
        open_dist(folder.parent)
    assert str(folder) in caught.value.fix


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": 2}', '{"schema": 1}', "null", '{"schema": 1, "verify": 3}'])
def test_a_damaged_report(make_dist: Make, text: str) -> None:
    folder = make_dist()
    (folder / "report.json").write_text(text)
    with pytest.raises(DistInvalid, match=r"report\.json"):
        open_dist(folder)


def test_lost_files_are_named(make_dist: Make) -> None:
    folder = make_dist()
    (folder / "toy.weights").unlink()
    with pytest.raises(DistInvalid, match=r"toy\.weights is missing"):
        run(open_dist(folder), X)
    with pytest.raises(DistInvalid, match="without 'static'"):
        open_dist(folder).file("static")


def test_bench_gives_the_minimum_and_the_median_of_turns(make_dist: Make) -> None:
    result = bench(open_dist(make_dist()), runs=25, inputs=X)
    assert result.runs == 25
    assert result.ours.best == pytest.approx(1 / 3, rel=1e-4)  # five turns of three runs, five of two
    assert result.ours.middle == pytest.approx((1 / 3 + 1 / 2) / 2, rel=1e-4)
    assert result.ratio is None
    assert "min" in str(result)


@pytest.mark.slow
def test_bench_against_onnxruntime(make_dist: Make) -> None:
    pytest.importorskip("onnxruntime")
    result = bench(open_dist(make_dist()), runs=1, inputs=X, against="onnxruntime")
    assert result.other is not None
    assert result.ratio == result.other.best / result.ours.best
    assert "ratio" in result.to_json()


@pytest.mark.parametrize("options", [{"threads": 2}, {"against": "tflite"}])
def test_bench_refuses_what_it_cannot_do(make_dist: Make, options: dict[str, object]) -> None:
    with pytest.raises(Usage):
        bench(open_dist(make_dist()), runs=1, **options)


def test_bench_without_a_figure_is_an_error(make_dist: Make) -> None:
    with pytest.raises(RunFailed, match="no figure"):
        bench(open_dist(make_dist("print('many')")), runs=1, inputs=X)


def test_pinning_ends_with_the_block() -> None:
    before = os.sched_getaffinity(0)
    with pinned():
        assert len(os.sched_getaffinity(0)) == 1
    assert os.sched_getaffinity(0) == before
