"""The shipped rules: every example holds, and there is nothing dead in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reportparse.rulebook import default_rules, load_rules
from reportparse.workbench.examples import run_case
from reportparse.workbench.junit import report_lines
from reportparse.workbench.lint import Fault, check_rules
from reportparse.workbench.sources import Case, cases

RULES = default_rules()
FILES = sorted(path.relative_to(RULES).as_posix() for path in RULES.glob("*/*/*.yaml"))
EXAMPLES = [name for name in FILES if "/lexicons/" not in name]
CHECKED = sorted([*FILES, *(path.relative_to(RULES).as_posix() for path in RULES.glob("*/*.yaml"))])

# File -> what is still missing. A file whose faults are mended fails here until its row is gone.
KNOWN_FAILURES: dict[str, str] = {}
KNOWN_FAULTS: dict[str, str] = {}


def marked(names: list[str], known: dict[str, str]) -> list[object]:
    marks = {name: [pytest.mark.xfail(strict=True, reason=reason)] for name, reason in known.items()}
    return [pytest.param(name, id=name, marks=marks.get(name, [])) for name in names]


@cache
def examples() -> dict[str, list[tuple[Case, object]]]:
    found: dict[str, list[tuple[Case, object]]] = {}
    for pack in load_rules().packs:
        for case in cases(pack):
            found.setdefault(case.path.relative_to(RULES).as_posix(), []).append((case, pack))
    return found


@cache
def faults() -> tuple[Fault, ...]:
    return check_rules(RULES)


@pytest.mark.parametrize("name", marked(EXAMPLES, KNOWN_FAILURES))
def test_every_example_holds(name: str) -> None:
    outcomes = [run_case(case, pack) for case, pack in examples()[name]]  # type: ignore[arg-type]
    assert outcomes
    assert not ["\n".join([o.case.name, *report_lines(o)]) for o in outcomes if not o.passed]


@pytest.mark.xdist_group("lint")  # checked once
@pytest.mark.parametrize("name", marked(CHECKED, KNOWN_FAULTS))
def test_nothing_is_dead_or_faulty(name: str) -> None:
    own = [fault for fault in faults() if Path(fault.place.rpartition(":")[0]) == RULES / name]
    assert not [str(fault) for fault in own if fault.level == "error"]


def test_every_rule_has_examples_both_ways() -> None:
    wanting = [
        rule.rule.id for pack in load_rules().packs for rule in (*pack.indicators, *pack.patterns, *pack.tables)
        if not (rule.rule.gives and rule.rule.none)
    ]
    assert not wanting


def test_names_of_examples_are_unique() -> None:
    names = [(path.split("/")[0], case.name) for path, found in examples().items() for case, _ in found]
    assert len(names) == len(set(names))
