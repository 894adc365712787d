"""Outcomes of examples as JUnit XML, for continuous integration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from reportparse.workbench.examples import Outcome


def write_junit(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write one test case for each example: class name = rule, file and line = where the example stands."""
    failed = sum(not outcome.passed for outcome in outcomes)
    suite = Xml.Element("testsuite", name="reportparse rules", tests=str(len(outcomes)), failures=str(failed))
    for outcome in outcomes:
        case = outcome.case
        node = Xml.SubElement(suite, "testcase", classname=case.rule, name=case.name, file=str(case.path), line=str(case.line))
        if not outcome.passed:
            failure = Xml.SubElement(node, "failure", message=f"{len(outcome.got)} facts, {len(outcome.expected)} expected")
            failure.text = "\n".join(report_lines(outcome))
    Xml.indent(suite)
    path.parent.mkdir(parents=True, exist_ok=True)
    Xml.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def report_lines(outcome: Outcome) -> list[str]:
    """A failure in words: text, expected, got."""
    lines = [f"text: {outcome.case.example.text}"]
    lines += [f"expected: {line}" for line in outcome.expected or ("no fact",)]
    lines += [f"got: {line}" for line in outcome.got or ("no fact",)]
    return lines + ([f"note: {outcome.note}"] if outcome.note else [])
