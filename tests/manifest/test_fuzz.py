"""Whatever bytes a manifest or target file holds: a result or documented errors, soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

hypothesis = pytest.importorskip("hypothesis")
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from packager import manifest, target  # noqa: E402
from packager.errors import PackError  # noqa: E402
from packager.manifest.keys import KEYS  # noqa: E402

SEED = Path(__file__).parent / "seed.yaml"
QUIET = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))

WORDS = st.sampled_from(
    [*(k.name for k in KEYS), "path", "inputs", "target", "like", "armv7", "0", "-1", "1e999", ".nan", "95kB", "9" * 30,
     "{", "}", "[", "]", ":", ": ", "- ", "\n", "  ", "'", '"', "|", ">", "&a ", "*a", "!!str ", "? ", "#", ",", "%YAML 1.1\n",
     "---\n", "...\n", "\t", "\ufeff", "\u2028", "\x00", "\\", "~", "null", "<<: ", "=", "@", "`", "../..", "/", "m.onnx"]
)  # fmt: skip
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda kids: st.lists(kids, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), kids, max_size=5),
    max_leaves=20,
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The seed with a few bytes replaced, removed, doubled."""
    data = bytearray(SEED.read_bytes())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data) - 1))
        length = draw(st.integers(0, 8))
        kind = draw(st.sampled_from(("flip", "cut", "insert", "copy")))
        if kind == "flip":
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del data[at : at + length]
        elif kind == "insert":
            data[at:at] = draw(WORDS).encode()
        else:
            to = draw(st.integers(0, len(data) - 1))
            data[to:to] = data[at : at + 20 * length]
        if not data:
            break
    return bytes(data)


def survives(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    start = time.process_time()
    for read in (manifest.load, lambda p: target.load(str(p))):
        try:
            read(path)
        except PackError as error:
            text = str(error)
            assert error.status == 2
            assert all(text.count(f"\n  {line}: ") >= 1 for line in ("why", "fix"))
            text.encode("utf-8")  # a message must be printable
    assert time.process_time() - start < 5


@QUIET
@given(data=st.binary(max_size=200))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    survives(tmp_path_factory.getbasetemp() / "m.yaml", data)


@QUIET
@given(data=st.lists(WORDS, max_size=60).map(lambda words: "".join(words).encode()))
def test_any_words(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    survives(tmp_path_factory.getbasetemp() / "m.yaml", data)


@pytest.mark.slow
@QUIET
@given(data=damaged())
def test_damaged_manifests(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    survives(tmp_path_factory.getbasetemp() / "m.yaml", data)


@pytest.mark.slow
@settings(QUIET, max_examples=50)
@given(tree=TREES)
def test_any_values(tmp_path_factory: pytest.TempPathFactory, tree: object) -> None:
    import json

    data = json.dumps(tree if isinstance(tree, dict) else {"model": tree, "targets": tree}).encode()
    survives(tmp_path_factory.getbasetemp() / "m.yaml", data)


@pytest.mark.slow
@QUIET
@given(option=st.text(max_size=30) | st.lists(WORDS, max_size=8).map("".join))
def test_any_option(option: str) -> None:
    try:
        manifest.load(SEED, sets=(option,))
    except PackError as error:
        assert error.status == 2
