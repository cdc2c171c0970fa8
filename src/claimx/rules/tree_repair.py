"""Mends what a parser gets wrong often and a rule cannot see: a clause whose subject hangs on the verb above it.

The repairs look at the shape of the tree alone, never at words of one topic. They change the view that the rules
read, not the `Doc`. Relations are Universal Dependencies (universaldependencies.org/guidelines.html).
"""

from __future__ import annotations

from claimx.rules.mutable_tree import MutableTree

_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB", "IN", "TO"})
"""How what hangs on the words before it begins."""
_QUOTES = ("``", "''")
_HAVE = frozenset({"has", "have", "had", "'ve", "’ve", "'d", "’d"})
_CITING = frozenset({"citing", "quoting"})
_NAMING = _CITING | {"calling", "describing", "dismissing"}
_ANSWERING = frozenset({"contradicting", "denying", "disputing", "rejecting"})
_SUBJECTS = ("nsubj", "csubj", "expl")
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "obj", "obl"})
_SPEAKING = frozenset({
    "acknowledged", "added", "admitted", "appealed", "argued", "blamed", "called", "cautioned", "claimed",
    "conceded", "condemned", "demanded", "denied", "described", "insisted", "noted", "pledged", "praised",
    "predicted", "promised", "rejected", "stressed", "suggested", "thanked", "urged", "vowed", "warned",
})  # fmt: skip


class TreeRepair(MutableTree):
    """The repairs, one a method; `run` goes through them."""

    def run(self) -> None:
        """Mend complement clauses that lack a subject or hang too low, verbs with two subjects, names set behind."""
        for token, relation in enumerate(list(self.relations)):
            if token in self.outside:
                continue
            if self.heads[token] in self.outside and relation in ("amod", "compound", "det", "nummod"):
                self._leave_dateline(token, relation)
            elif relation == "ccomp" and token < self.heads[token]:
                self._invert(token)
                self._join_clause(token)
            elif relation == "ccomp":
                self._give_question(token)
                self._give_subject(token)
                self._lift(token)
                self._join_clause(token)
                self._part_clause(token)
            elif relation == "conj":
                if self.tags[token] in ("VBD", "VBZ"):
                    self._raise_verb(token)
                self._end(token)
            elif relation == "csubj" and token > self.heads[token]:
                self._one_subject(token)
            elif relation in ("nsubj", "nsubj:pass"):
                self._activate(token)
                self._join_name(token)
            elif relation == "obj":
                self._set_apart(token)
            elif relation == "nmod":
                self._appose(token)
            elif relation.startswith("advcl"):
                self._interpose(token)
                self._leave_quotation(token)
                self._end(token)
            elif relation in ("acl:relcl", "appos"):
                self._lower(token)
            elif relation == "case" and self.tags[token] == "POS":
                self._own(token)
            elif relation == "case":
                self._govern(token)

    def _leave_dateline(self, token: int, relation: str) -> None:
        """Hang a modifier on the noun behind it, not on the dateline before it: `RIGA – | Navy | ships left`."""
        noun = token + 1
        while noun < len(self.tags) and self.tags[noun].startswith(("NN", "JJ")):
            noun += 1
        if noun - 1 > token and self.tags[noun - 1].startswith("NN"):
            self.move(token, noun - 1, relation)

    def _give_subject(self, clause: int) -> None:
        """Hang the object before a clause without subject on it: `claimed | 90 were hurt`; `shows | men running`.

        That is the object right before a finite clause, a participle or `to be`, or between a clause and its
        complementizer.
        """
        own, verb = self.children[clause], self.heads[clause]
        if any(self.relations[token].startswith(_SUBJECTS) for token in own):
            return
        finite = self.is_finite(clause) or self.is_active(clause)
        helped = any(
            self.relations[t] == "cop" or (self.relations[t] == "aux:pass" and self.tags[t] == "VBG") for t in own
        )
        if not finite and self.tags[clause] not in ("VBG", "VBN") and not helped:
            return
        first = self.leftmost(clause)
        for token in self.children[verb]:
            if self.relations[token] not in ("obj", "iobj", "nsubj") or not verb < token < clause:
                continue
            left, right = self.leftmost(token), self.rightmost(token)
            opened = self.relations[first] == "mark" and self.tags[first] != "TO"
            quoted = all(tag in _QUOTES for tag in self.tags[right + 1 : first])
            beside = right < first and quoted and not opened
            inside = finite and first < left and right < clause
            if beside or inside:
                passive = "aux:pass" in [self.relations[t] for t in own]
                self.move(token, clause, "nsubj:pass" if passive else "nsubj")
                return

    def _give_question(self, clause: int) -> None:
        """Hang the question word before a clause on it: `noted | how they march`."""
        verb, first = self.heads[clause], self.leftmost(clause)
        for token in self.children[verb]:
            if self.tags[token] == "WRB" and self.relations[token] in ("obj", "iobj") and token + 1 == first:
                self.move(token, clause, "advmod")
                return

    def _invert(self, clause: int) -> None:
        """Give a clause before a verb its subject and the verb the noun behind it: `Ortiz | left, wrote Silva`."""
        verb, first = self.heads[clause], self.leftmost(clause)
        if any(self.relations[token].startswith(_SUBJECTS) for token in self.children[clause]):
            return
        siblings = self.children[verb]
        subjects = [t for t in siblings if self.relations[t] == "nsubj" and t < verb]
        behind = [t for t in siblings if self.relations[t] in ("obj", "iobj", "nsubj") and self.leftmost(t) == verb + 1]
        alone = len(subjects) == 1 and self.rightmost(subjects[0]) + 1 == first
        if alone and behind and self.is_finite(clause):
            self.move(subjects[0], clause, "nsubj")
            self.relations[behind[0]] = "nsubj"

    def _lift(self, clause: int) -> None:
        """Hang a clause behind a parenthesis on the verb before it: `reported, citing a clerk, | that they left`."""
        participle = self.heads[clause]
        verb, first = self.heads[participle], self.leftmost(clause)
        inserted = self.relations[participle] == "advcl" and self.tags[participle] == "VBG" and verb < participle
        if not inserted or self.relations[first] != "mark" or not self.marks[first - 1]:
            return
        has_object = any(self.relations[t] == "obj" and participle < t < first for t in self.children[participle])
        if has_object and not any(self.relations[token] in ("ccomp", "obj") for token in self.children[verb]):
            self.move(clause, verb, "ccomp")

    def _join_clause(self, clause: int) -> None:
        """Hang what is no clause of its own on the clause right before it: `said they remained | committed to it`."""
        own = self.children[clause]
        if self.is_finite(clause) or any(self.relations[t] == "mark" or self.relations[t][:5] == "nsubj" for t in own):
            return
        first = self.leftmost(clause)
        for other in self.children[self.heads[clause]]:
            if self.relations[other] == "ccomp" and other < clause and self.rightmost(other) + 1 == first:
                self.move(clause, other, "xcomp")
                return

    def _part_clause(self, clause: int) -> None:
        """Part a second complement behind a semicolon: `doubts it holds; | what helps is N`."""
        verb, first = self.heads[clause], self.leftmost(clause)
        if self.words[first - 1] == ";" and any(
            self.relations[other] == "ccomp" and verb < other < first for other in self.children[verb]
        ):
            self.relations[clause] = "parataxis"

    def _raise_verb(self, verb: int) -> None:
        """Join a finite verb to the verb above a clause that it cannot go on with.

        That is a past verb behind a clause in no past (`said they must stay, | warned that P`), one of speech behind a
        clause that only `was` or `were` puts in the past (`said food was short | and called for help`), and any behind
        a participle (`lists the men fighting there | and warns that P`).
        """
        clause = self.heads[verb]
        own = any(self.relations[token].startswith(_SUBJECTS) for token in self.children[verb])
        if own or not clause < verb or self._goes_on_perfect(clause, verb):
            return
        helped = [self.tags[t] for t in self.children[clause] if self.relations[t] in ("aux", "aux:pass", "cop")]
        tags = {self.tags[clause], *helped}
        above = self.heads[clause]
        if self.tags[clause] == "VBG" and not helped and self.relations[clause] in ("acl", "advcl"):
            while self.tags[above] not in ("VBD", "VBZ") and self.heads[above] != above:
                above = self.heads[above]
        elif (
            self.relations[clause] != "ccomp"
            or self.tags[verb] != "VBD"
            or not self.is_finite(clause)
            or ("VBD" in tags and not self._speaks_anew(clause, verb))
        ):
            return
        if above < clause and self.tags[above] == self.tags[verb]:
            self.move(verb, above, "conj")

    def _speaks_anew(self, clause: int, verb: int) -> bool:
        """Whether a verb of speech follows a state (`food was short | and called for help`), no passive going on.

        Behind a clause about the speaker (`it had stored food, | but warned that P`) whatever its tense.
        """
        helpers = [t for t in self.children[clause] if self.relations[t] in ("aux", "aux:pass", "cop")]
        state = self.tags[clause] != "VBD" and all(self.words[t] in ("was", "were") for t in helpers)
        has = {self.relations[t] for t in self.children[verb] if t > verb}
        if self.words[verb] in _SPEAKING and "ccomp" in has and self._is_about_speaker(clause):
            return True
        if any(self.relations[t] == "aux:pass" for t in helpers):
            has = has if "ccomp" in has or ("xcomp" in has and has & {"obj", "iobj"}) else set()
        return state and self.words[verb] in _SPEAKING and not has.isdisjoint(_COMPLEMENTS)

    def _is_about_speaker(self, clause: int) -> bool:
        """Whether a complement clause's subject is a pronoun that can mean the subject above: `it said | it had P`."""
        subjects = [t for t in self.children[clause] if self.relations[t].startswith("nsubj")]
        return any(self.words[t] in ("he", "it", "she", "they") for t in subjects)

    def _goes_on_perfect(self, clause: int, verb: int) -> bool:
        """Whether what looks like a past tense goes on a perfect: `has gone | and taken it`, `and | “took it”`."""
        perfect = any(self.words[t] in _HAVE and self.relations[t] == "aux" for t in self.children[clause])
        says = any(self.relations[token] == "ccomp" for token in self.children[verb])
        quoted = self.tags[verb - 1] == "``" and "``" not in self.tags[max(clause - 1, 0) : clause]
        return quoted or (perfect and not says)

    def _one_subject(self, clause: int) -> None:
        """Read a clause as a complement where the tree makes it a second subject: `X is at a loss | why P`."""
        before = [token for token in self.children[self.heads[clause]] if token < self.heads[clause]]
        if self.is_finite(clause) and any(self.relations[token].startswith("nsubj") for token in before):
            self.relations[clause] = "ccomp"

    def _join_name(self, noun: int) -> None:
        """Hang a name on the noun before it where the tree gives a verb both as subjects: `the website | Delta`.

        Halves of one word (`ex | -wife`) and what is set off by commas are joined too.
        """
        after = self.rightmost(noun) + 1
        for name in self.children[self.heads[noun]]:
            adverb = name == after and self.relations[name] == "nsubj" and self.tags[name] in ("RB", "VBD", "VBN")
            if adverb and name + 1 == self.heads[noun]:
                self.relations[name] = "advmod"  # `Ortiz | coyly | said`
                return
            if name == noun + 2 and self.tags[noun + 1] == "HYPH" and self.relations[name].startswith("nsubj"):
                self.move(noun, name, "compound")
                return
            second = noun < name < self.heads[noun] and self.relations[name].startswith("nsubj")
            left, right = self.leftmost(name), self.rightmost(name)
            if second and left > after and self.marks[left - 1] and self.marks[right + 1 : right + 2] == [True]:
                self.move(name, noun, "appos")  # `Norvald, | long a foe of it, | urged`
                return
            beside = second and left == after
            if beside and self.tags[noun] == "NN" and self.tags[name].startswith("NNP"):
                self.move(name, noun, "appos")
                return
            if beside and self.tags[noun].startswith("NNP") and self.tags[name] == "NN" and left == name:
                self.move(noun, name, "compound")  # `Delta | website says`
                return

    def _activate(self, subject: int) -> None:
        """Read a passive subject as an active one where nothing makes it passive (`Police announced P`), or back."""
        own = {self.relations[token] for token in self.children[self.heads[subject]]}
        governs = not own.isdisjoint(("ccomp", "obj"))
        still = self.relations[subject].startswith("nsubj") and self.tags[self.heads[subject]] in ("VBD", "VBN")
        if still and ("aux:pass" in own) != governs:
            self.relations[subject] = "nsubj" if governs else "nsubj:pass"

    def _interpose(self, verb: int) -> None:
        """Read a subject and a verb alone between two marks as set into the clause: `Danger, | she says, | is P`."""
        own, head = self.children[verb], self.heads[verb]
        words = [token for token in own if not self.marks[token]]
        first, after = self.leftmost(verb), self.rightmost(verb) + 1
        alone = len(words) == 1 and self.relations[words[0]] == "nsubj" and self.tags[verb] in ("VBD", "VBZ", "VBP")
        if alone and after < head and self.leftmost(head) < first and self.marks[first - 1] and self.marks[after]:
            self.relations[verb] = "parataxis"

    def _end(self, verb: int) -> None:
        """Read a subject and a verb behind a comma at a sentence's end as what frames it: `It fell, | X has said`."""
        own, first, after = self.children[verb], self.leftmost(verb), self.rightmost(verb) + 1
        ends = after >= len(self.words) or self.words[after] == "." or not self.words[after].strip()
        behind = self.heads[verb] < first and self.words[first - 1] == ","
        if not ends or not behind or self.tags[first] in _RELATIVE or not self.is_finite(verb):
            return
        has = {self.relations[t] for t in own}
        if "nsubj" in has and has.isdisjoint(("mark", "cc", "obj", "ccomp", "xcomp", "cop", "aux:pass", "expl")):
            self.relations[verb] = "parataxis"

    def _leave_quotation(self, participle: int) -> None:
        """Hang a participle behind a quotation on the cue: `“it left,” he said, | adding P`, `said “P,” | smiling`.

        So too where the participle behind a clause has one of its own (`said it left, | adding that P`), names where it
        comes from (`said it left, | citing a clerk`) or, behind a cue, what it is (`it left, he said, | calling it P`),
        answers somebody (`said they had left, | denying P`), or stands behind more than a bare cue
        (`it left, he told us, | smiling`).
        """
        said = self.heads[participle]
        cue = self.heads[said]
        if self.relations[said] != "ccomp" or self.tags[participle] != "VBG":
            return
        quoted = "''" in self.tags[said:participle] and "``" not in self.tags[max(cue, said) : participle]
        first = self.leftmost(participle)
        between = max(cue, said) < participle and any(self.marks[token] for token in (first - 1, first - 2))
        says = any(self.relations[token] == "ccomp" for token in self.children[participle])
        told = said < cue and any(not self.marks[token] for token in range(cue + 1, first))
        named = self.words[participle] in (_NAMING if said < cue else _CITING)
        if not says and not named and self._goes_on_in_marks(said, participle):
            return
        answers = self.words[participle] in _ANSWERING and self._is_about_speaker(said)
        if (quoted and cue < participle) or (between and (says or told or named or answers)):
            self.move(participle, cue, "advcl")

    def _goes_on_in_marks(self, said: int, participle: int) -> bool:
        """Whether both are parts of what is said: `Clerks feed “the fear,” he said, | making “one foe more”`."""
        before = self.tags[self.leftmost(said) - 1 : said]
        return "``" not in before and "``" in self.tags[participle : self.rightmost(participle) + 1]

    def _own(self, mark: int) -> None:
        """Hang an owner beside its noun on that noun: `about staffer X 's | accusation`, both on one verb."""
        owner = self.heads[mark]
        while self.relations[owner] in ("appos", "flat") and self.heads[owner] < owner:
            owner = self.heads[owner]
        siblings = [token for token in self.children[self.heads[owner]] if token > mark]
        beside = [noun for noun in siblings if all(self.heads[between] == noun for between in range(mark + 1, noun))]
        if beside and self.relations[beside[0]] == self.relations[owner] and self.tags[beside[0]].startswith("NN"):
            for token in [t for t in self.children[owner] if self.relations[t] == "case" and t < owner]:
                self.move(token, beside[0], "case")
            self.move(owner, beside[0], "nmod:poss")

    def _govern(self, preposition: int) -> None:
        """Hang a preposition with a noun of its own behind it on that noun: `fled, | according to | the paper`."""
        above = self.heads[preposition]
        nouns = [t for t in self.children[preposition] if self.relations[t] in ("obl", "nmod", "obj")]
        if above > preposition or not nouns or nouns[0] < preposition:
            return
        while not self.tags[above].startswith("VB") and self.heads[above] != above:
            above = self.heads[above]
        self.move(nouns[0], above, "obl")
        self.move(preposition, nouns[0], "case")

    def _lower(self, noun: int) -> None:
        """Hang a noun with its preposition on the verb before it, not beside it: `who serves | as head`."""
        if not self.tags[noun].startswith("NN"):
            return
        for verb in self.children[self.heads[noun]]:
            own = self.children[noun]
            tied = any(self.relations[token] == "case" and token == verb + 1 for token in own)
            if tied and self.relations[verb] == "acl:relcl":
                for token in [token for token in own if token < verb]:
                    self.move(token, verb, self.relations[token])
                self.move(noun, verb, "obl")
                return

    def _set_apart(self, noun: int) -> None:
        """Read a second object behind a comma as set behind the clause: `robbed the mill of corn, | a loss it bore`."""
        verb, first = self.heads[noun], self.leftmost(noun)
        before = [t for t in self.children[verb] if self.relations[t] == "obj" and verb < t < first]
        if before and self.words[first - 1] == "," and "cc" not in {self.relations[t] for t in self.children[noun]}:
            self.relations[noun] = "parataxis"

    def _appose(self, name: int) -> None:
        """Read a name behind a comma, without preposition, as the name of what is before: `one of them, the Front`."""
        first = self.leftmost(name)
        behind = first > self.heads[name] and self.marks[first - 1] and not self.marks[first - 2]
        tied = any(self.relations[token] in ("case", "cc") for token in self.children[name])
        if behind and not tied and self.tags[name].startswith("NNP"):
            self.relations[name] = "appos"
