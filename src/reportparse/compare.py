"""What drifted from one release to the next: figures, rules that fell silent, sections, and text that was carried over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

import regex

from reportparse.delivery import Delivery, read_delivery
from reportparse.errors import DeliveryError
from reportparse.panel import panel_rows
from reportparse.rulebook.trust import YearRules

Row = Mapping[str, str]

_FACT_TABLES = ("indicators", "awards", "recognitions")
_WINDOW = 16
"""Characters in a row that must be the same for a passage to count as carried over."""
_ALIKE = 0.5
_CLOSE = 0.3


@dataclass(frozen=True, slots=True)
class Drift:
    """How a figure differs between the two releases; `kind` is the panel's flag, or `changed` for one beyond the usual."""

    kind: Literal["new", "dropped", "unchanged", "outlier"]
    indicator: str
    label: str
    population: str
    """Measure, scope, entity, ownership and status where they are not the plain ones."""
    unit: str
    old: str
    new: str
    growth_percent: str
    note: str


@dataclass(frozen=True, slots=True)
class SilentRule:
    """A rule that gave facts in the old release and none in the new one, with the new sentence closest to its old words."""

    rule: str
    facts: int
    section: str
    quote: str
    closest: str
    closest_section: str
    likeness: float


@dataclass(frozen=True, slots=True)
class SectionDrift:
    """A section that is new, dropped, renamed or moved."""

    kind: Literal["new", "dropped", "renamed", "moved", "renamed and moved"]
    old_section: str
    old_title: str
    new_section: str
    new_title: str


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """How much of a section's text stands word for word in the old report."""

    section: str
    title: str
    characters: int
    carried: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that drifted between two reports of one issuer."""

    old: str
    new: str
    figures: tuple[Drift, ...]
    rules: tuple[SilentRule, ...]
    sections: tuple[SectionDrift, ...]
    boilerplate: tuple[Boilerplate, ...]
    carried: float
    """Share of the whole new text that stands word for word in the old one."""

    def as_dict(self) -> dict[str, Any]:
        """The comparison for JSON."""
        return asdict(self)


def load_release(path: Path) -> Delivery:
    """A delivery, or one year's folder of a delivery. DeliveryError when there is neither."""
    if not (path / "datapackage.json").exists() and (path.parent / "datapackage.json").exists():
        delivery = read_delivery(path.parent)
        if path.name in delivery.years:
            return replace(delivery, years={path.name: delivery.years[path.name]}, texts={path.name: delivery.texts.get(path.name, {})})
    return read_delivery(path)


def compare(old: Delivery, new: Delivery, rules: YearRules) -> tuple[Comparison, ...]:
    """One comparison for each issuer and sector that both releases have: its latest report in `new` against the latest one in
    `old` that is of an earlier year. DeliveryError when no report has an earlier one."""
    pairs = list(_pairs(old, new))
    if not pairs:
        raise DeliveryError(
            "no report of the new release has an earlier one of the same issuer and sector in the old release", "compare",
            "Give two deliveries (or two years' folders of one) with reports of one issuer.")
    return tuple(_compared(old, new, before, after, rules) for before, after in pairs)


def _pairs(old: Delivery, new: Delivery) -> Iterator[tuple[Row, Row]]:
    latest: dict[tuple[str, str], Row] = {}
    for row in new.rows("reports"):
        latest[(row["issuer"], row["sector"])] = row
    for key in sorted(latest):
        earlier = [row for row in old.rows("reports") if (row["issuer"], row["sector"]) == key and row["year"] < latest[key]["year"]]
        if earlier:
            yield earlier[-1], latest[key]


def _compared(old: Delivery, new: Delivery, before: Row, after: Row, rules: YearRules) -> Comparison:
    old_text, new_text = old.text(before["report_id"]), new.text(after["report_id"])
    old_sections, new_sections = _of(old, "sections", before), _of(new, "sections", after)
    grams = _windows(_squeezed(old_text))
    boilerplate = tuple(_boilerplate(new_text, new_sections, grams))
    return Comparison(
        before["report_id"], after["report_id"], tuple(_figures(old, new, before, after, rules)),
        tuple(_silent_rules(old, new, before, after, new_text, new_sections)),
        tuple(_section_drift(old_text, old_sections, new_text, new_sections)), boilerplate, _carried(_squeezed(new_text), grams),
    )


def _of(delivery: Delivery, table: str, report: Row) -> list[Row]:
    return [row for row in delivery.rows(table) if row["report_id"] == report["report_id"]]


def _figures(old: Delivery, new: Delivery, before: Row, after: Row, rules: YearRules) -> Iterator[Drift]:
    """Rows of the panel of the two reports that have a flag."""
    labels = {row["code"]: row["label"] for row in new.rows("codebook")}
    rows = panel_rows([*_of(old, "indicators", before), *_of(new, "indicators", after)], [before, after], labels, rules)
    order = {"outlier": 0, "dropped": 1, "new": 2, "unchanged": 3}
    for row in sorted(rows, key=lambda row: (order.get(row.get("flag", ""), 9), row["indicator"])):
        flag = row.get("flag", "")
        if flag not in order or row["year"] != after["year"]:
            continue
        plain = {"level", "all", "actual", ""}
        population = " ".join(row[name] for name in ("measure", "scope", "entity", "ownership", "status") if row[name] not in plain)
        yield Drift(
            flag, row["indicator"], row["label"], population, row["unit"], row.get("previous_value", ""),  # type: ignore[arg-type]
            row.get("value", ""), row.get("growth_percent", ""), row.get("note", ""))


def _silent_rules(
    old: Delivery, new: Delivery, before: Row, after: Row, new_text: str, new_sections: Sequence[Row]
) -> Iterator[SilentRule]:
    fired: dict[str, list[Row]] = {}
    for table in _FACT_TABLES:
        for row in _of(old, table, before):
            fired.setdefault(row["rule"], []).append(row)
    still = {row["rule"] for table in _FACT_TABLES for row in _of(new, table, after)}
    sentences = [(match.start(), match.group().strip()) for match in regex.finditer(r"[^。！？\n]{6,}", new_text)]
    pairs = [(start, sentence, _bigrams(sentence)) for start, sentence in sentences]
    for rule in sorted(fired, key=lambda rule: (-len(fired[rule]), rule)):
        if rule in still or not rule:
            continue
        row = fired[rule][0]
        wanted = _bigrams(row["quote"])
        start, closest, likeness = max(
            ((start, sentence, _dice(wanted, grams)) for start, sentence, grams in pairs), key=lambda found: found[2], default=(0, "", 0.0))
        good = likeness >= _CLOSE
        yield SilentRule(
            rule, len(fired[rule]), row["section"], row["quote"], closest if good else "", _section_at(new_sections, start) if good else "",
            round(likeness, 2))


def _section_at(sections: Sequence[Row], offset: int) -> str:
    holding = [row for row in sections if int(row["char_start"]) <= offset < int(row["char_end"])]
    return max(holding, key=lambda row: int(row["char_start"]))["section"] if holding else ""


def _bigrams(text: str) -> Counter[str]:
    """Pairs of characters with every number as one sign: last year's figures must not decide what is alike."""
    plain = regex.sub(r"\d[\d.,，]*", "0", _squeezed(text, digits=True))
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1))


def _dice(a: Counter[str], b: Counter[str]) -> float:
    size = a.total() + b.total()
    return 2 * (a & b).total() / size if size else 0.0


def _section_drift(old_text: str, old: Sequence[Row], new_text: str, new: Sequence[Row]) -> Iterator[SectionDrift]:
    """Titled sections that do not stand where they stood, matched by title and place, then by title, then by text."""
    left = [row for row in old if row["title"] and row["kind"] == "body"]
    right = [row for row in new if row["title"] and row["kind"] == "body"]
    matched: list[tuple[Row, Row]] = []

    def take(test: Any) -> None:
        for row in list(left):
            other = next((other for other in right if test(row, other)), None)
            if other is not None:
                left.remove(row)
                right.remove(other)
                matched.append((row, other))

    take(lambda a, b: _title(a) == _title(b) and a["section"] == b["section"])
    take(lambda a, b: _title(a) == _title(b) and a["depth"] == b["depth"])
    take(lambda a, b: _title(a) == _title(b))
    take(lambda a, b: a["section"] == b["section"] and _likeness(_title(a), _title(b)) >= _ALIKE)
    take(lambda a, b: _likeness(_title(a), _title(b)) >= 0.7)
    contents = {id(row): _bigrams(_body(text, row)) for text, rows in ((old_text, left), (new_text, right)) for row in rows}
    take(lambda a, b: a["section"] == b["section"] and _dice(contents[id(a)], contents[id(b)]) >= 0.3)
    take(lambda a, b: a["depth"] == b["depth"] and _dice(contents[id(a)], contents[id(b)]) >= 0.6)
    for a, b in matched:
        renamed, moved = _title(a) != _title(b), a["section"] != b["section"]
        if renamed or moved:
            kind = "renamed and moved" if renamed and moved else "renamed" if renamed else "moved"
            yield SectionDrift(kind, a["section"], a["title"], b["section"], b["title"])  # type: ignore[arg-type]
    for row in left:
        yield SectionDrift("dropped", row["section"], row["title"], "", "")
    for row in right:
        yield SectionDrift("new", "", "", row["section"], row["title"])


def _title(row: Row) -> str:
    return regex.sub(r"20\d\d年?|\s", "", row["title"])


def _body(text: str, row: Row) -> str:
    return text[int(row["char_start"]) : int(row["char_end"])]


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _boilerplate(text: str, sections: Sequence[Row], grams: frozenset[str]) -> Iterator[Boilerplate]:
    for row in sections:
        own = _squeezed(_body(text, row))
        if len(own) >= 5 * _WINDOW:
            yield Boilerplate(row["section"], row["title"], len(own), _carried(own, grams))


def _squeezed(text: str, *, digits: bool = False) -> str:
    """Text without spaces, and without digits unless asked for: a sentence with a new figure is still the old sentence."""
    return regex.sub(r"\s" if digits else r"[\s\d]", "", text)


def _windows(text: str) -> frozenset[str]:
    return frozenset(text[i : i + _WINDOW] for i in range(len(text) - _WINDOW + 1))


def _carried(text: str, grams: frozenset[str]) -> float:
    """Share of the characters that lie in a window which the old text has too."""
    covered = bytearray(len(text))
    for i in range(len(text) - _WINDOW + 1):
        if text[i : i + _WINDOW] in grams:
            covered[i : i + _WINDOW] = b"\x01" * _WINDOW
    return round(sum(covered) / len(text), 3) if text else 0.0
