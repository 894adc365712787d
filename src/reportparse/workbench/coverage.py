"""What rules do on a delivery: how often each fires, which never do, which quarrel over numbers, and rules for what is left over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from reportparse.delivery import Delivery
from reportparse.rulebook import Pack, Rulebook
from reportparse.rulebook.loading import CodebookEntry

Row = Mapping[str, str]

_TABLES = {"indicators": "fact_id", "awards": "award_id", "recognitions": "recognition_id", "policies": "policy_id", "tables": "table_id"}
"""Tables whose rows name their rule, and their keys."""
_LEFT = regex.compile(
    r"(?P<words>[\p{Han}“”A-Za-z+]{1,12}?)(?:总?人数|数量|数|规模|总量|比例|占比)?"
    r"(?:均?(?:为|是|达到?|达|有|共有|共计?|约|近|超过?|逾|至|到|完成|实现|仅))*[了：:\s]*$")
_RIGHT = regex.compile(r"\s*(?P<words>\p{Han}{2,10})")
_NOT_TERM = regex.compile(
    r"^(?:其中|全[省市县区州校]|我[省市县区校]|目前|现有?|共有?|已|年|的|为|各|等|和|与|及|由|将|在|从|对|并|比)+|(?:为|达|有|共|约|近|的|了|等|和|与|及)+$")


@dataclass(frozen=True, slots=True)
class Fires:
    """How often a rule gave a fact and how often its reading lost."""

    rule: str
    facts: int
    losses: int


@dataclass(frozen=True, slots=True)
class Quarrel:
    """Two rules that read the same numbers, how often, and a place."""

    winner: str
    loser: str
    reason: str
    times: int
    quote: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """Residual numbers with the same words and unit: `quotes` are some of their clauses."""

    words: str
    side: str
    """left or right: where the words stand."""
    unit: str
    times: int
    reports: int
    quotes: tuple[str, ...]
    texts: tuple[str, ...]


def fires(delivery: Delivery, rules: Rulebook) -> tuple[Fires, ...]:
    """Each rule of the rulebook and each reading of the engine, the busiest first; those that never fire come last."""
    facts = Counter(row["rule"] for table in _TABLES for row in delivery.rows(table) if "rule" in row)
    losses = Counter(row["rule"] for row in delivery.rows("losses"))
    silent = {rule: 0 for pack in rules.packs for rule in _rules_of(pack)}
    found = (Fires(rule, facts[rule], losses[rule]) for rule in {**silent, **facts})
    return tuple(sorted(found, key=lambda f: (-f.facts, -f.losses, f.rule)))


def quarrels(delivery: Delivery) -> tuple[Quarrel, ...]:
    """The numbers that two rules claimed, by pair of rules, ties first."""
    winners = {row[key]: row["rule"] for table, key in _TABLES.items() for row in delivery.rows(table) if "rule" in row}
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in delivery.rows("losses"):
        found[winners.get(row["winner"], row["winner"]), row["rule"], row["reason"]].append(row["quote"])
    pairs = [Quarrel(*key, len(quotes), quotes[0]) for key, quotes in found.items()]
    return tuple(sorted(pairs, key=lambda q: (not q.reason.startswith("tie"), -q.times, q.winner, q.loser)))


def leftovers(delivery: Delivery) -> tuple[Leftover, ...]:
    """The residual numbers grouped by the words that name them, the most frequent first."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in delivery.rows("numbers"):
        if row["state"] == "residual":
            text = delivery.text(row["report_id"])
            groups[(*_named(text, int(row["char_start"]), int(row["char_end"]), row["unit"]), row["unit"])].append(row)
    found = []
    for (words, side, unit), rows in groups.items():
        quotes = tuple(dict.fromkeys(row["quote"] for row in rows))
        reports = len({row["report_id"] for row in rows})
        found.append(Leftover(words, side, unit, len(rows), reports, quotes[:3], tuple(row["text"] for row in rows[:3])))
    return tuple(sorted(found, key=lambda left: (-left.reports, -left.times, left.words, left.unit)))


def skeleton(left: Leftover, pack: Pack) -> str:
    """A rule for a group of residual numbers, as YAML to paste under `indicators:` and to finish."""
    codes = [entry.code for entry in likely_codes(left, pack)]
    code, value = codes[0] if codes else "new.code", "45.6" if left.unit == "%" else "1200"
    hint = f"  # or: {', '.join(codes[1:])}" if codes[1:] else "" if codes else "  # no code fits: add a row to codebook.csv"
    key = "rates" if left.unit == "%" else "terms"
    lines = [f"  - id: {code}.{'more' if codes else 'new'}", f"    indicator: {code}{hint}"]
    lines.append(f"    {key}: ['{regex.escape(left.words) if left.words else '…'}']")
    if left.unit != "%":
        lines.append(f"    units: ['{left.unit}']" if left.unit else "    units: []  # state the unit")
    said = f"{left.words}{value}{left.unit}。" if left.side == "left" else f"共有{value}{left.unit}{left.words}。"
    lines += [
        "    gives:  # sentences of your own, as others would write it",
        f"      - {{text: '{said}', facts: [{{value: {value}}}]}}",
        "    none:  # texts that come close but must give nothing",
        "      - '…'",
    ]
    return "\n".join(lines)


def likely_codes(left: Leftover, pack: Pack, most: int = 3) -> tuple[CodebookEntry, ...]:
    """Codes of the codebook whose label shares characters with the words, those of the same unit first."""
    def likeness(entry: CodebookEntry) -> float:
        pairs = {entry.label[i:i + 2] for i in range(len(entry.label) - 1)}
        shared = sum(left.words[i:i + 2] in pairs for i in range(len(left.words) - 1))
        return shared / max(len(pairs), 1) + (0.2 if entry.unit == left.unit and shared else 0)

    ranked = sorted(pack.codebook.values(), key=lambda entry: (-likeness(entry), entry.code))
    return tuple(entry for entry in ranked[:most] if likeness(entry) > 0)


def _rules_of(pack: Pack) -> Iterator[str]:
    yield from (rule.rule.id for rule in pack.indicators)
    yield from (rule.rule.id for rule in pack.patterns if rule.rule.kind in {"award", "recognition", "policy", "indicator"})
    yield from (rule.rule.id for rule in pack.tables if rule.rule.yields in {"awards", "recognitions"})


def _named(text: str, start: int, end: int, unit: str) -> tuple[str, str]:
    """The words that seem to name a number, and the side they stand on."""
    clause = max(text.rfind(mark, 0, start) for mark in "，。；：、！？（\n\t") + 1
    left = _LEFT.search(text[clause:start])
    words = _NOT_TERM.sub("", left["words"]) if left else ""
    if len(words) >= 2:
        return words[-8:], "left"
    after = _RIGHT.match(text, end + (len(unit) if text.startswith(unit, end) else 0))
    words = _NOT_TERM.sub("", after["words"]) if after else ""
    return (words[:8], "right") if len(words) >= 2 else ("", "left")

