"""Dropout whose random numbers cost little on CPU: torch draws them one by one on one thread there, numpy in bulk."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

#: Shares are rounded to so many steps: one random byte decides on one value.
STEPS = 256


class Dropout(nn.Module):
    """Set a share of the values to zero while training and scale the others up (Srivastava et al., 2014)."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.dropped = round(share * STEPS)
        self.random: np.random.Generator | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Return values of the same shape; outside training the values themselves."""
        if not self.training or not self.dropped:
            return x
        if x.is_cuda:
            return F.dropout(x, self.dropped / STEPS)
        if self.random is None:  # seeded by torch's seed, so that one seed settles a run
            self.random = np.random.Generator(np.random.SFC64(int(torch.randint(2**62, ()))))
        drawn = np.frombuffer(self.random.bytes(x.numel()), dtype=np.uint8)
        scale = torch.from_numpy(drawn >= self.dropped).reshape(x.shape).to(x.dtype) * (STEPS / (STEPS - self.dropped))
        return x * scale
