"""A delivery on disk: written whole or not at all, and read back."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from reportparse.delivery.form import Row, from_csv, to_csv
from reportparse.delivery.package import PACKAGE_FILE, describe, listed_paths
from reportparse.delivery.top_tables import TOP_TABLES
from reportparse.delivery.year_tables import YEAR_TABLES
from reportparse.errors import DeliveryError

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_WORK_FOLDER = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.(?:new|old)")


@dataclass(frozen=True, slots=True)
class Delivery:
    """The content of a delivery.

    `years` maps a year to its tables (name -> rows), `top` the tables above the years; `texts` maps a year to the clean
    texts by report id. Rows map column names to cells, as in the contract."""

    years: Mapping[str, Mapping[str, Sequence[Row]]]
    texts: Mapping[str, Mapping[str, str]]
    top: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table over all years, oldest year first, or of a table above the years."""
        if table in self.top:
            yield from self.top[table]
        for year in sorted(self.years):
            yield from self.years[year].get(table, ())

    def text(self, report_id: str) -> str:
        """The clean text of a report; DeliveryError if it is not there."""
        for texts in self.texts.values():
            if report_id in texts:
                return texts[report_id]
        raise DeliveryError(f"no text of {report_id}", "delivery", "Run `reportparse run` again.")


def text_name(report_id: str) -> str:
    """File name of a report's clean text; characters that no file system takes become _."""
    return f"{_UNSAFE.sub('_', report_id)}.txt"


def year_folder(year: str) -> str:
    """Folder of a year; reports without a known year lie in `undated`."""
    return _UNSAFE.sub("_", year) or "undated"


def to_files(delivery: Delivery, *, bom: bool = False) -> dict[str, bytes]:
    """All files of a delivery by relative path, datapackage.json last."""
    files: dict[str, bytes] = {}
    for year in sorted(delivery.years):
        for table in YEAR_TABLES:
            files[f"{year_folder(year)}/{table.name}.csv"] = to_csv(
                table.header, delivery.years[year].get(table.name, ()), bom=bom
            )
        for report_id, text in sorted(delivery.texts.get(year, {}).items()):
            files[f"{year_folder(year)}/text/{text_name(report_id)}"] = text.encode()
    for table in TOP_TABLES:
        files[f"{table.name}.csv"] = to_csv(table.header, delivery.top.get(table.name, ()), bom=bom)
    files[PACKAGE_FILE] = describe(files, bom=bom)
    return files


def write_delivery(output: Path, delivery: Delivery, *, bom: bool = False) -> None:
    """Put the delivery at `output`, replacing the one that is there as a whole.

    Files in the folder that no delivery wrote are kept. A run that is killed leaves the old delivery as it was.
    DeliveryError: `output` is a file, holds something else than a delivery, or cannot be written."""
    output = check_output(output)
    work = _work_folder(output, "new")
    try:
        work.mkdir(parents=True)
        for name, content in to_files(delivery, bom=bom).items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _keep_others(output, work)
        _replace(output, work)
    except OSError as error:
        raise _unwritable(output, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def check_output(output: Path) -> Path:
    """The resolved folder, after mending what a killed run left; DeliveryError when a delivery cannot go there."""
    output = output.resolve()
    _recover(output)
    if output.exists():
        if not output.is_dir():
            raise DeliveryError("the output is a file, not a folder", str(output), "Name a folder with -o.")
        if any(output.iterdir()) and _listed(output) is None:
            raise DeliveryError(
                "the output folder holds files that are no delivery", str(output), "Name an empty or new folder with -o."
            )
    if os.path.ismount(output):
        raise DeliveryError(
            "the output is a mounted folder, which cannot be replaced as a whole", str(output), "Name a folder inside it with -o.")
    if output.exists() and not os.access(output, os.W_OK | os.X_OK):
        raise _unwritable(output, PermissionError("no permission to write"))
    parent = next(folder for folder in output.parents if folder.exists())
    try:
        Path(mkdtemp(prefix=f".{output.name}.", dir=parent)).rmdir()  # the only sure way to know, before hours of reading
    except OSError as error:
        raise _unwritable(output, error) from error
    return output


def read_delivery(output: Path) -> Delivery:
    """The delivery at `output`; DeliveryError when there is none."""
    output = output.resolve()
    _recover(output)
    listed = _listed(output)
    if listed is None:
        raise DeliveryError("no delivery here", str(output), "Make one with `reportparse run INPUT -o OUTPUT`.")
    years: dict[str, dict[str, list[dict[str, str]]]] = {}
    texts: dict[str, dict[str, str]] = {}
    top: dict[str, list[dict[str, str]]] = {}
    for name in listed:
        try:
            content = (output / name).read_bytes()
        except OSError as error:
            remedy = "Run `reportparse run` again."
            raise DeliveryError(f"a file of the delivery is missing: {name}", str(output), remedy) from error
        folder, _, file = name.rpartition("/")
        year = folder.removesuffix("/text")
        if file.endswith(".txt"):
            texts.setdefault(year, {})[file.removesuffix(".txt")] = content.decode()
        elif year:
            years.setdefault(year, {})[file.removesuffix(".csv")] = from_csv(content)
        else:
            top[file.removesuffix(".csv")] = from_csv(content)
    return Delivery(years, texts, top)


def _unwritable(output: Path, error: OSError) -> DeliveryError:
    return DeliveryError(
        f"the output folder cannot be written ({error.strerror or error})", str(output),
        "Choose another folder with -o or mend its permissions.",
    )


def _listed(output: Path) -> tuple[str, ...] | None:
    """What the delivery at `output` consists of by its own package; None if there is no delivery."""
    try:
        return listed_paths((output / PACKAGE_FILE).read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _work_folder(output: Path, kind: str) -> Path:
    """A folder beside the output: on the same file system, so that it can be renamed; named for its process."""
    return output.parent / f".{output.name}.{os.getpid()}.{kind}"


def _keep_others(output: Path, work: Path) -> None:
    """Copy what is not the delivery's own (an analyst's notes) from the old folder to the new one."""
    own = {*(_listed(output) or ()), PACKAGE_FILE}
    for path in sorted(output.rglob("*")) if output.exists() else ():
        name = path.relative_to(output).as_posix()
        target = work / name
        if not path.is_dir() and name not in own and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)


def _replace(output: Path, work: Path) -> None:
    """Put `work` in the place of `output`. A kill between the two renames leaves the old folder for `_recover`."""
    if not output.exists():
        work.rename(output)
        return
    old = _work_folder(output, "old")
    output.rename(old)
    try:
        work.rename(output)
    except OSError:
        old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _recover(output: Path) -> None:
    """Undo what a killed run left beside `output`: put the old delivery back, remove half-written ones."""
    if not output.parent.is_dir():
        return
    for path in sorted(output.parent.glob(f".{output.name}.*")):
        match = _WORK_FOLDER.fullmatch(path.name)
        if not match or match["name"] != output.name or _alive(int(match["pid"])):
            continue
        if path.suffix == ".old" and not output.exists():
            path.rename(output)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
