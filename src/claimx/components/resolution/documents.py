"""Documents named as sources: `a report by A`, and what `the report` stands for later."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.components.resolution.kinds import stem
from claimx.components.resolution.mentions import Mention, is_plural, phrase_span
from claimx.components.resolution.names import CALENDAR
from claimx.components.resolution.own_names import chunk_end
from claimx.components.resolution.phrases import read_left
from claimx.components.resolution.scene import Scene, Span

_TIMES = frozenset({"today", "yesterday", "week", "month", "year", "day", "night"})
_MAKERS = frozenset({"by", "from", "of"})
_READERS = frozenset({"seen", "obtained", "reviewed", "viewed", "read", "examined", "cited", "quoted", "acquired"})
"""What is done to a document by who did not make it: `a letter | obtained | by the paper`."""


@dataclass(frozen=True)
class Paper:
    """A document that the text names: its noun, the words of its phrase, and whether the phrase says whose it is."""

    head: int
    span: Span
    telling: bool


def find_papers(scene: Scene) -> list[Paper]:
    """Return all document phrases of the article, in text order."""
    view, found = scene.view, []
    for index in range(view.size):
        if view.lemmas[index] in scene.vocabulary.documents and view.pos[index] == "NOUN":
            after = scene.next(index)
            if after is not None and view.pos[after] == "NOUN" and view.relation(index) == "compound":
                continue
            start, _ = read_left(scene, index)
            span = _reach(scene, start, index)
            found.append(Paper(index, span, span[1] > index + 1 or start < index))
    return found


def _reach(scene: Scene, start: int, head: int) -> Span:
    """Return a document's phrase: owner and modifiers before it, its maker after it."""
    view = scene.view
    before = scene.before(start)
    if before is not None and scene.word(before) in ("'s", "’s"):
        name = scene.name(before - 1)
        start = name.start if name is not None else start
    end = min(
        (index for index in view.subtree(head) if index > head and view.words[index] in (",", ";", ":")), default=None
    ) or (max(view.subtree(head)) + 1)
    end = min(
        end,
        scene.view.sentence_spans[view.sentences[head]][1]
        if view.sentences[head] < len(view.sentence_spans)
        else view.size,
    )
    mention = Mention((start, max(end, head + 1)), head, -1, "description", "bare", is_plural(scene, head))
    span = phrase_span(scene, mention)
    after = scene.next(head)
    telling = after is not None and after < span[1] and (scene.word(after) in _MAKERS or view.tags[after] == "VBN")
    return span if telling else (span[0], head + 1)


def antecedent(scene: Scene, papers: list[Paper], mention: Mention) -> Paper | None:
    """Return the earlier document that `the report` stands for: the last telling one of the same noun."""
    view = scene.view
    noun = stem(view.lemmas[mention.head])
    generic = noun in ("document", "text", "paper", "publication")
    own = {stem(view.words[i]) for i in range(mention.span[0], mention.head) if view.pos[i] in ("ADJ", "NOUN", "PROPN")}
    for paper in reversed(papers):
        if paper.head >= mention.head or not paper.telling:
            continue
        same = generic or stem(view.lemmas[paper.head]) == noun
        if not same or is_plural(scene, paper.head) != mention.plural:
            continue
        words = {stem(view.words[index]) for index in range(*paper.span)}
        if own <= words or generic:
            return paper
    return None


def maker(scene: Scene, span: Span, head: int) -> Span | None:
    """Return who made a document: the owner before its noun, a name among its modifiers, or whom `by` names."""
    for index in range(span[0], head):
        if scene.word(index) in ("'s", "’s") and index > span[0]:
            timed = scene.word(index - 1) in CALENDAR | _TIMES  # `Thursday's indictment`
            return None if timed else (span[0], index)
        name = scene.name(index)
        if name is not None and name.start == index and name.end <= head:
            following = scene.next(name.end - 1)
            if following is None or scene.word(following) not in ("'s", "’s"):
                return name.start, name.end
    for index in range(head + 1, span[1]):
        if scene.word(index) in _MAKERS:
            if scene.word(index - 1) == "out":  # `reports out of the cities`: where they come from
                return None
            if scene.word(index - 1) in _READERS:
                break
            end = chunk_end(scene, index + 1, span[1])
            name = scene.name(end - 1)
            if scene.word(index) == "from" and name is not None and name.label == "LOC":  # `reports from Iraq`
                return None
            return index + 1, end
    return issuer(scene, head)


def issuer(scene: Scene, head: int) -> Span | None:
    """Return who puts a document out, where it is the object of that: `the guild | released a letter saying P`.

    Who issues a paper is the source of what a participle says is in it: so did the annotators of PolNeAR throughout.
    """
    view, verb = scene.view, scene.view.heads[head]
    if view.relation(head) != "obj" or view.lemmas[verb] not in scene.vocabulary.makes:
        return None
    subject = next((child for child in view.children[verb] if view.deps[child] == "nsubj" and child < verb), None)
    if subject is None or view.pos[subject] not in ("NOUN", "PROPN"):
        return None
    end = chunk_end(scene, subject, verb)
    own = [index for index in view.subtree(subject) if end <= index < verb]
    if own and not any(view.marks[index] for index in range(end, own[-1])):
        end = own[-1] + 1
    return min(view.subtree(subject)), end


def announced(scene: Scene, head: int) -> Span | None:
    """Return who has spoken in a document of the same noun shortly before: `The guild | said in a statement that P`."""
    view = scene.view
    noun = view.lemmas[head]
    for index in range(head - 1, -1, -1):
        if scene.paragraphs[head] - scene.paragraphs[index] > 2:
            return None
        if view.lemmas[index] != noun or view.relation(index) != "obl" or scene.quote_at[index] >= 0:
            continue
        verb, words = view.heads[index], {view.words[child] for child in view.children[index]}
        subject = next((child for child in view.children[verb] if view.deps[child] == "nsubj"), None)
        if subject is None or "in" not in words or not words & {"a", "an"} or view.pos[subject] == "PRON":
            return None
        name = scene.name(subject)
        own = [i for i in view.subtree(subject) if i <= subject or (name is not None and scene.name(i) is name)]
        return min(own), max(own) + 1
    return None
