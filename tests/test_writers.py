"""Writers: every format holds the records, in order, and is safe where it is opened."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import make_claim, make_document, second_claim

from claimx.records import Document, Source, claim_from_dict
from claimx.writers import FORMATS, WriteOptions, format_named
from claimx.writers.flat import COLUMNS, guarded
from claimx.writers.printable import printable

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# csv reads no NUL before Python 3.11, and no article holds one.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def write(name: str, documents: Iterable[Document], options: WriteOptions | None = None) -> bytes:
    out = io.BytesIO()
    format_named(name).load()(documents, out, options or WriteOptions())
    return out.getvalue()


def rows(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=delimiter, strict=True))


def document_with(source: str, content: str = "nobody will come", document_id: str = "made-up") -> Document:
    claim = make_claim(document_id, source=Source(source, "person", "public", True))
    fragment = replace(claim.content.fragments[0], text=content)
    return make_document(document_id, [replace(claim, content=replace(claim.content, fragments=(fragment,)))])


class TestJson:
    def test_is_the_same_as_dumped_whole(self) -> None:
        documents = [make_document("one"), make_document("two", []), make_document("three")]
        whole = {"format": "claimx/1", "documents": [document.to_dict() for document in documents]}
        expected = json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
        assert write("json", documents).decode() == expected

    def test_no_documents(self) -> None:
        assert json.loads(write("json", [])) == {"format": "claimx/1", "documents": []}

    def test_letters_are_not_escaped(self) -> None:
        assert "“Žofie”".encode() in write("json", [document_with("“Žofie”")])

    def test_claims_can_be_built_again(self) -> None:
        document = make_document()
        data = json.loads(write("json", [document]))["documents"][0]
        assert tuple(claim_from_dict(claim) for claim in data["claims"]) == document.claims

    @given(text=texts)
    def test_any_text_comes_back(self, text: str) -> None:
        document = document_with(text, text)
        for name in ("json", "jsonl"):
            data = json.loads(write(name, [document]))
            claim = (data["documents"][0] if name == "json" else data)["claims"][0]
            assert claim["source"]["name"] == text
            assert claim["content"]["fragments"][0]["text"] == text

    def test_lines_hold_one_document_each_whatever_the_text(self) -> None:
        data = write("jsonl", [document_with("a\u2028b\x85c\u2029d\ne"), make_document("two")])
        lines = data.decode().splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["made-up", "two"]
        assert data.endswith(b"\n")


class TestFlat:
    def test_columns_are_those_of_the_contract(self) -> None:
        header = (
            "document,claim,source,source_type,source_kind,named,role,affiliation,cue,assertion,stance,target,quote,"
            "content,addressee,source_mention,date,publisher,title,url,sentence,paragraph,start,end,nested_in,rule,"
            "confidence\r\n"
        )
        assert write("csv", []).decode() == header

    def test_one_row_a_claim(self) -> None:
        document = make_document(title="Night, and day", date="2020-02-03", publisher="Gazette", url=None)
        first, second = document.claims
        found = [dict(zip(COLUMNS, row, strict=True)) for row in rows(write("csv", [document]))[1:]]
        assert found[0] == {
            "document": "briefing",
            "claim": first.id,
            "source": "Mara Deniz",
            "source_type": "person",
            "source_kind": "expert",
            "named": "true",
            "role": "senior analyst",
            "affiliation": "Institute for Border Studies",
            "cue": "warned",
            "assertion": "asserts",
            "stance": "affirms",
            "target": "ISIS threat",
            "quote": "indirect",
            "content": "the group could return within a year",
            "addressee": "",
            "source_mention": "Mara Deniz, senior analyst at the Institute for Border Studies",
            "date": "2020-02-03",
            "publisher": "Gazette",
            "title": "Night, and day",
            "url": "",
            "sentence": "0",
            "paragraph": "0",
            "start": str(first.content.fragments[0].start),
            "end": str(first.content.fragments[0].end),
            "nested_in": "",
            "rule": "claims/verbs.yml:say-clause",
            "confidence": "0.93",
        }
        assert found[1]["source"] == ""
        assert found[1]["content"] == "Nobody\r\nhere sleeps … and nobody will"
        assert found[1]["start"] == str(second.content.fragments[0].start)
        assert found[1]["end"] == str(second.content.fragments[1].end)

    def test_line_ends(self) -> None:
        document = document_with("Ada")
        assert write("csv", [document]).count(b"\r\n") == 2
        assert b"\r" not in write("tsv", [document])
        assert write("tsv", [document]).count(b"\n") == 2

    @pytest.mark.parametrize("start", STARTS)
    def test_formulas_are_defused(self, start: str) -> None:
        document = document_with(f"{start}1+1")
        assert rows(write("csv", [document]))[1][2] == f"'{start}1+1"
        assert rows(write("csv", [document], WriteOptions(guard=False)))[1][2] == f"{start}1+1"

    @pytest.mark.parametrize("text", ["1+1", "a=b", "’tis", "'quoted'", " =1", "", "“=”"])
    def test_harmless_cells_stay_as_they_are(self, text: str) -> None:
        assert guarded(text) == text

    @pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
    @given(source=texts, content=texts, document_id=texts)
    def test_any_text_comes_back(self, name: str, delimiter: str, source: str, content: str, document_id: str) -> None:
        table = rows(write(name, [document_with(source, content, document_id)]), delimiter)
        assert len(table) == 2
        found = dict(zip(COLUMNS, table[1], strict=True))
        assert (found["source"], found["content"], found["document"]) == (
            guarded(source),
            guarded(content),
            guarded(document_id),
        )

    @given(cells=st.lists(texts, min_size=3, max_size=3))
    def test_no_cell_begins_like_a_formula(self, cells: Sequence[str]) -> None:
        for row in rows(write("csv", [document_with(*cells)])):
            assert not any(cell.startswith(STARTS) for cell in row)

    def test_numbers_are_not_guarded(self) -> None:
        document = make_document(claims=[make_claim(confidence=-0.5)])
        assert rows(write("csv", [document]))[1][-1] == "-0.5"

    def test_byte_order_mark(self) -> None:
        assert write("csv", [], WriteOptions(byte_order_mark=True)).startswith(b"\xef\xbb\xbfdocument,")
        assert write("csv", []).startswith(b"document,")


@pytest.mark.parametrize("name", [item.name for item in FORMATS])
class TestEveryFormat:
    def test_takes_one_document_after_the_other(self, name: str) -> None:
        """What is written goes out before the next article is worked, so long runs need no memory."""
        out = io.BytesIO()
        sizes: list[int] = []

        def documents() -> Iterator[Document]:
            for number in range(3):
                sizes.append(len(out.getvalue()))
                yield make_document(f"article-{number}")

        format_named(name).load()(documents(), out, WriteOptions())
        assert sizes == sorted(set(sizes))

    def test_a_lone_surrogate_does_no_harm(self, name: str) -> None:
        document = make_document("caf\udce9", path="caf\udce9.txt", title="\ud83e")
        data = write(name, [document])
        data.decode("utf-8")
        if name == "json":
            assert json.loads(data)["documents"][0]["path"] == "caf\udce9.txt"

    def test_gives_the_same_bytes_twice(self, name: str) -> None:
        assert write(name, [make_document()]) == write(name, [make_document()])


class TestTable:
    def table(self, *documents: Document, width: int = 100, colour: str | None = None, encoding: str = "utf-8") -> str:
        options = WriteOptions(width=width, colour=colour, encoding=encoding)
        return write("table", documents, options).decode(encoding)

    def test_shows_the_record(self) -> None:
        text = self.table(make_document(), width=160)
        for words in (
            "Mara Deniz",
            "senior analyst",
            "Institute for Border",
            "warned",
            "the group could return within a year",
            "affirms",
        ):
            assert words in text

    @pytest.mark.parametrize("width", [60, 80, 100, 109, 110, 200])
    def test_keeps_to_the_width(self, width: int) -> None:
        text = self.table(make_document(claims=[make_claim(), second_claim()] * 3), width=width)
        assert max(len(line) for line in text.splitlines()) <= width
        assert "Institute" in text

    def test_counts_stances(self) -> None:
        text = self.table(make_document())
        assert "2 claims: 1 affirms, 0 downplays, 0 mixed, 0 neutral, 1 none" in text

    def test_counts_all_articles_when_there_are_several(self) -> None:
        text = self.table(make_document("one"), make_document("two"))
        assert "corpus/one.txt" in text
        assert "corpus/two.txt" in text
        assert "2 articles, 4 claims: 2 affirms, 0 downplays, 0 mixed, 0 neutral, 2 none" in text

    def test_says_that_there_are_no_claims(self) -> None:
        assert "no claims" in self.table(make_document(claims=[]))

    def test_a_source_that_is_not_stated(self) -> None:
        claim = make_claim(source=Source(None, "group", "other", False))
        assert "(not stated)" in self.table(make_document(claims=[claim]))

    def test_marks_nested_and_denied_claims(self) -> None:
        claim = make_claim(nested_in="briefing-00000000", assertion="denies")
        text = self.table(make_document(claims=[claim]))
        assert "↳ Mara Deniz" in text
        assert "(denies)" in text

    @pytest.mark.parametrize(
        ("stance", "code"), [("affirms", "31m"), ("downplays", "32m"), ("mixed", "33m"), ("neutral", "36m")]
    )
    def test_colours_by_stance(self, stance: str, code: str) -> None:
        document = make_document(claims=[make_claim(stance=stance)])  # type: ignore[arg-type]
        assert code in self.table(document, colour="standard")
        assert "\x1b" not in self.table(document)

    def test_articles_cannot_steer_the_terminal(self) -> None:
        claim = make_claim(source=Source("Eve\x1b[2J\x9b31m [red]bold[/red]\u202e", "person", "public", True))
        text = self.table(make_document("x\x1b]0;title\x07", [claim]))
        assert not set("\x1b\x9b\x07\u202e") & set(text)
        assert "[red]bold[/red]" in text

    def test_long_contents_are_cut_visibly(self) -> None:
        claim = make_claim()
        long = replace(claim.content, text="word " * 200)
        text = self.table(make_document(claims=[replace(claim, content=long)]))
        assert "…" in text
        assert text.count("word") < 70

    def test_terminals_without_unicode(self) -> None:
        text = self.table(make_document(), encoding="ascii")
        assert "Mara Deniz" in text


@given(text=st.text())
def test_printable_text_is_one_line_without_controls(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable() or set(filter(lambda c: not c.isprintable(), shown)).isdisjoint(
        map(chr, [*range(32), *range(127, 160)])
    )
    assert shown.splitlines() in ([], [shown])
    shown.encode("utf-8")
