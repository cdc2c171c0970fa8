"""The table of a corpus's sources: what is joined, what is only suggested, and how it is written."""

from __future__ import annotations

import csv
import json
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import batch_fakes
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import make_claim, make_document, second_claim

from claimx.batch import Settings, find_articles, run_batch
from claimx.batch.near_names import RATIO, near_names
from claimx.batch.source_table import COLUMNS, SourceTable
from claimx.errors import OutputError
from claimx.records import Claim, Source, StanceLabel, TextSpan
from claimx.writers import WriteOptions, format_for
from claimx.writers.rows import Row, write_rows


def claim(name: str | None, affiliation: str | None = None, stance: StanceLabel = "none", **changes: Any) -> Claim:
    """Return a claim of a named person, or of what the changes make of it."""
    facts: dict[str, Any] = {"type": "person", "kind": "expert", "named": True, **changes}
    return make_claim(source=Source(name, affiliation=affiliation, **facts), stance=stance)


def rows_of(*documents: list[Claim]) -> list[Row]:
    table = SourceTable()
    for number, claims in enumerate(documents):
        table.add(make_document(str(number), claims))
    return table.rows()


def suggestions(*claims: Claim) -> dict[str, tuple[str, ...]]:
    return {str(row["name"]): row["possible_same"] for row in rows_of(list(claims))}  # type: ignore[misc]


def test_one_source_in_two_documents() -> None:
    surname = {"mention": TextSpan("Mr Tarn, who was there", 0, 22), "resolved_by": "surname"}
    full = {"mention": TextSpan("The watchman Osk Tarn", 0, 21), "resolved_by": "name"}
    pronoun = {"mention": TextSpan("He", 0, 2), "resolved_by": "pronoun"}
    dateline = {"mention": TextSpan("ELLMOUTH", 0, 8), "resolved_by": "name"}
    (row,) = rows_of(
        [claim("Osk Tarn", "Night Guild", "affirms", role="head", **full)],
        [
            claim("OSK  TARN", "the Night Guild", "downplays", role="head", **surname),
            claim("Osk Tarn", "Night Guild", "affirms", role="watchman", kind="official", **pronoun),
            claim("Osk Tarn", "Night Guild", "mixed", **dateline),
        ],
    )
    assert tuple(row) == COLUMNS
    assert row == {
        "name": "Osk Tarn",
        "variants": ("Mr Tarn", "OSK TARN"),
        "type": "person",
        "kind": "expert",
        "role": "head",
        "affiliation": "Night Guild",
        "documents": 2,
        "claims": 4,
        "affirms": 2,
        "downplays": 1,
        "mixed": 1,
        "neutral": 0,
        "none": 0,
        "possible_same": (),
    }


def test_only_named_sources() -> None:
    assert rows_of([second_claim(), claim(None), claim("police", named=False), claim(" ")]) == []


def test_what_is_not_the_same_stays_apart_and_is_suggested() -> None:
    rows = rows_of(
        [claim("Osk Tarn"), claim("Osk Tarn", "Night Guild"), claim("Osk Tarn"), claim("Osk Tarn", type="group")]
    )
    assert [(row["affiliation"], row["type"], row["claims"]) for row in rows] == [
        (None, "person", 2),
        (None, "group", 1),
        ("Night Guild", "person", 1),
    ]
    assert rows[2]["possible_same"] == ("Osk Tarn", "Osk Tarn")
    assert rows[0]["possible_same"] == ("Osk Tarn", "Osk Tarn (Night Guild)")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Osk Tarn", "O. Tarn", True),
        ("Osk Tarn", "Tarn", True),
        ("Osk Tarn", "Oskar Tarn", True),
        ("Osk Tarn", "Ilse Tarn", False),
        ("Osk Tarn", "I. Tarn", False),
        ("Osk Tarn", "Osk Verhaagen", False),
        ("Mohammed al-Tarni", "Mohamed al-Tarni", True),
    ],
)
def test_near_names_of_people(one: str, other: str, near: bool) -> None:
    expected = {one: (other,), other: (one,)} if near else {one: (), other: ()}
    assert suggestions(claim(one), claim(other)) == expected


def test_bodies_are_near_by_spelling_only() -> None:
    found = suggestions(*(claim(name, type="organization") for name in ("Night Guild", "N Guild", "Night Guilds")))
    assert found == {"Night Guild": ("Night Guilds",), "N Guild": (), "Night Guilds": ("Night Guild",)}


@given(st.sets(st.text("abc ", min_size=1, max_size=24), max_size=8))
def test_no_pair_written_alike_is_missed(names: set[str]) -> None:
    expected: dict[str, set[str]] = {}
    for one, other in combinations(sorted(names), 2):
        if SequenceMatcher(None, one, other, autojunk=False).ratio() >= RATIO:
            expected.setdefault(one, set()).add(other)
            expected.setdefault(other, set()).add(one)
    assert near_names((), names) == expected


def test_order_is_by_claims_then_name() -> None:
    rows = rows_of([claim("Cy Aske"), claim("Bo Aske"), claim("Dee Umber"), claim("Dee Umber")])
    assert [row["name"] for row in rows] == ["Dee Umber", "Bo Aske", "Cy Aske"]


@pytest.mark.parametrize(("suffix", "delimiter"), [(".csv", ","), (".tsv", "\t")])
def test_flat_tables_are_guarded(tmp_path: Path, suffix: str, delimiter: str) -> None:
    path = tmp_path / f"sources{suffix}"
    rows: list[Row] = [{"name": "=1+1", "variants": ("-a", "b"), "claims": 3, "role": None}]
    write_rows(("name", "variants", "claims", "role"), rows, path, WriteOptions(byte_order_mark=True))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=delimiter)) == [
            ["name", "variants", "claims", "role"],
            ["'=1+1", "'-a; b", "3", ""],
        ]
    write_rows(("name",), rows, path, WriteOptions(guard=False))
    assert path.read_bytes().splitlines() == [b"name", b"=1+1"]


def test_a_batch_writes_the_table(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(batch_fakes.BROKEN if name == "b" else "Words.")
    tables = []
    for workers in (1, 2):
        out, sources = tmp_path / "claims.csv", tmp_path / "sources.jsonl"
        run_batch(
            find_articles(folder),
            out,
            format_for(out),
            Settings(),
            workers=workers,
            sources=sources,
            setup=batch_fakes.fake_setup,
        )
        tables.append(sources.read_bytes())
    assert tables[0] == tables[1]
    (row,) = [json.loads(line) for line in tables[0].splitlines()]
    assert (row["name"], row["documents"], row["affirms"], row["variants"]) == ("Mara Deniz", 2, 2, [])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sources.xlsx", "must end in"),
        ("nowhere/sources.csv", "no folder"),
        ("claims.csv", "another output"),
        ("claims.csv.failed.jsonl", "another output"),
    ],
)
def test_names_that_cannot_be(tmp_path: Path, name: str, words: str) -> None:
    out = tmp_path / "claims.csv"
    with pytest.raises(OutputError, match=words):
        run_batch([], out, format_for(out), Settings(), sources=tmp_path / name, setup=batch_fakes.fake_setup)
    assert list(tmp_path.iterdir()) == []
