"""The work behind `claimx explain`: runs the pipeline on one article, then shows or draws sentences."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

import click
from rich.console import Console

from claimx.components.base import RuleComponent
from claimx.errors import InputError
from claimx.explain.drawing import svg_tree
from claimx.explain.explanation import explain_sentence
from claimx.explain.select import sentences_to_explain
from claimx.explain.terminal import render
from claimx.pipeline import load
from claimx.readers import STDIN, read_article, read_stream
from claimx.rules.tree_view import TreeView
from claimx.writers.sink import atomic_output

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:sans-serif;margin:2rem}}figure{{overflow-x:auto;margin:0 0 2rem}}</style></head>
<body><h1>{title}</h1>
{figures}
</body></html>
"""


class ExplainRun:
    """One article, processed and ready to be explained."""

    def __init__(
        self, file: str, *, rules: Sequence[Path], topic: str | None, model: str | None, rules_only: bool
    ) -> None:
        if file == STDIN:
            self.article = read_stream(sys.stdin.buffer, "stdin")
        else:
            self.article = read_article(file, Path(file).stem)
        self._nlp = load(model, rules=rules, topic=topic, rules_only=rules_only)
        if len(self.article.text) > self._nlp.max_length:
            raise InputError(f"{file} is too long to explain; cut out the paragraphs that you ask about")
        self._doc = self._nlp(self.article.text)
        self._doc.user_data["claimx_document_id"] = self.article.id
        self._view = TreeView(self._doc)

    def check_rule(self, rule: str) -> None:
        """Refuse a rule that there is not.

        Raises:
            click.UsageError: with the nearest names.
        """
        stage = self._nlp.get_pipe("claimx_claims")
        known: list[str] = [item.rule.id for item in stage.rules.claims] if isinstance(stage, RuleComponent) else []
        if rule.rsplit(":", 1)[-1] not in known:
            near = difflib.get_close_matches(rule, known, 1)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            raise click.UsageError(f"no claim rule '{rule}'{hint}; see claimx rules list")

    def numbers(self, *, at: int | None, claim: str | None, sentence: int | None, rule: str | None) -> list[int]:
        """Return the numbers of the sentences to explain."""
        if rule is not None and at is None and claim is None and sentence is None:
            return list(range(len(self._view.sentence_spans)))
        claims = self._doc._.claims
        return sentences_to_explain(self._view, claims, at=at, claim=claim, sentence=sentence)

    def show(self, numbers: Sequence[int], rule: str | None) -> None:
        """Print the explanation of each sentence."""
        console = Console(highlight=False)
        if not numbers:
            console.print("no record in this text; --sentence N explains why a sentence has none")
        for number in numbers:
            explanation = explain_sentence(self._nlp, self._doc, number, rule)
            if rule is not None and len(numbers) > 1 and not explanation.traces:
                continue
            for part in render(self._view, explanation):
                console.print(part)

    def draw(self, numbers: Sequence[int], output: Path) -> None:
        """Write the trees of the sentences to an SVG or HTML file.

        Raises:
            click.UsageError: several sentences and a format that holds one.
        """
        drawings = []
        for number in numbers:
            explanation = explain_sentence(self._nlp, self._doc, number)
            drawings.append(svg_tree(self._view, explanation.start, explanation.end, explanation.roles))
        if output.suffix.lower() == ".svg":
            if len(drawings) != 1:
                raise click.UsageError(
                    f"an .svg holds one sentence, not {len(drawings)}: give --sentence, --at or --claim, or write .html"
                )
            text = drawings[0]
        else:
            figures = "\n".join(f"<figure>{drawing}</figure>" for drawing in drawings)
            text = _PAGE.format(title=escape(f"claimx explain {self.article.id}"), figures=figures)
        with atomic_output(output) as sink:
            sink.write(text.encode("utf-8"))
