"""From arc scores to one valid tree a sentence.

Each word takes its best head (Dozat and Manning, 2017). Where that gives no tree, with exactly one root, the best tree
is found by Chu-Liu-Edmonds' algorithm for maximum spanning arborescences (Edmonds, 1967; Chu and Liu, 1965), root by
root: what the best heads of all words with that root add up to bounds its trees, so that few roots have to be tried.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_FAR = -1e9
#: Sentences longer than this keep a repaired greedy tree: the exact search is cubic in the worst case.
_LONGEST = 400


def heads(scores: Floats, starts: Sequence[int]) -> Ints:
    """Return each word's head for the sentences that begin at ``starts`` (sorted, the first is 0).

    ``scores[word, head]`` holds arc scores, column 0 the root and column ``w + 1`` word ``w``. The result counts like
    the columns. Heads lie inside the word's sentence, each sentence has one root and no cycle.
    """
    count = len(scores)
    out = np.zeros(count, dtype=np.int64)
    for start, end in zip(starts, [*starts[1:], count], strict=True):
        block = np.concatenate([scores[start:end, :1], scores[start:end, start + 1 : end + 1]], axis=1)
        block[np.arange(end - start), np.arange(1, end - start + 1)] = _FAR
        found = sentence_heads(block)
        out[start:end] = np.where(found > 0, found + start, 0)
    return out


def sentence_heads(scores: Floats) -> Ints:
    """Return the heads of one sentence: 0 the root, else the word's place counted from 1."""
    best: Ints = scores.argmax(1)
    if is_tree(best.tolist()):
        return best
    if len(scores) > _LONGEST:
        return _repaired(scores, best)
    return _best_tree(scores)


def _best_tree(scores: Floats) -> Ints:
    """Return the heads of the tree with one root whose arcs have the highest sum."""
    count = len(scores)
    square = np.full((count + 1, count + 1), _FAR, dtype=np.float64)
    square[1:, 1:] = scores[:, 1:]
    inner = square.max(1)[1:]
    bounds = scores[:, 0] - inner + inner.sum()
    words, most, tree = np.arange(1, count + 1), -np.inf, [0] * (count + 1)
    for root in (np.argsort(-bounds, kind="stable") + 1).tolist():
        if bounds[root - 1] <= most:
            break
        arcs = square.copy()
        arcs[root, 0], arcs[root, 1:] = scores[root - 1, 0], _FAR
        found = _arborescence(arcs)
        total = float(arcs[words, found[1:]].sum())
        if total > most:
            most, tree = total, found
    return np.array(tree[1:], dtype=np.int64)


def is_tree(found: Sequence[int]) -> bool:
    """Say whether heads (0 the root, else a place counted from 1) form a tree with exactly one root."""
    if sum(head == 0 for head in found) != 1:
        return False
    state = [0] * (len(found) + 1)  # 0 unseen, 1 on the way, 2 leads to the root
    state[0] = 2
    for word in range(1, len(found) + 1):
        path = []
        while not state[word]:
            state[word] = 1
            path.append(word)
            word = found[word - 1]
        if state[word] == 1:
            return False
        for seen in path:
            state[seen] = 2
    return True


def _arborescence(scores: NDArray[np.float64]) -> list[int]:
    """Chu-Liu-Edmonds on ``scores[node, head]``; node 0 is the root. Return each node's head (that of 0 is 0)."""
    best = scores.argmax(1).tolist()
    best[0] = 0
    cycle = find_cycle(best)
    if not cycle:
        return list(best)
    members = set(cycle)
    rest = [node for node in range(len(best)) if node not in members]
    inner = sum(scores[node, best[node]] for node in cycle)
    smaller = np.full((len(rest) + 1, len(rest) + 1), _FAR)
    smaller[:-1, :-1] = scores[np.ix_(rest, rest)]
    out_of = scores[np.ix_(rest, cycle)]  # rest <- cycle
    smaller[:-1, -1] = out_of.max(1)
    into = scores[np.ix_(cycle, rest)] - np.array([scores[node, best[node]] for node in cycle])[:, None] + inner
    smaller[-1, :-1] = into.max(0)
    smaller[0] = _FAR
    found = _arborescence(smaller)
    result = list(best)
    for place, node in enumerate(rest):
        head = found[place]
        result[node] = cycle[int(out_of[place].argmax())] if head == len(rest) else rest[head]
    entry = found[-1]
    broken = cycle[int(into[:, entry].argmax())]
    result[broken] = rest[entry]
    result[0] = 0
    return result


def find_cycle(found: Sequence[int]) -> list[int]:
    """Return the nodes of a cycle, or nothing; each node (from 1) has its head, 0 is the root above all."""
    seen = [0] * len(found)
    for start in range(1, len(found)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = found[node]
        if node and seen[node] == start:
            cycle, at = [node], found[node]
            while at != node:
                cycle.append(at)
                at = found[at]
            return cycle
    return []


def _repaired(scores: Floats, best: Ints) -> Ints:
    """Make a tree of greedy heads: the likeliest root stays, whatever doesn't lead to it hangs on it."""
    root = int(scores[:, 0].argmax()) + 1
    fixed: Ints = best.copy()
    fixed[fixed == 0] = root
    fixed[root - 1] = 0
    good = {0}
    for word in range(1, len(fixed) + 1):
        path, at = [], word
        while at not in good and at not in path:
            path.append(at)
            at = int(fixed[at - 1])
        if at not in good:
            fixed[at - 1] = root
        good.update(path)
    return fixed
