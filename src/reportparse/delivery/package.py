"""The Frictionless Data Package (version 2) that describes the files of a delivery."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from reportparse import __version__
from reportparse.delivery.schema import TableSchema
from reportparse.delivery.top_tables import TOP_TABLES
from reportparse.delivery.year_tables import YEAR_TABLES

_PROFILES = "https://datapackage.org/profiles/2.0"
_BY_NAME = {table.name: table for table in (*YEAR_TABLES, *TOP_TABLES)}
PACKAGE_FILE = "datapackage.json"


def resource_name(table: str, year: str = "") -> str:
    """Name of a resource in the package: `2024-indicators`, `panel`."""
    return f"{year}-{table}" if year else table


def describe(files: Mapping[str, bytes], *, bom: bool) -> bytes:
    """datapackage.json over the files of a delivery (relative path -> content), in the order given."""
    descriptor = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "reportparse-delivery",
        "title": "Facts of released education quality reports",
        "version": __version__,
        "resources": [_resource(path, content, bom=bom) for path, content in files.items()],
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()


def listed_paths(package: bytes) -> tuple[str, ...]:
    """The paths that a datapackage.json lists; ValueError when it is none of ours."""
    descriptor = json.loads(package)
    if not isinstance(descriptor, dict) or descriptor.get("name") != "reportparse-delivery":
        raise ValueError("not the package of a delivery")
    return tuple(str(resource["path"]) for resource in descriptor["resources"])


def _resource(path: str, content: bytes, *, bom: bool) -> dict[str, Any]:
    year, _, name = path.rpartition("/")
    facts = {"path": path, "bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
    if not name.endswith(".csv"):
        title = name.removesuffix(".txt")
        return {
            "name": f"{year.replace('/', '-')}-{title}", "title": f"Clean text of {title}", **facts,
            "format": "txt", "mediatype": "text/plain", "encoding": "utf-8",
        }
    table = _BY_NAME[name.removesuffix(".csv")]
    return {
        "name": resource_name(table.name, year),
        "type": "table",
        "title": f"{table.title}, {year}" if year else table.title,
        **facts,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if bom else "utf-8",
        "schema": _schema(table, year),
    }


def _schema(table: TableSchema, year: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": list(_fields(table)),
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(reference.columns),
                "reference": {"resource": resource_name(reference.table, year), "fields": list(reference.targets)},
            }
            for reference in table.references
        ]
    return schema


def _fields(table: TableSchema) -> Iterable[dict[str, Any]]:
    for column in table.columns:
        constraints: dict[str, Any] = {}
        if column.required or column.name in table.key:
            constraints["required"] = True
        if column.values:
            constraints["enum"] = list(column.values)
        field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
        yield {**field, "constraints": constraints} if constraints else field
