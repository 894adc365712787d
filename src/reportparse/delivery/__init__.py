"""Records to the CSV tables of a delivery and back: the only home of the CSV form."""

from reportparse.delivery.form import Row, plain
from reportparse.delivery.rows import FACT_TABLES, cells_of, clause_around, notes_on, printed_differences, report_rows
from reportparse.delivery.store import (
    Delivery,
    check_output,
    read_delivery,
    text_name,
    to_files,
    write_delivery,
    year_folder,
)

__all__ = [
    "FACT_TABLES", "Delivery", "Row", "cells_of", "check_output", "clause_around", "notes_on", "plain", "printed_differences",
    "read_delivery", "report_rows", "text_name", "to_files", "write_delivery", "year_folder",
]
