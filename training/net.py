"""The multi-task network: an encoder with word shapes, and all heads. Torch; for training only."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from claimx.language.wordpieces import SHAPE_ROWS
from training.dropout import Dropout
from training.inventories import Inventory

#: Heads that give each word one label by softmax, and those decoded by a linear-chain CRF.
SOFTMAX = ("xpos", "morph", "lemma", "sentence")
CHAINS = ("ner", "source", "cue", "content")


class Block(nn.Module):
    """One transformer layer of BERT (post-norm)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float, eps: float = 1e-12) -> None:
        super().__init__()
        self.heads, self.dropout = heads, Dropout(dropout)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x``: batch, pieces, width; ``mask``: added to the attention, broadcast to batch, heads, pieces, pieces."""
        b, n, w = x.shape
        q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        # spelled out, and without dropout on the weights: faster on CPU, forward and back, than the fused kernel
        weights = torch.softmax((q * (w // self.heads) ** -0.5) @ k.transpose(-1, -2) + mask.to(q.dtype), -1)
        mixed = weights @ v
        x = self.norm(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(b, n, w))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT with a table of word-shape vectors added to the embeddings (it starts at zero).

    With ``near`` buckets of relative places, each with a score for every attention head, it is MPNet (Song et al.,
    2020; the buckets are T5's: Raffel et al., 2020).
    """

    def __init__(
        self,
        vocabulary: int,
        layers: int,
        width: int,
        heads: int,
        inner: int,
        positions: int,
        dropout: float,
        near: int = 0,
        eps: float = 1e-12,
    ) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(positions, width)
        self.shapes = nn.Embedding(SHAPE_ROWS, width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(width, eps=eps)
        self.near = nn.Embedding(near, heads) if near else None
        self.layers = nn.ModuleList(Block(width, heads, inner, dropout, eps) for _ in range(layers))
        self.dropout = Dropout(dropout)

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """``ids`` and ``shapes``: batch, pieces; padding is id 0. Return batch, pieces, width."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.pieces(ids) + self.places(places) + self.shapes(shapes))
        x = self.dropout(x)
        mask = ((ids == 0).float() * -1e4)[:, None, None, :]
        if self.near is not None:
            mask = mask + self.nearness(ids.shape[1])
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def nearness(self, size: int) -> Tensor:
        """Return what the distance of two pieces adds to their attention: 1, heads, size, size."""
        assert self.near is not None
        buckets = near_buckets(size, self.near.num_embeddings).to(self.near.weight.device)
        scores: Tensor = self.near(buckets)
        return scores.permute(2, 0, 1)[None]


def near_buckets(size: int, count: int, farthest: int = 128) -> Tensor:
    """Return the bucket of each pair of places: half for what is behind; near places apart, far ones by logarithm."""
    place = torch.arange(size)
    distance = place[:, None] - place[None, :]
    half, apart = count // 2, count // 4
    behind = (distance < 0).long() * half
    distance = distance.abs()
    far = torch.log(distance.float().clamp(min=1) / apart) / math.log(farthest / apart) * (half - apart)
    return behind + torch.where(distance < apart, distance, (apart + far.long()).clamp(max=half - 1))


class Mlp(nn.Module):
    """Linear, GELU, dropout: what projects a word for one side of a biaffine."""

    def __init__(self, width: int, out: int, dropout: float) -> None:
        super().__init__()
        self.linear = nn.Linear(width, out)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Project the last dimension."""
        out: Tensor = self.dropout(F.gelu(self.linear(x)))
        return out


def with_one(x: Tensor) -> Tensor:
    """Append a constant 1 to the last dimension, so that a bilinear form has its linear terms."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class Network(nn.Module):
    """Encoder and heads. ``forward`` gives raw scores and projections; decoding is the run time's business."""

    def __init__(self, config: dict[str, Any], inventory: Inventory, vocabulary: int) -> None:
        super().__init__()
        e, h = config["encoder"], config["heads"]
        width, drop = e["width"], h["dropout"]
        self.encoder = Encoder(vocabulary, **e)
        self.word_dropout = Dropout(h["word_dropout"])
        sizes = {
            "xpos": len(inventory.xpos),
            "morph": len(inventory.morph),
            "lemma": len(inventory.lemma),
            "sentence": 2,
            "ner": len(inventory.ner),
            "source": 3,
            "cue": 3,
            "content": 3,
        }
        self.tags = nn.ModuleDict({name: nn.Linear(width, size) for name, size in sizes.items()})
        self.chains = nn.ModuleDict({name: Chain(sizes[name]) for name in CHAINS})
        self.chains["roles"] = Chain(len(inventory.roles))
        self.root = nn.Parameter(torch.zeros(width))
        self.arc_word, self.arc_head = Mlp(width, h["arc"], drop), Mlp(width, h["arc"], drop)
        self.rel_word, self.rel_head = Mlp(width, h["relation"], drop), Mlp(width, h["relation"], drop)
        self.role_word, self.role_cue = Mlp(width, h["role"], drop), Mlp(width, h["role"], drop)
        self.arc = nn.Parameter(torch.zeros(h["arc"], h["arc"] + 1))
        self.rel = nn.Parameter(torch.zeros(len(inventory.relation), h["relation"] + 1, h["relation"] + 1))
        self.role = nn.Parameter(torch.zeros(len(inventory.roles), h["role"] + 1, h["role"] + 1))
        for weight in (self.arc, self.rel, self.role):
            nn.init.normal_(weight, std=1.0 / weight.shape[-1])

    def words(self, ids: Tensor, shapes: Tensor, first: Tensor) -> Tensor:
        """Return each word's vector, that of its first piece. ``first``: batch, words; places within the window."""
        x = self.encoder(ids, shapes).float()
        offset = torch.arange(ids.shape[0], device=ids.device)[:, None] * ids.shape[1]
        return x.reshape(-1, x.shape[-1]).index_select(0, (first + offset).reshape(-1)).reshape(*first.shape, -1)

    def heads_of(self, x: Tensor) -> dict[str, Tensor]:
        """Return every head's scores or projections from word vectors (batch, words, width)."""
        x = self.word_dropout(x)
        out = {name: layer(x) for name, layer in self.tags.items()}
        rooted = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        out["arc"] = self.arc_word(x) @ self.arc @ with_one(self.arc_head(rooted)).transpose(1, 2)
        out["rel_word"], out["rel_head"] = self.rel_word(x), self.rel_head(rooted)
        out["role_word"], out["role_cue"] = self.role_word(x), self.role_cue(x)
        return out

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Encode and score."""
        return self.heads_of(self.words(ids, shapes, first))


class Chain(nn.Module):
    """A linear-chain CRF over given emissions: transitions, and scores of the first and last label."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(size, size))
        self.begin = nn.Parameter(torch.zeros(size))
        self.end = nn.Parameter(torch.zeros(size))

    def forward(self, emissions: Tensor, gold: Tensor, lengths: Tensor) -> Tensor:
        """Return the summed negative log-likelihood. Shapes: rows, words, labels; rows, words; rows."""
        mask = _known(emissions, lengths)
        last = gold.gather(1, lengths[:, None] - 1)[:, 0]
        score = self.begin[gold[:, 0]] + self.end[last]
        score = score + (emissions.gather(2, gold[..., None])[..., 0] * mask).sum(1)
        score = score + (self.steps[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]).sum(1)
        return (self._all(emissions, mask, self.steps, self.begin, self.end) - score).sum()

    def distance(self, emissions: Tensor, chances: Tensor, lengths: Tensor) -> Tensor:
        """Return what brings each word's label probabilities near to ``chances`` (rows, words, labels; 0 past the end).

        Its gradient is the difference of both, and none for the scores of label pairs, which are learned from gold:
        the cross entropy of the whole chain but for their terms (Wang et al., ACL 2020, structure-level distillation).
        """
        mask = _known(emissions, lengths)
        score = (emissions * chances).sum((1, 2))
        steps, begin, end = self.steps.detach(), self.begin.detach(), self.end.detach()
        return (self._all(emissions, mask, steps, begin, end) - score).sum()

    def probabilities(self, emissions: Tensor, lengths: Tensor) -> Tensor:
        """Return how likely each label of each word is (rows, words, labels): the gradient of the sum's logarithm."""
        with torch.enable_grad():
            open_ = emissions.detach().requires_grad_()
            mask = _known(open_, lengths)
            total = self._all(open_, mask, self.steps.detach(), self.begin.detach(), self.end.detach()).sum()
            (found,) = torch.autograd.grad(total, open_)
        return found

    @staticmethod
    def _all(emissions: Tensor, mask: Tensor, steps: Tensor, begin: Tensor, end: Tensor) -> Tensor:
        """Return the log of the summed weights of all label sequences, by row."""
        rows, count, size = emissions.shape
        each_step = steps + emissions[:, 1:, None, :]
        alike = torch.where(torch.eye(size, dtype=torch.bool, device=emissions.device), 0.0, FAR)
        each_step = torch.where(mask[:, 1:, None, None], each_step, alike)
        alpha = (begin + emissions[:, 0])[:, None, :]
        whole = log_product(each_step, alike) if count > 1 else alike.expand(rows, -1, -1)
        return torch.logsumexp(log_matmul(alpha, whole)[:, 0] + end, 1)


#: A log-probability of nothing.
FAR = -60.0


def _known(emissions: Tensor, lengths: Tensor) -> Tensor:
    """Return which words are none of the padding: rows, words."""
    return torch.arange(emissions.shape[1], device=emissions.device)[None, :] < lengths[:, None]


def log_matmul(left: Tensor, right: Tensor) -> Tensor:
    """Multiply matrices of log values: ``log(exp(left) @ exp(right))``, scaled so that nothing overflows."""
    top = left.detach().amax((-1, -2), keepdim=True)
    top2 = right.detach().amax((-1, -2), keepdim=True)
    return ((left - top).exp() @ (right - top2).exp()).clamp(min=1e-30).log() + top + top2


def log_product(steps: Tensor, alike: Tensor) -> Tensor:
    """Multiply a sequence of log matrices (rows, sequence, n, n) pairwise, which takes log2 of its length rounds."""
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, alike.expand(steps.shape[0], 1, -1, -1)], 1)
        steps = log_matmul(steps[:, 0::2], steps[:, 1::2])
    return steps[:, 0]
