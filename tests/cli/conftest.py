"""The command line in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from packager import cli


@pytest.fixture
def pack(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`pack("run", dist)` in this process: (status, stdout, stderr)."""

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = cli.main([str(w) for w in words])
        out, err = capsys.readouterr()
        return status, out, err

    return run
