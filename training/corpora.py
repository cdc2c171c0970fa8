"""Readers for the training data: Universal Dependencies, PolNeAR, and token-tagged NER sets.

Every reader yields plain frozen dataclasses. All offsets are Unicode code points, half-open, into the ``text`` of the
document they belong to, so a model with any tokenizer can be trained from them. The module imports nothing heavy and
reads archives in place.
"""

from __future__ import annotations

import gzip
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from training.typesetting import curly as curly
from training.typesetting import detokenize as detokenize

Span = tuple[int, int]

#: Where the data lies, seen from the repository root.
DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"

#: Between two paragraphs of a rebuilt text.
PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True)
class Word:
    """One syntactic word of a tree; ``head`` counts from 1 inside its sentence, 0 is the root."""

    start: int
    end: int
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    misc: str = "_"


@dataclass(frozen=True)
class Sentence:
    """Words of one sentence and the number of the paragraph it stands in."""

    words: tuple[Word, ...]
    paragraph: int


@dataclass(frozen=True)
class TreeDocument:
    """A document of a treebank, its text rebuilt from the words."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Attribution:
    """Gold attribution; each role is a sorted tuple of spans, empty where the role is missing."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True)
class SilverToken:
    """One token of CoreNLP's output; ``head`` counts from 1 inside its sentence, 0 is the root."""

    start: int
    end: int
    form: str
    lemma: str
    tag: str
    ner: str
    head: int
    relation: str


@dataclass(frozen=True)
class Article:
    """A PolNeAR article: untouched text, gold attributions, CoreNLP's sentences."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]
    sentences: tuple[tuple[SilverToken, ...], ...]


@dataclass(frozen=True)
class TaggedSentence:
    """Tokens with one BIO tag each."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]


# --- Universal Dependencies ---------------------------------------------------------------------------------------


def read_ud(path: Path) -> Iterator[TreeDocument]:
    """Yield the documents of a CoNLL-U file (plain or ``.gz``)."""
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as lines:
        yield from parse_conllu(lines, path.name.split(".")[0])


def parse_conllu(lines: Iterable[str], name: str = "text") -> Iterator[TreeDocument]:
    """Yield documents from CoNLL-U lines; text without ``newdoc`` marks is one document called ``name``."""
    builder = _TextBuilder(name)
    block: list[str] = []
    for line in [*lines, ""]:
        line = line.rstrip("\n")
        if line:
            block.append(line)
            continue
        if not block:
            continue
        marks = [row for row in block if row.startswith("#")]
        new_doc = next((row for row in marks if row.startswith("# newdoc")), None)
        if new_doc is not None:
            if builder.sentences:
                yield builder.document()
            builder = _TextBuilder(new_doc.partition("=")[2].strip() or name)
        builder.add(
            [row.split("\t") for row in block if not row.startswith("#")],
            new_paragraph=any(re.match(r"# newpar( |$)", row) for row in marks),
        )
        block = []
    if builder.sentences:
        yield builder.document()


class _TextBuilder:
    """Grows the text of one document sentence by sentence."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.space = ""
        self.paragraph = 0
        self.sentences: list[Sentence] = []

    def document(self) -> TreeDocument:
        return TreeDocument(self.name, self.text, tuple(self.sentences))

    def add(self, rows: list[list[str]], new_paragraph: bool) -> None:
        if new_paragraph and self.sentences:
            self.paragraph += 1
            self.space = PARAGRAPH_BREAK
        words: list[Word] = []
        inside = 0  # words still to come of the multiword token whose surface is already written
        places: list[Span] = []
        for row in rows:
            number = row[0]
            if "." in number:  # empty node of the enhanced graph
                continue
            if "-" in number:
                first, last = map(int, number.split("-"))
                inside = last - first + 1
                forms = [r[1] for r in rows if r[0].isdigit() and first <= int(r[0]) <= last]
                places = self._write(row[1], forms, row[9])
                continue
            if not inside:
                places, inside = self._write(row[1], [row[1]], row[9]), 1
            inside -= 1
            start, end = places.pop(0)
            words.append(Word(start, end, row[1], row[2], row[3], row[4], row[5], int(row[6]), row[7], row[9]))
        self.sentences.append(Sentence(tuple(words), self.paragraph))

    def _write(self, surface: str, forms: list[str], misc: str) -> list[Span]:
        """Append a surface token; return one span a form (a form that is not spelled out gets an empty one)."""
        self.text += self.space
        at = len(self.text)
        self.text += surface
        self.space = "" if "SpaceAfter=No" in misc.split("|") else " "
        spans, end = [], len(self.text)
        for index, form in enumerate(forms):
            stop = end if index == len(forms) - 1 else min(at + len(form), end)
            spans.append((at, stop))
            at = stop
        return spans


# --- PolNeAR ------------------------------------------------------------------------------------------------------


def read_polnear(folder: Path) -> Iterator[Article]:
    """Yield the articles of one PolNeAR part (a folder with ``text``, ``attributions`` and ``corenlp`` archives)."""
    annotations: dict[str, str] = {}
    for file, content in sorted(members(folder / "attributions.tar.gz")):
        annotations.setdefault(re.sub(r"_[^_]+$", "", file), content)  # the first annotator's file
    silver = dict(members(folder / "corenlp.tar.gz"))
    for file, text in sorted(members(folder / "text.tar.gz")):
        attributions = tuple(parse_brat(annotations.get(file, "")))
        yield Article(file, text, attributions, tuple(parse_corenlp(silver.get(file, ""))))


def members(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (stem, text) of each file in an archive; line ends stay as they are, for offsets count them."""
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield Path(member.name).name.rsplit(".", 1)[0], stream.read().decode("utf8")


def parse_brat(standoff: str) -> Iterator[Attribution]:
    """Yield the attribution events with a content of one brat file.

    A role may be filled several times (``Content``, ``Content2``) and a span may be discontinuous (``;``).
    """
    spans: dict[str, list[Span]] = {}
    events: list[str] = []
    for line in standoff.split("\n"):
        if text_bound := re.match(r"(T\d+)\t\S+ ([\d ;]+)", line):
            parts = [part.split() for part in text_bound[2].strip().split(";")]
            spans[text_bound[1]] = [(int(start), int(end)) for start, end in parts]
        elif event := re.match(r"E\d+\t(.+)", line):
            events.append(event[1])
    for parts_text in events:
        roles: dict[str, list[Span]] = defaultdict(list)
        for part in parts_text.split():
            role, _, name = part.partition(":")
            roles[re.sub(r"\d+$", "", role)] += spans.get(name, [])
        if roles["Content"]:
            yield Attribution(*(tuple(sorted(set(roles[role]))) for role in ("Source", "Cue", "Content")))


def parse_corenlp(table: str) -> Iterator[tuple[SilverToken, ...]]:
    """Yield the sentences of CoreNLP's table (the coreference lines are left out)."""
    sentence: list[SilverToken] = []
    for line in [*table.split("\n"), ""]:
        cells = line.split("\t")
        if len(cells) >= 9 and cells[0].isdigit():
            start, end, head = int(cells[1]), int(cells[2]), int(cells[7]) if cells[7].isdigit() else 0
            sentence.append(SilverToken(start, end, cells[3], cells[4], cells[5], cells[6], head, cells[8]))
        elif not line.strip() and sentence:
            yield tuple(sentence)
            sentence = []


# --- names --------------------------------------------------------------------------------------------------------

#: Labels of the data sets -> PERSON, ORG, LOC, NORP, MISC. What is not named here is no name for us ("O").
LABELS = {
    "PER": "PERSON", "PERSON": "PERSON", "politician": "PERSON", "person": "PERSON",
    "ORG": "ORG", "ORGANIZATION": "ORG", "organisation": "ORG", "politicalparty": "ORG", "corporation": "ORG",
    "group": "ORG",
    "LOC": "LOC", "LOCATION": "LOC", "location": "LOC", "country": "LOC",
    "MISC": "MISC", "misc": "MISC", "election": "MISC", "event": "MISC", "product": "MISC", "creative-work": "MISC",
}  # fmt: skip

#: Endings of adjectives and nouns for peoples, faiths and parties; only asked about tokens tagged MISC.
_PEOPLE = re.compile(
    r"(?:(?:[a-z]i|[a-z]ans?|[a-z]ish|[a-z]ese|[a-z]ists?|crats?|cratic|catholics?|hispanics?|islamic|nordic|publicans?)|"
    r"(?:jews?|muslims?|kurds?|arabs?|turks?|french|dutch|greeks?|swiss|czechs?|swedes?|danes?|finns?|poles?|thais?|"
    r"hindus?|sunnis?|shiites?|shias?|iraqis?|israelis?|pakistanis?|saudis?|afghans?|yazidis?|tibetans?|gop|latinos?|"
    r"hispanics?|whites?|blacks?|sikhs?|tories|tory|whigs?|spaniards?|uzbeks?|tajiks?|serbs?|croats?))$",
    re.IGNORECASE,
)


def people_or_misc(words: list[str], tag: str | None = None) -> str:
    """NORP for a nationality, faith or party word that a data set calls MISC, else MISC.

    ``tag`` is the Penn tag of the last word where the data has one: adjectives and plural names only.
    """
    fits_tag = tag is None or tag in {"JJ", "NNPS", "NNP", "NNS"}
    return "NORP" if len(words) <= 2 and fits_tag and _PEOPLE.search(words[-1]) else "MISC"


def read_tagged(path: Path) -> Iterator[TaggedSentence]:
    """Yield sentences of a token-tagged set (two columns, or Universal NER's ``.iob2``), labels unified."""
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf8").split("\n"), ""]:
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith("# ") and "\t" not in line:
            continue
        if not line.strip():
            if tokens:
                yield TaggedSentence(tuple(tokens), tuple(unify(tokens, tags)))
            tokens, tags = [], []
            continue
        token, tag = (cells[1], cells[2]) if path.suffix == ".iob2" else (cells[0], cells[-1])
        tokens.append(token)
        tags.append(tag)


def unify(tokens: list[str], tags: list[str]) -> list[str]:
    """Turn IOB1 or IOB2 tags with any label of ``LABELS`` into BIO with our five labels."""
    out = ["O"] * len(tags)
    for start, end, label in tag_spans(tags):
        ours = LABELS.get(label)
        if ours == "MISC":
            ours = people_or_misc(tokens[start:end])
        if ours:
            out[start:end] = [f"B-{ours}"] + [f"I-{ours}"] * (end - start - 1)
    return out


def tag_spans(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) over tokens from IOB1 or IOB2 tags."""
    start, label, count = 0, "", 0
    for index, tag in enumerate(tags):
        prefix, _, kind = tag.partition("-")
        if label and (prefix != "I" or kind != label):
            yield start, index, label
            label = ""
        if kind and not label:
            start, label = index, kind
        count = index + 1
    if label:
        yield start, count, label


def silver_names(article: Article) -> list[tuple[int, int, str]]:
    """CoreNLP's names of an article as (start, end, label) over code points, with our labels."""
    names = []
    for sentence in article.sentences:
        at = 0
        while at < len(sentence):
            label, stop = sentence[at].ner, at + 1
            while stop < len(sentence) and sentence[stop].ner == label:
                stop += 1
            ours = LABELS.get(label)
            if ours == "MISC":
                ours = people_or_misc([t.form for t in sentence[at:stop]], sentence[stop - 1].tag)
            if ours:
                names.append((sentence[at].start, sentence[stop - 1].end, ours))
            at = stop
    return names


# --- text -----------------------------------------------------------------------------------------------------------


def vary_quotes(documents: Iterable[TreeDocument], seed: int) -> Iterator[TreeDocument]:
    """Give half of the documents curly quotes (the same half for the same seed)."""
    random = Random(seed)
    for document in documents:
        yield replace(document, text=curly(document.text)) if random.random() < 0.5 else document
