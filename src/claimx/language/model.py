"""Loading the language model: the one inside the package, or any spaCy pipeline with tags, a tree and names."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

#: The pipeline that travels inside the package.
EMBEDDED = "en_claimx_news"

#: What the rules read, and the annotations that show a pipeline writes it.
_NEEDS = {
    "part-of-speech tags (a tagger or morphologizer)": ("token.pos", "token.tag"),
    "a dependency tree (a parser)": ("token.dep", "token.head"),
}


def load_language_model(name: str | None = None) -> Language:
    """Load the embedded pipeline (`None`), or an installed package or a folder called `name`.

    Raises `ModelError` when there is no such model, when it cannot be read, or when it does not tag and parse.
    """
    if name is None or name == EMBEDDED:
        return _load(embedded_path(), "the embedded language model", "reinstall claimx")
    path = Path(name)
    if path.exists():
        if not (path / "config.cfg").is_file():
            raise ModelError(f"{name} is no spaCy pipeline: it holds no config.cfg; give the folder that does")
        nlp = _load(path, f"the model in {name}", "check that the folder is complete and made for this spaCy version")
    else:
        nlp = _load(name, f"the model {name}", f"install it into this environment: python -m spacy download {name}")
    check(nlp, name)
    return nlp


def embedded_path() -> Path:
    """Return the folder of the embedded pipeline."""
    path = Path(str(resources.files("claimx.language"))) / EMBEDDED
    if not (path / "config.cfg").is_file():
        raise ModelError(
            f"the embedded language model is missing ({path}); reinstall the package, "
            "or in a source checkout rebuild it (training/README.md)"
        )
    return path


def check(nlp: Language, name: str) -> None:
    """Raise `ModelError` unless the pipeline writes tags and a tree."""
    # Attributes rather than component names: a pipeline may call its parts as it likes.
    written = {attribute for part in nlp.pipe_names for attribute in nlp.get_pipe_meta(part).assigns}
    missing = [need for need, attributes in _NEEDS.items() if not written.intersection(attributes)]
    if missing:
        raise ModelError(
            f"the model {name} cannot be used: it lacks {' and '.join(missing)} "
            f"(it has {', '.join(nlp.pipe_names) or 'no components'}); "
            f"take a full English pipeline such as en_core_web_sm, or the embedded one (no --model)"
        )


def _load(name: str | Path, what: str, advice: str) -> Language:
    """Load by path or package name; every way this can fail becomes a `ModelError` that says what to do."""
    import spacy

    try:
        return spacy.load(name)
    # spaCy raises OSError (no such model, unreadable file), ValueError (a component nobody registered, bad config or
    # weights), ImportError (a package that needs another one), KeyError and TypeError (weights of another version).
    except (OSError, ValueError, ImportError, KeyError, TypeError) as error:
        reason = str(error).strip().split("\n", 1)[0]
        raise ModelError(f"cannot load {what}: {reason}; {advice}") from error
