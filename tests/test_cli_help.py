"""Help, version, schema and manual: what people read before they run anything."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import claimx
from claimx.cli.main import COMMANDS, main
from claimx.contract import line_schema, output_schema
from claimx.writers.flat import COLUMNS


def run_claimx(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


class TestSchema:
    def test_prints_the_schema(self) -> None:
        result = run_claimx("schema")
        assert result.exit_code == 0
        assert json.loads(result.stdout) == output_schema()

    def test_line(self) -> None:
        assert json.loads(run_claimx("schema", "--line").stdout) == line_schema()


class TestHelp:
    def test_version(self) -> None:
        assert run_claimx("--version").stdout == f"claimx {claimx.__version__}\n"

    @pytest.mark.parametrize("option", ["-h", "--help"])
    def test_lists_all_commands(self, option: str) -> None:
        result = run_claimx(option)
        assert result.exit_code == 0
        for name, command in COMMANDS.items():
            assert re.search(rf"^  {name} +{re.escape(command.summary)}$", result.stdout, re.MULTILINE)

    @pytest.mark.parametrize("name", ["extract", "batch", "schema"])
    @pytest.mark.parametrize("option", ["-h", "--help"])
    def test_commands_explain_themselves_with_examples(self, name: str, option: str) -> None:
        result = run_claimx(name, option)
        assert result.exit_code == 0
        assert f"claimx {name} " in result.stdout.split("Examples:")[1]

    @pytest.mark.parametrize("name", ["extract", "batch", "schema"])
    def test_every_option_has_a_help(self, name: str) -> None:
        options = [item for item in COMMANDS[name].load().params if isinstance(item, click.Option)]
        assert options
        assert all(option.help for option in options)

    def test_an_unknown_command_gets_a_suggestion(self) -> None:
        result = run_claimx("extrat", "a.txt")
        assert result.exit_code == 2
        assert "Did you mean 'extract'?" in result.stderr


DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", ["extract", "batch", "schema"])
def test_docs_name_every_command_and_option(name: str) -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert f"claimx {name}" in text
    for option in COMMANDS[name].load().params:
        if isinstance(option, click.Option):
            for spelling in option.opts + option.secondary_opts:
                assert f"`{spelling}" in text or f"{spelling}`" in text, spelling


def test_docs_name_every_column() -> None:
    text = (DOCS / "output.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"`{column}`" in text


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_can_be_loaded(name: str) -> None:
    module, attribute = COMMANDS[name].target.split(":")
    command = getattr(importlib.import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.name == name
