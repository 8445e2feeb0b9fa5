"""The worker's keeper: answers, crashes, hangs; and an installation without Qualcomm's wheel."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from packager.errors import NotOnHtp, SnpeFailed, SnpeMissing
from packager.snpe import install
from packager.snpe.child import work

JOB = {"action": "context", "chip": {"arch": 73, "precision": "int8"}}


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`worker(text)`: what is started instead of the worker is this Python program."""

    def stand_in(text: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!{sys.executable} -S\nimport json, os, sys, time\n{text}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return stand_in


def test_the_answer_comes_back(worker: Callable[[str], None]) -> None:
    worker("job = json.load(sys.stdin); print(json.dumps({'ok': True, 'echo': job['action']}))")
    assert work(JOB, "net") == {"ok": True, "echo": "context"}


@pytest.mark.provokes("E512")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("print('hello', file=sys.stderr); os.abort()", "signal 6 (SIGABRT)"),
        ("print('hello', file=sys.stderr); sys.exit(3)", "status 3"),
        ("print('hello', file=sys.stderr); print('half an ans')", "without an answer"),
        (
            'print(\'hello\', file=sys.stderr); print(\'{"ok": false, "kind": "fallback", "why": "CPU", "nodes": []}\')',
            "CPU",
        ),
    ],
)
def test_a_crash_is_an_error_with_the_last_words(worker: Callable[[str], None], text: str, says: str) -> None:
    worker(text)
    with pytest.raises(SnpeFailed) as caught:
        work(JOB, "net")
    assert says in caught.value.why
    assert "hello" in caught.value.why
    assert caught.value.status == 5


@pytest.mark.slow
def test_a_hang_is_ended(worker: Callable[[str], None]) -> None:
    worker("time.sleep(60)")
    start = time.monotonic()
    with pytest.raises(SnpeFailed) as caught:
        work(JOB, "net", timeout=0.5)
    assert "0.5 s" in caught.value.why
    assert time.monotonic() - start < 10


@pytest.mark.provokes("E313")
def test_what_the_htp_cannot_compute_is_named(worker: Callable[[str], None]) -> None:
    answer = {"ok": False, "kind": "unsupported", "why": "", "nodes": ["/a/det (Det)", "b (NonZero)"]}
    worker(f"print({json.dumps(json.dumps(answer))})")
    with pytest.raises(NotOnHtp) as caught:
        work(JOB, "net")
    assert caught.value.where == "net node '/a/det'"
    assert "Det" in caught.value.what
    assert "b (NonZero)" in caught.value.what
    assert caught.value.status == 3


@pytest.mark.provokes("E511")
@pytest.mark.parametrize("case", ["no wheel", "no onnxruntime", "another version", "no libraries"])
def test_without_the_extra_the_error_says_how_to_install_it(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("onnxruntime_qnn", tmp_path / "__init__.py")
    versions = {"onnxruntime-qnn": "1.0" if case == "another version" else install.VERSION, "onnxruntime": "1.32.0"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if case == "no wheel" else spec)
    monkeypatch.setattr(importlib.metadata, "version", versions.__getitem__)
    if case == "no onnxruntime":
        monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(SnpeMissing) as caught:
        install.find()
    assert "pip install 'packager[snpe]'" in caught.value.fix
    assert caught.value.status == 5
