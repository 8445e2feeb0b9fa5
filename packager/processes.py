"""Programs, several at once; none outlives the call that wanted it. Commands -> what they said."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


class _Group:
    """The processes of one `together`: stopped at once, and those that come later at their start."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.running: set[subprocess.Popen[bytes]] = set()
        self.stopped = False

    @contextlib.contextmanager
    def holding(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        with self.lock:
            self.running.add(process)
            if self.stopped:
                _kill(process)
        try:
            yield
        finally:
            with self.lock:
                self.running.discard(process)

    def stop(self) -> None:
        with self.lock:
            self.stopped = True
            for process in self.running:
                _kill(process)


_GROUP: ContextVar[_Group | None] = ContextVar("group", default=None)


def run(
    argv: Sequence[str],
    given: bytes,
    timeout: float,
    env: Mapping[str, str],
    folder: Path | None = None,
    *,
    stderr: int = subprocess.PIPE,
) -> subprocess.CompletedProcess[bytes]:
    """Run a program in a process group of its own, with `given` as its standard input; `stderr` is Popen's.

    Raises subprocess.TimeoutExpired. Then, and where anything else interrupts the wait, it ends with all its children.
    """
    with subprocess.Popen(
        argv, cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr,
        start_new_session=True,
    ) as process:  # fmt: skip
        group = _GROUP.get() or _Group()
        with group.holding(process):
            try:
                output, messages = process.communicate(given, timeout)
            except BaseException:
                _kill(process)
                raise
    return subprocess.CompletedProcess(argv, process.returncode, output, messages)


def together(*calls: Callable[[], Result]) -> list[Result]:
    """The results of `calls`, which wait for processes (`run`), in their order; as many at once as there are CPUs.

    Where one raises, what the others have started is stopped, and its error is raised; of several the first call's.
    """
    group = _Group()

    def within(call: Callable[[], Result]) -> Result:
        _GROUP.set(group)  # each thread of the pool has a context of its own
        return call()

    with ThreadPoolExecutor(min(len(calls), len(os.sched_getaffinity(0)))) as pool:
        futures = [pool.submit(within, call) for call in calls]
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            # Those that fail from here on do so because they are stopped.
            failed = next((f for f in futures if f in done and f.exception() is not None), None)
            return [f.result() for f in ([failed] if failed else futures)]
        except BaseException:
            for future in futures:
                future.cancel()
            group.stop()
            raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children; one that has ended is left alone."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
