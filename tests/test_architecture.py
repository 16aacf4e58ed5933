"""The rooms, and which may know of which: a room imports only from those above it."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "signread"

ROOMS = (
    *("version", "errors", "files", "skeleton", "handshapes", "types", "protocols", "parallel"),
    *("sources", "tracking", "recognition", "language", "spelling", "signs", "transcript", "reader", "output"),
    "archive",
    *(
        "networks",
        "augmentation",
        "synthetic",
        "avatar",
        "datasets",
        "training",
        "evaluation",
        "desktop",
        "webapp",
        "cli",
    ),
)
"""From the ground floor up, as ARCHITECTURE.md has them."""

PACKAGE = "__init__"
"""signread/__init__.py names what the rooms have, and loads none of it; `__main__` starts the command line."""


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else PACKAGE


def imports(file: Path) -> set[str]:
    """The modules of signread that a file imports, wherever in it, but not only for types."""
    tree = ast.parse(file.read_text("utf-8"))
    typed = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    modules = set()
    for node in ast.walk(tree):
        if id(node) in typed:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "signread":
            modules |= {
                f"{node.module}.{alias.name}" if node.module == "signread" else node.module for alias in node.names
            }
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names if alias.name.split(".")[0] == "signread"}
    return modules


FILES = sorted(file for file in SOURCE.rglob("*.py") if file.parent != SOURCE or not file.name.startswith("__"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_room_imports_only_from_those_above_it(file: Path) -> None:
    room = file.relative_to(SOURCE).parts[0].removesuffix(".py")
    assert room in ROOMS
    for module in imports(file):
        assert ROOMS.index(room_of(module)) <= ROOMS.index(room), f"{room} imports {module}"


def test_every_room_is_there() -> None:
    there = {file.relative_to(SOURCE).parts[0].removesuffix(".py") for file in FILES}
    assert there == set(ROOMS)
