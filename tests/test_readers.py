"""Readers: the text is the file's, and a bad file is told clearly."""

from __future__ import annotations

import codecs
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.readers import article_ids, read_article, read_stream
from claimx.readers.decode import decode

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}

# Any text without NUL (which no text file holds) and without lone surrogates (which no encoding can store).
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize("encoding", MARKS)
@given(text=texts)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(encoding: str, text: str) -> None:
    decoded = decode(MARKS[encoding] + text.encode(encoding), "made-up.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, encoding, False)


@given(text=texts.filter(lambda text: not text.startswith(("\ufeff", "{\\rtf", "%PDF-", "PK\x03\x04"))))
def test_utf8_comes_back_untouched(text: str) -> None:
    decoded = decode(text.encode("utf-8"), "made-up.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, "utf-8", False)


@given(data=st.binary())
def test_any_bytes_give_a_text_or_a_clear_error(data: bytes) -> None:
    try:
        decoded = decode(data, "made-up.txt")
    except InputError as error:
        assert str(error).startswith("made-up.txt: ")
    else:
        assert isinstance(decoded.text, str)
        decoded.text.encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "One\r\nTwo\r\n",
        "One\rTwo",
        "no\u00a0break",
        "emoji 🦉 here",
        "\u2028",
        "a\x0cb",
        "“odd” ‚quotes‘",
        " \n",
    ],
)
def test_text_is_the_files_content(tmp_path: Path, text: str) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(text.encode("utf-8"))
    article = read_article(file)
    assert article.text == text
    assert article.path == str(file)
    assert article.id == "article"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The analyst’s café is “quiet” – for now, she said in Besançon. ", "cp1252"),
        ("Аналитик заявил, что группировка может вернуться в течение года. ", "cp1251"),
    ],
)
def test_other_encodings_are_guessed_with_a_warning(tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes((text * 5).encode(encoding))
    article = read_article(file)
    assert article.text == text * 5
    assert len(article.warnings) == 1
    assert "guess" in article.warnings[0]
    assert encoding in article.warnings[0]
    assert str(file) in article.warnings[0]


@pytest.mark.parametrize(
    ("data", "text", "places"),
    [
        ("“The bridge” – old.".encode() + b"\xff", "“The bridge” – old.\ufffd", "one place"),
        ("a “b” – “c”".encode() + b"\xff\xfe", "a “b” – “c”\ufffd\ufffd", "2 places"),
        ("“cut – short”".encode()[:-1], "“cut – short\ufffd", "one place"),
    ],
)
def test_damaged_utf8_is_read_with_a_warning(tmp_path: Path, data: bytes, text: str, places: str) -> None:
    file = tmp_path / "damaged.txt"
    file.write_bytes(data)
    article = read_article(file)
    assert article.text == text
    assert len(article.warnings) == 1
    assert f"damage in {places}" in article.warnings[0]


def test_plain_utf8_gives_no_warning(tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    file.write_text("Nobody said a word – or so they say.", encoding="utf-8")
    assert read_article(file).warnings == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "nothing but white space"),
        (codecs.BOM_UTF8, "is empty"),
    ],
)
def test_an_empty_file_is_an_article_with_a_warning(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "blank.txt"
    file.write_bytes(content)
    assert words in read_article(file).warnings[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x00\x01\x02", "binary"),
        (b"text with a \0 in it", "binary"),
        ("wide text".encode("utf-16-le"), "byte order mark"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "not valid"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "not valid"),
        (codecs.BOM_UTF8 + b"caf\xe9 society", "not valid at byte 3"),
        (codecs.BOM_UTF8 + b"a\0b", "binary"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "PDF"),
        (b"PK\x03\x04rest", "office document"),
        (bytes(range(1, 32)) * 8 + bytes(range(128, 256)), ""),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "odd.txt"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_article(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert words in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_article(tmp_path / "nowhere.txt")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder.*claimx batch"):
        read_article(tmp_path)


def test_path_with_a_nul() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_article("a\0b")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("hush", encoding="utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="no permission"):
        read_article(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_loop_of_links_is_an_input_error(tmp_path: Path) -> None:
    link = tmp_path / "loop.txt"
    link.symlink_to(link)
    with pytest.raises(InputError):
        read_article(link)


def test_stream() -> None:
    article = read_stream(io.BytesIO("One.\r\n“Two.”".encode()))
    assert (article.id, article.path, article.text) == ("stdin", None, "One.\r\n“Two.”")


def test_binary_stream() -> None:
    with pytest.raises(InputError, match="standard input"):
        read_stream(io.BytesIO(b"\0\1"))


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["a.txt", "b.txt"], ["a", "b"]),
        (["north/a.txt", "b.txt"], ["a", "b"]),
        (["north/a.txt", "south/a.txt", "b.txt"], ["north/a", "south/a", "b"]),
        (["a.txt", "a.text"], ["a.txt", "a.text"]),
        (["a.txt", "a.txt"], ["a", "a-2"]),
        (["a.txt", "a.txt", "a-2.txt"], ["a", "a-3", "a-2"]),
        (["a.v1.txt", "a.v2.txt"], ["a.v1", "a.v2"]),
        ([".", ".."], [".", ".."]),
        (["stdin", "in/stdin.txt"], ["stdin", "stdin.txt"]),
    ],
)
def test_ids(paths: list[str], expected: list[str]) -> None:
    assert article_ids(paths) == expected


def test_ids_below_a_folder_do_not_depend_on_other_files() -> None:
    root = Path("corpus")
    alone = article_ids([root / "north/a.txt"], root)
    assert alone == ["north/a"]
    assert article_ids([root / "a.txt", root / "north/a.txt", root / "south/a.txt"], root)[1:2] == alone


names = st.text(st.sampled_from("ab./-2"), min_size=1, max_size=8)


@given(paths=st.lists(names, max_size=8))
def test_ids_are_never_the_same(paths: list[str]) -> None:
    ids = article_ids(paths)
    assert len(set(ids)) == len(ids) == len(paths)
