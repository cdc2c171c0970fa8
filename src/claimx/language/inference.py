"""Running the encoder over windows and decoding what its heads say, without spaCy.

`Reader.read` takes the words of several texts and returns one `Reading` a text: tags, sentences, trees, names and
attributions by word. Windows of all texts are sorted by length, so that batches hold little padding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

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

    def __init__(self, bundle: Bundle, limits: Limits, batch_pieces: int, threads: int) -> None:
        self.tables = bundle.read()
        self._attributions = AttributionDecoder(self.tables)
        self.limits, self.batch_pieces = limits, batch_pieces
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
        jobs.sort(key=lambda job: -len(job.window.ids))
        for start in range(0, len(jobs), _GROUP):
            group = jobs[start : start + _GROUP]
            for batch in self._batches(group):
                self._encode(batch)
                self._trees(batch, readings)
            self._attributions.decode(group, readings)
            for job in group:
                job.out = {"ner": job.out["ner"]}  # the names wait for the whole text
        self._names(jobs, readings)
        for words, reading in zip(texts, readings, strict=True):
            reading.names = list(with_legal_forms(words.forms, sorted(reading.names)))
            reading.spans.sort()
            reading.attributions.sort(key=lambda guess: guess.cue)
        return readings

    def _batches(self, jobs: Sequence[Job]) -> Iterator[list[Job]]:
        """Yield runs of jobs, the longest first, with at most so many padded pieces."""
        start = 0
        while start < len(jobs):
            size = max(1, self.batch_pieces // len(jobs[start].window.ids))
            yield list(jobs[start : start + size])
            start += size

    def _encode(self, batch: Sequence[Job]) -> None:
        pieces = max(len(job.window.ids) for job in batch)
        words = max(len(job.window.first) for job in batch)
        ids, shapes = np.zeros((len(batch), pieces), dtype=np.int64), np.zeros((len(batch), pieces), dtype=np.int64)
        first = np.zeros((len(batch), words), dtype=np.int64)
        for row, job in enumerate(batch):
            ids[row, : len(job.window.ids)] = job.window.ids
            shapes[row, : len(job.window.ids)] = job.window.shapes
            first[row, : len(job.window.first)] = job.window.first
        values = self._graph.run(self._outputs, {"ids": ids, "shapes": shapes, "first": first})
        for name, value in zip(self._outputs, values, strict=True):
            for row, job in enumerate(batch):
                job.out[name] = value[row, : len(job.window.first) + (name == "rel_head")]

    # --- tags, sentences and trees ----------------------------------------------------------------------------------

    def _trees(self, batch: Sequence[Job], readings: Sequence[Reading]) -> None:
        dependents, governors, places = [], [], []
        labels = self.tables.labels["xpos"]
        for job in batch:
            window, out, reading = job.window, job.out, readings[job.text]
            left, right = window.core_start - window.start, window.core_end - window.start
            here = slice(window.core_start, window.core_end)
            for name in ("xpos", "morph", "lemma"):
                getattr(reading, name)[here] = out.pop(name)[left:right]
            starts = out.pop("sentence")[left:right] > 0
            for place in np.flatnonzero(starts).tolist():
                index = window.core_start + place
                hangs = place > 0 and labels[int(reading.xpos[index - 1])] in _HANGING
                starts[place] = not goes_on(job.words, index, hangs)
            starts |= np.asarray(job.words.breaks[here], dtype=np.bool_)
            starts[0] = True
            reading.starts[here] = starts
            arcs = out.pop("arc")[left:right]
            core = np.concatenate([arcs[:, :1], arcs[:, left + 1 : right + 1]], axis=1)
            heads = trees.heads(core, np.flatnonzero(starts).tolist())
            own = np.arange(right - left)
            reading.heads[here] = np.where(heads > 0, heads - 1, own) + window.core_start
            dependents.append(out.pop("rel_word")[left:right])
            governors.append(out.pop("rel_head")[np.where(heads > 0, heads + left, 0)])
            places.append((reading, here))
        word, head = np.concatenate(dependents), np.concatenate(governors)
        relations = self._relations.run(None, {"word": word, "head": head})[0]
        at = 0
        for reading, here in places:
            size = here.stop - here.start
            reading.relations[here] = relations[at : at + size]
            at += size

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
