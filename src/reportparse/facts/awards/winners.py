"""Who won: the subject of a verb of winning, the names behind a label, and how a list shares a prize."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.parties import Cast, Group, Party
from reportparse.facts.people import looks_like_name
from reportparse.facts.prose import BRACKETED
from reportparse.facts.vocabulary import pattern, words
from reportparse.markers import han_number

if TYPE_CHECKING:
    from reportparse.facts.awards.contests import Contest
    from reportparse.facts.awards.prizes import Grade, Mention
    from reportparse.facts.awards.scene import Scene
    from reportparse.rulebook import Pack

_DISTRIBUTIVE = regex.compile(r"各|分别|均|双双|同时|分获|都|每")
ROLE = 6
"""Signs of a role between 该校 and a name."""
LINE = 80
"""Characters of a line that names the winners of a prize."""
_NAME = regex.compile(r"[\p{Han}·]{2,6}")


def subject_of(scene: Scene, start: int, at: int, limit: int, cast: Cast, school: Group) -> Group:
    """The group that the verb at `at` speaks of, named since `start` and before `limit`; empty when none is. `school` is what 该校 means.

    In the verb's own clause the last group counts, in clauses before it the first."""
    sentence, blank = scene.sentence, scene.blank
    groups = [g for g in scene.groups if start <= g[0].start and g[-1].end <= max(at, limit)]
    left = max(sentence.clause(max(at, start))[0], start)
    teams = cast.team_before(blank, left, at) or cast.subset_before(blank, left, at)
    here = [g for g in groups if g[-1].end > left and g[0].start < at]
    if len(here) > 1 and ready(r"(?:等[\p{Han}]{0,4})?(?:共同)?(?:参与|协助|配合|协同|参加)").match(blank[here[-1][-1].end :]):
        here = here[:-1]
    nouns = words(cast.pack, "contestant", "case_noun", "item_noun")
    that = pattern(rf"该(?:[校院]|{nouns})").search(blank, start, at) if school else None
    if that and here and here[-1][0].kind == "person" and 0 <= here[-1][0].start - that.end() <= ROLE:
        return _with_persons(scene, school, that.end(), at)
    sent = rf"(?<=^|[，；：。])(?:{'|'.join(sorted(cast.pack.identity.plain, key=len, reverse=True))})(?:{words(cast.pack, 'delegation')})"
    if school and not here and pattern(sent).search(blank, left, at):
        return school
    if here:
        return _with_teams(scene, here[-1], teams, cast)
    if teams:
        return _of_school(teams, school, cast)
    works = words(cast.pack, "work_noun", "item_noun")
    others = rf"(?:另有|其[余他]|另外?|余下)的?(?:{QUANTITY})\s?(?:{words(cast.pack, 'award_unit')})(?:{works})"
    if that is None and pattern(others).search(blank, left, max(at, limit)):
        return (cast.issuer,)
    if that is not None:
        return _with_persons(scene, school, that.end(), at)
    while left > start:
        right = left - 1
        left = max(sentence.clause(max(right - 1, 0))[0], start)
        found = [g for g in groups if left <= g[0].start < right]
        found = [g for g in found if g[0].kind != "organisation" or len(found) == 1] or found
        teams = () if found else cast.team_before(blank, left, right)
        if found or teams:
            return found[0] if found else teams
        if sentence.flat[right] == "；":
            break
    return ()


def _with_persons(scene: Scene, school: Group, start: int, at: int) -> Group:
    """该校 with the persons right behind it: each of them when they share prizes out, else together."""
    persons = next((g for g in scene.groups if g[0].kind == "person" and 0 <= g[0].start - start <= ROLE and g[-1].end <= at), ())
    if not persons or "，" in scene.sentence.flat[start : persons[0].start]:
        return school
    if _DISTRIBUTIVE.search(scene.sentence.plain, persons[-1].end, at + 2):
        return tuple(replace(person, name=school[0].name, kind=school[0].kind) for person in persons)
    return (replace(school[0], persons=tuple(name for person in persons for name in person.persons)),)


def _of_school(teams: Group, school: Group, cast: Cast) -> Group:
    """The teams; a delegation of 该校 is that school, another team of it has the school's name before its own."""
    first = ready(r"该[校院]的?").match(teams[0].name)
    if not first or not school:
        return teams
    rest = teams[0].name[first.end() :]
    if pattern(rf"[\p{{Han}}]*(?:{words(cast.pack, 'delegation')})").fullmatch(rest):
        return school
    return (replace(teams[0], name=school[0].name + rest), *teams[1:])


def _with_teams(scene: Scene, chosen: Group, teams: Group, cast: Cast) -> Group:
    """The group of a clause, or the teams named in it: several teams of the issuer win for themselves, as does one that another
    region is only named before."""
    if not teams:
        return chosen
    own = chosen[0].name == cast.issuer.name and teams[0].start <= chosen[0].end
    if own and len(teams) > 1 and all(team.kind == "team" for team in teams):
        prefix = scene.sentence.plain[chosen[0].start : chosen[0].end]
        return tuple(replace(team, name=team.name.removeprefix(prefix)) for team in teams)
    apart = chosen[0].kind == "region" and teams[0].start > chosen[-1].end
    if apart and not ready(r"的?$").match(scene.blank[chosen[-1].end : teams[0].start]):
        return teams
    return chosen


def labelled(scene: Scene, mention: Mention, following: int, cast: Cast) -> Group:
    """The winners named behind a label (`一等奖：甲、乙`, `获得一等奖的有甲、乙`) up to the next mention, if the mention is one."""
    sentence, pack = scene.sentence, cast.pack
    if mention.grades[0].count >= 0:
        owners = _receivers(scene, mention, following, pack)
        won = pattern(words(pack, "win_verb")).search(scene.blank, sentence.clause(mention.start)[0], mention.start)
        count = han_number(sentence.plain[mention.grades[0].count : mention.grades[0].count_end])
        return owners if won is None and count == len(owners) else ()
    start, part_end = sentence.part(mention.start)
    who, total = words(pack, "contestant"), words(pack, "prize_total")
    begins = start == mention.start or sentence.flat[mention.start - 1 : mention.start] in {"：", "；"}
    label = regex.compile(r"(?:，(?=[\p{Han}])|[—－-]{1,2}(?=[\p{Han}“《]))").match(sentence.plain, mention.end) if begins else None
    label = label or pattern(
        rf"(?:获得者|得主|(?:{total})(?:者|{who}))?(?:名单)?(?:分别)?(?:为|是)?："
        rf"|(?:获得者|得主|(?:{total})者|的)?(?:{who})?(?:有|是|为|分别是|分别为)(?=[\p{{Han}}“《])"
    ).match(sentence.plain, mention.end)
    if not label:
        return _receivers(scene, mention, following, pack)
    stop = min(following, part_end)
    starts = {p.start for g in scene.groups for p in g}
    while label.group()[-1] in "：—" and stop < following and not starts.isdisjoint(range(stop + 1, stop + 4)):  # `一等奖：甲；乙`
        stop = min(following, sentence.part(stop + 1)[1])
    parties = [p for g in scene.groups for p in g if label.end() <= p.start < stop]
    if any(ready(rf"[\p{{Han}}]{{0,4}}?[各分共均]*(?:{QUANTITY})[个枚项名人件]").match(sentence.plain[p.end : stop]) for p in parties):
        return ()
    return winners_in(scene, label.end(), stop, parties, cast)


def _receivers(scene: Scene, mention: Mention, following: int, pack: Pack) -> Group:
    """The winners named behind a prize that they took (`金奖由甲、乙分别摘得`)."""
    plain = scene.sentence.plain
    how = r"(?:均|皆|都|全部|分别|则|也|同样|依次)?(?:由|被|花落|分[属归]|归属?于?)"
    holder = rf"，?(?:得主|获得者|(?:{words(pack, 'prize_total')})(?:者|{words(pack, 'contestant')}))(?:分别|依次)?[为是：]"
    label = pattern(rf"{holder}|[）)]?：|，即|(?:{words(pack, 'prize_total')}|的|，(?=[由均皆都全分]))?{how}").match(plain, mention.end)
    if not label:
        return ()
    stop = min(following, scene.sentence.clause(label.end())[1])
    parties = [p for g in scene.groups for p in g if label.end() <= p.start < stop]
    if not parties:
        took = rf"(?={words(pack, 'win_verb')}|收入囊中|[摘夺揽捧获])"
        named = pattern(rf"(?P<name>[\p{{Han}}“”·]{{2,20}}?(?:{words(pack, 'team_noun')})){took}").match(plain, label.end(), stop)
        return (Party(named.group("name"), "team", named.start(), named.end()),) if named else ()
    if not ready(r"[我全本来自\s]{0,3}").fullmatch(plain[label.end() : parties[0].start]):
        return ()
    one = pattern(rf"各(?:{words(pack, 'win_verb')}|[占得有])?[1一]\s?(?:{words(pack, 'award_unit')})").match(plain[:stop], parties[-1].end)
    if ready(QUANTITY).search(plain, one.end() if one else parties[-1].end, stop):
        return ()
    if one or label.group()[-1] in "为是：即":
        return tuple(parties)
    takes = rf"[^，。；]{{0,24}}?(?:{words(pack, 'win_verb')}|收入囊中|[摘夺揽捧获])(?!得?(?:{words(pack, 'prize_total')}))"
    taken = pattern(takes).match(plain[:stop], parties[-1].end)
    return tuple(parties) if taken or label.group()[-1] in "落归属于" else ()


def winners_in(scene: Scene, start: int, stop: int, parties: list[Party], cast: Cast) -> Group:
    """The winners of a label's list: institutions, with the person behind each or in a bracket; persons and works, with their institution
    in a bracket; works alone are the issuer's."""
    plain, pack = scene.sentence.plain, cast.pack
    found: list[Party] = []
    waiting: list[str] = []
    unit: Party | None = None
    not_person = pattern(words(pack, "not_person", "contestant", "team_noun"))
    roles = "|".join(sorted(map(regex.escape, pack.identity.roles), key=len, reverse=True)) or r"(?!)"
    work = pattern(rf"(?:[\p{{Han}}]{{0,6}}(?:《[^》]*》|“[^”]*”)(?:{words(pack, 'work_noun', 'item_noun')})?)+")
    for piece in ready(r"([^、，；。（）]+)(?:（([^）]*)）)?").finditer(plain[start:stop]):
        left, right = start + piece.start(1), start + piece.end(1)
        text = plain[left:right].strip(" 和等")
        party = next((p for p in parties if left <= p.start < right), None)
        rest = plain[party.end : right].strip() if party else text
        rest = pattern(rf"^(?:{roles})(?=[\p{{Han}}·]{{2,4}}$)|(?<=[\p{{Han}}]{{2}})(?:{roles})$").sub("", rest)
        person = rest if _NAME.fullmatch(rest) and not not_person.search(rest) and len(rest) <= 4 else ""
        bracket = next((b for b in scene.brackets if b.start == start + piece.end(1)), None) if piece.group(2) else None
        holder = next((p for g in bracket.groups for p in g if p.kind not in {"person", "region"}), None) if bracket else None
        if holder is None and piece.group(2) and pack.identity.noun_of(piece.group(2)):
            holder = Party(piece.group(2), "school", left, right)
        if party is not None and party.kind == "person" and holder is not None:
            found.append(replace(holder, start=left, end=right, persons=party.persons))
        elif party is not None:
            unit = party
            behind = ready(r"[\p{Han}·]{2,4}(?:[、，][\p{Han}·]{2,4})*").fullmatch(piece.group(2) or "")
            listed = [name for name in ready(r"[、，]").split(behind.group()) if looks_like_name(name)] if behind else []
            persons = (*party.persons, *([person] if person else listed))
            found.append(replace(party, persons=tuple(dict.fromkeys(persons))))
        elif holder is not None and (person or work.fullmatch(text)):
            found = [p for p in found if p.name not in waiting]
            found.append(replace(holder, start=left, end=right, persons=(*waiting, person) if person else holder.persons))
            waiting = []
        elif work.fullmatch(text):
            found.append(replace(unit if unit is not None and unit.kind != "person" else cast.issuer, start=left, end=right))
        elif person and unit is not None and unit.kind != "person":
            found.append(replace(unit, start=left, end=right, persons=(person,)))
        elif 2 <= len(text) <= 20 and not ready(r"[0-9]{2}").search(text):
            waiting = [*waiting, person] if person else []
            found.append(Party(text, "person" if person else "team", left, right, (person,) if person else ()))
    return tuple(found)


def only_names(scene: Scene, pack: Pack) -> bool:
    """Whether a line holds institutions with their persons and works and no words beside them."""
    plain = scene.sentence.plain
    parties = [party for group in scene.groups for party in group]
    if len(plain) > LINE or not parties or any(party.kind == "region" for party in parties):
        return False
    rest = list(plain)
    for party in parties:
        rest[party.start : party.end] = " " * (party.end - party.start)
    left = ready(r"[（(][^（）()]*[)）]|《[^》]*》|“[^”]*”|^\s*[（(]?[0-9]{1,2}[)）、.．]?").sub(" ", "".join(rest))
    beside = pattern(rf"(?:{words(pack, 'contestant', 'work_noun')})")
    return all(not piece or looks_like_name(piece) or beside.fullmatch(piece) for piece in ready(r"[、，；。：—\s]+").split(left))


def giver(scene: Scene, mention: Mention, contest: Contest | None, cast: Cast) -> Group:
    """Whose prizes a contest gave out: the region named, else the one of the contest's level."""
    named = [g for g in scene.groups if g[-1].end <= mention.start and g[0].kind == "region"]
    if named:
        return named[-1]
    identity = cast.identity
    names = {"nation": "全国", "world": "全国", "province": identity.province, "city": identity.city}
    name = names.get(contest.level if contest else "", "") or identity.issuer
    return (cast.issuer,) if name == identity.issuer else (Party(name, "region", -1, -1),)


def distributes(scene: Scene, mention: Mention, verb: int) -> bool:
    """Whether words around the verb give each of a list the prize (各, 均, 分别)."""
    start = max(0, (verb if verb >= 0 else mention.start) - 6)
    return bool(_DISTRIBUTIVE.search(scene.sentence.plain, start, mention.end))


def lists_winners(scene: Scene, mention: Mention, names: Group) -> bool:
    """Whether what follows a label of a line or of a list are the winners one by one (`二等奖：甲、乙`)."""
    plain = scene.sentence.plain
    line = ready(r"(?:.*[：；])?\s*(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）、.．])?\s*").fullmatch(plain[: mention.start])
    return line is not None and bool(names) and mention.end <= names[0].start and plain[mention.end : mention.end + 1] == "："


def counts_named(scene: Scene, mention: Mention, subject: Group, pack: Pack) -> bool:
    """Whether the number before the verb only counts the winners that a list has named (`甲、乙等3个单位获…奖`)."""
    last = max((party.end for party in subject), default=-1)
    between = scene.sentence.bare[last : mention.start].strip() if last >= 0 else "-"
    fits = pattern(rf"(?:(?:{words(pack, 'contestant')})?等)?").fullmatch(between)
    return bool(fits) and (len(subject) > 1 or "等" in between)


def sharing(subject: Group, grade: Grade, count: int, each: bool) -> Group:
    """The parties that get a row each; one joined party when they won together: persons without 各 or a count of their own, institutions
    with a count that is neither one nor theirs."""
    if grade.code == "instructor" and grade.count < 0:
        return tuple(replace(party, persons=(person,)) for party in subject for person in party.persons) or subject
    if len(subject) == 1 or each:
        return subject
    if all(party.kind == "person" for party in subject):
        return subject if grade.code == "instructor" or count == len(subject) else (_together(subject),)
    return subject if count in {1, len(subject)} else (_together(subject),)


def _together(subject: Group) -> Party:
    persons = tuple(name for party in subject for name in party.persons)
    return replace(subject[0], name="、".join(party.name for party in subject), persons=persons, end=subject[-1].end)


def with_people(scene: Scene, mention: Mention, party: Party, pack: Pack) -> Party:
    """The party with the people whom a bracket behind the prize names (`（选手：甲、乙；指导老师：丙）`)."""
    bracket = BRACKETED.match(scene.sentence.plain, mention.end)
    if bracket is None:
        return party
    roles = words(pack, "contestant") + "".join(f"|{regex.escape(role)}" for role in pack.identity.roles)
    if not pattern(rf"(?:{roles}|成员|队员|作者)[\p{{Han}}]{{0,2}}：").search(bracket.group()):
        return party
    names = ready(r"(?<=[：、，\s])[\p{Han}]{2,4}(?=[、，；）\s])").findall(bracket.group())
    return replace(party, persons=tuple(dict.fromkeys((*party.persons, *names))))
