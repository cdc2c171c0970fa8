"""What the annotator is made of on disk: two ONNX graphs, a vocabulary, labels, and the decoders' small tables."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray

from claimx.errors import ModelError
from claimx.language.chains import Chain
from claimx.language.wordpieces import WordPieces

#: File of the main graph: pieces in, scores of every head out.
GRAPH = "encoder.onnx"
#: File of the small graph that names the relation between a word and its head.
RELATIONS = "relations.onnx"
VOCABULARY = "vocab.txt"
LABELS = "labels.json"
TABLES = "tables.npz"
#: Usual lemmas: form, Penn tag and lemma, parted by tabs, one a line.
LEMMAS = "lemmas.tsv"

FILES = (GRAPH, RELATIONS, VOCABULARY, LABELS, TABLES, LEMMAS)
_CHAINS = ("ner", "source", "cue", "content", "roles")
_HEADS = ("xpos", "morph", "lemma", "relation", "ner", "roles")


@dataclass(frozen=True)
class Bundle:
    """The files of a trained annotator, as bytes by name; `read` makes them usable."""

    files: dict[str, bytes]

    @classmethod
    def from_disk(cls, folder: Path) -> Bundle:
        """Read the files of a folder; raises `ModelError` where one is missing."""
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"the language model in {folder} lacks {', '.join(missing)}; reinstall or rebuild it")
        return cls({name: (folder / name).read_bytes() for name in FILES})

    def to_disk(self, folder: Path) -> None:
        """Write the files, making the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)

    @classmethod
    def from_bytes(cls, data: bytes) -> Bundle:
        """Read what `to_bytes` wrote."""
        files: dict[str, bytes] = srsly.msgpack_loads(data)
        return cls(files)

    def to_bytes(self) -> bytes:
        """Return all files in one piece."""
        data: bytes = srsly.msgpack_dumps(self.files)
        return data

    def labels(self) -> dict[str, tuple[str, ...]]:
        """Return the labels of every head, in the order of the head's outputs."""
        stored: dict[str, list[str]] = json.loads(self.files[LABELS].decode("utf8"))
        return {name: tuple(labels) for name, labels in stored.items()}

    def lemmas(self) -> dict[tuple[str, str], str]:
        """Return the lemmas that forms usually have, by form and Penn tag."""
        rows = (row.split("\t") for row in self.files[LEMMAS].decode("utf8").split("\n") if row)
        return {(form, tag): lemma for form, tag, lemma in rows}

    def words(self) -> frozenset[str]:
        """Return the whole words of the vocabulary, lower-cased."""
        return frozenset(piece for piece in self._pieces() if not piece.startswith(("##", "[")))

    def _pieces(self) -> list[str]:
        return self.files[VOCABULARY].decode("utf8").rstrip("\n").split("\n")

    def read(self) -> Tables:
        """Parse everything but the graphs."""
        labels = self.labels()
        with np.load(io.BytesIO(self.files[TABLES]), allow_pickle=False) as arrays:
            chains = {
                name: Chain(arrays[f"{name}.steps"], arrays[f"{name}.begin"], arrays[f"{name}.end"]) for name in _CHAINS
            }
            role = arrays["role"]
        return Tables({name: labels[name] for name in _HEADS}, chains, role, WordPieces(self._pieces()))


@dataclass(frozen=True)
class Tables:
    """Labels by head, CRF scores by head, the role head's weights (roles, word + 1, cue + 1), and the vocabulary."""

    labels: dict[str, tuple[str, ...]]
    chains: dict[str, Chain]
    role: NDArray[np.float32]
    pieces: WordPieces


def has_vnni(system: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor has VNNI instructions by what Linux lists; `False` where that is not known."""
    try:
        with system.open(encoding="ascii", errors="replace") as lines:
            flags = next((line for line in lines if line.startswith("flags")), "")
    except OSError:
        return False
    return not {"avx512_vnni", "avx_vnni"}.isdisjoint(flags.split())


def session(graph: bytes, threads: int) -> Any:
    """Return an ONNX Runtime session on the CPU with so many threads inside an operator."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Processors without VNNI instructions add pairs of eight-bit products in 16 bits, which overflow. This makes ONNX
    # Runtime use another kernel: exact products there too, up to an eighth slower. With VNNI they are exact anyway, and
    # the language model takes nearly twice as long with the other kernel.
    if not has_vnni():
        options.add_session_config_entry("session.x64quantprecision", "1")
    # The fused skip-and-normalize operator is several times slower on CPU than an addition and a normalization.
    return onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
