"""Running the encoder over windows and decoding what its heads say, without spaCy.

`Reader.read` takes the words of several texts and returns one `Reading` a text: tags, sentences, trees, names and
attributions by word. Windows of all texts are sorted by length, so that batches hold little padding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimx.language import trees
from claimx.language.bundle import GRAPH, RELATIONS, Bundle, session
from claimx.language.chains import labelled_spans
from claimx.language.names import share_scores, with_legal_forms
from claimx.language.windows import Limits, Window, Words, cut

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BIO = ("O", "B", "I")
LAYERS = ("source", "cue", "content")
#: Windows decoded at once: enough to share the cost of numpy's calls, few enough to bound the memory.
_GROUP = 192
#: How sure a source must be that no cue is linked to.
_ALONE = 0.8

#: Words ``start:end`` of a window and how sure the model is of them.
_Span = tuple[int, int, float]


@dataclass(frozen=True)
class AttributionGuess:
    """One predicted attribution: word numbers of its parts, and how sure the model is of each part (0 to 1)."""

    cue: list[int]
    cue_p: float
    source: list[int]
    source_p: float
    content: list[int]
    content_p: float


@dataclass
class Reading:
    """All predictions for one text, by word. ``heads`` are word numbers, a root is its own head.

    ``names`` and ``spans`` are (start, end, label) and (start, end, layer, probability), half-open over words.
    """

    xpos: Ints
    morph: Ints
    lemma: Ints
    starts: NDArray[np.bool_]
    heads: Ints
    relations: Ints
    names: list[tuple[int, int, str]] = field(default_factory=list)
    spans: list[tuple[int, int, str, float]] = field(default_factory=list)
    attributions: list[AttributionGuess] = field(default_factory=list)

    @classmethod
    def empty(cls, size: int) -> Reading:
        """Return a reading with room for so many words."""
        numbers = [np.zeros(size, dtype=np.int64) for _ in range(5)]
        return cls(numbers[0], numbers[1], numbers[2], np.zeros(size, dtype=np.bool_), numbers[3], numbers[4])


@dataclass
class _Job:
    """One window of one text, and the encoder's answer for it (arrays over the window's words)."""

    text: int
    words: Words
    window: Window
    out: dict[str, Any] = field(default_factory=dict)


class Reader:
    """The trained annotator: graphs loaded, ready to read texts."""

    def __init__(self, bundle: Bundle, limits: Limits, batch_pieces: int, threads: int) -> None:
        self.tables = bundle.read()
        self.limits, self.batch_pieces = limits, batch_pieces
        self._graph = session(bundle.files[GRAPH], threads)
        self._relations = session(bundle.files[RELATIONS], threads)
        self._outputs = [output.name for output in self._graph.get_outputs()]

    def read(self, texts: Sequence[Words]) -> list[Reading]:
        """Return the predictions for each text."""
        readings = [Reading.empty(len(words.forms)) for words in texts]
        jobs = [
            _Job(number, words, window)
            for number, words in enumerate(texts)
            for window in cut(words, self.tables.pieces, self.limits)
        ]
        jobs.sort(key=lambda job: -len(job.window.ids))
        for start in range(0, len(jobs), _GROUP):
            group = jobs[start : start + _GROUP]
            for batch in self._batches(group):
                self._encode(batch)
                self._trees(batch, readings)
            self._attributions(group, readings)
            for job in group:
                job.out = {"ner": job.out["ner"]}
        self._names(jobs, readings)
        for words, reading in zip(texts, readings, strict=True):
            reading.names = list(with_legal_forms(words.forms, sorted(reading.names)))
            reading.spans.sort()
            reading.attributions.sort(key=lambda guess: guess.cue)
        return readings

    def _batches(self, jobs: Sequence[_Job]) -> Iterator[list[_Job]]:
        """Yield runs of jobs, the longest first, with at most so many padded pieces."""
        start = 0
        while start < len(jobs):
            size = max(1, self.batch_pieces // len(jobs[start].window.ids))
            yield list(jobs[start : start + size])
            start += size

    def _encode(self, batch: Sequence[_Job]) -> None:
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

    def _trees(self, batch: Sequence[_Job], readings: Sequence[Reading]) -> None:
        dependents, governors, places = [], [], []
        for job in batch:
            window, out, reading = job.window, job.out, readings[job.text]
            left, right = window.core_start - window.start, window.core_end - window.start
            here = slice(window.core_start, window.core_end)
            for name in ("xpos", "morph", "lemma"):
                getattr(reading, name)[here] = out.pop(name)[left:right]
            starts = out.pop("sentence")[left:right] > 0
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
        labels = self._relations.run(None, {"word": word, "head": head})[0]
        at = 0
        for reading, here in places:
            size = here.stop - here.start
            reading.relations[here] = labels[at : at + size]
            at += size

    # --- names ------------------------------------------------------------------------------------------------------

    def _names(self, jobs: Sequence[_Job], readings: Sequence[Reading]) -> None:
        """Decode the names of all windows, once what the other windows of a text say is known."""
        by_text: dict[int, list[_Job]] = {}
        for job in jobs:
            by_text.setdefault(job.text, []).append(job)
        for own in by_text.values():
            windows = [(job.window, job.out["ner"]) for job in own]
            for job, scores in zip(own, share_scores(own[0].words.forms, windows), strict=True):
                job.out["ner"] = scores
        for start in range(0, len(jobs), _GROUP):
            group = jobs[start : start + _GROUP]
            scores, lengths = _stack([job.out["ner"] for job in group])
            best = self.tables.chains["ner"].best(scores, lengths)
            for job, labels in zip(group, best, strict=True):
                row = labels[: len(job.window.first)].tolist()
                readings[job.text].names += _in_core(labelled_spans(row, self.tables.labels["ner"]), job)

    # --- attributions -----------------------------------------------------------------------------------------------

    def _attributions(self, jobs: Sequence[_Job], readings: Sequence[Reading]) -> None:
        cues: list[tuple[_Job, _Span]] = []
        sources: list[list[_Span]] = []
        for index, layer in enumerate(LAYERS):
            scores, lengths = _stack([job.out["attribution"][:, 3 * index : 3 * index + 3] for job in jobs])
            chain = self.tables.chains[layer]
            best, chances = chain.best(scores, lengths), 1 - chain.probabilities(scores, lengths)[:, :, 0]
            for job, labels, chance in zip(jobs, best, chances, strict=True):
                kept = _in_core(labelled_spans(labels[: len(job.window.first)].tolist(), BIO), job)
                moved = [(start - job.window.start, end - job.window.start) for start, end, _ in kept]
                spans = [(start, end, float(chance[start:end].mean())) for start, end in moved]
                if layer == "source":
                    sources.append(spans)
                    continue
                _keep(readings[job.text], layer, spans, job)
                if layer == "cue":
                    cues += [(job, span) for span in spans]
        for job in jobs:
            job.out["linked"] = np.zeros(len(job.window.first), dtype=np.float32)
        for at in range(0, len(cues), _GROUP):
            self._roles(cues[at : at + _GROUP], readings)
        for job, spans in zip(jobs, sources, strict=True):
            _keep(readings[job.text], "source", sources_of(job.out["linked"], spans), job)

    def _roles(self, cues: Sequence[tuple[_Job, _Span]], readings: Sequence[Reading]) -> None:
        rows = []
        for job, (start, _, _) in cues:
            cue = self.tables.role @ _with_one(job.out["role_cue"][start])
            rows.append(_with_one(job.out["role_word"]) @ cue.T)
        scores, lengths = _stack(rows)
        chain = self.tables.chains["roles"]
        best, chances = chain.best(scores, lengths), chain.probabilities(scores, lengths)
        names = self.tables.labels["roles"]
        for row, (job, (start, end, sure)) in enumerate(cues):
            parts: dict[str, tuple[list[int], float]] = {}
            for role in ("source", "content"):
                columns = [column for column, name in enumerate(names) if name.endswith(role)]
                inside = np.flatnonzero(np.isin(best[row, : lengths[row]], columns))
                chance = float(chances[row][inside][:, columns].sum(1).mean()) if len(inside) else 0.0
                parts[role] = ((inside + job.window.start).tolist(), chance)
                if role == "source":
                    job.out["linked"][inside] = np.maximum(job.out["linked"][inside], chance)
            cue_words = list(range(start + job.window.start, end + job.window.start))
            readings[job.text].attributions.append(
                AttributionGuess(cue_words, sure, *parts["source"], *parts["content"])
            )


def _keep(reading: Reading, layer: str, spans: Iterable[_Span], job: _Job) -> None:
    shift = job.window.start
    reading.spans += [(start + shift, end + shift, layer, sure) for start, end, sure in spans]


def sources_of(linked: Floats, spans: Sequence[_Span]) -> Iterator[_Span]:
    """Yield the sources of a window (start, end, sureness): those some cue is linked to, then sure ones beside them.

    ``linked`` holds how sure the link of each word is (0: none), ``spans`` what the layer of sources says by itself.
    The links are the better judge: they know the cue.
    """
    ends = np.flatnonzero(np.diff(linked > 0, prepend=False, append=False))
    for start, end in ends.reshape(-1, 2).tolist():
        yield start, end, float(linked[start:end].mean())
    for start, end, sure in spans:
        if sure >= _ALONE and not linked[start:end].any():
            yield start, end, sure


def _in_core(spans: Sequence[tuple[int, int, str]], job: _Job) -> list[tuple[int, int, str]]:
    """Move a window's spans to places in the text; keep those that begin in its core, cut at the core's end."""
    window = job.window
    return [
        (start + window.start, min(end + window.start, window.core_end), label)
        for start, end, label in spans
        if window.core_start <= start + window.start < window.core_end
    ]


def _stack(rows: Sequence[Floats]) -> tuple[Floats, Ints]:
    """Pad rows (words, labels) to one array; return it with the rows' lengths."""
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    out = np.zeros((len(rows), int(lengths.max()), rows[0].shape[1]), dtype=np.float32)
    for index, row in enumerate(rows):
        out[index, : len(row)] = row
    return out, lengths


def _with_one(values: Floats) -> Floats:
    return np.concatenate([values, np.ones((*values.shape[:-1], 1), dtype=np.float32)], axis=-1)
