"""Input files of every odd kind, made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from PIL import Image
from reportlab.lib.pagesizes import A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

REPORT = """{issuer}中等职业教育质量年度报告
（{year}年度）

一、基本情况
1. 规模。全市共有中等职业学校3所，在校生{enrolled}人，专任教师120人。{extra}
"""


def report(path: Path, *, issuer: str = "许昌市", year: int = 2024, enrolled: int = 5120, extra: str = "") -> None:
    """A small report as text."""
    path.write_text(REPORT.format(issuer=issuer, year=year, enrolled=enrolled, extra=extra), encoding="utf-8")


def empty(path: Path) -> None:
    """A file of no bytes."""
    path.write_bytes(b"")


def encrypted(path: Path) -> None:
    """A PDF that needs a password."""
    canvas = Canvas(str(path), pagesize=A5, encrypt="secret")
    canvas.drawString(50, 500, "hidden")
    canvas.save()


def broken(path: Path) -> None:
    """The head of a PDF and nothing that follows."""
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")


def scan(path: Path) -> None:
    """A PDF of one page that is a picture."""
    canvas = Canvas(str(path), pagesize=A5)
    canvas.drawImage(ImageReader(Image.effect_noise((200, 280), 90)), 0, 0, *A5)
    canvas.save()


def foreign(path: Path) -> None:
    """A file of a kind that is not read."""
    with ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "empty.txt": (empty, "empty"),
    "locked.pdf": (encrypted, "encrypted"),
    "torn.pdf": (broken, "broken"),
    "scan.pdf": (scan, "no_text"),
    "figures.xlsx": (foreign, "unknown_format"),
}
"""File name -> how it is made, and the code that failures.csv must give."""
