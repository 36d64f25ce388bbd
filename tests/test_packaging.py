"""What is installed is what stands in the tree, and importing it costs next to nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import studio

ROOT = Path(__file__).parent.parent
HOMES = {"studio": "studio", "agents": "studio.agents", "tools": "studio.tools", "storage": "studio.storage"}
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = ("torch", "langgraph", "langchain_core", "moviepy", "openai", "numpy", "cv2", "av", "scipy", "PIL", "sqlmodel")


def source_files(*suffixes: str) -> Iterator[Path]:
    """Files of the project itself, as they are in the tree."""
    for top in (*HOMES, "tests", "docs", "benchmarks", "examples"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and (not suffixes or path.suffix in suffixes):
                yield path


def python(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_the_public_names_are_exactly_these() -> None:
    assert studio.__all__ == [
        "Brief",
        "Event",
        "FilmResult",
        "Redraw",
        "Reference",
        "SetLine",
        "SetScene",
        "Studio",
        "StudioError",
        "__version__",
    ]


def test_whatever_is_imported_is_a_dependency() -> None:
    """Not one that happens to come along with another; keyring is used where a person has it.

    What runs in an environment of its own has a list of its own.
    """
    known = packages_distributions()
    imported: set[str] = set()
    for path in source_files(".py"):
        if path.relative_to(ROOT).parts[0] in HOMES:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {name.name.partition(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    imported.add(node.module.partition(".")[0])
    foreign = imported - sys.stdlib_module_names - {"studio", "keyring"}
    extras = PROJECT["project"]["optional-dependencies"].values()
    own = tomllib.loads((ROOT / "tools" / "audiocraft" / "environment.toml").read_text(encoding="utf-8"))
    wanted = chain(PROJECT["project"]["dependencies"], *extras, own["packages"], own["alone"])
    declared = {_plain_name(re.split(r"[<>=]", one)[0]) for one in wanted}
    missing = {one for one in foreign if not declared & {_plain_name(name) for name in known.get(one, [one])}}
    assert missing == set()


def _plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("module", ["studio", "studio.agents", "studio.testing"])
def test_every_public_name_is_there(module: str) -> None:
    found = import_module(module)
    for name in found.__all__:
        assert getattr(found, name) is not None
    assert set(found.__all__) <= set(dir(found))
    assert len(set(found.__all__)) == len(found.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = found.nonsense


@pytest.mark.parametrize(
    "code",
    [
        "import studio",
        "import studio.testing",
        "from studio import Studio, Brief, StudioError, SetLine",
        "from studio.tools.offers import offers; offers()",
        "import studio.cli.commands as c; c.app(['--help'], standalone_mode=False)",
        "import studio.cli.commands as c; c.app(['create', '--help'], standalone_mode=False)",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    loaded = python(f"{code}\nimport sys; print('LOADED', *sys.modules)").rpartition("LOADED")[2].split()
    assert "studio" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_the_version_is_one() -> None:
    assert studio.__version__ == PROJECT["project"]["version"]


def test_nothing_imports_the_folders_by_their_own_names() -> None:
    """``agents``, ``tools`` and ``storage`` are other people's names: ours are below ``studio``."""
    guilty = []
    for path in source_files(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
                assert node.level == 0, f"{path} imports relatively"
            guilty += [f"{path}: {one}" for one in modules if one.split(".")[0] in ("agents", "tools", "storage")]
    assert guilty == []


def package_of(folder: Path) -> str:
    """The import name of a folder of the tree."""
    top, *rest = folder.relative_to(ROOT).parts
    return ".".join((HOMES[top], *rest))


def test_every_folder_of_code_is_a_listed_package() -> None:
    folders = {path.parent for top in HOMES for path in (ROOT / top).rglob("*.py") if "__pycache__" not in path.parts}
    assert {package_of(folder) for folder in folders} == set(PROJECT["tool"]["setuptools"]["packages"])
    assert all((folder / "__init__.py").is_file() for folder in folders)


def home_of(package: str) -> Path:
    """The folder of the tree that is installed as ``package``."""
    top, home = max((item for item in HOMES.items() if package.startswith(item[1])), key=lambda item: len(item[1]))
    return ROOT / top / package.removeprefix(home).lstrip(".").replace(".", "/")


def test_every_data_file_is_in_the_package() -> None:
    patterns: dict[str, list[str]] = PROJECT["tool"]["setuptools"]["package-data"]
    covered: set[Path] = set()
    for package, given in patterns.items():
        for pattern in given:
            found = {path for path in home_of(package).glob(pattern) if path.is_file()}
            assert found, f"{package}: {pattern} covers nothing"
            covered |= found
    data = {path for top in HOMES for path in (ROOT / top).rglob("*") if path.is_file()}
    assert {path for path in data - covered if path.suffix not in (".py", ".pyc")} == set()


def test_no_file_knows_the_machine_that_it_was_written_on() -> None:
    places = re.compile(rb"/(?:home|Users|root|work|tmp)/[A-Za-z0-9_.-]+/")
    texts = (".py", ".md", ".toml", ".json", ".txt", ".yml", ".yaml", ".cfg", ".svg")
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group().decode()}"
        for path in (*source_files(*texts), *ROOT.glob("*.*"), ROOT / "Makefile", ROOT / ".ci" / "run")
        if path.is_file() and path.suffix in (*texts, "") and (found := places.search(path.read_bytes()))
    ]
    assert guilty == []


def test_files_stay_small() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in source_files(".py")
        if "tests" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}
