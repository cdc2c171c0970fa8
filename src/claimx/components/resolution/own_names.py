"""Which name in a mention is the source's own: X in `the head of A, General X`, none in `A official`."""

from __future__ import annotations

from claimx.components.resolution import states
from claimx.components.resolution.names import PARTICLES
from claimx.components.resolution.scene import Name, Scene

_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that", "where", "when"})

# `the Norvald Republican` after a politician's name: his party, which the article need not have told before.
PARTISANS = frozenset(
    {"republican", "democrat", "tory", "conservative", "liberal", "socialist", "centrist", "democratic"}
)

_COUNTED_PRONOUNS = frozenset({"them", "those", "us", "you"})
_QUOTATION = frozenset('"“”„‘’«»')
PHRASE_TAGS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})


def chunk_end(scene: Scene, start: int, end: int) -> int:
    """Return the end of the plain noun phrase at the front of a mention: no preposition, clause, comma, bracket."""
    view, index, last = scene.view, start, start
    while index < end:
        name, word = scene.name(index), scene.word(index)
        if name is not None:
            index = last = min(name.end, end)
            while index < end and name.label == "PERSON" and scene.texts[index] in scene.vocabulary.postnominals:
                index += 1  # `Ana Silva | QC`
        elif view.spaces[index]:
            index += 1
        elif view.pos[index] in PHRASE_TAGS or (index == start and view.pos[index] == "PRON") or word in _POSSESSIVES:
            if word in RELATIVE and index > start:
                break
            index = last = index + 1
        elif (
            scene.is_hyphen(index)
            or word in ("'s", "’s", "'", "’", "&", "/")
            or _is_initial_dot(scene, index)
            or (word == "and" and (_inside_phrase(scene, index, end) or is_bare_title(scene, start, index)))
            or (view.relation(index) in ("amod", "compound") and index + 1 < end)
            or (view.pos[index] == "ADV" and index < (of := view.heads[index]) < end and view.relation(of) == "amod")
            or (
                scene.texts[index] == "," and view.relation(index - 1) == "amod" and index < view.heads[index - 1] < end
            )
        ):
            index += 1
        elif index == start:
            index = last = index + 1
        elif scene.texts[index] in _QUOTATION and index < view.heads[start] < end and view.pos[start] == "DET":
            index = last = view.heads[start] + 1  # `the “March for Bread” | event`: the title is its modifier
        else:
            break
    return max(last, start + 1)


def _parts_adjectives(scene: Scene, comma: int, end: int) -> bool:
    """Whether a comma stands between two adjectives of one noun: `the isolationist, | libertarian wing`."""
    return scene.view.relation(comma - 1) == "amod" and comma < scene.view.heads[comma - 1] < end


def is_bare_title(scene: Scene, start: int, chunk: int) -> bool:
    """Whether a phrase is a singular post without article or name: the front of a title (`agent and expert | X`)."""
    view = scene.view
    if chunk <= start:
        return False
    noun = head_noun(scene, start, chunk, None)
    if view.tags[noun] not in ("NN", "NNP") or view.lemmas[noun] not in scene.vocabulary.posts or scene.name(noun):
        return False
    return noun == chunk - 1 and not any(
        view.pos[i] in ("DET", "PRON") or view.words[i] in ("'s", "’s") for i in range(start, noun)
    )


def _is_initial_dot(scene: Scene, index: int) -> bool:
    view = scene.view
    return (
        scene.texts[index] == "."
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


def head_noun(scene: Scene, start: int, chunk: int, head: int | None) -> int:
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


def behind_one_of(scene: Scene, start: int, end: int) -> int:
    """Return where the phrase inside `one of …` begins; `start` where none is, or only `them`."""
    following = scene.next(start)
    if scene.word(start) not in ("one", "another") or following is None or scene.word(following) != "of":
        return start
    inner = scene.next(following)
    if inner is None or inner >= end or scene.word(inner) in _COUNTED_PRONOUNS:
        return start
    return inner


def own_name(scene: Scene, start: int, chunk: int, end: int) -> int:
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
    named = _before_generic(scene, start, chunk)
    if named >= 0:
        return named
    for find in (_after_post, apposed, _called):
        found = find(scene, start, chunk, end)
        if found >= 0:
            return found
    return -1


_GENERIC = frozenset(
    {"agency", "group", "organisation", "organization", "newspaper", "website", "channel", "radio", "magazine"}
    | {"broadcaster", "movement", "party", "station", "news", "television", "tv", "militant", "rights", "militia"}
)


def _before_generic(scene: Scene, start: int, chunk: int) -> int:
    """Return the name that only a word for its sort follows: `the ABC | news agency`, `the X | group`."""
    view, index = scene.view, chunk - 1
    while index > start and view.words[index] in _GENERIC and not scene.is_capital(index):
        index -= 1
    name = scene.name(index)
    if index == chunk - 1 or name is None or name.end != index + 1 or name.label not in ("ORG", "MISC", "NORP", ""):
        return -1
    alone = not scene.names_in((start, name.start)) or _is_owner(scene, start, name.start)
    return scene.name_at[index] if alone and view.pos[index] != "ADJ" else -1


def _is_owner(scene: Scene, start: int, end: int) -> bool:
    """Whether the only name in a stretch is an owner's (`Norland's | state-run`)."""
    names = scene.names_in((start, end))
    after = scene.next(names[0].end - 1) if len(names) == 1 else None
    return after is not None and after < end and scene.word(after) in ("'s", "’s")


_NAMING = frozenset({"name", "named", "called", "nicknamed", "guerre", "pseudonym"})
_CALLED = _NAMING | {"identified", "surname", "known", "calls", "goes"}
_CALLING = _NAMING | {"as", ",", "only", "himself", "herself"}


def _called(scene: Scene, start: int, chunk: int, end: int) -> int:
    """Return the name that a description is given: `a porter who gave his name as X`, `a group called X`."""
    view = scene.view
    if not any(view.words[index] in _CALLED for index in range(chunk, end)):
        return -1
    noun = view.lemmas[head_noun(scene, start, chunk, None)]
    if noun in scene.vocabulary.documents - scene.vocabulary.bodies:
        return -1
    person = noun in scene.vocabulary.posts | scene.vocabulary.bare
    first = chunk + (chunk < end and view.words[chunk] == ",")
    if not person and (first >= end or view.words[first] not in _CALLED):
        return -1  # `a coalition against so-called X`
    labels = ("PERSON", "", "MISC") if person else ("ORG", "", "MISC")
    for name in scene.names_in((chunk, end)):
        before = scene.before(name.start)
        if before is not None and view.pos[before] == "DET" and not person:
            before = scene.before(before)  # `called | the River Guard`
        if (
            before is not None
            and (scene.word(before) in _CALLING or view.words[before - 1 : before + 1] == ["goes", "by"])
            and name.label in labels
        ):
            return scene.name_at[name.start]
    return -1


def _after_post(scene: Scene, start: int, chunk: int, end: int) -> int:
    """Return the person's name that a post with its body stands right before: `Ambassador to the UN | Ana Silva`."""
    view = scene.view
    noun = head_noun(scene, start, chunk, None)
    if view.lemmas[noun] not in scene.vocabulary.posts or view.tags[noun] in ("NNS", "NNPS"):
        return -1
    for name in scene.names_in((chunk, end)):
        before = scene.before(name.start)
        if name.label != "PERSON" or before is None or any(view.words[i] == "," for i in range(chunk, name.start)):
            continue
        rank = scene.word(before) in scene.vocabulary.ranks or scene.texts[before] == "."
        while rank and before > chunk and _of_body(scene, start, noun, before):
            before -= 1  # `Chief of Staff | Gen. X`
            rank = scene.word(before) in scene.vocabulary.ranks or scene.texts[before] == "."
        if view.pos[start] != "DET" and scene.is_title(before) and view.words[before - 1] in ("the", "prime"):
            return scene.name_at[name.start]  # `Adviser to the president | X`
        if any(_is_post_of_one(scene, index) for index in range(chunk, before + 1)):
            continue  # `a lawyer for | the singer X`: the name is the singer's
        other = scene.name(before)
        behind_noun = view.pos[before] in ("NOUN", "PROPN") and (other is None or other.label != "PERSON")
        if behind_noun and not scene.is_title(before):
            return scene.name_at[name.start]
    return -1


def _of_body(scene: Scene, start: int, post: int, end: int) -> bool:
    """Whether a bare post is of a body: `Chief | of Staff`, not `aide | to General X`, `the wife | of Gen. X`."""
    if scene.view.pos[start] == "DET":
        return False
    return not any(scene.view.pos[index] == "ADP" and scene.word(index) != "of" for index in range(post + 1, end))


def _is_post_of_one(scene: Scene, index: int) -> bool:
    view = scene.view
    return (
        view.tags[index] in ("NN", "NNP") and view.lemmas[index] in scene.vocabulary.posts and scene.name(index) is None
    )


def _can_be_source(scene: Scene, name: Name, start: int) -> bool:
    """Whether a name at the end of the plain phrase is the source: not `the Iraqi`, not `the Ohio Democrat`."""
    view = scene.view
    last = name.end - 1
    if view.words[last] in PARTISANS and view.tags[last] in ("NN", "NNP", "NNPS", "JJ") and view.pos[start] == "DET":
        return False
    if name.label == "NORP" and view.pos[name.end - 1] == "ADJ" and name.start > start:
        return view.words[start] == "the" and view.tags[name.end - 1].startswith("NNP")
    return True


def apposed(scene: Scene, start: int, chunk: int, end: int) -> int:
    """Return the name set beside a description after a comma: `the head of A, General X`; `one of them, the SDF`."""
    view = scene.view
    noun = _counted(scene, head_noun(scene, start, chunk, None), end)
    people = scene.vocabulary.posts | scene.vocabulary.bare
    several = view.tags[noun] in ("NNS", "NNPS") and view.words[noun] not in PARTISANS
    if several and view.words[head_noun(scene, start, chunk, None)] not in ("one", "another"):
        return -1  # a name of one beside a word for several: the first of a list
    person = view.words[noun] in PARTISANS or (
        view.lemmas[noun] in people and view.lemmas[noun] not in scene.vocabulary.body_anaphors
    )
    bare = view.words[noun] in ("one", "another")
    unknown = not person and (bare or (view.tags[noun] == "NN" and not _is_thing(scene, noun)))
    segment = start
    for index in range(chunk, end):
        if view.words[index] == "including":
            break  # `a coalition of firms, including A, B and C`
        if view.words[index] not in (",", "–", "—", ":") or scene.texts[index] in ("'s",):
            continue
        segment = index + 1
        while segment < end and (
            view.spaces[segment]
            or view.words[segment] in ("the", "a", "an")
            or is_rank(scene, segment)
            or _is_nationality(scene, segment)
        ):
            segment += 1
        segment = _behind_post(scene, segment, end)
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
        fits = (name.label == "PERSON") == person or unknown
        if not person and name.label != "ORG" and _is_place(scene, scene.before(index)):
            continue  # `the attack in Harrow, Norvald`
        if closed and fits and not _is_list(scene, name, end):
            return scene.name_at[segment]
    return -1


def _behind_post(scene: Scene, segment: int, end: int) -> int:
    """Step over a post without a capital right before a person's name: `the | climate researcher | Ana Silva`."""
    index = segment
    while index < end and scene.view.pos[index] in ("NOUN", "ADJ") and not scene.is_capital(index):
        index += 1
    name = scene.name(index) if segment < index < end else None
    found = name is not None and name.label == "PERSON" and scene.view.lemmas[index - 1] in scene.vocabulary.posts
    return index if found else segment


def _is_place(scene: Scene, index: int | None) -> bool:
    name = scene.name(index) if index is not None else None
    return name is not None and name.label == "LOC"


def _is_nationality(scene: Scene, index: int) -> bool:
    """Whether a word says what state somebody is from and is no part of a name itself: `Nigerian | Ana Silva`."""
    name = scene.name(index)
    alone = name is None or (name.start == index and name.end == index + 1)
    return alone and states.is_adjective(scene.view.words[index])


def _counted(scene: Scene, noun: int, end: int) -> int:
    """Return the noun that says what `one of …` is one of; any other noun is returned as it is."""
    inner = behind_one_of(scene, noun, end)
    return noun if inner == noun else head_noun(scene, inner, chunk_end(scene, inner, end), None)


def _is_thing(scene: Scene, noun: int) -> bool:
    """Whether a noun means a body or a document."""
    vocabulary, lemma = scene.vocabulary, scene.view.lemmas[noun]
    return lemma in vocabulary.bodies | vocabulary.body_anaphors | vocabulary.documents | vocabulary.mass


def is_rank(scene: Scene, index: int) -> bool:
    """Whether a word before a name is a rank or form of address, or the full stop of one."""
    word = scene.word(index)
    known = scene.vocabulary.ranks | scene.vocabulary.honorifics | scene.vocabulary.styles | scene.vocabulary.services
    return (word in known and word not in PARTICLES and scene.name(index) is None) or scene.texts[index] == "."


def _is_list(scene: Scene, name: Name, end: int) -> bool:
    """Whether another name is joined to this one (`presidents …, X and Y`): a group then."""
    following = scene.next(name.end - 1)
    if following is None or following >= end or scene.word(following) not in ("and", ","):
        return False
    after = scene.next(following)
    return after is not None and after < end and scene.titled(after) is not None and scene.word(following) == "and"
