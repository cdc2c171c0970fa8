"""The author's own voice: which sentences become records of the article itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

from claimx import pipeline
from claimx.records import Article, Claim

TEXT = (
    "Osk Tarn, head of the Night Guild, said that ISIS was beaten. ISIS remains a grave threat to the region. "
    "The baker opened his shop at six. “ISIS is everywhere.” A long night of ISIS terror in the hills. "
    "Ilse Verhaagen denied that ISIS had fighters in the port."
)


@pytest.fixture(scope="module")
def author_pipeline() -> Language:
    return pipeline.load(author_claims=True)


def own(claims: tuple[Claim, ...]) -> list[Claim]:
    return [claim for claim in claims if claim.source.type == "author"]


def test_sentences_about_the_target_that_nobody_utters(author_pipeline: Language) -> None:
    article = Article("night", TEXT, publisher="Meridian Review")
    document = pipeline.extract(author_pipeline, article)
    (claim,) = own(document.claims)
    assert (claim.content.text, claim.cue.text) == ("ISIS remains a grave threat to the region", "remains")
    assert TEXT[claim.cue.start : claim.cue.end] == "remains"
    assert (claim.source.name, claim.source.kind, claim.source.named) == ("Meridian Review", "media", True)
    assert (claim.source.resolved_by, claim.source.mention, claim.rule) == ("author", None, "author:own-voice")
    assert claim.stance.label == "affirms"
    assert claim.confidence < 0.5
    starts = [claim.content.fragments[0].start for claim in document.claims]
    assert starts == sorted(starts)
    unknown = pipeline.extract(author_pipeline, replace(article, publisher=None))
    assert [(claim.source.name, claim.source.named) for claim in own(unknown.claims)] == [(None, False)]


def test_other_records_stay_as_they_are(author_pipeline: Language) -> None:
    article = Article("night", TEXT)
    with author_pipeline.select_pipes(disable=["claimx_author"]):
        without = pipeline.extract(author_pipeline, article)
    document = pipeline.extract(author_pipeline, article)
    assert own(without.claims) == []
    assert tuple(claim for claim in document.claims if claim.source.type != "author") == without.claims
    assert len(without.claims) >= 2
