"""From rule files to a `RuleSet`: the shipped rules, then the user's folders, then the topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from claimx.errors import RuleError, RuleProblem
from claimx.rules.checks import check_files
from claimx.rules.lexicons import Lexicons, expand_all, names_in
from claimx.rules.locate import RuleText, from_saved, read_folder, shipped_rules
from claimx.rules.marks import MarkedYaml, read_yaml
from claimx.rules.pasted import expand_pattern
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import Node, Rule, Topic
from claimx.rules.shapes import SECTIONS, ParsedFile, nearest, parse

DEFAULT_TOPIC = "isis"


@dataclass
class RuleBook:
    """All rule files of a run, parsed, in order of their layers, and everything that is wrong with them."""

    files: list[ParsedFile] = field(default_factory=list)
    topic: str | None = None
    topics: tuple[str, ...] = ()
    problems: list[RuleProblem] = field(default_factory=list)
    lexicons: dict[str, tuple[str, ...]] = field(default_factory=dict)


def load_rules(
    folders: Sequence[Path] = (),
    topic: str | Path | None = None,
    *,
    files: Mapping[str, str] | None = None,
    drafts: bool = False,
) -> RuleSet:
    """Read the shipped rules, then the user's, and return the set that counts.

    Args:
        folders: Rule folders (or single files) of the user, in order. A rule with the id of an earlier one replaces
            it; a lexicon of the same name replaces, `extend` adds words, `disable` switches rules off.
        topic: Id of a topic (default: `isis`, or the only one in `files`), or the path of a topic file. Files of
            other topics are left out; files without a topic always count.
        files: Texts by path, as `RuleSet.files` holds them, instead of the shipped rules: for a saved pipeline.
        drafts: Keep rules with `status: draft`.

    Raises:
        RuleError: with every problem of every file.
    """
    book = read_book(folders, topic, files=files, warnings=False)
    errors = [problem for problem in book.problems if problem.severity == "error"]
    if errors:
        raise RuleError(errors)
    return build(book, drafts=drafts)


def read_book(
    folders: Sequence[Path] = (),
    topic: str | Path | None = None,
    *,
    files: Mapping[str, str] | None = None,
    warnings: bool = True,
) -> RuleBook:
    """Read and check all files; problems are collected in the result, none is raised."""
    book = RuleBook()
    texts = list(from_saved(files)) if files is not None else _texts(book, folders)
    wanted = _wanted_topic(book, topic, texts)
    marked = [_marked(text) for text in texts]
    topics = {name: item for item in marked if (name := _topic_id(item)) is not None}
    if wanted is None:
        wanted = next(iter(topics)) if files is not None and len(topics) == 1 else DEFAULT_TOPIC
    if wanted not in topics:
        hint = nearest(wanted, topics) or f"known topics: {', '.join(sorted(topics)) or 'none'}"
        if topics or topic is not None:
            book.problems.append(RuleProblem("rules", 1, 1, "R126", f"unknown topic '{wanted}'", hint=hint))
    book.topic, book.topics = wanted, tuple(sorted(topics))
    used = _used(book, marked, topics.get(wanted))
    for item in marked:
        if _topic_id(item) in (None, wanted) or item.source.key in used:
            # A later folder's file of the same topic takes the place of ours.
            if _topic_id(item) == wanted and item is not topics[wanted] and item.source.key not in used:
                continue
            book.files.append(_parsed(item.source))
    for parsed in book.files:
        book.problems.extend(parsed.problems)
    _merge_lexicons(book)
    _check_names(book)
    book.problems.extend(check_files(book.files, book.lexicons, warnings=warnings))
    # Warnings wait until a file is sound: an error is often their cause.
    broken = {problem.path for problem in book.problems if problem.severity == "error"}
    book.problems = [found for found in book.problems if found.severity == "error" or found.path not in broken]
    return book


@lru_cache(maxsize=128)
def _marked(text: RuleText) -> MarkedYaml:
    """Read a file's YAML; a process reads each text once, however many rule sets it is in."""
    return read_yaml(text)


@lru_cache(maxsize=128)
def _parsed(text: RuleText) -> ParsedFile:
    """Validate a file, once a process like its YAML."""
    return parse(_marked(text))


def _texts(book: RuleBook, folders: Sequence[Path]) -> list[RuleText]:
    texts: list[RuleText] = []
    for layer, folder in enumerate([shipped_rules(), *folders]):
        found, problems = read_folder(folder, layer)
        texts.extend(found)
        book.problems.extend(problems)
    return texts


def _wanted_topic(book: RuleBook, topic: str | Path | None, texts: list[RuleText]) -> str | None:
    """Return the topic's id; a topic that is given as a file is read as one more layer."""
    if topic is None:
        return None
    path = Path(topic)
    if isinstance(topic, str) and path.suffix not in (".yml", ".yaml"):
        return topic
    found, problems = read_folder(path, 1 + max((text.layer for text in texts), default=0))
    book.problems.extend(problems)
    texts.extend(found)
    names = [name for text in found if (name := _topic_id(_marked(text))) is not None]
    if not names and not problems:
        hint = "add 'topic:' with id and target"
        book.problems.append(RuleProblem(path.as_posix(), 1, 1, "R126", "the file has no 'topic'", hint=hint))
    return names[0] if names else None


def _topic_id(marked: MarkedYaml) -> str | None:
    topic = marked.data.get("topic") if isinstance(marked.data, dict) else None
    if topic is None:
        return None
    name = topic.get("id") if isinstance(topic, dict) else None
    return name if isinstance(name, str) else ""


def _used(book: RuleBook, marked: list[MarkedYaml], start: MarkedYaml | None) -> set[str]:
    """Return the keys of the files that the topic's file needs (`use`), and report names that do not exist."""
    paths: dict[str, list[MarkedYaml]] = {}
    for item in marked:
        paths.setdefault(item.source.path, []).append(item)
    needs: dict[str, list[str]] = {}
    for item in marked:
        uses = item.data.get("use", []) if isinstance(item.data, dict) else []
        for index, name in enumerate(uses if isinstance(uses, list) else []):
            if not isinstance(name, str):
                continue
            beside = _joined(item.source.path, name)
            found = [
                other
                for path in (beside, name)
                for other in paths.get(path, [])
                if other.source.layer in (item.source.layer, 0)
            ]
            if found:
                needs.setdefault(item.source.key, []).append(found[0].source.key)
            else:
                hint = nearest(name, paths) or "a path relative to this file or to the shipped rules"
                book.problems.append(item.problem(("use", index), "R125", f"unknown rule file '{name}'", hint))
    reached: set[str] = set()
    waiting = [start.source.key] if start is not None else []
    while waiting:
        for key in needs.get(waiting.pop(), []):
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    return reached


def _joined(path: str, name: str) -> str:
    """Return `name` relative to the folder of `path`, with `..` resolved; it never leaves the rule folder."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / name).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _merge_lexicons(book: RuleBook) -> None:
    """Merge the lexicons of all files, layer by layer, then expand them."""
    lists: dict[str, list[str]] = {}
    places: dict[str, tuple[MarkedYaml, int]] = {}
    for layer in sorted({parsed.yaml.source.layer for parsed in book.files}):
        here = [parsed for parsed in book.files if parsed.yaml.source.layer == layer]
        for parsed in here:
            for name, words in _lists(parsed, "lexicons"):
                if name in places and places[name][1] == layer:
                    first = places[name][0]
                    message = f"the lexicon '{name}' stands twice"
                    hint = f"the first: {first.place(('lexicons', name), parsed.yaml)}"
                    book.problems.append(parsed.yaml.problem(("lexicons", name), "R123", message, hint, key=True))
                    continue
                lists[name] = words
                places[name] = (parsed.yaml, layer)
        for parsed in here:
            for name, words in _lists(parsed, "extend"):
                if name in lists:
                    lists[name] = [*lists[name], *words]
                else:
                    message = f"'extend' names the unknown lexicon '{name}'"
                    book.problems.append(
                        parsed.yaml.problem(("extend", name), "R124", message, nearest(name, lists), key=True)
                    )
    book.lexicons, cycles = expand_all(lists)
    for name, chain in cycles.items():
        marked = places[name][0]
        message = f"the lexicon '{name}' contains itself: {' -> '.join(chain)}"
        book.problems.append(marked.problem(("lexicons", name), "R122", message, key=True))


def _lists(parsed: ParsedFile, key: str) -> Iterable[tuple[str, list[str]]]:
    """Yield a file's word lists, without the items that are wrong, so that one bad word hides no lexicon."""
    lists = parsed.yaml.data.get(key) if isinstance(parsed.yaml.data, dict) else None
    for name, words in (lists if isinstance(lists, dict) else {}).items():
        yield name, [word for word in (words if isinstance(words, list) else []) if isinstance(word, str)]


def _check_names(book: RuleBook) -> None:
    """Report unknown lexicons, ids that stand twice in one folder, and `disable` of rules that do not exist."""
    seen: dict[tuple[int, str], tuple[MarkedYaml, tuple[str, int]]] = {}
    every = {rule.id for parsed in book.files for _, _, rule in parsed.rules}
    for parsed in book.files:
        marked = parsed.yaml
        for loc, name in _lexicon_places(marked.data, ()):
            if name not in book.lexicons:
                hint = nearest(f"${name}", [f"${known}" for known in book.lexicons])
                book.problems.append(marked.problem(loc, "R121", f"unknown lexicon '${name}'", hint))
        for loc, item in _bad_items(marked.data):
            hint = "'*' stands for words between two others" if item.strip() else "remove it"
            book.problems.append(marked.problem(loc, "R113", f"the word '{item}' fits nothing", hint))
        for section, index, rule in parsed.rules:
            first, place = seen.setdefault((marked.source.layer, rule.id), (marked, (section, index)))
            if (first, place) != (marked, (section, index)):
                hint = f"the first: {first.place(place, marked)}"
                message = f"the id '{rule.id}' stands twice"
                book.problems.append(marked.problem((section, index, "id"), "R123", message, hint))
        for index, name in enumerate(parsed.header.disable if parsed.header else []):
            if name not in every:
                message = f"'disable' names the unknown rule '{name}'"
                book.problems.append(marked.problem(("disable", index), "R124", message, nearest(name, every)))


def _bad_items(data: Any) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Yield the words of a file's lexicons and topic that are empty, or have a `*` at an edge."""
    for section in ("lexicons", "extend", "topic"):
        lists = data.get(section) if isinstance(data, dict) else None
        for name, items in (lists if isinstance(lists, dict) else {}).items():
            for index, item in enumerate(items if isinstance(items, list) else []):
                if isinstance(item, str) and (not item.strip() or "*" in (item.split()[0], item.split()[-1])):
                    yield (section, name, index), item


def _lexicon_places(data: Any, loc: tuple[str | int, ...]) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Yield where lexicon names stand in a file's data (examples and titles are texts, not words)."""
    if isinstance(data, str):
        for name in names_in(data):
            yield loc, name
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _lexicon_places(item, (*loc, index))
    elif isinstance(data, dict):
        for key, item in data.items():
            if key not in ("examples", "title", "REGEX"):
                yield from _lexicon_places(item, (*loc, key))


def build(book: RuleBook, *, drafts: bool = False) -> RuleSet:
    """Return the rules that count: replaced, disabled and draft rules are gone, lexicons are put into patterns."""
    rules: dict[str, tuple[str, Located[Any]]] = {}
    topic: Topic | None = None
    for parsed in sorted(book.files, key=lambda parsed: parsed.yaml.source.layer):
        source = parsed.yaml.source
        header = parsed.header
        if header is not None and header.topic is not None and header.topic.id == book.topic:
            topic = header.topic
        for section, index, rule in parsed.rules:
            line = parsed.yaml.line((section, index))
            rules[rule.id] = (section, Located(_expanded(rule, book.lexicons), source.path, line, source.shown))
    for parsed in book.files:
        for name in parsed.header.disable if parsed.header is not None else []:
            rules.pop(name, None)
    sections: dict[str, list[Located[Any]]] = {section: [] for section in SECTIONS}
    for section, located in rules.values():
        if drafts or located.rule.status != "draft":
            sections[section].append(located)
    for found in sections.values():
        found.sort(key=lambda located: (-located.rule.priority, located.name))
    texts = {parsed.yaml.source.key: parsed.yaml.source.text for parsed in book.files}
    return RuleSet(
        lexicons=book.lexicons,
        topic=topic,
        files=texts,
        **{section: tuple(found) for section, found in sections.items()},
    )


def _expanded(rule: Rule, lexicons: Lexicons) -> Rule:
    """Return the rule with lexicon names in its pasted spaCy patterns put in."""
    update: dict[str, Any] = {}
    for key in ("tokens", "dependency"):
        pattern = getattr(rule, key, None)
        if pattern is not None:
            update[key] = expand_pattern(pattern, lexicons)
    nodes: Mapping[str, Node] | None = getattr(rule, "nodes", None)
    if nodes is not None and any(node.model_extra for node in nodes.values()):
        update["nodes"] = {name: _expanded_node(node, lexicons) for name, node in nodes.items()}
    return rule.model_copy(update=update) if update else rule


def _expanded_node(node: Node, lexicons: Lexicons) -> Node:
    raw = node.model_extra
    return node.model_copy(update=expand_pattern(raw, lexicons)) if raw else node
