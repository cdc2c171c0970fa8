"""Starting points for rule authors: a folder of rules (`claimx rules init`), a topic (`claimx rules new-topic`)."""

from __future__ import annotations

import re

from claimx.errors import RuleError, RuleProblem

README = """\
# Rules of ours

    claimx rules check .         every mistake, with file, line and column
    claimx rules test .          runs the examples that each rule carries
    claimx extract --rules . article.txt

Files may be named and divided as you like: every `.yml` file below this folder is read. A rule with the id of a rule
that ships replaces it. `claimx rules list` shows all ids; the manual is `docs/rules.md`.
"""

WORDS = """\
# Words: more of what ships. `extend` adds to a word list that ships, `lexicons` makes a list of your own.
# `claimx rules list --lexicons` shows the lists there are.
format: 1

extend:
  verbs.clause:               # verbs like "say": X says that P
    - opine
    - wager

lexicons:
  our.institutes:             # used below as $our.institutes, see names.yml
    - Harbour Policy Forum
    - Lowland Security Review
"""

NAMES = """\
# Names that the language model misses or labels wrongly.
format: 1

entities:
  - id: our-institutes
    title: Institutes that we quote often
    label: ORG                # PERSON, ORG, LOC, NORP, or a label of your own
    priority: 80              # higher wins where two rules claim the same words; 50 when left out
    phrases: $our.institutes
    examples:
      - match: "The [ORG|Harbour Policy Forum] met on Friday."
      - no_match: "The harbour forum met on Friday."
"""

CLAIMS = """\
# A way to attribute: which word is the cue, and where source and content hang in the sentence's tree.
# `claimx explain FILE --at OFFSET` draws the tree of a sentence and says why a rule did not fit.
format: 1

claims:
  - id: word-has-it
    title: "Word has it that P"
    priority: 70
    confidence: 0.8           # the share of its records that are right, as you find it
    nodes:                    # one word each; the name is the word's part in the record
      cue: {lemma: have}                                        # the search starts here
      hearsay: {child_of: cue, dep: nsubj, lemma: [word, rumour, rumor], part_of: cue}
      it: {child_of: cue, word: it, part_of: cue}
      content: {child_of: cue, dep: [ccomp, acl, "acl:relcl", advcl, parataxis]}
    examples:
      - match: "[cue|Word has it] that [content|the market will close]."
      - no_match: "The market has it in stock."
"""

TOPIC = """\
# The stance of sources on: {target}.
# Use it with   claimx extract --topic {file} article.txt
#               claimx rules check {file}
format: 1

topic:
  id: {id}
  target: {target}            # written to every record
  names:                      # words and names of the target itself
    - {name}
  hazards: []                 # words that concern the target by themselves
  related: []                 # words that concern it where the article is about it

# Words in the content that show how serious the source takes the target to be.
# `gives`: affirms, downplays or neutral.
stances:
  - id: {id}-grows
    title: It grows or gets worse
    gives: affirms
    weight: 1                 # how strongly, up to 5
    needs_target: true        # counts only where the content names the target
    phrases: [grow, worsen, spread, "out * control"]   # dictionary forms; * stands for up to three words
    examples:
      - match: "Officials said that {name} will [evidence|spread]."
        gives: affirms
      - no_match: "Officials said that {name} was discussed."
  - id: {id}-shrinks
    title: It shrinks, or never was serious
    gives: downplays
    needs_target: true
    phrases: [shrink, fade, overstate, "under control"]
    examples:
      - match: "Officials said that {name} will [evidence|fade]."
        gives: downplays
      - no_match: "Officials said that {name} was discussed."
"""


def starting_folder() -> dict[str, str]:
    """Return the files of a starting folder: text by file name."""
    return {"README.md": README, "words.yml": WORDS, "names.yml": NAMES, "claims.yml": CLAIMS}


def new_topic(name: str, file: str | None = None) -> str:
    """Return the YAML of a topic to start from.

    Args:
        name: What the stance is about, as it goes to the records: `bird flu`.
        file: Name of the file it will stand in, for its comments; made from `name` when `None`.

    Raises:
        RuleError: `name` has no letter or digit of the English alphabet, so no id can be made from it.
    """
    plain = " ".join(name.split())
    identity = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if not identity:
        raise RuleError([RuleProblem(name, 1, 1, "R126", "a topic's name needs letters", hint="as 'bird flu'")])
    quoted = _quoted(plain)
    text = TOPIC.replace("  id: {id}\n  target", f"  id: {_quoted(identity)}\n  target")
    for key, value in (("id", identity), ("file", file or f"{identity}.yml")):
        text = text.replace(f"{{{key}}}", value)
    text = text.replace("  target: {target}", f"  target: {quoted}").replace("    - {name}", f"    - {quoted}")
    text = text.replace("{target}", plain)
    return text.replace("{name}", plain.replace('"', "").replace("\\", "").replace("[", "(").replace("]", ")"))


def _quoted(text: str) -> str:
    """Return a YAML scalar for `text`: quoted wherever a plain one could mean something else."""
    if re.fullmatch(r"[A-Za-z][A-Za-z -]*", text) and text.lower() not in (
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    ):
        return text
    return "'" + text.replace("'", "''") + "'"
