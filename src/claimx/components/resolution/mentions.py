"""Takes a mention apart: which of its words names the source, or what noun describes it."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.components.resolution.names import PARTICLES
from claimx.components.resolution.posts import read_left
from claimx.components.resolution.scene import Name, Scene, Span

_INDEFINITE = frozenset({"a", "an", "another", "one", "some", "any", "each", "every", "no", "either", "neither"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that", "where", "when"})
_PRONOUNS = frozenset({
    "i", "me", "my", "myself", "we", "us", "our", "ourselves", "you", "your", "he", "him", "his", "himself", "she", "her",
    "hers", "herself", "it", "its", "itself", "they", "them", "their", "themselves", "this", "that", "these", "those",
    "who", "which", "others", "one", "someone", "somebody", "anyone", "everyone", "nobody", "many", "some", "several",
    "both", "all", "few", "most", "none",
})  # fmt: skip
_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})


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
    start, end = _inner(scene, span)
    view = scene.view
    if head is not None and _is_clause(scene, start, end, head):
        start, end = read_left(scene, head)[0], max(head + 1, max(view.subtree(head)) + 1)
    if _is_pronoun(scene, start, end):
        apposed = _apposed(scene, start, start + 1, end) if end - start > 2 else -1
        if apposed >= 0:
            return Mention((start, end), scene.names[apposed].end - 1, apposed, "name", "bare", plural=False)
        return Mention((start, end), start, -1, "pronoun", "bare", view.words[start] in ("we", "us", "they", "them"))
    chunk = chunk_end(scene, start, end)
    name = _own_name(scene, start, chunk, end)
    if name >= 0:
        found = scene.names[name]
        return Mention((start, end), found.end - 1, name, "name", "bare", plural=False)
    noun = _noun(scene, start, chunk, head)
    return Mention((start, end), noun, -1, "description", _article(scene, start), is_plural(scene, noun))


def described(scene: Scene, mention: Mention) -> Mention:
    """Return a mention by its noun, its name set aside: `her book` of `her book, The Empty Shop`."""
    start, end = mention.span
    noun = _noun(scene, start, chunk_end(scene, start, end), None)
    return Mention(mention.span, noun, -1, "description", _article(scene, start), is_plural(scene, noun))


def _is_clause(scene: Scene, start: int, end: int, head: int) -> bool:
    """Whether a finite verb stands between the front of a mention and its head: the span is a clause by mistake."""
    view = scene.view
    if not start < head < end or view.pos[head] not in ("NOUN", "PROPN"):
        return False
    between = range(start, head)
    return any(view.tags[index] in ("VBD", "VBZ", "VBP") and view.words[index] != "'s" for index in between)


def is_plural(scene: Scene, index: int) -> bool:
    """Whether a noun is plural by its tag."""
    return scene.view.tags[index] in ("NNS", "NNPS") or scene.view.words[index] in ("people", "police", "authorities")


def _inner(scene: Scene, span: Span) -> Span:
    """Return a span without marks and spaces at its edges."""
    view, (start, end) = scene.view, span
    start = _behind_dateline(scene, start, end)
    while start < end - 1 and (
        view.spaces[start]
        or view.marks[start]
        or view.pos[start] in ("CCONJ", "ADP", "SCONJ")
        or _is_mark_of_owner(scene, start)
    ):
        start += 1
    while end > start + 1 and (view.spaces[end - 1] or (view.marks[end - 1] and view.doc[end - 1].text not in ")].")):
        end -= 1
    return start, end


def _is_mark_of_owner(scene: Scene, index: int) -> bool:
    return scene.word(index) in ("'s", "’s")


def _behind_dateline(scene: Scene, start: int, end: int) -> int:
    """Step over `Paris (AGENCY) ` at the front of a mention: where the article was sent from."""
    view = scene.view
    for index in range(start + 1, min(start + 4, end)):
        if view.doc[index].text == "(" and scene.name(index - 1) is not None:
            close = next((i for i in range(index, min(index + 4, end)) if view.doc[i].text == ")"), end)
            after = close + 1
            while after < end and (view.marks[after] or view.spaces[after]):
                after += 1
            if after < end and scene.is_capital(after) and scene.word(after) not in ("of", "and"):
                return after
    return start


def _is_pronoun(scene: Scene, start: int, end: int) -> bool:
    word = scene.word(start)
    if word not in _PRONOUNS:
        return False
    following = [index for index in range(start + 1, end) if not scene.view.spaces[index]]
    return not following or (scene.view.pos[start] == "PRON" and scene.view.pos[following[0]] not in _PHRASE)


def chunk_end(scene: Scene, start: int, end: int) -> int:
    """Return the end of the plain noun phrase at the front of a mention: no preposition, clause, comma, bracket."""
    view, index, last = scene.view, start, start
    while index < end:
        name, word = scene.name(index), scene.word(index)
        if name is not None:
            index = last = min(name.end, end)
        elif view.spaces[index]:
            index += 1
        elif view.pos[index] in _PHRASE or (index == start and view.pos[index] == "PRON") or word in _POSSESSIVES:
            if word in _RELATIVE and index > start:
                break
            index = last = index + 1
        elif (
            scene.is_hyphen(index)
            or word in ("'s", "’s", "'", "’", "&")
            or _is_initial_dot(scene, index)
            or (word == "and" and _inside_phrase(scene, index, end))
            or (view.relation(index) in ("amod", "compound") and index + 1 < end)
        ):
            index += 1
        elif index == start:
            index = last = index + 1
        else:
            break
    return max(last, start + 1)


def _is_initial_dot(scene: Scene, index: int) -> bool:
    view = scene.view
    return (
        view.doc[index].text == "."
        and index > 0
        and (len(view.words[index - 1]) == 1 or view.words[index - 1] in scene.vocabulary.ranks)
    )


def _inside_phrase(scene: Scene, index: int, end: int) -> bool:
    """Whether an `and` joins modifiers before one noun (`agent and terrorism specialist X`), not two sources."""
    view = scene.view
    if index + 2 >= end:
        return False
    after = scene.next(index)
    return (
        after is not None
        and view.relation(after) == "conj"
        and view.relation(view.heads[after]) in ("compound", "amod", "nmod")
    )


def _own_name(scene: Scene, start: int, chunk: int, end: int) -> int:
    """Return the number of the name that is the source's own, -1 when there is none."""
    view = scene.view
    last = chunk - 1
    while last > start and view.spaces[last]:
        last -= 1
    name = scene.name(last)
    if name is not None and name.end == chunk and _can_be_source(scene, name, start):
        return scene.name_at[last]
    # a name that others words of the phrase follow is a modifier, unless those are wrongly attached numbers or dates
    if name is not None and name.label == "PERSON":
        return -1
    for find in (_after_post, _apposed, _called):
        found = find(scene, start, chunk, end)
        if found >= 0:
            return found
    return -1


def _called(scene: Scene, start: int, chunk: int, end: int) -> int:
    """Return the name that a description is given in its clause: `a porter who gave his name as X`."""
    view = scene.view
    if not any(
        view.words[index] in ("name", "named", "called", "identified", "nicknamed", "surname")
        for index in range(chunk, end)
    ):
        return -1
    for name in scene.names_in((chunk, end)):
        before = scene.before(name.start)
        if (
            before is not None
            and scene.word(before) in ("as", "named", "called", "name", ",", "only", "nicknamed")
            and name.label in ("PERSON", "", "MISC")
        ):
            return scene.name_at[name.start]
    return -1


def _after_post(scene: Scene, start: int, chunk: int, end: int) -> int:
    """Return the person's name that a post with its body stands right before: `Ambassador to the UN | Ana Silva`."""
    view = scene.view
    if view.lemmas[_noun(scene, start, chunk, None)] not in scene.vocabulary.posts:
        return -1
    for name in scene.names_in((chunk, end)):
        before = scene.before(name.start)
        if name.label != "PERSON" or before is None or any(view.words[i] == "," for i in range(chunk, name.start)):
            continue
        other = scene.name(before)
        noun = view.pos[before] in ("NOUN", "PROPN") and (other is None or other.label != "PERSON")
        if noun and not scene.is_title(before):
            return scene.name_at[name.start]
    return -1


def _can_be_source(scene: Scene, name: Name, start: int) -> bool:
    """Whether a name at the end of the plain phrase is the source: not an adjective (`the Iraqi`)."""
    view = scene.view
    if name.label == "NORP" and view.pos[name.end - 1] == "ADJ" and name.start > start:
        return view.words[start] == "the" and view.tags[name.end - 1].startswith("NNP")
    return True


def _apposed(scene: Scene, start: int, chunk: int, end: int) -> int:
    """Return the name set beside a description after a comma: `the head of A, General X`; `one of them, the SDF`."""
    view = scene.view
    noun = _noun(scene, start, chunk, None)
    person = view.lemmas[noun] in scene.vocabulary.posts and view.lemmas[noun] not in scene.vocabulary.body_anaphors
    segment = start
    for index in range(chunk, end):
        if view.words[index] not in (",", "–", "—", ":") or view.doc[index].text in ("'s",):
            continue
        segment = index + 1
        while segment < end and (
            view.spaces[segment] or view.words[segment] in ("the", "a", "an") or _is_rank(scene, segment)
        ):
            segment += 1
        name = scene.titled(segment) if segment < end else None
        if name is None or name.end > end or not (name.raw <= segment <= name.start):
            continue
        following = scene.next(name.end - 1)
        closed = (
            following is None
            or following >= end
            or view.marks[following]
            or scene.word(following) in ("of", "from", "and", "at", "who")
        )
        if closed and (name.label == "PERSON") == person and not _is_list(scene, name, end):
            return scene.name_at[segment]
    return -1


def _is_rank(scene: Scene, index: int) -> bool:
    word = scene.word(index)
    known = scene.vocabulary.ranks | scene.vocabulary.honorifics | scene.vocabulary.styles | scene.vocabulary.services
    return (word in known and word not in PARTICLES and scene.name(index) is None) or scene.view.doc[
        index
    ].text == "."


def _is_list(scene: Scene, name: Name, end: int) -> bool:
    """Whether another name is joined to this one (`presidents …, X and Y`): a group then."""
    following = scene.next(name.end - 1)
    if following is None or following >= end or scene.word(following) not in ("and", ","):
        return False
    after = scene.next(following)
    return after is not None and after < end and scene.titled(after) is not None and scene.word(following) == "and"


def _noun(scene: Scene, start: int, chunk: int, head: int | None) -> int:
    """Return the head noun of a plain phrase: its last noun; the claim rule's head when that is a noun in it."""
    view = scene.view
    if head is not None and start <= head < chunk and view.pos[head] in ("NOUN", "PROPN") and head == chunk - 1:
        return head
    for index in range(chunk - 1, start - 1, -1):
        if (
            view.pos[index] in ("NOUN", "PROPN", "PRON", "NUM")
            and not view.spaces[index]
            and view.words[index] not in ("'s", "’s")
        ):
            return index
    for index in range(chunk - 1, start - 1, -1):
        if view.pos[index] in ("ADJ", "DET", "VERB", "X") and not view.spaces[index]:
            return index
    return chunk - 1


def _article(scene: Scene, start: int) -> str:
    word = scene.word(start)
    if word in _DEFINITE:
        return "definite"
    if word in _INDEFINITE:
        return "indefinite"
    return "possessive" if word in _POSSESSIVES else "bare"


def parts(scene: Scene, span: Span, head: int | None) -> list[Span]:
    """Return the spans of the sources that a mention joins by `and`; one span when it is a single source."""
    view, (start, end) = scene.view, _inner(scene, span)
    chunk = chunk_end(scene, start, end)
    cuts: list[int] = []
    index = chunk
    depth_comma = False
    while index < end:
        word = scene.word(index)
        if view.spaces[index]:
            index += 1
            continue
        if word in ("and", "&", "or", "along", "together") or (word == "," and _list_goes_on(scene, index, end)):
            after = index + 1
            while after < end and scene.word(after) in ("and", "with", "as", "well", "both", ","):
                after += 1
            if after >= end or not _starts_source(scene, after):
                break
            if (
                word == ","
                and _names_person(scene, start, chunk)
                and not _names_person(scene, after, chunk_end(scene, after, end))
            ):
                break
            cuts.append(index)
            cuts.append(after)
            index = chunk_end(scene, after, end)
            continue
        if depth_comma or word not in ("and", ","):
            break
        depth_comma = True
        index += 1
    if not cuts:
        return [(start, end)]
    edges = [start, *cuts, end]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def _names_person(scene: Scene, start: int, chunk: int) -> bool:
    """Whether a plain phrase ends in a person's name."""
    name = scene.name(chunk - 1)
    return name is not None and name.label == "PERSON" and name.start >= start


def _list_goes_on(scene: Scene, comma: int, end: int) -> bool:
    """Whether a comma parts items of a list (`A, B and C`): an `and` with a further item must follow."""
    after = scene.next(comma)
    if after is None or after >= end or not _starts_source(scene, after) or scene.word(after) in ("who", "which"):
        return False
    chunk = chunk_end(scene, after, end)
    while chunk < end and scene.view.spaces[chunk]:
        chunk += 1
    if chunk < end and scene.word(chunk) == ",":
        following = scene.next(chunk)
        return (
            following is not None
            and following < end
            and (scene.word(following) == "and" or _list_goes_on(scene, chunk, end))
        )
    return chunk < end and scene.word(chunk) == "and"


def _starts_source(scene: Scene, index: int) -> bool:
    view = scene.view
    return view.pos[index] in _PHRASE or view.pos[index] == "PRON" or scene.titled(index) is not None


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
    while index < end:
        word = view.words[index]
        if view.doc[index].text in "([":
            break
        if word in (",", ";", ":", "–", "—", "including") or word.startswith("“"):
            break
        if not keep_all and word in _RELATIVE and view.pos[index] in ("PRON", "SCONJ", "DET", "ADV"):
            break
        if not keep_all and view.tags[index] == "VBG" and view.relation(index) in ("acl", "advcl"):
            break
        index += 1
    while index > mention.head + 1 and (
        view.spaces[index - 1] or view.words[index - 1] in ("there", "here", "meanwhile", "also")
    ):
        index -= 1
    return start, index


def listed_names(scene: Scene, mention: Mention) -> list[int]:
    """Return the numbers of names set beside a plural description: `the presidents of A and B, X and Y`."""
    view, end = scene.view, mention.span[1]
    for index in range(mention.head + 1, end):
        if view.words[index] not in (",", ":", "–", "—"):
            continue
        found: list[int] = []
        place = scene.next(index)
        while place is not None and place < end:
            name = scene.titled(place)
            if name is not None and name.label == "PERSON":
                found.append(scene.name_at[place])
                place = scene.next(name.end - 1)
            elif scene.word(place) in ("and", ",") or _is_rank(scene, place):
                place = scene.next(place)
            else:
                break
        if len(found) > 1:
            return found
    return []


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
        telling = (
            scene.word(following) in ("within", "inside", "in", "from", "at", "of", "with")
            or view.tags[following] == "VBN"
        )
        if telling:
            end = max(view.subtree(index)) + 1
            return Mention((read_left(scene, index)[0], end), index, -1, "description", "bare", plural=True)
    return None
