"""The order of the stages for one report, and the run over a folder of reports."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from reportparse.assemble import checked, load_trust, to_delivery, together
from reportparse.cache import cache_key, forget_old, keep, kept
from reportparse.claims import settle
from reportparse.compiling import keep_patterns
from reportparse.corrections import Correction, Outcome, read_corrections
from reportparse.delivery import Row, check_output, write_delivery
from reportparse.document import Document
from reportparse.entities import find_entities
from reportparse.errors import CorrectionError, DuplicateReport, EmptyFile, ReportparseError
from reportparse.facts import extract
from reportparse.identity import identify, printed_title
from reportparse.inputs import Input, find_inputs
from reportparse.model import Evidence, Fact, Report, TableFact, Text
from reportparse.numbers import find_numbers
from reportparse.read import read_document
from reportparse.read.boxes import confidence, locate
from reportparse.regions import load_regions
from reportparse.rulebook import Rulebook, keep_rules, kept_rules
from reportparse.sections import section_tree
from reportparse.text import clean_text
from reportparse.workers import Limits, Stopped, each_isolated

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes about its work.

    `workers`: processes, 0 = one for each core. `seconds` and `memory` (MiB, 0 = no limit) bound one document. `rules`: a
    rules folder of one's own. `ocr`: None = where needed and installed. `cache`: use and keep finished documents.
    `corrections`: a folder of an analyst's corrections."""

    workers: int = 0
    seconds: float = 600.0
    memory: int = 0
    rules: Path | None = None
    ocr: bool | None = None
    bom: bool = False
    cache: bool = True
    corrections: Path | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read (or, with `pages`, not in full): a row of failures.csv."""

    source: str
    code: str
    message: str
    remedy: str = ""
    pages: tuple[int, ...] = ()
    sha256: str = ""
    detail: str = ""
    """The traceback of a fault of the program; not delivered."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `done_before` counts the reports that were not done again; `written` is False when no input gave a
    report and an older delivery was left as it was."""

    output: Path
    reports: tuple[Report, ...]
    failures: tuple[Failure, ...]
    done_before: int = 0
    corrections: tuple[Outcome, ...] = ()
    written: bool = True

    @property
    def exit_code(self) -> int:
        """0: every input was read in full; 1: some failed; 2: none gave a report."""
        if not self.reports:
            return 2
        return 1 if self.failures else 0


@dataclass(frozen=True, slots=True)
class Progress:
    """One document done: `done` of `total`, and its report or failure."""

    done: int
    total: int
    source: str
    outcome: Report | Failure


def read_report(path: Path, source: str, rules: Rulebook, *, ocr: bool | None = None) -> Report:
    """All stages for one file, up to checked facts and the ledger. Raises ReadError when the file cannot be read."""
    document = read_document(path, source=source, ocr=ocr)
    text = clean_text(document)
    if not text.text.strip():
        raise EmptyFile("nothing but page furniture and blanks", source, "Look at the file: is it the right one?")
    sections = section_tree(text, document.outline)
    pack = rules.pack_for(printed_title(text, sections), text.text)
    identity = identify(text, sections, source, pack.identity)
    numbers = find_numbers(text, sections, pack.names)
    entities = find_entities(text, identity, pack.identity)
    claims = extract(text, sections, identity, numbers, entities, pack)
    facts, ledger, losses = settle(claims, text, sections, identity, numbers)
    placed = _placed(facts, document, text)
    report = Report(_slim(document), text, sections, identity, numbers, placed, ledger, losses, pack.info.name)
    return checked(report, pack)


def _placed(facts: Iterable[Fact], document: Document, text: Text) -> tuple[Fact, ...]:
    """The facts with the boxes of their words, and with the confidence of words that were recognised by OCR."""
    facts = tuple(facts)
    spans = [[] if isinstance(fact.claim.record, TableFact) else _origins(text, fact.claim.evidence) for fact in facts]
    return tuple(
        replace(fact, boxes=boxes, confidence=confidence(document, span))
        for fact, span, boxes in zip(facts, spans, locate(document, spans), strict=True)
    )


def _origins(text: Text, evidence: Evidence) -> list[tuple[int, int]]:
    """(page, index in the page) of each character of the words."""
    return list(zip(text.pages[evidence.start : evidence.end], text.indices[evidence.start : evidence.end], strict=True))


def _slim(document: Document) -> Document:
    """The document without what stands on its pages: the clean text has it all, and reports of whole folders stay small."""
    return document._replace(pages=tuple(page._replace(blocks=(), characters=None) for page in document.pages))


def run(
    inputs: Sequence[Path],
    output: Path,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> RunResult:
    """Read every file under `inputs` and put the delivery at `output`.

    A file that fails becomes a row of failures.csv and stops nothing; when every file fails, an older delivery stays. Raises
    ReportparseError when nothing can be done at all: no inputs, faulty rules, an output that cannot be written."""
    options = options or Options()
    output = check_output(output)
    files = find_inputs(inputs, leave_out=output)
    rules = _rules(options.rules)
    for pack in rules.packs:
        load_trust(pack)  # faults in checks and names are told before hours of reading
    load_regions()  # before the workers fork, which share it
    corrections = read_corrections(options.corrections) if options.corrections else ()
    _check_codes(corrections, rules)
    found: dict[int, Report | Failure] = {}
    done_before = 0
    for index, (outcome, before) in _outcomes(files, rules, options):
        found[index] = outcome
        done_before += before
        if progress:
            progress(Progress(len(found), len(files), files[index].source, outcome))
    reports, failures = _sorted_out(found[index] for index in sorted(found))
    compared = together(reports, rules, corrections)
    rows = [_failure_row(failure) for failure in failures]
    written = bool(reports) or not output.exists()
    if written:
        write_delivery(output, to_delivery(compared, rows, rules), bom=options.bom)
    return RunResult(output, compared.reports, failures, done_before, compared.outcomes, written)


def _check_codes(corrections: Iterable[Correction], rules: Rulebook) -> None:
    """CorrectionError when a correction gives an indicator that no pack has."""
    codes = {code for pack in rules.packs for code in pack.codebook}
    for correction in corrections:
        code = correction.values.get("indicator")
        if code is not None and code not in codes:
            raise CorrectionError(f"no indicator is called `{code}`", correction.place, "Take a code from codebook.csv.")


@cache
def _rules(folder: Path | None) -> Rulebook:
    # Loaded once before the workers fork, which share it; a spawned worker loads its own.
    return kept_rules(folder)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker does with one file."""

    rules: Path | None
    ocr: bool | None

    def __call__(self, item: Input) -> Report | Failure:
        try:
            return read_report(item.path, item.source, _rules(self.rules), ocr=self.ocr)
        except ReportparseError as error:
            return Failure(item.source, error.code, error.what, error.remedy, sha256=_sha256(item.path))
        except OSError as error:
            return Failure(item.source, "unreadable", error.strerror or str(error), "Check the file and its permissions.")
        finally:
            keep_patterns()  # a worker has no end of its own at which this could be done
            keep_rules(_rules(self.rules))


def _outcomes(
    files: Sequence[Input], rules: Rulebook, options: Options
) -> Iterable[tuple[int, tuple[Report | Failure, bool]]]:
    """(index of the file, (its outcome, whether it was done before)), in any order."""
    keys: dict[int, str] = {}
    pending: list[int] = []
    for index, item in enumerate(files):
        if options.cache:
            keys[index] = cache_key(_sha256(item.path), item.path.suffix, item.source, rules.version, str(options.ocr))
            before = kept(keys[index], Report)
            if before:
                yield index, (before, True)
                continue
        pending.append(index)
    work, waiting = _Work(options.rules, options.ocr), [files[index] for index in pending]
    workers = min(options.workers or os.cpu_count() or 1, len(pending))
    limits = Limits(options.seconds, options.memory * _MIB)
    for position, result in each_isolated(work, waiting, workers=workers, limits=limits):
        index = pending[position]
        outcome = _stopped(files[index], result) if isinstance(result, Stopped) else result
        # A report with unread pages is done again: OCR may have been installed meanwhile.
        if options.cache and isinstance(outcome, Report) and not outcome.document.unread_pages:
            keep(keys[index], outcome)
        yield index, (outcome, False)
    if options.cache:
        forget_old()


_REMEDIES = {
    "time_limit": "Give it more time with --timeout, or split the file.",
    "memory_limit": "Give it more memory with --memory, or split the file.",
    "crashed": "The file makes a library crash: print it to PDF again, or send it to the maintainers.",
    "internal_error": "This is a fault of the program: send the file and this message to the maintainers.",
}


def _stopped(item: Input, stopped: Stopped) -> Failure:
    message = stopped.detail.strip().splitlines()[-1]
    return Failure(item.source, stopped.cause, message, _REMEDIES[stopped.cause], sha256=_sha256(item.path), detail=stopped.detail)


def _sorted_out(outcomes: Iterable[Report | Failure]) -> tuple[tuple[Report, ...], tuple[Failure, ...]]:
    """Reports and failures, in the order of the sources; the second report of one identity is a failure."""
    reports: dict[str, Report] = {}
    failures: list[Failure] = []
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failures.append(outcome)
            continue
        document, first = outcome.document, reports.setdefault(outcome.identity.report_id, outcome)
        if first is not outcome:
            failures.append(_duplicate(first, outcome))
        elif document.unread_pages:
            failures.append(_unread(outcome))
    return tuple(reports.values()), tuple(failures)


def _duplicate(first: Report, second: Report) -> Failure:
    same = "the same file as" if first.document.sha256 == second.document.sha256 else "another file for the same report as"
    return Failure(
        second.document.source,
        DuplicateReport.code,
        f"{same} {first.document.source}: both are {first.identity.report_id}",
        "Keep one of the two, or mend the title or year in the one that is another report.",
        sha256=second.document.sha256,
    )


def _unread(report: Report) -> Failure:
    pages, total = report.document.unread_pages, len(report.document.pages)
    return Failure(
        report.document.source,
        "no_text",
        f"{len(pages)} of {total} pages have no readable text",
        'Read them by OCR: pip install "reportparse[ocr]", then run again.',
        pages,
        report.document.sha256,
    )


def _failure_row(failure: Failure) -> Row:
    return {
        "source": failure.source, "code": failure.code, "message": failure.message, "remedy": failure.remedy,
        "pages": " ".join(str(page) for page in failure.pages), "sha256": failure.sha256,
    }


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            digest = sha256()
            while block := file.read(_MIB):
                digest.update(block)
            return digest.hexdigest()
    except OSError:
        return ""
