"""Tests marked qnn need Qualcomm's wheel; without it they skip, which in CI is a failure."""

from __future__ import annotations

import importlib.util

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if importlib.util.find_spec("onnxruntime_qnn") is not None:
        return
    reason = "onnxruntime-qnn is not installed: python -m pip install 'packager[snpe]'"
    for item in items:
        if item.get_closest_marker("qnn"):
            item.add_marker(pytest.mark.skip(reason=reason))
