"""What the four stages that run on rules have in common: where their rules come from, and how they are saved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from claimx.errors import RuleError
from claimx.rules.locate import SUFFIXES, shipped_rules
from claimx.rules.reader import load_rules
from claimx.rules.ruleset import RuleSet

if TYPE_CHECKING:
    from spacy.language import Language

Self = TypeVar("Self", bound="RuleComponent")

SAVED = "rules.json"
_Stamp = tuple[str, int, int]
"""A file's path, time of its last change (nanoseconds) and size."""


class RuleComponent:
    """A pipeline component that runs on a `RuleSet`.

    A saved pipeline carries the texts of its rule files, so that it works without the folders it was made from.
    """

    def __init__(self, nlp: Language, name: str, rules: RuleSet) -> None:
        self.nlp = nlp
        self.name = name
        self.rules = rules
        self._missing: RuleError | None = None
        self.compile()

    @classmethod
    def from_config(cls: type[Self], nlp: Language, name: str, rules: Sequence[str], topic: str | None) -> Self:
        """Build the component from the folders (or files) of its configuration; the shipped rules always count.

        A saved pipeline is built like this too before its own rules are read. Folders that are gone by then are no
        error yet: only a component that never gets any rules raises when it is used.

        Raises:
            RuleError: the rules have problems.
        """
        try:
            found = rules_of(rules, topic)
        except RuleError as error:
            paths = [*rules, topic] if topic is not None and topic.endswith(SUFFIXES) else rules
            if all(Path(path).exists() for path in paths):
                raise
            component = cls.__new__(cls)
            component.nlp, component.name, component._missing = nlp, name, error
            return component
        return cls(nlp, name, found)

    def compile(self) -> None:
        """Make matchers of `self.rules`; called whenever the rules have changed."""

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the rule files and the topic."""
        topic = self.rules.topic.id if self.rules.topic is not None else None
        saved = {"topic": topic, "files": dict(self.rules.files)}
        return json.dumps(saved, ensure_ascii=False, indent=1).encode()

    def from_bytes(self: Self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Take over the rules that `to_bytes` returned.

        Raises:
            RuleError: the rules have problems (the files were changed, or come from another version).
        """
        self.rules = _saved_rules(data)
        self._missing = None
        self.compile()
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the rule files and the topic to `rules.json` in the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SAVED).write_bytes(self.to_bytes())

    def from_disk(self: Self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Take over the rules that `to_disk` wrote.

        Raises:
            RuleError: the rules have problems.
        """
        return self.from_bytes((Path(path) / SAVED).read_bytes())

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Reached only for what `compile` would have set (private names): say why there are no rules. spaCy asks
            # every component for public attributes that it may or may not have.
            missing = self.__dict__.get("_missing")
            if missing is not None and (name == "rules" or re.match("_[^_]", name)):
                raise missing
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def rules_of(folders: Sequence[str], topic: str | None = None) -> RuleSet:
    """Return the rule set of the shipped rules, these folders and this topic; each set is read once a process.

    Files that have changed since are read again.

    Raises:
        RuleError: with every problem of every file.
    """
    paths = [shipped_rules(), *map(Path, folders)]
    if topic is not None and topic.endswith(SUFFIXES):
        paths.append(Path(topic))
    stamps = tuple(stamp for path in paths for stamp in _stamps(path))
    return _cached_rules(tuple(folders), topic, stamps)


@lru_cache(maxsize=8)
def _cached_rules(folders: tuple[str, ...], topic: str | None, stamps: tuple[_Stamp, ...]) -> RuleSet:
    """Read a rule set; `stamps` only tell changed files from unchanged ones."""
    return load_rules([Path(folder) for folder in folders], topic)


def _stamps(path: Path) -> list[_Stamp]:
    """Return the stamps of a rule file, or of all rule files below a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    known = [file for file in files if file.suffix in SUFFIXES and file.is_file()]
    return [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in known]


@lru_cache(maxsize=8)
def _saved_rules(data: bytes) -> RuleSet:
    """Read what `RuleComponent.to_bytes` returned; the stages of one pipeline share their rules."""
    saved = json.loads(data)
    return load_rules((), saved["topic"], files=saved["files"])
