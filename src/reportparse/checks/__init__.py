"""Facts against each other and against the text: what is printed, what it should be, and how the two differ."""

from reportparse.checks.figures import Figure, figures_of_report, figures_of_rows
from reportparse.checks.report import Summary, check_report, check_years, marked, summary
from reportparse.checks.wording import with_subject

__all__ = [
    "Figure", "Summary", "check_report", "check_years", "figures_of_report", "figures_of_rows", "marked", "summary",
    "with_subject",
]
