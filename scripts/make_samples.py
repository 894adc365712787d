#!/usr/bin/env python3
"""Typeset the sample reports under scripts/samples/ as PDFs in raw/, the same bytes each time.

The samples are rewritten: structure and published figures of two released reports, sentences of our own. The Markdown
knows `# title`, `## chapter`, tables and paragraphs. Pages carry a running header and page numbers, as released reports do.
The font is Droid Sans Fallback (Apache-2.0; Debian's package fonts-droid-fallback), embedded as a subset; it has no
digits and quotes, which come from Helvetica.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

ROOT = Path(__file__).resolve().parent.parent
FONT = "DroidSansFallback"
FONT_FILE = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
BODY = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK", spaceAfter=4)
CHAPTER = ParagraphStyle("chapter", parent=BODY, fontSize=15, leading=26, spaceBefore=10)
TITLE = ParagraphStyle("title", parent=BODY, fontSize=20, leading=32, firstLineIndent=0, alignment=TA_CENTER)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=10.5, leading=15, firstLineIndent=0, spaceAfter=0)


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph whose digits, Latin letters and quotes are set in Helvetica."""
    return Paragraph(re.sub(r"[ -~“”·]+", r'<font name="Helvetica">\g<0></font>', text), style)


def flowables(markdown: str) -> list[Flowable]:
    """What stands on the pages, in order."""
    found: list[Flowable] = []
    for block in markdown.strip().split("\n\n"):
        if block.startswith("|"):
            found += [table(block), Spacer(0, 10)]
        elif block.startswith("## "):
            found.append(paragraph(block.removeprefix("## "), CHAPTER))
        elif block.startswith("# "):
            found.append(paragraph(block.removeprefix("# "), TITLE))
        else:
            found.append(paragraph(block.replace("\n", ""), BODY))
    return found


def table(block: str) -> Table:
    """A ruled table; a row whose first cells are blank goes on with the row above, whose cells it is merged with."""
    lines = [line for line in block.splitlines() if not set(line) <= set("|-")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    style = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for number, row in enumerate(rows[1:], start=1):
        if not row[0]:
            style += [("SPAN", (column, number - 1), (column, number)) for column, cell in enumerate(row) if not cell]
    width = A4[0] - 5.2 * cm
    widths = [1.6 * cm] + [(width - 1.6 * cm) / (len(rows[0]) - 1)] * (len(rows[0]) - 1)
    cells = [[paragraph(cell, CELL) for cell in row] for row in rows]
    return Table(cells, colWidths=widths, repeatRows=1, style=TableStyle(style))


def typeset(source: Path, target: Path) -> None:
    """One sample as a PDF."""
    text = source.read_text(encoding="utf-8")
    title = text.splitlines()[0].removeprefix("# ")

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 1.5 * cm, title)
        canvas.setFont("Helvetica", 9)
        canvas.drawCentredString(A4[0] / 2, 1.4 * cm, f"- {document.page} -")

    document = BaseDocTemplate(str(target), pagesize=A4, title=title, invariant=1)
    frame = Frame(2.6 * cm, 2.4 * cm, A4[0] - 5.2 * cm, A4[1] - 4.8 * cm)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture))
    document.build(flowables(text))


def main() -> None:
    """All samples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--font", type=Path, default=FONT_FILE, help="a TrueType font with Chinese characters")
    parser.add_argument("--output", type=Path, default=ROOT / "raw")
    args = parser.parse_args()
    if not args.font.exists():
        parser.error(f"no font at {args.font}: apt-get install fonts-droid-fallback, or name one with --font")
    pdfmetrics.registerFont(TTFont(FONT, str(args.font)))
    for source in sorted((ROOT / "scripts" / "samples").glob("*.md")):
        typeset(source, args.output / f"{source.stem}.pdf")


if __name__ == "__main__":
    main()
