"""The tree of errors: codes, exit statuses, docs/errors.md, and a test for each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packager import errors
from packager.errors import ManifestError, PackErrors, Where
from tests.scripts import script

ROOT = Path(__file__).parents[2]
EXITS = {"1": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "9": 1}


SCRIPT = script("scripts/errors_md.py")
CLASSES = SCRIPT.classes()


def test_codes_are_unique() -> None:
    codes = [c.code for c in CLASSES]
    assert len(set(codes)) == len(codes)


def test_every_class_has_a_code_of_its_own() -> None:
    tree = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.PackError)]
    assert [c for c in tree if c not in CLASSES and not c.__subclasses__() and c is not errors.PackErrors] == []


@pytest.mark.parametrize("error", CLASSES, ids=lambda c: c.code)
def test_a_class_has_the_exit_status_of_its_group_and_says_cause_and_fix(error: type[errors.PackError]) -> None:
    assert re.fullmatch("E[0-9]{3}", error.code)
    assert error.exit == EXITS[error.code[1]]
    text = error.__doc__ or ""
    assert "Cause: " in text
    assert "Fix: " in text


def test_the_page_is_current() -> None:
    assert SCRIPT.PAGE.read_text(encoding="utf-8") == SCRIPT.page(), "run python scripts/errors_md.py"


def test_every_error_is_provoked_by_a_test() -> None:
    """By `@pytest.mark.provokes("E101", ...)`; sources are scanned, so that it does not matter which tests run."""
    marked: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for codes in re.findall(r"mark\.provokes\(([^)]*)\)", path.read_text(encoding="utf-8")):
            marked |= set(re.findall("E[0-9]{3}", codes))
    assert {c.code for c in CLASSES} - marked == set(), "no test provokes these errors"
    assert marked - {c.code for c in CLASSES} == set(), "no error has these codes"


def test_four_lines() -> None:
    text = str(ManifestError("what", where=Where("m.yaml", 3), why="why", fix="fix"))
    assert text == "error[E101]: what\n  at:  m.yaml:3\n  why: why\n  fix: fix"
    assert str(Where("m.onnx", node="/a/b")) == "m.onnx node '/a/b'"
    assert "(no place in a file)" in str(ManifestError("what", why="why", fix="fix"))


def test_several_errors_have_the_status_of_the_first() -> None:
    one = ManifestError("one", why="w", fix="f")
    two = errors.Unsupported("two", why="w", fix="f")
    assert (PackErrors([one, two]).status, PackErrors([two, one]).status, one.status) == (2, 3, 2)
    assert str(PackErrors([one, two])).splitlines()[4] == "error[E310]: two"


def test_a_name_from_a_model_cannot_break_the_four_lines() -> None:
    error = errors.ModelInvalid("a\nb", where="m.onnx node '\x1b[31m\u202e'", why="w\r\x00", fix="f\udcff \u00fc")
    assert str(error) == (
        "error[E301]: a\\nb\n  at:  m.onnx node '\\x1b[31m\\u202e'\n  why: w\\r\\x00\n  fix: f\\udcff \u00fc"
    )


def test_an_error_of_the_model_names_the_line_of_the_manifest() -> None:
    one, two = (errors.ModelInvalid("x", where=w, why="y", fix="z") for w in ("a.onnx node 'n'", "m.yaml:2"))
    other = errors.ManifestError("x", where="m.yaml:7", why="y", fix="z")
    errors.in_manifest(errors.PackErrors([one, errors.PackErrors([two, other])]), errors.Where("m.yaml", 2))
    assert [e.where for e in (one, two, other)] == ["m.yaml:2, a.onnx node 'n'", "m.yaml:2", "m.yaml:7"]
