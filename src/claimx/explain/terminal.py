"""Shows an explanation in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from claimx.components.candidates import Candidate
from claimx.explain.drawing import ROLE_STYLES, terminal_tree
from claimx.explain.explanation import Explanation
from claimx.records import Claim
from claimx.rules.trace import NodeTrace, RuleTrace
from claimx.rules.tree_view import TreeView

_FEW_WORDS = 6


def render(view: TreeView, explanation: Explanation) -> Iterator[RenderableType]:
    """Yield what to print for one sentence."""
    yield Panel(_marked_sentence(view, explanation), title=f"sentence {explanation.number}", title_align="left")
    yield terminal_tree(view, explanation.start, explanation.end, explanation.roles)
    for item, claim in explanation.records:
        yield _record(claim, item.rivals)
    if not explanation.records:
        yield Text("no record here", style="dim")
    if explanation.candidates:
        yield _candidates(view, explanation)
    if explanation.traces:
        yield _rules(view, explanation)


def _marked_sentence(view: TreeView, explanation: Explanation) -> Text:
    text = Text()
    for token in range(explanation.start, explanation.end):
        style = ROLE_STYLES.get(explanation.roles.get(token, ""), "default")
        text.append(view.doc[token].text, style=style)
        text.append(view.doc[token].whitespace_)
    text.rstrip()
    return text


def _record(claim: Claim, rivals: tuple[str, ...]) -> RenderableType:
    """Return one record: where each of its fields comes from."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    source = claim.source
    table.add_row("rule", f"{claim.rule}  (confidence {claim.confidence:.2f})")
    if rivals:
        table.add_row("won over", ", ".join(rivals))
    table.add_row("cue", claim.cue.text)
    table.add_row("content", f"{claim.content.text}  ({claim.content.quote})")
    mention = source.mention.text if source.mention else "not stated"
    table.add_row("source", f"{mention} → {source.name or 'unresolved'}  (by {source.resolved_by or 'nothing'})")
    table.add_row(
        "", f"{source.type}, {source.kind}; role: {source.role or '–'}; affiliation: {source.affiliation or '–'}"
    )
    if claim.addressee:
        table.add_row("addressee", claim.addressee)
    table.add_row("assertion", claim.assertion)
    table.add_row(
        "stance", f"{claim.stance.label} on {claim.stance.target or 'no target'}  (sum {claim.stance.score:+.2f})"
    )
    for evidence in claim.stance.evidence:
        table.add_row("", f"“{evidence.text}” by {evidence.rule}")
    return Panel(table, title=claim.id, title_align="left", border_style="green")


def _candidates(view: TreeView, explanation: Explanation) -> RenderableType:
    """Return the table of candidates: which were kept, which lost and to what."""
    kept = {(candidate.cue_head, candidate.rule) for candidate in explanation.kept}
    winners = {candidate.cue_head: candidate.rule for candidate in explanation.kept}
    table = Table(title="candidates", title_justify="left", title_style="bold", show_lines=False)
    for column in ("", "priority", "rule", "cue", "source", "content"):
        table.add_column(column, overflow="fold")
    for candidate in sorted(explanation.candidates, key=lambda c: (c.cue_head, -c.priority, c.rule)):
        won = (candidate.cue_head, candidate.rule) in kept
        fate = Text("kept", style="green") if won else Text(_fate(candidate, winners), style="red")
        table.add_row(
            fate,
            str(candidate.priority),
            candidate.rule,
            view.doc[candidate.cue_head].text,
            view.doc[slice(*candidate.source)].text if candidate.source else "–",
            " … ".join(view.doc[start:end].text for start, end in candidate.content),
        )
    return table


def _fate(candidate: Candidate, winners: dict[int, str]) -> str:
    winner = winners.get(candidate.cue_head)
    return f"lost to {winner.rsplit(':', 1)[-1]}" if winner else "dropped"


def _rules(view: TreeView, explanation: Explanation) -> RenderableType:
    """Return the table of rules tried, with the node at which each failed."""
    table = Table(title="rules tried", title_justify="left", title_style="bold")
    for column in ("at", "rule", "result", "node", "asked", "words tried"):
        table.add_column(column, overflow="fold")
    for trace in explanation.traces:
        node = next((node for node in trace.nodes if node.failed), None)
        if trace.fits or node is None:
            table.add_row(
                view.doc[trace.anchor].text, trace.rule, Text("fits", style="green"), "", "", _found(view, trace)
            )
        else:
            table.add_row(
                view.doc[trace.anchor].text, trace.rule, Text(node.outcome, style="red"), node.node, Text(node.asked),
                _tried(view, node),
            )  # fmt: skip
    return Group(table)


def _found(view: TreeView, trace: RuleTrace) -> str:
    if not trace.matches:
        return ""
    return ", ".join(f"{role} = {view.doc[token].text}" for role, token in trace.matches[0].nodes.items())


def _tried(view: TreeView, node: NodeTrace) -> str:
    if not node.trials:
        return "no word stands in that relation"
    shown = [
        f"{view.doc[trial.token].text} ({'fits' if trial.failed is None else 'not ' + trial.failed})"
        for trial in node.trials[:_FEW_WORDS]
    ]
    return ", ".join(shown) + (", …" if len(node.trials) > _FEW_WORDS else "")
