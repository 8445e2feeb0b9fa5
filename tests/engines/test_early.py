"""Kernels that a copy of the process compiles early: they are taken, and are the very bytes that it compiles itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

BODY = """
import time
from packager import target as targets
from packager.engines import llvm
from packager.kernels.base import functions_of
from packager.kernels.conv import Conv
from packager.kernels.epilogue import Epilogue

target, compile = targets.load("x86-64-v3"), llvm._code
functions = [functions_of(Conv(rows, 1, Epilogue()))[0] for rows in range(1, 8)]
here = []

def counted(function, target):
    here.append(function)
    return compile(function, target)

llvm._code = counted
with llvm.early(lambda: functions, target):
    time.sleep(3)
    llvm.compile_ahead(functions, target)
print(len(here), all(llvm.compiled(f, target) == compile(f, target) for f in functions))
"""


@pytest.mark.slow
def test_what_was_compiled_early_is_not_compiled_again() -> None:
    done = subprocess.run([sys.executable, "-c", BODY], capture_output=True, text=True, check=True)
    count, equal = done.stdout.split()
    assert equal == "True"
    assert (int(count) < 7) is (len(os.sched_getaffinity(0)) > 1)
