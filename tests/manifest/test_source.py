"""YAML with places: what is read, what is refused, and that nothing makes it slow."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from packager.config import source
from packager.config.source import Item, Map, Scalar, Seq
from packager.errors import FileMissing, ManifestSyntax

HERE = Path("/")


def value(item: Item) -> object:
    if isinstance(item, Map):
        return {k: value(v) for k, v in item.entries.items()}
    if isinstance(item, Seq):
        return [value(i) for i in item.items]
    assert isinstance(item, Scalar)
    return item.value


def parse(text: str) -> object:
    return value(source.parse(text, "m.yaml", HERE))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("1e-4", 1e-4), ("1_000", "1_000"), ("no", "no"), ("on", "on"), ("true", True), ("010", 10), ("0x10", 16),
        ("0o17", 15), ("1:30", "1:30"), ("2020-01-01", "2020-01-01"), ("~", None), ("", None), ("'1'", "1"), (".5", 0.5),
        ("5.", 5.0), ("-7", -7), ("+3", 3), (".inf", float("inf")), ("-.inf", float("-inf")), ("95kB", "95kB"),
        ('"a: b"', "a: b"), ("[a, 1, [true]]", ["a", 1, [True]]), ("{a: {b: 1}}", {"a": {"b": 1}}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}), ("{1: x, null: y}", {"1": "x", "null": "y"}), ("\ufeffa: 1", {"a": 1}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}), ("<<: 1", {"<<": 1}),
    ],
)  # fmt: skip
def test_values_are_those_of_yaml_1_2(text: str, want: object) -> None:
    assert parse(text) == want


def test_every_value_knows_its_line_and_key() -> None:
    item = source.parse("a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", "m.yaml", HERE)
    assert isinstance(item, Map)
    inner = item.entries["b"]
    assert isinstance(inner, Seq)
    last = inner.items[1]
    assert isinstance(last, Map)
    assert (str(inner.items[0].where), inner.items[0].key) == ("m.yaml:3", "b[0]")
    assert (str(last.entries["d"].where), last.entries["d"].key) == ("m.yaml:5", "b[1].d")
    assert str(item.keys["b"]) == "m.yaml:2"


@pytest.mark.provokes("E102")
@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: [1, 2", 1, "not valid YAML"),
        ("a: 1\nb: 'x", 2, "not valid YAML"),
        ("a: 1\n\tb: 2", 2, "not valid YAML"),
        ("a: 1\na: 2", 2, "the key 'a' twice"),
        ("a: 1\n---\nb: 1", 2, "a second document"),
        ("a: !!python/object:os.system x", 1, "the tag"),
        ("a: !x [1]", 1, "the tag"),
        ("a: *x", 1, "unknown alias"),
        ("a: &x [*x]", 1, "contains itself"),
        ("a: &x {b: {c: *x}}", 1, "contains itself"),
        ("? [a]\n: 1", 1, "a key that is not a text"),
        ('a: "\\uD800"', 1, "a control character"),
        ('a: "\\0"', 1, "a control character"),
        ('a: "\\UFFFFFFFF"', None, "not valid YAML"),
        ("a: \x07", 1, "not valid YAML"),
        ("%YAML 1." + "9" * 5000 + "\n---\na: 1", None, "not valid YAML"),
        ("a: " + "9" * 40, 1, "too many digits"),
        ("[" * 2000, 1, "nested too deeply"),
        ("a:\n" + "".join(" " * i + "- \n" for i in range(60)), None, "nested too deeply"),
    ],
)
def test_what_is_refused(text: str, line: int | None, says: str) -> None:
    with pytest.raises(ManifestSyntax) as caught:
        parse(text)
    assert says in str(caught.value)
    if line is not None:
        assert caught.value.where == f"m.yaml:{line}"


def test_an_alias_bomb_is_counted_not_expanded() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for previous, name in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{previous}'] * 9)}]\n"
    start = time.process_time()
    with pytest.raises(ManifestSyntax, match="too many values"):
        parse(bomb)
    assert time.process_time() - start < 1


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "unit", ["[", "{", "? ", "- ", "a: ", "&a ", "*a ", "'", "x\n", "[a],", "{a: b},", "# c\n", '"\\x41']
)
def test_no_text_of_the_allowed_size_takes_long(unit: str) -> None:
    text = (unit * source.MAX_BYTES)[: source.MAX_BYTES]
    start = time.process_time()
    try:
        parse(text)
    except ManifestSyntax:
        pass
    assert time.process_time() - start < 5


@pytest.mark.provokes("E104")
def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        source.read(tmp_path / "absent.yaml")
    with pytest.raises(FileMissing):
        source.read(tmp_path)
    with pytest.raises(FileMissing):
        source.read(Path("a\0b"))


def test_files_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(b"a: 1\nb: \xff\n")
    with pytest.raises(ManifestSyntax, match="not text") as caught:
        source.read(path, "m.yaml")
    assert caught.value.where == "m.yaml:2"
    path.write_bytes(b"#" * (source.MAX_BYTES + 1))
    with pytest.raises(ManifestSyntax, match="too large"):
        source.read(path)


def test_a_model_in_the_place_of_a_manifest(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"\x08\x08" * source.MAX_BYTES)
    with pytest.raises(ManifestSyntax, match="a model, not a manifest") as caught:
        source.read(path, "net.onnx")
    assert "`pack init net.onnx`" in caught.value.fix
