"""Reads what `training.train_encoder` left in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
import yaml

from training.inventories import Inventory
from training.net import Network


def trained(build: Path) -> tuple[Network, Inventory, dict[str, Any]]:
    """Return the network, its labels and its configuration."""
    config = yaml.safe_load((build / "config.yaml").read_text(encoding="utf8"))
    inventory = Inventory.from_dict(json.loads((build / "inventory.json").read_text(encoding="utf8")))
    state = torch.load(build / "weights.pt", weights_only=True)
    network = Network(config, inventory, len(state["encoder.pieces.weight"]))
    network.load_state_dict(state)
    return network, inventory, config
