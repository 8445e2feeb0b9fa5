"""ONNX's own conformance run over `packager.backend`: what passed once must pass, and nothing may be wrong.

`onnx_nodes.txt` lists the tests that pass, and `onnx_nodes_left.txt` the others, each with its reason. After adding an
operator, run with PACK_UPDATE_NODES=1 to move tests from the second list to the first. The tolerances are the suite's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

import pytest
from onnx.backend.test import BackendTest

from packager.backend import PackBackend
from packager.errors import PackError

ROOT = Path(__file__).parents[2]
RATCHET = Path(__file__).with_name("onnx_nodes.txt")
LEFT = Path(__file__).with_name("onnx_nodes_left.txt")


def conformance() -> tuple[list[str], dict[str, str], dict[str, str]]:
    """The tests that pass, those that are refused, and those that are wrong, each with the reason."""
    suite = BackendTest(PackBackend, __name__).test_cases["OnnxBackendNodeModelTest"]
    passed: list[str] = []
    wrong, refused = {}, {}
    for full in sorted(n for n in dir(suite) if n.startswith("test_") and n.endswith("_cpu")):
        name = full.removesuffix("_cpu")
        try:
            getattr(suite(full), full)()
        except unittest.SkipTest:
            continue
        except PackError as error:
            refused[name] = f"{error.each[0].what}: {error.each[0].why}".replace("\n", " ")[:200]
        except AssertionError as error:
            wrong[name] = " ".join(str(error).split())[:400]
        else:
            passed.append(name)
    return passed, refused, wrong


@pytest.mark.slow
def test_onnx_nodes() -> None:
    """In a process of its own: the suite makes its inputs from numpy's global state when it is first imported, and keeps
    them, so that what ran before in the same process would be a part of the test."""
    code = "import json; from tests.ops.test_onnx_nodes import conformance; print(json.dumps(conformance()))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    names, refused, wrong = json.loads(done.stdout.splitlines()[-1])
    known, passed = set(RATCHET.read_text().split()), set(names)
    reasons = dict(line.split("  ", 1) for line in LEFT.read_text().splitlines())
    seen = passed | refused.keys() | wrong.keys()
    if os.environ.get("PACK_UPDATE_NODES"):
        known |= passed
        RATCHET.write_text("\n".join(sorted(known)) + "\n")
        left = {n: reasons.get(n, why) for n, why in (refused | wrong).items()}
        LEFT.write_text("".join(f"{n}  {why}\n" for n, why in sorted(left.items())))
        reasons = left
    assert {n: why for n, why in (refused | wrong).items() if n in known} == {}
    assert {n: why for n, why in wrong.items() if n not in reasons} == {}
    assert sorted(seen - passed - reasons.keys()) == []
