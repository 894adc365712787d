"""Judges whether a page's text layer says what the page shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportparse.read.library import FPDF_PAGEOBJ_FORM, FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_SHADING

if TYPE_CHECKING:
    from reportparse.read.frame import Frame
    from reportparse.read.pdfium import PdfPage

_UNMAPPED = 0.02
"""Share of characters without a mapping from which a text layer is not used: sound pages have none, broken ones a
quarter and more."""
_STRIDE = 6
"""Every sixth character is asked first, all only when one of them is unmapped."""
# Patterns are compiled when they are first needed, which most documents never do: it takes milliseconds.
_STRANGE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000f0000-\U0010ffff]"
)
"""Control, surrogate, private-use and replacement characters."""
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PRINTED = r"\S"
_WORD = r"[A-Za-z]+"
_LONG_WORD = 3
_FEW = 5
_NUMBER = r"\d[\d.,]*"
_MISREAD = (
    r"(?<![A-Za-z\d])(?:\d[\d.,]*[IlOoZzqti]|[IlOoZzqti]{1,2}\d)[\dIlOoZzqti]*(?![A-Za-z])"  # 20I5, Z0l5, t8
    r"|(?:19|20)\d?[丁竹门](?:\d|年)"  # 20丁5年
    r"|\d\.·|·\.\d"
)
_MISREAD_SHARE = 0.03
_ENOUGH_MISREAD = 3
_FURNITURE = r"[\d\s\-—–－·./|第页共]+"
_COMMON = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可"
    "过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所"
    "如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城"
    "十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知"
    "级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领"
    "队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五"
)
"""The 300 most frequent characters of modern Chinese, the most frequent first (counted in the word frequencies of jieba 0.42.1, MIT):
they make up more than half of any prose, and of garbled text next to nothing."""
_COMMONEST = "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说"
_COMMON_SHARE = 0.2
_ENOUGH_HAN = 60


def mostly_unmapped(page: PdfPage, text: str) -> bool:
    """Whether the fonts of the page leave too many characters without Unicode; a sample is asked first."""
    count = page.character_count
    if not count:
        return False
    if not page.unmapped(range(0, count, _STRIDE)):
        return strange(text)
    return page.unmapped(range(count)) > _UNMAPPED * count or strange(text)


def strange(text: str) -> bool:
    """Whether control, private-use and unassigned characters or too rare ideographs give the text away as garbled."""
    # Pages with nothing but printing characters and line ends are not looked at closer.
    plain = text.replace("\r\n", "").replace("\u3000", "").isprintable()
    if not plain and len(re.findall(_STRANGE, text)) > max(0.1 * len(re.findall(_PRINTED, text)), 2):
        return True
    if sum(map(text.count, _COMMONEST)) > 0.05 * len(text):
        return False  # counts what costs least; other languages and real garbage are looked at closer
    han = re.findall(_HAN, text)
    return len(han) >= _ENOUGH_HAN and sum(1 for character in han if character in _COMMON) < _COMMON_SHARE * len(han)


def foreign_to_scan(text: str) -> bool:
    """Whether the text under a page picture can hardly be its text: hardly an ideograph, and no sound Latin words either.

    Recognition that took a Chinese page for a Latin one leaves digits and shreds of letters."""
    printed = len(re.findall(_PRINTED, text))
    if not printed:
        return False
    han = len(re.findall(_HAN, text))
    words = [word for word in re.findall(_WORD, text) if len(word) > _LONG_WORD and not word.isupper()]
    return han < 0.2 * printed and sum(map(len, words)) < 0.4 * printed


def digits_of_scan(text: str) -> tuple[int, int]:
    """How many numbers of a text have letters or signs in them as bad recognition leaves them, and how many there are."""
    return len(re.findall(_MISREAD, text)), len(re.findall(_NUMBER, text))


def misread(wrong: int, numbers: int) -> bool:
    """Whether so many numbers are misread that no number of the scan's text layer can be trusted."""
    return wrong >= _ENOUGH_MISREAD and wrong >= _MISREAD_SHARE * numbers


def page_number_only(text: str) -> bool:
    """Whether the text is no more than a page number."""
    return len(re.sub(_FURNITURE, "", text)) < _FEW


def picture_share(page: PdfPage, frame: Frame) -> float:
    """The share of the page that its pictures cover (a scan may come in strips; at most 1)."""
    handles, kinds = page.objects
    if FPDF_PAGEOBJ_IMAGE not in kinds and FPDF_PAGEOBJ_FORM not in kinds:
        return 0.0
    area = frame.width * frame.height or 1.0
    covered = 0.0
    for handle, kind in zip(handles, kinds, strict=True):
        if kind == FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = page.bounds_of(handle)
        elif kind == FPDF_PAGEOBJ_FORM:
            form = page.form(handle)
            if form is None or FPDF_PAGEOBJ_IMAGE not in form[1]:
                continue
            x0, y0, x1, y1 = page.bounds_of(handle)
        else:
            continue
        width = min(x1, frame.right) - max(x0, frame.left)
        height = min(y1, frame.top) - max(y0, frame.bottom)
        if width > 0 and height > 0:
            covered += width * height / area
    return min(covered, 1.0)


def is_blank(page: PdfPage, frame: Frame) -> bool:
    """Whether a page without text shows nothing that could be text: no picture to speak of and few paths."""
    _, kinds = page.objects
    drawn = kinds.count(FPDF_PAGEOBJ_PATH) + kinds.count(FPDF_PAGEOBJ_SHADING)
    return drawn < 40 and kinds.count(FPDF_PAGEOBJ_IMAGE) < 20 and picture_share(page, frame) < 0.1
