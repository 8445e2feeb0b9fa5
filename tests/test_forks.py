"""Computing in copies of a process: results in order, from several processes, errors as in a loop, nothing left behind.

Each test is a process of its own, since the one of the tests has threads.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ALONE = len(os.sched_getaffinity(0)) < 2


def python(body: str) -> str:
    code = f"import os, signal\nimport time\nfrom packager.forks import mapped, meanwhile\n{body}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_results_are_in_order_and_of_several_processes() -> None:
    body = "found = mapped(lambda n: (n, os.getpid()), range(101))\n"
    body += "print([n for n, _ in found] == list(range(101)), len({p for _, p in found}))"
    right, several = python(body).split()
    assert right == "True"
    assert (int(several) > 1) is not ALONE


@pytest.mark.parametrize("end", ["1 / 0", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(0)"])
def test_what_a_copy_fails_at_is_computed_here(end: str) -> None:
    body = f"here = os.getpid()\ndef f(n):\n    if os.getpid() != here: {end}\n    return n * n\n"
    assert python(body + "print(mapped(f, range(64)) == [n * n for n in range(64)])") == "True"


def test_an_error_is_that_of_a_loop_and_no_copy_is_left() -> None:
    body = "try: mapped(lambda n: 1 // (n - 17), range(64))\nexcept ZeroDivisionError: print('divided')\n"
    body += "try: os.waitpid(-1, 0)\nexcept ChildProcessError: print('none left')"
    assert python(body).splitlines() == ["divided", "none left"]


def test_with_other_threads_it_is_a_loop() -> None:
    body = "import threading\nstop = threading.Event()\nthreading.Thread(target=stop.wait, daemon=True).start()\n"
    body += "with meanwhile(lambda: [1]) as copy: print(copy)\n"
    body += "print(len({p for p in mapped(lambda n: os.getpid(), range(64))}))\nstop.set()"
    assert python(body).split() == ["None", "1"]


def test_what_is_computed_meanwhile_is_there_once() -> None:
    body = (
        "here = os.getpid()\nwith meanwhile(lambda: (n if os.getpid() != here else 1 / 0 for n in range(9))) as copy:\n"
    )
    body += "    time.sleep(0.3)\n    print(copy and [copy.taken(), copy.taken()])\n"
    body += "try: os.waitpid(-1, 0)\nexcept ChildProcessError: print('none left')"
    found = "None" if ALONE else "[[0, 1, 2, 3, 4, 5, 6, 7, 8], []]"
    assert python(body).splitlines() == [found, "none left"]


@pytest.mark.parametrize("end", ["1 / 0", "os.kill(os.getpid(), signal.SIGKILL)", "time.sleep(60)"])
def test_a_copy_that_does_not_get_far_has_computed_what_it_has(end: str) -> None:
    body = f"def results():\n    yield from range(3)\n    {end}\n    yield 3\n"
    body += "with meanwhile(results) as copy:\n    time.sleep(0.3)\n    print(copy and copy.taken())"
    assert python(body) == ("None" if ALONE else "[0, 1, 2]")


def test_nothing_is_left_of_what_nobody_wants() -> None:
    body = "start = time.monotonic()\nwith meanwhile(lambda: iter(lambda: time.sleep(60), 1)): pass\n"
    body += "try: os.waitpid(-1, 0)\nexcept ChildProcessError: print(time.monotonic() - start < 20)"
    assert python(body) == "True"
