"""Judges whether a page's text layer says what the page shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportparse.read.library import raw

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
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开合还"
    "因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结"
    "解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路"
    "级少图山统接知较将组见计别她手角期根论运农指教育校职技名省市区办科培训师专创业中高获奖赛项目"
)
"""Frequent characters of modern Chinese: they make up more than half of any prose, and of garbled text next to nothing."""
_COMMONEST = "年学职业教的中人生校工一有在"
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
    if raw.FPDF_PAGEOBJ_IMAGE not in kinds and raw.FPDF_PAGEOBJ_FORM not in kinds:
        return 0.0
    area = frame.width * frame.height or 1.0
    covered = 0.0
    for handle, kind in zip(handles, kinds, strict=True):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = page.bounds_of(handle)
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            form = page.form(handle)
            if form is None or raw.FPDF_PAGEOBJ_IMAGE not in form[1]:
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
    drawn = kinds.count(raw.FPDF_PAGEOBJ_PATH) + kinds.count(raw.FPDF_PAGEOBJ_SHADING)
    return drawn < 40 and kinds.count(raw.FPDF_PAGEOBJ_IMAGE) < 20 and picture_share(page, frame) < 0.1
