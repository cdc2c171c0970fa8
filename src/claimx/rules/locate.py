"""Where rule files stand, and their text: the shipped rules, the user's folders, a topic's own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from claimx.errors import RuleError, RuleProblem

SUFFIXES = (".yml", ".yaml")
MAX_CHARACTERS = 5_000_000
"""Largest rule file that is read; 5,000 names take about 150,000 characters."""


@dataclass(frozen=True)
class RuleText:
    """The text of one rule file.

    `path` is relative to its rule folder, with forward slashes: it names rules in records. `shown` is the path for
    messages. `layer` orders the folders: 0 is what ships, and a higher layer replaces a lower one.
    """

    path: str
    shown: str
    layer: int
    text: str

    @property
    def key(self) -> str:
        """Name under which a saved pipeline keeps this file: layer and path."""
        return f"{self.layer}/{self.path}"


def shipped_rules() -> Path:
    """Return the folder of the rules that ship: inside an installed package, or beside `src` in a checkout.

    Raises:
        RuleError: neither exists, so the installation is broken.
    """
    packed = Path(str(resources.files("claimx").joinpath("shipped_rules")))
    if packed.is_dir():
        return packed
    source = Path(__file__).resolve().parents[3] / "rules"
    if source.is_dir():
        return source
    raise RuleError([_problem(str(packed), "the rules that ship with claimx are missing", "install claimx again")])


def read_folder(folder: Path, layer: int) -> tuple[list[RuleText], list[RuleProblem]]:
    """Read all `.yml` and `.yaml` files below `folder` (or `folder` itself, when it is a file), sorted by path."""
    if folder.is_file():
        return _read_all([folder], folder.parent, layer)
    if not folder.is_dir():
        return [], [_problem(str(folder), "no such folder or file")]
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    return _read_all(found, folder, layer)


def from_saved(files: Mapping[str, str]) -> list[RuleText]:
    """Return rule texts from what `RuleSet.files` holds; paths without a layer number count as what ships."""
    texts = []
    for key, text in sorted(files.items()):
        first, _, rest = key.partition("/")
        layer, path = (int(first), rest) if first.isdigit() and rest else (0, key)
        texts.append(RuleText(path=path, shown=path, layer=layer, text=text))
    return texts


def _read_all(paths: Sequence[Path], root: Path, layer: int) -> tuple[list[RuleText], list[RuleProblem]]:
    texts: list[RuleText] = []
    problems: list[RuleProblem] = []
    for path in paths:
        shown = _shown(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.append(_problem(shown, f"cannot be read: {error.strerror}"))
            continue
        if len(data) > MAX_CHARACTERS:
            problems.append(_problem(shown, f"is larger than {MAX_CHARACTERS:,} bytes", "split the file", "R104"))
            continue
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.append(_undecodable(shown, data, error))
            continue
        texts.append(RuleText(path.relative_to(root).as_posix(), shown, layer, text))
    return texts, problems


def _shown(path: Path) -> str:
    """Return a path for people: relative to the working folder where it lies below."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _undecodable(shown: str, data: bytes, error: UnicodeDecodeError) -> RuleProblem:
    """Say where the first byte stands that is not UTF-8."""
    before = data[: error.start]
    line_start = before.rfind(b"\n") + 1
    return RuleProblem(
        path=shown,
        line=before.count(b"\n") + 1,
        column=len(before[line_start:].decode("utf-8", "replace")) + 1,
        code="R102",
        message=f"the file is not UTF-8 (byte 0x{data[error.start]:02x})",
        hint="save it as UTF-8",
        snippet=data[line_start:].split(b"\n", 1)[0].decode("utf-8", "replace"),
    )


def _problem(path: str, message: str, hint: str | None = None, code: str = "R102") -> RuleProblem:
    return RuleProblem(path=path, line=1, column=1, code=code, message=message, hint=hint)
