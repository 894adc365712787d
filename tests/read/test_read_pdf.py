"""PDF text: lines, boxes, order, rotation, columns, damaged and unreadable pages, threads, memory."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import HEIGHT, SONG, WIDTH, lines, picture, picture_page, rotate, text, write_glyph_pdf, write_pdf
from views import all_lines, line_texts, read

from reportparse.document import Line, Page
from reportparse.errors import BrokenFile, EmptyFile, EncryptedFile, NoTextLayer
from reportparse.read.blocks import Before
from reportparse.read.boxes import locate
from reportparse.read.pdf import _Reader

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

HAN = "学校教育职业中等专年度质量报告在校生人数共有名"


def test_lines_have_boxes_sizes_and_indices(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", lines("一、学校概况", "全市共有学校12所。", size=16)))
    first, second = (block for block in document.pages[0].blocks if isinstance(block, Line))
    assert (first.text, second.text) == ("一、学校概况", "全市共有学校12所。")
    assert first.box is not None and first.size == pytest.approx(16, abs=0.1)
    assert first.box.x0 == pytest.approx(80, abs=1) and first.box.x1 == pytest.approx(80 + 6 * 16, abs=2)
    assert first.box.y0 < 100 < first.box.y1 + 1
    assert len(second.indices) == len(second.text)


def test_a_single_character_of_a_font_that_is_not_embedded_is_read(tmp_path: Path) -> None:
    """pdfium alone drops text objects of one character when it has no glyph for it."""
    assert line_texts(read(write_pdf(tmp_path / "a.pdf", lines("序", "号", "校")))) == ["序", "号", "校"]


def test_blank_pages_are_no_unread_pages(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", lines("有字"), lambda canvas: None))
    assert document.unread_pages == ()
    assert document.pages[1].blocks == ()
    with pytest.raises(EmptyFile):
        read(write_pdf(tmp_path / "b.pdf", lambda canvas: None))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_rotated_pages_are_read_upright_with_boxes_as_displayed(tmp_path: Path, degrees: int) -> None:
    """Text drawn so that it is upright after /Rotate, and text that lies sideways after it: both are read in order."""
    words = ["第一行文字12", "第二行文字345", "第三行文字6"]
    source = write_pdf(tmp_path / "a.pdf", lines(*words), compress=False)
    source.write_bytes(rotate(source.read_bytes(), degrees))
    document = read(source)
    assert line_texts(document) == words
    page = document.pages[0]
    shown = (WIDTH, HEIGHT) if degrees in (0, 180) else (HEIGHT, WIDTH)
    assert (page.width, page.height) == pytest.approx(shown, abs=0.5)
    box = next(block.box for block in page.blocks)
    assert box is not None
    # The first line's box as displayed: turned with the page.
    x0, x1 = 80.0, 80 + 5 * 12 + 12
    expected_x = {0: (x0, x1), 90: (HEIGHT - 100, HEIGHT - 100), 180: (WIDTH - x1, WIDTH - x0), 270: (100, 100)}[degrees]
    assert box.x0 - 14 <= expected_x[0] <= box.x1 + 14 and box.x0 - 14 <= expected_x[1] <= box.x1 + 14
    assert (box.x1 - box.x0 > box.y1 - box.y0) == (degrees in (0, 180))


def test_a_sideways_table_page_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.setFont(SONG, 12)
        for place, words in enumerate(["横排第一行", "横排第二行", "横排第三行"]):
            canvas.drawString(80, WIDTH - 100 - 24 * place, words)

    assert line_texts(read(write_pdf(tmp_path / "a.pdf", draw))) == ["横排第一行", "横排第二行", "横排第三行"]


def test_a_cropped_page_counts_from_its_visible_corner(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", lines("裁切之后", x=100, y=200), compress=False)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"/Rotate 0", b"/CropBox [50 100 500 800] /Rotate 0"))
    page = read(path).pages[0]
    assert (page.width, page.height) == (450, 700)
    box = page.blocks[0].box
    assert box is not None and box.x0 == pytest.approx(50, abs=1)
    assert box.y0 < 200 - (HEIGHT - 800) < box.y1 + 1


def test_content_order_gives_way_to_the_order_on_the_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 280, 800, "— 7 —")
        text(canvas, 80, 140, "第二段")
        text(canvas, 80, 100, "第一段")
        text(canvas, 80, 60, "页眉")

    assert line_texts(read(write_pdf(tmp_path / "a.pdf", draw))) == ["页眉", "第一段", "第二段", "— 7 —"]


@pytest.mark.parametrize("by_line", [True, False])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, by_line: bool) -> None:
    left = [f"左栏第{place}行，文字写满整栏" for place in range(8)]
    right = [f"右栏第{place}行，文字写满整栏" for place in range(8)]

    def draw(canvas: Canvas) -> None:
        text(canvas, 200, 80, "跨栏的标题", 16)
        pieces = [(60, 120 + 20 * i, left[i]) for i in range(8)] + [(320, 120 + 20 * i, right[i]) for i in range(8)]
        for x, y, words in sorted(pieces, key=lambda piece: (piece[1], piece[0])) if by_line else pieces:
            text(canvas, x, y, words, 14)
        text(canvas, 60, 320, "两栏之下又是通栏的一行文字，它从左边一直写到右边的尽头为止", 14)

    assert line_texts(read(write_pdf(tmp_path / "a.pdf", draw))) == [
        "跨栏的标题", *left, *right, "两栏之下又是通栏的一行文字，它从左边一直写到右边的尽头为止",
    ]


def test_wide_gaps_make_no_columns_of_prose_but_tabs_where_they_recur(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 60, "单位：万元")
        text(canvas, 400, 60, "二〇二四年")
        for place in range(8):
            text(canvas, 60, 100 + 20 * place, f"第{place}章标题")
            text(canvas, 300, 100 + 20 * place, f"{place}12")
            text(canvas, 500, 100 + 20 * place, f"{place + 1}")

    assert line_texts(read(write_pdf(tmp_path / "a.pdf", draw))) == [
        "单位：万元 二〇二四年", *(f"第{place}章标题\t{place}12\t{place + 1}" for place in range(8)),
    ]


def test_outline(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 80, 100, "概况")
        canvas.bookmarkPage("a")
        canvas.bookmarkPage("b")
        canvas.addOutlineEntry("一、概况", "a", 0)
        canvas.addOutlineEntry("1. 规模", "b", 1)

    entries = read(write_pdf(tmp_path / "a.pdf", lines("封面"), draw)).outline
    assert [(entry.title, entry.page, entry.level) for entry in entries] == [("一、概况", 2, 1), ("1. 规模", 2, 2)]


def test_a_password_is_named(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("secret"))
    canvas.drawString(80, 700, "hidden")
    canvas.save()
    with pytest.raises(EncryptedFile) as caught:
        read(tmp_path / "a.pdf")
    assert "password" in caught.value.what


def test_a_cut_off_file_is_broken_or_read(tmp_path: Path) -> None:
    data = write_pdf(tmp_path / "a.pdf", lines(*(HAN * 3,) * 20)).read_bytes()
    path = tmp_path / "b.pdf"
    path.write_bytes(data[: len(data) // 3])
    with pytest.raises((BrokenFile, NoTextLayer, EmptyFile)):
        read(path)


# ------------------------------------------------------------------------------------------------ unreadable text layers


WORDS = ["The city has twelve schools", "with 36,672 students in 2024", "and 2,399 teachers among them"]


def test_fonts_without_a_mapping_are_read_by_their_own_tables(tmp_path: Path) -> None:
    path = write_glyph_pdf(tmp_path / "a.pdf", WORDS)
    document = read(path)
    assert line_texts(document) == WORDS
    assert document.notes == ("page 1: fonts without a mapping to Unicode, read by the fonts' own tables",)
    (number, line), *_ = all_lines(document)
    (boxes,) = locate(document, [[(number or 0, index) for index in line.indices]])
    assert len(boxes) == 1 and line.box is not None and boxes[0].x0 == pytest.approx(line.box.x0, abs=1)


def test_fonts_without_any_table_do_not_pass_for_text(tmp_path: Path) -> None:
    path = write_glyph_pdf(tmp_path / "a.pdf", WORDS, strip_tables=True)
    with pytest.raises(NoTextLayer) as caught:
        read(path)
    assert "garbage" in caught.value.what


def test_a_scan_without_recognition_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import reportparse.read.recogniser as recogniser

    monkeypatch.setattr(recogniser, "_installed", lambda: False)
    scan = picture_page(picture([(80, 100, "Page of a scan")]))
    with pytest.raises(NoTextLayer) as caught:
        read(write_pdf(tmp_path / "a.pdf", scan), ocr=None)
    assert 'pip install "reportparse[ocr]"' in caught.value.remedy
    document = read(write_pdf(tmp_path / "b.pdf", lines("有字的一页"), scan, scan), ocr=None)
    assert document.unread_pages == (2, 3)
    assert any("pages 2-3" in note and 'pip install "reportparse[ocr]"' in note for note in document.notes)
    with pytest.raises(NoTextLayer):
        read(tmp_path / "b.pdf", ocr=True)


@pytest.mark.parametrize(
    ("under", "wrong"),
    [
        (["2016-lo-28", "mnmm", "<h it", "20I5", "2015 11 2", "t8 (3,805.07)", "Z015"], True),
        (["本校20I5年招生Z015人，其中t8人", "获奖20l6项，占lo0人，拨款1IO万元", "共有教师231人"], True),
        (["本校2015年招生2015人", "获奖2016项，占100人，拨款110万元", "共有教师231人，学生O2O项目3个"], False),
        (["- 3 -"], True),
    ],
)
def test_text_layers_of_scans_are_judged(tmp_path: Path, under: list[str], wrong: bool) -> None:
    def draw(canvas: Canvas) -> None:
        picture_page(picture([(80, 100, "Scan")]))(canvas)
        canvas.setFillAlpha(0)
        for place, words in enumerate(under):
            text(canvas, 80, 200 + 20 * place, words)

    document = read(write_pdf(tmp_path / "a.pdf", lines("有字的一页"), draw))
    assert document.unread_pages == ((2,) if wrong else ())
    assert any("page 2" in note for note in document.notes)
    assert (document.pages[1].blocks == ()) == wrong


def test_a_picture_on_a_page_of_text_is_no_scan(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        picture_page(picture([]))(canvas)
        lines("职业教育质量年度报告封面", "教育局二〇二四年")(canvas)

    assert read(write_pdf(tmp_path / "a.pdf", draw)).notes == ("page 1: a scan, read from the text layer that came with it",)


# --------------------------------------------------------------------------------------------------------------- boxes


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_under_each_box_stands_the_text(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Read back with pdfium from under the box, the words are the same, however the page is turned."""
    words = data.draw(st.lists(st.text(HAN + "0123456789，。（）%", min_size=4, max_size=24), min_size=2, max_size=6))
    degrees = data.draw(st.sampled_from([0, 90, 180, 270]))
    path = write_pdf(tmp_path_factory.mktemp("boxes") / "a.pdf", lines(*words), compress=False)
    path.write_bytes(rotate(path.read_bytes(), degrees))
    document = read(path)
    requests, expected = [], []
    for number, line in all_lines(document):
        for match in re.finditer(r"\d+|[^\d\s]{2,4}", line.text):
            requests.append([(number or 0, line.indices[place]) for place in range(*match.span())])
            expected.append(match.group())
    placed = locate(document, requests)
    assert all(len(boxes) == 1 for boxes in placed)
    assert [under(path, boxes[0], degrees) for boxes in placed] == expected


def under(path: Path, box: Any, degrees: int) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[0]
        width, height = page.get_size()
        inner = 0.2  # neighbours share the edge
        box = type(box)(box.x0 + inner, box.y0 + inner, box.x1 - inner, box.y1 - inner)
        corners = {
            0: (box.x0, height - box.y1, box.x1, height - box.y0),
            90: (box.y0, box.x0, box.y1, box.x1),
            180: (width - box.x1, box.y0, width - box.x0, box.y1),
            270: (height - box.y1, width - box.x1, height - box.y0, width - box.x0),
        }[degrees]
        return str(page.get_textpage().get_text_bounded(*corners)).strip()


def test_a_broken_line_has_two_boxes_and_made_up_characters_none(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", lines("共有在校学生12", "345人")))
    first, second = (line for _, line in all_lines(document))
    request = [(1, first.indices[-2]), (1, first.indices[-1]), (1, -1), (1, second.indices[0]), (2, 0)]
    (boxes,) = locate(document, [request])
    assert len(boxes) == 2 and boxes[0].y1 <= boxes[1].y1
    assert locate(document, [[(1, -1)], []]) == [(), ()]


# -------------------------------------------------------------------------------------------------- threads and memory


def test_threads_wait_for_each_other(tmp_path: Path) -> None:
    """In a process of its own: pdfium ends the process when two threads enter it."""
    path = write_pdf(tmp_path / "a.pdf", *(lines(*(HAN,) * 20) for _ in range(8)))
    code = (
        "import sys\nfrom concurrent.futures import ThreadPoolExecutor\nfrom pathlib import Path\n"
        "from reportparse.read import read_document\n"
        "paths = [Path(sys.argv[1])] * 16\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    results = list(pool.map(lambda path: read_document(path, source='a', ocr=False), paths))\n"
        "assert all(result == results[0] for result in results) and len(results[0].pages) == 8\nprint('same')\n"
    )
    result = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert result.stdout == "same\n", result.stderr


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_memory_is_flat_in_the_number_of_pages(tmp_path: Path) -> None:
    """At most 150 MiB above the interpreter for 500 pages, and hardly more than for 100."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "def peak(): return int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) // 1024\n"
        "before = peak()\n"
        "from reportparse.read import read_document\n"
        "document = read_document(Path(sys.argv[1]), source='a', ocr=False)\n"
        "print(len(document.pages), peak() - before)\n"
    )
    peaks = {}
    for count in (100, 500):
        path = write_pdf(tmp_path / f"{count}.pdf", *(lines(*(HAN * 2,) * 28) for _ in range(count)))
        output = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout
        pages, peaks[count] = map(int, output.split())
        assert pages == count
    assert 10 < peaks[500] < 150
    assert peaks[500] - peaks[100] < 60


def test_columns_seen_only_on_pages_that_lost_their_text_are_no_hint() -> None:
    reader = _Reader.__new__(_Reader)
    reader._before = Before(columns=((0.0, 100.0), (120.0, 220.0)))  # type: ignore[arg-type]
    pages = [Page(1, ()), Page(2, ())]
    reader.read_in_columns(pages)
    assert pages == [Page(1, ()), Page(2, ())]
    assert reader._before.columns is None
