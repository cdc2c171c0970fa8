"""What the page shows besides sentences: datelines, labels and signatures of speakers, headlines, captions, links.

Works on a `Doc`'s words and paragraphs only, so that it holds for any language model.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.attrs import IDX
from spacy.tokens import Doc, Span

from claimx.language.inserted import inserted_links
from claimx.paragraphs import paragraphs
from claimx.rules.signatures import DASHES, Signature, read_signatures

_LONGEST_LABEL = 6
_LONGEST_DATELINE = 9
_LONGEST_HEADLINE = 18
_ENDS = frozenset(".?!…")
_COLONS = frozenset({":", "):"})
"""Tokens that end a label; tokenizers take the end of `Ana Silva (Labour):` for a face."""
_OPENING = frozenset("“\"‘'«„")
_FIRST_PERSONS = frozenset({"i", "we", "my", "our", "us", "me"})
_LEAD_WORDS = 5
_MOST_BETWEEN = 2
_LONGEST_LINK = 40
_REPORTING = frozenset({"said", "says", "reports", "reported", "told"})
_HEADINGS = frozenset({("story", "highlights"), ("key", "points")})
"""Words over a summary that a page prints without a mark: `Story highlights The bridge is closed`."""
_LINKS = frozenset({("just", "watched"), ("must", "watch"), ("must", "read")})
"""How a line begins that links to something else; the whole line says nothing."""
_LINK_ENDS = frozenset({("read", "more"), ("click", "here"), ("read", "here")})
_MEDIA = frozenset({"image", "media"})
_CREDITS = frozenset((media, word) for media in _MEDIA for word in ("copyright", "caption", "playback", "source")) | {
    ("facebook", "twitter")
}
"""How a line begins that says whose picture stands there, up to `Image caption`; the caption itself may quote."""
_PHOTOS = frozenset({("file", "photo"), ("file", "photograph"), ("stock", "photo")})
"""How a caption begins that needs no other sign; it may quote."""
_SPEAKERS = frozenset({"PERSON", "ORG", "NORP"})
_FURNITURE = frozenset({
    "advertisement", "also", "analysis", "clarification", "click", "contributing", "contributors", "correction",
    "editor's", "editor’s", "explainer", "follow", "gallery", "graphic", "listen", "live", "map", "more", "note",
    "opinion", "photo", "photos", "podcast", "quiz", "read", "related", "see", "source", "sources", "stories", "story",
    "pictures", "subscribe", "tags", "timeline", "topics", "update", "updated", "updates", "video", "videos", "watch",
})  # fmt: skip
"""Words of labels that head a link or a note on a page, not what somebody says (`More: …`)."""


@dataclass(frozen=True)
class Layout:
    """Token positions of an article's furniture.

    `paragraphs` are token spans. `datelines` holds the tokens of `PARIS (Agency) –`. `labels` maps the colon behind a
    speaker's label to the end of the speaker's turn; questions of the interviewer are left out. `headlines` maps the
    colon or dash of a headline to the headline's token span. `blocks` maps the last words before a colon that ends a
    paragraph to the statement that follows without quotation marks, as press releases print it. `signatures` maps the
    dash (or closing mark) before the name of whoever is quoted to both. `captions` holds the tokens of lines under a
    picture, `questions` the colons behind an interviewer's label, `inserted` the tokens of links that a page has run
    into its sentences.
    """

    paragraphs: tuple[tuple[int, int], ...]
    datelines: frozenset[int]
    labels: dict[int, int]
    headlines: dict[int, tuple[int, int]]
    blocks: dict[int, tuple[int, int]]
    signatures: Mapping[int, Signature] = field(default_factory=dict)
    captions: frozenset[int] = frozenset()
    questions: frozenset[int] = frozenset()
    inserted: frozenset[int] = frozenset()

    def paragraph_of(self, token: int) -> tuple[int, int]:
        """Return the span of the paragraph that a token stands in (or that it follows)."""
        for start, end in self.paragraphs:
            if token < end:
                return (start, end)
        return self.paragraphs[-1] if self.paragraphs else (token, token + 1)


def read_layout(doc: Doc, text: str) -> Layout:
    """Return the layout of a tokenized text; `text` is the document's."""
    starts = doc.to_array([IDX]).astype(int).ravel().tolist()
    spans = []
    for start, end in paragraphs(text):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if first < last:
            spans.append((first, last))
    datelines = frozenset(token for span in spans for token in range(span[0], _dateline_end(doc, *span)))
    inserted = inserted_links(doc)
    datelines |= _link_lines(doc) | inserted
    labels, questions = _labels(doc, [span for span in spans if not datelines.issuperset(range(*span))])
    headlines = {
        mark: span
        for span in spans
        if _is_headline(doc, *span) and doc[span[0]].lower_ != "by"  # a byline
        for mark in range(*span)
        if mark not in labels and mark not in datelines and _parts_headline(doc, mark, *span)
    }
    signatures = {mark: signed for mark, signed in read_signatures(doc, spans).items() if mark not in datelines}
    headlines = {mark: span for mark, span in headlines.items() if mark not in signatures}
    pictures = (span for span in spans if _opening(doc, *span) in _CREDITS | _PHOTOS or _is_gallery(doc, *span))
    captions = frozenset(token for span in pictures for token in range(*span))
    blocks = _blocks(doc, spans)
    return Layout(tuple(spans), datelines, labels, headlines, blocks, signatures, captions, questions, inserted)


def _link_lines(doc: Doc) -> frozenset[int]:
    """Return the tokens of links that a page puts into its text: `(RELATED: Guild says the bridge is safe)`."""
    found: set[int] = set()
    for token in doc[:-3] if len(doc) > 3 else ():
        if token.text not in "([":
            continue
        label, colon = doc[token.i + 1], doc[token.i + 2]
        if colon.text == ":" and label.is_upper and label.lower_ in _FURNITURE:
            closing = "])"[token.text == "("]
            end = next(
                (i for i in range(token.i, min(token.i + _LONGEST_LINK, len(doc))) if doc[i].text == closing), None
            )
            found.update(range(token.i, end + 1) if end is not None else ())
    return frozenset(found)


def _is_gallery(doc: Doc, start: int, end: int) -> bool:
    """Whether a paragraph holds the captions of a row of pictures: `… Hide Caption 1 of 8 …`."""
    return any(doc[at].lower_ == "hide" and doc[at + 1].lower_ == "caption" for at in range(start, end - 1))


def _dateline_end(doc: Doc, start: int, end: int) -> int:
    """Return where a paragraph's dateline, or what heads it like one, ends; `start` when it has none."""
    opening = _opening(doc, start, end)
    if opening in _LINKS or _opening(doc, max(start, end - 2), end) in _LINK_ENDS:
        return end
    if opening in _CREDITS:
        captions = (at for at in range(start, end - 1) if doc[at].lower_ in _MEDIA and doc[at + 1].lower_ == "caption")
        return next(captions, end - 2) + 2
    if opening in _HEADINGS:
        return min(start + 2, end)
    for mark in range(start + 1, min(start + _LONGEST_DATELINE, end - 1)):
        if doc[mark].text in DASHES and doc[mark - 1].whitespace_:
            words = [token for token in doc[start:mark] if token.is_alpha]
            capital = words and all(word.text[0].isupper() for word in words)
            if capital and words[0].is_upper and len(words[0].text) > 2:
                return mark + 1
            place = words and (
                words[0].ent_type_ == "LOC" or doc[start + len(words)].text == "," or "," in doc[start:mark].text
            )
            if capital and place and words[0].i == start and doc[mark + 1].text[0].isupper():
                return mark + 1  # `Lagos, Nigeria - The`
            return start
        if doc[mark].text == ")" and doc[start].ent_type_ == "LOC":
            agency = doc[mark - 2].text == "(" and doc[mark - 1].is_upper and doc[mark - 1].ent_type_ == "ORG"
            return mark + 1 if agency and doc[mark + 1].text[0].isupper() else start  # `Lagos (AFP) The`
    return start


def _opening(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(token.lower_ for token in doc[start : min(start + 2, end)])


def _labels(doc: Doc, spans: Sequence[tuple[int, int]]) -> tuple[dict[int, int], frozenset[int]]:
    """Return the colons behind speakers' labels with the end of their turns, and those behind an interviewer's."""
    accounts = {mark: span[1] for span in spans if (mark := _account_mark(doc, *span)) is not None}
    marks = [mark for span in spans if (mark := _label_mark(doc, *span)) is not None and mark not in accounts]
    if not _is_transcript(doc, spans, marks):
        return accounts, frozenset()
    names: dict[str, list[tuple[int, int]]] = {}
    ends = {mark: _turn_end(spans, mark, marks) for mark in marks}
    told = sum(any(token.text == doc[mark - 1].text for token in doc[mark + 1 : end]) for mark, end in ends.items())
    if 3 * told > len(marks):
        return accounts, frozenset()  # `Voss: On Monday Voss said P`: what is told of people, not their turns
    for mark in marks:
        names.setdefault(_label_span(doc, spans, mark).text, []).append((mark, ends[mark]))
    speakers = accounts
    questions: set[int] = set()
    for turns in names.values():
        asked = sum(doc[mark + 1 : end].text.rstrip(" ”’\"'\n").endswith("?") for mark, end in turns)
        titled = len(turns) == 1 and turns[0][0] < spans[0][1]  # `X: what happened` over the article, never again
        if 2 * asked >= len(turns):
            questions.update(mark for mark, _ in turns)
        elif not titled:
            speakers.update(turns)
    return speakers, frozenset(questions)


def _is_transcript(doc: Doc, spans: Sequence[tuple[int, int]], marks: Sequence[int]) -> bool:
    """Whether labels take turns: half of them come again, or they are names and head every other paragraph among them.

    A newsletter heads its items with labels too (`Weather watch: …`), each once and with text between, or one behind
    the other (`Background: …`, `Details: …`).
    """
    if len(marks) < 2:
        return False
    labels = [_label_span(doc, spans, mark) for mark in marks]
    texts = [label.text for label in labels]
    among = sum(1 for start, end in spans if end > marks[0] and start <= marks[-1])
    again = sum(texts.count(text) > 1 for text in texts)
    named = sum(any(token.ent_type_ in _SPEAKERS for token in label) for label in labels)
    return 2 * again >= len(marks) or (2 * len(marks) >= among and 2 * named >= len(marks))


def _account_mark(doc: Doc, start: int, end: int) -> int | None:
    """Return the colon behind the account whose post a paragraph prints: `@name: P`, `Name (@name): P`."""
    for mark in range(start + 1, min(start + _LONGEST_LABEL + 1, end - 1)):
        if doc[mark].text in _COLONS:
            account = doc[mark - 2 if doc[mark - 1].text == ")" else mark - 1]
            beside = account.i == start or doc[account.i - 1].text == "("
            return mark if account.text.startswith("@") and beside else None
    return None


def _label_mark(doc: Doc, start: int, end: int) -> int | None:
    """Return the colon that ends a label at a paragraph's beginning: a few capitalised words, then more text."""
    for mark in range(start + 1, min(start + _LONGEST_LABEL + 1, end - 1)):
        if doc[mark].text in _COLONS:
            words = [token for token in doc[start:mark] if token.is_alpha or is_initials(token.text)]
            named = bool(words) and all(word.text[0].isupper() or word.lower_ in ("of", "de", "the") for word in words)
            named = named and not all(word.lower_ in _FURNITURE for word in words)
            named = named and tuple(word.lower_ for word in words) not in _PHOTOS  # `FILE PHOTO: …`
            told = any(token.is_alpha for token in doc[mark + 1 : end])  # no table: `Ward 5: 1,200`
            return mark if named and told and not _is_headline(doc, start, end) else None
    return None


def is_initials(text: str) -> bool:
    """Whether a word is a person's initials, as interviews shorten speakers: `A.S.`, `A.-B.S.`, `AS`."""
    letters = text.replace(".", "").replace("-", "")
    return 2 <= len(letters) <= 4 and letters.isalpha() and letters.isupper()


def _label_span(doc: Doc, spans: Sequence[tuple[int, int]], mark: int) -> Span:
    start = next(start for start, end in spans if start <= mark < end)
    return doc[start:mark]


def _turn_end(spans: Sequence[tuple[int, int]], mark: int, marks: Sequence[int]) -> int:
    """Return the end of a turn: the last paragraph before the next label."""
    following = min((other for other in marks if other > mark), default=None)
    end = mark + 1
    for start, stop in spans:
        if stop > mark and (following is None or stop <= following) and not start <= (following or -1) < stop:
            if following is None and start > mark and end != mark + 1:
                break  # after the last label only its own paragraph is certain
            end = stop
    return end


def _blocks(doc: Doc, spans: Sequence[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Return the statements printed as paragraphs behind a colon."""
    found: dict[int, tuple[int, int]] = {}
    for place, (start, end) in enumerate(spans[:-1]):
        if doc[end - 1].text != ":" or doc[spans[place + 1][0]].text in _OPENING:
            continue
        last = _block_end(doc, spans[place + 1 :])
        if last is not None:
            lead = range(max(start, end - 1 - _LEAD_WORDS), end - 1)
            found.update(dict.fromkeys(lead, (spans[place + 1][0], last)))
    return found


def _block_end(doc: Doc, spans: Sequence[tuple[int, int]]) -> int | None:
    """Return where a statement ends whose paragraphs are in the first person, `None` where none begins.

    Its first may be of several sentences instead, and one or two between may do without the first person: what follows
    them is in it, or ends with a colon, where the next speaker's statement begins.
    """
    last: int | None = None
    between = 0
    for start, end in spans:
        words = doc[start:end]
        if words[-1].text == ":":
            return start if between and last is not None else last
        told = last is None and sum(token.text in _ENDS for token in words) > 1  # several sentences: no list
        if told or any(token.lower_ in _FIRST_PERSONS for token in words):
            last, between = end, 0
            continue
        between += 1
        if any(token.lower_ in _REPORTING for token in words):
            break  # the article goes on: `The Courier reports that P`
        ended = doc[start:end].text.rstrip(" ”’\"'")[-1:] in _ENDS
        if last is None or between > _MOST_BETWEEN or not ended:
            break
    return last


def _is_headline(doc: Doc, start: int, end: int) -> bool:
    """Whether a paragraph is a short line without a full stop."""
    last = doc[start:end].text.rstrip(" ”’\"'")[-1:]
    return end - start <= _LONGEST_HEADLINE and last not in _ENDS and last.isalnum()


def _parts_headline(doc: Doc, mark: int, start: int, end: int) -> bool:
    """Whether a mark parts a headline: a colon, or a dash between spaces, with words on both sides."""
    text = doc[mark].text
    if not any(token.is_alpha for token in doc[mark + 1 : end]):
        return False
    spaced = mark > start and bool(doc[mark - 1].whitespace_) and bool(doc[mark].whitespace_)
    return start < mark < end - 1 and (text == ":" or (text in DASHES and spaced))
