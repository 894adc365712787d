"""Persons in the shapes of prize lists: `机电系张某老师`, `甲、乙两名同学`, `甲和乙组成的队伍`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reportparse.facts.prose import Sentence

_NO_NAMES = regex.compile(
    r"代表|我校|本校|学院|团队|小组|共|任课|全体|年轻|时任|现任|高级|高职|中职|文化|师范|安全|金牌|包括|应聘|经验|广大|单位|项目|相关|荣获|成为|计划|班主|于是|方面|成员|常务|项目|专业|学校|先后|共同|强化|"
    r"计算|经过|和平|全省|全市|全国|以及|其中|同时|许多|多位|多名|几名|一名|两名|数名|优秀|参赛|获奖|指导|青年|骨干|党员|毕业|宋体|时间|温馨|水平|单项|古代|平均|常见|连续|向上"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[regex.Pattern[str], ...]:
    names = files("reportparse").joinpath("data", "surnames.txt").read_text(encoding="utf-8").split()
    double = "|".join(name for name in names if len(name) > 1)
    single = "".join(name for name in names if len(name) == 1)
    name = rf"(?:(?:{double})\p{{Han}}{{1,2}}|[{single}](?![、，的和与等获荣被])\p{{Han}}{{1,2}})"
    brief = rf"(?:(?:{double})\p{{Han}}{{1,2}}?|[{single}](?![、，的和与等获荣被])\p{{Han}}{{1,2}}?)"
    some = r"(?:[两三四五六七八九十]|[0-9]{1,2})[位名]"
    return (
        regex.compile(rf"(?<=[系部科组班院室]|^|[，；：、（])(?P<n>{brief})(?=老师|同学|同志)"),
        regex.compile(rf"(?<=^|[，；：、（校学生教师院心和])(?P<n>{name})(?=(?:[、和]{name})*{some}(?:同学|学生|教师|老师|选手|队员|同志)?)"),
        regex.compile(rf"(?<=[、和])(?P<n>{brief})(?={some}|组成|组队|同学|老师|搭档)"),
        regex.compile(rf"(?<=[校院心专中]|^|[，；：、由])(?P<n>{brief})(?=(?:主编|主持|编写|撰写|领衔|主讲|执教)的?(?:课题|项目|课程|教材|案例|论文)?[《“])"),
        regex.compile(rf"(?<=[校院心专中]|^|。)(?P<n>{brief})(?=摘得|摘取|荣获|获得|斩获|夺得|拿下|捧回|喜获|获评|被评|被授|入选|[获摘夺])"),
        regex.compile(r"(?<=教师|老师|学生|同学|班主任|选手)(?P<n>(?:(?![作品团队赛项目奖级等名次共均各再首多先后分别已曾又也还参加成功在于中上党部会班组社院校系处室获荣])[\p{Han}]){2,4}?)(?=荣获|斩获|夺得|摘得|[获夺摘]|被评|被授|入选|当选|荣膺|成为|参加|参赛|代表)"),
        regex.compile(rf"(?<=^|[，；：。])(?P<n>{brief})(?=(?:、[\p{{Han}}]{{2,4}})+?(?:分获|分别获|双双|均获|同获))"),
        regex.compile(rf"(?<=^|[，；：。、由])(?P<n>{brief})(?=(?:、{brief})+(?:(?:主编|主持|编写|撰写|领衔)的?[《“]|组成|组队|搭档))"),
        regex.compile(r"(?<=[校院心专中学]\s)(?P<n>[\p{Han}]{2,4})(?=[、，；。\s]|$)"),
        regex.compile(rf"(?<={name}、)(?P<n>[\p{{Han}}]{{2,4}}?)(?=分获|分别获|双双|均获|同获|[获摘夺])"),
        regex.compile(rf"(?<=另有|还有|其中|以及)(?P<n>{brief})(?=、{name})"),
    )


_AFTER_SCHOOL = 4
"""Index of the pattern that fits right behind the name of an institution only."""


def with_people(sentence: Sentence, entities: Sequence[Entity], known: Collection[str] = ()) -> tuple[Entity, ...]:
    """The entities of a sentence and the persons that stand in a list of winners beside them or whose names are `known`."""
    ends = {e.end - sentence.start for e in entities if e.kind in {"school", "issuer"}}
    covered = {i for e in entities for i in range(e.start, e.end)}
    found = list(entities)
    for name in known:
        for match in regex.finditer(regex.escape(name), sentence.bare):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if covered.isdisjoint(range(start, end)):
                found.append(Entity("person", name, start, end))
                covered.update(range(start, end))
    for number, pattern in enumerate(_patterns()):
        for match in pattern.finditer(sentence.bare):
            if number == _AFTER_SCHOOL and match.start("n") and match.start("n") not in ends:
                continue
            start, end = sentence.start + match.start("n"), sentence.start + match.end("n")
            if covered.isdisjoint(range(start, end)) and not _NO_NAMES.search(match.group("n")):
                found.append(Entity("person", match.group("n"), start, end))
                covered.update(range(start, end))
    return tuple(sorted(found, key=lambda e: e.start))
