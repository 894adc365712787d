"""The second pack: statistical communiques, read with rules alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportparse.pipeline import Options, run
from reportparse.rulebook import Pack, default_rules, load_rules
from reportparse.workbench.examples import told
from reportparse.workbench.specimen import read_specimen

NAMES = ("chengdu-2021", "hefei-2024", "luoyang-2023", "qiandongnan-2016", "zhoukou-2023")
BARS = {"indicators": 0.90, "sections": 0.95}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return next(pack for pack in load_rules().packs if pack.info.name == "communique")


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("甲市2023年国民经济和社会发展统计公报", "", "communique"),
        ("中华人民共和国2024年国民经济和社会发展统计公报", "", "communique"),
        ("", "注：本公报数据均为初步统计数。", "communique"),
        ("", "本公报中数据为初步数。", "communique"),
        ("甲市中等职业教育质量年度报告（2024年度）", "据统计公报，本公报数据为初步统计数。", "vocational"),
        ("乙校年度总结", "本报告数据来自学校。", "vocational"),
    ],
)
def test_the_pack_is_known_by_title_then_by_signs(title: str, text: str, expected: str) -> None:
    assert load_rules().pack_for(title, text).info.name == expected


# A paragraph on education as a clerk would write it: the kinds of schools in a row, and what is said of the secondary vocational ones.
PARAGRAPHS = [
    pytest.param(
        "全市有普通高校3所，在校生4.1万人。中等职业教育学校18所，招生1.12万人，在校生3.05万人，毕业生0.98万人，专任教师1620人。"
        "普通高中40所，招生2.2万人，在校生6.4万人。",
        {"schools.count 18", "students.new_intake 11200", "students.enrolled 30500", "students.graduates 9800", "staff.teachers 1620"},
        id="sentence-for-each-kind",
    ),
    pytest.param(
        "年末有小学210所，在校学生12.5万人；中等职业学校9所，在校学生1.8万人；特殊教育学校4所，在校学生512人。",
        {"schools.count 9", "students.enrolled 18000"},
        id="semicolons",
    ),
    pytest.param(
        "全县中等职业学校2所，在校生3120人，普通高中5所，在校生8045人。",
        {"schools.count 2", "students.enrolled 3120"},
        id="one-sentence",
    ),
    pytest.param("全年普通本专科招生3.4万人，在校生10.2万人。小学在校生20.1万人。", set(), id="others-only"),
]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_only_vocational_schools_are_read(pack: Pack, text: str, expected: set[str]) -> None:
    specimen = read_specimen(text, pack)
    found = {f"{r.indicator} {r.value:f}" for f in specimen.report.facts if (r := f.claim.record) and hasattr(r, "indicator")}
    assert found == expected, [told(f.claim.record) for f in specimen.report.facts if f.claim.record]


def test_every_row_names_its_sector(pack: Pack) -> None:
    assert {rule.rule.set["sector"] for rule in pack.indicators} == {"secondary", "technician"}


def test_its_codes_are_those_of_the_other_pack() -> None:
    packs = {pack.info.name: pack for pack in load_rules().packs}
    assert packs["communique"].codebook.items() <= packs["vocational"].codebook.items()


def test_the_pack_is_data_alone() -> None:
    assert {path.suffix for path in (default_rules() / "communique").rglob("*") if path.is_file()} == {".yaml", ".csv"}


@pytest.mark.shared
def test_annotated_communiques(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in NAMES:
        for path in (shared / "wild").glob(f"{name}.*"):
            shutil.copy(path, tmp_path / "raw" / path.name)
    assert not run([tmp_path / "raw"], tmp_path / "output", Options(workers=1, cache=False)).failures
    gold = [str(shared / "gold" / name) for name in NAMES]
    command = [sys.executable, str(shared / "contract" / "score.py"), str(tmp_path / "output"), *gold, "--json", str(tmp_path / "json")]
    subprocess.run(command, check=True, capture_output=True)
    totals = json.loads((tmp_path / "json").read_text(encoding="utf-8"))["totals"]
    reached = {table: round(2 * totals[table][0] / (totals[table][1] + totals[table][2]), 3) for table in BARS}
    assert all(reached[table] >= bar for table, bar in BARS.items()), reached
