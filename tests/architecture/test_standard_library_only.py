"""The domain rests on nothing but the standard library."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import plugin.domain

DOMAIN = Path(plugin.domain.__file__).parent
MODULES = sorted(DOMAIN.rglob("*.py"))


def imported(source: str) -> Iterator[str]:
    """Every module that the source imports, wherever the statement stands; a relative one begins with a dot."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def is_allowed(name: str) -> bool:
    return name.split(".")[0] in sys.stdlib_module_names or f"{name}.".startswith("plugin.domain.")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(DOMAIN).as_posix())
def test_a_module_of_the_domain_imports_only_the_standard_library_and_the_domain(module: Path) -> None:
    strangers = [name for name in imported(module.read_text("utf-8")) if not is_allowed(name)]
    assert not strangers, f"{module.name} imports {strangers}; move that code to an adapter"


def test_the_modules_are_found() -> None:
    assert {"elements.py", "credentials.py"} <= {module.name for module in MODULES}


@pytest.mark.parametrize(
    "statement",
    [
        "import flask",
        "from plugin.store import tables",
        "from plugin import store",
        "def f():\n import requests",
        "from .. import x",
    ],
)
def test_a_stranger_would_be_noticed(statement: str) -> None:
    assert not all(is_allowed(name) for name in imported(statement))
