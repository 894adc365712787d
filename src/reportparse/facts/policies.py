"""Policy documents: the titles in 《》 that are notices, plans, measures and the like, with number, issuer and relation."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from reportparse.model import Claim, Evidence, Identity, Number, Policy, Sections, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = "policies.title"


@dataclass(frozen=True, eq=False)
class PolicyVocabulary:
    """The words of a genre that tell policy documents from other titles (`policies.yaml` of a pack)."""

    documents: tuple[str, ...] = ()
    """Last words of a policy document's title."""
    always: tuple[str, ...] = ()
    """Beginnings (or contents) of a title that make it one."""
    laws: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Last words of papers that are no policy."""
    works_before: tuple[str, ...] = ()
    works_after: tuple[str, ...] = ()
    """Words beside the titles of courses, books and works."""
    issuing: tuple[str, ...] = ()
    citing: tuple[str, ...] = ()
    superior: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    """Last words of the names of those who give documents out, beside the offices of any field."""

    @cached_property
    def verbs(self) -> re.Pattern[str]:
        """A verb of issuing or of citing."""
        return re.compile("|".join(sorted(map(re.escape, (*self.issuing, *self.citing)), key=lambda w: (-len(w), w))) or r"(?!)")

    def is_organ(self, name: str) -> bool:
        """Whether a name is one of an organ that gives documents out."""
        return bool(ORGAN.search(name)) or name.endswith(self.organs)


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    start: int
    """Of the title itself, the mark 《 left out."""
    end: int
    outer_start: int
    outer_end: int


# 〔2024〕88号, [2016]2号, 【2013】25号, 〔20189101号 (the closing bracket read as a 9), 令第45号, 2024年第3号
DOCUMENT_NUMBER = re.compile(
    r"(?P<organ>[一-鿿]{1,18}?(?:〔\s*\w?\s*)?)[ \t]*"
    r"(?:[〔\[【（(﹝［]\s*(?:19|20)\d\d\s*[〕\]】）)﹞］9]?\s*(?:第\s*)?\d{1,4}\s*号|(?:令|公告)\s*(?:(?:19|20)\d\d\s*年\s*)?(?:第\s*)?\d{1,4}\s*号)"
)
TAIL = re.compile(r"(?:[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]|[\s“”\"]|\d+(?:\.\d+)?版?|全文)+$")
ALIAS = re.compile(r"(?:以下|下)(?:统称|简称|称)\s*[:：]?\s*$")
SHORT_NAME = 6
ORGAN = re.compile(r"(?:[厅局委部院会署办]|政府|办公室|办公厅|中心|部门|单位|组|军|法院)$")
CLAUSE = "。；！？\n"


def find_policies(
    text: Text, sections: Sections, numbers: tuple[Number, ...], vocabulary: PolicyVocabulary, identity: Identity | None = None
) -> tuple[Claim, ...]:
    """One claim for each different title, at its first place, with the document number printed beside it anywhere.

    Later places of the same title give context claims: they only tell what their numbers are. `numbers` of a claim are those in
    the title and in the document number. `identity` tells which organs are above the reporting unit; without it only
    those of the vocabulary are."""
    printed = text.text
    starts = [number.start for number in numbers]
    rows: dict[str, int] = {}
    claims: list[Claim] = []
    superior = _superior(vocabulary, identity)
    for title in _titles(printed):
        if _inside_contents(text, title.start):
            continue
        spans = [(title.start, title.end)]
        number = _number_beside(printed, title)
        if not _is_policy(printed, title, vocabulary, number is not None):
            continue
        if number:
            spans.append(number.span())
        record = Policy(
            title=title.text,
            issuer=_issuer(printed, title, vocabulary),
            document_number=_bare_number(number) if number else "",
            relation=_relation(printed, title, vocabulary, superior),
        )
        found = tuple(starts[i] for low, high in spans for i in range(bisect_left(starts, low), bisect_left(starts, high)))
        quote = _clause(printed, title.outer_start, max(high for _, high in spans))
        weight = float(sum(high - low for low, high in spans))
        key = _key(title.text)
        claim = Claim(RULE, record, Evidence(title.start, title.end, *quote), found, weight, context=key in rows)
        if key not in rows:
            rows[key] = len(claims)
        else:
            claims[rows[key]] = _completed(claims[rows[key]], record)
        claims.append(claim)
    return tuple(claims)


def _key(title: str) -> str:
    return re.sub(r"[\s“”\"'‘’〈〉《》]", "", title).replace("(", "（").replace(")", "）")


def _completed(claim: Claim, later: Policy) -> Claim:
    """The first claim on a title with what only a later place prints."""
    record = claim.record
    if not isinstance(record, Policy):
        return claim
    full = Policy(record.title, record.issuer or later.issuer, record.document_number or later.document_number, record.relation)
    return Claim(claim.rule, full, claim.evidence, claim.numbers, claim.weight)


# ----------------------------------------------------------------------------------------------------------- titles


def _titles(printed: str) -> Iterator[_Title]:
    """Titles in 《》, the outer one where they are nested; a mark that is never closed is passed over."""
    at = 0
    while (start := printed.find("《", at)) >= 0:
        depth, end = 1, start + 1
        while end < len(printed) and depth and end - start < 200:
            sign = printed[end]
            depth += (sign == "《") - (sign == "》")
            end += 1
            if sign == "\t" or printed[end - 2 : end] == "\n\n":
                break
        if depth:
            first = printed.find("》", start, start + 200)  # a mark that is never closed stands before another
            if first < 0 or "\n\n" in printed[start:first]:
                at = start + 1
                continue
            start, end = printed.rfind("《", start, first), first + 1
        inner = re.sub(r"\s*\n\s*", "", printed[start + 1 : end - 1]).strip()
        yield _Title(re.sub(r"[ \u3000]+", " ", inner), start + 1, end - 1, start, end)
        at = end


def _inside_contents(text: Text, offset: int) -> bool:
    return any(start <= offset < end for start, end in text.contents)


def _is_policy(printed: str, title: _Title, vocabulary: PolicyVocabulary, numbered: bool) -> bool:
    """By the document number, the beginning and the end of the title, against what stands around it."""
    bare = TAIL.sub("", title.text)
    if not bare or ALIAS.search(printed[max(0, title.outer_start - 8) : title.outer_start]):
        return False
    if _longest(bare, vocabulary.laws) > _longest(bare, vocabulary.documents):
        return False
    if numbered or any(word in bare for word in vocabulary.always):
        return True
    if _longest(bare, vocabulary.documents) <= _longest(bare, vocabulary.others):
        return False
    if len(bare) <= SHORT_NAME and _is_short_name(bare, vocabulary):
        return False
    return not _is_work(printed, title, vocabulary)


def _longest(title: str, endings: tuple[str, ...]) -> int:
    """Length of the longest of these endings that the title has; 0 for none."""
    return max((len(ending) for ending in endings if title.endswith(ending)), default=0)


def _is_short_name(bare: str, vocabulary: PolicyVocabulary) -> bool:
    """《通知》, 《实施方案》: a document named before by its full title."""
    return len(bare) - _longest(bare, vocabulary.documents) <= 2


def _is_work(printed: str, title: _Title, vocabulary: PolicyVocabulary) -> bool:
    """Whether a word for courses, books or works stands right before or after the run of titles that this one stands in."""
    end = title.outer_end
    while match := re.compile(r"[、，和与及\s]{0,2}《[^《》]{1,80}》").match(printed, end):
        end = match.end()
    start = title.outer_start
    while match := re.compile(r"《[^《》]{1,80}》[、，和与及\s]{0,2}$").search(printed[max(0, start - 90) : start]):
        start -= len(match.group())
    before = printed[max(0, start - 8) : start].rstrip("：:“（( ")
    return before.endswith(vocabulary.works_before) or printed.startswith(vocabulary.works_after, end)


# ---------------------------------------------------------------------------------------------------- document numbers


def _number_beside(printed: str, title: _Title) -> re.Match[str] | None:
    """The document number in the bracket after a title, right after it, or in the bracket before it."""
    opening = re.compile(r"\s*[（(]?\s*(?:文号[:：])?\s*").match(printed, title.outer_end)
    after = opening.end() if opening else title.outer_end
    if match := DOCUMENT_NUMBER.match(printed, after):
        return match
    head = printed[max(0, title.outer_start - 40) : title.outer_start]
    if closing := re.search(r"[（(]([^（）()]{4,36}号)[）)]\s*$", head):
        base = max(0, title.outer_start - 40) + closing.start(1)
        return DOCUMENT_NUMBER.match(printed, base)
    return None


def _bare_number(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match.group())


# ------------------------------------------------------------------------------------------------ issuer and relation


def _clause(printed: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, its closing mark left out."""
    low = max(printed.rfind(mark, 0, start) for mark in CLAUSE) + 1
    highs = [at for mark in CLAUSE if (at := printed.find(mark, end)) >= 0]
    return low, min(highs, default=len(printed))


def _before(printed: str, title: _Title) -> str:
    """The words of the sentence up to the title, with other titles left out."""
    low, _ = _clause(printed, title.outer_start, title.outer_end)
    return re.sub(r"《[^《》]*》(?:[（(][^（）()]*[）)])?", "", printed[low : title.outer_start])


def _issuer(printed: str, title: _Title, vocabulary: PolicyVocabulary) -> str:
    """Who gave it out: as the title says before 关于, else the organs right before the title or its verb; empty if not said."""
    if (at := title.text.find("关于")) > 0:
        return title.text[:at].strip()
    words = re.split(r"[，,：:]", _before(printed, title))[-1]
    words = re.sub(r"(?:关于)?(?:文件|精神|的)?[“”\s]*$", "", words)
    while words:
        verb = max(vocabulary.verbs.finditer(words), key=lambda m: m.end(), default=None)
        if verb and verb.end() >= len(words) - 2:
            words = re.sub(r"(?:联合|共同|研究|先后|相继|陆续|正式|专门|及时|并|也|还|已)+$", "", words[: verb.start()])
        else:
            words = words[verb.end() :].lstrip("了过") if verb else words
            break
    words = re.sub(r"^.*(?:年|月|日|根据|按照|落实|贯彻|联合|会同|由|经)", "", words).strip()
    named = re.sub(r"等?(?:[一二三四五六七八九十\d]+个?)?(?:部门|单位|厅局)$", "", words)
    return words if words and (vocabulary.is_organ(named) or named != words) and len(words) <= 60 else ""


def _superior(vocabulary: PolicyVocabulary, identity: Identity | None) -> tuple[str, ...]:
    """Beginnings of the names of organs above the reporting unit."""
    if identity is None or identity.level == "nation":
        return vocabulary.superior if identity is None else ()
    if identity.level == "province":
        return vocabulary.superior
    above = [*vocabulary.superior, "省", *filter(None, (identity.province, identity.province.removesuffix("省")))]
    if identity.level in {"county", "school"}:
        above += ["市", *filter(None, (identity.city,))]
    if identity.level == "school":
        above += ["县", "区"]
    return tuple(above)


def _relation(
    printed: str, title: _Title, vocabulary: PolicyVocabulary, superior: tuple[str, ...]
) -> Literal["issued", "cited"]:
    """`issued` when the verb nearest before the title is one of giving out and no higher organ did it."""
    before = _before(printed, title)
    verbs = list(vocabulary.verbs.finditer(before))
    if not verbs or verbs[-1].group() not in vocabulary.issuing:
        return "cited"
    issuer = _issuer(printed, title, vocabulary) or re.split(r"[，,]", before)[-1]
    return "cited" if issuer.startswith(superior) else "issued"
