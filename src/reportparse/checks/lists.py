"""Stated counts against the items named beside them: `甲、乙、丙等4个专业`, `《甲》《乙》两门课程`, `“1+5”` with its members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from reportparse.checks.passages import Passage, evidence_at, sentence_around
from reportparse.compiling import ready
from reportparse.model import Finding, Number, Report
from reportparse.rulebook.trust import ListRule

_OPEN = regex.compile(
    r"(?<![中高初平同优上对均相不一二三四五特何])等(?![级次额待于同奖])(?P<noun>[\p{Han}“”]{0,12}?)(?:共计|共有|共|合计|这|在内的)?\s*$"
)
"""The end of the text before a number that closes an open list: 等, 等专业, 等共."""
_OPEN_END = regex.compile(r"(?<![中高初平同优上对均相不一二三四五特何])等(?![级次额待于同奖])[\p{Han}]{0,6}$")
_NOT_COUNTING = regex.compile(r"(?:(?:各|分别|均)\p{Han}{0,3}|共|共有|约|达|为|有|超|近|是|的|计|了|到|至|逾|前|后|第)\s*$")
"""Words before a number that show that it does not count the items right before it."""
_BRACKETED = regex.compile(r"[《“\"][^《》“”\"]*[》”\"]")
_INTRODUCED = regex.compile(r"(?:：|:|，?即|，?分别[是为]|，?包括)")
_COUNTED = regex.compile(r"\d(?![\d.]*[年月日届批])")
"""A number in an item that is no date: `公办3所、民办`."""
_HELD = regex.compile(r"《[^》]*》|“[^”]*”|（[^）]*）|\([^)]*\)")
_HAN_NOUN = regex.compile(r"[\p{Han}（）“”+A-Za-z]{0,14}?")
_MASKED = "\x00"


@dataclass(frozen=True, slots=True)
class Naming:
    """How many items a text names: `least` for certain, `most` where 和 and 与 may part items or stand inside one."""

    least: int
    most: int
    alike: bool
    """Whether the items are alike in form (all in quotes, or with the same last character), so that they are surely a list."""
    open: bool = False
    items: tuple[str, ...] = ()


def list_findings(report: Report, rule: ListRule) -> Iterator[Finding]:
    """One finding for each number that counts the items named right before or after it, where that can be told."""
    text = report.text.text
    for number in report.numbers:
        if not _may_count(report, number, rule):
            continue
        sentence = sentence_around(text, number.raw_start, number.raw_end)
        naming = _named_before(sentence, rule) or _named_after(sentence, rule)
        if naming is not None:
            finding = _finding(report, number, sentence, naming, rule)
            if finding is not None:
                yield finding
    yield from _groups(report, rule)


def _may_count(report: Report, number: Number, rule: ListRule) -> bool:
    if number.kind != "quantity" or number.second or number.bound != "exact" or number.ratio or number.value_high is not None:
        return False
    if number.value != number.value.to_integral_value() or not 2 <= number.value <= rule.most:
        return False
    unit = number.unit_raw or number.unit
    if unit not in rule.measures or report.text.table_at(number.start) is not None:
        return False
    before = report.text.text[max(0, number.raw_start - 60) : number.raw_start]
    return before.rfind("《") <= before.rfind("》")


def _named_before(sentence: Passage, rule: ListRule) -> Naming | None:
    """The items that end right at the number, or at 等 before it."""
    left = sentence.before
    match = _OPEN.search(left)
    if match:
        naming = _best_segments(left[: match.start()], rule)
        return None if naming is None else Naming(naming.least, naming.most, naming.alike, True, naming.items)
    verb = ready(rf"(?:{'|'.join(rule.starts)})了?\s*$").search(left) if rule.starts else None
    if verb or _NOT_COUNTING.search(left) or left.endswith(("，", "、", "：", "（")):
        return None
    return _best_segments(left, rule)


def _named_after(sentence: Passage, rule: ListRule) -> Naming | None:
    """The items in the bracket behind the counted noun, or behind a colon, 即 or 分别是."""
    noun = _HAN_NOUN.match(sentence.after)
    bracket = ready(r"[\p{Han}”]{0,12}[（(]([^（）()]+)[）)]").match(sentence.after)
    content = bracket.group(1) if bracket else ""
    if not bracket and noun:
        introduced = ready(rf"[\p{{Han}}”]{{0,12}}?{_INTRODUCED.pattern}([^。；]+)$").match(sentence.after)
        content = introduced.group(1).split("，")[0] if introduced else ""
    if not content or "、" not in content:
        return None
    open_end = _OPEN_END.search(content)
    naming = _naming(content[: open_end.start()] if open_end else content, rule)
    return None if naming is None else Naming(naming.least, naming.most, naming.alike, bool(open_end), naming.items)


def _best_segments(left: str, rule: ListRule) -> Naming | None:
    """The items of the last segment between commas, taken together with earlier ones that go on in the same form
    (`甲校的《一》、《二》，乙校的《三》`)."""
    segments = _split(left, "，,")
    last = _naming(segments[-1], rule)
    if last is None:
        return None
    found = last
    for segment in reversed(segments[:-1]):
        earlier = _naming(segment, rule)
        if earlier is None or not (earlier.alike and found.alike) or earlier.items[-1][-1] != found.items[0][-1]:
            break
        found = Naming(found.least, found.most + earlier.most, True, False, (*earlier.items, *found.items))
    return found


def _naming(segment: str, rule: ListRule) -> Naming | None:
    """The items of one segment; None when it is no list, or when numbers stand in the items."""
    parts = [part for piece in _split(segment, "、") for part in _touching(piece)]
    for i in range(len(parts) - 1, 0, -1):
        bare = _bare(parts[i])
        if any(ready(pattern).search(bare) for pattern in rule.starts):
            parts = parts[i:]
            break
    if not parts or any(_COUNTED.search(_bare(part)) for part in parts):
        return None
    if any(ready(pattern).search(parts[-1]) for pattern in rule.unless):
        return None
    doubled = sum(_conjunctions(part, parts) for part in parts)
    if len(parts) + doubled < 2 or any(not part.strip() for part in parts):
        return None
    tails = {part.rstrip("）)”》\"")[-1:] for part in parts}
    quoted = all(part.endswith(("》", "”")) for part in parts)
    alike = quoted or (len(tails) == 1 and len(parts) > 1)
    return Naming(len(parts), len(parts) + doubled, alike, False, tuple(part.strip() for part in parts))


def _conjunctions(part: str, parts: list[str]) -> int:
    """How many 和, 与, 及 in an item may part two items."""
    bare = _bare(part)
    count = 0
    for match in ready(r"以及|和|与|及|暨").finditer(bare):
        left, right = bare[: match.start()], bare[match.end() :]
        if not left or not right:
            continue
        same_tail = left[-1] == right[-1] or any(left[-1] == other.rstrip("）)”》")[-1:] for other in parts if other is not part)
        # 与 mostly stands inside names (运用与维修); 和 and 以及 mostly part them.
        if same_tail or match.group() in {"和", "以及", "及"}:
            count += 1
    return count


def _bare(part: str) -> str:
    """The item with what stands in brackets and quotes masked."""
    return _HELD.sub(lambda m: _MASKED * len(m.group()), part)


def _split(text: str, marks: str) -> list[str]:
    """The text split at marks outside of brackets and quotes."""
    bare = _bare(text)
    parts, begin = [], 0
    for i, char in enumerate(bare):
        if char in marks:
            parts.append(text[begin:i])
            begin = i + 1
    return [*parts, text[begin:]]


def _touching(piece: str) -> list[str]:
    """`《甲》《乙》` -> two items."""
    return ready(r"(?<=[》”])(?=[《“])").split(piece)


def _finding(report: Report, number: Number, sentence: Passage, naming: Naming, rule: ListRule) -> Finding | None:
    stated = int(number.value)
    noun = ready(r"[\p{Han}]{0,8}").match(sentence.after)
    printed = sentence.middle + (noun.group() if noun else "")
    result = "pass"
    if not naming.least <= stated <= naming.most:
        missing = stated - naming.most
        if naming.open and missing > 0:
            if missing > rule.open_missing or stated < rule.open_from:
                return None
        elif not naming.alike or abs(stated - naming.most) > 2 or not (noun and noun.group()):
            # `特级教师、名师3名` counts people of these kinds, `甲部、乙部三个教学部` the items.
            return None
        result = "fail"
    if not naming.open and sentence.middle[-1:] in "名位人" and not (noun and noun.group()):
        return None
    count = naming.most if result == "fail" else stated
    message = f"`{printed}`: {count} named ({'、'.join(naming.items)})" + ("" if result == "pass" else f", {stated} stated")
    return Finding(
        "count_vs_list", f"items named beside `{sentence.middle}` at {number.start} = {stated}", str(stated), str(count),
        result, evidence_at(report, number.start), message, {"section": report.sections.at(number.start).path},  # type: ignore[arg-type]
    )


def _groups(report: Report, rule: ListRule) -> Iterator[Finding]:
    """`以甲为龙头，联合乙、丙等组建“1+2”…`: leaders and members against the name N+M."""
    if not (rule.leaders and rule.members):
        return
    text = report.text.text
    leaders, members, closers = ("|".join(words) for words in (rule.leaders, rule.members, rule.closers))
    for match in ready(r"“?(\d{1,2})\s*\+\s*(\d{1,2})”?").finditer(text):
        sentence = sentence_around(text, match.start(), match.end())
        whole = sentence.before + sentence.middle + sentence.after
        shape = ready(rf"[以由](?P<heads>[^，；。]+?)(?:{leaders})，?(?:{members})(?P<members>[^；。]+?)(?:等)?(?:{closers})").search(whole)
        if shape is None:
            continue
        heads, parts = (_naming(shape[name].removesuffix("等"), rule) for name in ("heads", "members"))
        named = (heads.least if heads else 1, parts.least if parts else 1)
        most = (heads.most if heads else 1, parts.most if parts else 1)
        stated = (int(match[1]), int(match[2]))
        good = all(low <= value <= high for low, value, high in zip(named, stated, most, strict=True))
        yield Finding(
            "count_vs_list", f"leaders + members named beside `{match.group()}` at {match.start()} = {stated[0]}+{stated[1]}",
            f"{stated[0]}+{stated[1]}", f"{stated[0]}+{stated[1]}" if good else f"{most[0]}+{most[1]}", "pass" if good else "fail",
            evidence_at(report, match.start(1)), f"{match.group()}: {most[0]} leading, {most[1]} joining are named",
            {"section": report.sections.at(match.start()).path},
        )
