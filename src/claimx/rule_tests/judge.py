"""Whether an example holds: what its marks ask for against what the pipeline found.

Extents are compared by their letters and digits, so quotation marks and full stops at their edges don't matter. One
protocol for each kind of rule:

- **claims**: some record made by the rule has exactly the marked cue, content and source (no source where none is
  marked; the addressee only where it is marked), and the assertion that `gives` names.
- **entities**: the names that the rule gives its label to are exactly the marked ones.
- **assertions**: the rule fits, and the record of the marked cue has the assertion (`gives`, else the rule's).
- **sources**: the rule fits inside the marks; where a record has the marked name as its source, the record has the
  marked role and affiliation.
- **kinds**: the record with the marked source has the kind (`gives`, else the rule's).
- **stances**: the evidence by the rule is exactly what is marked, and its records have the stance that `gives` names.

A `no_match` holds when the rule made nothing: no record, name, fit or evidence; for kinds, no source of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from claimx.rule_tests.observe import Found, Observation, letters
from claimx.rule_tests.verdict import Difference
from claimx.rules.examples import MarkedText
from claimx.rules.schema import Example

_COMPARED = ("cue", "content", "source", "addressee")


@dataclass(frozen=True)
class Case:
    """One example of one rule, ready to judge.

    `fits` are the spans by role where an assertion or source rule fits; `lemmas` the dictionary forms of marks that
    are one word (`heads` -> `head`).
    """

    section: str
    name: str
    example: Example
    marked: MarkedText
    gives: str | None = None
    fits: tuple[Found, ...] = ()
    lemmas: Mapping[str, str] = field(default_factory=dict)


def judge(case: Case, seen: Observation) -> tuple[Difference, ...]:
    """Return how the example fails; nothing when it holds."""
    if case.example.match is None:
        return tuple(_JUDGE_NOTHING[case.section](case, seen))
    return tuple(_JUDGE_MATCH[case.section](case, seen))


def _number(differences: Sequence[Difference]) -> int:
    return len(differences)


def _text(seen: Observation, spans: Sequence[tuple[int, int]]) -> str:
    return " … ".join(seen.text[start:end] for start, end in spans) or "nothing"


def _differences(case: Case, seen: Observation, found: Found, roles: Sequence[str]) -> list[Difference]:
    """Compare the marked spans of some roles with those found."""
    differences = []
    for role in roles:
        wanted, got = case.marked.spans(role), found.spans.get(role, ())
        if letters(seen.text, wanted) != letters(seen.text, got):
            differences.append(Difference(role, _text(seen, wanted), _text(seen, got)))
    return differences


def _best(case: Case, seen: Observation, found: Sequence[Found]) -> list[Difference]:
    """Return the differences of the finding that comes closest."""
    roles = [role for role in _COMPARED if role != "addressee" or case.marked.spans(role)]
    ranked = [_differences(case, seen, item, roles) + _value("assertion", case, item) for item in found]
    return min(ranked, key=_number)


def _value(what: str, case: Case, found: Found) -> list[Difference]:
    wanted = case.gives
    return [] if wanted is None or wanted == found.gives else [Difference(what, wanted, str(found.gives))]


def _match_claim(case: Case, seen: Observation) -> list[Difference]:
    own = [item for item in seen.claims if item.rule == case.name]
    if own:
        return _best(case, seen, own)
    winner = next((item for item in seen.claims if case.name in item.rivals), None)
    if winner is not None:
        return [Difference("record", "one by this rule", f"the rule fits, but '{winner.rule}' wins")]
    others = ", ".join(f"'{_text(seen, item.spans['cue'])}' by {item.rule}" for item in seen.claims)
    return [Difference("record", "one by this rule", others or "no record")]


def _match_entities(case: Case, seen: Observation) -> list[Difference]:
    own = [item for item in seen.entities if _same_rule(item.rule, case.name)]
    got: dict[str, list[tuple[int, int]]] = {role: [] for role in case.marked.roles}
    for item in own:
        for label, spans in item.spans.items():
            got.setdefault(label, []).extend(spans)
    merged = Found(case.name, {label: tuple(spans) for label, spans in got.items()})
    return _differences(case, seen, merged, list(got))


def _match_assertion(case: Case, seen: Observation) -> list[Difference]:
    if not case.fits:
        return [Difference("rule", "fits", "does not fit")]
    cue = letters(seen.text, case.marked.spans("cue"))
    record = next((item for item in seen.claims if cue & letters(seen.text, item.spans["cue"])), None)
    if record is None:
        return [Difference("record", "one with the marked cue", "no record")]
    return _value("assertion", case, record)


def _match_source(case: Case, seen: Observation) -> list[Difference]:
    """The rule's words stand inside the marks; a record of the marked name has the marked role and affiliation."""
    if not case.fits:
        return [Difference("rule", "fits", "does not fit")]
    fits = [_misplaced(case, seen, fit) for fit in case.fits]
    differences = min(fits, key=_number)
    name = _plain(_text(seen, case.marked.spans("name")))
    own = [traits for traits in seen.traits if name in (_plain(traits["name"] or ""), _plain(traits["mention"] or ""))]
    records = [_wrong_traits(case, seen, traits) for traits in own]
    return differences + min(records, key=_number, default=[])


def _misplaced(case: Case, seen: Observation, fit: Found) -> list[Difference]:
    differences = []
    for role, spans in fit.spans.items():
        marked = case.marked.spans(role)
        if marked and not letters(seen.text, spans) <= letters(seen.text, marked):
            differences.append(Difference(role, _text(seen, marked), _text(seen, spans)))
    return differences


def _wrong_traits(case: Case, seen: Observation, traits: Mapping[str, str | None]) -> list[Difference]:
    differences = []
    for role in case.marked.roles:
        if role == "name":
            continue
        wanted, got = _text(seen, case.marked.spans(role)), traits[role] or "nothing"
        if _plain(got) not in (_plain(wanted), _plain(case.lemmas.get(role, wanted))):
            differences.append(Difference(role, wanted, got))
    return differences


def _match_kind(case: Case, seen: Observation) -> list[Difference]:
    wanted = letters(seen.text, case.marked.spans("source"))
    own = [item for item in seen.sources if letters(seen.text, item.spans["source"]) == wanted]
    if not own:
        got = ", ".join(_text(seen, item.spans["source"]) for item in seen.sources) or "no source"
        return [Difference("source", _text(seen, case.marked.spans("source")), got)]
    ranked = [_value("kind", case, item) for item in own]
    return min(ranked, key=_number)


def _match_stance(case: Case, seen: Observation) -> list[Difference]:
    own = [item for item in seen.evidence if item.rule == case.name]
    spans = tuple(sorted({span for item in own for span in item.spans["evidence"]}))
    differences = _differences(case, seen, Found(case.name, {"evidence": spans}), ["evidence"])
    if own:
        ranked = [_value("stance", case, item) for item in own]
        closest = min(ranked, key=_number)
        differences.extend(closest)
    elif not seen.claims:
        differences.append(Difference("record", "one that holds the evidence", "no record"))
    return differences


def _nothing(
    items: Callable[[Case, Observation], Sequence[Found]],
) -> Callable[[Case, Observation], list[Difference]]:
    def judge_nothing(case: Case, seen: Observation) -> list[Difference]:
        found = items(case, seen)
        got = "; ".join(
            ", ".join(f"{role} '{_text(seen, spans)}'" for role, spans in sorted(item.spans.items())) or "a fit"
            for item in found
        )
        return [Difference("rule", "finds nothing", got)] if found else []

    return judge_nothing


def _same_rule(found: str, name: str) -> bool:
    """Whether a span's id names the rule: in full (`file:id`) or by its id alone."""
    return found in (name, name.rpartition(":")[2])


def _plain(text: str) -> str:
    """Return a text's letters and digits, without a leading article."""
    words = text.lower().split()
    if len(words) > 1 and words[0] in ("a", "an", "the"):
        words = words[1:]
    return "".join(char for word in words for char in word if char.isalnum())


_JUDGE_MATCH: dict[str, Callable[[Case, Observation], list[Difference]]] = {
    "claims": _match_claim,
    "entities": _match_entities,
    "assertions": _match_assertion,
    "sources": _match_source,
    "kinds": _match_kind,
    "stances": _match_stance,
}
_JUDGE_NOTHING: dict[str, Callable[[Case, Observation], list[Difference]]] = {
    "claims": _nothing(lambda case, seen: [item for item in seen.claims if item.rule == case.name]),
    "entities": _nothing(lambda case, seen: [item for item in seen.entities if _same_rule(item.rule, case.name)]),
    "assertions": _nothing(lambda case, seen: case.fits),
    "sources": _nothing(lambda case, seen: case.fits),
    "kinds": _nothing(lambda case, seen: [item for item in seen.sources if item.gives == case.gives]),
    "stances": _nothing(lambda case, seen: [item for item in seen.evidence if item.rule == case.name]),
}
