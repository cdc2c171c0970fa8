"""Writers: every format holds the records, in order, and is safe where it is opened."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import make_claim, make_document, second_claim

from claimx.errors import OutputError
from claimx.records import Document, Source, claim_from_dict
from claimx.writers import FORMATS, WriteOptions, format_for, format_named
from claimx.writers.flat import COLUMNS, guarded
from claimx.writers.output import write_file, write_stream
from claimx.writers.printable import printable
from claimx.writers.sink import atomic_output, check_target

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
    def test_any_text_comes_back(
        self, name: str, delimiter: str, source: str, content: str, document_id: str
    ) -> None:
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
    def table(
        self, *documents: Document, width: int = 100, colour: str | None = None, encoding: str = "utf-8"
    ) -> str:
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


class TestFormats:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a.json", "json"),
            ("a.JSONL", "jsonl"),
            ("a.ndjson", "jsonl"),
            ("a.b.csv", "csv"),
            ("a.tsv", "tsv"),
        ],
    )
    def test_by_suffix(self, name: str, expected: str) -> None:
        assert format_for(PurePath(name)).name == expected

    @pytest.mark.parametrize("name", ["a.xyz", "a", "a.txt", ".json"])
    def test_unknown_suffix(self, name: str) -> None:
        with pytest.raises(OutputError, match=r"\.jsonl.*--format") as caught:
            format_for(PurePath(name))
        assert name in str(caught.value)

    def test_unknown_name(self) -> None:
        with pytest.raises(OutputError, match="did you mean 'jsonl'"):
            format_named("jsonlines")


class TestFiles:
    def test_nothing_is_left_when_a_run_stops_halfway(self, tmp_path: Path) -> None:
        out = tmp_path / "claims.jsonl"
        out.write_text("before")

        def documents() -> Iterator[Document]:
            yield make_document("one")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_file(documents(), out, format_named("jsonl"), WriteOptions())
        assert out.read_text() == "before"
        assert list(tmp_path.iterdir()) == [out]

    def test_the_file_appears_only_when_it_is_whole(self, tmp_path: Path) -> None:
        out = tmp_path / "claims.json"
        seen: list[bool] = []

        def documents() -> Iterator[Document]:
            for number in range(2):
                seen.append(out.exists())
                yield make_document(f"article-{number}")

        assert write_file(documents(), out, format_named("json"), WriteOptions())
        assert seen == [False, False]
        assert len(json.loads(out.read_text(encoding="utf-8"))["documents"]) == 2
        assert list(tmp_path.iterdir()) == [out]

    def test_without_documents_the_old_file_stays(self, tmp_path: Path) -> None:
        out = tmp_path / "claims.csv"
        out.write_text("before")
        assert not write_file([], out, format_named("csv"), WriteOptions())
        assert out.read_text() == "before"

    def test_stream(self) -> None:
        out = io.BytesIO()
        assert not write_stream([], out, format_named("json"), WriteOptions())
        assert out.getvalue() == b""
        assert write_stream([make_document()], out, format_named("json"), WriteOptions())
        assert json.loads(out.getvalue())["documents"][0]["id"] == "briefing"

    def test_mode_of_the_old_file_is_kept(self, tmp_path: Path) -> None:
        out = tmp_path / "claims.csv"
        out.write_text("before")
        out.chmod(0o640)
        with atomic_output(out) as stream:
            stream.write(b"after")
        assert stat.S_IMODE(out.stat().st_mode) == 0o640

    def test_mode_of_a_new_file_is_the_usual_one(self, tmp_path: Path) -> None:
        (tmp_path / "usual").write_text("")
        with atomic_output(tmp_path / "claims.csv") as stream:
            stream.write(b"after")
        assert (tmp_path / "claims.csv").stat().st_mode == (tmp_path / "usual").stat().st_mode

    def test_links_are_followed(self, tmp_path: Path) -> None:
        (tmp_path / "real.csv").write_text("before")
        (tmp_path / "link.csv").symlink_to("real.csv")
        with atomic_output(tmp_path / "link.csv") as stream:
            stream.write(b"after")
        assert (tmp_path / "link.csv").is_symlink()
        assert (tmp_path / "real.csv").read_text() == "after"

    @pytest.mark.skipif(os.name != "posix", reason="no /dev/null here")
    def test_a_device_is_written_and_not_replaced(self) -> None:
        with atomic_output(Path("/dev/null")) as stream:
            stream.write(b"gone")
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    def test_a_full_disk_is_told(self) -> None:
        with pytest.raises(OutputError, match=r"/dev/full: cannot be written: No space left"):
            write_file([make_document()], Path("/dev/full"), format_named("json"), WriteOptions())

    def test_missing_folder(self, tmp_path: Path) -> None:
        with pytest.raises(OutputError, match="there is no folder"):
            check_target(tmp_path / "nowhere" / "claims.csv")

    def test_folder_as_output(self, tmp_path: Path) -> None:
        with pytest.raises(OutputError, match="is a folder"):
            check_target(tmp_path)
