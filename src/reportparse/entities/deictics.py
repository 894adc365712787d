"""Words that stand for the issuer, its province or the nation: 我市, 全县, 我校, 全省, 全国."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from reportparse.compiling import compiled
from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Identity
    from reportparse.naming import IdentityVocabulary

CLASSES = {"nation": "国", "province": "省区市", "city": "市州盟", "county": "县区市旗", "school": ""}
UNIT = compiled(r"(?<![一-鿿])自治区(?=同期|全区|现?[有共])|[我全本](?:[省市县区州盟旗国](?![一-鿿]?[（(]?[、])|自治[区州县])")


def find_deictics(text: str, identity: Identity, vocabulary: IdentityVocabulary) -> Iterator[Entity]:
    """Yields entities of kind issuer, province, nation, or place (全市 in the report of a county or school)."""
    for match in UNIT.finditer(text):
        kind, name = _meaning("省" if match.group().endswith("自治区") else match.group()[-1], identity)
        if kind and not re.match("各|内外" if kind == "nation" else "外", text[match.end() :]):
            yield Entity(kind, name, match.start(), match.end())
    if identity.level == "school":
        yield from _own_school(text, identity, vocabulary)


def _meaning(sign: str, identity: Identity) -> tuple[Literal["issuer", "province", "nation", "place", ""], str]:
    if sign == "国":
        return ("issuer", identity.issuer) if identity.level == "nation" else ("nation", "全国")
    if sign in CLASSES[identity.level] and not (identity.level == "county" and sign == "市" and not identity.issuer.endswith("市")):
        return "issuer", identity.issuer
    if sign == "省" or (sign == "区" and identity.province.endswith("区") and identity.level not in {"county"}):
        return ("province", identity.province) if identity.province else ("", "")
    if sign in "市州盟" and identity.city:
        return "place", identity.city
    if sign == "市" and identity.province.endswith("市"):
        return "province", identity.province
    return "", ""


def _own_school(text: str, identity: Identity, vocabulary: IdentityVocabulary) -> Iterator[Entity]:
    """我校 anywhere; a bare 学校 where a clause begins with it."""
    for word in vocabulary.own:
        bare = not word.startswith(("我", "本"))
        pattern = rf"(?:(?<=[。；！？：，、\n\t])|^){word}(?![一-鿿]{{0,3}}(?:之间|布局))" if bare else word
        for match in re.finditer(pattern, text):
            yield Entity("issuer", identity.issuer, match.start(), match.end())
