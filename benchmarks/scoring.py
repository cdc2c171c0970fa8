"""Scores records of the contract `claimx/1` against gold articles.

A predicted record *finds* a gold record when their contents share at least half of their joint letters and digits;
every record is used once, the best pairs first. What is counted over the pairs:

- `found`: the pairs themselves; `exact`: those whose contents have the same letters and digits;
- `who`: those whose source is right; `full`: those whose source, affiliation, assertion and stance are all right;
- for each field the share of the pairs where it is right, and the macro F1 of the stance over the labels gold uses.

A leading `that`, `if` or `whether` of a content is set aside. All offsets are code points into the untouched text: a
gold text is read without changing its line ends.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

Spans = tuple[tuple[int, int], ...]
"""Half-open code-point offsets of the fragments of a content, or of a mention."""

NAME_FIELDS = frozenset({"source", "role", "affiliation", "addressee"})
"""Fields that hold words of the article; compared by `same_name`."""

FIELDS = (
    "source", "type", "kind", "named", "role", "affiliation", "addressee", "quote", "assertion", "stance", "nested",
)  # fmt: skip
"""The fields of a gold record that are compared one by one."""

_OVERLAP = 0.5
_COMPLEMENTIZER = re.compile(r"\W*(?:that|if|whether)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s\Z")
_NO_WORD = re.compile(r"[^\w\s]")
_ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True)
class Record:
    """What a record is compared by: where its content stands, and its fields by name.

    `mention` is set where the source is compared by its place in the text; otherwise the resolved name is.
    """

    content: Spans
    fields: Mapping[str, Any] = field(default_factory=dict)
    mention: Spans | None = None


@dataclass(frozen=True)
class GoldArticle:
    """An article with the records that people found in it."""

    name: str
    text: str
    records: tuple[Record, ...]


class GoldError(Exception):
    """A gold file cannot be used: it does not fit its article."""


@dataclass(frozen=True)
class Figures:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: int, predicted: int, gold: int) -> Figures:
        """Return the figures of `right` hits among so many predicted and gold records; 0 where there are none."""
        return cls(_share(right, predicted), _share(right, gold), _share(2 * right, predicted + gold))


@dataclass(frozen=True)
class Score:
    """The result over a set of articles. `full`, `fields` and `stance_macro_f1` need gold with those fields."""

    documents: int
    missing: tuple[str, ...]
    gold: int
    predicted: int
    found: Figures
    exact: Figures
    who: Figures
    full: Figures | None = None
    fields: Mapping[str, float] = field(default_factory=dict)
    stance_macro_f1: float | None = None

    def headline(self) -> dict[str, float]:
        """Return the figures that floors are set for, by name."""
        shown = {"found": self.found.f1, "exact": self.exact.f1, "who": self.who.f1}
        if self.full is not None:
            shown["full"] = self.full.f1
        if self.stance_macro_f1 is not None:
            shown["stance"] = self.stance_macro_f1
        return shown


def read_gold(folder: Path) -> list[GoldArticle]:
    """Return the articles of a gold folder: every `NAME.json` that has a `NAME.txt` beside it, sorted by name.

    Raises:
        GoldError: a content does not stand in its article.
    """
    articles = []
    for path in sorted(folder.rglob("*.json")):
        text_path = path.with_suffix(".txt")
        if text_path.exists():
            text = text_path.read_bytes().decode("utf-8")  # not read_text: it would change line ends
            claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
            records = tuple(_gold_record(text, claim, path) for claim in claims)
            articles.append(GoldArticle(path.stem, text, records))
    return articles


def _gold_record(text: str, claim: Mapping[str, Any], path: Path) -> Record:
    try:
        content = locate(text, claim["content"])
    except ValueError as error:
        raise GoldError(f"{path}: {error}") from error
    return Record(content, {name: claim[name] for name in FIELDS})


def locate(text: str, fragments: Iterable[str]) -> Spans:
    """Return where fragments stand: each at its first place behind the one before it, or else at its first place.

    Raises:
        ValueError: the text does not hold a fragment.
    """
    spans: list[tuple[int, int]] = []
    for fragment in fragments:
        start = text.find(fragment, spans[-1][1]) if spans else -1
        if start < 0:
            start = text.find(fragment)
        if start < 0:
            raise ValueError(f"not in the text: {fragment[:60]!r}")
        spans.append((start, start + len(fragment)))
    return tuple(spans)


def predicted_record(claim: Mapping[str, Any]) -> Record:
    """Return a claim of a `claimx/1` document in the form that is compared."""
    source = claim["source"] or {}
    mention = source.get("mention")
    return Record(
        content=tuple((fragment["start"], fragment["end"]) for fragment in claim["content"]["fragments"]),
        fields={
            "source": source.get("name"),
            **{name: source.get(name) for name in ("type", "kind", "named", "role", "affiliation")},
            "addressee": claim["addressee"],
            "quote": claim["content"]["quote"],
            "assertion": claim["assertion"],
            "stance": claim["stance"]["label"] if claim["stance"] else "none",
            "nested": claim["nested_in"] is not None,
        },
        mention=((mention["start"], mention["end"]),) if mention else (),
    )


def score(gold: Sequence[GoldArticle], documents: Iterable[Mapping[str, Any]]) -> Score:
    """Score `claimx/1` documents (as plain data); a document belongs to the article with the stem of its `path`."""
    by_name = {PurePath(document["path"]).stem: document["claims"] for document in documents}
    tally = _Tally()
    for article in gold:
        tally.add(article, [predicted_record(claim) for claim in by_name.get(article.name, ())])
    missing = tuple(article.name for article in gold if article.name not in by_name)
    return tally.result(len(gold), missing)


class _Tally:
    """Counts over articles."""

    def __init__(self) -> None:
        self.gold = self.predicted = 0
        self.hits: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.stances: Counter[tuple[str, str]] = Counter()  # (gold label, predicted label)
        self.has_fields = True

    def add(self, article: GoldArticle, predicted: Sequence[Record]) -> None:
        self.gold += len(article.records)
        self.predicted += len(predicted)
        for gold, mine, overlap in pair(article.text, article.records, predicted):
            self.hits["found"] += 1
            self.hits["exact"] += overlap == 1
            who = same_source(article.text, gold, mine)
            self.hits["who"] += who
            if not gold.fields:
                self.has_fields = False
                continue
            right = {name for name in FIELDS if same_field(name, gold.fields[name], mine.fields[name])}
            self.right.update(right)
            self.hits["full"] += who and {"affiliation", "assertion", "stance"} <= right
            self.stances[gold.fields["stance"], mine.fields["stance"]] += 1

    def result(self, documents: int, missing: tuple[str, ...]) -> Score:
        figures = {
            name: Figures.of(self.hits[name], self.predicted, self.gold) for name in ("found", "exact", "who", "full")
        }
        counts = documents, missing, self.gold, self.predicted
        if not self.has_fields:
            return Score(*counts, figures["found"], figures["exact"], figures["who"])
        return Score(
            *counts,
            figures["found"],
            figures["exact"],
            figures["who"],
            figures["full"],
            fields={name: _share(self.right[name], self.hits["found"]) for name in FIELDS},
            stance_macro_f1=_macro_f1(self.stances),
        )


def pair(text: str, gold: Sequence[Record], predicted: Sequence[Record]) -> list[tuple[Record, Record, float]]:
    """Return gold and predicted records that belong together, with the share of their joint letters that they share.

    Best pairs first, each record once. Between equally good pairs the one with the right source wins, then the later
    one in the lists.
    """
    gold_letters = [letters(text, record.content) for record in gold]
    my_letters = [letters(text, record.content) for record in predicted]
    candidates = []
    for i, wanted in enumerate(gold_letters):
        for j, got in enumerate(my_letters):
            overlap = _overlap(wanted, got)
            if overlap >= _OVERLAP:
                candidates.append((overlap, same_source(text, gold[i], predicted[j]), i, j))
    free_gold, free_mine = set(range(len(gold))), set(range(len(predicted)))
    pairs = []
    for overlap, _, i, j in sorted(candidates, reverse=True):
        if i in free_gold and j in free_mine:
            free_gold.remove(i)
            free_mine.remove(j)
            pairs.append((gold[i], predicted[j], overlap))
    return pairs


def letters(text: str, content: Spans) -> frozenset[int]:
    """Return the offsets of a content's letters and digits, without a leading complementizer.

    Spans beyond the text's end count for nothing.
    """
    spans = [span for span in content if span[1] <= len(text)]
    if spans:
        start, end = spans[0]
        leading = _COMPLEMENTIZER.match(text[start:end])
        spans[0] = (start + (leading.end() if leading else 0), end)
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def same_source(text: str, gold: Record, predicted: Record) -> bool:
    """Whether two records have the same source: by its place where gold knows only that, else by its name."""
    if gold.mention is None:
        return same_name(gold.fields["source"], predicted.fields["source"])
    wanted, got = _plain_letters(text, gold.mention), _plain_letters(text, predicted.mention or ())
    return wanted == got == frozenset() or _overlap(wanted, got) >= _OVERLAP


def same_field(name: str, gold: Any, predicted: Any) -> bool:
    """Whether a field is right; the words of the article are compared by `same_name`, all else as it is."""
    return same_name(gold, predicted) if name in NAME_FIELDS else bool(gold == predicted)


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are the same but for case, marks, spaces, a leading article and a final possessive."""
    return _plain_name(one) == _plain_name(other)


def _plain_name(name: str | None) -> str | None:
    if name is None:
        return None
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", name).casefold().strip())
    plain = " ".join(_NO_WORD.sub(" ", plain).split())
    for article in _ARTICLES:
        if plain.startswith(article):
            plain = plain[len(article) :]
            break
    return plain or None


def _plain_letters(text: str, spans: Spans) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return _share(len(one & other), len(one | other))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _macro_f1(pairs: Mapping[tuple[str, str], int]) -> float:
    """Return the mean F1 of the labels that gold uses, over (gold label, predicted label) counts."""
    labels = sorted({gold for gold, _ in pairs})
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for (gold, predicted), count in pairs.items():
        wanted[gold] += count
        got[predicted] += count
    scores = [_share(2 * pairs.get((label, label), 0), wanted[label] + got[label]) for label in labels]
    return sum(scores) / len(scores) if scores else 0.0
