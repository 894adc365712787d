"""Sentences into honours: which rule fits where, who holds what, with the holder carried from clause to clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from reportparse.facts.levels import level_of
from reportparse.facts.parties import Cast, Party, grouped
from reportparse.facts.recognitions.holders import THIS, Holder, Holders, holders_of, integer
from reportparse.facts.recognitions.titles import Title, titles_of
from reportparse.facts.vocabulary import pattern, words
from reportparse.model import Claim, Evidence, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportparse.facts.prose import Sentence
    from reportparse.model import Entity
    from reportparse.rulebook import Pack
    from reportparse.rulebook.loading import CompiledPattern


_PROJECT = regex.compile(r"(?P<item>[\p{Han}]{2,14}?(?:专业群|专业|课程|学校))[^的]{0,16}(?:开展|实施|承担|建设|承建|申报)的(?P<title>[\p{Han}“”]{4,30})")
"""`烹饪专业与酒店联合开展的学徒制项目通过省级验收`: what passed is the project."""
_DISPOSED = regex.compile(r"(?:[把将]|对)[^，。；]{2,24}$")
"""`把职教园区列为…`: a decision on something, no honour."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match in a sentence: where its subject ends, where its object stands, and how much its verb says by itself."""

    rule: CompiledPattern
    start: int
    """Where the words of the rule begin: the subject ends there."""
    end: int
    object_start: int
    object_end: int
    strength: str
    giver: str
    own: str
    """`issuer` where the issuer holds or gives what is counted, `issuer_all` where it holds all that is named."""
    holders: tuple[int, int] | None = None


@dataclass
class Memory:
    """The institution that a paragraph speaks of, for clauses that leave it out."""

    paragraph: int = -1
    party: Party | None = None
    holders: tuple[Holder, ...] = ()
    sentence: int = -1


class Scanner:
    """Reads the sentences of one report in order; `cases` are the titles of the sections that tell a case."""

    def __init__(self, cast: Cast, pack: Pack, cases: Mapping[str, str]) -> None:
        self.cast, self.pack, self.cases = cast, pack, cases
        self.rules = [rule for rule in pack.patterns if rule.rule.kind == "recognition" and rule.regex is not None]
        self.not_won = pattern(words(pack, "not_won"))
        self.personal = pattern(words(pack, "personal_honour"))
        self.bodily = pattern(rf"(?:{words(pack, 'body_honour')})$")
        self.contest = pattern(words(pack, "contest_noun"))
        self.memory = Memory()

    def claims(self, sentence: Sentence, entities: Sequence[Entity], starts: set[int]) -> Iterator[Claim]:
        """The honours of a sentence; call it for the sentences of a report in order."""
        memory = self.memory
        if sentence.paragraph != memory.paragraph:
            self.memory = memory = Memory(sentence.paragraph)
        inside = [e for e in entities if sentence.start <= e.start and e.end <= sentence.end]
        previous = 0
        for hit in self._hits(sentence):
            if hit.start < previous:
                continue
            objects = titles_of(sentence.plain, sentence.flat, hit.object_start, hit.object_end, hit.strength, self.pack)
            if hit.own == "issuer":
                objects = tuple(title for title in objects if title.count >= 0)
            if not objects:
                continue
            if _DISPOSED.search(sentence.flat, sentence.clause(hit.start)[0], hit.start):
                continue
            if self.not_won.search(sentence.plain, sentence.clause(hit.start)[0], hit.object_start):
                continue
            hidden = [(t.start, t.end) for t in objects] + ([(hit.start, hit.object_start)] if hit.giver else [])
            parties = tuple(p for p in self.cast.parties(sentence, inside, hidden) if not (p.foreign and (p.kind == "region" or self.cast.identity.level == "school")))
            holders = self._holders(sentence, hit, previous, parties, objects)
            yield from self._made(sentence, hit, holders, objects, starts)
            previous = max(hit.end if hit.holders else 0, objects[-1].end, hit.start + 1)
        first = next((p for p in self.cast.parties(sentence, inside, ()) if p.kind in {"school", "team"}), None)
        if first is not None and first.start < 12 and not first.foreign:
            memory.party = first

    def _hits(self, sentence: Sentence) -> list[Hit]:
        """The matches of all rules, the longest first where they begin together."""
        found = []
        for rule in self.rules:
            if rule.regex is None or not self._holds(rule, sentence):
                continue
            for match in rule.regex.finditer(sentence.flat, overlapped=True):
                groups = rule.regex.groupindex
                verb = match.group("verb") if "verb" in groups else None
                strength = rule.rule.set.get("strength") or self.pack.lexicons["grant_verb"].words.get(verb or "") or "weak"
                giver = match.group("giver") if "giver" in groups else None
                holders = match.span("holders") if "holders" in groups else None
                at = match.start("giver") if giver is not None and rule.rule.set.get("subject") == "before_giver" else match.start()
                if "subject_end" in groups:
                    at = match.start("subject_end")
                low, high = match.span("title")
                found.append(Hit(rule, at, match.end(), low, high, strength, giver or "", rule.rule.set.get("holder", ""), holders))
        found.sort(key=lambda hit: (hit.start, hit.start - hit.end, hit.rule.rule.id))
        return found

    def _holds(self, rule: CompiledPattern, sentence: Sentence) -> bool:
        wanted, unwanted = rule.when.sentence, rule.unless.sentence
        return (wanted is None or wanted.search(sentence.plain) is not None) and (unwanted is None or unwanted.search(sentence.plain) is None)

    def _holders(self, sentence: Sentence, hit: Hit, previous: int, parties: tuple[Party, ...], objects: tuple[Title, ...]) -> Holders:
        memory = self.memory
        if hit.holders is not None:
            return holders_of(sentence, *hit.holders, parties, memory.party, self.pack)
        if hit.own:
            named = [p for p in parties if p.kind in {"school", "region"} and sentence.clause(hit.start)[0] <= p.start < hit.start and not p.foreign]
            return Holders((Holder(named[-1] if named else None),))
        floor = previous
        left = self._list_start(sentence, max(sentence.clause(max(hit.start - 1, 0))[0], floor), floor, parties)
        holders = holders_of(sentence, left, hit.start, parties, memory.party, self.pack, memory.party if memory.sentence == sentence.start else None)
        while not holders.items and not holders.stated and left > floor:
            right = left - 1
            if sentence.flat[right : right + 1] in "；;：:" and memory.sentence == sentence.start:
                break
            left = max(sentence.clause(max(right - 1, 0))[0], floor)
            earlier = holders_of(sentence, left, right, parties, memory.party, self.pack)
            named = [p for p in parties if left <= p.start < right and p.kind != "organisation"]
            if named:
                items = tuple(h for h in earlier.items if h.item and h.count < 0 and h.party in named)
                holders = Holders(items or tuple(Holder(p) for p in grouped(named, sentence, self.pack)[0]))
            elif (not any(left <= p.start < right for p in parties) and any(h.item and h.count < 0 for h in earlier.items) and "被" not in sentence.flat[left:right]):
                holders = earlier
        if holders.items:
            memory.holders = holders.items
            memory.sentence = sentence.start
            party = next((h.party for h in holders.items if h.party is not None and h.party.kind == "school"), None)
            memory.party = party or (None if any(h.party is not None for h in holders.items) else memory.party)
            return holders
        if memory.holders and memory.sentence == sentence.start and holders.stated is False:
            return Holders(memory.holders)
        if holders.stated is False:
            return Holders((Holder(memory.party),))
        return holders

    def _list_start(self, sentence: Sentence, left: int, floor: int, parties: tuple[Party, ...]) -> int:
        """Where the list begins whose last clause begins at `left`: earlier clauses that only name an institution and what is its
        (`甲校A专业，乙校B专业通过验收`) belong to it."""
        heads = {p.start for p in parties if p.kind == "school"}
        verbs = pattern(rf"{words(self.pack, 'grant_verb', 'give_verb', 'hold_verb', 'win_verb')}|[0-9]")
        while left > floor and sentence.flat[left - 1] in "，," and (left in heads or sentence.flat[left] in "《“"):
            start = max(sentence.clause(max(left - 2, 0))[0], floor)
            first = start + (1 if sentence.flat[start] in "由与" else 0)
            head = next((p for p in parties if p.start == first and p.kind == "school"), None)
            bare = sentence.plain[head.end : left - 1] if head else ""
            if head is None or not bare or verbs.search(regex.sub(r"《[^》]*》|“[^”]*”", "", bare)):
                break
            left = start
        return left

    def _made(self, sentence: Sentence, hit: Hit, holders: Holders, objects: tuple[Title, ...], starts: set[int]) -> Iterator[Claim]:
        base = sentence.start
        quote = sentence.part(hit.start)
        apart = len(objects) == len(holders.items) > 1 and "分别" in sentence.plain[sentence.clause(hit.start)[0] : hit.object_start]
        for index, title in enumerate(objects):
            nameless = title.count >= 0 and not any(h.party or h.body or h.count >= 0 for h in holders.items)
            for holder in (Holder(None),) if nameless else (holders.items[index],) if apart else holders.items:
                count_at, count_end, unit = holder.count, holder.count_end, holder.unit
                if title.count >= 0 and count_at < 0:
                    count_at, count_end, unit = title.count, title.count_end, title.unit
                if count_at >= 0 and self._counts_staff(sentence, title):
                    continue
                if title.text.endswith("奖") and self.contest.search(sentence.plain):
                    continue
                if hit.strength == "named" and not self._applies(sentence, holder):
                    continue
                count = integer(sentence.plain[count_at:count_end]) if count_at >= 0 else 1
                party = holder.party or self.cast.issuer
                if hit.strength == "checked" and (project := _PROJECT.fullmatch(holder.item)):
                    holder, title = replace(holder, item=project.group("item")), replace(title, text=project.group("title"))
                name, kind = (holder.body, "organisation") if holder.body else (party.name, party.kind)
                level = level_of(title.text, self.pack, self.cast.identity) or (level_of(hit.giver, self.pack, self.cast.identity) if hit.giver else "")
                record = Recognition(
                    recipient=name, recipient_kind=kind, title=title.text, count=count, unit=unit,
                    persons="" if holder.body else "、".join(holder.persons or party.persons), item=self.cases.get(sentence.section, "") if holder.item == THIS else holder.item, level=level,
                    batch=title.batch, status=self._status(sentence, hit, title),
                )
                start, end = (count_at, count_end) if count_at >= 0 else (holder.start, title.end) if 0 <= holder.start < title.start else (title.start, title.end)
                numbers = (base + count_at,) if count_at >= 0 and base + count_at in starts else ()
                weight = float(title.end - min(hit.start, title.start) + 14)
                yield Claim(hit.rule.rule.id, record, Evidence(base + start, base + end, base + quote[0], base + quote[1]), numbers, weight)
        for number in holders.context:
            if base + number in starts:
                at = base + number
                yield Claim(hit.rule.rule.id, None, Evidence(at, at + 1, base + quote[0], base + quote[1]), (at,), 20.0, context=True)

    def _counts_staff(self, sentence: Sentence, title: Title) -> bool:
        """Whether a counted title is one of staff or aid (`12名骨干教师`), a figure; a quoted name of an honour is none."""
        printed = sentence.plain[title.start : title.end]
        unquoted = regex.sub(r"“(?!双师)[^”]*”", "", printed)
        return bool(self.personal.search(unquoted)) and not self.bodily.search(title.text)

    def _applies(self, sentence: Sentence, holder: Holder) -> bool:
        """Whether a holder can apply for a title: a named school, or counted schools, programmes and projects."""
        if holder.count >= 0:
            return bool(pattern(rf"\s?[所个门项](?:{words(self.pack, 'item_noun')}|学校|院校|中职学校)").match(sentence.plain, holder.count_end))
        return holder.party is not None and holder.party.kind == "school"

    def _status(self, sentence: Sentence, hit: Hit, title: Title) -> str:
        words_around = sentence.plain[max(0, hit.start - 2) : title.end]
        if hit.strength == "named":
            return "applied"
        match = pattern(words(self.pack, "status_word")).search(words_around)
        if match is None:
            return "granted"
        status = self.pack.lexicons["status_word"].words[match.group()]
        if status == "applied" and regex.search("成功|通过|入选|获批", words_around):
            return "granted"
        return status
