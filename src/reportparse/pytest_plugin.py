"""pytest collects the examples of a rules folder: `pytest --reportparse-rules DIR`, one test for each example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from reportparse.workbench.examples import Outcome
    from reportparse.workbench.sources import Case

_OPTION = "--reportparse-rules"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --reportparse-rules."""
    parser.getgroup("reportparse").addoption(
        _OPTION, action="append", default=[], metavar="DIR", help="Collect the examples of the rules in this folder (again for more).")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the folders beside what else is asked for; alone when nothing else is."""
    folders = [str(Path(folder).resolve()) for folder in config.getoption(_OPTION)]
    if folders:
        alone = config.args_source is pytest.Config.ArgsSource.INVOCATION_DIR
        config.args = [*([] if alone else config.args), *folders]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A rules folder of the option is one collector with a test for each example."""
    folders = {Path(folder).resolve() for folder in parent.config.getoption(_OPTION)}
    return RulesFolder.from_parent(parent, path=path) if path in folders else None


class RulesFailure(Exception):
    """An example that does not give what is written."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.case.name)
        self.outcome = outcome


class RulesFolder(pytest.Directory):
    """The examples of a rules folder."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each example of each pack."""
        from reportparse.rulebook import load_rules  # seconds of imports: only where rules are collected
        from reportparse.workbench.sources import cases

        for pack in load_rules(self.path).packs:
            for case in cases(pack):
                yield RuleExample.from_parent(self, name=f"{pack.info.name}:{case.name}", case=case, pack=pack)


class RuleExample(pytest.Item):
    """One example of a rule."""

    def __init__(self, *, case: Case, pack: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case, self.pack = case, pack

    def runtest(self) -> None:
        """Run the example. Raises RulesFailure."""
        from reportparse.workbench.examples import run_case

        outcome = run_case(self.case, self.pack)
        if not outcome.passed:
            raise RulesFailure(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Text, expected and got; a traceback for anything but a failed example."""
        if not isinstance(excinfo.value, RulesFailure):
            return super().repr_failure(excinfo, style)
        from reportparse.workbench.junit import report_lines

        return "\n".join([f"{self.case.place}: {self.case.name}", *(f"    {line}" for line in report_lines(excinfo.value.outcome))])

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the example is written."""
        return self.case.path, self.case.line - 1, self.case.name
