"""Reading rule folders: layers, lexicons, topics, order, saved texts."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from claimx.errors import ExitCode, RuleError
from claimx.rules.locate import shipped_rules
from claimx.rules.reader import load_rules, read_book
from claimx.rules.ruleset import RuleSet

WORDS = "format: 1\nlexicons:\n  verbs.say: [say, tell]\n  verbs.all: [$verbs.say, think]\n"
CLAIM = """\
format: 1
claims:
  - id: say-clause
    title: {title}
    priority: {priority}
    nodes:
      cue: {{lemma: $verbs.all}}
      content: {{child_of: cue, dep: ccomp}}
"""
TOPIC = """\
format: 1
topic: {{id: {id}, target: {id} danger, names: [{id}]}}
stances:
  - {{id: {id}-grows, title: It grows, gives: affirms, phrases: [grow]}}
"""
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes files (`name__yml=text`, `__` for a dot) into a new folder."""
    made: list[Path] = []

    def make(**files: str) -> Path:
        path = tmp_path / f"rules{len(made)}"
        made.append(path)
        for name, text in files.items():
            target = path / name.replace("__", ".").replace("_in_", "/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return path

    return make


def of(files: dict[str, str], topic: str | None = None) -> RuleSet:
    return load_rules(files=files, topic=topic)


def test_the_rules_that_ship_are_read_and_sorted() -> None:
    rules = load_rules()
    assert rules.topic is not None and rules.topic.id == "isis"
    for section in (rules.claims, rules.entities, rules.assertions, rules.sources, rules.kinds, rules.stances):
        order = [(-located.rule.priority, located.name) for located in section]
        assert order == sorted(order)
    assert all(not word.startswith("$") for words in rules.lexicons.values() for word in words)
    first = rules.claims[0]
    assert first.name == f"{first.path}:{first.rule.id}"
    assert f"id: {first.rule.id}" in (shipped_rules() / first.path).read_text("utf-8").splitlines()[first.line - 1]


def test_lexicons_are_expanded_without_repeats() -> None:
    rules = of({"a.yml": WORDS + "extend:\n  verbs.say: [opine, say]\n"})
    assert rules.lexicons["verbs.all"] == ("say", "tell", "opine", "think")
    assert rules.words(["$verbs.say", "tell", "wager"]) == ("say", "tell", "opine", "wager")
    assert rules.words("word") == ("word",)
    assert rules.words(None) == ()
    assert rules.words(["$verbs.say of $verbs.all"]) == ("$verbs.say of $verbs.all",)


def test_lexicons_are_put_into_pasted_patterns() -> None:
    text = """\
format: 1
lexicons: {titles: [judge, dean]}
entities:
  - id: titled
    title: A title and a name
    label: PERSON
    tokens: [{LOWER: $titles}, {LOWER: {IN: [$titles, of]}}, {LOWER: {NOT_IN: $titles}}]
claims:
  - id: raw
    title: A node with spaCy's keys
    nodes: {cue: {LEMMA: $titles}}
"""
    rules = of({"a.yml": text})
    assert rules.entities[0].rule.tokens == [
        {"LOWER": {"IN": ["judge", "dean"]}},
        {"LOWER": {"IN": ["judge", "dean", "of"]}},
        {"LOWER": {"NOT_IN": ["judge", "dean"]}},
    ]
    assert rules.claims[0].rule.nodes is not None
    assert rules.claims[0].rule.nodes["cue"].model_extra == {"LEMMA": {"IN": ["judge", "dean"]}}


def test_a_later_folder_replaces_adds_and_disables(folder: Folder) -> None:
    ours = folder(a__yml=WORDS, b__yml=CLAIM.format(title="Ours", priority=50), c__yml=OTHER)
    theirs = folder(deep_in_x__yml=CLAIM.format(title="Theirs", priority=70))
    last = folder(y__yml="format: 1\ndisable: [other]\nextend: {verbs.say: [opine]}\nlexicons: {verbs.new: [nod]}\n")
    rules = load_rules([ours, theirs, last])
    found = {located.rule.id: located for located in rules.claims}
    assert found["say-clause"].rule.title == "Theirs"
    assert found["say-clause"].path == "deep/x.yml"
    assert "other" not in found
    assert rules.lexicons["verbs.say"][:3] == ("say", "tell", "opine")
    assert rules.lexicons["verbs.new"] == ("nod",)


OTHER = """\
format: 1
claims:
  - id: other
    title: Another one
    nodes:
      cue: {lemma: shout}
      content: {child_of: cue, dep: ccomp}
  - id: unfinished
    title: A draft
    status: draft
    nodes:
      cue: {lemma: hum}
      content: {child_of: cue, dep: ccomp}
"""


def test_drafts_are_off_unless_asked_for() -> None:
    assert [located.rule.id for located in of({"a.yml": OTHER}).claims] == ["other"]
    drafts = load_rules(files={"a.yml": OTHER}, drafts=True)
    assert {located.rule.id for located in drafts.claims} == {"other", "unfinished"}


def test_order_of_files_and_rules_changes_nothing() -> None:
    rule = "  - {{id: r{0}, title: T, label: ORG, priority: {1}, phrases: [Name {0}]}}\n"
    lines = [rule.format(number, 40 + number % 3) for number in range(12)]
    expected = None
    for seed in range(5):
        random.Random(seed).shuffle(lines)
        rules = of({"x.yml": "format: 1\nentities:\n" + "".join(lines)})
        names = [(located.rule.priority, located.name) for located in rules.entities]
        expected = expected or names
        assert names == expected
    assert expected is not None and [priority for priority, _ in expected] == sorted((p for p, _ in expected))[::-1]


def test_only_the_chosen_topic_counts(folder: Folder) -> None:
    frames = "format: 1\nstances: [{id: frame, title: T, gives: neutral, phrases: [blame]}]\n"
    here = folder(floods__yml=TOPIC.format(id="floods"), frosts__yml=TOPIC.format(id="frosts"), frames__yml=frames)
    ids = {located.rule.id for located in load_rules([here], "floods").stances}
    assert ids == {"floods-grows", "frame"}
    chosen = load_rules([here], "frosts")
    assert chosen.topic is not None and chosen.topic.target == "frosts danger"
    default = load_rules([here])
    assert default.topic is not None and default.topic.id == "isis"
    assert "frame" in {located.rule.id for located in default.stances}


def test_a_topic_may_be_a_file_and_may_use_another(folder: Folder) -> None:
    here = folder(frosts__yml=TOPIC.format(id="frosts"), floods__yml="use: [frosts.yml]\n" + TOPIC.format(id="floods"))
    rules = load_rules([here], "floods")
    assert {located.rule.id for located in rules.stances} == {"floods-grows", "frosts-grows"}
    assert rules.topic is not None and rules.topic.id == "floods"
    alone = load_rules([], here / "frosts.yml")
    assert {located.rule.id for located in alone.stances} == {"frosts-grows"}


def test_a_users_topic_takes_the_place_of_ours(folder: Folder) -> None:
    rules = load_rules([folder(own__yml=TOPIC.format(id="isis"))])
    assert {located.rule.id for located in rules.stances} == {"isis-grows"}


@pytest.mark.parametrize(
    ("topic", "message"),
    [("flods", "unknown topic 'flods' (did you mean 'floods'?)"), ("zzz", "unknown topic 'zzz' (known topics: ")],
)
def test_an_unknown_topic_is_an_error(folder: Folder, topic: str, message: str) -> None:
    with pytest.raises(RuleError, match="R126") as caught:
        load_rules([folder(floods__yml=TOPIC.format(id="floods"))], topic)
    assert message in str(caught.value)


def test_a_topic_file_without_topic_is_an_error(folder: Folder) -> None:
    path = folder(words__yml=WORDS) / "words.yml"
    with pytest.raises(RuleError, match=r"words\.yml:1:1: error\[R126\] the file has no 'topic'"):
        load_rules([], path)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"R102.*no such folder or file") as caught:
        load_rules([tmp_path / "nowhere"])
    assert caught.value.exit_code == ExitCode.RULES


def test_a_single_file_is_a_folder_of_one(folder: Folder) -> None:
    path = folder(a__yml=OTHER, b__yml="format: 2") / "a.yml"
    assert "other" in {located.rule.id for located in load_rules([path]).claims}


def test_saved_texts_give_the_same_rules(folder: Folder) -> None:
    here = folder(a__yml=WORDS, b__yml=CLAIM.format(title="Mine", priority=70), t__yml=TOPIC.format(id="floods"))
    rules = load_rules([here], "floods")
    again = load_rules(files=dict(rules.files), topic="floods")
    for section in ("claims", "entities", "assertions", "sources", "kinds", "stances"):
        first, second = getattr(rules, section), getattr(again, section)
        assert [(located.name, located.rule, located.line) for located in first] == [
            (located.name, located.rule, located.line) for located in second
        ]
    assert again.lexicons == rules.lexicons
    assert again.topic == rules.topic
    assert again.files == rules.files
    assert load_rules(files=dict(rules.files)).topic == rules.topic


def test_hidden_and_foreign_files_are_left_alone(folder: Folder) -> None:
    here = folder(a__yml=WORDS, notes__txt="not: [yaml")
    (here / ".git").mkdir()
    (here / ".git" / "x.yml").write_text("not: [yaml", encoding="utf-8")
    assert load_rules([here]).lexicons["verbs.say"] == ("say", "tell")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"\xef\xbb\xbf" + OTHER.replace("\n", "\r\n").encode())
    located = next(located for located in load_rules([path]).claims if located.rule.id == "other")
    assert located.line == 3


@pytest.mark.parametrize("brackets", [900, 60_000])
def test_deep_nesting_is_an_error_and_no_crash(tmp_path: Path, brackets: int) -> None:
    path = tmp_path / "deep.yml"
    path.write_text("format: 1\nlexicons: " + "[" * brackets, encoding="utf-8")
    with pytest.raises(RuleError, match=r"deep\.yml:2:\d+: error\[R10[14]\]"):
        load_rules([path])


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.yml"
    path.write_text("# " + "x" * 5_000_001, encoding="utf-8")
    with pytest.raises(RuleError, match="R104"):
        load_rules([path])


def test_problems_of_all_files_come_at_once_sorted_by_place(folder: Folder) -> None:
    here = folder(a__yml="format: 1\ntitel: x\nclaim: []\n", b__yml="format: 3\n", c__yml="format: [")
    with pytest.raises(RuleError) as caught:
        load_rules([here])
    places = [(Path(problem.path).name, problem.line) for problem in caught.value.problems]
    assert places == [("a.yml", 2), ("a.yml", 3), ("b.yml", 1), ("c.yml", 2)]


def test_five_thousand_names_load(folder: Folder) -> None:
    names = "".join(f"      - Bureau Number {number}\n" for number in range(5_000))
    rule = "format: 1\nentities:\n  - id: many\n    title: Many names\n    label: ORG\n    phrases:\n"
    rules = load_rules([folder(many__yml=rule + names)])
    many = next(located.rule for located in rules.entities if located.rule.id == "many")
    assert len(rules.words(many.phrases)) == 5_000


def test_the_rules_that_ship_have_no_problems_at_all() -> None:
    assert [str(problem) for problem in read_book().problems] == []
