"""Running the encoder over windows and decoding what its heads say, without spaCy.

`Reader.read` takes the words of several texts and returns one `Reading` a text: tags, sentences, trees, names and
attributions by word. The encoder sees one window at a time: nothing is padded, what it holds at once fits the
processor's cache, and as int8 activations are scaled by what is read together, no window changes another's last digits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimx.language import trees
from claimx.language.attributions import AttributionDecoder
from claimx.language.bundle import GRAPH, RELATIONS, Bundle, session
from claimx.language.chains import labelled_spans
from claimx.language.names import share_scores, with_legal_forms
from claimx.language.readings import Job, Reading, stack
from claimx.language.windows import Limits, Words, cut, goes_on

#: Windows decoded at once: enough to share the cost of numpy's calls, few enough to bound the memory.
_GROUP = 192
#: Tags of words that hardly any sentence ends with, unless a full stop follows: verbs, articles, prepositions …
_HANGING = frozenset({
    "CC", "DT", "IN", "MD", "PDT", "PRP$", "TO", "VBD", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB",
})  # fmt: skip


class Reader:
    """The trained annotator: graphs loaded, ready to read texts."""

    def __init__(self, bundle: Bundle, limits: Limits, threads: int) -> None:
        self.tables = bundle.read()
        self._attributions = AttributionDecoder(self.tables)
        self.limits = limits
        self._graph = session(bundle.files[GRAPH], threads)
        self._relations = session(bundle.files[RELATIONS], threads)
        self._outputs = [output.name for output in self._graph.get_outputs()]

    def read(self, texts: Sequence[Words]) -> list[Reading]:
        """Return the predictions for each text."""
        readings = [Reading.empty(len(words.forms)) for words in texts]
        jobs = [
            Job(number, words, window)
            for number, words in enumerate(texts)
            for window in cut(words, self.tables.pieces, self.limits)
        ]
        for start in range(0, len(jobs), _GROUP):
            group = jobs[start : start + _GROUP]
            for job in group:
                self._encode(job)
                self._tree(job, readings[job.text])
            self._attributions.decode(group, readings)
            for job in group:
                job.out = {"ner": job.out["ner"]}  # the names wait for the whole text
        self._names(jobs, readings)
        for words, reading in zip(texts, readings, strict=True):
            reading.names = list(with_legal_forms(words.forms, sorted(reading.names)))
            reading.spans.sort()
            reading.attributions.sort(key=lambda guess: guess.cue)
        return readings

    def _encode(self, job: Job) -> None:
        window = job.window
        fed = {"ids": window.ids, "shapes": window.shapes, "first": window.first}
        values = self._graph.run(self._outputs, {name: np.array([row], dtype=np.int64) for name, row in fed.items()})
        job.out = {name: value[0] for name, value in zip(self._outputs, values, strict=True)}

    # --- tags, sentences and trees ----------------------------------------------------------------------------------

    def _tree(self, job: Job, reading: Reading) -> None:
        window, out = job.window, job.out
        left, right = window.core_start - window.start, window.core_end - window.start
        here = slice(window.core_start, window.core_end)
        for name in ("xpos", "morph", "lemma"):
            getattr(reading, name)[here] = out.pop(name)[left:right]
        starts = self._starts(job, reading, out.pop("sentence")[left:right] > 0)
        reading.starts[here] = starts
        arcs = out.pop("arc")[left:right]
        core = np.concatenate([arcs[:, :1], arcs[:, left + 1 : right + 1]], axis=1)
        heads = trees.heads(core, np.flatnonzero(starts).tolist())
        reading.heads[here] = np.where(heads > 0, heads - 1, np.arange(right - left)) + window.core_start
        governors = out.pop("rel_head")[np.where(heads > 0, heads + left, 0)]
        fed = {"word": out.pop("rel_word")[left:right], "head": governors}
        reading.relations[here] = self._relations.run(None, fed)[0]

    def _starts(self, job: Job, reading: Reading, starts: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which words of a window's core begin a sentence, from what the encoder says of each."""
        words, core, labels = job.words, job.window.core_start, self.tables.labels["xpos"]
        for place in np.flatnonzero(starts).tolist():
            hangs = place > 0 and labels[int(reading.xpos[core + place - 1])] in _HANGING
            starts[place] = not goes_on(words, core + place, hangs)
        starts |= np.asarray(words.breaks[core : job.window.core_end], dtype=np.bool_)
        starts[0] = True
        return starts

    # --- names ------------------------------------------------------------------------------------------------------

    def _names(self, jobs: Sequence[Job], readings: Sequence[Reading]) -> None:
        """Decode the names of all windows, once what the other windows of a text say is known."""
        by_text: dict[int, list[Job]] = {}
        for job in jobs:
            by_text.setdefault(job.text, []).append(job)
        for own in by_text.values():
            windows = [(job.window, job.out["ner"]) for job in own]
            for job, scores in zip(own, share_scores(own[0].words.forms, windows), strict=True):
                job.out["ner"] = scores
        for start in range(0, len(jobs), _GROUP):
            group = jobs[start : start + _GROUP]
            scores, lengths = stack([job.out["ner"] for job in group])
            best = self.tables.chains["ner"].best(scores, lengths)
            for job, labels in zip(group, best, strict=True):
                found = labelled_spans(labels[: job.size].tolist(), self.tables.labels["ner"])
                readings[job.text].names += job.in_core(found)
