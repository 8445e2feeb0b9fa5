"""Tests marked qnn need Qualcomm's wheel; without it they skip, which in CI is a failure. An SDK's stand-in."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from packager.snpe.sdk import HOST, TOOLS, Sdk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if importlib.util.find_spec("onnxruntime_qnn") is not None:
        return
    reason = "onnxruntime-qnn is not installed: python -m pip install 'packager[snpe]'"
    for item in items:
        if item.get_closest_marker("qnn"):
            item.add_marker(pytest.mark.skip(reason=reason))


TOOL = """#!/bin/sh
name=$(basename "$0")
[ -n "$QAIRT_SDK_ROOT" ] || {{ echo "not set up" >&2; exit 9; }}
printf '%s' "$name" >>"{log}"
printf ' %s' "$@" >>"{log}"
echo >>"{log}"
if [ "$FAIL" = "$name" ]; then echo "the reason of $name" >&2; exit 1; fi
if [ "$EMPTY" = "$name" ]; then exit 0; fi
while [ $# -gt 0 ]; do
    case $1 in
        -o|--output_dlc) echo made >"$2" ;;
        --output_dir) mkdir -p "$2/Result_0"; echo raw >"$2/Result_0/y.raw" ;;
    esac
    shift
done
"""


@pytest.fixture
def sdk(tmp_path: Path) -> Sdk:
    """An SDK whose tools write their command lines to `log`, beside it."""
    root = tmp_path / "2.51.0.260929"
    tools = root / "bin" / HOST
    tools.mkdir(parents=True)
    (root / "bin" / "envsetup.sh").write_text(
        f'QAIRT_SDK_ROOT=$(cd .. && pwd)\nexport QAIRT_SDK_ROOT\nPATH="{tools}:$PATH"\nexport PATH\n'
    )
    for tool in TOOLS:
        path = tools / tool
        path.write_text(TOOL.format(log=tmp_path / "log"))
        path.chmod(0o755)
    return Sdk.open(root)
