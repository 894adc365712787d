"""The workbench of those who write rules: lint, examples, trial, reasons, coverage, difference, new examples, schema, pytest."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree as Xml

import msgspec
import pytest
import regex
from click.testing import CliRunner, Result

from reportparse.cli import cli
from reportparse.rulebook import default_rules, load_rules
from reportparse.workbench.json_schema import FILES, json_schema, json_schema_text
from reportparse.workbench.lint import check_rules
from reportparse.workbench.runaway import shape_faults, too_slow
from reportparse.workbench.sources import cases
from reportparse.workbench.specimen import identity_of, read_specimen

PACK = {
    "pack.yaml": """
        name: small
        label: 小
        titles: ['报告']
        """,
    "codebook.csv": """
        code,label,unit,family,description
        students.enrolled,在校生数,人,students,Students enrolled
        students.new_intake,招生数,人,students,Students newly admitted
        """,
    "indicators/students.yaml": """
        indicators:
          # Students at a reference date.
          - id: enrolled
            indicator: students.enrolled
            terms: ['在校(?:学)?生(?:总数)?']
            units: [人]
            unless: {segment: [资助]}
            gives:
              - {text: '全市共有在校生3200人。', facts: [{value: 3200}]}
            none:
              - 在校生资助1200人。

          - id: intake
            indicator: students.new_intake
            terms: [招生]
            units: [人]
            gives: [{text: '招生1200人。', facts: [{value: 1200}]}]
            none: [招生专业12个。]
        """,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write(tmp_path / "rules", PACK)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(
        "甲市教育报告（2024年度）\n\n一、规模\n全市共有在校生3200人，招生1100人。另有资助在校生410人。\n食堂座位2600个。\n\n二、结构\n住校生910人。",
        encoding="utf-8")
    return path


def reportparse(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


# ------------------------------------------------------------------------------------------------------------- check


def test_a_sound_pack_has_no_fault(rules: Path) -> None:
    assert [str(fault) for fault in check_rules(rules)] == []
    assert reportparse("rules", "check", rules).exit_code == 0


STUDENTS = "indicators/students.yaml"
TERMS = "'在校(?:学)?生(?:总数)?'"
WORDS = "lexicons:\n  - name: prize\n    words:\n      一等奖: first\n"
TOWN = "cues:\n  - {dimension: scope, value: all, words: [全镇]}\n"
FAULTS = [
    pytest.param(STUDENTS, "units: [人]", "unit: [人]", "students.yaml:6", "unknown field", id="unknown-key"),
    pytest.param(STUDENTS, "indicator: students.enrolled", "indicator: students.enroled", "students.yaml:3: enrolled",
                 "not in codebook.csv", id="unknown-code"),
    pytest.param(STUDENTS, TERMS, "'{pupil}数'", "students.yaml:3: enrolled", "no part or lexicon", id="unknown-part"),
    pytest.param(STUDENTS, TERMS, "'在校(生'", "students.yaml:3: enrolled", "not a valid pattern", id="bad-pattern"),
    pytest.param(STUDENTS, "units: [人]", "units: [头发]", "students.yaml:6: enrolled", "no base unit",
                 id="unknown-unit"),
    pytest.param(STUDENTS, "terms: [招生]", "terms: [招生, 录取]", "students.yaml:15: intake", "dead", id="dead-term"),
    pytest.param(STUDENTS, "terms: [招生]", "terms: ['(?:招+)*生']", "students.yaml:15: intake", "both without end",
                 id="nested-repeat"),
    pytest.param(STUDENTS, "terms: [招生]", "terms: ['招.*生', 招生]", "students.yaml:15: intake", "without a limit",
                 id="dot-star"),
    pytest.param(STUDENTS, "none: [招生专业12个。]", "none: []", "students.yaml:13: intake", "leaves alone", id="no-none"),
    pytest.param(STUDENTS, "{value: 1200}", "{wert: 1200}", "students.yaml:17: intake", "no field `wert`",
                 id="fact-field"),
    pytest.param(STUDENTS, "terms: [招生]", "terms: [招生]\n    set: {scope: town}", "students.yaml:16: intake", "is no scope",
                 id="unknown-value"),
    pytest.param("parts.yaml", "", "parts:\n  pupil: 学生\n", "parts.yaml:2: pupil", "no pattern uses", id="dead-part"),
    pytest.param("lexicons/a.yaml", "", WORDS, "a.yaml:4: prize", "no example has `一等奖`", id="dead-word"),
    pytest.param("cues.yaml", "", TOWN, "cues.yaml:2: scope=all", "no example has `全镇`", id="dead-cue"),
    pytest.param("cues.yaml", "", "cues: [\n", "cues.yaml:2", "not valid YAML", id="yaml"),
]


@pytest.mark.parametrize(("name", "old", "new", "place", "what"), FAULTS)
def test_a_fault_is_told_with_file_line_and_remedy(rules: Path, name: str, old: str, new: str, place: str, what: str) -> None:
    path = rules / "small" / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in text
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
    found = check_rules(rules)
    assert [fault for fault in found if place in str(fault) and what in fault.what and fault.remedy], [str(fault) for fault in found]
    result = reportparse("rules", "check", rules)
    assert result.exit_code == 1
    assert regex.search(r"(?m)^\S+\.yaml:\d+: .+\. [A-Z].+\.$", result.stdout), result.stdout


def test_faults_of_several_files_are_told_at_once(rules: Path) -> None:
    write(rules, {"cues.yaml": "cues: [", "parts.yaml": "part: {}"})
    assert {Path(fault.place.rpartition(":")[0]).name for fault in check_rules(rules)} == {"cues.yaml", "parts.yaml"}


def test_warnings_fail_only_when_strict(rules: Path) -> None:
    path = rules / "small" / "indicators" / "students.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[资助]", "[资助, 帮扶]"), encoding="utf-8")
    assert reportparse("rules", "check", rules).exit_code == 0
    assert "帮扶" in reportparse("rules", "check", rules).output
    assert reportparse("rules", "check", rules, "--strict").exit_code == 1


RUNAWAY = [
    ("(?:a+)+", True), ("(?:a*|b)*", True), ("(?:(?:a|b)+)*c", True), ("(?:a?b*)+", True), (".*", True),
    (r"x\p{Han}+y", True), ("[^x]*", True),
    ("(?:ab+)+", False), ("(?:a{1,5})+", False), ("(?:a++)+", False), ("(?>a+)+", False), ("(?:中职|高职)*生", False),
    ("[^，。；]{0,20}", False),
    ("(?:a|b)*", False), ("(?=.*x)y", True), ("[]a]+", False), (r"\(+", False), ("(?P<x>ab)+", False),
]


@pytest.mark.parametrize(("pattern", "faulty"), RUNAWAY)
def test_shapes_that_run_away(pattern: str, faulty: bool) -> None:
    assert bool(list(shape_faults(pattern))) is faulty


def test_a_slow_pattern_is_stopped() -> None:
    began = time.perf_counter()
    assert too_slow(regex.compile("(?:a|a)*b|(?:(?:a|aa)+)+$"), "a" * 4000 + "c", 0.1)
    assert time.perf_counter() - began < 5
    assert too_slow(regex.compile("ab"), "ab" * 2000, 0.5) is None


# -------------------------------------------------------------------------------------------------------------- test


def test_examples_pass_and_fail(rules: Path, tmp_path: Path) -> None:
    assert reportparse("rules", "test", rules).exit_code == 0
    path = rules / "small" / "indicators" / "students.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[{value: 3200}]", "[{value: 3300}]").replace("招生专业12个。", "招生900人。"),
                    encoding="utf-8")
    result = reportparse("rules", "test", rules, "--junit", tmp_path / "junit.xml")
    assert result.exit_code == 1
    for words in ("enrolled:gives:1", "text: 全市共有在校生3200人。", "expected: value 3300", "value 3200", "intake:none:1",
                  "expected: no fact", "4 examples, 2 failed"):
        assert words in result.output
    suite = Xml.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    assert sum(case.find("failure") is not None for case in suite) == 2


def test_examples_are_picked_by_name_or_text(rules: Path) -> None:
    assert "1 examples" in reportparse("rules", "test", rules, "-k", "资助").output
    assert "2 examples" in reportparse("rules", "test", rules, "-k", "intake").output
    assert reportparse("rules", "test", rules, "-k", "nothing of the kind").exit_code == 1


ISSUERS = [
    ("甲市", "city", ""), ("乙省", "province", ""), ("丙县", "county", ""), ("许昌市", "city", "411000"),
    ("许昌第一职业学校", "school", "411000"), ("甲县职业教育中心", "school", ""),
]


@pytest.mark.parametrize(("issuer", "level", "code"), ISSUERS)
def test_an_issuer_is_known_by_its_name(issuer: str, level: str, code: str) -> None:
    pack = next(pack for pack in load_rules().packs if pack.info.fallback)
    identity = identity_of(issuer, "2024", pack)
    assert identity.level == level
    assert identity.region_code == code


# ---------------------------------------------------------------------------------------------------- try, why, diff


def test_try_marks_rules_and_patterns(rules: Path, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for _ in range(2):  # read, then kept
        result = reportparse("rules", "try", "enrolled", report, "--rules", rules)
        assert "全市共有⟦在校生⟧3200人" in result.output
        assert "2 places" in result.output
    assert list((tmp_path / "cache" / "reportparse").glob("*.text"))
    assert "⟦座位2600个⟧" in reportparse("rules", "try", r"座位\d+个", report, "--rules", rules).output
    assert reportparse("rules", "try", "没有的词", report, "--rules", rules).exit_code == 1
    assert reportparse("rules", "try", "(", report, "--rules", rules).exit_code == 2


WHY = [
    ("enrolled", "3200", "yes  the rule reads it"),
    ("enrolled", "410", "NO   unless.segment: 资助"),
    ("enrolled", "1100", "NO   nobody else reads the number: intake does"),
    ("enrolled", "2600", "NO   a term of the rule stands in the sentence"),
    ("intake", "座位", "NO   a term of the rule stands in the sentence"),
    ("enrolled", "结构", "NO   no number stands in this sentence"),
]


@pytest.mark.parametrize(("rule", "at", "told"), WHY)
def test_why_names_the_first_condition_that_fails(rules: Path, report: Path, rule: str, at: str, told: str) -> None:
    result = reportparse("rules", "why", rule, report, "--at", at, "--rules", rules)
    assert told in result.output, result.output
    assert result.output.count("NO ") == told.startswith("NO")


def test_why_tells_units_and_cut_words(rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲市教育报告（2024年度）\n在校生320个。\n", encoding="utf-8")
    assert "NO   the unit fits: `个` is printed" in reportparse("rules", "why", "enrolled", path, "--at", "320", "--rules", rules).output
    assert reportparse("rules", "why", "enroled", path, "--rules", rules).exit_code == 2
    assert reportparse("rules", "why", "enrolled", path, "--at", "没有", "--rules", rules).exit_code == 2


def test_diff_tells_gained_lost_and_changed(rules: Path, report: Path, tmp_path: Path) -> None:
    new = shutil.copytree(rules, tmp_path / "new")
    path = new / "small" / "indicators" / "students.yaml"
    text = path.read_text(encoding="utf-8").replace("unless: {segment: [资助]}", "unless: {segment: [从无此词]}")
    text = text.replace("terms: [招生]", "terms: [新招]").replace("    unless", "    set: {scope: municipal}\n    unless")
    path.write_text(text, encoding="utf-8")
    assert reportparse("rules", "diff", rules, rules, report).exit_code == 0
    result = reportparse("rules", "diff", rules, new, report)
    assert result.exit_code == 1
    assert "1 gained, 1 lost, 1 changed" in result.output
    for words in ("⟦410人⟧", "⟦1100人⟧", "scope municipal"):
        assert words in result.output


# --------------------------------------------------------------------------------------------------------- coverage


def test_coverage_lists_rules_and_proposes_some(rules: Path, report: Path, tmp_path: Path) -> None:
    assert reportparse("run", report, "-o", tmp_path / "out", "--rules", rules, "--no-cache").exit_code == 0
    result = reportparse("rules", "coverage", tmp_path / "out", "--rules", rules)
    assert result.exit_code == 0
    assert regex.search(r"enrolled\s+1\s+0", result.output)
    assert "never fired: 0" in result.output
    assert "terms: ['食堂座位']" in result.output
    assert "units: ['个']" in result.output
    pasted = regex.search(r"(?m)^  - id: new.*(?:\n {4}.*)+", result.output)
    assert pasted, result.output
    path = rules / "small" / "indicators" / "new.yaml"
    finished = pasted.group().replace("indicator: new.code", "indicator: students.enrolled")
    path.write_text(f"indicators:\n{finished}\n", encoding="utf-8")
    load_rules(rules)


# ------------------------------------------------------------------------------------------------------ add-example


def lines_of(rules: Path) -> list[str]:
    return (rules / "small" / "indicators" / "students.yaml").read_text(encoding="utf-8").split("\n")


ADDED = [
    pytest.param(("enrolled", "--at", "3200"),
                 "      - {text: '全市共有在校生3200人，招生1100人。', facts: [{value: 3200, unit: '人'}]}", id="block"),
    pytest.param(("enrolled", "--at", "3200", "--text", "在校生总数812人。"), "812", id="own-words"),
    pytest.param(("enrolled", "--at", "2600", "--none"), "      - '食堂座位2600个。'", id="none"),
    pytest.param(("enrolled", "--at", "910", "--fact", "value=910,unit=人"), "facts: [{value: 910, unit: '人'}]}", id="not-read-yet"),
    pytest.param(("intake", "--at", "3200"), "    gives: [{text: '招生1200人。', facts: [{value: 1200}]}, {text:", id="flow"),
]


@pytest.mark.parametrize(("arguments", "expected"), ADDED)
def test_an_example_is_added_and_nothing_else_changes(rules: Path, report: Path, arguments: tuple[str, ...], expected: str) -> None:
    before, count = lines_of(rules), len(cases(load_rules(rules).packs[0]))
    result = reportparse("rules", "add-example", *arguments, "--from", report, "--rules", rules)
    assert result.exit_code == 0, result.output
    after = lines_of(rules)
    new = [line for line in after if line not in before]
    assert len(new) == 1
    assert expected in new[0]
    assert [line for line in after if line in before] == [line for line in before if line in after]
    assert len(cases(load_rules(rules).packs[0])) == count + 1


def test_a_rule_without_examples_gets_the_key(rules: Path, report: Path) -> None:
    write(rules, {"indicators/more.yaml": """
        indicators:
          - id: boarders
            indicator: students.enrolled
            terms: [住校生]
            units: [人]   # beds are counted elsewhere

        # the end
        """})
    assert reportparse("rules", "add-example", "boarders", "--at", "910", "--from", report, "--rules", rules).exit_code == 0
    text = (rules / "small" / "indicators" / "more.yaml").read_text(encoding="utf-8")
    assert "# beds are counted elsewhere\n    gives:\n      - {text: '住校生910人。'" in text
    assert text.endswith("# the end\n")


def test_long_sentences_are_not_copied(rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("甲市教育报告（2024年度）\n" + "全市坚持以服务发展为宗旨，" * 6 + "共有在校生3200人。\n", encoding="utf-8")
    before = lines_of(rules)
    result = reportparse("rules", "add-example", "enrolled", "--at", "3200", "--from", path, "--rules", rules)
    assert (result.exit_code, lines_of(rules)) == (2, before)
    assert "--text" in result.output


WRONG = [("enrolled", "--at", "没有这句"), ("nobody", "--at", "3200"), ("enrolled", "--at", "座位")]


@pytest.mark.parametrize("arguments", WRONG)
def test_what_cannot_be_added_changes_nothing(rules: Path, report: Path, arguments: tuple[str, ...]) -> None:
    before = lines_of(rules)
    assert reportparse("rules", "add-example", *arguments, "--from", report, "--rules", rules).exit_code == 2
    assert lines_of(rules) == before


def test_a_correction_becomes_an_example(rules: Path, report: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out", tmp_path / "corrections"
    reportparse("run", report, "-o", out, "--rules", rules, "--no-cache")
    rows = (out / "2024" / "indicators.csv").read_text(encoding="utf-8").split("\n")
    fact = next(row for row in rows if ",3200," in row).split(",")[2]
    assert reportparse("corrections", "set", fact, "value=3250", "-o", out, "--corrections", folder).exit_code == 0
    written = next(folder.glob("*.csv")).read_text(encoding="utf-8")
    name = written.split("\n")[1].split(",")[written.split("\n")[0].split(",").index("id")]
    options = ("--from", report, "--correction", name, "--corrections", folder, "--rules", rules)
    result = reportparse("rules", "add-example", "enrolled", *options)
    assert result.exit_code == 0, result.output
    assert any("value: 3250" in line for line in lines_of(rules))
    assert "fails" in result.output


# ------------------------------------------------------------------------------------------------- schema and pytest


def test_the_shipped_schema_is_current() -> None:
    path = default_rules() / "schema.json"
    assert path.read_text(encoding="utf-8") == json_schema_text(), "reportparse rules schema > rules/schema.json"
    assert reportparse("rules", "schema").output == json_schema_text()


def test_the_schema_knows_every_key_of_the_shipped_files() -> None:
    import yaml

    properties = json_schema()["properties"]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in default_rules().glob("*/**/*.yaml"):
        assert not set(yaml.load(path.read_text(encoding="utf-8"), Loader=loader)) - properties.keys(), path


def test_every_kind_of_file_is_in_the_schema() -> None:
    definitions = json_schema()["$defs"]
    assert all(kind.__name__ in definitions for kind in FILES.values())
    described = definitions["IndicatorRule"]["properties"]["flow"]["description"]
    assert described.startswith("True for what happens within a period")
    assert json.loads(json_schema_text()) == json.loads(msgspec.json.encode(json_schema()))


def test_pytest_collects_the_examples(rules: Path, tmp_path: Path) -> None:
    path = rules / "small" / "indicators" / "students.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[{value: 3200}]", "[{value: 3300}]"), encoding="utf-8")
    options = ["-q", "-p", "reportparse.pytest_plugin", "-p", "no:cacheprovider", "--reportparse-rules", str(rules)]
    command = [sys.executable, "-m", "pytest", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 failed, 3 passed" in done.stdout, done.stdout + done.stderr
    for words in ("students.yaml:9: enrolled:gives:1", "expected: value 3300", "small:enrolled:gives:1"):
        assert words in done.stdout
    assert "Traceback" not in done.stdout


def test_a_text_is_read_under_its_heading() -> None:
    pack = next(pack for pack in load_rules().packs if pack.info.fallback)
    specimen = read_specimen("全市共有在校生3200人。", pack, section="办学规模")
    assert [section.title for section in specimen.report.sections.items] == ["办学规模"]
    assert specimen.report.facts[0].section == "1"


def test_every_shipped_file_names_the_schema_for_editors() -> None:
    rules = default_rules()
    for path in rules.glob("*/**/*.yaml"):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        told = regex.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert told, path
        assert (path.parent / told[1]).resolve() == (rules / "schema.json").resolve(), path


def test_every_shipped_file_fits_the_schema() -> None:
    import yaml

    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json_schema())
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in default_rules().glob("*/**/*.yaml"):
        errors = [error.json_path for error in validator.iter_errors(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))]
        assert not errors, (path, errors[:3])
    assert list(validator.iter_errors({"indicators": [{"id": "a"}]})), "required keys are missed"
    assert list(validator.iter_errors({"indicator": []})), "unknown keys are refused"
