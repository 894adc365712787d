"""The files of corrections: rows with an anchor in the words and the fields of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from reportparse.delivery import FACT_TABLES
from reportparse.delivery.form import from_csv, to_csv
from reportparse.errors import CorrectionError
from reportparse.model import Record, TableFact

Action = Literal["accept", "reject", "set", "add"]

KINDS: dict[str, type[Record]] = {table: kind for table, (kind, _) in FACT_TABLES.items() if kind is not TableFact}
"""Table of the delivery -> kind of its records."""
ACTIONS = ("accept", "reject", "set", "add")
ANCHOR = ("id", "action", "table", "report_id", "sha256", "fact_id", "section", "quote", "before", "after")
REMARKS = ("reason", "author", "date")
FIELDS = tuple(dict.fromkeys(field.name for kind in KINDS.values() for field in fields(kind)))
COLUMNS = (*ANCHOR, *FIELDS, *REMARKS)
"""The columns of a file of corrections; columns that begin with `note` may be added."""
EMPTY = "(empty)"
"""What stands in a cell to make a field empty; an empty cell leaves the field as it is."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One row. `quote` is the printed value (or words) that the fact stands on, `before` and `after` the words around it;
    `values` holds the filled fields, already of the record's types; `place` is file:line."""

    id: str
    action: Action
    table: str
    report_id: str
    sha256: str
    fact_id: str
    section: str
    quote: str
    before: str
    after: str
    values: Mapping[str, Any]
    reason: str
    place: str

    @property
    def kind(self) -> type[Record]:
        """The kind of record that the correction is about."""
        return KINDS[self.table]


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """All corrections of a folder, by file name and line; none if the folder is not there.

    Raises CorrectionError with file:line for a column, action, table, field or number that cannot be."""
    found: list[Correction] = []
    places: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        try:
            rows = from_csv(path.read_bytes())
        except (OSError, UnicodeDecodeError) as error:
            raise CorrectionError(f"cannot be read ({error})", str(path), "Save the file as CSV UTF-8.") from error
        for line, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row.values()):
                correction = _correction(row, f"{path}:{line}")
                if correction.id in places:
                    raise CorrectionError(f"the id `{correction.id}` stands twice (also at {places[correction.id]})", correction.place,
                                          "Give each correction an id of its own.")
                places[correction.id] = correction.place
                found.append(correction)
    return tuple(found)


def _correction(row: Mapping[str, str], place: str) -> Correction:
    cells = {name.strip(): cell.strip() if name not in {"quote", "before", "after"} else cell for name, cell in row.items()}
    for name in cells:
        if name not in COLUMNS and not name.startswith("note"):
            raise CorrectionError(f"no column is called `{name}`", place, "Mend the name; columns of your own begin with `note`.")
    if cells.get("action") not in ACTIONS:
        raise CorrectionError(f"`{cells.get('action', '')}` is no action", place, f"Write one of {', '.join(ACTIONS)}.")
    if cells.get("table") not in KINDS:
        raise CorrectionError(f"`{cells.get('table', '')}` is no table with facts", place, f"Write one of {', '.join(KINDS)}.")
    for name in ("id", "report_id", "quote"):
        if not cells.get(name):
            raise CorrectionError(f"`{name}` is empty", place, "Fill it in: it says which words the correction is about.")
    kind = KINDS[cells["table"]]
    types = get_type_hints(kind)
    values: dict[str, Any] = {}
    for name in FIELDS:
        cell = cells.get(name, "")
        if not cell:
            continue
        if name not in types:
            raise CorrectionError(f"{cells['table']} have no `{name}`", place, f"Their fields: {', '.join(types)}.")
        values[name] = typed(cell, types[name], f"{place}: {name}")
    action: Action = cells["action"]  # type: ignore[assignment]
    if action in {"set", "add"} and not values:
        raise CorrectionError(f"`{action}` without a field", place, "Fill in the fields to set.")
    if action == "add":
        missing = [field.name for field in fields(kind) if _required(field) and field.name not in values]
        if missing:
            raise CorrectionError(f"`add` lacks {', '.join(missing)}", place, "Fill in these fields.")
    return Correction(
        cells["id"], action, cells["table"], cells["report_id"], cells.get("sha256", ""), cells.get("fact_id", ""),
        cells.get("section", ""), cells["quote"], cells.get("before", ""), cells.get("after", ""), values, cells.get("reason", ""), place)


def _required(field: Field[Any]) -> bool:
    return bool(field.default is MISSING and field.default_factory is MISSING)


def typed(cell: str, hint: Any, place: str) -> Any:
    """A cell as a value of a record's field. CorrectionError for what it cannot be."""
    empty = cell == EMPTY
    choices = get_args(hint) if get_origin(hint) is Literal else ()
    if choices:
        if cell not in choices:
            raise CorrectionError(f"`{cell}` is not possible", place, f"Write one of {', '.join(choices)}.")
        return cell
    if isinstance(hint, UnionType) and type(None) in get_args(hint):
        if empty:
            return None
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
    if hint is str:
        return "" if empty else cell
    if hint in {Decimal, int}:
        try:
            return hint(cell.replace(",", ""))
        except (InvalidOperation, ValueError) as error:
            raise CorrectionError(f"`{cell}` is no number", place, "Write digits, without a unit.") from error
    return cell


def append_correction(folder: Path, row: Mapping[str, str]) -> Path:
    """Write one correction to `<report_id>.csv`; what stands in the file is kept as it is. Returns the file."""
    path = folder / f"{row['report_id'].replace('/', '_')}.csv"
    before = path.read_bytes() if path.exists() else b""
    rows = from_csv(before) if before else []
    extra = [name for old in rows[:1] for name in old if name not in COLUMNS]
    _correction({name: cell for name, cell in row.items() if name}, f"{path}:{len(rows) + 2}")
    content = to_csv([*COLUMNS, *extra], [*rows, row], bom=before.startswith(b"\xef\xbb\xbf"))
    work = path.with_suffix(".csv.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work.write_bytes(content)
        work.replace(path)
    except OSError as error:
        what = f"cannot be written ({error.strerror or error})"
        raise CorrectionError(what, str(path), "Choose another folder with --corrections.") from error
    return path
