"""Draws the dependency tree of a sentence: for the terminal, and as SVG with arcs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from rich.text import Text
from rich.tree import Tree

from claimx.rules.tree_view import TreeView

ROLE_STYLES: Mapping[str, str] = {
    "source": "bold cyan",
    "cue": "bold yellow",
    "content": "green",
    "addressee": "magenta",
}
ROLE_COLOURS: Mapping[str, str] = {
    "source": "#0b7285",
    "cue": "#b35900",
    "content": "#2b6a2f",
    "addressee": "#8a2be2",
}
_PLAIN = "#444444"
_WORD_GAP = 18
_CHAR_WIDTH = 8.2
_LEVEL = 22
_BASELINE_PADDING = 30


@dataclass(frozen=True)
class _Arc:
    left: int
    right: int
    to_right: bool
    label: str


def terminal_tree(view: TreeView, start: int, end: int, roles: Mapping[int, str]) -> Tree:
    """Return the tree of tokens `start:end` as an indented tree; words are coloured by their role."""
    roots = [token for token in range(start, end) if not start <= view.heads[token] < end or view.heads[token] == token]
    roots = [token for token in roots if not view.spaces[token]]
    top = Tree(Text("sentence", style="dim"), guide_style="dim")
    for root in roots:
        _grow(top, view, root, start, end, roles)
    return top


def _grow(branch: Tree, view: TreeView, token: int, start: int, end: int, roles: Mapping[int, str]) -> None:
    label = Text(view.doc[token].text, style=ROLE_STYLES.get(roles.get(token, ""), "default"))
    label.append(f"  {view.deps[token]} · {view.pos[token]} · {view.lemmas[token]}", style="dim")
    if token in roles:
        label.append(f"  ← {roles[token]}", style=ROLE_STYLES.get(roles[token], "default"))
    child_branch = branch.add(label)
    for child in view.children[token]:
        if start <= child < end and not view.spaces[child]:
            _grow(child_branch, view, child, start, end, roles)


def svg_tree(view: TreeView, start: int, end: int, roles: Mapping[int, str]) -> str:
    """Return the tree of tokens `start:end` as a stand-alone SVG: words in a row, arcs above, roles in colour."""
    tokens = [token for token in range(start, end) if not view.spaces[token]]
    centres, width = _positions(view, tokens)
    arcs = _arcs(view, tokens)
    levels = _levels(arcs)
    height = _LEVEL * (max(levels.values(), default=0) + 1) + _BASELINE_PADDING
    parts = [_draw_arc(arc, levels[arc], centres, height) for arc in arcs]
    parts += [_draw_word(view, token, centres[token], height, roles) for token in tokens]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height + 52}" '
        f'viewBox="0 0 {width:.0f} {height + 52}" font-family="sans-serif" role="img">\n'
        f"<title>{escape(view.doc[start:end].text.strip())}</title>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _positions(view: TreeView, tokens: list[int]) -> tuple[dict[int, float], float]:
    centres: dict[int, float] = {}
    x = 12.0
    for token in tokens:
        wide = max(len(view.doc[token].text), len(view.deps[token]) * 0.75, 3) * _CHAR_WIDTH
        centres[token] = x + wide / 2
        x += wide + _WORD_GAP
    return centres, x


def _arcs(view: TreeView, tokens: list[int]) -> list[_Arc]:
    inside = set(tokens)
    arcs = []
    for token in tokens:
        head = view.heads[token]
        if head != token and head in inside:
            arcs.append(_Arc(min(token, head), max(token, head), token > head, view.deps[token]))
    return sorted(arcs, key=lambda arc: (arc.right - arc.left, arc.left))


def _levels(arcs: list[_Arc]) -> dict[_Arc, int]:
    """Stack arcs: each above all shorter ones that it spans."""
    levels: dict[_Arc, int] = {}
    for arc in arcs:
        below = [level for other, level in levels.items() if other.left < arc.right and arc.left < other.right]
        levels[arc] = max(below, default=0) + 1
    return levels


def _draw_arc(arc: _Arc, level: int, centres: Mapping[int, float], height: float) -> str:
    left, right = centres[arc.left] + 4, centres[arc.right] - 4
    top = height - level * _LEVEL
    path = f"M{left:.1f},{height} C{left:.1f},{top:.1f} {right:.1f},{top:.1f} {right:.1f},{height}"
    tip = right if arc.to_right else left
    middle = (left + right) / 2
    label_y = height - level * _LEVEL * 0.75 - 3
    return (
        f'<path d="{path}" fill="none" stroke="#999999" stroke-width="1.2"/>'
        f'<path d="M{tip - 4:.1f},{height - 7} L{tip + 4:.1f},{height - 7} L{tip:.1f},{height} Z" fill="#999999"/>'
        f'<text x="{middle:.1f}" y="{label_y:.1f}" font-size="10" text-anchor="middle" fill="#777777">'
        f"{escape(arc.label)}</text>"
    )


def _draw_word(view: TreeView, token: int, x: float, height: float, roles: Mapping[int, str]) -> str:
    colour = ROLE_COLOURS.get(roles.get(token, ""), _PLAIN)
    weight = "bold" if token in roles else "normal"
    return (
        f'<text x="{x:.1f}" y="{height + 18}" font-size="14" text-anchor="middle" fill="{colour}" '
        f'font-weight="{weight}">{escape(view.doc[token].text)}</text>'
        f'<text x="{x:.1f}" y="{height + 34}" font-size="9" text-anchor="middle" fill="#999999">'
        f"{escape(view.pos[token])}</text>"
    )
