"""One key for one school or competition over years and spellings: by rule and by data, never by likeness alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

import regex

from reportparse.compiling import ready
from reportparse.model import Award, Fact, Report, School
from reportparse.regions import Region, load_regions
from reportparse.rulebook.trust import Harmonise, KeyRules, NameEntry

_QUOTES = regex.compile(r"[\s“”\"'‘’「」]")
_LEADING_YEAR = regex.compile(r"^20\d\d年?度?")
_EDITION = regex.compile(r"第[〇一二三四五六七八九十百\d]+届|首届")
_MERGED = regex.compile(r"(?:整体|全部|正式)?(?:并入|合并到|划入)(?:原)?[“\"]?$")
_RENAMED = regex.compile(r"(?:更名|改名|改称|更改|升格)(?:为|成)?[“\"]?$")
_JOINED = regex.compile(r"^[”\"]?(?:与|和|、|同)(?:原)?[“\"]?$")
_FOUNDED = regex.compile(r"合并.{0,10}?(?:组建|成立|更名|重组|设立|新建)?(?:了|为|成)?[“\"]?$")
_SPAN = 40


@dataclass(frozen=True, slots=True)
class Succession:
    """What a report says of a school's name: `old` was renamed or merged into `new`."""

    old: str
    new: str
    how: str
    report_id: str
    year: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NameRow:
    """One line for the analyst: a name, its key, and how the key was found or why none was.

    `state`: rule (key rules), data (harmonise.yaml), stated (a report says so), merged (ends: merged into `other`), unmapped (a school
    that the year before or after does not have), near (like `other`, for the analyst to decide), unused (an entry of
    harmonise.yaml that no report has), out_of_years (a name of harmonise.yaml outside its years)."""

    kind: str
    issuer: str
    key: str
    name: str
    years: str
    state: str
    other: str = ""
    likeness: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The harmonised names of a set of reports: key and shown name by report and printed name, and the analyst's list."""

    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(report id, printed school name) -> key."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """Key -> name that the delivery shows: the entry's name, else the latest printed one."""
    rows: tuple[NameRow, ...] = ()

def shown_names(rows: Iterable[NameRow]) -> Callable[[str, str], str]:
    """A function from a printed school name and the issuer to the name that its key has in the latest year; names that no
    roster has stay as they are."""
    latest: dict[tuple[str, str], tuple[str, str]] = {}
    keys: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.kind == "school" and row.years and row.state in {"rule", "data", "stated", "merged"}:
            keys[(row.issuer, row.name)] = row.key
            name = row.other if row.state == "data" and row.other else row.name
            latest[(row.issuer, row.key)] = max(latest.get((row.issuer, row.key), ("", "")), (row.years[-4:], name))

    def shown(name: str, issuer: str) -> str:
        return latest[(issuer, keys[(issuer, name)])][1] if (issuer, name) in keys else name

    return shown


def school_key(name: str, rules: Harmonise, region_code: str = "") -> str:
    """The key of a school's name by rule alone: place names without their class (长葛市 = 长葛), a city before its county
    left out, synonyms made one. `region_code` is the issuer's, for places that bear one name."""
    bare = _QUOTES.sub("", name)
    regions = load_regions()
    chain, end = regions.chain(bare, 0, region_code)
    place = chain[-1].short if chain else _issuer_short(region_code)
    return place + _normalised(bare[end:], rules.schools)


def competition_key(name: str, rules: Harmonise, province: str = "") -> str:
    """The key of a competition's name: without year, edition, quotes and what the pack drops; 全省 is the `province`."""
    bare = _EDITION.sub("", _LEADING_YEAR.sub("", _QUOTES.sub("", name)))
    if province and bare.startswith("全省"):
        bare = province + bare.removeprefix("全省")
    return _normalised(_LEADING_YEAR.sub("", bare), rules.competitions)


def label(printed: str, rules: Harmonise) -> str:
    """The label that stands for a printed one (市直民办 -> 市属民办); the printed one without spaces if it has no other form."""
    bare = _QUOTES.sub("", printed)
    return next((shown for shown, forms in rules.labels.items() if bare == shown or bare in forms), bare)


def _issuer_short(region_code: str) -> str:
    region: Region | None = load_regions().with_code(region_code) if region_code else None
    return region.short if region is not None else ""


def _normalised(text: str, rules: KeyRules) -> str:
    for pattern in rules.drop:
        text = ready(pattern).sub("", text)
    for group in rules.synonyms:
        text = _forms(group).sub(group[-1], text)
    return text


@cache
def _forms(group: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(regex.escape(word) for word in sorted(group, key=len, reverse=True)))


def harmonised(reports: Sequence[Report], rules: Harmonise) -> tuple[tuple[Report, ...], Names]:
    """The reports with `school` and `school_key` of their rosters set, and the names for the analyst.

    Names are one when the key rules make them equal, when harmonise.yaml says so for the year, or when a report states in so
    many words that one was renamed. Likeness only makes a line in the list."""
    by_issuer: dict[str, list[Report]] = {}
    for report in reports:
        by_issuer.setdefault(report.identity.issuer, []).append(report)
    keys: dict[tuple[str, str], str] = {}
    shown: dict[str, str] = {}
    rows: list[NameRow] = []
    used: set[int] = set()
    for issuer in sorted(by_issuer):
        editions = sorted(by_issuer[issuer], key=lambda r: (r.identity.year, r.identity.report_id))
        found = _Issuer(issuer, editions, rules)
        keys |= found.keys
        shown |= found.shown
        rows += found.rows
        used |= found.used
    rows += list(_competitions(reports, rules, used))
    for i, entry in enumerate(rules.names):
        if i not in used:
            rows.append(NameRow(entry.kind, "", "", entry.name, "", "unused", "", "", "no report has a name of this entry"))
    names = Names(keys, shown, tuple(rows))
    return tuple(_with_names(report, names) for report in reports), names


def _with_names(report: Report, names: Names) -> Report:
    facts: list[Fact] = []
    for fact in report.facts:
        record = fact.claim.record
        if isinstance(record, School):
            key = names.keys.get((report.identity.report_id, record.name_raw), record.school_key)
            record = replace(record, school=names.shown.get(key, record.school), school_key=key)
            facts.append(replace(fact, claim=replace(fact.claim, record=record)))
        else:
            facts.append(fact)
    return replace(report, facts=tuple(facts))


class _Issuer:
    """The schools of one issuer over its reports."""

    def __init__(self, issuer: str, editions: Sequence[Report], rules: Harmonise) -> None:
        self.issuer, self.rules = issuer, rules
        self.keys: dict[tuple[str, str], str] = {}
        self.shown: dict[str, str] = {}
        self.rows: list[NameRow] = []
        self.used: set[int] = set()
        self.code = editions[-1].identity.region_code
        rosters = [(report, _schools(report)) for report in editions]
        self.stated = tuple(_successions(editions, {name for _, names in rosters for name in names}))
        renamed = {s.old: s for s in self.stated if s.how == "renamed"}
        years: dict[str, dict[str, str]] = {}
        states: dict[str, tuple[str, str, str]] = {}
        for report, names in rosters:
            year = report.identity.year
            for name in names:
                key, state, other, reason = self._key(name, year, renamed)
                self.keys[(report.identity.report_id, name)] = key
                self.shown[key] = self._shown(key, name)
                years.setdefault(name, {})[year] = key
                states.setdefault(name, (state, other, reason))
        for name, by_year in years.items():
            state, other, reason = states[name]
            key = next(iter(by_year.values()))
            self.rows.append(NameRow("school", issuer, key, name, " ".join(sorted(by_year)), state, other, "", reason))
        self._unmatched(rosters)

    def _key(self, name: str, year: str, renamed: Mapping[str, Succession]) -> tuple[str, str, str, str]:
        entry, former_year = self._entry(name)
        if entry is not None:
            self._check_years(entry, name, year, former_year)
            return school_key(entry.name, self.rules, self.code), "data", entry.name if entry.name != name else "", entry.source
        seen = {name}
        current = name
        while current in renamed and renamed[current].new not in seen:
            current = renamed[current].new
            seen.add(current)
        if current != name:
            stated = renamed[name]
            return school_key(current, self.rules, self.code), "stated", current, f"renamed, {stated.report_id} {stated.start}:{stated.end}"
        merged = next((s for s in self.stated if s.how == "merged" and s.old == name), None)
        if merged is not None:
            return (school_key(name, self.rules, self.code), "merged", merged.new,
                    f"merged, {merged.report_id} {merged.start}:{merged.end}")
        return school_key(name, self.rules, self.code), "rule", "", ""

    def _entry(self, name: str) -> tuple[NameEntry | None, int | None]:
        """The entry of harmonise.yaml that has the name, by its key, and the year until which it holds if it is a former one."""
        key = school_key(name, self.rules, self.code)
        for i, entry in enumerate(self.rules.names):
            if entry.kind != "school":
                continue
            if any(school_key(form, self.rules, self.code) == key for form in (entry.name, *entry.spellings)):
                self.used.add(i)
                return entry, None
            for former in entry.former:
                if former.how == "renamed" and school_key(former.name, self.rules, self.code) == key:
                    self.used.add(i)
                    return entry, former.until
        return None, None

    def _check_years(self, entry: NameEntry, name: str, year: str, until: int | None) -> None:
        late = until is not None and year.isdigit() and int(year) >= until
        early = until is None and entry.since is not None and year.isdigit() and int(year) < entry.since
        if late or early:
            reason = f"holds until {until}" if late else f"holds from {entry.since}"
            self.rows.append(NameRow("school", self.issuer, school_key(entry.name, self.rules, self.code), name, year, "out_of_years",
                                     entry.name, "", reason))

    def _shown(self, key: str, name: str) -> str:
        for entry in self.rules.names:
            if entry.kind == "school" and school_key(entry.name, self.rules, self.code) == key:
                return entry.name
        return name

    def _unmatched(self, rosters: Sequence[tuple[Report, Sequence[str]]]) -> None:
        """Schools that appear or disappear from one roster to the next, and which of them are alike."""
        ended = {s.old for s in self.stated if s.how == "merged"} | {
            former.name for entry in self.rules.names for former in entry.former if former.how == "merged"}
        for (old, old_names), (new, new_names) in pairwise([r for r in rosters if r[1]]):
            old_keys = {self.keys[(old.identity.report_id, name)]: name for name in old_names}
            new_keys = {self.keys[(new.identity.report_id, name)]: name for name in new_names}
            gone = {key: name for key, name in old_keys.items() if key not in new_keys and name not in ended}
            came = {key: name for key, name in new_keys.items() if key not in old_keys}
            for key, name in gone.items():
                reason = f"not in the {new.identity.year} roster"
                self.rows.append(NameRow("school", self.issuer, key, name, old.identity.year, "unmapped", "", "", reason))
            for key, name in came.items():
                reason = f"not in the {old.identity.year} roster"
                self.rows.append(NameRow("school", self.issuer, key, name, new.identity.year, "unmapped", "", "", reason))
            self.rows += _near(self.issuer, gone, came, self.rules.near)


def _near(issuer: str, gone: Mapping[str, str], came: Mapping[str, str], least: float) -> Iterator[NameRow]:
    for key, name in gone.items():
        for other_key, other in came.items():
            likeness = SequenceMatcher(None, key, other_key, autojunk=False).ratio()
            if likeness >= least:
                yield NameRow("school", issuer, key, name, "", "near", other, f"{likeness:.2f}",
                              "one school? if so, write it into harmonise.yaml")


def _schools(report: Report) -> tuple[str, ...]:
    """The printed names of a report's roster, each once."""
    return tuple(dict.fromkeys(f.claim.record.name_raw for f in report.facts if isinstance(f.claim.record, School)))


def _successions(editions: Iterable[Report], names: set[str]) -> Iterator[Succession]:
    """Statements in the reports' texts that one rostered school was renamed or merged into another."""
    if not names:
        return
    forms = {form: name for name in sorted(names) for form in (name, *_short_forms(name))}
    pattern = regex.compile("|".join(regex.escape(form) for form in sorted(forms, key=len, reverse=True)))
    for report in editions:
        text = report.text.text
        for sentence in ready(r"[^。；\n]+").finditer(text):
            found = [(m.start(), m.end(), forms[m.group()]) for m in pattern.finditer(text, sentence.start(), sentence.end())]
            for i, ((a_start, a_end, a), (b_start, b_end, b)) in enumerate(pairwise(found)):
                between = text[a_end:b_start]
                if a == b or len(between) > _SPAN:
                    continue
                how = "merged" if _MERGED.search(between) else "renamed" if _RENAMED.search(between) else ""
                if _FOUNDED.search(between) and i > 0 and _JOINED.match(text[found[i - 1][1] : a_start]):
                    before = found[i - 1]
                    yield Succession(before[2], b, "merged", report.identity.report_id, report.identity.year, before[0], b_end)
                    how = "merged"
                if how:
                    yield Succession(a, b, how, report.identity.report_id, report.identity.year, a_start, b_end)


def _short_forms(name: str) -> tuple[str, ...]:
    """The name without the places before its last one (`许昌市建安区…` -> `建安区…`)."""
    chain, _ = load_regions().chain(name)
    if len(chain) < 2:
        return ()
    first = load_regions().at(name, 0)
    return (name[len(first) :],)


def _competitions(reports: Sequence[Report], rules: Harmonise, used: set[int]) -> Iterator[NameRow]:
    """Each key of a competition with its spellings and years."""
    groups: dict[str, dict[str, set[str]]] = {}
    for report in reports:
        for fact in report.facts:
            record = fact.claim.record
            if isinstance(record, Award) and record.competition:
                key, number = _competition(record.competition, rules, report.identity.province)
                if number is not None:
                    used.add(number)
                groups.setdefault(key, {}).setdefault(record.competition, set()).add(report.identity.year)
    for key in sorted(groups):
        for name, years in sorted(groups[key].items()):
            others = [other for other in groups[key] if other != name]
            yield NameRow("competition", "", key, name, " ".join(sorted(years)), "rule", others[0] if others else "")


def _competition(name: str, rules: Harmonise, province: str) -> tuple[str, int | None]:
    """The key, by harmonise.yaml where an entry has the name, and that entry's place."""
    key = competition_key(name, rules, province)
    for i, entry in enumerate(rules.names):
        forms = (entry.name, *entry.spellings, *(former.name for former in entry.former))
        if entry.kind == "competition" and any(competition_key(form, rules, province) == key for form in forms):
            return competition_key(entry.name, rules, province), i
    return key, None
