"""Runs trials through the real pipeline, in this process or in several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from claimx.rule_tests.collect import Suite, Trial
from claimx.rule_tests.judge import Case, judge
from claimx.rule_tests.observe import Found, Spans, observe
from claimx.rule_tests.verdict import Verdict

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from claimx.rules.ruleset import RuleSet

_CHUNK = 16


class Tester:
    """The pipeline and the rules that trials are tried with."""

    def __init__(self, suite: Suite, model: str | None = None) -> None:
        from claimx.pipeline import load
        from claimx.rules.reader import load_rules

        self._nlp = load(model, rules=[str(folder) for folder in suite.folders], topic=suite.topic or None)
        self._fits = Fits(load_rules(suite.folders, suite.topic or None), self._nlp.vocab)

    def try_all(self, trials: Sequence[Trial]) -> list[Verdict]:
        """Return the verdicts, in order."""
        docs = self._nlp.pipe([trial.marked.text for trial in trials])
        return [self._verdict(trial, doc) for trial, doc in zip(trials, docs, strict=True)]

    def _verdict(self, trial: Trial, doc: Doc) -> Verdict:
        gives = trial.example.gives or self._fits.gives(trial)
        fits, lemmas = self._fits.find(trial, doc), _lemmas(trial, doc)
        case = Case(trial.section, trial.name, trial.example, trial.marked, gives, fits, lemmas)
        differences = judge(case, observe(doc))
        if trial.example.todo is not None:
            return Verdict(trial, "todo" if differences else "fixed", differences)
        return Verdict(trial, "failed" if differences else "passed", differences)


def _lemmas(trial: Trial, doc: Doc) -> dict[str, str]:
    """Return the dictionary form of each mark that is one word."""
    starts = {token.idx: token for token in doc}
    words = {mark.role: starts.get(mark.start) for mark in trial.marked.marks}
    ends = {mark.role: mark.end for mark in trial.marked.marks}
    return {
        role: token.lemma_
        for role, token in words.items()
        if token is not None and token.idx + len(token) == ends[role]
    }


class Fits:
    """Where assertion and source rules fit: these rules leave no name on the records."""

    def __init__(self, rules: RuleSet, vocab: Vocab) -> None:
        from claimx.components.resolution.frames import SourceFrames
        from claimx.components.resolution.vocabulary import Vocabulary
        from claimx.rules.tree import TreeMatcher

        self._assertions = {located.name: located.rule for located in rules.assertions}
        self._kinds = {located.name: located.rule for located in rules.kinds}
        self._matchers = {name: TreeMatcher([(name, rule.nodes)], rules) for name, rule in self._assertions.items()}
        self._frames = SourceFrames(rules, vocab)
        self._vocabulary = Vocabulary.of(rules)

    def gives(self, trial: Trial) -> str | None:
        """Return the value that a rule gives where its example names none."""
        if trial.name in self._assertions:
            return self._assertions[trial.name].gives
        return self._kinds[trial.name].kind if trial.name in self._kinds else None

    def find(self, trial: Trial, doc: Doc) -> tuple[Found, ...]:
        """Return the fits of the trial's rule in a processed `Doc`."""
        from claimx.rules.tree_view import TreeView

        if trial.section == "sources":
            return tuple(self._posts(trial.name, doc))
        if trial.name not in self._matchers:
            return ()
        matches = self._matchers[trial.name].find(TreeView(doc))
        return tuple(
            Found(trial.name, {role: _word(doc, place) for role, place in match.nodes.items()}) for match in matches
        )

    def _posts(self, rule: str, doc: Doc) -> Iterator[Found]:
        """Yield the posts that a source rule reads in a text."""
        from claimx.components.resolution.name_finder import find_names
        from claimx.components.resolution.scene import Scene
        from claimx.rules.tree_view import TreeView

        scene = Scene(TreeView(doc), self._vocabulary)
        scene.place(find_names(scene))
        for frame in self._frames.find(scene):
            if frame.rule == rule:
                bodies = [doc[start:end] for start, end in frame.post.bodies]
                spans = {"name": _word(doc, frame.name), "role": _word(doc, frame.post.head)}
                if frame.post.role is None and frame.post.noun is None:
                    del spans["role"]  # only a body is known
                yield Found(rule, {**spans, "affiliation": tuple((body.start_char, body.end_char) for body in bodies)})


def _word(doc: Doc, place: int) -> Spans:
    return ((doc[place].idx, doc[place].idx + len(doc[place])),)


def run(suite: Suite, *, jobs: int = 1, model: str | None = None) -> Iterator[Verdict]:
    """Yield the verdict of every trial of a suite, in the order of the files whatever the number of `jobs`."""
    if jobs <= 1 or len(suite.trials) <= _CHUNK:
        if suite.trials:
            yield from Tester(suite, model).try_all(suite.trials)
        return
    chunks = [suite.trials[start : start + _CHUNK] for start in range(0, len(suite.trials), _CHUNK)]
    empty = Suite(suite.folders, suite.topic, ())
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=(empty, model)) as pool:
        for verdicts in pool.map(_work, chunks):
            yield from verdicts


_tester: Tester | None = None


def _start(suite: Suite, model: str | None) -> None:
    global _tester
    _tester = Tester(suite, model)


def _work(trials: Sequence[Trial]) -> list[Verdict]:
    if _tester is None:
        raise RuntimeError("the worker was not started")
    return _tester.try_all(trials)
