"""`reportparse run`: reports in, CSV tables for each year out, with progress and a summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from reportparse.checks import summary as checks_summary
from reportparse.cli.console import console, counted, grid
from reportparse.delivery import FACT_TABLES, notes_on, year_folder
from reportparse.model import Indicator, Report
from reportparse.pipeline import Failure, Options, Progress, RunResult
from reportparse.pipeline import run as run_pipeline

_WIDE = 130
"""Columns from which the summary has room for whole words and the source."""
_MOST = 40
"""Failed checks that are told without -v."""
_SHORT = {
    "sections": "sect", "indicators": "indic", "awards": "award", "recognitions": "recog", "schools": "schl", "policies": "polic",
    "tables": "tabl", "numbers": "numb", "residual": "resid", "checks": "chck", "failed": "fail",
}


@click.command(epilog="Exit status: 0 all read; 1 some inputs failed (see failures.csv); 2 nothing could be done.")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", default="output", show_default=True, type=click.Path(path_type=Path), help="Folder of the delivery.")
@click.option("--rules", type=click.Path(path_type=Path), help="A rules folder of your own instead of the one that comes along.")
@click.option(
    "--corrections", default="corrections", show_default=True, type=click.Path(path_type=Path), help="Folder of your corrections."
)
@click.option("-w", "--workers", default=0, show_default="one for each core", type=click.IntRange(0), help="Processes at work.")
@click.option("--timeout", default=600.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for one document.")
@click.option("--memory", default=0, show_default="no limit", type=click.IntRange(0), help="MiB of address space for one document.")
@click.option("--ocr/--no-ocr", default=None, help="Demand or forbid OCR of pages without text.  [default: where installed]")
@click.option("--bom", is_flag=True, help="Write a byte order mark, so that Excel opens the CSVs as UTF-8.")
@click.option("--no-cache", is_flag=True, help="Read every document again, even if nothing changed since the last run.")
@click.option("-v", "--verbose", is_flag=True, help="Show notes, passed checks and tracebacks too.")
@click.option("-q", "--quiet", is_flag=True, help="Show failures only.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def run(
    ctx: click.Context, inputs: tuple[Path, ...], output: Path, rules: Path | None, corrections: Path, workers: int,
    timeout: float, memory: int, ocr: bool | None, bom: bool, no_cache: bool, verbose: bool, quiet: bool, as_json: bool,
) -> None:
    """Read every report under INPUTS (files or folders: .pdf .txt .md .docx) and deliver CSV tables for each year.

    \b
    Examples:
      reportparse run raw -o output              everything under raw/
      reportparse run 2025.pdf -o out --bom      one file, tables for Excel
      reportparse run raw --rules my-rules -v    with rules of your own, in detail
      reportparse run raw --json | jq .failures  for machines

    A file that cannot be read stops nothing: it becomes a row of failures.csv that says what to do. The delivery is
    replaced as a whole at the end; documents that did not change since the last run are not read again.
    """
    options = Options(workers, timeout, memory, rules, ocr, bom, not no_cache, corrections)
    with _progress(quiet=quiet or as_json) as show:
        result = run_pipeline(inputs, output, options, show)
    if as_json:
        click.echo(json.dumps(summary(result), ensure_ascii=False, indent=1))
    else:
        _print(result, verbose=verbose, quiet=quiet)
    ctx.exit(result.exit_code)


def counts(report: Report) -> dict[str, int]:
    """Facts by kind, numbers, numbers that nothing explains, and checks that failed."""
    kinds = Counter(type(fact.claim.record) for fact in report.facts)
    return {
        "sections": len(report.sections.items),
        **{name: kinds[kind] for name, (kind, _) in FACT_TABLES.items()},
        "numbers": len(report.ledger),
        "residual": sum(entry.state == "residual" for entry in report.ledger),
        "checks": len(report.findings),
        "failed": sum(finding.result == "fail" for finding in report.findings),
    }


def summary(result: RunResult) -> dict[str, Any]:
    """The result of a run for machines."""
    checks = checks_summary(finding for report in result.reports for finding in report.findings)
    return {
        "output": str(result.output),
        "written": result.written,
        "exit_code": result.exit_code,
        "done_before": result.done_before,
        "checks": {
            "identities": checks.identities, "passed": checks.passed, "rounded": checks.rounded, "truncated": checks.truncated,
            "failed": len(checks.failed), "ranges": checks.ranges, "out_of_range": len(checks.out_of_range),
        },
        "corrections": Counter(outcome.state for outcome in result.corrections),
        "reports": [
            {
                "report_id": report.identity.report_id, "source": report.document.source, "year": report.identity.year,
                **counts(report),
                "failed_checks": [finding.message for finding in report.findings if finding.result == "fail"],
            }
            for report in result.reports
        ],
        "failures": [
            {"source": failure.source, "code": failure.code, "message": failure.message, "remedy": failure.remedy,
             "pages": list(failure.pages)}
            for failure in result.failures
        ],
    }


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Any]:
    """A function that shows each document as it is done: a bar on a terminal, a line each otherwise."""
    out = console(stderr=True)
    if quiet:
        yield None
        return
    if not out.is_terminal:
        yield lambda step: out.print(_line(step))
        return
    from rich import progress as bars  # only on a terminal

    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn(), bars.TimeElapsedColumn())
    # Without its refreshing thread: workers are forked, which threads would make unsafe.
    with bars.Progress(*columns, console=out, auto_refresh=False, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(step: Progress) -> None:
            bar.update(task, total=step.total, completed=step.done, description=step.source, refresh=True)
            if isinstance(step.outcome, Failure):
                bar.print(_line(step))

        yield show


def _line(step: Progress) -> Text:
    place = f"[{step.done}/{step.total}] {step.source}"
    if isinstance(step.outcome, Failure):
        return Text(f"{place}  {step.outcome.code}: {step.outcome.message}", style="red")
    return Text(f"{place}  {step.outcome.identity.report_id}: {len(step.outcome.facts)} facts")


def _print(result: RunResult, *, verbose: bool, quiet: bool) -> None:
    out = console()
    if not quiet:
        _print_reports(out, result, verbose=verbose)
    for failure in result.failures:
        out.print(Text.assemble(("failed ", "red"), f"{failure.source}  {failure.code}: {failure.message}. {failure.remedy}"))
        if failure.detail and verbose:
            out.print(Text(failure.detail))
    if not quiet:
        _print_where(out, result)


def _print_reports(out: Console, result: RunResult, *, verbose: bool) -> None:
    lines = [(report.identity.report_id, report.document.source, counts(report)) for report in result.reports]
    if lines and out.width >= _WIDE:
        headers = ("report", "source", *lines[0][2])
        out.print(grid(headers, [(name, source, *map(str, found.values())) for name, source, found in lines], left=2))
    elif lines:
        headers = ("report", *(_SHORT[name] for name in lines[0][2]))
        out.print(grid(headers, [(name, *map(str, found.values())) for name, _, found in lines], gap=0))
    told = [(report, finding) for report in result.reports for finding in report.findings if verbose or finding.result == "fail"]
    for report, finding in told if verbose else told[:_MOST]:
        section = finding.details.get("section")
        place = f"{report.identity.report_id}, section {section}" if section else report.identity.report_id
        style = "red" if finding.result == "fail" else ""
        out.print(Text.assemble((f"check {finding.result}", style), f"  {place}  {finding.message}"))
    if not verbose and len(told) > _MOST:
        out.print(f"and {len(told) - _MOST} more failed checks: -v shows all, checks.csv too")
    for report in result.reports:
        for note in notes_on(report) if verbose else report.identity.notes:
            out.print(Text(f"note  {report.identity.report_id}  {note}"))


def _print_where(out: Console, result: RunResult) -> None:
    years = sorted({year_folder(report.identity.year) for report in result.reports})
    if result.corrections:
        states = Counter(outcome.state for outcome in result.corrections)
        told = ", ".join(f"{number} {state}" for state, number in states.items())
        out.print(f"{counted(len(result.corrections), 'correction')}: {told} (corrections.csv)")
    told = f"{counted(len(result.reports), 'report')}, {counted(len(result.failures), 'failure')}"
    out.print(f"{told}; {result.done_before} unchanged since the last run")
    if not result.reports:
        left = "failures.csv says why" if result.written else "the delivery there was left as it is"
        out.print(f"no input gave a report: {result.output}: {left}")
        return
    out.print(checks_summary(finding for report in result.reports for finding in report.findings).line())
    residual = sum(counts(report)["residual"] for report in result.reports)
    out.print(f"delivery: {result.output} ({', '.join(years)}); numbers nothing explains: {residual} (state residual in numbers.csv)")
    facts = [fact for report in result.reports for fact in report.facts]
    example = next((fact for fact in facts if isinstance(fact.claim.record, Indicator)), facts[0] if facts else None)
    if example:
        out.print(f"where a fact comes from: reportparse explain {example.fact_id} -o {result.output}")
