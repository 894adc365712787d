"""The table of administrative divisions: names in all forms, what lies in what, names that several places bear."""

from __future__ import annotations

import pytest

from reportparse.regions import load_regions


@pytest.mark.parametrize(
    ("name", "code", "short"),
    [
        ("内蒙古自治区", "150000", "内蒙古"),
        ("新疆维吾尔自治区", "650000", "新疆"),
        ("香港特别行政区", "810000", "香港"),
        ("黔东南苗族侗族自治州", "522600", "黔东南"),
        ("延边州", "222400", "延边"),
        ("喀什地区", "653100", "喀什"),
        ("锡林郭勒盟", "152500", "锡林郭勒"),
        ("鄂温克族自治旗", "150724", "鄂温克"),
        ("积石山县", "622927", "积石山"),
        ("三都水族自治县", "522700", "三都"),
        ("沁县", "140430", "沁县"),
        ("浦东新区", "310115", "浦东"),
        ("管城回族区", "410104", "管城"),
        ("神农架林区", "429021", "神农架"),
        ("许昌县", "411023", "许昌"),
        ("东莞市", "441900", "东莞"),
        ("济源市", "419001", "济源"),
    ],
)
def test_names(name: str, code: str, short: str) -> None:
    region = load_regions().find(name)
    assert region is not None
    assert region.lies_in(code)
    assert region.short == short


@pytest.mark.parametrize(
    ("printed", "within", "names"),
    [
        ("河南省许昌市鄢陵县某校", "", ["河南省", "许昌市", "鄢陵县"]),
        ("辽宁朝阳市", "", ["辽宁省", "朝阳市"]),
        ("北京市朝阳区", "", ["北京市", "朝阳区"]),
        ("朝阳区", "", []),
        ("朝阳区", "220100", ["朝阳区"]),
        ("吉林", "", ["吉林省"]),
        ("吉林市", "", ["吉林市"]),
        ("黔南州都匀市", "", ["黔南布依族苗族自治州", "都匀市"]),
        ("五金店", "", []),
    ],
)
def test_chains(printed: str, within: str, names: list[str]) -> None:
    found, end = load_regions().chain(printed, 0, within)
    assert [region.name for region in found] == names
    assert end <= len(printed)


def test_names_in_force_come_before_former_ones() -> None:
    assert load_regions().named("江北区")[0].until == ""
    former = load_regions().find("许昌县")
    assert former is not None and former.until


def test_places_in_places() -> None:
    regions = load_regions()
    county = regions.find("长葛市")
    assert county is not None and not county.seat_like_city
    city, province = regions.city(county), regions.province(county)
    assert city is not None and province is not None
    assert (city.name, province.name) == ("许昌市", "河南省")
    assert county in regions.inside(city.code) and city in regions.inside(province.code)
    direct = regions.find("仙桃市")
    assert direct is not None and direct.seat_like_city and regions.city(direct) is None


def test_every_division_has_a_province_and_a_six_digit_code() -> None:
    regions = load_regions()
    assert all(len(r.code) == 6 and r.code.isdigit() and regions.province(r) for r in regions.all)
    assert len({r.code for r in regions.all if r.level == "province"}) == 34
