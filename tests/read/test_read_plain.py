"""Text files: encodings, line ends, offsets."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from views import line_texts, read

from reportparse.document import Line
from reportparse.errors import BrokenFile, EmptyFile, UnknownFormat
from reportparse.read import read_document
from reportparse.read.plain import decode

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "全市共有中职学校12所，\t在校生36672人。"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (SENTENCE.encode(), ""),
        (codecs.BOM_UTF8 + SENTENCE.encode(), ""),
        (SENTENCE.encode("utf-16"), ""),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), ""),
        (SENTENCE.encode("utf-32"), ""),
        (SENTENCE.encode("gb18030"), "GB18030"),
        (SENTENCE.encode("gbk"), "GB18030"),
        (("A1 " * 40 + SENTENCE).encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, note: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    document = read(path)
    assert line_texts(document)[-1].endswith(SENTENCE)
    assert all(note in known for known in document.notes) and bool(document.notes) == bool(note)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_source_line_is_a_line_with_its_offsets(tmp_path: Path, end: str) -> None:
    source = end.join(["标题", "", "  一、概况\u2028仍是同一行", "", "末行"])
    path = tmp_path / "a.md"
    path.write_bytes(source.encode())
    document = read(path)
    assert document.format == "md"
    assert document.pages[0].number is None
    assert line_texts(document) == ["标题", "", "  一、概况\u2028仍是同一行", "", "末行"]
    for block in document.pages[0].blocks:
        assert isinstance(block, Line)
        assert "".join(source[index] for index in block.indices) == block.text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff"), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    decoded, notes = decode(text.encode(), "x")
    assert decoded == text
    assert notes == ()


def test_radicals_are_folded_one_for_one(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("⼈⼝与⻓度，⺠族；（㎡）①", encoding="utf-8")
    assert line_texts(read(path)) == ["人口与长度，民族；（㎡）①"]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", EmptyFile),
        ("a.txt", b" \r\n\t\n", EmptyFile),
        ("a.txt", codecs.BOM_UTF8, EmptyFile),
        ("a.txt", b"\x00\x01\x02" * 50, BrokenFile),
        ("a.txt", b"\xff\xfe\x00\xd8", BrokenFile),
        ("a.md", b"\xff\xff\xff\x80", BrokenFile),
        ("a.xyz", b"hello", UnknownFormat),
        ("a", b"hello", UnknownFormat),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, UnknownFormat),
        ("a.pdf", b"this is no pdf", BrokenFile),
        ("a.pdf", b"%PDF-1.7\n%%EOF", BrokenFile),
        ("a.docx", b"no zip", BrokenFile),
    ],
)
def test_faults_say_what_where_and_what_to_do(tmp_path: Path, name: str, data: bytes, error: type[Exception]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_document(path, source=f"folder/{name}")
    assert caught.value.where == f"folder/{name}"  # type: ignore[attr-defined]
    assert caught.value.what and caught.value.remedy  # type: ignore[attr-defined]


def test_content_decides_before_the_suffix(tmp_path: Path) -> None:
    from pdfs import lines, write_pdf

    path = write_pdf(tmp_path / "named.txt", lines("学校概况"))
    assert read(path).format == "pdf"
