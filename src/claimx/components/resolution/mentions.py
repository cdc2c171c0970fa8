"""Takes a mention apart: which of its words names the source, or what noun describes it."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.components.resolution.own_names import (
    PARTISANS,
    PHRASE_TAGS,
    RELATIVE,
    apposed,
    behind_one_of,
    chunk_end,
    head_noun,
    own_name,
)
from claimx.components.resolution.phrases import read_left
from claimx.components.resolution.scene import Scene, Span

_INDEFINITE = frozenset({"a", "an", "another", "one", "some", "any", "each", "every", "no", "either", "neither"})

_ADVERBS = frozenset({"also", "even", "only", "just", "perhaps", "meanwhile", "then", "later"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})

_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})

_PRONOUNS = frozenset({
    "i", "me", "my", "myself", "we", "us", "our", "ourselves", "you", "your", "he", "him", "his", "himself", "she",
    "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "themselves", "this", "that", "these",
    "those", "who", "which", "others", "one", "someone", "somebody", "anyone", "everyone", "nobody", "many", "some",
    "several", "both", "all", "few", "most", "none",
})  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A mention taken apart.

    `name` is the number of the name that is the source's own, -1 where it has none; `head` its noun or pronoun.
    `form` is name, pronoun or description. `article` tells `definite`, `indefinite`, `possessive` or `bare`.
    """

    span: Span
    head: int
    name: int
    form: str
    article: str
    plural: bool


def analyse(scene: Scene, span: Span, head: int | None = None) -> Mention:
    """Take one mention apart; `head` is the word that the claim rule found, a hint where the order is unclear."""
    start, end = inner(scene, span)
    view = scene.view
    if head is not None and _is_clause(scene, start, end, head):
        start, end = read_left(scene, head)[0], max(head + 1, max(view.subtree(head)) + 1)
    if _is_pronoun(scene, start, end):
        beside = apposed(scene, start, start + 1, end) if end - start > 2 else -1
        if beside >= 0:
            return Mention((start, end), scene.names[beside].end - 1, beside, "name", "bare", plural=False)
        return Mention((start, end), start, -1, "pronoun", "bare", view.words[start] in ("we", "us", "they", "them"))
    chunk = chunk_end(scene, start, end)
    name = own_name(scene, start, chunk, end)
    if name >= 0:
        found = scene.names[name]
        return Mention((start, end), found.end - 1, name, "name", "bare", plural=False)
    front = behind_one_of(scene, start, end)
    noun = head_noun(scene, front, chunk if front == start else chunk_end(scene, front, end), head)
    plural = is_plural(scene, noun) and front == start
    return Mention((start, end), noun, -1, "description", _article(scene, start), plural)


def described(scene: Scene, mention: Mention) -> Mention:
    """Return a mention by its noun, its name set aside: `her book` of `her book, The Empty Shop`."""
    start, end = mention.span
    noun = head_noun(scene, start, chunk_end(scene, start, end), None)
    return Mention(mention.span, noun, -1, "description", _article(scene, start), is_plural(scene, noun))


def _is_clause(scene: Scene, start: int, end: int, head: int) -> bool:
    """Whether a finite verb stands between the front of a mention and its head: the span is a clause by mistake."""
    view = scene.view
    if not start < head < end or view.pos[head] not in ("NOUN", "PROPN"):
        return False
    between = range(start, head)
    return any(view.tags[index] in ("VBD", "VBZ", "VBP") and view.words[index] != "'s" for index in between)


def is_plural(scene: Scene, index: int) -> bool:
    """Whether a noun is plural by its tag (taggers take `the Norvald Democrat` for several)."""
    word = scene.view.words[index]
    tagged = scene.view.tags[index] in ("NNS", "NNPS") and word not in PARTISANS
    return tagged or word in ("people", "police", "authorities")


def _bare_relative(scene: Scene, head: int, end: int) -> int:
    """Return where a clause without `that` begins that says more of a noun: `letters | she had sent`."""
    view = scene.view
    clauses = [child for child in view.children[head] if view.deps[child] == "acl:relcl" and child > head]
    firsts = [min(view.subtree(clause)) for clause in clauses]
    return min((first for first in firsts if view.tags[first] == "PRP"), default=end)


def inner(scene: Scene, span: Span) -> Span:
    """Return a span without marks and spaces at its edges."""
    view, (start, end) = scene.view, span
    start = _behind_dateline(scene, start, end)
    while start < end - 1 and (
        view.spaces[start]
        or view.marks[start]
        or view.pos[start] in ("CCONJ", "ADP", "SCONJ")
        or scene.word(start) in _ADVERBS
        or _is_mark_of_owner(scene, start)
    ):
        start += 1
    while end > start + 1 and (view.spaces[end - 1] or (view.marks[end - 1] and scene.texts[end - 1] not in ")].")):
        end -= 1
    return start, end


def _is_mark_of_owner(scene: Scene, index: int) -> bool:
    return scene.word(index) in ("'s", "’s")


def _behind_dateline(scene: Scene, start: int, end: int) -> int:
    """Step over `Paris (AGENCY) ` at the front of a mention: where the article was sent from."""
    view = scene.view
    place = scene.name(start)
    if place is not None and place.start == start and scene.texts[start].isupper() and len(scene.texts[start]) > 2:
        after = place.end
        while after < end and (view.spaces[after] or scene.texts[after] in "-–—"):
            after += 1
        if after < end and any(scene.texts[i] in "-–—" for i in range(place.end, after)):
            return after
    for index in range(start + 1, min(start + 4, end)):
        if scene.texts[index] == "(" and scene.name(index - 1) is not None:
            close = next((i for i in range(index, min(index + 4, end)) if scene.texts[i] == ")"), end)
            after = close + 1
            while after < end and (view.marks[after] or view.spaces[after]):
                after += 1
            if after < end and scene.is_capital(after) and scene.word(after) not in ("of", "and"):
                return after
    return start


_REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves"})


def _is_pronoun(scene: Scene, start: int, end: int) -> bool:
    word = scene.word(start)
    if word not in _PRONOUNS or scene.texts[start] == "US":
        return False
    following = [index for index in range(start + 1, end) if not scene.view.spaces[index]]
    if following and scene.word(following[0]) in _REFLEXIVES:
        following = following[1:]  # `he himself`
    return not following or (scene.view.pos[start] == "PRON" and scene.view.pos[following[0]] not in PHRASE_TAGS)


def _article(scene: Scene, start: int) -> str:
    word = scene.word(start)
    if word in _DEFINITE:
        return "definite"
    if word in _INDEFINITE:
        return "indefinite"
    return "possessive" if word in _POSSESSIVES else "bare"


def phrase_span(scene: Scene, mention: Mention) -> Span:
    """Return the words that name an unnamed source: head and modifiers, `of`/`in` phrases, past participles.

    A leading article and counts that only vary the plural are dropped, and so are apposition, relative clause and
    whatever else follows, except where the noun alone says nothing (`man whose sister was killed`).
    """
    view, (start, end) = scene.view, mention.span
    if scene.word(start) in ("its", "their") and view.lemmas[mention.head] not in scene.vocabulary.kin:
        start += 1
    while start < mention.head and (
        scene.word(start) in ("the", "a", "an", "multiple", "several", "various", "numerous") or view.spaces[start]
    ):
        start += 1
    keep_all = view.lemmas[mention.head] in (
        "man",
        "woman",
        "person",
        "people",
        "boy",
        "girl",
        "one",
        "those",
        "anyone",
        "resident",
        "soldier",
    )
    index = mention.head + 1
    if not keep_all:
        end = min(end, _bare_relative(scene, mention.head, end))
    while index < end:
        word = view.words[index]
        if scene.texts[index] in "([":
            break
        if word == "," and index > mention.head + 2 and (listed := _list_end(scene, index, end)) > index:
            index = listed
            continue
        if word in (",", ";", ":", "–", "—", "including") or word.startswith("“"):
            break
        if not keep_all and word in RELATIVE and view.pos[index] in ("PRON", "SCONJ", "DET", "ADV"):
            break
        if not keep_all and view.tags[index] == "VBG" and view.relation(index) in ("acl", "advcl"):
            break
        index += 1
    while index > mention.head + 1 and (
        view.spaces[index - 1]
        or scene.texts[index - 1] in "?!…"
        or view.words[index - 1] in ("there", "here", "meanwhile", "also")
    ):
        index -= 1
    return start, index


def _list_end(scene: Scene, comma: int, end: int) -> int:
    """Return where a list ends that goes on behind a comma (`leaders of A|, B and C`), the comma where none does."""
    view, joined = scene.view, False
    for index in range(comma + 1, end):
        if view.words[index] in ("and", "or"):
            joined = True
        elif (
            view.pos[index] not in ("PROPN", "DET", "ADJ", "NOUN")
            and view.words[index] != ","
            and not view.spaces[index]
        ):
            return index if joined and view.pos[index - 1] in ("PROPN", "NOUN") else comma
    return end if joined and view.pos[end - 1] in ("PROPN", "NOUN") else comma


def fuller(scene: Scene, mention: Mention) -> Mention | None:
    """Return the earlier phrase that a bare plural takes up: `the sources` after `sources within the ministry`.

    The phrase must stand in this paragraph or the one before and say more by a phrase after its noun.
    """
    view = scene.view
    if mention.head - mention.span[0] > 1 or mention.span[1] > mention.head + 1:
        return None
    for index in range(mention.span[0] - 1, -1, -1):
        if scene.paragraphs[mention.head] - scene.paragraphs[index] > 1:
            return None
        if view.lemmas[index] != view.lemmas[mention.head] or not is_plural(scene, index):
            continue
        following = scene.next(index)
        if following is None or view.heads[following] < index:
            continue
        preposition = scene.word(following) in ("within", "inside", "in", "from", "at", "of", "with")
        telling = (preposition and view.deps[following] != "mark") or view.tags[following] == "VBN"
        if telling:
            end = max(view.subtree(index)) + 1
            return Mention((read_left(scene, index)[0], end), index, -1, "description", "bare", plural=True)
    return None
