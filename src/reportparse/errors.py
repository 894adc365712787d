"""Errors that say what went wrong, where, and what to do about it."""

from __future__ import annotations


class ReportparseError(Exception):
    """Base of all errors that are shown to a person without a traceback.

    `code` is stable and ends up in failures.csv; `what` names the fault, `where` the file or place, `remedy` the next step."""

    code = "error"

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(": ".join(part for part in (where, what) if part) + (f". {remedy}" if remedy else ""))


class ReadError(ReportparseError):
    """A file that cannot be read."""

    code = "unreadable"


class EmptyFile(ReadError):
    """A file without any content."""

    code = "empty"


class EncryptedFile(ReadError):
    """A PDF that needs a password."""

    code = "encrypted"


class BrokenFile(ReadError):
    """A file that its own format's reader rejects."""

    code = "broken"


class NoTextLayer(ReadError):
    """Pages without readable text (scans, fonts without a mapping), and no OCR at hand."""

    code = "no_text"


class UnknownFormat(ReadError):
    """A file of a kind that is not read."""

    code = "unknown_format"


class DuplicateReport(ReportparseError):
    """Two different files with the same report identity."""

    code = "duplicate_report"


class RuleError(ReportparseError):
    """A fault in `rules/`: `where` is file:line and rule."""

    code = "rules"


class DeliveryError(ReportparseError):
    """An output folder or delivery that cannot be written or read."""

    code = "delivery"


class CorrectionError(ReportparseError):
    """A fault in `corrections/`: `where` is file:line."""

    code = "corrections"
