"""A builder of networks for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.passes.net import Net


@pytest.fixture
def net(tmp_path: Path) -> Callable[..., Net]:
    """`net(x=(1, 3, 8, 8))`: a network with that input."""
    return lambda **inputs: Net(tmp_path, **inputs)
