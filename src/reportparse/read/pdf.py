"""Reads PDFs: decides for each page where its text comes from, and says in notes what had to be done."""

from __future__ import annotations

import gc
import hashlib
from array import array
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reportparse.document import Characters, Document, Page
from reportparse.errors import BrokenFile, EmptyFile, NoTextLayer
from reportparse.read.blocks import NOTHING, before_next, columns_of, layer_blocks, page_blocks
from reportparse.read.frame import Frame
from reportparse.read.layer import ListLayer
from reportparse.read.outline import read_outline
from reportparse.read.pdfium import PdfDocument, PdfPage, open_pdf
from reportparse.read.quality import (
    digits_of_scan,
    foreign_to_scan,
    is_blank,
    misread,
    mostly_unmapped,
    page_number_only,
    picture_share,
    strange,
)
from reportparse.read.radicals import fold_radicals
from reportparse.read.recogniser import OCR_COMMAND, Recogniser
from reportparse.read.rulings import page_rulings
from reportparse.read.runs import line_runs, printed_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reportparse.read.fallback import PlumberDocument

_SCAN = 0.6
"""Share of a page from which a picture counts as the page itself, not as an illustration on it."""


class _Tally:
    """Numbers of the pages that were read otherwise than by the plain text layer."""

    def __init__(self) -> None:
        self.recognised: list[int] = []
        self.mended: list[int] = []
        self.wrong_layer: list[int] = []
        self.broken: list[int] = []
        self.unread: list[int] = []
        self.blank: list[int] = []
        self.scans: list[int] = []
        """Pages that are one picture with a sound-looking text layer under it."""
        self.misread = 0
        self.numbers = 0
        """Numbers on `scans`: those that bear the marks of bad recognition, and all."""


class _Reader:
    """Reads page after page of one open document and keeps the tally."""

    def __init__(self, document: PdfDocument, path: Path, recogniser: Recogniser, tally: _Tally) -> None:
        self.document = document
        self.path = path
        self.recogniser = recogniser
        self.tally = tally
        self._plumber: PlumberDocument | None = None
        self._before = NOTHING

    def close(self) -> None:
        """Closes what was opened for single pages."""
        if self._plumber is not None:
            self._plumber.close()

    def page(self, index: int) -> Page:
        number = index + 1
        with self.document.page(index) as page:
            if page is None:
                self.tally.broken.append(number)
                self.tally.unread.append(number)
                return Page(number, ())
            left, bottom, right, top = page.bounds()
            frame = Frame(left, bottom, right, top, page.rotation)
            empty = Page(number, (), frame.width, frame.height)
            text = page.characters()
            if not text.strip():
                if is_blank(page, frame):
                    self.tally.blank.append(number)
                    return empty
                return self._recognised(page, empty)
            if mostly_unmapped(page, text):
                return self._mended(page, frame, empty)
            if picture_share(page, frame) >= _SCAN:
                if foreign_to_scan(text):
                    self.tally.wrong_layer.append(number)
                    return self._recognised(page, empty)
                if page_number_only(text):
                    return self._recognised(page, empty)
                wrong, numbers = digits_of_scan(text)
                self.tally.scans.append(number)
                self.tally.misread += wrong
                self.tally.numbers += numbers
            boxes = page.boxes()
            blocks, turns, boxes = page_blocks(page, fold_radicals(text), boxes, frame, self._before)
            self._before = before_next(blocks, self._before)
            place = (frame.left, frame.bottom, frame.right, frame.top, frame.turns, turns)
            return empty._replace(blocks=blocks, characters=Characters(boxes, array("f"), place))

    def again(self, index: int) -> Page:
        """A scan whose text layer turned out to be misread, by our own recognition."""
        with self.document.page(index) as page:
            if page is None:
                return Page(index + 1, ())
            width, height = page.size
            return self._recognised(page, Page(index + 1, (), width, height))

    def read_in_columns(self, pages: list[Page]) -> None:
        """Reads the pages before the first one with two columns again, in place: they may have the same, which they do not
        show as clearly (lists, contents, a last column of few lines)."""
        if self._before.columns is None:
            return
        found = ((index, columns_of(page.blocks)) for index, page in enumerate(pages))
        first, columns = next(((index, columns) for index, columns in found if columns is not None), (0, None))
        self._before = NOTHING._replace(columns=columns)
        for index, page in enumerate(pages[:first]):
            own = page.characters is not None and page.characters.frame is not None
            if own and index + 1 not in self.tally.scans:
                pages[index] = self.page(index)

    def _mended(self, page: PdfPage, frame: Frame, empty: Page) -> Page:
        """The page by its fonts' own tables, where these say more than their mapping to Unicode does."""
        number = empty.number or 0
        if self._plumber is None:
            from reportparse.read.fallback import PlumberDocument

            self._plumber = PlumberDocument(self.path)
        layer = self._plumber.layer(number - 1)
        if layer is None or not layer.text.strip() or strange(layer.text):
            self.tally.wrong_layer.append(number)
            return self._recognised(page, empty)
        self.tally.mended.append(number)
        layer = ListLayer(fold_radicals(layer.text), layer.places, layer.sizes)
        runs = line_runs(layer, printed_lines(layer.text))
        blocks = layer_blocks(layer, runs, page_rulings(page, frame))
        boxes = array("f", (side for place in layer.places for side in place))
        return empty._replace(blocks=blocks, characters=Characters(boxes, array("f")))

    def _recognised(self, page: PdfPage, empty: Page) -> Page:
        number = empty.number or 0
        result = self.recogniser.page(page, number)
        if result is None:
            self.tally.unread.append(number)
            return empty._replace(ocr=self.recogniser.available)
        self.tally.recognised.append(number)
        return result


def read_pdf(path: Path, source: str, ocr: bool | None) -> Document:
    """The pages of a PDF. Raises EncryptedFile, BrokenFile, EmptyFile, and NoTextLayer when not one page can be read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    recogniser = Recogniser(wanted=ocr is not False)
    if ocr and not recogniser.available:
        raise NoTextLayer("text recognition was asked for and is not installed", source, f"Install it: {OCR_COMMAND}")
    tally = _Tally()
    with open_pdf(path, source) as document, _no_collection():
        if document.page_count < 1:
            raise BrokenFile("the PDF has no pages", source, "Fetch the file again.")
        reader = _Reader(document, path, recogniser, tally)
        pages = [reader.page(index) for index in range(document.page_count)]
        if misread(tally.misread, tally.numbers):
            tally.wrong_layer.extend(tally.scans)
            for number in tally.scans:
                pages[number - 1] = reader.again(number - 1)
            tally.scans.clear()
        reader.read_in_columns(pages)
        reader.close()
        outline = read_outline(document)
    if len(tally.blank) == len(pages):
        raise EmptyFile("all pages of the PDF are blank", source, "Fetch the file again.")
    if not any(page.blocks for page in pages):
        what = "the text layer is garbage" if tally.wrong_layer else "no page has a text layer (a scan?)"
        if len(tally.broken) == len(pages):
            raise BrokenFile("not one page can be loaded", source, "Fetch the file again, or print it to a new PDF.")
        raise NoTextLayer(f"{what}, nothing could be read on {len(pages)} pages", source, _remedy(recogniser))
    return Document(source, "pdf", digest, tuple(pages), outline, _notes(tally, recogniser), tuple(sorted(tally.unread)))


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for cycles while thousands of small records without any are made; it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _remedy(recogniser: Recogniser) -> str:
    if recogniser.available:
        return "Give a sharper scan or the original."
    return f"Install the text recognition: {OCR_COMMAND}" if recogniser.wanted else "Allow text recognition."


def _notes(tally: _Tally, recogniser: Recogniser) -> tuple[str, ...]:
    notes = [
        f"{_pages(sorted(numbers))}: {what}"
        for numbers, what in (
            (tally.mended, "fonts without a mapping to Unicode, read by the fonts' own tables"),
            (tally.wrong_layer, "the text layer is not the text of the page and was not used"),
            (tally.scans, "a scan, read from the text layer that came with it"),
            (tally.recognised, "read by text recognition"),
            (tally.broken, "damaged, could not be loaded"),
            (tally.unread, f"not read, no usable text layer. {_remedy(recogniser)}"),
        )
        if numbers
    ]
    return (*notes, *recogniser.notes)


def _pages(numbers: Sequence[int]) -> str:
    """`page 3`, `pages 1-4, 9`."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    listed = ", ".join("-".join(map(str, piece)) for piece in ranges)
    return f"page{'s' if len(numbers) > 1 else ''} {listed}"
