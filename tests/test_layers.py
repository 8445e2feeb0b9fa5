"""The shape of the source tree: who may import whom (the table in docs/architecture.md), sizes, names, docstrings."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "packager"
LONGEST = 600
TEXT = {".py", ".c", ".h", ".s", ".S", ".sh", ".md", ".yaml", ".yml", ".toml", ".cfg", ".json", ".txt", ".lock", ""}


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git tracks, or every file outside hidden folders where this is not a checkout."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return tuple(ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file())
    return tuple(
        p for p in ROOT.rglob("*") if p.is_file() and not any(q.startswith(".") for q in p.relative_to(ROOT).parts)
    )


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """The entry of the table that `path` belongs to, `plan/types.py` rather than `plan/`; '' for none."""
    name, table = str(path.relative_to(PACKAGE)), floors()
    return max((p for p in table if name == p or (p.endswith("/") and name.startswith(p))), key=len, default="")


@cache
def floors() -> dict[str, tuple[int, int]]:
    """Part -> (floor, place in the floor), from docs/architecture.md's table. Later ones may import earlier ones."""
    found: dict[str, tuple[int, int]] = {}
    for line in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines():
        row = re.match(r"\|\s*(\d+)\s*\|([^|]*)\|", line)
        for place, name in enumerate(re.findall(r"`([^`]+)`", row[2])) if row else ():
            assert name not in found, f"{name} stands twice in the table"
            assert row
            found[name] = (int(row[1]), place)
    return found


def dotted(path: Path) -> str:
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def statements(node: ast.AST, *, when_loaded: bool) -> Iterator[ast.AST]:
    """Every statement below `node`; `when_loaded`: without bodies of functions and `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.stmt, ast.excepthandler, ast.match_case)):
            continue
        if when_loaded and (isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) or for_types(child)):
            continue
        yield child
        yield from statements(child, when_loaded=when_loaded)


def for_types(node: ast.AST) -> bool:
    """Whether `node` is `if TYPE_CHECKING:`."""
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imports(path: Path, *, when_loaded: bool = False) -> Iterator[tuple[int, str]]:
    """(line, module of ours) for each import in `path`, at module level or inside a function."""
    for node in statements(tree(path), when_loaded=when_loaded):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import; write the full name"
            # `from packager.ops import base` names a module, `from packager.graph import Node` does not.
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [n if module_file(n) else str(node.module) for n in names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "packager")


@cache
def module_file(name: str) -> Path | None:
    stem = ROOT.joinpath(*name.split("."))
    return next((p for p in (stem.with_suffix(".py"), stem / "__init__.py") if p.is_file()), None)


def test_every_module_has_a_floor_and_every_entry_is_there() -> None:
    lost = [str(m.relative_to(ROOT)) for m in modules() if m != PACKAGE / "__init__.py" and not part(m)]
    assert not lost, f"the table of docs/architecture.md gives no floor to {lost}"
    gone = [p for p in floors() if not (PACKAGE / p).exists()]
    assert not gone, f"the table of docs/architecture.md names {gone}, which is not there"


@pytest.mark.parametrize("path", [m for m in modules() if m.parent != PACKAGE or m.stem != "__init__"], ids=dotted)
def test_imports_come_from_lower_floors(path: Path) -> None:
    mine, wrong = part(path), []
    for line, name in sorted(set(imports(path))):
        file = module_file(name)
        assert file, f"{path}:{line}: there is no module {name}"
        other = part(file)
        if file == PACKAGE / "__init__.py":  # the public interface stands above all floors
            wrong.append(f"{path.relative_to(ROOT)}:{line}: imports the public interface")
        elif mine and other and mine != other and floors()[other] >= floors()[mine]:
            wrong.append(f"{path.relative_to(ROOT)}:{line}: {mine} imports {other}, which is not below it")
    assert not wrong, "\n".join(wrong)


def test_no_two_modules_import_each_other_when_loaded() -> None:
    graph = {dotted(p): {n for _, n in imports(p, when_loaded=True)} for p in modules()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, "import cycle: " + " -> ".join([*path[path.index(name) :], name])
        if name not in done:
            for other in sorted(graph.get(name, ())):
                visit(other, (*path, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def source_files() -> list[Path]:
    return [p for p in tracked() if p.suffix in {".py", ".c", ".h", ".sh"} or p.parent.name == ".ci"]


def test_no_file_is_longer_than_600_lines() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in source_files()}
    long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > LONGEST}
    assert not long, f"more than {LONGEST} lines: {long}"


def test_every_module_says_what_it_is() -> None:
    mute = [
        str(p.relative_to(ROOT))
        for p in source_files()
        if p.suffix == ".py" and p.stat().st_size and not ast.get_docstring(tree(p))
    ]
    assert not mute, f"no docstring: {mute}"


def test_no_drawers_for_odds_and_ends() -> None:
    names = {"utils", "util", "common", "helpers", "misc"}
    found = [str(p.relative_to(ROOT)) for p in source_files() if p.stem in names]
    assert not found, f"a name that says nothing: {found}"


def test_nothing_of_one_machine_is_written_down() -> None:
    foreign = re.compile(
        r"(?<![\w.$}/~-])/(?:work|root|farm|home|tmp)/\w"
        r"|\b(?:pypi\.org|pythonhosted\.org|deb\.debian\.org|registry\.npmjs\.org|docker\.io/|ghcr\.io|quay\.io)"
    )
    wrong = []
    for path in tracked():
        if path.suffix not in TEXT or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if foreign.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not wrong, "\n".join(wrong)
