"""Rosters of schools and kinds of tables, from tables as clerks head and fill them."""

from __future__ import annotations

from functools import cache

import pytest

from reportparse.model import School, TableFact
from reportparse.rulebook import Pack, default_rules, load_rules
from reportparse.workbench.specimen import read_specimen

ROSTERS: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    (
        "level and owner in one word",
        "序号\t学校\t性质\t备注\n1\t许昌第一职业学校\t市直公办\t\n2\t禹州市第二职业学校\t县（市、区）属民办\t省级特色校",
        [("许昌第一职业学校", "city", "public"), ("禹州市第二职业学校", "county", "private")],
    ),
    (
        "office and owner in columns of their own",
        "学校名称\t主管部门\t公办/民办\n许昌第一职业学校\t许昌市教育局\t公办\n襄城县第二职业学校\t襄城县教体局\t民办",
        [("许昌第一职业学校", "city", "public"), ("襄城县第二职业学校", "county", "private")],
    ),
    (
        "owner alone: the place tells the level",
        "序号\t学校名称\t所在县区\t办学性质\n1\t许昌第一职业学校\t市直\t公办\n2\t城北职业学校\t长葛市\t民办",
        [("许昌第一职业学校", "city", "public"), ("城北职业学校", "county", "private")],
    ),
    (
        "sub-headings tell the level",
        "序号\t学校名称\t办学性质\n市直学校\t市直学校\t市直学校\n1\t许昌第一职业学校\t公办\n县区属学校\t县区属学校\t县区属学校\n2\t城北职业学校\t公办",
        [("许昌第一职业学校", "city", "public"), ("城北职业学校", "county", "public")],
    ),
    (
        "a question as a header",
        "序号\t学校\t隶属关系\t是否民办\n1\t许昌第一职业学校\t市属\t否\n2\t许昌第二职业学校\t市属\t是",
        [("许昌第一职业学校", "city", "public"), ("许昌第二职业学校", "city", "private")],
    ),
    ("sums are no schools", "学校\t性质\n许昌第一职业学校\t市属公办\n许昌第二职业学校\t市属民办\n合计\t2", [
        ("许昌第一职业学校", "city", "public"), ("许昌第二职业学校", "city", "private")]),
    ("a list of others",
     "序号\t学校\t性质\n1\t郑州市第一职业学校\t市属公办\n2\t洛阳市第二职业学校\t市属公办\n3\t开封市第三职业学校\t县属公办", []),
    ("programmes by school", "序号\t学校\t专业\n1\t许昌第一职业学校\t护理\n2\t许昌第二职业学校\t会计", []),
    ("figures by school",
     "学校\t性质\t在校生\t专任教师\t占地面积\n许昌第一职业学校\t市属公办\t4120\t210\t186\n许昌第二职业学校\t市属民办\t1630\t88\t92", []),
]

HEADERS = [  # what heads the column -> what a public school of the city's and a private one of a county's have in it
    (("举办性质", "办校性质", "机构性质", "主体性质", "举办类别", "举办类型", "举办形式", "办学体制",
      "性质及隶属关系", "隶属关系及性质", "隶属及办学性质", "举办性质（公办、民办）"), "市属公办", "县属民办"),
    (("举办主体", "办学主体", "办学主体类型", "举办者性质", "举办人", "投资主体", "出资方",
      "公办/民办", "公民办性质", "公、民办类别", "所有制性质"), "公办", "民办"),
]
OFFICES = (
    "隶属关系", "行政隶属", "隶属单位", "从属关系", "主管部门", "上级主管部门", "主管单位", "主管机关", "主管局", "举办单位",
    "归口管理部门", "管理部门", "管理层级", "所属部门", "所属层级", "办学层级", "举办级别")

KINDS = [
    ("序号\t指标\t单位\t2023年\t2024年\n1\t在校生\t人\t3120\t3340\n2\t毕业生\t人\t1010\t1080", "statistics", "own", False),
    ("县区\t学校数\t在校生\n襄城县\t2\t4100\n鄢陵县\t1\t2300", "statistics", "own", False),
    ("序号\t学校\t专业\n1\t许昌第一职业学校\t护理\n2\t许昌第二职业学校\t会计", "list", "own", False),
    ("序号\t学校\t专业\n3\t郑州市第一职业学校\t护理\n17\t许昌第一职业学校\t会计", "list", "foreign", True),
    ("序号\t学校\t性质\n1\t许昌第一职业学校\t市属公办\n2\t许昌第二职业学校\t市属民办", "roster", "own", False),
]


@cache
def pack() -> Pack:
    return next(pack for pack in load_rules(default_rules()).packs if "administration_word" in pack.lexicons)


@pytest.mark.parametrize(("what", "table", "schools"), ROSTERS, ids=[case[0] for case in ROSTERS])
def test_rosters(what: str, table: str, schools: list[tuple[str, str, str]]) -> None:
    report = read_specimen(table + "\n", pack(), issuer="许昌市").report
    found = [fact.claim.record for fact in report.facts if isinstance(fact.claim.record, School)]
    assert [(school.school, school.administration, school.ownership) for school in found] == schools


def test_a_school_that_two_tables_list_counts_once() -> None:
    table = "序号\t学校\t性质\n1\t许昌第一职业学校\t市属公办\n2\t许昌第二职业学校\t市属民办"
    report = read_specimen(f"{table}\n\n下表再列一次。\n\n{table}\n", pack(), issuer="许昌市").report
    assert len([fact for fact in report.facts if isinstance(fact.claim.record, School)]) == 2


@pytest.mark.parametrize(("table", "kind", "subject", "excerpt"), KINDS, ids=[case[0][:20] for case in KINDS])
def test_kinds(table: str, kind: str, subject: str, excerpt: bool) -> None:
    report = read_specimen(table + "\n", pack(), issuer="许昌市").report
    (fact,) = [fact.claim.record for fact in report.facts if isinstance(fact.claim.record, TableFact)]
    assert (fact.kind, fact.subject, fact.excerpt) == (kind, subject, excerpt)


@pytest.mark.parametrize(("header", "city", "county"), [(h, *cells) for headers, *cells in HEADERS for h in headers])
def test_columns_of_owners_make_a_roster(header: str, city: str, county: str) -> None:
    text = f"序号\t学校名称\t{header}\n1\t许昌第一职业学校\t{city}\n2\t襄城县第二职业学校\t{county}"
    assert told(text) == [("city", "public"), ("county", "private")]


@pytest.mark.parametrize("header", OFFICES)
def test_columns_of_offices_make_a_roster(header: str) -> None:
    text = f"序号\t学校名称\t{header}\t办学性质\n1\t许昌第一职业学校\t市教育局\t公办\n2\t城北职业学校\t县教体局\t民办"
    assert told(text) == [("city", "public"), ("county", "private")]


def told(text: str) -> list[tuple[str, str]]:
    facts = read_specimen(text, pack(), issuer="许昌市").report.facts
    schools = [fact.claim.record for fact in facts if isinstance(fact.claim.record, School)]
    kinds = {fact.claim.record.kind for fact in facts if isinstance(fact.claim.record, TableFact)}
    return [(school.administration, school.ownership) for school in schools] if kinds == {"roster"} else []
