"""The command line itself: grammar, exit statuses, where words go, and that nothing ends in a traceback."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from packager.cli import listing, parser
from packager.errors import ManifestError, PackErrors

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


def spawn(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "packager.cli", *words], env=env, text=True, timeout=60, **options
    )  # fmt: skip


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, packager.cli; s = packager.cli.main(['--help']); print(s, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    status, *modules = done.stderr.split()
    assert status == "0"
    assert "pack" in done.stdout
    assert not {"numpy", "onnx", "rich", "yaml", "docker", "llvmlite"} & set(modules)


@pytest.mark.parametrize("command", parser.COMMANDS)
def test_every_command_has_help(pack: Run, command: str) -> None:
    status, out, _ = pack(command, "--help")
    assert status == 0
    assert out.startswith(f"usage: pack {command}")
    assert "--json" in out


@pytest.mark.provokes("E100")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "no command"),
        (["buidl"], "perhaps you meant 'build'"),
        (["build"], "MANIFEST"),
        (["build", "m.yaml", "--tagret", "x"], "perhaps you meant '--target'"),
        (["build", "m.yaml", "--output", "x"], "perhaps you meant '--out'"),
        (["build", "m.yaml", "--jobs", "0"], "from 1 to 256"),
        (["build", "m.yaml", "--jobs", "many"], "is not a number"),
        (["build", "m.yaml", "--toolchain", "podman"], "choose from auto, docker, local"),
        (["run"], "pack run"),
        (["run", "a", "b"], "unrecognized arguments: b"),
        (["bench", "d", "--against", "tvm"], "choose from onnxruntime"),
        (["toolchain", "burn"], "choose from build, list, prune"),
        (["build", "m.yaml", "--targ", "x"], "unrecognized"),
    ],
)
def test_wrong_command_lines(pack: Run, words: list[str], says: str) -> None:
    status, out, err = pack(*words)
    assert (status, out) == (2, "")
    assert says in err
    assert err.startswith("error[E100]: ")
    assert [line[:6] for line in err.splitlines()[1:]] == ["  at: ", "  why:", "  fix:"]


def test_version(pack: Run) -> None:
    assert pack("--version")[1].startswith("pack 0.")
    assert set(json.loads(pack("--version", "--json")[1])) == {"version"}


def test_global_options_stand_anywhere() -> None:
    for words in (["-v", "-v", "targets"], ["-v", "targets", "-v"], ["targets", "-vv"], ["targets", "--verbose", "-v"]):
        assert parser.parse(words).verbose == 2
    for words in (["--json", "-q", "--no-color", "targets"], ["targets", "--json", "-q", "--no-color"]):
        args = parser.parse(words)
        assert (args.json, args.quiet, args.no_color, args.verbose) == (True, True, True, 0)


def test_errors_as_json(pack: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        one, two = (ManifestError(w, where="m.yaml:1", why="y", fix="f") for w in ("first", "second"))
        raise PackErrors([one, two])

    monkeypatch.setattr(listing, "targets", fail)
    status, out, err = pack("targets", "--json")
    assert status == 2
    rows = json.loads(out)
    assert rows["exit"] == 2
    assert rows["errors"][1] == {"code": "E101", "what": "second", "where": "m.yaml:1", "why": "y", "fix": "f"}
    assert err.count("error[E101]") == 2


@pytest.mark.provokes("E999")
@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (RuntimeError("boom [bold]"), 1, "RuntimeError: boom [bold]"),
        (MemoryError(), 1, "not enough memory"),
        (RecursionError("deep"), 1, "RecursionError"),
        (OSError(errno.EBADF, "Bad"), 1, "OSError"),
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), 5, "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), 5, "/x/y"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_whatever_a_command_raises(
    pack: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, says: str
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(listing, "targets", fail)
    got, out, err = pack("targets")
    assert (got, out) == (status, "")
    assert says in err
    assert "Traceback" not in err
    if isinstance(error, Exception) and not isinstance(error, BrokenPipeError):
        assert "Traceback" in pack("targets", "-vv")[2]


@pytest.mark.slow
def test_a_reader_that_leaves_early() -> None:
    script = f"{sys.executable} -m packager.cli targets --json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() in ("0", "141")
    assert done.stderr == ""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_stdout() -> None:
    with Path("/dev/full").open("w") as full:
        done = spawn("targets", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 5
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.sampled(3)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_bars_where_the_encoding_has_none(encoding: str) -> None:
    code = (
        "import sys, packager.cli.listing as l, packager.cli as c\n"
        "l.targets = lambda a, t: t.result('\\u2588\\u2591 \\u6a21', {}) or t.say('\\u2588\\u2591') or 0\n"
        "sys.exit(c.main(['targets']))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, timeout=60, check=True)
    wide = encoding == "utf-8"
    assert done.stdout.decode(encoding) == ("\u2588\u2591 \u6a21\n" if wide else "#. \\u6a21\n")
    assert done.stderr.decode(encoding) == ("\u2588\u2591\n" if wide else "#.\n")


@pytest.mark.sampled(4)
@pytest.mark.parametrize("redirect", [">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_streams_that_are_closed_or_full(redirect: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for words, status in (("targets", 0), ("nonsense", 2)):
        script = f"{sys.executable} -m packager.cli {words} {redirect}"
        done = subprocess.run(["sh", "-c", script], env=env, capture_output=True, text=True, timeout=60)
        assert done.returncode == status, (words, done.stderr)
        assert "Traceback" not in done.stderr


def signalled(code: str, number: signal.Signals, before: Callable[[], object] = lambda: True) -> tuple[int, str]:
    """Exit status and stderr of a process that runs `code`, says `up`, and then gets the signal; `before` holds then."""
    with subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        assert before()
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    return process.returncode, err


@pytest.mark.sampled(3)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_clean_up(tmp_path: Path, number: signal.Signals) -> None:
    code = (
        "import signal, sys, time, packager.cli.listing as l, packager.cli as c\n"
        # A shell's background job starts deaf to SIGINT, one under nohup to SIGHUP.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "from pathlib import Path\n"
        "from packager.pipeline.output import staged\n"
        "def work(*a):\n"
        f"    with staged(Path({str(tmp_path / 'out')!r}), 'x', ()):\n"
        "        print('up', flush=True), time.sleep(30)\n"
        "l.targets = work\n"
        "sys.exit(c.main(['targets']))"
    )
    assert signalled(code, number, lambda: list(tmp_path.iterdir())) == (128 + number, "pack: interrupted\n")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_in_a_real_process() -> None:
    code = (
        "import signal, sys, time, packager.cli.listing as l, packager.cli as c\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job starts deaf to it
        "l.targets = lambda *a: (print('up', flush=True), time.sleep(30))\n"
        "sys.exit(c.main(['targets']))"
    )
    assert signalled(code, signal.SIGINT) == (130, "pack: interrupted\n")


@pytest.mark.slow
def test_words_that_stderr_cannot_show() -> None:
    done = spawn("report", "/no/\u6a21\u578b", stdout=subprocess.PIPE, stderr=subprocess.PIPE, errors="surrogateescape")
    assert done.returncode == 2
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    plain = subprocess.run(
        [sys.executable, "-m", "packager.cli", "report", "/no/\u6a21\u578b"], env=env, capture_output=True, timeout=60
    )
    assert plain.returncode == 2
    assert b"error[E120]" in plain.stderr
    assert b"Traceback" not in plain.stderr
