"""Why a rule does not read a place of a report: its conditions tried one by one, up to the first that fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from reportparse.errors import RuleError
from reportparse.facts.indicators import reader_of
from reportparse.facts.indicators.binding import Memory, Place, place_of
from reportparse.facts.indicators.mentions import Mention, find_mentions
from reportparse.facts.indicators.sentence import bind
from reportparse.facts.indicators.terms import conditions_hold, fits
from reportparse.facts.indicators.views import Sentence, sentences
from reportparse.facts.tables import read_table
from reportparse.facts.token_rules import lines_of_tokens, token_matches
from reportparse.model import Number, Table
from reportparse.rulebook.loading import CompiledConditions, CompiledIndicator, CompiledPattern, CompiledTable
from reportparse.rulebook.schema import Conditions
from reportparse.rulebook.terms import terms_of
from reportparse.tokens import cut, word_guard
from reportparse.workbench.examples import told
from reportparse.workbench.specimen import Specimen

Rule = CompiledIndicator | CompiledPattern | CompiledTable

PLACES = 8
"""Places that are explained when none is asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that must be so for the rule to read the place, and whether it is."""

    holds: bool
    what: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A place of the report and the steps up to the first that fails."""

    quote: str
    start: int
    end: int
    section: str
    steps: tuple[Step, ...]


def rule_named(specimen: Specimen, name: str) -> Rule:
    """The rule of the report's pack with this id. Raises RuleError when there is none."""
    pack = specimen.pack
    rules: tuple[Rule, ...] = (*pack.indicators, *pack.patterns, *pack.tables)
    for rule in rules:
        if rule.rule.id == name:
            return rule
    known = ", ".join(sorted({r.rule.id for r in pack.indicators if r.rule.id.split(".")[0] == name.split(".")[0]}))
    raise RuleError(f"the pack {pack.info.name}, which reads this report, has no rule `{name}`", str(pack.folder),
                    f"Known: {known}." if known else "`reportparse rules coverage` lists the rules.")


def reasons(specimen: Specimen, rule: Rule, at: str = "") -> Iterator[Reason]:
    """Why the rule reads or does not read the numbers at the words `at`, or where its words stand when none are given."""
    text = specimen.report.text.text
    spans = [m.span() for m in regex.finditer(regex.escape(at), text)] if at else []
    if at and not spans:
        raise RuleError(f"`{at}` is not in the clean text of {specimen.report.document.source}", rule.place,
                        "Copy the words from the text; `reportparse rules try` finds them.")
    match rule:
        case CompiledIndicator():
            yield from _Indicators(specimen, rule).reasons(spans)
        case CompiledPattern():
            yield from _pattern_reasons(specimen, rule, spans)
        case CompiledTable():
            yield from _table_reasons(specimen, rule, spans)


# -------------------------------------------------------------------------------------------------- indicator rules


class _Indicators:
    """One indicator rule on one report."""

    def __init__(self, specimen: Specimen, rule: CompiledIndicator) -> None:
        self.specimen, self.rule = specimen, rule
        report = specimen.report
        self.text = report.text.text
        self.guard = word_guard(self.text, specimen.pack.words)
        self.reader, _ = reader_of(report.text, report.sections, report.identity, specimen.entities, specimen.pack, self.guard)
        self.loose = find_mentions(self.text, terms_of((rule,)), lambda start, end: True)
        self.sentences = tuple(sentences(report.text, report.numbers, report.sections))

    def reasons(self, spans: list[tuple[int, int]]) -> Iterator[Reason]:
        for number in self._numbers(spans):
            yield self._reason(number, tuple(self._steps(number)))
        for start, end in spans:
            if not any(self._near(number, start, end) for number in self.specimen.report.numbers):
                yield Reason(*_sentence(self.text, start, end), "", (Step(False, "no number stands in this sentence"),))

    def _near(self, number: Number, start: int, end: int) -> bool:
        low, high = _sentence_span(self.text, start)
        return low <= number.start < high

    def _numbers(self, spans: list[tuple[int, int]]) -> list[Number]:
        numbers = [n for n in self.specimen.report.numbers if not n.second]
        if spans:
            inside = [n for n in numbers if any(start <= n.start < end for start, end in spans)]
            return inside or [n for n in numbers if n.kind == "quantity" and any(self._near(n, *span) for span in spans)]
        read = {n for claim in self.specimen.claims if claim.rule == self.rule.rule.id for n in claim.numbers}
        near = [(n, m) for s in self.sentences for m in self.loose.within(s.start, s.end) for n in s.numbers]
        unread = {n.start: n for n, m in near if n.start not in read and fits(self.rule, n, rate=m.rate)}
        return list(unread.values())[:PLACES]

    def _reason(self, number: Number, steps: tuple[Step, ...]) -> Reason:
        return Reason(*_sentence(self.text, number.raw_start, number.raw_end), self.specimen.report.sections.at(number.start).path, steps)

    def _steps(self, number: Number) -> Iterator[Step]:
        """The steps up to the first that fails."""
        for step in self._all_steps(number):
            yield step
            if not step.holds:
                return

    def _all_steps(self, number: Number) -> Iterator[Step]:
        rule = self.rule.rule
        yield Step(number.kind == "quantity", f"the number is a quantity ({number.kind})")
        table = self.specimen.report.text.table_at(number.start)
        if table is not None:
            yield from self._cell_steps(number, table)
            return
        sentence = next((s for s in self.sentences if number in s.numbers), None)
        yield Step(sentence is not None, "it stands in prose that is read for values (no time span, age, or table of contents)")
        if sentence is None:
            return
        place = self._place(number, sentence)
        read_by = self._read_by(number)
        if read_by == rule.id:
            yield from self._outcome(number)
            return
        loose = self.loose.within(sentence.start, sentence.end)
        yield Step(bool(loose or rule.frames), "a term of the rule stands in the sentence" + _words(self.text, loose))
        yield from self._mention_steps(place, loose, read_by)

    def _mention_steps(self, place: Place, loose: list[Mention], read_by: str) -> Iterator[Step]:
        rule, number, sentence = self.rule.rule, place.number, place.sentence
        own = [m for m in self.reader.mentions.within(sentence.start, sentence.end) if m.rule.rule.id == rule.id]
        if loose:
            yield Step(bool(own), "the term is bounded by words" + ("" if own else f": {self._cut(loose[0])}"))
            same = [m for m in own if sentence.view_of(m.start) is place.view]
            yield Step(bool(same), "the term and the number stand in the same bracket, or both outside")
            sided = [m for m in same if rule.bind == "any" or (rule.bind == "left") == (m.end <= number.raw_start)]
            yield Step(bool(sided), f"the term stands on the side that the rule binds ({rule.bind})")
            unit = [m for m in sided if fits(self.rule, number, rate=m.rate)]
            yield Step(bool(unit), f"the unit fits: `{number.unit or 'none'}` is printed, the rule takes "
                                   f"{' '.join(rule.units) or 'no level'}{', %' if rule.base or rule.rates else ''}")
            nearest = min(unit, key=lambda m: min(abs(m.end - number.raw_start), abs(m.start - number.raw_end)))
            if rule.follows:
                before = [b.rule.rule.indicator for b in place.memory.since(sentence.start) if b.number.start < number.start]
                yield Step(any(code in rule.follows for code in before), f"a number of {' or '.join(rule.follows)} comes before it")
            yield from _condition_steps(nearest, place)
            heavier = [m for m in self.reader.mentions.within(sentence.start, sentence.end)
                       if m.start <= nearest.start and nearest.end <= m.end and m.weight > nearest.weight and conditions_hold(m, place)]
            yield Step(not heavier, "no longer term holds the term" + (_by(heavier[0], self.text) if heavier else ""))
        if read_by:
            yield Step(False, f"nobody else reads the number: {read_by} does")
        between = self.text[min(nearest.end, number.raw_end):max(nearest.start, number.raw_start)] if loose else place.left
        yield Step(False, f"the words between tie term and number: `{between.strip()}` does not (rules/README.md, Binding)")

    def _cell_steps(self, number: Number, table: Table) -> Iterator[Step]:
        rule = self.rule
        yield Step(self.specimen.report.sections.at(table.start).kind != "attachment", "the table stands in the body of the report")
        cell = next(((row, c) for row in table.cells for c in row if c.start <= number.start < c.end and not c.filled), None)
        heads = [table.headers[cell[1].column], *(c.text for c in cell[0] if c.column < cell[1].column), table.caption] if cell else []
        named = [head for head in heads if any(p is not None and p.search(head) for p in (rule.terms, rule.rates))]
        yield Step(bool(named), "a term stands in the column's head, the row's label or the caption: " + " | ".join(h for h in heads if h))
        if self._read_by(number) != rule.rule.id:
            other = self._read_by(number) or "nobody does"
            yield Step(False, f"the term covers half of the head, and nobody else reads the cell ({other})")
        yield from self._outcome(number)

    def _outcome(self, number: Number) -> Iterator[Step]:
        """What became of the rule's claim on the number."""
        report, name = self.specimen.report, self.rule.rule.id
        for loss in report.losses:
            if loss.claim.rule == name and number.start in loss.claim.numbers:
                yield Step(False, f"the claim is the best: lost to {loss.winner} ({loss.reason})")
        fact = next((f for f in report.facts if f.claim.rule == name and number.start in f.claim.numbers), None)
        if fact is None or fact.claim.record is None:
            yield Step(False, "the value is said for the first time: the same value of the same thing stands earlier")
            return
        yield Step(True, f"the rule reads it: {told(fact.claim.record)}")

    def _place(self, number: Number, sentence: Sentence) -> Place:
        memory = Memory()
        for earlier in self.sentences:
            if earlier.paragraph == sentence.paragraph and earlier.start <= sentence.start:
                bind(earlier, self.reader, memory)
        return place_of(number, sentence, self.reader, memory)

    def _read_by(self, number: Number) -> str:
        own = [c for c in self.specimen.claims if number.start in c.numbers]
        if any(c.rule == self.rule.rule.id for c in own):
            return self.rule.rule.id
        return max(own, key=lambda c: c.weight).rule if own else ""

    def _cut(self, mention: Mention) -> str:
        low, high = _sentence_span(self.text, mention.start)
        for word, start, end in cut(self.text[low:high], self.specimen.pack.words):
            for edge in (mention.start - low, mention.end - low):
                if start < edge < end:
                    return f"`{word}` runs over the edge of `{self.text[mention.start:mention.end]}`"
        return f"`{self.text[mention.start:mention.end]}` lies in a name"


def _condition_steps(mention: Mention, place: Place) -> Iterator[Step]:
    """Each reach of `when` and `unless` by itself."""
    rule, nothing = mention.rule, CompiledConditions()
    for key, conditions in (("when", rule.when), ("unless", rule.unless)):
        for reach in Conditions.__struct_fields__:
            pattern = getattr(conditions, reach)
            if pattern is None:
                continue
            only = replace(nothing, **{reach: pattern})
            probe = replace(rule, when=only if key == "when" else nothing, unless=only if key == "unless" else nothing)
            entries = " | ".join(getattr(getattr(rule.rule, key), reach))
            yield Step(conditions_hold(replace(mention, rule=probe), place), f"{key}.{reach}: {entries}")


# ---------------------------------------------------------------------------------------------------- other rules


def _pattern_reasons(specimen: Specimen, rule: CompiledPattern, spans: list[tuple[int, int]]) -> Iterator[Reason]:
    text = specimen.report.text.text
    matches = [m.span() for m in rule.regex.finditer(text)] if rule.regex is not None else list(_token_spans(specimen, rule))
    if not spans:
        spans = matches[:PLACES]
    for start, end in spans:
        low, high = _sentence_span(text, start)
        here = [span for span in matches if span[0] < max(end, high) and span[1] > min(start, low)]
        steps = [Step(bool(here), "the pattern matches in the sentence" + (f": `{text[slice(*here[0])]}`" if here else ""))]
        if here:
            line = text[text.rfind("\n", 0, start) + 1:(text.find("\n", end) + len(text) + 1) % (len(text) + 1)]
            for key, pattern, wanted in (("when", rule.when.sentence, True), ("unless", rule.unless.sentence, False)):
                if pattern is not None:
                    entries = " | ".join(getattr(rule.rule, key).sentence)
                    steps.append(Step((pattern.search(line) is not None) is wanted, f"{key}.sentence: {entries}"))
            if all(step.holds for step in steps):
                steps += _claimed(specimen, rule.rule.id, low, high)
        yield Reason(*_sentence(text, start, end), specimen.report.sections.at(start).path, _first_failure(steps))


def _token_spans(specimen: Specimen, rule: CompiledPattern) -> Iterator[tuple[int, int]]:
    text, tagged = specimen.report.text.text, any(piece.needs_flags for piece in rule.tokens)
    for line in lines_of_tokens(text, specimen.report.numbers, specimen.entities, specimen.pack.words, tagged=tagged):
        yield from ((match.start, match.end) for match in token_matches(rule.tokens, line, text))


def _claimed(specimen: Specimen, name: str, low: int, high: int) -> Iterator[Step]:
    """Whether the rule made a claim in a span, and what became of it."""
    claims = [c for c in specimen.claims if c.rule == name and low <= c.evidence.start < high]
    yield Step(bool(claims), "the words give a reading (a holder and a title, a number that is still free)")
    for loss in specimen.report.losses:
        if any(loss.claim is claim for claim in claims):
            yield Step(False, f"the claim is the best: lost to {loss.winner} ({loss.reason})")
    for claim in claims:
        yield Step(True, f"the rule reads it: {told(claim.record)}" if claim.record else "the rule explains the number")


def _table_reasons(specimen: Specimen, rule: CompiledTable, spans: list[tuple[int, int]]) -> Iterator[Reason]:
    report = specimen.report
    for table in report.text.tables:
        if spans and not any(table.start <= start < table.end for start, _ in spans):
            continue
        heads = [regex.sub(r"\s", "", head) for head in table.headers]
        names = {*heads, *(head.rsplit("/", 1)[-1] for head in heads)}
        roles = {role for role, pattern in rule.columns.items() if any(map(pattern.fullmatch, names))}
        steps = [Step(True, "heads: " + " | ".join(heads))]
        if rule.caption is not None:
            steps.append(Step(rule.caption.search(table.caption) is not None, f"the caption fits: {table.caption}"))
        heads_of = {role: " | ".join(rule.rule.columns.get(role, ())) for role in rule.rule.required}
        steps += [Step(role in roles, f"a column is `{role}`: {words}") for role, words in heads_of.items()]
        taken = read_table(table, specimen.pack)
        by = taken.rule.rule.id if taken else "nobody"
        steps.append(Step(by == rule.rule.id, f"no rule explains more of the columns: {by} reads the table"))
        yield Reason(" | ".join(heads), 0, 0, report.sections.at(table.start).path, _first_failure(steps))


# ------------------------------------------------------------------------------------------------------------ pieces


def _first_failure(steps: list[Step]) -> tuple[Step, ...]:
    kept: list[Step] = []
    for step in steps:
        kept.append(step)
        if not step.holds:
            break
    return tuple(kept)


def _sentence_span(text: str, at: int) -> tuple[int, int]:
    low = max((text.rfind(mark, 0, at) for mark in "。！？\n"), default=-1) + 1
    high = min((found for mark in "。！？\n" if (found := text.find(mark, at)) >= 0), default=len(text))
    return low, high


def _sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    low, high = _sentence_span(text, start)
    return text[low:max(high, end)], start - low, end - low


def _words(text: str, mentions: list[Mention]) -> str:
    return ": " + ", ".join(dict.fromkeys(f"`{text[m.start:m.end]}`" for m in mentions)) if mentions else ""


def _by(mention: Mention, text: str) -> str:
    return f": `{text[mention.start:mention.end]}` of {mention.rule.rule.id} does"
