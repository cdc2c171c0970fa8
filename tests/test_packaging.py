"""What is shipped: names others rely on, what importing costs, and the wheel in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass, fields
from importlib.metadata import distribution
from pathlib import Path

import pytest

import claimx
from claimx import records
from claimx.cli.main import COMMANDS
from claimx.writers.flat import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
PINNED = Path(__file__).with_name("registry.json")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program far from the sources and return its standard output."""
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- names ----------------------------------------------------------------------------------------------------------


def registry() -> dict[str, object]:
    """Return every name that users, their configurations and their spreadsheets rely on."""
    entry_points = distribution("claimx").entry_points
    classes = [records.Document, records.Claim, records.Source, records.Cue, records.Content, records.TextSpan]
    return {
        "format": records.FORMAT,
        "factories": {e.name: e.value for e in entry_points if e.group == "spacy_factories"},
        "scripts": {e.name: e.value for e in entry_points if e.group == "console_scripts"},
        "commands": sorted(COMMANDS),
        "columns": list(COLUMNS),
        "records": {
            cls.__name__: [f.name for f in fields(cls)] for cls in [*classes, records.Stance, records.Evidence]
        },
        "claimx": sorted(claimx.__all__),
    }


def test_no_name_that_others_rely_on_has_changed() -> None:
    # A wanted change: write `registry()` to the file, and put the change into CHANGELOG.md.
    assert registry() == json.loads(PINNED.read_text(encoding="utf-8"))


def test_the_version_is_the_same_everywhere() -> None:
    assert distribution("claimx").version == claimx.__version__


# --- what importing costs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "import claimx",
        "import claimx.records, claimx.contract",
        "from claimx.cli.main import main; main(['--help'], standalone_mode=False)",
        "from claimx.cli.main import main; main(['--version'], standalone_mode=False)",
        "from claimx.cli.main import main; main(['schema'], standalone_mode=False)",
        "from claimx.cli.main import main; main(['extract', '--help'], standalone_mode=False)",
        "from claimx.cli.main import main; main(['batch', '--help'], standalone_mode=False)",
    ],
)
def test_no_spacy_is_loaded_for(code: str, tmp_path: Path) -> None:
    check = (
        "\nheavy = {'spacy', 'thinc', 'numpy', 'onnxruntime'} & set(__import__('sys').modules)\nassert not heavy, heavy"
    )
    run(sys.executable, "-c", code + check, cwd=tmp_path)


# --- the wheel ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Installed:
    """The wheel, and a new environment that it is installed into."""

    wheel: Path
    python: Path
    script: Path
    away: Path


def build(kind: str, out: Path) -> Path:
    """Build `wheel` or `sdist` with what is installed here, and return the file."""
    run(sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", out, ROOT, cwd=out.parent)
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel into a new environment that borrows the libraries, but not claimx, from this one."""
    place = tmp_path_factory.mktemp("packaging")
    wheel = build("wheel", place / "dist")
    environment = place / "environment"
    venv.EnvBuilder(with_pip=True).create(environment)
    folder = environment / ("Scripts" if os.name == "nt" else "bin")
    python = folder / Path(sys.executable).name
    site_packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place).strip())
    # Lines of a .pth file come behind the environment's own packages, and .pth files found there are not followed.
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "borrowed.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel, cwd=place)
    away = place / "away"
    away.mkdir()
    return Installed(wheel, python, folder / "claimx", away)


@pytest.mark.slow
def test_the_wheel_holds_all_that_is_needed(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        names = set(archive.namelist())
    model = "claimx/language/en_claimx_news/"
    wanted = {
        "claimx/py.typed",
        model + "config.cfg",
        model + "meta.json",
        model + "LICENSE",
        model + "MODEL_CARD.md",
    }
    rules = {f"claimx/shipped_rules/{path.relative_to(ROOT / 'rules').as_posix()}" for path in rule_files()}
    assert wanted | rules <= names
    licences = {name for name in names if ".dist-info/licenses/" in name}
    assert {name.split("/licenses/")[1] for name in licences} == {"LICENSE", f"src/{model}LICENSE"}
    assert not [name for name in names if name.startswith(("tests/", "training/", "corpus/", "benchmarks/"))]


def rule_files() -> list[Path]:
    return sorted((ROOT / "rules").rglob("*.yml"))


@pytest.mark.slow
def test_the_installed_program_extracts_from_another_folder(installed: Installed) -> None:
    (installed.away / "news.txt").write_text("Ida Voss said that the harbour was closed.", encoding="utf-8")
    document = json.loads(run(installed.script, "extract", "news.txt", cwd=installed.away))["documents"][0]
    (claim,) = document["claims"]
    assert (claim["source"]["name"], claim["cue"]["text"]) == ("Ida Voss", "said")
    assert claim["content"]["text"] == "the harbour was closed"
    assert claim["rule"].startswith("claims/")


@pytest.mark.slow
def test_the_installed_program_uses_nothing_of_the_source_folder(installed: Installed) -> None:
    code = (
        "import claimx\n"
        "from claimx.language.model import embedded_path\n"
        "from claimx.rules.locate import shipped_rules\n"
        "print(claimx.__file__, embedded_path(), shipped_rules(), sep='\\n')"
    )
    paths = run(installed.python, "-c", code, cwd=installed.away).splitlines()
    environment = installed.python.parent.parent
    assert all(environment in Path(path).parents for path in paths), paths


@pytest.mark.slow
def test_the_installed_program_runs_its_own_rules(installed: Installed) -> None:
    assert run(installed.script, "--version", cwd=installed.away) == f"claimx {claimx.__version__}\n"
    run(installed.script, "rules", "check", cwd=installed.away)
    listed = run(installed.python, "-m", "claimx", "rules", "list", cwd=installed.away)
    assert "say-clause" in listed


@pytest.mark.slow
def test_the_sdist_holds_what_it_takes_to_build_and_test(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path / "dist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = ["pyproject.toml", "README.md", "LICENSE", "ARCHITECTURE.md", "CHANGELOG.md"]
    wanted += ["corpus/briefing.txt", "corpus/release.json", "rules/claims/verbs.yml", "tests/conftest.py"]
    wanted += ["benchmarks/floors.json", "training/README.md", "src/claimx/language/en_claimx_news/config.cfg"]
    assert set(wanted) <= names
