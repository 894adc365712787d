"""What part of a contest a prize was won in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.facts.prose import FILL
from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    from reportparse.facts.awards.contests import Contest
    from reportparse.facts.awards.prizes import Mention
    from reportparse.facts.awards.scene import Scene
    from reportparse.rulebook import Pack


def listed_tracks(scene: Scene, mention: Mention, pack: Pack) -> tuple[str, ...]:
    """The tracks of a list before the prize (`在甲赛道、乙赛道各获银奖1枚`)."""
    start, _ = scene.sentence.clause(mention.start)
    one = rf"[\p{{Han}}“”]{{2,20}}?(?:{words(pack, 'track_noun')})"
    listed = pattern(rf"(?:{one}[、和]){{1,6}}{one}").search(scene.blank, start, mention.start)
    return tuple(ready(r"^.*在").sub("", part) for part in ready(r"[、和](?=[\p{Han}“])").split(listed.group())) if listed else ()


def respective_tracks(scene: Scene, mention: Mention, pack: Pack) -> tuple[str, ...]:
    """The tracks that share the noun behind the last of them (`分别夺得钳工、焊接赛项…`), one for each winner in their order."""
    start, _ = scene.sentence.clause(mention.start)
    if "分" not in scene.sentence.plain[start : mention.start]:
        return ()
    noun = words(pack, "track_noun")
    behind = words(pack, "win_verb", "contest_noun")
    last = rf".*(?<=[在于]|{behind})了?(?![得取下回获])(?P<some>[\p{{Han}}“”]{{2,12}}(?:[、和与][\p{{Han}}“”]{{2,12}})+?)(?P<noun>{noun})"
    found = pattern(last).search(scene.sentence.bare, start, mention.start)
    if found is None:
        return ()
    return tuple(name if name.endswith(found.group("noun")) else name + found.group("noun")
                 for name in ready(r"[、和与]").split(found.group("some")))


def track_of(scene: Scene, mention: Mention, contest: Contest | None, pack: Pack) -> str:
    """The track between the prize before and this one, else that of the contest, else the one named in the clause of the prize."""
    left = max((m.end for m in scene.mentions if m.end <= mention.start), default=mention.start)
    own = pattern(rf"(?:[、和与]|以及)(?P<track>[^，；。、和与]{{2,24}}(?:{words(pack, 'track_noun')}))的?")
    if between := own.fullmatch(scene.blank, left, mention.start):
        return between.group("track")
    if contest is not None and contest.track:
        return contest.track
    start, _ = scene.sentence.clause(mention.start)
    before = rf"(?:{words(pack, 'win_verb')}|(?<=[在，、：；。]|^))"
    found = pattern(rf"{before}([^，。；、获]{{2,24}}?(?:{words(pack, 'track_noun')}))").search(scene.blank, start, mention.start)
    told = pattern(rf"^.*(?:{words(pack, 'win_verb')})[了得]?|^.*在(?!线)|^(?:参加|共设|设有?|其中)")
    track = told.sub("", found.group(1).strip(FILL)) if found else ""
    return "" if ready(r"[0-9]|^(?:主持|参与)|的“|[我全本][省市县区州校院]|多个|[校院]“").search(track) else track
