"""Where output goes: the format by the name, files whole or not at all."""

from __future__ import annotations

import io
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest
from samples import make_document

from claimx.errors import OutputError
from claimx.records import Document
from claimx.writers import WriteOptions, format_for, format_named
from claimx.writers.output import write_file, write_stream
from claimx.writers.sink import atomic_output, check_target


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
