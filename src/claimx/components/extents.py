"""How far a role reaches: from the word that a rule found to the span of text that the record shows.

Spans are token spans, half-open. The boundaries follow the annotation guidelines: a source is its whole noun phrase
with appositions and modifiers; a content is its clause without complementizer, cue and joining punctuation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from claimx.components.attribution import Span
from claimx.rules.tree_view import TreeView

_OUTSIDE_NOUN_PHRASE = frozenset({"case", "cc", "mark", "parataxis", "discourse", "cop", "aux", "expl"})
_CIRCUMSTANCES = frozenset({"obl:unmarked", "nmod:unmarked", "obl:tmod", "nmod:tmod", "obl"})
_INSIDE_NOUN_PHRASE = frozenset({"det", "compound", "amod", "nummod", "flat", "nmod:poss"})
_AMOUNTS = frozenset({"couple", "dozen", "hundred", "million", "thousand"})
_COMPLEMENTIZERS = frozenset({"that", "if", "whether"})
_FOCUS = frozenset({"just", "merely", "only", "simply"})
"""Adverbs before a complementizer that say how much is said, no part of it."""
_COMMENTS = frozenset(
    {"accusation", "allegation", "assertion", "charge", "claim", "comparison", "figure", "suggestion", "view"}
)
"""What a statement is called by who answers it: `said it was lost, | a claim that the army denies`."""
_ALLUSIONS = frozenset({"allusion", "dig", "jab", "nod", "reference", "swipe"})
"""What the author takes words for: `said it would not wait, | a reference to the vote`."""
_TELLING = frozenset(
    {"cite", "detail", "elaborate", "give", "identify", "mention", "name", "offer", "provide", "specify"}
)
"""What speakers do without: `said it was lost, | without naming the guards`."""
_COMMENT_MARKS = frozenset({",", "—", "–", "--"})
_HOLE = 3
"""Words that may be missing between two fragments of one content."""
_OPENING = frozenset("([{“‘«\"'„")
_CLOSING = frozenset(")]}”’»\"'")


def noun_phrase(view: TreeView, head: int, without: Collection[int] = ()) -> Span | None:
    """Return the span of a noun phrase: its modifiers and appositions, not its preposition.

    Branches that hold a token of `without` (the cue, the content) are cut off.
    """
    head = _noun_of(view, head, without)
    tokens = {head}
    for child in view.children[head]:
        if view.relation(child) in _OUTSIDE_NOUN_PHRASE or view.deps[child] in _CIRCUMSTANCES:
            continue
        if view.relation(child) == "advmod" and abs(child - head) > 1 and view.marks[_inner(child, head)]:
            continue  # "Meanwhile, X", "X, also on air": an adverb behind a comma is the sentence's
        branch = view.subtree(child)
        if not any(token in without for token in branch):
            tokens.update(branch)
    run = _run_around(view, tokens - view.layout.datelines, head)
    return _behind_antecedent(view, run, head) if run is not None and view.relation(head) == "nsubj" else run


def with_name(view: TreeView, span: Span, stops: Collection[int]) -> Span:
    """Widen a mention to the whole of the name at its end, and to a person's name set off behind it by a comma.

    `A member of the council, Ida Voss, said …`: the tree may hang the name elsewhere. `stops` are the cue's tokens.
    """
    start, end = span
    labels = view.entities
    label = labels[end - 1]
    while label and end < view.size and labels[end] == label and end not in stops and view.pos[end] == "PROPN":
        end += 1
    front = next((index for index in range(start, end) if view.pos[index] == "ADP" or view.marks[index]), end)
    if "PERSON" in labels[start:front] or end + 1 >= view.size or view.doc[end].text != ",":
        return (start, end)
    name_end = end + 1
    while name_end < view.size and labels[name_end] == "PERSON":
        name_end += 1
    follows = name_end < view.size and (
        name_end in stops
        or view.doc[name_end].text in (",", ":", "(", ".", ";")
        or (view.pos[name_end] == "AUX" and view.heads[name_end] in stops)
    )
    if name_end == end + 1 or not follows:
        return (start, end)
    set_off = view.doc[name_end].text == ","
    return (start, name_end) if set_off or not _begins_clause(view, span, (end + 1, name_end)) else (start, end)


def _behind_antecedent(view: TreeView, span: Span, head: int) -> Span:
    """Return a plural subject without the noun that its relative clause is of: `a man | police` (say is armed)."""
    start, end = span
    several = view.tags[head] == "NNS" or view.words[head] == "police"
    if not several or view.words[start] not in ("a", "an", "another"):
        return span
    nouns = [
        token for token in range(start + 1, head) if view.tags[token] == "NN" and view.words[token] not in _AMOUNTS
    ]
    return (nouns[-1] + 1, end) if nouns else span


def _begins_clause(view: TreeView, front: Span, name: Span) -> bool:
    """Whether a name behind a fronted phrase is the subject of the clause: `According to a driver, | Voss was out`."""
    tops = [token for token in range(*front) if not front[0] <= view.heads[token] < front[1]]
    subjects = [token for token in range(*name) if view.relation(token).startswith("nsubj")]
    return any(
        view.relation(top) == "obl" and view.heads[top] == view.heads[subject] for top in tops for subject in subjects
    )


def _noun_of(view: TreeView, token: int, without: Collection[int]) -> int:
    """Climb from a word inside a noun phrase (article, first name) to its noun."""
    while view.deps[token] in _INSIDE_NOUN_PHRASE or view.relation(token) == "det":
        head = view.heads[token]
        if head in without or head == token or view.pos[head] not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            return token
        token = head
    return token


def _inner(child: int, head: int) -> int:
    """Return the token beside `child` on the side of `head`."""
    return child + 1 if child < head else child - 1


def _run_around(view: TreeView, tokens: set[int], head: int) -> Span | None:
    """Return the contiguous run around `head`; gaps of marks and spaces are bridged."""
    start = end = head
    while (previous := _bridge(view, start, -1, tokens)) is not None:
        start = previous
    while (following := _bridge(view, end, 1, tokens)) is not None:
        end = following
    return trim(view, start, end + 1)


def _bridge(view: TreeView, index: int, step: int, tokens: set[int]) -> int | None:
    place = index + step
    while 0 <= place < view.size and place not in tokens and view.marks[place] and abs(place - index) < 3:
        place += step
    return place if place in tokens else None


def clause(view: TreeView, head: int, without: Collection[int], roles: Iterable[int] = ()) -> list[Span]:
    """Return the fragments of a clause: its subtree less the branches in which the other roles stand.

    `roles` are the role words (cue, source, helper words); where one hangs below `head`, the whole branch from the
    content's own words down to it goes (`P, X says` leaves P). `without` are single tokens to leave out.
    """
    blocked = set(without)
    for role in roles:
        if role != head and is_below(view, role, head):
            blocked.update(view.subtree(_topmost(view, role, head, without)))
    for token in view.subtree(head):
        if token != head and is_comment(view, token):
            blocked.update(view.subtree(token))
    tokens = [token for token in view.subtree(head) if token not in blocked and token not in view.layout.datelines]
    return fragments(view, tokens)


def is_comment(view: TreeView, token: int) -> bool:
    """Whether what hangs on a token only says behind a comma or a dash what others make of the clause.

    That is a noun with a relative clause (`, | a charge the mayor rejects`), what it alludes to (`, | a reference to
    the flood`), a clause behind `in what`, what its speaker left out (`it closed, | without giving details`), or a
    concession behind a quotation (`was “safe,” | though he gave no proof`).
    """
    first = min(view.subtree(token))
    while view.marks[first] and first < token:
        first += 1
    if view.words[first] == "without" and view.lemmas[token] in _TELLING:
        return True
    if first == 0 or (view.words[first - 1] not in _COMMENT_MARKS and view.tags[first - 1] != "''"):
        return False
    if view.words[first : first + 2] == ["in", "what"]:
        return True
    if view.words[first] in ("although", "though"):
        behind = view.tags[first - 1] == "''" or view.tags[first - 2] == "''"
        return behind and any(view.tags[child] == "PRP" for child in view.children[token])
    if view.lemmas[token] in _ALLUSIONS and view.words[first] in ("a", "an"):
        return True
    related = any(view.deps[child] == "acl:relcl" for child in view.children[token])
    return related and view.lemmas[token] in _COMMENTS and view.words[first] in ("a", "an")


def is_below(view: TreeView, token: int, head: int) -> bool:
    """Whether `token` hangs on `head`, however deep."""
    return any(ancestor == head for ancestor in view.ancestors(token))


def _topmost(view: TreeView, token: int, head: int, cue: Collection[int]) -> int:
    """Climb from a role word through words of the cue as long as they stay below `head`."""
    top = token
    for ancestor in view.ancestors(token):
        if ancestor == head:
            break
        if ancestor in cue:
            top = ancestor
    return top


def fragments(view: TreeView, tokens: Iterable[int]) -> list[Span]:
    """Group tokens into trimmed runs; runs parted by marks and spaces only stay one."""
    runs: list[list[int]] = []
    for token in sorted(set(tokens)):
        if runs and all(_joins(view, place) for place in range(runs[-1][1], token)):
            runs[-1][1] = token + 1
        else:
            runs.append([token, token + 1])
    trimmed = [trim(view, start, end) for start, end in runs]
    return [span for span in trimmed if span is not None]


def _joins(view: TreeView, token: int) -> bool:
    """Whether a gap at this token still leaves one fragment: a mark or a space, but no line end and no page's link."""
    if token in view.layout.inserted:
        return False
    return view.marks[token] or (view.spaces[token] and "\n" not in view.doc[token].text)


def trim(view: TreeView, start: int, end: int) -> Span | None:
    """Drop marks and spaces at both ends (balanced brackets stay); `None` when nothing is left."""
    while start < end and _droppable(view, start, start, end, _OPENING):
        start += 1
    while end > start and _droppable(view, end - 1, start, end, _CLOSING):
        end -= 1
    return (start, end) if start < end else None


def _droppable(view: TreeView, token: int, start: int, end: int, keep: frozenset[str]) -> bool:
    """Whether an edge token is a mark that only joins; brackets and quotes with their partner inside stay."""
    if view.spaces[token]:
        return True
    if not view.marks[token]:
        return False
    text = view.doc[token].text
    if text not in keep:
        return text not in ("$", "#", "%")
    partners = _CLOSING if keep is _OPENING else _OPENING
    others = range(token + 1, end) if keep is _OPENING else range(start, token)
    return not any(view.marks[place] and view.doc[place].text in partners for place in others)


def drop_opening(view: TreeView, spans: list[Span], connectives: Collection[str] = ()) -> list[Span]:
    """Drop what only leads up to a content: `that`, `if`, `whether`, a joining conjunction, a connective adverb.

    So does a relative pronoun that the cue parts from the rest: `the house, which | he said | was empty`, and one that
    is left over at the end: `a charge | that | the mayor rejects`.
    """
    if spans and view.tags[spans[-1][1] - 1] == "WDT" and spans[-1][1] - spans[-1][0] > 1:
        spans = [*spans[:-1], (spans[-1][0], spans[-1][1] - 1)]
    spans = _without_aside(view, spans)
    while spans:
        start, end = spans[0]
        if len(spans) > 1 and end == start + 1 and view.tags[start] in ("WDT", "WP"):
            spans = spans[1:]
            continue
        first = start + 1
        if view.words[start : start + 2] == ["as", "to"] and start + 2 < end:
            first = start + 2
        elif view.words[start : start + 3] == ["whether", "or", "not"] and start + 3 < end:
            first = start + 3
        elif view.words[start] in _FOCUS and view.words[start + 1 : start + 2] == ["that"] and not view.quoted[start]:
            pass  # `said | only that P`
        elif not _only_opens(view, start, connectives) and not _marks_whole(view, start, spans):
            return spans
        rest = trim(view, first, end)
        spans = ([rest] if rest else []) + spans[1:]
        if view.words[start] in _COMPLEMENTIZERS:
            return spans  # `that | if it rains, P`: only the first ties the content to the cue
    return spans


def _without_aside(view: TreeView, spans: list[Span]) -> list[Span]:
    """Begin behind `that` where a clause stands before it between commas: `told us, | after they fled, | that P`."""
    if not spans or view.relation(spans[0][0]) not in ("mark", "advmod"):
        return spans
    start, end = spans[0]
    aside = view.heads[start]
    for token in range(start + 1, end):
        clause = view.heads[token]
        opens = view.words[token] == "that" and view.relation(token) == "mark" and view.words[token - 1] == ","
        if opens and view.relation(aside) == "advcl" and view.heads[aside] == clause and aside < token < clause:
            return [(token, end), *spans[1:]]
    return spans


def _is_condition(view: TreeView, token: int) -> bool:
    """Whether an `if` opens a condition of what follows (`If it rains, P, X said`): then it is part of the content."""
    clause = view.heads[token]
    marks = view.words[token] == "if" and view.relation(token) == "mark"
    return marks and view.relation(clause) == "advcl" and view.heads[clause] > clause


def _marks_whole(view: TreeView, token: int, spans: Sequence[Span]) -> bool:
    """Whether a preposition only ties the whole content to the cue (`disagree over how P`)."""
    head = view.heads[token]
    marks = view.relation(token) == "mark" or (view.relation(token) == "case" and view.pos[head] in ("ADJ", "ADV"))
    if not marks or view.pos[token] != "ADP":
        return False
    above = view.heads[head]
    question = token + 1 < view.size and view.tags[token + 1].startswith("W")  # `over | how far it reaches`
    return question or not any(start <= above < end for start, end in spans)


def _only_opens(view: TreeView, token: int, connectives: Collection[str]) -> bool:
    word, relation = view.words[token], view.relation(token)
    if relation == "cc" and word in ("and", "but", "or", "nor", "yet"):
        return True
    if relation == "advmod" and word == "yet" and view.words[token + 1 : token + 2] == [","]:
        return True  # `And yet, | says X, | P`
    if _is_condition(view, token):
        return False
    if word in _COMPLEMENTIZERS:
        return relation in ("mark", "advmod", "dep") or (word != "that" and relation in ("obj", "nsubj"))
    return relation == "advmod" and word in connectives


def fill_holes(view: TreeView, spans: list[Span], taken: Collection[int]) -> list[Span]:
    """Unite fragments parted by a few words that belong to no other role (the tree hung them elsewhere)."""
    united: list[Span] = []
    for start, end in spans:
        if united:
            hole = range(united[-1][1], start)
            words = [token for token in hole if not _joins(view, token)]
            stops = any(token in view.layout.inserted or "\n" in view.doc[token].text for token in hole)
            if len(words) <= _HOLE and not stops and not any(token in taken for token in hole):
                united[-1] = (united[-1][0], end)
                continue
        united.append((start, end))
    return united


def merge(view: TreeView, spans: Iterable[Span]) -> list[Span]:
    """Unite spans that overlap, touch or are parted by marks and spaces only."""
    return fragments(view, (token for start, end in spans for token in range(start, end)))
