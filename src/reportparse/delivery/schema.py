"""What describes a table of the delivery: columns with type, meaning and allowed values, keys between tables, common columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from reportparse.model import Bound, LedgerState

ColumnType = Literal["string", "integer", "number", "boolean", "year"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its Table Schema type, what it means and, for a closed list, the values it may take."""

    name: str
    type: ColumnType
    description: str
    values: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: these columns of a table name a row of `table` of the same year."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One CSV file of a delivery."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def text(name: str, description: str, *values: str, required: bool = False) -> Column:
    """A column of text; with `values`, a closed list."""
    return Column(name, "string", description, values, required)


def count(name: str, description: str, required: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name, "integer", description, (), required)


def number(name: str, description: str) -> Column:
    """A column of numbers."""
    return Column(name, "number", description)


def identifier(name: str, description: str) -> Column:
    """A column of ids: always filled."""
    return Column(name, "string", description, (), True)


REPORT_COLUMNS = (identifier("report_id", "issuer-sector-year"), Column("year", "year", "report year: the edition year of the title"))
"""The columns that say which report a row is about."""

BOUNDS = get_args(Bound)
MEASURES = ("level", "share", "change", "growth")
SCOPES = ("all", "municipal", "county", "place", "school", "province", "nation", "other")
OWNERSHIPS = ("all", "public", "private")
STATUSES = ("actual", "target", "planned")
STATES = get_args(LedgerState)
