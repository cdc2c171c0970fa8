"""Decoding attributions: three flat layers (sources, cues, contents), and for each cue the words linked to it.

Layers and links are two views of the same words. The layers see every content, also one whose cue is unclear; the
links know which cue a word belongs to. Each corrects the other: a cue that is missing beside a content is looked for,
sources and contents are those of the links, and of the layers where they are sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from claimx.language.bundle import Tables
from claimx.language.chains import best_labels, labelled_spans, probabilities
from claimx.language.readings import AttributionGuess, Floats, Job, Reading, stack

BIO = ("O", "B", "I")
LAYERS = ("source", "cue", "content")
#: Rows decoded at once: enough to share the cost of numpy's calls, few enough to bound the memory.
_ROWS = 192
#: How sure the layers must be of a source, or a content, that no cue is linked to, and of a cue without content.
SOURCE_ALONE = 0.8
CONTENT_ALONE = 0.7
CUE_ALONE = 0.8
#: What is added to the score of "no cue": an unsure cue is found again where a content wants one (`likely_cues`).
CUE_RESERVE = 0.2
#: How sure a link must be to make or to lengthen a content.
CONTENT_LINK = 0.7
#: How likely the likeliest word of a cue must be that is taken for a content which has none, and each of its words.
LIKELY_CUE, LIKELY_CUE_WORD = 0.4, 0.2

#: Words ``start:end`` of a window and how sure the model is of them.
Span = tuple[int, int, float]


@dataclass(frozen=True)
class Link:
    """A cue and the words of a window that are linked to it, with how sure the model is of each part."""

    cue: Span
    source: list[int]
    source_p: float
    content: list[int]
    content_p: float


@dataclass
class Found:
    """What one window holds: the spans of the layers, each word's chance to be a cue, the links."""

    layers: dict[str, list[Span]] = field(default_factory=dict)
    cue_chances: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    links: list[Link] = field(default_factory=list)


class AttributionDecoder:
    """Decodes the attributions of windows from the scores in ``Job.out``."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def decode(self, jobs: Sequence[Job], readings: Sequence[Reading]) -> None:
        """Write the spans and the attributions of each window to the reading of its text."""
        found = self._layers(jobs)
        for one, links in zip(found, self._links(jobs, [one.layers["cue"] for one in found]), strict=True):
            one.links = [link for link in links if link.content or link.cue[2] >= CUE_ALONE]
        likely = [list(likely_cues(one)) for one in found]
        for one, links in zip(found, self._links(jobs, likely), strict=True):
            one.links += missing_links(one, links)
        for job, one in zip(jobs, found, strict=True):
            _write(readings[job.text], one, job.window.start)

    def _layers(self, jobs: Sequence[Job]) -> list[Found]:
        found = [Found() for _ in jobs]
        every, lengths = stack([job.out["attribution"] for job in jobs])
        scores = np.stack([every[:, :, 3 * index : 3 * index + 3] for index in range(len(LAYERS))])
        scores[LAYERS.index("cue"), :, :, BIO.index("O")] += CUE_RESERVE
        chains = [self.tables.chains[layer] for layer in LAYERS]
        best, chances = best_labels(chains, scores, lengths), 1 - probabilities(chains, scores, lengths)[..., 0]
        for index, layer in enumerate(LAYERS):
            for job, one, labels, chance in zip(jobs, found, best[index], chances[index], strict=True):
                kept = job.in_core(labelled_spans(labels[: job.size].tolist(), BIO))
                places = [(start - job.window.start, end - job.window.start) for start, end, _ in kept]
                one.layers[layer] = [(start, end, float(chance[start:end].mean())) for start, end in places]
                if layer == "cue":
                    one.cue_chances = np.zeros(job.size, dtype=np.float32)
                    core = slice(job.window.core_start - job.window.start, job.window.core_end - job.window.start)
                    one.cue_chances[core] = chance[core]
        return found

    def _links(self, jobs: Sequence[Job], cues: Sequence[Sequence[Span]]) -> list[list[Link]]:
        """Return for each window the links of its cues."""
        pairs = [(number, cue) for number, spans in enumerate(cues) for cue in spans]
        links: list[list[Link]] = [[] for _ in jobs]
        for at in range(0, len(pairs), _ROWS):
            part = pairs[at : at + _ROWS]
            for (number, _), link in zip(part, self._decoded([(jobs[n], cue) for n, cue in part]), strict=True):
                links[number].append(link)
        return links

    def role_scores(self, job: Job, start: int) -> Floats:
        """Return how well each word of a window fills each role of the cue that starts there (words, roles)."""
        cue = self.tables.role @ _with_one(job.out["role_cue"][start])
        scores: Floats = _with_one(job.out["role_word"]) @ cue.T
        return scores

    def _decoded(self, cues: Sequence[tuple[Job, Span]]) -> Iterator[Link]:
        scores, lengths = stack([self.role_scores(job, start) for job, (start, _, _) in cues])
        chain = self.tables.chains["roles"]
        best, chances = chain.best(scores, lengths), chain.probabilities(scores, lengths)
        names = self.tables.labels["roles"]
        columns = {role: [i for i, name in enumerate(names) if name.endswith(role)] for role in ("source", "content")}
        for row, (_, cue_span) in enumerate(cues):
            parts: dict[str, tuple[list[int], float]] = {}
            for role, own in columns.items():
                inside = np.flatnonzero(np.isin(best[row, : lengths[row]], own))
                chance = float(chances[row][inside][:, own].sum(1).mean()) if len(inside) else 0.0
                parts[role] = (inside.tolist(), chance)
            yield Link(cue_span, *parts["source"], *parts["content"])


def likely_cues(found: Found) -> Iterator[Span]:
    """Yield stretches of words that may be the cue of a content to which none is linked."""
    linked = {word for link in found.links for word in link.content}
    contents = [set(range(start, end)) for start, end, _ in found.layers["content"]]
    if all(content & linked for content in contents):
        return
    taken = set().union(*contents, *(range(start, end) for start, end, _ in found.layers["cue"]))
    chances = found.cue_chances
    for start, end in runs(set(np.flatnonzero(chances >= LIKELY_CUE_WORD).tolist()) - taken):
        if chances[start:end].max() >= LIKELY_CUE:
            yield start, end, float(chances[start:end].mean())


def missing_links(found: Found, links: Sequence[Link]) -> Iterator[Link]:
    """Yield for each content without a cue the link of the likeliest cue that at least half of its words go with."""
    linked = {word for link in found.links for word in link.content}
    for start, end, _ in found.layers["content"]:
        if linked.isdisjoint(range(start, end)):
            fitting = [link for link in links if 2 * sum(start <= word < end for word in link.content) >= end - start]
            if fitting:
                yield max(fitting, key=lambda link: link.cue[2])


def sources_of(spans: Iterable[Span], links: Iterable[Link]) -> Iterator[Span]:
    """Yield the sources of a window: those some cue is linked to, then those beside them that the layer is sure of.

    The links are the better judge: they know the cue.
    """
    chances: dict[int, float] = {}
    for link in links:
        for word in link.source:
            chances[word] = max(chances.get(word, 0.0), link.source_p)
    for start, end in runs(chances):
        yield start, end, sum(chances[word] for word in range(start, end)) / (end - start)
    for start, end, sure in spans:
        if sure >= SOURCE_ALONE and chances.keys().isdisjoint(range(start, end)):
            yield start, end, sure


def contents_of(spans: Iterable[Span], links: Iterable[Link]) -> Iterator[Span]:
    """Yield the contents of a window: those of the layer that are sure or linked, with what sure links add to them."""
    sure_links = sorted((link for link in links if link.content_p >= CONTENT_LINK), key=lambda link: -len(link.content))
    linked = {word for link in sure_links for word in link.content}
    contents = [
        (set(range(start, end)), sure)
        for start, end, sure in spans
        if sure >= CONTENT_ALONE or not linked.isdisjoint(range(start, end))
    ]
    covered = {word for words, _ in contents for word in words}
    for link in sure_links:
        for start, end in runs(link.content):
            stretch = set(range(start, end))
            grown = next((words for words, _ in contents if words & stretch), None)
            if grown is None:
                contents.append((stretch, link.content_p))
            else:
                grown |= stretch - covered
            covered |= stretch
    for words, sure in contents:
        for start, end in runs(words):
            yield start, end, sure


def runs(words: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the unbroken stretches of word numbers, half-open."""
    start = end = -1
    for word in sorted(words):
        if word != end:
            if start >= 0:
                yield start, end
            start = word
        end = word + 1
    if start >= 0:
        yield start, end


def _write(reading: Reading, found: Found, shift: int) -> None:
    layers = {
        "source": sources_of(found.layers["source"], found.links),
        "cue": [link.cue for link in found.links],
        "content": contents_of(found.layers["content"], found.links),
    }
    for layer, spans in layers.items():
        reading.spans += [(start + shift, end + shift, layer, sure) for start, end, sure in spans]
    for link in found.links:
        start, end, sure = link.cue
        reading.attributions.append(
            AttributionGuess(
                list(range(start + shift, end + shift)), sure,
                [word + shift for word in link.source], link.source_p,
                [word + shift for word in link.content], link.content_p,
            )
        )  # fmt: skip


def _with_one(values: Floats) -> Floats:
    return np.concatenate([values, np.ones((*values.shape[:-1], 1), dtype=np.float32)], axis=-1)
