"""The codes of rule problems: stable names, each with what it means and what to do. The manual lists them."""

from __future__ import annotations

CODES: dict[str, tuple[str, str]] = {
    "R101": (
        "The file is no YAML, or empty",
        "Check quotes, colons and indentation at the place shown; YAML forbids tabs for indentation.",
    ),
    "R102": ("The file or folder can't be read", "Check the path; save the file as UTF-8."),
    "R103": ("A key stands twice in one place", "Keep one of the two: YAML would silently drop the first."),
    "R104": (
        "YAML beyond the rule language",
        "No tags (`!…`), no anchors and aliases (`&…`, `*…`), no merge keys, at most 24 levels and 5 MB.",
    ),
    "R105": (
        "YAML reads the value as something else",
        "Quote it: `yes`, `no`, `on`, `off` are true or false to YAML, `2014-06-10` a date, `12` a number.",
    ),
    "R111": ("Unknown key", "Correct the spelling; the message names the nearest key, or all that may stand there."),
    "R112": ("A key is missing", "Add it."),
    "R113": ("Wrong value", "Give what the message asks for."),
    "R114": (
        "Not exactly one form",
        "A rule has one form only: `nodes` or `tokens` or `phrases`, as its section allows.",
    ),
    "R121": ("Unknown lexicon", "Correct the name after `$`, or define the list under `lexicons`."),
    "R122": ("A lexicon contains itself", "Break the circle that the message shows."),
    "R123": (
        "An id or a lexicon stands twice in one folder",
        "Rename one; only a *later folder* may replace a rule.",
    ),
    "R124": (
        "`disable` or `extend` of something that isn't there",
        "Correct the name; `claimx rules list` shows all.",
    ),
    "R125": ("`use` names no rule file", "Give a path relative to this file, or to the rules that ship."),
    "R126": ("Unknown topic", "Name a topic that the message lists, or a file with a `topic`."),
    "R131": ("Unknown node", "A relation must name a node of the same rule."),
    "R132": (
        "No start, several starts, or a node out of reach",
        "Exactly one node stands without relation; every other one leads to it.",
    ),
    "R133": (
        "Several tree relations of one node",
        "Keep one; `after`, `before`, `follows`, `precedes` may be added.",
    ),
    "R134": (
        "Optional or absent in the wrong place",
        "A word that must be there can't hang on one that may be missing.",
    ),
    "R135": ("Unknown relation, part of speech, tag or morphology", "Use the labels of Universal Dependencies."),
    "R136": ("Unknown role", "`extent` and `span` name roles that the rule has; a claim rule has a `cue`."),
    "R137": (
        "Extent that does not go with the role",
        "A content with a word of its own: token, noun_phrase, clause, subtree, sentence; without: quote, sentence, "
        "rest, lead, turn, block. A source or addressee: token, noun_phrase, rest, lead.",
    ),
    "R141": ("Unknown attribute in a spaCy pattern", "spaCy itself would let it pass, and match every word."),
    "R142": (
        "Unknown or misused predicate in a spaCy pattern",
        "As `{IN: [a, b]}`; `LOWER` is compared in lower case.",
    ),
    "R143": ("`OP` is wrong or has no meaning here", "One of `!`, `?`, `*`, `+`, `{n}`, `{n,m}`; only in `tokens`."),
    "R144": ("Invalid regular expression", "Correct it at the character shown."),
    "R145": (
        "The regular expression can run away",
        "No repeat inside a repeat that can take the same characters, no back reference, at most three `*` or `+`.",
    ),
    "R146": ("The pattern fits any word", "Ask for something: a lemma, a part of speech, a word."),
    "R147": ("Mistake in a DependencyMatcher pattern", "See spacy.io/api/dependencymatcher."),
    "R151": ("The marks of an example are broken", "Write `[role|text]`; a `no_match` has no marks."),
    "R152": ("An example needs exactly one of `match` and `no_match`", "Split it in two."),
    "R153": ("An example marks an unknown role, or nothing", "Mark roles that the rule gives."),
    "R154": ("Unknown value in `gives`", "Use a value that the message lists."),
    "R201": ("A stable rule without examples", "Add a `match` and a `no_match`, or say `status: draft`."),
    "R202": ("A lexicon that no rule uses", "Remove it, or use it."),
    "R203": ("A word stands twice in one list", "Remove one."),
    "R204": ("A rule that another always beats", "Raise its `priority`, or remove it."),
    "R205": ("A label that nothing gives", "The word never fits: correct the label, or add a rule that gives it."),
}
"""Code -> (what it means, what to do). R1xx are errors, R2xx warnings."""
