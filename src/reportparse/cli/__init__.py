"""The command line: arguments in, text and exit code out; each command's module loads only when it is called."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from reportparse import __version__
from reportparse.errors import ReportparseError

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("reportparse.cli.run:run", "Read reports and deliver their facts as CSV tables."),
    "show": ("reportparse.cli.show:show", "Show one report: section tree, facts and the words they came from."),
    "explain": ("reportparse.cli.explain:explain", "Say where a fact or number of a delivery comes from, and why."),
    "panel": ("reportparse.cli.panel:panel", "Show the indicators of all years side by side, or save them as a workbook."),
    "compare": ("reportparse.cli.compare:compare", "Compare a release with the one before: what is new, gone, or unusual."),
    "corrections": ("reportparse.cli.corrections:corrections", "Correct facts so that the correction holds in later runs."),
    "rules": ("reportparse.cli.rules:rules", "Write, check and try rules."),
}
"""Command -> (module:function, one line for --help). A new command is a module beside this one and a line here."""


class LazyGroup(click.Group):
    """A group whose commands are imported when called: `--help` must not wait for pandas, jieba or pdfplumber."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order of the table: the order of work."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None if there is none of that name."""
        if cmd_name not in self.lazy:
            return None
        module, _, name = self.lazy[cmd_name][0].partition(":")
        gc.disable()  # what an import makes is no garbage: looking for some in it takes a tenth of the start
        command = getattr(import_module(module), name)
        gc.freeze()
        gc.enable()
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{name} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for --help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.lazy.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours becomes one message and exit status 2, Ctrl-C exit status 130; no traceback."""
        try:
            return super().invoke(ctx)
        except ReportparseError as error:
            click.echo(f"reportparse: {error}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("reportparse: stopped", err=True)
            ctx.exit(130)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: reportparse run raw -o output",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Read released education quality reports and pull traceable facts out of them.

    \b
    An analyst's round on a new release:
      reportparse run raw -o output      read everything under raw/
      reportparse show raw/report.pdf    look at one report
      reportparse explain i-1a2b3c4d5e   ask where a fact comes from
    """


def main() -> None:
    """Entry point of the command `reportparse`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # ⟦ is in no code page of Windows: better a ? than a traceback
            stream.reconfigure(errors="replace")
    cli(prog_name="reportparse")
