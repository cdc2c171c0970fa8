"""Readers of the training data: words, texts and spans fit each other."""

from __future__ import annotations

import argparse
import io
import sys
import tarfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
if not (ROOT / "training").is_dir():
    pytest.skip("the recipe in training/ is not part of an installed package", allow_module_level=True)
sys.path.insert(0, str(ROOT))

from benchmarks import agreement  # noqa: E402
from training import build, corpora, typesetting  # noqa: E402

CONLLU = """\
# newdoc id = notes
# sent_id = 1
# newpar
# text = They can't wait.
1	They	they	PRON	PRP	Number=Plur	4	nsubj	_	_
2-3	can't	_	_	_	_	_	_	_	_
2	ca	can	AUX	MD	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	wait	wait	VERB	VB	_	0	root	_	SpaceAfter=No
4.1	wait	wait	VERB	VB	_	_	_	_	_
5	.	.	PUNCT	.	_	4	punct	_	_

# sent_id = 2
# text = Odd.
1	Odd	odd	ADJ	JJ	_	0	root	_	SpaceAfter=No
2	.	.	PUNCT	.	_	1	punct	_	_

# newpar
# sent_id = 3
# text = Gone
1	Gone	go	VERB	VBN	_	0	root	_	_

# newdoc id = more
# sent_id = 4
1	End	end	NOUN	NN	_	0	root	_	_
"""


def test_conllu_text_has_spaces_and_blank_lines_where_the_marks_say() -> None:
    first, second = corpora.parse_conllu(io.StringIO(CONLLU))
    assert (first.name, first.text) == ("notes", "They can't wait. Odd.\n\nGone")
    assert (second.name, second.text) == ("more", "End")
    assert [sentence.paragraph for sentence in first.sentences] == [0, 0, 1]


def test_conllu_words_are_slices_of_the_text_and_empty_nodes_are_left_out() -> None:
    document = next(corpora.parse_conllu(io.StringIO(CONLLU)))
    words = [word for sentence in document.sentences for word in sentence.words]
    assert [document.text[word.start : word.end] for word in words] == [word.form for word in words]
    assert [word.form for word in words] == ["They", "ca", "n't", "wait", ".", "Odd", ".", "Gone"]
    assert [word.head for word in words[:5]] == [4, 4, 4, 0, 4]


def test_a_multiword_token_spelled_unlike_its_words_still_covers_its_surface() -> None:
    rows = ["1-2\tcannae\t_\t_\t_\t_\t_\t_\t_\t_"]
    rows += ["1\tcan\tcan\tAUX\tMD\t_\t0\troot\t_\t_", "2\tnot\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_"]
    (document,) = corpora.parse_conllu(rows)
    assert document.text == "cannae"
    assert [(word.start, word.end) for word in document.sentences[0].words] == [(0, 3), (3, 6)]


STANDOFF = """\
T1\tSource 0 5\tOlive
T2\tCue 6 10\tsaid
T3\tContent 11 15;22 27\tthat later
T4\tContent 30 34\tmore
T5\tAttribution 6 10\tsaid
E1\tAttribution:T5 Content:T3 Content2:T4 Cue:T2 Source:T1
T6\tCue 40 44\tsays
E2\tAttribution:T6 Cue:T6
"""


def test_brat_events_gather_discontinuous_and_repeated_roles_and_need_a_content() -> None:
    (only,) = corpora.parse_brat(STANDOFF)
    assert only.source == ((0, 5),)
    assert only.cue == ((6, 10),)
    assert only.content == ((11, 15), (22, 27), (30, 34))


def test_polnear_reads_archives_in_place_and_takes_the_first_annotator(tmp_path: Path) -> None:
    _archive(tmp_path / "text.tar.gz", {"a.txt": "Olive said\r\nit rains."})
    later = STANDOFF.replace("Source 0 5", "Source 0 3")
    _archive(tmp_path / "attributions.tar.gz", {"a_9z.ann": later, "a_1b.ann": STANDOFF})
    table = "1\t0\t5\tOlive\tOlive\tNNP\tPERSON\t2\tnsubj\n2\t6\t10\tsaid\tsay\tVBD\tO\t0\troot\n\n#coref\t1:1-1*\n"
    _archive(tmp_path / "corenlp.tar.gz", {"a.tsv": table})
    (article,) = corpora.read_polnear(tmp_path)
    assert article.text == "Olive said\r\nit rains."
    assert article.attributions[0].source == ((0, 5),)
    assert [token.form for token in article.sentences[0]] == ["Olive", "said"]
    assert corpora.silver_names(article) == [(0, 5, "PERSON")]


def _archive(path: Path, files: dict[str, str]) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            data = text.encode("utf8")
            entry = tarfile.TarInfo(f"folder/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


@pytest.mark.parametrize(
    ("tokens", "tags", "expected"),
    [
        (["Mira", "Olsen"], ["I-PER", "I-PER"], ["B-PERSON", "I-PERSON"]),
        (["Oslo", "Bergen"], ["B-country", "B-location"], ["B-LOC", "B-LOC"]),
        (["Danish", "ferries"], ["I-MISC", "O"], ["B-NORP", "O"]),
        (["Winter", "Games"], ["B-event", "I-event"], ["B-MISC", "I-MISC"]),
        (["blue", "whale"], ["B-animal", "I-animal"], ["O", "O"]),
        (["Oslo", "Ferry", "Union"], ["I-LOC", "I-ORG", "I-ORG"], ["B-LOC", "B-ORG", "I-ORG"]),
    ],
)
def test_name_tags_of_every_scheme_become_one(tokens: list[str], tags: list[str], expected: list[str]) -> None:
    assert corpora.unify(tokens, tags) == expected


def test_tagged_files_with_two_columns_and_with_numbered_rows(tmp_path: Path) -> None:
    (tmp_path / "x.conll").write_text("Oslo I-LOC\nwins O\n\nYes O\n", encoding="utf8")
    (tmp_path / "x.iob2").write_text("# text = Oslo\n1\tOslo\tB-LOC\t-\tann\n\n", encoding="utf8")
    assert [s.tags for s in corpora.read_tagged(tmp_path / "x.conll")] == [("B-LOC", "O"), ("O",)]
    assert [s.tokens for s in corpora.read_tagged(tmp_path / "x.iob2")] == [("Oslo",)]


@given(st.lists(st.sampled_from(["Rain", ",", ".", '"', "(", ")", "n't", "``", "-LRB-", "it", "’s"]), max_size=25))
def test_detokenized_spans_cut_the_tokens_out_of_the_text(tokens: list[str]) -> None:
    text, spans = corpora.detokenize(tokens)
    plain = {"``": '"', "-LRB-": "("}
    assert [text[start:end] for start, end in spans] == [plain.get(token, token) for token in tokens]
    assert "".join(text.split()) == "".join(plain.get(token, token) for token in tokens)


@pytest.mark.parametrize(
    ("straight", "bent"),
    [
        ('"Rain," she said.', "“Rain,” she said."),
        ("They're 'late' today", "They’re ‘late’ today"),
        ('("no") since \'99', "(“no”) since ’99"),
    ],
)
def test_curly_quotes_open_and_close_as_typed(straight: str, bent: str) -> None:
    assert corpora.curly(straight) == bent


@given(st.text(alphabet="ab \"'\n(", max_size=60))
def test_curly_quotes_keep_every_offset(text: str) -> None:
    bent = corpora.curly(text)
    assert len(bent) == len(text)
    assert not set(bent) & {'"', "'"}
    assert all(old == new for old, new in zip(text, bent, strict=True) if old not in "\"'")


@given(st.text(alphabet="ab \"'“”\n(", max_size=60))
def test_single_quotes_keep_every_offset(text: str) -> None:
    styled = typesetting.single(text)
    assert len(styled) == len(text)
    assert not set(styled) & {'"', "“", "”"}


def test_a_text_is_set_in_every_style() -> None:
    found = {typesetting.typeset('"Rain," she said.', Random(seed)) for seed in range(200)}
    assert found == {'"Rain," she said.', "“Rain,” she said.", "'Rain,' she said.", "‘Rain,’ she said."}


def test_only_acronyms_that_are_names_are_disguised() -> None:
    forms = ["NASA", "said", "NASA", "Ana", "X", "ABCDEFG"]
    is_name = [True, False, False, True, True, True]
    changed = [typesetting.disguise(forms, is_name, Random(seed)) for seed in range(200)]
    assert {words[0] for words in changed} >= {"NASA", "IS", "WHO"}
    assert {tuple(words[1:]) for words in changed} == {tuple(forms[1:])}


def test_quote_variation_is_seeded() -> None:
    documents = [corpora.TreeDocument(str(number), f'"{number}"', ()) for number in range(40)]
    once, again = list(corpora.vary_quotes(documents, 3)), list(corpora.vary_quotes(documents, 3))
    assert once == again
    assert 5 < sum("“" in document.text for document in once) < 35


@pytest.mark.parametrize("recipe", build.RECIPES)
def test_every_stage_of_a_recipe_goes_on_from_earlier_ones(tmp_path: Path, recipe: str) -> None:
    done: set[Path] = set()
    for stage in build.RECIPES[recipe]:
        module, *arguments = build.arguments(stage, tmp_path, threads=1, limit=3)
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file()
        assert all(Path(text).is_file() for text in arguments if text.endswith(".yaml"))
        made = tmp_path / stage.name
        needed = {path.parent if path.suffix else path for text in arguments if (path := Path(text)).is_absolute()}
        inside = {path for path in needed if path.parent == tmp_path} - {made}
        assert inside <= done
        begins = stage.packaged or stage.prepares or (stage.config and not stage.start and not stage.windows)
        assert bool(inside) == (not begins)
        done.add(made)


def test_the_minutes_of_a_stage() -> None:
    assert build.minutes("left=30") == ("left", 30.0)
    with pytest.raises(argparse.ArgumentTypeError, match="'left' is not STAGE=MINUTES"):
        build.minutes("left")


@pytest.mark.parametrize(
    "options", [["--only", "pck"], ["--minutes", "pack=3"], ["--recipe", "long", "--only", "right"]]
)
def test_a_stage_that_the_recipe_lacks(
    options: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["build", *options])
    with pytest.raises(SystemExit):
        build.main()
    assert "is no stage of the recipe" in capsys.readouterr().err


def test_what_an_annotator_marked_as_words_and_stretches() -> None:
    words = [(0, 3), (4, 7), (8, 11), (12, 15)]
    first = corpora.Attribution((), (), ((0, 7),))
    second = corpora.Attribution((), (), ((4, 7), (12, 15)))
    assert agreement.marked(words, [first, second], "content") == ({0, 1, 3}, {(0, 2), (1, 2), (3, 4)})
    assert agreement.marked(words, [first], "source") == (set(), set())
