"""Makes small PDFs for the tests of the reader: text, ruled tables of any shape, rotated pages, pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path as Path_
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
WIDTH, HEIGHT = A4


@dataclass(frozen=True)
class Cell:
    """A cell of a table to draw: place, spans and its lines."""

    row: int
    column: int
    lines: tuple[str, ...]
    row_span: int = 1
    column_span: int = 1


def write_pdf(path: Path, *pages: Callable[[Canvas], None], compress: bool = True, size: tuple[float, float] = A4) -> Path:
    """A PDF with one page for each drawing function; y counts from the top there (see `text`)."""
    canvas = Canvas(str(path), pagesize=size, pageCompression=int(compress), invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(canvas: Canvas, x: float, y: float, words: str, size: float = 12, font: str = SONG) -> None:
    """Draws words with their baseline `y` points below the top of the page."""
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - y, words)


def lines(*texts: str, x: float = 80, y: float = 100, leading: float = 24, size: float = 12) -> Callable[[Canvas], None]:
    """A page of lines below each other."""

    def draw(canvas: Canvas) -> None:
        for place, words in enumerate(texts):
            if words:
                text(canvas, x, y + place * leading, words, size)

    return draw


def draw_table(
    canvas: Canvas, cells: Sequence[Cell], xs: Sequence[float], ys: Sequence[float], *,
    rule: Callable[[Canvas, float, float, float, float], None] | None = None, size: float = 10,
    sides: str = "LRTBI",
) -> None:
    """Rules and fills a table; `xs` and `ys` (from the top) are its lines. `sides` says which rules are drawn:
    Left, Right, Top and Bottom of the table, Inner ones."""
    canvas.setLineWidth(0.5)

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        if rule is not None:
            rule(canvas, x0, HEIGHT - y0, x1, HEIGHT - y1)
        else:
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    for cell in cells:
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        top, bottom = ys[cell.row], ys[cell.row + cell.row_span]
        if ("L" if cell.column == 0 else "I") in sides:
            line(left, top, left, bottom)
        if ("R" if right == xs[-1] else "I") in sides:
            line(right, top, right, bottom)
        if ("T" if cell.row == 0 else "I") in sides:
            line(left, top, right, top)
        if ("B" if bottom == ys[-1] else "I") in sides:
            line(left, bottom, right, bottom)
        for place, words in enumerate(cell.lines):
            text(canvas, left + 3, top + (place + 1) * (size + 2), words, size)


def plain_cells(rows: Sequence[Sequence[str]]) -> list[Cell]:
    """Cells of a table without spans; a line end in a text makes a second line."""
    return [
        Cell(row, column, tuple(words.split("\n")) if words else ())
        for row, line in enumerate(rows)
        for column, words in enumerate(line)
    ]


def even(start: float, step: float, count: int) -> list[float]:
    """`count` + 1 lines at equal distances."""
    return [start + step * place for place in range(count + 1)]


def rotate(data: bytes, degrees: int) -> bytes:
    """The PDF with /Rotate on each page (uncompressed PDFs of reportlab have `/Rotate 0` there)."""
    assert b"/Rotate 0" in data
    return data.replace(b"/Rotate 0", b"/Rotate %d" % degrees)


def write_glyph_pdf(path: Path, texts: Sequence[str], *, strip_tables: bool = False) -> Path:
    """A page that names glyphs of an embedded font by number and does not say what they mean (no /ToUnicode).

    With `strip_tables` the font cannot tell either: its cmap has another name."""
    import reportlab
    from reportlab.pdfbase.ttfonts import TTFontFile

    file = Path_(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    glyphs = TTFontFile(str(file)).charToGlyph
    font = file.read_bytes()
    if strip_tables:
        font = font.replace(b"cmap", b"cmaq", 1)
    content = "BT /F1 12 Tf 80 700 Td 20 TL\n"
    for words in texts:
        content += "<" + "".join(f"{glyphs[ord(character)]:04x}" for character in words) + "> Tj T*\n"
    stream = (content + "ET").encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Vera /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Vera /DW 600 /CIDToGIDMap /Identity "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /ABCDEF+Vera /Flags 4 /FontBBox [-200 -250 1300 950] /ItalicAngle 0 "
        b"/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 8 0 R >>",
        b"<< /Length %d /Length1 %d >>\nstream\n%s\nendstream" % (len(font), len(font), font),
    ]
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(data),
    )
    path.write_bytes(data)
    return path


def picture_page(image: Any) -> Callable[[Canvas], None]:
    """A page that is one picture (a PIL image), as a scanner makes it."""

    def draw(canvas: Canvas) -> None:
        from reportlab.lib.utils import ImageReader

        stream = io.BytesIO()
        image.save(stream, "PNG")
        stream.seek(0)
        canvas.drawImage(ImageReader(stream), 0, 0, WIDTH, HEIGHT)

    return draw


def picture(texts: Sequence[tuple[float, float, str]], rules: Sequence[tuple[float, float, float, float]] = (), dpi: int = 200) -> Any:
    """A page picture in grey with Latin texts (x, baseline y in points from the top) and rules."""
    import reportlab
    from PIL import Image, ImageDraw, ImageFont

    scale = dpi / 72
    image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(Path_(reportlab.__file__).parent / "fonts" / "Vera.ttf"), round(12 * scale))
    for x, y, words in texts:
        draw.text((x * scale, y * scale), words, fill=0, font=font, anchor="ls")
    for x0, y0, x1, y1 in rules:
        draw.line([(x0 * scale, y0 * scale), (x1 * scale, y1 * scale)], fill=0, width=2)
    return image
