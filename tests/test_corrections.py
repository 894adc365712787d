"""Corrections: written once, found again in the words, applied on each run, never lost."""

from __future__ import annotations

from array import array
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gold_reports import find_numbers
from reportparse.cli.corrections import corrections as command
from reportparse.corrections import COLUMNS, Correction, append_correction, corrected, read_corrections, unplaced
from reportparse.delivery import Delivery, printed_differences, read_delivery, report_rows, write_delivery
from reportparse.document import Document
from reportparse.errors import CorrectionError
from reportparse.model import Claim, Evidence, Fact, Identity, Indicator, LedgerEntry, Report, Section, Sections, Text

SENTENCE = "2024年全市在校生3200人，其中女生1500人；教职工210人。"


def report(text: str = SENTENCE, sha256: str = "a" * 64, section: str = "1", *, facts: bool = True) -> Report:
    """A report whose number 3200 is a fact, and whose other numbers nothing explains."""
    at = text.find("3200人")
    numbers = tuple(n for n in find_numbers(text) if n.unit == "人")
    found: tuple[Fact, ...] = ()
    if facts and at >= 0:
        record = Indicator("students.enrolled", "level", Decimal(3200), "人", raw="3200人")
        found = (Fact("f-1", Claim("rule", record, Evidence(at, at + 5, at - 3, at + 5), (at,)), section, None),)
    claimed = {at: f.fact_id for f in found for at in f.claim.numbers}
    ledger = tuple(LedgerEntry(text[n.start : n.end], n.value, n.unit, n.start, n.end, "indicator" if n.start in claimed else "residual",
                               claimed.get(n.start, ""), section) for n in numbers)
    tree = Sections((Section(section, "", 1, "一、", "", "body", 0, len(text), 0, 0, 0),))
    clean = Text(text, array("i", [0]) * len(text), array("i", range(len(text))))
    return Report(Document("a.txt", "txt", sha256, ()), clean, tree, Identity("甲市-中职-2024", "2024", "甲市", "", "city", "中职", "", ""),
                  numbers, found, ledger, pack="vocational")


def correction(action: str, values: dict[str, object] | None = None, **changes: str) -> Correction:
    fields = {"id": "k-1", "table": "indicators", "report_id": "甲市-中职-2024", "sha256": "a" * 64, "fact_id": "", "section": "1",
              "quote": "3200人", "before": "2024年全市在校生", "after": "，其中女生1500人", "reason": "", "place": "x.csv:2"} | changes
    return Correction(action=action, values=values or {}, **fields)  # type: ignore[arg-type]


def state(made: Report, row: Correction) -> tuple[str, str]:
    outcome, = corrected(made, [row])[1]
    return outcome.state, outcome.reason


def test_set_keeps_the_printed_value_beside_the_new_one() -> None:
    made, outcomes = corrected(report(), [correction("set", {"value": Decimal(3300), "status": "planned"})])
    fact, = made.facts
    assert (fact.fact_id, fact.claim.record.value, fact.correction) == ("f-1", Decimal(3300), "k-1")  # type: ignore[union-attr]
    assert printed_differences(fact) == "value=3200; status=actual"
    assert [o.state for o in outcomes] == ["applied"]


def test_two_corrections_of_one_fact_both_hold_and_the_print_stays_the_rules_reading() -> None:
    rows = [correction("set", {"value": Decimal(3300)}), correction("set", {"unit": "名"}, id="k-2")]
    fact, = corrected(report(), rows)[0].facts
    assert printed_differences(fact) == "value=3200; unit=人"


def test_reject_takes_the_fact_out_and_the_number_off_the_worklist() -> None:
    made, outcomes = corrected(report(), [correction("reject")])
    assert made.facts == () and outcomes[0].state == "applied"
    assert [(e.state, e.reference) for e in made.ledger if e.text == "3200"] == [("other", "k-1")]


def test_add_makes_a_fact_and_explains_its_number() -> None:
    values = {"indicator": "staff.total", "measure": "level", "value": Decimal(210), "unit": "人"}
    made, outcomes = corrected(report(), [correction("add", values, quote="210人", before="1500人；教职工", after="。")])
    fact = made.facts[-1]
    assert fact.claim.record.indicator == "staff.total" and fact.correction == "k-1"  # type: ignore[union-attr]
    assert made.text.text[fact.claim.evidence.quote_start : fact.claim.evidence.quote_end] == "教职工210人"
    assert [(e.state, e.reference) for e in made.ledger if e.text == "210"] == [("indicator", fact.fact_id)]
    assert outcomes[0].state == "applied"


@pytest.mark.parametrize(("row", "made", "expected"), [
    (correction("set", {"value": Decimal(3200)}), report(), ("redundant", "the rules now agree")),
    (correction("reject"), report(facts=False), ("redundant", "the rules no longer give the fact")),
    (correction("add", {"indicator": "students.enrolled", "measure": "level", "value": Decimal(3200), "unit": "人"}), report(),
     ("redundant", "the rules now give the fact")),
    (correction("set", {"value": Decimal(1)}), report(sha256="b" * 64), ("moved", "the file is another one")),
    (correction("set", {"value": Decimal(1)}), report(section="2"), ("moved", "from section 1 to 2")),
    (correction("set", {"value": Decimal(1)}), report("前言。\n" + SENTENCE), ("applied", "")),
    (correction("set", {"value": Decimal(1)}), report(SENTENCE.replace("3200", "3201")), ("stale", "the words are no longer there")),
    (correction("set", {"value": Decimal(1)}), report("社会培训3200人次。"),
     ("stale", "the words are there, but not in their surroundings")),
    (correction("set", {"value": Decimal(1)}), report(SENTENCE + SENTENCE), ("stale", "the words stand 2 times in such surroundings")),
    (correction("set", {"value": Decimal(1)}), report(facts=False), ("stale", "no fact stands on the words")),
    (correction("accept"), report(), ("applied", "")),
])
def test_what_becomes_of_a_correction(row: Correction, made: Report, expected: tuple[str, str]) -> None:
    assert state(made, row) == expected


def test_words_broken_over_lines_and_spaces_are_found() -> None:
    made = report(SENTENCE.replace("3200人", "3200人").replace("全市在校生", "全市 在校生"))
    assert state(made, correction("set", {"value": Decimal(1)}))[0] == "applied"


def test_of_several_facts_on_the_words_the_named_one_is_meant() -> None:
    made = report()
    first = made.facts[0]
    record = replace(first.claim.record, indicator="students.new_intake")  # type: ignore[type-var]
    second = replace(first, fact_id="f-2", claim=replace(first.claim, record=record))
    both = replace(made, facts=(first, second))
    assert state(both, correction("reject"))[0] == "stale"
    assert [f.fact_id for f in corrected(both, [correction("reject", fact_id="f-2")])[0].facts] == ["f-1"]
    left = corrected(both, [correction("reject", {"indicator": "students.enrolled"})])[0]
    assert [f.fact_id for f in left.facts] == ["f-2"]
    assert [e.reference for e in left.ledger if e.text == "3200"] == ["f-2"]


def test_an_accepted_fact_outlives_the_rules() -> None:
    values = {"indicator": "students.enrolled", "measure": "level", "value": Decimal(3200), "unit": "人", "raw": "3200人"}
    made, outcomes = corrected(report(facts=False), [correction("accept", values, fact_id="f-1")])
    assert [f.fact_id for f in made.facts] == ["f-1"]
    assert (outcomes[0].state, outcomes[0].reason) == ("applied", "the rules no longer find it")


def test_corrections_of_other_reports_are_listed() -> None:
    row = correction("set", {"value": Decimal(1)}, report_id="乙市-中职-2024", sha256="")
    made, outcomes = corrected(report(), [row])
    assert made.facts[0].correction == "" and outcomes == ()
    assert [(o.state, o.reason) for o in unplaced([row], outcomes)] == [("stale", "no report 乙市-中职-2024 in this run")]


# ---------------------------------------------------------------------------------------------------------------------- files

HEAD = "id,action,table,report_id,quote,indicator,measure,value,unit,note_mine\n"


@pytest.mark.parametrize(("line", "what"), [
    ("k,change,indicators,r,3200人,,,1,,", "no action"),
    ("k,set,numbers,r,3200人,,,1,,", "no table"),
    ("k,set,indicators,r,,,,1,,", "`quote` is empty"),
    ("k,set,indicators,r,3200人,,,many,,", "no number"),
    ("k,set,indicators,r,3200人,,size,,,", "not possible"),
    ("k,set,indicators,r,3200人,,,,,", "without a field"),
    ("k,set,awards,r,3200人,staff.total,,,,", "awards have no `indicator`"),
    ("k,add,indicators,r,3200人,staff.total,,210,,", "lacks measure, unit"),
    ("k,set,indicators,r,3200人,,,1,,\nk,set,indicators,r,3200人,,,2,,", "stands twice"),
])
def test_faults_are_named_with_file_and_line(tmp_path: Path, line: str, what: str) -> None:
    (tmp_path / "a.csv").write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match=what) as error:
        read_corrections(tmp_path)
    assert "a.csv:" in error.value.where


def test_an_unknown_column_is_refused_and_notes_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEAD + "k,set,indicators,r,3200人,,,1,,seen\n", encoding="utf-8")
    assert read_corrections(tmp_path)[0].values == {"value": Decimal(1)}
    (tmp_path / "a.csv").write_text(HEAD.replace("value", "valve") + "k,set,indicators,r,3200人,,,1,,\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match="valve"):
        read_corrections(tmp_path)


def test_a_field_can_be_emptied(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,action,table,report_id,quote,period\nk,set,indicators,r,x,(empty)\n", encoding="utf-8")
    assert read_corrections(tmp_path)[0].values == {"period": ""}


def test_no_folder_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "nothing") == ()


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).map(str.strip).filter(bool)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words, words, st.sampled_from(["", "\ufeff"]))
def test_what_is_written_is_read_again_and_what_stood_there_stays(
    tmp_path_factory: pytest.TempPathFactory, quote: str, reason: str, bom: str
) -> None:
    folder = tmp_path_factory.mktemp("corrections")
    path = folder / "r.csv"
    path.write_text(f'{bom}id,action,table,report_id,quote,value,note\nk-0,set,indicators,r,"a ""b"", c",1,"keep, me"\n', encoding="utf-8")
    row = dict.fromkeys(COLUMNS, "") | {
        "id": "k-1", "action": "set", "table": "indicators", "report_id": "r", "quote": quote, "reason": reason, "value": "2"}
    assert append_correction(folder, row) == path
    first, second = read_corrections(folder)
    assert (first.quote, first.values) == ('a "b", c', {"value": Decimal(1)})
    assert (second.quote, second.reason) == (quote, reason)
    assert '"keep, me"' in path.read_text(encoding="utf-8")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == bool(bom)


# -------------------------------------------------------------------------------------------------------------------- command


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    made = report()
    write_delivery(tmp_path / "output", Delivery({"2024": report_rows(made, {}, "v")}, {"2024": {made.identity.report_id: made.text.text}}))
    return tmp_path


def call(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(command, [*arguments, "-o", str(folder / "output"), "--corrections", str(folder / "corrections")],
                                catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_commands_write_what_the_run_applies(delivered: Path) -> None:
    call(delivered, "set", "f-1", "value=3300", "--reason", "table 2")
    call(delivered, "add", "甲市-中职-2024", "210人", "indicator=staff.total", "measure=level", "value=210", "unit=人")
    made, outcomes = corrected(report(), read_corrections(delivered / "corrections"))
    assert [o.state for o in outcomes] == ["applied", "applied"]
    assert [f.claim.record.value for f in made.facts] == [Decimal(3300), Decimal(210)]  # type: ignore[union-attr]
    call(delivered, "reject", "f-1")
    call(delivered, "accept", "f-1")
    again = read_corrections(delivered / "corrections")
    assert [c.action for c in again] == ["set", "add", "reject", "accept"]
    assert again[0].reason == "table 2" and again[0].before.endswith("全市在校生")
    assert "not yet run" in call(delivered, "status")


@pytest.mark.parametrize(("arguments", "what"), [
    (("set", "f-9", "value=1"), "no fact has this id"), (("set", "f-1", "size=1"), "sets no field"),
    (("set", "f-1", "value=x"), "no number"),
    (("add", "甲市-中职-2024", "9999人", "value=1"), "not in the text"), (("add", "乙市-中职-2024", "3200人", "value=1"), "no text of"),
    (("add", "甲市-中职-2024", "人", "value=1"), "stands 3 times"),
])
def test_commands_refuse_what_cannot_be(delivered: Path, arguments: tuple[str, ...], what: str) -> None:
    with pytest.raises(Exception, match=what):
        call(delivered, *arguments)
    assert read_corrections(delivered / "corrections") == ()
    assert list(read_delivery(delivered / "output").rows("indicators"))
