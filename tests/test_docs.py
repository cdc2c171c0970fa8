"""What the documents say about the project is so: commands, code, names of files, links, directions of imports."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Group, Option
from click.testing import CliRunner

import claimx
from claimx.cli.main import COMMANDS, main
from claimx.records import Article

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "claimx"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]
MANUAL = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

LAYERS: dict[str, set[str]] = {
    "errors": set(),
    "records": set(),
    "paragraphs": set(),
    "contract": {"records"},
    "readers": {"records", "errors"},
    "writers": {"records", "errors"},
    "language": {"paragraphs", "errors"},
    "rules": {"language", "paragraphs", "records", "errors"},
    "components": {"rules", "language", "paragraphs", "records", "errors"},
    "assemble": {"components", "paragraphs", "records", "errors"},
    "pipeline": {"assemble", "components", "rules", "language", "paragraphs", "records", "errors"},
    "explain": {"pipeline", "assemble", "components", "rules", "records", "errors"},
    "rule_tests": {"pipeline", "components", "rules", "records", "errors"},
    "batch": {"pipeline", "readers", "writers", "records", "errors"},
    "cli": {
        "language",
        "batch",
        "explain",
        "rule_tests",
        "pipeline",
        "components",
        "rules",
        "readers",
        "writers",
        "contract",
    }
    | {"records", "errors"},
}
"""What each part of the package may import of the others."""

EXCEPTIONS = {("components/claims.py", "assemble")}
"""The claims stage registers `doc._.claims`, so that a saved pipeline has it wherever it is loaded."""


def blocks(text: str, language: str = "") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_python_code_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(README, "python")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102
    assert capsys.readouterr().out == "mayor denied the bridge was closed denies none\n"
    document = claimx.extract(names["nlp"], Article("x", "The mayor denied that the bridge was closed."))
    assert [claim.assertion for claim in document.claims] == ["denies"]


def commands(text: str) -> Iterator[list[str]]:
    """Yield the claimx commands of a page's blocks, without comments and what stands in front of a pipe."""
    for block in blocks(text):
        for line in block.splitlines():
            for part in re.split(r"\||&&", line.split("#")[0]):
                words = shlex.split(part) if part.count("'") % 2 == 0 else []
                if words and words[0].rpartition("/")[2] == "claimx":
                    yield words[1:]


def test_every_command_of_the_readme_exists_with_its_options() -> None:
    found = list(commands(README))
    assert len(found) > 6
    for name, *arguments in found:
        known = {option for parameter in COMMANDS[name].load().params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("-") and word != "-"} <= known


def test_the_rules_of_the_readme_work(tmp_path: Path) -> None:
    rules = [block for block in blocks(README, "yaml") if block.startswith("format: 1")]
    assert rules
    (tmp_path / "words.yml").write_text(rules[0], encoding="utf-8")
    (tmp_path / "article.txt").write_text("Ida Voss opined that the crates were empty.", encoding="utf-8")
    checked = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])
    assert checked.exit_code == 0, checked.output
    arguments = ["extract", "--rules", str(tmp_path), str(tmp_path / "article.txt"), "-f", "csv"]
    assert ",opined," in CliRunner().invoke(main, arguments).stdout


def options() -> Iterator[tuple[str, str]]:
    for name, command in COMMANDS.items():
        loaded = command.load()
        subcommands = loaded.commands.values() if isinstance(loaded, Group) else [loaded]
        for subcommand in subcommands:
            for option in subcommand.params:
                if isinstance(option, Option):
                    yield name, max(option.opts, key=len)


@pytest.mark.parametrize(("command", "option"), sorted(set(options())))
def test_every_option_stands_in_the_documents(command: str, option: str) -> None:
    assert option in MANUAL, f"claimx {command} {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def paths_named(text: str) -> set[str]:
    return {name.split(":")[0] for name in re.findall(r"`([\w./-]+\.(?:py|yml|json)(?::[\w.]+)?)`", text)}


@pytest.mark.parametrize("name", sorted(paths_named(ARCHITECTURE)))
def test_files_that_the_architecture_names_exist(name: str) -> None:
    stages = PACKAGE / "components"
    places = [ROOT, PACKAGE, stages, stages / "resolution", PACKAGE / "language", ROOT / "rules"]
    assert any((place / name).exists() for place in places)


def test_symbols_that_the_architecture_names_exist() -> None:
    named = re.findall(r"`([\w/]+\.py):([\w.]+)`", ARCHITECTURE)
    assert len(named) >= 5
    for path, symbol in named:
        source = (PACKAGE / path).read_text(encoding="utf-8")
        for part in symbol.split("."):
            assert re.search(rf"\b(?:def|class) {part}\b", source), f"{path}: {part}"


def imports(path: Path) -> Iterator[str]:
    """Yield the parts of the package that a module imports, at its top or later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module] if node.module != "claimx" else [f"claimx.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        for module in modules:
            if module.startswith("claimx.") and module.count(".") >= 1:
                yield module.split(".")[1]


@pytest.mark.parametrize("part", sorted(LAYERS))
def test_imports_point_one_way(part: str) -> None:
    files = sorted((PACKAGE / part).rglob("*.py")) or [PACKAGE / f"{part}.py"]
    allowed = LAYERS[part] | {part, "__version__"}
    found = {(path.relative_to(PACKAGE).as_posix(), name) for path in files for name in imports(path)}
    assert not {(path, name) for path, name in found - EXCEPTIONS if name not in allowed}


def test_every_part_of_the_package_has_its_layer() -> None:
    parts = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert parts - {"__init__", "__main__"} == set(LAYERS)


def test_no_file_of_the_package_grows_too_long() -> None:
    long_files = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    long_functions = {
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (node.end_lineno or 0) - node.lineno >= 60
    }
    assert not long_files and not long_functions
