"""An analyst's corrections: kept as rows of `corrections/*.csv`, anchored in the words, applied again on each run."""

from reportparse.corrections.apply import Outcome, corrected, outcome_rows, unplaced
from reportparse.corrections.files import COLUMNS, Correction, append_correction, read_corrections

__all__ = [
    "COLUMNS", "Correction", "Outcome", "append_correction", "corrected", "outcome_rows", "read_corrections",
    "unplaced",
]
