"""docs/architecture.md against the code: which module may import which, and which library has which home."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "reportparse"
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
EVERYWHERE = {"document", "model", "errors", "__version__"}


def table(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the document, without its header."""
    part = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def names(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


ALLOWED = {names(row[0])[0]: names(row[2]) for row in table("Modules")}
HOMES = {library: names(row[1])[0] for row in table("Homes") for library in names(row[0])}


def files() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if module not in {"__init__", "__main__"}:
            yield module, path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """What a file imports, as dotted names, with the line; `from reportparse import x` counts as reportparse.x."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            module = node.module or ""
            yield from ((f"{module}.{alias.name}" if module == "reportparse" else module, node.lineno) for alias in node.names)


def test_every_module_stands_in_the_table() -> None:
    assert sorted({module for module, _ in files()}) == sorted(ALLOWED)


def test_imports_point_upwards_in_the_table() -> None:
    order = list(ALLOWED)
    for module, allowed in ALLOWED.items():
        assert set(allowed) <= set(order[: order.index(module)]), module


def test_modules_import_what_the_table_allows() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {module} imports {name}"
        for module, path in files()
        for name, line in imports(path)
        if name.startswith("reportparse.") and name.split(".")[1] not in {module, *EVERYWHERE, *ALLOWED[module]}
    ]
    assert not wrong


def test_the_table_allows_nothing_that_is_not_used() -> None:
    used: dict[str, set[str]] = {module: set() for module in ALLOWED}
    for module, path in files():
        used[module] |= {name.split(".")[1] for name, _ in imports(path) if name.startswith("reportparse.")}
    assert {module: sorted(set(allowed) - used[module]) for module, allowed in ALLOWED.items() if set(allowed) - used[module]} == {}


def test_libraries_stay_at_home() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name} belongs in {HOMES[library]}"
        for module, path in files()
        for name, line in imports(path)
        if (library := name.split(".")[0]) in HOMES and module != HOMES[library]
    ]
    assert not wrong


def test_records_and_errors_know_nobody() -> None:
    for name in ("document", "model", "errors", "ids"):
        foreign = {found for found, _ in imports(PACKAGE / f"{name}.py") if found.split(".")[0] not in sys.stdlib_module_names}
        assert not foreign - ({"reportparse.document"} if name == "model" else set())


@pytest.mark.parametrize(("module", "path"), [pytest.param(m, p, id=str(p.relative_to(PACKAGE))) for m, p in files()])
def test_house_rules(module: str, path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module opens with one sentence"
    assert not re.search(r"utils|helpers|common|misc", path.name)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)], "never assert on data"
