"""The docs name what is there: every dependency has its reason, every link its file, README shows the real example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = set(re.findall(r'"([A-Za-z0-9_.-]+)(?:\[[^]]*\])?>=', project)) - {"hatchling"}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[A-Za-z0-9_-]+", page))
    assert wanted
    assert wanted <= named, f"docs/dependencies.md does not say why: {sorted(wanted - named)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_to_files(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    dead = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert not dead


def test_readme_shows_the_manifest_of_the_example() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert (ROOT / "examples" / "digits" / "manifest.yaml").read_text(encoding="utf-8") in shown


def test_the_operator_that_the_docs_show_is_the_real_one() -> None:
    page = (ROOT / "docs" / "adding-an-operator.md").read_text(encoding="utf-8")
    assert f"```python\n{(ROOT / 'packager' / 'ops' / 'softsign.py').read_text(encoding='utf-8')}```" in page
    fused = (ROOT / "packager" / "load" / "microsoft" / "activations.py").read_text(encoding="utf-8")
    (shown,) = re.findall(r'```python\n(@operator\("QuickGelu.*?)```', page, re.DOTALL)
    assert shown in fused
