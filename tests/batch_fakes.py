"""Stand-ins for the pipeline that worker processes can import; what they do goes by the words of the article."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NoReturn

from samples import make_claim, make_document

from claimx.batch.jobs import Settings
from claimx.batch.worker import Extractor
from claimx.errors import ModelError, RuleError, RuleProblem
from claimx.records import Article, Document

KILLED = "This article kills."
KILLED_ONCE = "This article kills once."
BROKEN = "This article breaks."
SLOW = "This article is slow."


def fake_setup(settings: Settings) -> Extractor:
    """Return an extractor that finds one claim in every article."""
    return fake_extract


def fake_extract(article: Article) -> Document:
    if SLOW in article.text:
        time.sleep(0.5)
    if BROKEN in article.text:
        raise ValueError("no tree for this")
    if KILLED in article.text:
        _die()
    if KILLED_ONCE in article.text and article.path is not None:
        mark = Path(f"{article.path}.killed")
        if not mark.exists():
            mark.touch()
            _die()
    claim = make_claim(article.id)
    made = make_document(article.id, [claim])
    return article.document(made.claims)


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def no_model(settings: Settings) -> Extractor:
    raise ModelError(f"there is no model '{settings.model}'")


def bad_rules(settings: Settings) -> Extractor:
    raise RuleError([RuleProblem("my/rule.yml", 3, 5, "R100", "unknown key 'cuee'", hint="did you mean 'cue'?")])


def dies(settings: Settings) -> Extractor:
    _die()


def endless(settings: Settings) -> Extractor:
    """Return an extractor that notes its process and never comes back, but for the first article."""

    def extract(article: Article) -> Document:
        if article.id == "0":
            return fake_extract(article)
        Path(f"{article.path}.{os.getpid()}.started").touch()
        while True:
            time.sleep(0.1)

    return extract
