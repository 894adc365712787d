"""Sentences into honours: which rule fits where, who holds what, with the holder carried from clause to clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import regex

from reportparse.compiling import ready
from reportparse.facts.levels import level_of
from reportparse.facts.parties import Cast, Party, grouped
from reportparse.facts.people import looks_like_name
from reportparse.facts.prose import FILL
from reportparse.facts.recognitions.behind import HEADS, named_behind, opened
from reportparse.facts.recognitions.holders import THIS, Holder, Holders, Span, holders_of
from reportparse.facts.recognitions.titles import Strength, Title, status_of, titles_of
from reportparse.facts.vocabulary import pattern, words, words_valued
from reportparse.markers import han_number
from reportparse.model import Claim, Evidence, Recognition
from reportparse.rulebook.finding import Finder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportparse.facts.prose import Sentence
    from reportparse.model import Entity
    from reportparse.rulebook import Pack
    from reportparse.rulebook.loading import CompiledPattern

_DISPOSED = regex.compile(r"(?:[把将]|对)[^，。；]{2,24}$")
"""`把职教园区列为…`: a decision on something, no honour."""

_ALIAS = regex.compile(r"（(?:以下|下文|后文|统一|均|全称|简称|下称|也称|含|原|现)+[^（）]*）")
"""`（以下简称“城南职校”）`: what else a party is called."""

_QUOTE = regex.compile(r"“[^”]*”")
_RESPECTIVE = regex.compile(r"分别|依次|(?<!部)分(?=[获夺摘斩])")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match in a sentence: where its subject ends, where its object stands, and how much its verb says by itself."""

    rule: CompiledPattern
    start: int
    """Where the words of the rule begin: the subject ends there."""
    end: int
    object_start: int
    """Where the title stands; -1 where the rule has none: it was told before."""
    object_end: int
    strength: Strength
    giver: str
    own: str
    """`issuer` where the issuer holds or gives what is counted, `issuer_all` where it holds all that is named; `named` where only those
    count that are institutions or persons, `listed` where only those that a list behind the count names."""
    holders: tuple[int, int] | None = None
    """Span of the holders where the rule says it."""
    count: tuple[int, int] | None = None
    """Span of the number that counts the holders, where the rule says it, and its unit."""
    unit: str = ""

    @property
    def verb_end(self) -> int:
        """Where the words before the title end."""
        return self.object_start if self.object_start >= 0 else self.end


@dataclass
class Memory:
    """The institution that a paragraph or a case speaks of, for clauses that leave it out."""

    paragraph: int = -1
    section: str = ""
    party: Party | None = None
    body: Party | None = None
    """The body without a known institution that got an honour last, for 其."""
    holders: tuple[Holder, ...] = ()
    sentence: int = -1
    """The sentence in which `holders` were named."""
    titles: tuple[Title, ...] = ()
    """The titles told last."""
    told: int = -1
    """The end of the sentence that told them."""


class Scanner:
    """Reads the sentences of one report in order; `cases` are the titles of the sections that tell a case."""

    def __init__(self, cast_: Cast, pack: Pack, cases: Mapping[str, str]) -> None:
        self.cast, self.pack, self.cases = cast_, pack, cases
        self.rules = pack.once(_rules)
        self.not_won = pattern(words(pack, "not_won", "not_granted"))
        self.staff = pattern(words(pack, "personal_honour"))
        self.quoted = pattern(rf"“(?!{words_valued(pack, 'personal_honour', 'quoted')})[^”]*”")
        self.stock = pattern(rf"(?:{words(pack, 'level_word')}|[、和级])*(?:{words(pack, 'stock_honour')})")
        self.bodily = pattern(rf"(?:{words(pack, 'body_honour')})$")
        self.case = pattern(rf"(?:该|本|这一|此)(?:{words(pack, 'case_noun')})(?=被|先后|得到|受到|已)")
        self.personal = pattern(rf"(?:{words(pack, 'person_title')})$")
        self.group = pattern(rf"(?:{words(pack, 'group_honour')})$")
        self.office = pattern(rf"^\p{{Han}}{{2,8}}(?:{words_valued(pack, 'group_noun', 'office')})(?=\p{{Han}}{{2,3}}$)")
        self.part = pattern(rf"(?:{words(pack, 'group_noun')})$")
        self.programme = pattern(words(pack, "talent_programme"))
        self.contest = pattern(words(pack, "contest_noun"))
        self.acts = pattern(words(pack, "grant_verb", "give_verb", "hold_verb", "win_verb"))
        self.verbs = pattern(rf"{words(pack, 'grant_verb', 'give_verb', 'hold_verb', 'win_verb')}|[0-9]")
        item = words(pack, "item_noun")
        self.project = pattern(
            rf"(?P<item>[\p{{Han}}]{{2,14}}?(?:{item}))[^的]{{0,16}}(?:开展|实施|承担|建设|承建|申报)的(?P<title>[\p{{Han}}“”]{{4,30}})")
        """`烹饪专业与酒店联合开展的学徒制项目通过省级验收`: what passed is the project."""
        self.acting = pattern(rf"[把将让以用凭在为随跟与]|{words(pack, 'action_opening')}")
        self.looks_back = pattern(words_valued(pack, "entered_verb", "back") + r"|[此该这]")
        self.memory = Memory()

    def claims(self, sentence: Sentence, entities: Sequence[Entity], starts: set[int]) -> Iterator[Claim]:
        """The honours of a sentence; call it for the sentences of a report in order. `starts` are the starts of the known numbers."""
        if sentence.paragraph != self.memory.paragraph:
            within = sentence.section in self.cases and sentence.section == self.memory.section
            self.memory = Memory(sentence.paragraph, sentence.section, self.memory.party if within else None)
        inside = [e for e in entities if sentence.start <= e.start and e.end <= sentence.end]
        done = 0
        for hit in self._hits(sentence):
            if hit.start < done:
                continue
            titles = self._titles(sentence, hit)
            if hit.count and titles:
                titles = (replace(titles[0], count=hit.count[0], count_end=hit.count[1], unit=hit.unit),)
            if hit.own == "issuer":
                titles = tuple(title for title in titles if title.count >= 0)
            if not titles or self._is_no_grant(sentence, hit):
                continue
            hidden = [(t.start, t.end) for t in titles] + ([(hit.start, hit.verb_end)] if hit.giver else [])
            aside = hit.holders is not None and sentence.plain[hit.holders[0] - 1 : hit.holders[0]] == "（"
            where = opened(sentence, *hit.holders) if aside and hit.holders else sentence
            span = Span(
                where, done, hit.start, self._own_parties(where, inside, hidden), self.memory.body or self.memory.party, None,
                self.pack, self.cast.in_brackets(sentence, inside), hit.holders is not None)
            holders = self._holders(span, hit)
            if hit.own == "named":
                holders = Holders(tuple(h for h in holders.items if h.party and not self._is_issuing_region(h.party)))
                if not holders.items:
                    continue
            if behind := self._named_behind(sentence, inside, hit, holders, titles):
                holders, titles = behind, tuple(replace(title, count=-1) for title in titles)
            elif hit.own == "listed":
                continue
            yield from self._made(sentence, hit, holders, titles, starts)
            self.memory.titles, self.memory.told = titles, sentence.end
            done = max(hit.end if hit.holders else 0, titles[-1].stop, hit.start + 1)
        self._remember(sentence, inside)

    def _titles(self, sentence: Sentence, hit: Hit) -> tuple[Title, ...]:
        """The titles that a hit names; for a verb without an object (`榜上有名`) those told last, in its sentence or the one before."""
        memory = self.memory
        if hit.object_start >= 0:
            aside = sentence.plain[hit.object_start - 1 : hit.object_start] == "（"
            flat = opened(sentence, hit.object_start, hit.object_end).flat if aside else sentence.flat
            return titles_of(sentence.plain, flat, hit.object_start, hit.object_end, hit.strength, self.pack)
        back = self.looks_back.search(sentence.plain, hit.start, hit.end)
        near = memory.told == sentence.end or (back is not None and 0 <= sentence.start - memory.told <= 1)
        told = memory.titles if near and memory.told >= 0 else ()
        return tuple(replace(t, start=hit.end, end=hit.end, stop=hit.end, count=-1, count_end=-1, unit="") for t in told)

    def _is_issuing_region(self, party: Party) -> bool:
        return party.kind == "region" and party.name == self.cast.issuer.name

    def _remember(self, sentence: Sentence, entities: Sequence[Entity]) -> None:
        """A sentence that begins with an institution speaks of it."""
        first = next((p for p in self.cast.parties(sentence, entities, ()) if p.kind in {"school", "team"}), None)
        if first is not None and first.start < 12 and not first.foreign:
            self.memory.party = first

    def _own_parties(self, sentence: Sentence, entities: Sequence[Entity], hidden: Sequence[tuple[int, int]]) -> tuple[Party, ...]:
        """Those who can hold an honour in the report: no other regions, in a school's report no other schools."""
        alone = self.cast.identity.level == "school"
        found = tuple(p for p in self.cast.parties(sentence, entities, hidden) if not (p.foreign and (p.kind == "region" or alone)))
        short = {e.start - sentence.start: e for e in entities if e.full and e.full != e.name}
        found = tuple(
            replace(p, name=e.full, kind="school", end=e.end - sentence.start)
            if p.kind in {"team", "organisation"} and (e := short.get(p.start)) and p.name.startswith(e.name) else p
            for p in found)
        aliases = ((p, _ALIAS.match(sentence.plain, p.end)) for p in found)
        return tuple(replace(p, end=alias.end()) if alias else p for p, alias in aliases)

    # --------------------------------------------------------------------------------------------------------- hits

    def _hits(self, sentence: Sentence) -> list[Hit]:
        """The matches of all rules, the longest first where they begin together."""
        found = [
            _hit(rule, match, self.pack) for rule, match in self.rules.matches(sentence.flat) if _holds(rule, sentence)
        ]
        return sorted(found, key=lambda hit: (hit.start, hit.start - hit.end, hit.holders is None, hit.rule.rule.id))

    def _is_no_grant(self, sentence: Sentence, hit: Hit) -> bool:
        """Whether the clause disposes of something or only wishes."""
        left, _ = sentence.clause(hit.start)
        unquoted = _QUOTE.sub(_filled, sentence.plain)
        return bool(_DISPOSED.search(sentence.flat, left, hit.start) or self.not_won.search(unquoted, left, hit.verb_end))

    # ------------------------------------------------------------------------------------------------------ holders

    def _holders(self, span: Span, hit: Hit) -> Holders:
        """Who holds the titles: as the rule says, else as the clause before the verb, else as earlier clauses of the sentence say."""
        memory, sentence, floor, parties = self.memory, span.sentence, span.start, span.parties
        if hit.holders is not None:
            return holders_of(span.within(*hit.holders))
        clause = sentence.clause(hit.start)[0]
        if hit.own == "listed" or hit.own.startswith("issuer"):
            named = [p for p in parties if p.kind in {"school", "region"} and clause <= p.start < hit.start and not p.foreign]
            return Holders((Holder(named[-1] if named else None),))
        left = self._list_start(sentence, max(sentence.clause(max(hit.start - 1, 0))[0], floor), floor, parties)
        branded = sentence.plain[left : left + 1] == "“"
        told = (memory.sentence == sentence.start and not branded) or sentence.section in self.cases
        owner = memory.party if told else None
        heads = [p for p in parties if p.kind != "person" and p.start < left]
        if branded and len(heads) == 1 and heads[0].kind == "school" and heads[0].start == floor:
            owner = heads[0]  # the sentence has told of nobody else
        holders = holders_of(replace(span, owner=owner).within(left, hit.start))
        if not holders.items and not holders.stated:
            holders = self._earlier(span, left) or holders
        if holders.items:
            memory.holders, memory.sentence = holders.items, sentence.start
            named = [h.party for h in holders.items if h.party is not None]
            memory.party = next((p for p in named if p.kind == "school"), None if named else memory.party)
            alone = holders.items[0] if len(holders.items) == 1 else Holder(None)
            memory.body = Party(alone.body, "organisation", -1, -1) if alone.body and alone.party is None else None
            return holders
        if holders.stated:
            return holders
        return Holders(memory.holders if memory.sentence == sentence.start and memory.holders else (Holder(memory.party),))

    def _earlier(self, span: Span, left: int) -> Holders | None:
        """The holders in the clauses of a sentence before `left`, the nearest first; None when they name nobody."""
        sentence = span.sentence
        while left > span.start:
            right = left - 1
            if sentence.flat[right] in "；：" and self.memory.sentence == sentence.start:
                return None
            left = max(sentence.clause(max(right - 1, 0))[0], span.start)
            if self.case.match(sentence.flat, left, right):
                return Holders((Holder(span.carried, item=THIS),))
            earlier = holders_of(span.within(left, right))
            here = [p for p in span.parties if left <= p.start < right]
            named = [p for p in here if p.kind != "organisation"]
            if named:
                items = tuple(h for h in earlier.items if (h.item or h.body) and h.count < 0 and h.party in named)
                return Holders(items or tuple(Holder(p) for p in grouped(named, sentence, self.pack)[0]))
            if not here and any(h.item and h.count < 0 for h in earlier.items) and "被" not in sentence.flat[left:right]:
                return earlier
        return None

    def _named_behind(
        self, sentence: Sentence, entities: Sequence[Entity], hit: Hit, holders: Holders, titles: tuple[Title, ...]
    ) -> Holders | None:
        """Those whom a list behind the count or the title names, for a title that is only counted; None when there is no such list."""
        if len(titles) != 1 or len(holders.items) > 1:
            return None
        title, counted = titles[0], holders.items[0] if holders.items else Holder(None)
        if counted.count < 0 <= title.count and not counted.item and not counted.body:
            counted = replace(counted, count=title.count, count_end=title.count_end, unit=title.unit)
        if counted.count < 0:
            return None
        span = Span(sentence, hit.start, hit.start, (), None, None, self.pack)

        def parties(words: Sentence) -> tuple[Party, ...]:
            """Those who can be counted: all but the region that reports."""
            found = self._own_parties(words, entities, [(title.start, title.end)])
            return tuple(p for p in found if not self._is_issuing_region(p))

        return named_behind(span, counted, max(title.end, title.count_end), parties, self.acts)

    def _list_start(self, sentence: Sentence, left: int, floor: int, parties: tuple[Party, ...]) -> int:
        """Where the list begins whose last clause begins at `left`: earlier clauses that only name an institution and what is its
        (`甲校A专业，乙校B专业通过验收`) belong to it."""
        heads = {p.start: p for p in parties if p.kind == "school"}
        while left > floor and sentence.flat[left - 1] == "，" and (left in heads or sentence.flat[left] in "《“"):
            start = max(sentence.clause(max(left - 2, 0))[0], floor)
            head = heads.get(start + (sentence.flat[start] in "由与"))
            own = sentence.plain[head.end : left - 1] if head else ""
            if not own or self.acting.match(own) or self.verbs.search(ready(r"《[^》]*》|“[^”]*”").sub("", own)):
                break
            left = start
        return left

    # --------------------------------------------------------------------------------------------------------- rows

    def _made(self, sentence: Sentence, hit: Hit, holders: Holders, titles: tuple[Title, ...], starts: set[int]) -> Iterator[Claim]:
        quote = tuple(sentence.start + offset for offset in sentence.part(hit.start))
        left, _ = sentence.clause(hit.start)
        each = _RESPECTIVE.search(sentence.plain, left, hit.verb_end)
        respective = each is not None and len(titles) == len(holders.items) > 1
        for index, title in enumerate(titles):
            nameless = title.count >= 0 and not any(h.party or h.body or h.count >= 0 for h in holders.items)
            for holder in (Holder(None),) if nameless else (holders.items[index],) if respective else holders.items:
                if holder.count < 0 <= title.count:
                    holder = replace(holder, count=title.count, count_end=title.count_end, unit=title.unit)
                name = self.office.sub("", holder.item)
                if name and self.personal.search(title.text) and looks_like_name(name):
                    named = (name,)
                    who = holder.party or Party(name, "person", holder.start, holder.end, named)
                    holder = replace(holder, party=who, item="", persons=named)
                printed = sentence.plain[holder.start : holder.end].strip(" *的")
                own = holder.item or (holder.party and 0 <= holder.party.end < holder.end)
                if own and not holder.body and self.group.search(title.text) and self.part.search(printed):
                    holder = replace(holder, item="", body=_ALIAS.sub("", printed))
                if self._fits(sentence, hit, holder, title):
                    yield self._claim(sentence, hit, holder, title, quote, starts)

    def _fits(self, sentence: Sentence, hit: Hit, holder: Holder, title: Title) -> bool:
        """Whether holder and title make an honour: no count of staff or aid, no prize of a contest, no application by nobody."""
        if title.text.endswith("奖") and self.contest.search(sentence.plain):
            return False
        if title.count > title.start and self.stock.fullmatch(title.text):
            return False
        if holder.count >= 0:
            unquoted = self.quoted.sub("", sentence.plain[title.start : title.end])
            if self.staff.search(unquoted) and not (self.bodily.search(title.text) or self.programme.search(title.text)):
                return False
        if hit.strength == "checked" and holder.count >= 0 and holder.unit in HEADS:  # who passes a test is a figure
            return False
        if hit.strength != "named":
            return True
        if holder.count >= 0:
            applicant = words(self.pack, "item_noun", "contestant")
            return bool(pattern(rf"\s?[所个门项]\p{{Han}}{{0,4}}?(?:{applicant})").match(sentence.plain, holder.count_end))
        party = holder.party
        if f"《{holder.item}》" in sentence.plain or party is None:
            return party is not None or f"《{holder.item}》" in sentence.plain
        return party.kind == "school" or (party.kind == "region" and not self._is_issuing_region(party))

    def _claim(self, sentence: Sentence, hit: Hit, holder: Holder, title: Title, quote: tuple[int, ...], starts: set[int]) -> Claim:
        base, party, text, item = sentence.start, holder.party or self.cast.issuer, title.text, holder.item
        if hit.strength == "checked" and (project := self.project.fullmatch(item)):
            item, text = project.group("item"), project.group("title")
        record = Recognition(
            recipient=holder.body or party.name, recipient_kind="organisation" if holder.body else party.kind, title=text,
            count=han_number(sentence.plain[holder.count : holder.count_end]) if holder.count >= 0 else 1, unit=holder.unit,
            persons="" if holder.body else "、".join(holder.persons or party.persons),
            item=self.cases.get(sentence.section, "") if item == THIS else item,
            level=self._level(text, title.giver, hit.giver),
            batch=title.batch, status=self._status(sentence, hit, title),
        )
        start, end = title.start, title.end
        if holder.count >= 0:
            start, end = holder.count, holder.count_end
        elif 0 <= holder.start < title.start:
            start = holder.start
        elif holder.start >= title.end:
            start, end = holder.start, holder.end
        printed = base + (holder.count if holder.count >= 0 else holder.counted)
        numbers = (printed,) if printed >= base and printed in starts else ()
        weight = float(title.end - min(hit.start, title.start) + 14)
        return Claim(hit.rule.rule.id, record, Evidence(base + start, base + end, *quote), numbers, weight)

    def _level(self, *told: str) -> str:
        """The level that the first of several words tells."""
        levels = (level_of(name, self.pack, self.cast.identity) for name in told if name)
        return next(filter(None, levels), "")

    def _status(self, sentence: Sentence, hit: Hit, title: Title) -> str:
        if hit.strength == "named":  # `推荐5所学校申报…`
            asked = status_of(sentence.plain[sentence.clause(hit.start)[0] : hit.start], self.pack)
            return asked if asked == "candidate" else "applied"
        told = title.text if hit.object_start < 0 else ""
        return status_of(told + sentence.plain[max(0, hit.start - 2) : title.end], self.pack)


def _filled(quote: regex.Match[str]) -> str:
    return FILL * len(quote.group())


def _hit(rule: CompiledPattern, match: regex.Match[str], pack: Pack) -> Hit:
    """What the named groups of a rule tell: verb, title, giver, holders; `subject_end` begins where the subject ends."""
    groups, settings = match.re.groupindex, rule.rule.set
    verb = match.group("verb") if "verb" in groups else ""
    strength = settings.get("strength") or pack.lexicons["grant_verb"].words.get(verb) or "weak"
    return Hit(
        rule=rule, start=match.start("subject_end") if "subject_end" in groups else match.start(), end=match.end(),
        object_start=match.start("title") if "title" in groups else -1, object_end=match.end("title") if "title" in groups else match.end(),
        strength=cast("Strength", strength),
        giver=(match.group("giver") or "") if "giver" in groups else "", own=settings.get("holder", ""),
        holders=match.span("holders") if "holders" in groups else None,
        count=match.span("count") if "count" in groups and match.group("count") else None,
        unit=(match.group("unit") or "") if "unit" in groups else "",
    )


def _rules(pack: Pack) -> Finder[CompiledPattern]:
    return Finder((rule, rule.regex) for rule in pack.patterns if rule.rule.kind == "recognition" and rule.regex is not None)


def _holds(rule: CompiledPattern, sentence: Sentence) -> bool:
    """Whether the conditions of a rule hold for a sentence."""
    wanted, unwanted = rule.when.sentence, rule.unless.sentence
    return (wanted is None or wanted.search(sentence.plain) is not None) and (unwanted is None or unwanted.search(sentence.plain) is None)
