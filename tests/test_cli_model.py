"""`claimx model`: the card and the folder of the embedded language model."""

from __future__ import annotations

import spacy
from click.testing import CliRunner

from claimx.cli.main import main


def test_the_card_names_data_licences_and_scores() -> None:
    result = CliRunner().invoke(main, ["model"])
    assert result.exit_code == 0
    for part in ("# en_claimx_news", "CC BY-SA 4.0", "UD_English-EWT", "LAS"):
        assert part in result.output


def test_the_folder_loads_with_spacy() -> None:
    result = CliRunner().invoke(main, ["model", "--path"])
    assert "claimx_annotator" in spacy.load(result.output.strip()).pipe_names
