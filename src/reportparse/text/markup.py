"""Takes Markdown signs, footnote marks and the wrapper of a web page out of the lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled
from reportparse.text.strips import Cut, Piece, Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.model import RemovalReason

_INLINE = compiled(
    r"""
      (?P<bold>\*{2,3}|__(?=\S)|(?<=\S)__|~~)
    | (?P<image>!\[[^\]\n]{0,200}\]\([^)\n]{0,400}\))
    | (?P<link>(?<=\])\((?:https?:|/|\#|\./)[^)\n]{0,400}\))
    | (?P<tag></?(?:b|i|u|p|br|em|strong|span|div|font|center|sup|sub|a|h[1-6])(?:\s[^<>\n]{0,400})?/?>)
    | (?P<space>&(?:nbsp|emsp|ensp|ldquo|rdquo|lt|gt|amp|quot);)
    | (?P<escape>\\(?=[.\-*_#()\[\]~>|+!`]))
    | (?P<code>`+)
    """,
    regex.VERBOSE,
)
_LINKED = compiled(r"(?P<open>\[)[^\[\]\n]{1,400}(?P<close>\])(?=\((?:https?:|/|#|\./))")
_LINE_START = compiled(r"(?P<mark>(?:#{1,6}(?=[\s\p{Han}\d（(【*])|>|[-+*](?=\s)(?!\s*\d{1,4}\s*[-+*]\s*$))\s*)+")
_RULE_LINE = compiled(r"\s*(?:[-_*=]\s*){3,}|\s*`{3,}\w*\s*|\s*\[TOC\]\s*|\s*<!--.*-->\s*", regex.IGNORECASE)
_FOOTNOTE = compiled(r"(?<=[\p{Han}\d”）。，；、])(?:\[\d{1,3}\]|\[\^\w+\])(?!\s*\d+\s*号)")

_WRAPPER = compiled(
    r"""
      [【\[]?\s*(?:(?:发布|发表|更新|上传|录入|添加)(?:时间|日期)\s*[:：]\s*\d{4}|(?:日期|时间)\s*[:：]\s*\d{4}-\d).*
    | (?:(?:信息|文章|稿件|内容)?(?:来源|出处)|作者|编辑|责任编辑|责编|审核|供稿|撰稿|发布者|发布人|发布机构|录入)\s*[:：].{0,40}
      (?:(?:时间|日期|次数|浏览|阅读|点击|访问)\s*[:：次].*)
    | (?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]\s*\d*\s*次?.*
    | 【?\s*(?:浏览)?(?:字体|字号)\s*[:：]?.{0,12}】?.*
    | (?:您|你)?(?:当前|现在|所在)的?(?:所在)?的?位置(?:是)?\s*[:：].*
    | (?:首页|主页)\s*(?:[>›»＞|｜/-]+.*|(?:\s+\S{2,8}){3,})
    | 【?(?:上|下)一?[篇条页]】?\s*[:：].*
    | (?:【?(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏(?:本页)?|分享(?:到)?|返回(?:顶部|列表|首页)?|下载(?:附件|全文)?)】?
      [\s:：|｜]*)+
    | .{0,30}(?:ICP备|公网安备|网站标识码|版权所有|Copyright|All\ Rights\ Reserved).{0,80}
    | (?:技术支持|主办单位|承办单位|网站地图|联系我们|扫一扫)\s*[:：]?.{0,40}(?:邮编|电话|地址|公司|手机|微信|网站).*
    | 扫一扫.{0,20}
    | 本文共\s*\d+\s*字.*
    | 已阅读\s*\d+\s*页.*
    | .{0,10}\d+\s*页(?:珍藏版|完整版).*
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


def without_markup(pieces: Sequence[Piece], *, markdown: bool) -> tuple[list[Piece], list[Cut]]:
    """The lines without markup signs, and what was removed.

    `markdown` says that the file is Markdown: then also single signs at line starts (lists, quotes) go. Bold signs and
    headings (`**`, `#`) are debris in any text."""
    kept: list[Piece] = []
    cuts: list[Cut] = []
    gap = False
    for piece in pieces:
        if not isinstance(piece, Strip):
            kept.append(piece)
            gap = False
            continue
        text = piece.text
        if piece.box is None and _RULE_LINE.fullmatch(text):
            cuts.append(Cut(piece.chars, "markup"))
            gap = True
            continue
        strip, found = _without_signs(piece, markdown)
        cuts += found
        if not strip.text.strip():
            gap = True
            continue
        kept.append(replace(strip, gap=True) if gap and not strip.gap else strip)
        gap = False
    return kept, cuts


def _without_signs(strip: Strip, markdown: bool) -> tuple[Strip, list[Cut]]:
    text = strip.text
    spans: list[tuple[int, int, RemovalReason]] = []
    start = _LINE_START.match(text)
    heading = False
    if start and strip.box is None and (markdown or text.lstrip().startswith("#")):
        spans.append((start.start("mark"), start.end("mark"), "markup"))
        heading = "#" in start.group()
    begin = spans[-1][1] if spans else 0
    spans += [(*match.span(), "markup") for match in _INLINE.finditer(text, begin)]
    for match in _LINKED.finditer(text, begin):
        spans += [(*match.span("open"), "markup"), (*match.span("close"), "markup")]
    spans += [(*match.span(), "footnote") for match in _FOOTNOTE.finditer(text, begin)]
    if not spans:
        return strip, []
    spans.sort()
    clear: list[tuple[int, int, RemovalReason]] = []
    for span in spans:
        if not clear or span[0] >= clear[-1][1]:
            clear.append(span)
    cuts = [Cut(strip.chars.cut(a, b), reason) for a, b, reason in clear]
    chars = strip.chars.without((a, b) for a, b, _ in clear)
    body = chars.text
    chars = chars.cut(len(body) - len(body.lstrip(" ")), len(body.rstrip(" ")))
    return replace(strip, chars=chars, title=strip.title or heading), cuts


def without_wrapper(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Cut]]:
    """The lines without those that a web page or a document-sharing site put around the report, and those lines."""
    kept: list[Piece] = []
    cuts: list[Cut] = []
    gap = False
    for piece in pieces:
        if isinstance(piece, Strip) and len(piece.text) <= 160 and _is_wrapper(piece.text):
            cuts.append(Cut(piece.chars, "wrapper"))
            gap = True
            continue
        if isinstance(piece, Strip) and gap:
            piece = replace(piece, gap=True)
        gap = False
        kept.append(piece)
    return kept, cuts


def _is_wrapper(text: str) -> bool:
    text = text.strip()
    return "。" not in text and _WRAPPER.fullmatch(text) is not None
