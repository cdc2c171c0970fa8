"""How fast claimx is: words a second, the stages' shares of the time, peak memory, cold start.

    python -m benchmarks.speed [--articles N] [--runs N] [--json] [--check]

The sample is every so-many-th article of `../shared/corpora/news-2000.jsonl.gz`, or `corpus/` over and over where
that is not there. Everything runs on one thread, article by article, as `claimx extract` and each worker of `claimx
batch` do it. Times of stages are processor time, so that another program on the machine disturbs them little.
`--check` gives exit code 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before any numerical library is imported

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT / ".." / "shared" / "corpora" / "news-2000.jsonl.gz"
SAMPLE = ROOT / "corpus" / "briefing.txt"

CLAIM_SHARE = 0.40
"""Target: at most this share of the pipeline's time goes to the stages behind the language model."""
COLD_START = 3.0
"""Target: `claimx extract` on a sample takes at most this many times as long as importing spaCy."""

RECORDS = "records"
"""The step from what the stages wrote to claim records; counted with the claim stages."""


@dataclass(frozen=True)
class Speed:
    """Processor seconds of each stage over a sample; `peak` is in MiB, `None` where the platform can't tell."""

    sample: str
    articles: int
    words: int
    claims: int
    stages: dict[str, float]
    claim_stages: tuple[str, ...]
    peak: float | None

    @property
    def language_time(self) -> float:
        """Return the seconds of the bare language model."""
        return sum(time for name, time in self.stages.items() if name not in self.claim_stages)

    @property
    def total_time(self) -> float:
        """Return the seconds of the whole pipeline."""
        return sum(self.stages.values())

    @property
    def claim_share(self) -> float:
        """Return the share of the claim stages in the pipeline's time."""
        return 1 - self.language_time / self.total_time


@dataclass(frozen=True)
class ColdStart:
    """Median seconds from start to end of a process, by the clock and of the processor."""

    extract: float
    extract_cpu: float
    spacy: float
    spacy_cpu: float

    @property
    def ratio(self) -> float:
        """Return how many times as long as `import spacy` the extraction takes, by the clock."""
        return self.extract / self.spacy


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure speed and memory.")
    parser.add_argument("--articles", type=int, default=100, help="size of the sample (100)")
    parser.add_argument("--runs", type=int, default=5, help="cold starts of each kind (5); 0 leaves them out")
    parser.add_argument("--rules-only", action="store_true", help="leave the model's attribution tagger aside")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--check", action="store_true", help="exit code 1 when a target is missed")
    options = parser.parse_args(arguments)
    cold = cold_start(options.runs) if options.runs else None
    speed = measure(options.articles, options.rules_only)
    if options.json:
        shown = {"speed": {**asdict(speed), "claim_share": speed.claim_share}, "cold_start": cold and asdict(cold)}
        print(json.dumps(shown, indent=2))
    else:
        print(_report(speed, cold))
    missed = speed.claim_share > CLAIM_SHARE or (cold is not None and cold.ratio > COLD_START)
    return int(options.check and missed)


def measure(size: int, rules_only: bool = False) -> Speed:
    """Run the pipeline over a sample and return the time of each stage."""
    from claimx.pipeline import load

    nlp = load(rules_only=rules_only)
    where, texts = articles(size)
    for text in texts[:2]:
        _timed(nlp, text, defaultdict(float))  # compiles and caches what the first articles need
    stages: dict[str, float] = defaultdict(float)
    claims = 0
    for text in texts:
        with nlp.memory_zone():
            claims += _timed(nlp, text, stages)
    names = [name for name in nlp.pipe_names if name in stages]
    behind = tuple(names[names.index("claimx_quotes") :])
    ordered = {name: stages[name] for name in ("tokenizer", *names, RECORDS)}
    words = sum(len(text.split()) for text in texts)
    return Speed(where, len(texts), words, claims, ordered, (*behind, RECORDS), _peak())


def _timed(nlp: Language, text: str, stages: dict[str, float]) -> int:
    """Work one article, add the time of each stage, and return the number of claims."""
    from claimx.assemble import claims_of

    clock = time.process_time
    start = clock()
    doc = nlp.make_doc(text)
    stages["tokenizer"] += clock() - start
    for name, component in nlp.pipeline:
        start = clock()
        doc = component(doc)
        stages[name] += clock() - start
    start = clock()
    found = claims_of(doc)
    stages[RECORDS] += clock() - start
    return len(found)


def articles(size: int) -> tuple[str, list[str]]:
    """Return the name of the sample and its texts: so many articles."""
    if NEWS.exists():
        with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        step = max(1, len(texts) // size)
        return "news-2000", texts[::step][:size]
    own = [path.read_bytes().decode("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    return "corpus, repeated (news-2000 is not here)", list(islice(cycle(own), size))


def _peak() -> float | None:
    """Return the peak resident size of this process in MiB."""
    if sys.platform == "win32":
        return None
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / 2**20 if sys.platform == "darwin" else size / 2**10


def cold_start(runs: int) -> ColdStart:
    """Start processes in turn and return the medians.

    Each kind runs once beforehand, to fill the file cache and to leave compiled modules behind, as an installation
    does: Python is told to write them even where the environment forbids it.
    """
    extract = [sys.executable, "-m", "claimx", "extract", str(SAMPLE), "-f", "json"]
    spacy = [sys.executable, "-c", "import spacy"]
    pairs = [(_process_time(extract), _process_time(spacy)) for _ in range(runs + 1)][1:]
    return ColdStart(
        statistics.median(pair[0][0] for pair in pairs),
        statistics.median(pair[0][1] for pair in pairs),
        statistics.median(pair[1][0] for pair in pairs),
        statistics.median(pair[1][1] for pair in pairs),
    )


def _process_time(command: Sequence[str]) -> tuple[float, float]:
    """Run a process; return its seconds by the clock and of the processor."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment)
    elapsed, after = time.perf_counter() - start, os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return elapsed, used


def _report(speed: Speed, cold: ColdStart | None) -> str:
    return "\n".join([*_speed_lines(speed), *(_cold_lines(cold) if cold is not None else ())])


def _speed_lines(speed: Speed) -> Iterator[str]:
    yield f"sample: {speed.articles} articles of {speed.sample}, {speed.words:,} words, {speed.claims:,} claims"
    yield f"bare language model  {speed.words / speed.language_time:9,.0f} words/s"
    yield f"whole pipeline       {speed.words / speed.total_time:9,.0f} words/s"
    for name, seconds in speed.stages.items():
        mark = "*" if name in speed.claim_stages else " "
        yield f"  {mark} {name:20}{seconds / speed.total_time:7.1%}{1e6 * seconds / speed.words:9.1f} µs/word"
    yield f"claim stages (*)     {speed.claim_share:9.1%}   target: at most {CLAIM_SHARE:.0%}" + _over(
        speed.claim_share > CLAIM_SHARE
    )
    yield f"peak memory          {f'{speed.peak:9,.0f} MiB' if speed.peak is not None else 'not measured here'}"


def _cold_lines(cold: ColdStart) -> Iterator[str]:
    yield f"claimx extract {SAMPLE.name}: {cold.extract:.2f} s ({cold.extract_cpu:.2f} s of processor time)"
    yield f"import spacy: {cold.spacy:.2f} s ({cold.spacy_cpu:.2f} s of processor time)"
    yield f"cold start           {cold.ratio:9.1f}x   target: at most {COLD_START:g}x" + _over(cold.ratio > COLD_START)


def _over(missed: bool) -> str:
    return "   MISSED" if missed else ""


if __name__ == "__main__":
    sys.exit(main())
