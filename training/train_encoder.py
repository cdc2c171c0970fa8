"""Train the encoder and all heads: ``python -m training.train_encoder OUT``."""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
import yaml

from claimx.language.wordpieces import WordPieces
from training import corpora
from training.ahead import batches_ahead
from training.bases import base_folder, load_base
from training.examples import Example
from training.inventories import Inventory, collect
from training.losses import losses
from training.net import Network
from training.windows_file import read_windows

HERE = Path(__file__).resolve().parent


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

    Parameters whose names begin as one of ``options["frozen"]`` stay as they are.
    """
    frozen = tuple(options.get("frozen", ()))
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        if name.startswith(frozen):
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


def quick_bfloat16(device: torch.device) -> bool:
    """Whether a processor multiplies bfloat16 matrices; one that can't takes a hundred times as long as float32."""
    quick: bool = device.type != "cpu" or (
        torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    )
    if not quick:
        print("no bfloat16 on this processor: the products are float32, which reads about a fifth as fast", flush=True)
    return quick


class Log:
    """Sums of losses, printed now and then."""

    def __init__(self, steps: int, every: int = 50) -> None:
        self.steps, self.every, self.seen, self.began = steps, every, 0, time.time()
        self.sums: dict[str, Any] = defaultdict(float)
        self.counts: dict[str, int] = defaultdict(int)

    def note(self, step: int, part: float, pieces: int, found: dict[str, torch.Tensor]) -> None:
        """Add the losses of a step; raises `SystemExit` where one is no number (seen when the sums are printed)."""
        self.seen += pieces
        for name, loss in found.items():
            self.sums[name] = self.sums[name] + loss.detach()
            self.counts[name] += 1
        if step % self.every == self.every - 1:
            means = {name: float(value) / self.counts[name] for name, value in sorted(self.sums.items())}
            if not all(math.isfinite(value) for value in means.values()):
                raise SystemExit(f"a loss is no number at step {step}: {means}")
            speed = self.seen / (time.time() - self.began)
            listed = " ".join(f"{name} {value:.3f}" for name, value in means.items())
            print(f"step {step + 1}/{self.steps} {part:.3f} {speed:.0f} pieces/s {listed}", flush=True)
            self.sums.clear()
            self.counts.clear()


def train(
    network: Network,
    plan: Sequence[list[Example]],
    config: dict[str, Any],
    save: Any,
    minutes: float | None = None,
    saves: int = 8,
    control: Path | None = None,
    device: str = "cpu",
    workers: int = 0,
) -> None:
    """Run the plan. With ``minutes`` the rate falls by the clock and the run ends there, wherever it is.

    ``control`` may name a file that holds a number of threads; it is read now and then, so that a long run can make
    room for other work. ``workers`` processes make the batches ahead, which an accelerator is too quick to wait for.
    """
    options, place = config["optimizer"], torch.device(device)
    ready = batches_ahead(plan, config.get("hidden"), workers)  # its processes start before the accelerator is used
    network.to(place)
    optimizer = optimizer_for(network, options)
    precision = torch.bfloat16 if config["precision"] == "bfloat16" and quick_bfloat16(place) else None
    log, saved = Log(len(plan)), 0
    network.train()
    for step, batch in enumerate(ready):
        part = (step + 1) / len(plan)
        if minutes:
            part = max(part, (time.time() - log.began) / 60 / minutes)
            if part > 1:
                break
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate_at(part, options["warmup"], options["last"])
        found = losses(network, batch.to(place), precision)
        total = sum(config["weights"][name] * loss for name, loss in found.items())
        optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[union-attr]
        torch.nn.utils.clip_grad_norm_(network.parameters(), options["clip"])
        optimizer.step()
        log.note(step, part, batch.seen, found)
        if control and step % log.every == log.every - 1 and control.exists():
            torch.set_num_threads(int(control.read_text()))
        if int(part * saves) > saved:
            saved = int(part * saves)
            save(network)
    ready.close()
    save(network)


def prepared(
    folder: Path, passes: dict[str, int], fold: tuple[int, int] | None
) -> tuple[dict[str, list[list[Example]]], Inventory]:
    """Return for each source the windows that `training.prepare` or `training.label` wrote, once a pass.

    With ``fold`` (k, n) every n-th article of PolNeAR from the k-th on is left out, for its labels to be made later.
    """
    made = {}
    for source, count in passes.items():
        files = sorted(folder.glob(f"{source}*.npz")) if count else []
        examples = [example for file in files for example in read_windows(file)]
        if fold and source == "polnear":
            examples = [example for example in examples if example.article % fold[1] != fold[0]]
        made[source] = [examples] * count
    return made, Inventory.from_dict(json.loads((folder / "inventory.json").read_text(encoding="utf8")))


def from_corpora(args: argparse.Namespace, config: dict[str, Any]) -> tuple[dict[str, list[list[Example]]], Inventory]:
    """Return for each source the windows of every pass, and the labels of the treebanks."""
    from training.sources import sources  # with spaCy, which prepared windows do without

    pieces = WordPieces.from_file(base_folder(config["base"]) / "vocab.txt")
    trees = [d for name in ("en_ewt", "en_gum") for d in corpora.read_ud(args.data / "ud" / f"{name}-train.conllu.gz")]
    inventory = collect(trees, config["labels"]["lemma_min"], config["labels"]["morph_min"])
    return sources(config, args.data, pieces, inventory, trees, args.silver), inventory


def fold_of(text: str) -> tuple[int, int]:
    """Read ``K/N``."""
    try:
        number, count = (int(part) for part in text.split("/"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not K/N, like 0/4") from None
    return number, count


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--config", type=Path, default=HERE / "recipes" / "short" / "train.yaml")
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    parser.add_argument("--windows", type=Path, help="folder that `training.prepare` wrote, instead of the corpora")
    parser.add_argument("--fold", type=fold_of, metavar="K/N", help="leave out the K-th of N parts of PolNeAR")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu", help="where to train: cpu or cuda")
    parser.add_argument("--workers", type=int, default=0, help="processes that make the batches ahead")
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
    if args.windows:
        made, inventory = prepared(args.windows, config["passes"], args.fold)
        vocabulary = args.windows / "vocab.txt"
    else:
        made, inventory = from_corpora(args, config)
        vocabulary = base_folder(config["base"]) / "vocab.txt"
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "inventory.json").write_text(json.dumps(inventory.as_dict(), ensure_ascii=False), encoding="utf8")
    (args.out / "config.yaml").write_text(args.config.read_text(encoding="utf8"), encoding="utf8")
    plan = schedule(made, config["batch"]["pieces"], Random(config["seed"]))
    sizes = {name: sum(len(e) for examples in passes for e in examples) for name, passes in made.items()}
    print("pieces by source:", sizes, "batches:", len(plan), flush=True)
    network = Network(config, inventory, len(WordPieces.from_file(vocabulary).vocabulary))
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    else:
        load_base(network, args.weights or base_folder(config["base"]), vocabulary)

    def save(net: Network) -> None:
        torch.save({name: value.cpu() for name, value in net.state_dict().items()}, args.out / "weights.tmp")
        (args.out / "weights.tmp").replace(args.out / "weights.pt")

    train(
        network, plan, config, save, minutes=args.minutes, control=args.out / "threads", device=args.device,
        workers=args.workers,
    )  # fmt: skip


if __name__ == "__main__":
    main()
