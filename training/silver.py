"""CoreNLP's trees of news articles, brought from UD v1 to the treebanks' UD v2.

The treebanks hold little news, so a small model learns the vocabulary and the sentence shapes of news from another
parser's output. Only paragraphs that the other parser was sure about are used (no ``dep`` relation in them).
Changes from v1 to v2: https://universaldependencies.org/v2/summary.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from training.corpora import Article, Sentence, SilverToken, TreeDocument, Word

_RENAMED = {
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "mwe": "fixed",
    "name": "flat",
    "nsubjpass": "nsubj:pass",
}
_PREDICATES = ("VB", "JJ", "RB", "MD")


@dataclass
class _Node:
    """A token while its sentence is rewritten; heads count from 1, 0 is the root."""

    token: SilverToken
    head: int
    relation: str


def silver_tree(tokens: tuple[SilverToken, ...]) -> list[_Node]:
    """Return one node a token with its v2 head and relation."""
    nodes = [_Node(token, token.head, token.relation) for token in tokens]
    _shift_coordination(nodes)
    _flatten_persons(nodes)
    for node in nodes:
        node.relation = _relation(nodes, node)
    return nodes


def _shift_coordination(nodes: list[_Node]) -> None:
    """A conjunction, and a comma before a conjunct, hang on the conjunct that follows (v1: on the first one)."""
    conjuncts: dict[int, list[int]] = {}
    for number, node in enumerate(nodes, 1):
        if node.relation == "conj":
            conjuncts.setdefault(node.head, []).append(number)
    for number, node in enumerate(nodes, 1):
        following = [c for c in conjuncts.get(node.head, ()) if c > number]
        if following and (node.relation == "cc" or (node.relation == "punct" and node.token.form in {",", ";"})):
            after_first = number > node.head
            if after_first:
                node.head = following[0]


def _flatten_persons(nodes: list[_Node]) -> None:
    """First names head names (``flat``), a title before one is its ``nmod:desc``; in v1 the last name heads all."""
    at = 0
    while at < len(nodes):
        stop = at + 1
        while stop < len(nodes) and nodes[at].token.ner == "PERSON" == nodes[stop].token.ner:
            stop += 1
        last = nodes[stop - 1]
        inner = nodes[at : stop - 1]
        if nodes[at].token.ner == "PERSON" and all(n.head == stop and n.relation == "compound" for n in inner):
            if inner:
                first = at + 1
                for node in nodes:
                    if node.head == stop:
                        node.head = first
                nodes[at].head, nodes[at].relation = last.head, last.relation
                for node in nodes[first:stop]:
                    node.head, node.relation = first, "flat"
            _describe(nodes, at)
        at = stop


def _describe(nodes: list[_Node], person: int) -> None:
    """Hang the title before a person's name on it, and what describes the title on the title."""
    title = person - 1
    if title < 0 or nodes[title].relation != "compound" or nodes[title].head != person + 1:
        return
    nodes[title].relation = "nmod:desc"
    for node in nodes[:title]:
        if node.head == person + 1 and node.relation in {"compound", "amod"}:
            node.head = title + 1


def _relation(nodes: list[_Node], node: _Node) -> str:
    relation = node.relation
    governor = nodes[node.head - 1] if node.head else None
    verbal = governor is not None and governor.token.tag.startswith(_PREDICATES)
    if relation == "nmod":
        return _oblique(nodes, node) if verbal else "nmod"
    if relation in {"nmod:tmod", "nmod:npmod"}:
        return "obl:unmarked" if verbal else "nmod:unmarked"
    if relation == "neg":
        return "det" if node.token.tag == "DT" else "advmod"
    return _RENAMED.get(relation, relation)


def _oblique(nodes: list[_Node], node: _Node) -> str:
    """``obl:agent`` for a passive's ``by`` phrase, else ``obl``."""
    number = next(place for place, other in enumerate(nodes, 1) if other is node)
    by = any(n.head == number and n.relation == "case" and n.token.form.lower() == "by" for n in nodes)
    return "obl:agent" if by and nodes[node.head - 1].token.tag == "VBN" else "obl"


def silver_documents(article: Article) -> Iterator[TreeDocument]:
    """Yield runs of usable paragraphs of an article as documents; tags and trees are silver, the rest is unknown."""
    paragraphs = _paragraphs(article)
    run: list[Sentence] = []
    for number, sentences in enumerate(paragraphs):
        usable = all(_usable(article.text, tokens) for tokens in sentences)
        if usable:
            run += [Sentence(tuple(_words(article.text, tokens)), number) for tokens in sentences]
        if run and (not usable or number == len(paragraphs) - 1):
            yield TreeDocument(article.name, article.text, tuple(run))
            run = []


def _paragraphs(article: Article) -> list[list[tuple[SilverToken, ...]]]:
    """Group the sentences by the blank lines between them."""
    groups: list[list[tuple[SilverToken, ...]]] = []
    end = 0
    for tokens in article.sentences:
        if not groups or "\n\n" in article.text[end : tokens[0].start]:
            groups.append([])
        groups[-1].append(tokens)
        end = tokens[-1].end
    return groups


def _usable(text: str, tokens: tuple[SilverToken, ...]) -> bool:
    """Whether the parser was sure, the sentence stays on its line, and its tokens follow each other in the text."""
    in_order = all(token.end <= after.start for token, after in pairwise(tokens))
    unsure = any(token.relation == "dep" or token.start == token.end for token in tokens)
    rooted = sum(token.head == 0 for token in tokens) == 1
    return in_order and rooted and not unsure and "\n" not in text[tokens[0].start : tokens[-1].end]


def _words(text: str, tokens: tuple[SilverToken, ...]) -> Iterator[Word]:
    for node in silver_tree(tokens):
        token = node.token
        tag = "IN" if token.tag == "TO" and node.relation == "case" else token.tag
        form = text[token.start : token.end]
        yield Word(token.start, token.end, form, "", "", tag, "_", node.head, node.relation)
