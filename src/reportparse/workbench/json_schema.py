"""The JSON Schema of the rule files, made from the types that read them."""

from __future__ import annotations

import ast
import inspect
import json
from types import ModuleType
from typing import Any

import msgspec

from reportparse import naming
from reportparse.facts import policies
from reportparse.rulebook import schema as rule_types
from reportparse.rulebook import trust
from reportparse.rulebook.schema import CuesFile, ExamplesFile, LexiconsFile, PackInfo, PartsFile, RulesFile

FILES: dict[str, type] = {
    "pack.yaml": PackInfo, "parts.yaml": PartsFile, "cues.yaml": CuesFile, "indicators/, patterns/, tables/": RulesFile,
    "lexicons/": LexiconsFile, "examples/": ExamplesFile, "identity.yaml": naming.IdentityVocabulary,
    "policies.yaml": policies.PolicyVocabulary, "checks.yaml": trust.Checks, "harmonise.yaml": trust.Harmonise,
}
"""File or folder of a pack -> the type that reads it."""


def json_schema() -> dict[str, Any]:
    """One schema for every file of a pack: editors offer the keys of all; `rules check` tells which file takes which."""
    _, definitions = msgspec.json.schema_components(tuple(FILES.values()), ref_template="#/$defs/{name}")
    texts = {name: text for module in (rule_types, naming, policies, trust) for name, text in _descriptions(module).items()}
    properties: dict[str, Any] = {}
    for name, definition in definitions.items():
        for key, value in definition.get("properties", {}).items():
            if (name, key) in texts:
                value["description"] = texts[name, key]
    for where, kind in FILES.items():
        for key, value in definitions[kind.__name__]["properties"].items():
            known = properties.get(key)
            properties[key] = {"anyOf": [known, value]} if known is not None and known != value else dict(value)
            properties[key].setdefault("description", f"in {where}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "reportparse rules",
        "description": "Any YAML file of a pack. Begin a file with: # yaml-language-server: $schema=../../schema.json",
        "type": "object", "additionalProperties": False, "properties": properties,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def json_schema_text() -> str:
    """The schema as the file rules/schema.json has it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def _descriptions(module: ModuleType) -> dict[tuple[str, str], str]:
    """(class, field) -> the docstring below the field."""
    found = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            for field, below in zip(node.body, node.body[1:], strict=False):
                if (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr)
                        and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)):
                    found[node.name, field.target.id] = inspect.cleandoc(below.value.value)
    return found
