"""Deliveries: the contract's columns, the CSV form, the data package, and replacing a delivery as a whole."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers.report import TEXT, make_report
from reportparse.delivery import Delivery, check_output, plain, read_delivery, report_rows, to_files, write_delivery
from reportparse.delivery.form import from_csv, guarded, to_csv, unguarded
from reportparse.delivery.top_tables import FAILURE_CODES, TOP_TABLES
from reportparse.delivery.year_tables import YEAR_TABLES
from reportparse.errors import DeliveryError, DuplicateReport, ReadError
from reportparse.ids import stable_id
from reportparse.model import Report
from reportparse.workers import Stopped

SCHEMAS = {table.name: table for table in (*YEAR_TABLES, *TOP_TABLES)}


def deliver(*reports: Report) -> Delivery:
    years: dict[str, dict[str, list[object]]] = {}
    texts: dict[str, dict[str, str]] = {}
    for report in reports:
        tables = years.setdefault(report.identity.year, {})
        for name, rows in report_rows(report, {"staff.teachers": "专任教师数"}, "r1").items():
            tables.setdefault(name, []).extend(rows)
        texts.setdefault(report.identity.year, {})[report.identity.report_id] = report.text.text
    failures = [{"source": "b.pdf", "code": "broken", "message": "no PDF", "remedy": "ask for it again"}]
    codebook = [{"code": "staff.teachers", "label": "专任教师数", "pack": "vocational"}]
    return Delivery(years, texts, {"failures": failures, "codebook": codebook})  # type: ignore[arg-type]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    write_delivery(tmp_path / "out", deliver(make_report(), make_report("b.txt", year="2032")))
    return tmp_path / "out"


def contract_columns(shared: Path) -> dict[str, list[str]]:
    """Columns by table as the contract's README lists them."""
    text = (shared / "contract" / "README.md").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for part in re.split(r"^## ", text, flags=re.M):
        heading, _, body = part.partition("\n\n")
        names = re.findall(r"(\w+)\.csv", heading)
        if not names:
            continue
        table = re.findall(r"^\| ([a-z_, ]+) \|", body, flags=re.M)
        listing = ", ".join(table[1:] if table and table[0] == "column" else table) if table else body.split("\n\n")[0]
        for name in names:
            line = listing
            if name in {"tables", "table_cells"}:
                line = re.search(rf"^{name}: (.*?)(?=^table_cells:|\Z)", body, flags=re.M | re.S)[1]  # type: ignore[index]
            line = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|—.*|then for.*form:", "", line, flags=re.S)
            found[name] = re.findall(r"[a-z_][a-z_0-9]*", line)
    return found


@pytest.mark.shared
def test_columns_are_those_of_the_contract(shared: Path) -> None:
    contract = contract_columns(shared)
    assert {"reports", "indicators", "awards", "numbers", "panel", "checks", "table_cells"} <= set(contract)
    for name, columns in contract.items():
        assert list(SCHEMAS[name].header[: len(columns)]) == columns, name


def test_the_page_on_the_tables_is_current() -> None:
    root = Path(__file__).resolve().parent.parent
    spec = importlib.util.spec_from_file_location("make_docs", root / "scripts" / "make_docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (root / "docs" / "delivery.md").read_text(encoding="utf-8") == module.document(), "run scripts/make_docs.py"


def test_every_cause_of_failure_has_a_code() -> None:
    def classes(base: type) -> set[type]:
        return {base, *(found for child in base.__subclasses__() for found in classes(child))}

    causes = {found.code for found in classes(ReadError)} | {DuplicateReport.code, *get_args(get_type_hints(Stopped)["cause"])}
    assert causes == set(FAILURE_CODES)


def test_every_table_of_a_report_has_a_row(output: Path) -> None:
    delivery = read_delivery(output)
    for table in YEAR_TABLES:
        assert list(delivery.rows(table.name)), table.name


def test_layout(output: Path) -> None:
    names = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    expected = {f"{year}/{table.name}.csv" for year in ("2031", "2032") for table in YEAR_TABLES}
    expected |= {f"{table.name}.csv" for table in TOP_TABLES}
    expected |= {f"{year}/text/云州市-中职-{year}.txt" for year in ("2031", "2032")}
    assert names == expected | {"datapackage.json"}


def test_positions_point_at_the_printed_value(output: Path) -> None:
    delivery = read_delivery(output)
    for row in delivery.rows("indicators"):
        words = delivery.text(row["report_id"])[int(row["char_start"]) : int(row["char_end"])]
        assert words in {"420人", "1.25万人"}
        assert words in row["quote"]


def test_values_are_written_as_the_contract_asks(output: Path) -> None:
    first, second = [row for row in read_delivery(output).rows("indicators") if row["year"] == "2031"]
    assert (first["value"], first["label"], first["page"], first["x0"]) == ("420", "专任教师数", "", "")
    assert (second["value"], second["bound"], second["x0"]) == ("12500", "about", "10.12")
    assert second["boxes"] == "10.12 20 30.5 40;11.12 20 30.5 40"


def test_frictionless_validates_the_package(output: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", str(output / "datapackage.json"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert done.returncode == 0, [task["errors"] for task in report["tasks"] if task["errors"]]
    assert len(report["tasks"]) == 2 * (len(YEAR_TABLES) + 1) + len(TOP_TABLES)


def valid(output: Path) -> bool:
    """Whether frictionless finds nothing, asked in this process: to start its command takes longer than all else."""
    from frictionless import Package

    return bool(Package(str(output / "datapackage.json")).validate().valid)


@pytest.mark.parametrize(
    ("old", "new"), [("2031,f-", "2031,g-"), (",about,", ",nearly,"), (",12500,", ",much,"), ("云州市-中职-2031,2031,f", "x,2031,f")]
)
def test_frictionless_finds_a_damaged_table(output: Path, old: str, new: str) -> None:
    path = output / "2031" / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert not valid(output)


def test_the_same_reports_give_the_same_bytes() -> None:
    assert to_files(deliver(make_report())) == to_files(deliver(make_report()))


def test_byte_order_mark_on_request(tmp_path: Path) -> None:
    write_delivery(tmp_path / "out", deliver(make_report()), bom=True)
    content = (tmp_path / "out" / "2031" / "awards.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfreport_id,")
    assert next(iter(read_delivery(tmp_path / "out").rows("awards")))["recipient"] == "云州一职"
    assert valid(tmp_path / "out")


# ------------------------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("value", "text"),
    [("8153.40", "8153.4"), ("1E+3", "1000"), ("-0.50", "-0.5"), ("0.00", "0"), ("-0", "0"), ("120000000", "120000000"),
     ("1E-7", "0.0000001")],
)
def test_plain_numbers(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_plain_numbers_keep_their_value(value: Decimal) -> None:
    text = plain(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("\t=1", "'\t=1"), ("＝1", "'＝1"),
        ("-12.5", "-12.5"), ("+3%", "+3%"), ("-100..1000", "-100..1000"), ("-", "-"), ("--", "--"),
        ("-1人", "'-1人"), ("-=1", "'-=1"), ("普通", "普通"), ("'=1", "''=1"), ("", ""),
    ],
)
def test_formulas_are_neutralised(cell: str, written: str) -> None:
    assert guarded(cell) == written
    assert unguarded(written) == cell


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)


@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), max_size=4), st.booleans())
def test_cells_survive_writing_and_reading(rows: list[dict[str, str]], bom: bool) -> None:
    assert from_csv(to_csv(("a", "b"), rows, bom=bom)) == rows


def test_unknown_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        to_csv(("a",), [{"colour": "red"}])


def test_rows_end_in_a_line_feed_and_have_all_columns() -> None:
    content = to_csv(("a", "b"), [{"b": "x\ny"}]).decode()
    assert content == 'a,b\n,"x\ny"\n'
    assert len(next(csv.reader(io.StringIO(content)))) == 2
    assert to_csv(("a",), [{"a": "x\r\ny\rz"}]).decode() == 'a\n"x\ny\nz"\n'


def test_ids_depend_on_every_part_alone() -> None:
    assert stable_id("f", "a", 1) == stable_id("f", "a", "1")
    assert len({stable_id("f", "a", "b"), stable_id("f", "ab"), stable_id("n", "a", "b"), stable_id("f", "b", "a")}) == 4


# -------------------------------------------------------------------------------------------------------- on the disk


def test_a_delivery_survives_writing_and_reading(output: Path) -> None:
    delivery = read_delivery(output)
    expected = deliver(make_report(), make_report("b.txt", year="2032"))
    assert to_files(delivery) == to_files(expected)
    assert delivery.text("云州市-中职-2031") == TEXT


def test_files_that_no_delivery_wrote_are_kept_and_old_years_go(output: Path) -> None:
    (output / "notes").mkdir()
    (output / "notes" / "mine.md").write_text("hands off")
    write_delivery(output, deliver(make_report(year="2032")))
    assert (output / "notes" / "mine.md").read_text() == "hands off"
    assert not (output / "2031").exists()
    assert [path.name for path in output.parent.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(DeliveryError, match="no delivery") as error:
        write_delivery(tmp_path, deliver(make_report()))
    assert error.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(DeliveryError, match="not a folder"):
        write_delivery(tmp_path / "out", deliver(make_report()))


def test_a_mounted_folder_is_no_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path / "out")
    with pytest.raises(DeliveryError, match="mounted folder"):
        check_output(tmp_path / "out")


def test_an_output_is_tried_before_the_work(tmp_path: Path) -> None:
    assert check_output(tmp_path / "new" / "out") == tmp_path / "new" / "out"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind root, or this system has others")
def test_an_output_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DeliveryError, match="cannot be written"):
        write_delivery(tmp_path / "out", deliver(make_report()))


def test_an_output_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    write_delivery(tmp_path / "out", deliver(make_report()))
    before = {path: path.read_bytes() for path in sorted((tmp_path / "out").rglob("*.csv"))}
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DeliveryError, match="No space left"):
        write_delivery(tmp_path / "out", deliver(make_report(year="2040")))
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in sorted((tmp_path / "out").rglob("*.csv"))} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_no_delivery_to_read(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="no delivery here"):
        read_delivery(tmp_path)


KILLED = """
import sys, time
from pathlib import Path
sys.path[:0] = [{tests!r}]
from makers.report import make_report
from test_delivery import deliver
from reportparse.delivery import store, write_delivery

{pause}
write_delivery(Path({output!r}), deliver(make_report(year="2040")))
"""
PAUSES = {
    "while writing": "store._keep_others = lambda *_: (print('now', flush=True), time.sleep(60))",
    "between the renames": (
        "rename = Path.rename\n"
        "def slow(self, target):\n"
        "    rename(self, target)\n"
        "    if str(target).endswith('.old'):\n"
        "        print('now', flush=True)\n"
        "        time.sleep(60)\n"
        "Path.rename = slow"
    ),
}


@pytest.mark.parametrize("moment", PAUSES)
def test_a_killed_run_leaves_the_old_delivery_whole(output: Path, moment: str) -> None:
    before = to_files(read_delivery(output))
    script = KILLED.format(tests=str(Path(__file__).parent), pause=PAUSES[moment], output=str(output))
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "now\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.05)
    assert to_files(read_delivery(output)) == before
    assert [path.name for path in output.parent.iterdir()] == ["out"]
