"""The types of `checks.yaml` and `harmonise.yaml`: what must hold within a report, over the years, and which names are one."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Literal

import regex
from msgspec import field

from reportparse.errors import RuleError
from reportparse.rulebook.reading import Lines, read_yaml
from reportparse.rulebook.schema import Strict

Sector = Literal["中职", "高职", "职教", "其他"]


class SumRule(Strict, frozen=True, kw_only=True):
    """Parts that make up a whole, all of the same report, year, scope, entity, ownership and status."""

    id: str
    whole: tuple[str, ...] = ()
    """Indicators that can be the whole; the first one that the report gives counts. Empty for shares: the whole is 100 %."""
    parts: tuple[tuple[str, ...], ...]
    """Lists of indicators, of which the first one that the report gives completely counts."""
    measure: Literal["level", "share"] = "level"
    mixed: bool = False
    """True: planned parts count beside actual ones (`备案30个，其中撤销7个，拟新增23个`); targets never do."""
    near: float | None = None
    """None: the parts are the whole, any difference is a finding. A share (0.05): the parts may leave something out; only
    a sum that equals the whole or misses it by less than this share of it says anything."""


class PartitionRule(Strict, frozen=True, kw_only=True):
    """Dimensions that cut the reporting unit into parts, for indicators that add up."""

    indicators: tuple[str, ...]
    """Codes, `*` stands for any end (`students.*`)."""
    scopes: tuple[str, ...] = ("municipal", "county")
    ownerships: tuple[str, ...] = ("public", "private")


class ShareRules(Strict, frozen=True, kw_only=True):
    """How printed percentages are recomputed."""

    bases: dict[str, str] = field(default_factory=dict)
    """Indicator -> denominator of its share where the text names none."""
    tasks: tuple[str, ...] = ()
    """Words for a base that is the task or plan of the same indicator (任务, 招生计划)."""
    several: tuple[str, ...] = ()
    """Indicators that reports use for several things at once (employed in the city, in the province): only a share that comes
    out says anything."""


class RatioRule(Strict, frozen=True, kw_only=True):
    """An indicator that is one indicator divided by another (per student, per school)."""

    id: str
    indicator: str
    numerator: str
    denominator: str
    units: dict[str, str] = field(default_factory=dict)
    """Unit of the numerator -> factor to the unit of the ratio (`亩: 666.67`); other units are taken as they are."""
    sectors: tuple[Sector, ...] = ()
    """Reports for which the definition holds; empty: all."""


class OrderRule(Strict, frozen=True, kw_only=True):
    """A part that cannot be larger than its whole."""

    part: tuple[str, ...]
    whole: str


class RangeRule(Strict, frozen=True, kw_only=True):
    """Values that are plausible, and the norm that the limits lean on."""

    indicators: tuple[str, ...]
    measure: Literal["level", "share", "change", "growth"] = "level"
    unit: str = ""
    """Only figures of this unit; empty: any."""
    least: float | None = None
    most: float | None = None
    norm: str = ""
    """What the norm asks for, in words, with its number."""
    source: str
    """Document that sets the norm, or the reason for the limits."""
    sectors: tuple[Sector, ...] = ()


class SingleRule(Strict, frozen=True, kw_only=True):
    """Indicators that have one value for one population, year and status."""

    indicators: tuple[str, ...]
    within: float = 2.0
    """Two values are held against each other only up to this ratio: further apart they are about different things."""


class RosterRule(Strict, frozen=True, kw_only=True):
    """The roster of schools against the stated number of schools."""

    indicator: str
    administrations: dict[str, str] = field(default_factory=dict)
    """Administration of the roster -> scope of the figures."""


class ListRule(Strict, frozen=True, kw_only=True):
    """Stated counts against the items named beside them."""

    measures: tuple[str, ...]
    """Measure words whose number may count the items of a list."""
    most: int = 30
    """Larger counts are not held against lists."""
    open_missing: int = 1
    """A list that ends in 等 may leave items out; one that leaves out at most so many is a finding."""
    open_from: int = 4
    """… if the stated count is at least this."""
    starts: tuple[str, ...] = ()
    """Verbs that a list can begin behind (`甲校、乙校开设A、B`): what stands before the last one is another list."""
    leaders: tuple[str, ...] = ()
    """Words that follow the leaders (为龙头)."""
    members: tuple[str, ...] = ()
    """Words that stand before the members (联合)."""
    closers: tuple[str, ...] = ()
    """Words that end the list of members (组建)."""
    unless: tuple[str, ...] = ()
    """Patterns in the last item that show that the number counts something else."""


class ChainRule(Strict, frozen=True, kw_only=True):
    """Prizes by grade against the total stated before or after them."""

    prizes: tuple[str, ...]
    """Patterns of prize grades."""
    totals: tuple[str, ...]
    """Words beside the number of all prizes (获奖)."""
    entrants: tuple[str, ...] = ()
    """Words beside the number of those who took part: at best each won one prize."""


class TotalsRule(Strict, frozen=True, kw_only=True):
    """Total rows of tables."""

    rows: tuple[str, ...]
    """Patterns of row labels that mean the total."""
    unless: tuple[str, ...] = ()
    """Patterns of column headers whose values do not add up (rates, means)."""


class YearRules(Strict, frozen=True, kw_only=True):
    """What is said of two years of one issuer."""

    carried: tuple[str, ...] = ()
    """Indicators of what happens within a year: the same figure twice is a finding."""
    carried_from: float = 100
    """… from this value on."""
    growth: float = 50
    """Growth in percent beyond which a change is out of the usual."""
    growths: dict[str, float] = field(default_factory=dict)
    """Indicator pattern -> growth in percent that is usual at most for it; the first that fits counts."""
    points: float = 10
    """Change of a share in percentage points beyond which it is out of the usual."""
    least: float = 20
    """Smaller values than this jump easily: their growth says nothing."""


class Checks(Strict, frozen=True, kw_only=True):
    """`checks.yaml`: everything that is checked; a part that is left out is not checked."""

    sums: tuple[SumRule, ...] = ()
    partitions: tuple[PartitionRule, ...] = ()
    shares: ShareRules | None = None
    ratios: tuple[RatioRule, ...] = ()
    orders: tuple[OrderRule, ...] = ()
    ranges: tuple[RangeRule, ...] = ()
    single: SingleRule | None = None
    roster: RosterRule | None = None
    lists: ListRule | None = None
    chains: ChainRule | None = None
    totals: TotalsRule | None = None
    years: YearRules = YearRules()
    contents: bool = False
    """Whether the table of contents is held against the headings."""


class FormerName(Strict, frozen=True, kw_only=True):
    """A name that was given up, and how."""

    name: str
    until: int
    """First year in which the name no longer holds."""
    how: Literal["renamed", "merged"] = "renamed"


class NameEntry(Strict, frozen=True, kw_only=True):
    """One institution or competition over the years."""

    name: str
    """The name that the delivery shows."""
    kind: Literal["school", "competition"] = "school"
    since: int | None = None
    """First year of the name; None: as far back as reports go."""
    spellings: tuple[str, ...] = ()
    """Other printed forms that the key rules do not bring together."""
    former: tuple[FormerName, ...] = ()
    source: str = ""
    """Where the change is stated."""


class KeyRules(Strict, frozen=True, kw_only=True):
    """How names are made alike before they are compared."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that mean the same within a name; the last of a group stands in the key."""
    drop: tuple[str, ...] = ()
    """Patterns that are taken out of the key."""


class Harmonise(Strict, frozen=True, kw_only=True):
    """`harmonise.yaml`: one key for one school or competition over years and spellings."""

    schools: KeyRules = KeyRules()
    competitions: KeyRules = KeyRules()
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Printed labels that mean the same: the label to show -> its other forms (市属民办: [市直民办])."""
    names: tuple[NameEntry, ...] = ()
    near: float = 0.6
    """Likeness from which two unmatched names are shown to the analyst as near."""


@lru_cache(maxsize=8192)
def fits(code: str, patterns: tuple[str, ...]) -> bool:
    """Whether a code is one of the patterns, in which `*` stands for anything."""
    return any(fnmatchcase(code, pattern) for pattern in patterns)


def load_checks(path: Path, codes: frozenset[str] = frozenset()) -> Checks:
    """`checks.yaml`; RuleError names line and remedy. With `codes`, indicators that are not among them are refused."""
    checks, lines = read_yaml(path, Checks)
    _unique([(rule.id, f"$.sums[{i}]") for i, rule in enumerate(checks.sums)]
            + [(rule.id, f"$.ratios[{i}]") for i, rule in enumerate(checks.ratios)], path, lines)
    for at, patterns in _indicators(checks):
        for pattern in patterns:
            if codes and not any(fnmatchcase(code, pattern) for code in codes):
                raise RuleError(f"`{pattern}` fits no code of codebook.csv", _place(path, lines, at), "Mend the code, or add it there.")
    for at, patterns in _patterns(checks):
        _compile(patterns, _place(path, lines, at))
    for i, rule in enumerate(checks.ranges):
        if rule.least is None and rule.most is None:
            raise RuleError("a range without limits", _place(path, lines, f"$.ranges[{i}]"), "Write `least`, `most` or both.")
    for i, ratio in enumerate(checks.ratios):
        for unit, factor in ratio.units.items():
            if not regex.fullmatch(r"\d+(\.\d+)?", factor):
                where = _place(path, lines, f"$.ratios[{i}].units.{unit}")
                raise RuleError(f"`{factor}` is no factor", where, 'Write a plain number in quotes ("666.67").')
    return checks


def load_harmonise(path: Path) -> Harmonise:
    """`harmonise.yaml`; RuleError names line and remedy."""
    harmonise, lines = read_yaml(path, Harmonise)
    taken: dict[tuple[str, str], int] = {}
    for i, entry in enumerate(harmonise.names):
        for name in (entry.name, *entry.spellings):
            first = taken.setdefault((entry.kind, name), i)
            if first != i:
                where = _place(path, lines, f"$.names[{i}]")
                raise RuleError(f"`{name}` stands in two entries", where, "Keep the name in the entry that it belongs to.")
    _compile(harmonise.schools.drop, _place(path, lines, "$.schools.drop"))
    _compile(harmonise.competitions.drop, _place(path, lines, "$.competitions.drop"))
    return harmonise


def _indicators(checks: Checks) -> list[tuple[str, tuple[str, ...]]]:
    """Every place that names indicators, with the names."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for i, total in enumerate(checks.sums):
        found += [(f"$.sums[{i}]", (*total.whole, *(code for parts in total.parts for code in parts)))]
    for i, partition in enumerate(checks.partitions):
        found += [(f"$.partitions[{i}].indicators", partition.indicators)]
    if checks.shares:
        found += [("$.shares.bases", (*checks.shares.bases, *checks.shares.bases.values(), *checks.shares.several))]
    for i, ratio in enumerate(checks.ratios):
        found += [(f"$.ratios[{i}]", (ratio.indicator, ratio.numerator, ratio.denominator))]
    for i, order in enumerate(checks.orders):
        found += [(f"$.orders[{i}]", (*order.part, order.whole))]
    for i, plausible in enumerate(checks.ranges):
        found += [(f"$.ranges[{i}].indicators", plausible.indicators)]
    if checks.single:
        found += [("$.single.indicators", checks.single.indicators)]
    if checks.roster:
        found += [("$.roster.indicator", (checks.roster.indicator,))]
    return [*found, ("$.years.carried", checks.years.carried), ("$.years.growths", tuple(checks.years.growths))]


def _patterns(checks: Checks) -> list[tuple[str, tuple[str, ...]]]:
    """Every place that holds regexes."""
    found: list[tuple[str, tuple[str, ...]]] = []
    if checks.lists:
        lists = checks.lists
        found += [(f"$.lists.{key}", getattr(lists, key)) for key in ("starts", "leaders", "members", "closers", "unless")]
    if checks.chains:
        found += [(f"$.chains.{key}", getattr(checks.chains, key)) for key in ("prizes", "totals", "entrants")]
    if checks.totals:
        found += [("$.totals.rows", checks.totals.rows), ("$.totals.unless", checks.totals.unless)]
    return found


def _compile(patterns: tuple[str, ...], where: str) -> None:
    for pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            raise RuleError(f"`{pattern}` is not a valid pattern: {error}", where, "Escape ( ) [ ] + * ? . with a backslash.") from error


def _unique(ids: list[tuple[str, str]], path: Path, lines: Lines) -> None:
    seen: set[str] = set()
    for name, at in ids:
        if name in seen:
            raise RuleError(f"the id `{name}` stands twice", _place(path, lines, at), "Give each check an id of its own.")
        seen.add(name)


def _place(path: Path, lines: Lines, at: str) -> str:
    while at and at not in lines:
        at = at[: max(at.rfind("."), at.rfind("["))] if max(at.rfind("."), at.rfind("[")) > 0 else ""
    return f"{path}:{lines.get(at, 1)}"
