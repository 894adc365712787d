#!/usr/bin/env python3
"""Deliver the annotated reports beside the checkout and print what the contract's scorer says.

    scripts/score.py [SET ...] [--only NAME ...] [scorer options: --show TABLE, --json FILE, --min TABLE=F1]

SET: `reports` (the two real reports as text), `dev` (the development reports as text), a producer of ../shared/pdf
(`libreoffice`, `chromium`, `weasyprint`, `reportlab`, `docx`, `scan`), or `corpus` (the invented reports of tests/corpus).
Without one: reports and dev. `--only D1` keeps the
reports whose name begins so. The deliveries go to a temporary folder (`--keep DIR`: there, to look at). `--head` scores
the last commit instead of the working tree.
Exit status as the scorer's: 1 when a `--min` is not met.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def reports_of(shared: Path, name: str) -> dict[str, tuple[Path, Path]]:
    """The reports of a set by name: file and gold folder."""
    if name == "corpus":
        return {path.parent.name: (path, path.parent) for path in sorted((ROOT / "tests" / "corpus").glob("*/report.txt"))}
    folder = shared / name if name in {"reports", "dev"} else shared / "pdf" / name
    files = sorted(path for path in folder.glob("*") if path.suffix in {".txt", ".pdf", ".docx"})
    return {path.stem: (path, shared / "gold" / path.stem) for path in files}


def last_commit(folder: Path) -> Path:
    """The last commit's code and rules, laid out under `folder`."""
    archive = folder / "head.tar"
    subprocess.run(["git", "archive", "-o", str(archive), "HEAD", "src", "rules"], cwd=ROOT, check=True)
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "head", filter="data")
    return folder / "head"


def main() -> int:
    """Run the sets one by one; the worst exit status of the scorer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", default=["reports", "dev"])
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--head", action="store_true")
    args, for_scorer = parser.parse_known_args()
    shared = Path(os.environ.get("REPORTPARSE_SHARED") or ROOT.parent / "shared")
    if not (shared / "contract" / "score.py").exists():
        parser.error(f"no annotated reports at {shared} (set REPORTPARSE_SHARED)")
    status = 0
    with tempfile.TemporaryDirectory() as temporary:
        environment = dict(os.environ)
        if args.head:
            environment["PYTHONPATH"] = str(last_commit(Path(temporary)) / "src")
        for name in args.sets:
            raw = Path(temporary) / name / "raw"
            raw.mkdir(parents=True)
            found = reports_of(shared, name)
            chosen = {stem: paths for stem, paths in found.items() if not args.only or stem.startswith(tuple(args.only))}
            if not chosen:
                parser.error(f"no report in set {name}")
            for stem, (path, _) in chosen.items():
                shutil.copy(path, raw / f"{stem}{path.suffix}")
            output = (args.keep or Path(temporary)) / name / "output"
            print(f"== {name}", flush=True)
            rules = ["--rules", str(args.rules)] if args.rules else []
            run = [sys.executable, "-m", "reportparse", "run", str(raw), "-o", str(output), "-q", *rules]
            done = subprocess.run(run, check=False, env=environment)
            if done.returncode == 2 or not output.exists():
                return 2
            gold = [str(folder) for _, folder in chosen.values()]
            score = [sys.executable, str(shared / "contract" / "score.py"), str(output), *gold, *for_scorer]
            status = max(status, subprocess.run(score, check=False).returncode)
            print(flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
