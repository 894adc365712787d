"""Reads pages without a usable text layer by text recognition (the extra `ocr`: rapidocr with its models, offline)."""

from __future__ import annotations

import functools
import math
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from reportparse.document import Characters, Page
from reportparse.read.blocks import layer_blocks
from reportparse.read.layer import ListLayer, UprightBox
from reportparse.read.radicals import fold_radicals
from reportparse.read.runs import line_runs, printed_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.pdfium import PdfPage

_DPI = 200
_LONGEST = 4600
"""Pixels of the longer side at most: more costs memory and gains nothing, the detector works on 960."""
_SURE = 0.75
"""Mean score below which a page is tried again after turning it."""
_BLANK_GAP = 0.9
"""Gap between two characters, in character widths, from which a blank is put in."""

_BLANK_INK = 0.32
"""Width of a strip without ink between two ideographs, in character widths, from which it is a blank."""
_IDEOGRAPHS = regex.compile(r"\p{Han}+")

_HAN_SIDE = r"[\p{Han}，。；：？！、（）《》“”]"
_MARKS = str.maketrans(",;:?!", "，；：？！")
_NARROW_MARK = regex.compile(rf"(?<={_HAN_SIDE})[,;:?!]|[,;:?!](?={_HAN_SIDE})")
_OPENING = regex.compile(r"\((?=[^()（）]*）)")
_GROUP_COMMA = regex.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
"""9，500: the comma of a number, not of a sentence."""
_CLOSING = regex.compile(r"(?<=（[^()（）]*)\)")


class _Character(NamedTuple):
    text: str
    quad: tuple[tuple[float, float], ...]
    score: float


def recognise_page(page: PdfPage, number: int) -> Page | None:
    """The recognised page with its confidence; None when no text is found. Raises whatever a damaged model raises.

    Lines stand in upright coordinates (the skew of the scan is taken out), `characters` in those of the page."""
    import numpy

    scale = min(_DPI / 72, _LONGEST / max(*page.size, 1.0))
    pixels, width, height = page.render(scale)
    picture = numpy.frombuffer(pixels, dtype=numpy.uint8).reshape(height, width, 3)
    turns, lines = _recognise_upright(picture)
    return _lines_to_page(lines, turns, picture, scale, number) if lines else None


@functools.cache
def _engine() -> Any:
    """One engine for each process; settings as measured: no turning of lines, long side 960 for the detector."""
    from rapidocr import RapidOCR

    return RapidOCR(params={
        "Global.use_cls": False, "Global.log_level": "critical", "Det.limit_type": "max", "Det.limit_side_len": 960,
    })


def _recognise_upright(picture: Any) -> tuple[int, list[list[_Character]]]:
    """Lines of characters in pixels of the picture after clockwise quarter turns, and the turns that it took."""
    import numpy

    lines = _recognise(picture)
    best, turns = lines, 0
    if lines and (_lie_sideways(lines) or _mean_score(lines) < _SURE):
        for candidate in ((1, 3) if _lie_sideways(lines) else (2,)):
            turned = _recognise(numpy.ascontiguousarray(numpy.rot90(picture, -candidate)))
            if not _lie_sideways(turned) and _weight(turned) > _weight(best):
                best, turns = turned, candidate
    return turns, best


def _recognise(picture: Any) -> list[list[_Character]]:
    result = _engine()(picture, return_word_box=True)
    if result is None or result.boxes is None:
        return []
    lines: list[list[_Character]] = []
    words_of = result.word_results or ((),) * len(result.boxes)
    for box, text, score, words in zip(result.boxes, result.txts, result.scores, words_of, strict=True):
        corners = tuple((float(x), float(y)) for x, y in box)
        joined = "".join(word[0] for word in words)
        if joined.replace(" ", "") == text.replace(" ", "") and joined:
            line = [
                character
                for word in words
                for character in _split(word[0], tuple((float(x), float(y)) for x, y in word[2]), float(word[1]))
            ]
        else:
            line = _split(text, corners, float(score))
        line = [character for character in line if character.text.strip()]
        if line:
            lines.append(line)
    return lines


def _split(text: str, quad: tuple[tuple[float, float], ...], score: float) -> list[_Character]:
    """The characters of a word with their shares of its quadrangle: ASCII takes half the width of the others."""
    widths = [0.5 if character.isascii() else 1.0 for character in text]
    total = sum(widths) or 1.0
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    result: list[_Character] = []
    done = 0.0
    for character, width in zip(text, widths, strict=True):
        start, end = done / total, (done + width) / total
        done += width
        result.append(_Character(character, (
            (ax + (bx - ax) * start, ay + (by - ay) * start), (ax + (bx - ax) * end, ay + (by - ay) * end),
            (dx + (cx - dx) * end, dy + (cy - dy) * end), (dx + (cx - dx) * start, dy + (cy - dy) * start),
        ), score))
    return result


def _lie_sideways(lines: Sequence[Sequence[_Character]]) -> bool:
    tall = wide = 0
    for line in lines:
        if len(line) < 3:
            continue
        xs = [x for character in line for x, _ in character.quad]
        ys = [y for character in line for _, y in character.quad]
        if max(ys) - min(ys) > 1.5 * (max(xs) - min(xs)):
            tall += len(line)
        else:
            wide += len(line)
    return tall > wide


def _mean_score(lines: Sequence[Sequence[_Character]]) -> float:
    scores = [character.score for line in lines for character in line]
    return sum(scores) / len(scores) if scores else 0.0


def _weight(lines: Sequence[Sequence[_Character]]) -> float:
    return _mean_score(lines) ** 2 * sum(map(len, lines))


def _skew(lines: Sequence[Sequence[_Character]]) -> float:
    """The angle (radians) by which the lines run down to the right, as the median of the long ones."""
    angles: list[tuple[float, float]] = []
    for line in lines:
        (ax, ay), (bx, by) = line[0].quad[3], line[-1].quad[2]
        if len(line) >= 8 and bx > ax:
            angles.append((math.atan2(by - ay, bx - ax), bx - ax))
    if not angles:
        return 0.0
    angles.sort()
    half = sum(length for _, length in angles) / 2
    for angle, length in angles:
        half -= length
        if half <= 0:
            return angle
    return 0.0


def _lines_to_page(
    lines: list[list[_Character]], turns: int, picture: Any, scale: float, number: int
) -> Page:
    from reportparse.read.scans import ink_rulings, upright_ink

    height, width = picture.shape[:2]
    across, down = (height, width) if turns % 2 else (width, height)
    skew = _skew(lines)
    if abs(skew) < 0.001:
        skew = 0.0
    cosine, sine = math.cos(-skew), math.sin(-skew)

    def upright(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - across / 2, y - down / 2
        return (dx * cosine - dy * sine + across / 2) / scale, (dx * sine + dy * cosine + down / 2) / scale

    def displayed(x: float, y: float) -> tuple[float, float]:
        if turns == 1:
            x, y = y, height - x
        elif turns == 2:
            x, y = width - x, height - y
        elif turns == 3:
            x, y = width - y, x
        return x / scale, y / scale

    text: list[str] = []
    places: list[UprightBox] = []
    sizes: list[float] = []
    boxes = array("f")
    scores = array("f")

    def add(printed: str, character: _Character, size: float) -> None:
        text.append(printed)
        corners = [upright(x, y) for x, y in character.quad]
        places.append(_bounds(corners))
        sizes.append(size)
        boxes.extend(_bounds([displayed(x, y) for x, y in character.quad]))
        scores.append(character.score)

    ink = upright_ink(picture, turns, skew)
    for line in _in_order(lines, upright):
        size = _character_size(line) / scale
        mended = wide_marks("".join(character.text for character in line))
        blanks = _blanks(ink, [_bounds([upright(x, y) for x, y in character.quad]) for character in line], mended, size, scale)
        for place, (printed, character) in enumerate(zip(mended, line, strict=True)):
            if place in blanks:
                add(" ", line[place - 1], size)
            add(printed, character, size)
        add("\n", line[-1], size)
    layer = ListLayer(fold_radicals("".join(text)), places, sizes)
    blocks = layer_blocks(layer, line_runs(layer, printed_lines(layer.text)), ink_rulings(ink, scale))
    printed_scores = [score for score, character in zip(scores, layer.text, strict=True) if not character.isspace()]
    return Page(
        number, blocks, width / scale, height / scale, ocr=True,
        confidence=round(sum(printed_scores) / max(len(printed_scores), 1), 4), characters=Characters(boxes, scores),
    )


def _blanks(ink: Any, places: Sequence[UprightBox], text: str, size: float, scale: float) -> set[int]:
    """The characters of a line before which a blank is printed that the model does not give.

    Wide gaps between the boxes count at once; between ideographs also the strips without ink, since the boxes there are
    only estimates. Beside punctuation nothing is said: it has blank sides of its own."""
    from reportparse.read.scans import blank_strips

    blanks = {
        place for place in range(1, len(places)) if places[place][0] - places[place - 1][2] > _BLANK_GAP * size
    }
    if len(text) < 4:
        return blanks
    y0, y1 = min(place[1] for place in places), max(place[3] for place in places)
    inset = 0.15 * (y1 - y0)
    box = (places[0][0] * scale, (y0 + inset) * scale, places[-1][2] * scale, (y1 - inset) * scale)
    for strip in blank_strips(ink, (int(box[0]), int(box[1]), int(box[2]), int(box[3])), _BLANK_INK * size * scale):
        place = min(
            range(1, len(places)), key=lambda place: abs((places[place - 1][2] + places[place][0]) / 2 * scale - strip)
        )
        around = text[max(place - 2, 0) : place + 2]
        if len(around) == 4 and _IDEOGRAPHS.fullmatch(around):
            blanks.add(place)
    return blanks


def _bounds(corners: Sequence[tuple[float, float]]) -> UprightBox:
    xs = [x for x, _ in corners]
    ys = [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _in_order(lines: list[list[_Character]], upright: Any) -> list[list[_Character]]:
    """Lines from top to bottom, those at one height from left to right."""
    placed: list[tuple[float, float, float, list[_Character]]] = []
    for line in lines:
        x0, y0, _, _ = _bounds([upright(x, y) for x, y in line[0].quad])
        _, _, _, y1 = _bounds([upright(x, y) for x, y in line[-1].quad])
        placed.append(((y0 + y1) / 2, y1 - y0, x0, line))
    placed.sort(key=lambda item: item[0])
    rows: list[list[tuple[float, float, float, list[_Character]]]] = []
    for item in placed:
        if rows and item[0] - rows[-1][0][0] < 0.4 * min(item[1], rows[-1][0][1]):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item[3] for row in rows for item in sorted(row, key=lambda item: item[2])]


def _character_size(line: Sequence[_Character]) -> float:
    """Font size in pixels, from the advance of the characters (the detector's boxes are higher than the print)."""
    length = line[-1].quad[1][0] - line[0].quad[0][0]
    ems = sum(0.5 if character.text.isascii() else 1.0 for character in line)
    height = line[0].quad[3][1] - line[0].quad[0][1]
    return min(length / ems, height) if ems >= 2 else height * 0.75


def wide_marks(text: str) -> str:
    """Punctuation that the model gives in its ASCII form beside Chinese text, in its Chinese form (same length)."""
    text = _NARROW_MARK.sub(lambda match: match.group().translate(_MARKS), text)
    text = _OPENING.sub("（", text)
    text = _CLOSING.sub("）", text)
    return _GROUP_COMMA.sub(",", text)
