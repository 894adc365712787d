"""Decides which candidates are sections and how they nest: sequences, learned order of styles, look ahead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import regex

from reportparse.markers import SENTENCE_STYLES
from reportparse.sections.candidates import Candidate, Line, is_bare_title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_RANK = {
    "part": 0.0, "chapter": 1.0, "division": 2.0, "roman": 2.5, "han": 3.0, "decimal2": 3.5, "han_paren": 4.0,
    "decimal3": 4.5, "arabic": 5.0, "decimal4": 5.5, "paren": 6.0, "decimal5": 6.5, "half": 7.0, "circled": 8.0,
    "latin": 9.0, "is": 10.0, "must": 10.0, "first": 10.0, "nth": 10.0, "one_of": 10.0,
}  # fmt: skip
"""Which style usually stands over which; the document's own order goes first."""

_ALWAYS_IN_PAIRS = frozenset({"must", "one_of", "first", "nth", "latin", "roman", "half", "circled"})
"""Styles whose form is common in prose: a first item counts only when a second follows."""
_CHAPTER_LIKE = frozenset({"part", "chapter", "division", "han", "arabic", "roman"})
_PAIR_WINDOW = 4000
_LOOK_AHEAD = 20


@dataclass(frozen=True, slots=True)
class Node:
    """A section found: its candidate (None: a title line without a marker), path and parent path."""

    candidate: Candidate
    path: str
    parent: str
    kind: str
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Resumption:
    """The offset at which the section `path` goes on after an attachment."""

    start: int
    path: str


@dataclass(slots=True)
class _Level:
    family: str
    numbers: tuple[int, ...]
    path: str
    attachment: bool = False
    case: bool = False
    counted: bool = False

    @property
    def ordinal(self) -> int:
        return self.numbers[-1] if self.numbers else 0


@dataclass(slots=True)
class _State:
    stack: list[_Level] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    resumed: list[Resumption] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    attachments: dict[str, int] = field(default_factory=dict)
    order: set[tuple[str, str]] = field(default_factory=set)
    """(family above, family below) as the document shows them."""


def _votes(found: Sequence[Candidate]) -> Counter[tuple[str, str]]:
    """How often a first item of one style (second of the pair) stands between two items in sequence of another (first)."""
    votes: Counter[tuple[str, str]] = Counter()
    open_item: dict[str, int] = {}
    between: dict[str, set[str]] = {}
    for candidate in found:
        if candidate.kind != "marker":
            continue
        family, ordinal = candidate.family, candidate.ordinal
        if open_item.get(family) == ordinal - 1:
            votes.update((family, below) for below in between[family])
        if ordinal == 1:
            for other in between.keys() - {family}:
                between[other].add(family)
        open_item[family], between[family] = ordinal, set()
    return votes


class TreeBuilder:
    """Walks the candidates once and keeps the open levels; `build` gives the sections found."""

    def __init__(
        self,
        text: str,
        found: Sequence[Candidate],
        lines: Sequence[Line],
        known: frozenset[str],
        resumes: Callable[[Candidate, int], int | None],
    ) -> None:
        """`known` holds the bare titles of contents and bookmarks. `resumes(attachment, stop)` tells where before `stop` the
        text that an attachment interrupted goes on."""
        self._text = text
        self._found = list(found)
        self._lines = lines
        self._known = known
        self._resumes = resumes
        self._state = _State()
        self._votes = _votes(self._found)

    def build(self) -> tuple[list[Node], list[Resumption]]:
        """Sections and resumptions in reading order."""
        for position, candidate in enumerate(self._found):
            self._close_attachment(candidate.start)
            if candidate.kind != "marker":
                self._open_attachment(candidate, case=candidate.kind == "case")
            else:
                self._take(position, candidate)
        self._close_attachment(len(self._text))
        return self._state.nodes, self._state.resumed

    # ------------------------------------------------------------------------------------------------- attachments

    def _open_attachment(self, candidate: Candidate, *, case: bool, marked: bool = True) -> None:
        state = self._state
        while state.stack and any(level.attachment for level in state.stack):
            state.stack.pop()
        parent = state.stack[-1].path if state.stack else ""
        count = state.attachments.get(parent, 0) + 1
        state.attachments[parent] = count
        path = f"{parent}.a{count}" if parent else f"a{count}"
        state.nodes.append(Node(candidate, path, parent, "attachment", marked))
        state.paths.add(path)
        state.stack.append(_Level("attachment", (), path, attachment=True, case=case))

    def _close_attachment(self, before: int) -> None:
        """Lets the interrupted section go on where prose follows the table of an attachment."""
        state = self._state
        if not state.stack or not state.nodes:
            return
        at = next((i for i, level in enumerate(state.stack) if level.attachment), None)
        if at is None or state.stack[at].case or at == 0:
            return
        start = self._resumes(state.nodes[-1].candidate, before)
        if start is not None:
            del state.stack[at:]
            state.resumed.append(Resumption(start, state.stack[-1].path))

    # ---------------------------------------------------------------------------------------------------- sequences

    def _take(self, position: int, candidate: Candidate) -> None:
        if self._repeats(candidate):
            return
        if candidate.family.startswith("decimal"):
            self._take_decimal(candidate)
            return
        level = self._level_to_continue(position, candidate)
        if level is not None:
            self._continue(level, candidate)
        elif candidate.ordinal == 1:
            self._open(position, candidate)
        else:
            self._take_odd(position, candidate)

    def _repeats(self, candidate: Candidate) -> bool:
        """True for a heading printed a second time with nothing between but its own line."""
        nodes = self._state.nodes
        if not nodes or not candidate.heading or not nodes[-1].candidate.heading:
            return False
        last = nodes[-1].candidate
        return self._bare(last.start, last.stop) == self._bare(candidate.start, candidate.stop)

    def _bare(self, start: int, end: int) -> str:
        return regex.sub(r"\s", "", self._text[start:end])

    def _level_to_continue(self, position: int, candidate: Candidate) -> int | None:
        """The place in the stack of the list whose next item the candidate is."""
        stack = self._state.stack
        fitting = [
            at
            for at in range(len(stack) - 1, -1, -1)
            if stack[at].family == candidate.family
            and (stack[at].ordinal + 1 == candidate.ordinal or (candidate.last and stack[at].ordinal >= 1))
        ]
        if not fitting:
            return None
        if len(fitting) == 1:
            return fitting[0]
        if self._is_known(candidate) or stack[fitting[0]].counted != self._is_counted(candidate):
            return fitting[-1]
        inner, outer = (self._misfits(position, at) for at in (fitting[0], fitting[-1]))
        if inner != outer:
            return fitting[0] if inner < outer else fitting[-1]
        if self._comes_again(position, candidate):
            return fitting[0]
        in_case = any(level.case for level in stack[: fitting[0]]) and candidate.ordinal > 2
        return fitting[0] if in_case and not self._has_parts(position, candidate) else fitting[-1]

    def _has_parts(self, position: int, candidate: Candidate) -> bool:
        """True when a list of the style that usually stands below the candidate's begins right after it."""
        after = self._found[position + 1] if position + 1 < len(self._found) else None
        return after is not None and after.ordinal == 1 and self._stands_over(candidate.family, after.family)

    def _misfits(self, position: int, at: int) -> int:
        """How many of the next candidates would find no list to go on with if this one went on with the level at `at`."""
        candidate = self._found[position]
        open_items = [(level.family, level.ordinal) for level in self._state.stack[:at]]
        open_items.append((candidate.family, candidate.ordinal))
        misfits = 0
        for other in self._found[position + 1 : position + 1 + _LOOK_AHEAD]:
            if other.kind != "marker":
                continue
            places = [i for i, item in enumerate(open_items) if item == (other.family, other.ordinal - 1)]
            if places:
                del open_items[places[-1] :]
            elif other.ordinal > 1:
                misfits += other.at_line
                continue
            open_items.append((other.family, other.ordinal))
        return misfits

    def _comes_again(self, position: int, candidate: Candidate) -> bool:
        """True when the same ordinal follows after the run that the candidate begins: then the run is an inner list's."""
        expected = candidate.ordinal + 1
        for other in self._found[position + 1 :]:
            if other.family != candidate.family:
                continue
            if other.ordinal == expected:
                expected += 1
            else:
                return other.ordinal == candidate.ordinal
        return False

    def _is_counted(self, candidate: Candidate) -> bool:
        """True for the head of a list that says how many it lists: `一、优质学校（60所）`."""
        words = self._text[candidate.title_start : candidate.stop].strip()
        return regex.search(r"[（(]\s*共?\s*\d+\s*\p{Han}{1,3}\s*[)）]$", words) is not None

    def _continue(self, at: int, candidate: Candidate) -> None:
        stack = self._state.stack
        numbers = candidate.numbers
        if candidate.last:
            numbers = (stack[at].ordinal + 1,)
        del stack[at:]
        self._push(replace(candidate, numbers=numbers))

    def _open(self, position: int, candidate: Candidate) -> None:
        """A first item: a new list under the level it belongs to."""
        if not self._may_open(position, candidate):
            return
        stack = self._state.stack
        same = [at for at, level in enumerate(stack) if level.family == candidate.family]
        attached = any(level.attachment for level in stack)
        if same and same[-1] == 0 and not attached and candidate.at_line:
            self._open_foreign(candidate)
            return
        depth = self._depth_to_open(position, candidate)
        del stack[depth:]
        self._push(candidate)

    def _open_foreign(self, candidate: Candidate) -> None:
        """The numbering of the chapters begins anew in the middle: a foreign list, under its own title where it has one."""
        title = self._title_above(candidate)
        start, end = (title.start, title.end) if title else (candidate.start, candidate.start)
        head = replace(
            candidate, family="attachment", numbers=(), start=start, end=start, title_start=start, title_end=end,
            stop=end, kind="attachment",
        )  # fmt: skip
        self._open_attachment(head, case=False, marked=False)
        self._push(candidate)

    def _title_above(self, candidate: Candidate) -> Line | None:
        """The title line over a foreign list; lines in brackets may stand between."""
        above = [line for line in self._lines if line.end <= candidate.start][-3:]
        nodes = self._state.nodes
        floor = nodes[-1].candidate.stop if nodes else 0
        for line in reversed(above):
            words = self._text[line.start : line.end]
            if line.start <= floor:
                return None
            if regex.fullmatch(r"[（(].*[)）]", words.strip()):
                continue
            return line if is_bare_title(words) else None
        return None

    def _may_open(self, position: int, candidate: Candidate) -> bool:
        """True when a first item is more than a turn of phrase."""
        if candidate.family in _ALWAYS_IN_PAIRS or (not candidate.at_line and candidate.family != "is"):
            return self._second_follows(position, candidate)
        if candidate.family == "is":
            return True
        if candidate.heading:
            return not self._is_spaced_number(candidate) or self._second_follows(position, candidate)
        return self._second_follows(position, candidate)

    def _is_spaced_number(self, candidate: Candidate) -> bool:
        """True for `1 概况`, which only its followers prove to be a heading."""
        return candidate.family == "arabic" and self._text[candidate.end - 1].isdigit()

    def _second_follows(self, position: int, candidate: Candidate) -> bool:
        for other in self._found[position + 1 :]:
            if other.kind != "marker":
                continue
            if other.family == candidate.family:
                near = other.start - candidate.start <= _PAIR_WINDOW or candidate.at_line
                return near and (other.ordinal == 2 or (other.last and candidate.family == "first"))
            if other.family == "decimal2" and other.numbers == (candidate.ordinal, 1):
                return True
        return False

    def _depth_to_open(self, position: int, candidate: Candidate) -> int:
        """How many levels stay open over a new list."""
        stack = self._state.stack
        depth = len(stack)
        while depth:
            level = stack[depth - 1]
            if level.attachment:
                break
            if level.family == candidate.family:
                if self._nests_in_same(position, depth - 1):
                    break
                depth -= 1
                continue
            if self._stands_over(level.family, candidate.family):
                break
            if self._stands_over(candidate.family, level.family):
                depth -= 1
                continue
            if self._lies_below(level, candidate, top=depth == 1):
                break
            if self._next_of(position, depth - 1) == level.ordinal + 1:
                break
            depth -= 1
        return depth

    def _lies_below(self, level: _Level, candidate: Candidate, *, top: bool) -> bool:
        """True when a style not yet seen with the level's goes below it: by custom, by what the rest of the document shows,
        or else for coming after it. Words of order and the document's first level keep to custom."""
        if _RANK[candidate.family] > _RANK[level.family]:
            return True
        votes = self._votes[level.family, candidate.family] - self._votes[candidate.family, level.family]
        return votes > 0 or (votes == 0 and not top and level.family not in SENTENCE_STYLES)

    def _stands_over(self, upper: str, lower: str) -> bool:
        return (upper, lower) in self._state.order

    def _next_of(self, position: int, at: int) -> int | None:
        """The ordinal of the next item of the level's family before a level above it goes on."""
        stack = self._state.stack
        for other in self._found[position + 1 :]:
            if other.kind != "marker":
                continue
            if other.family == stack[at].family:
                return other.ordinal
            if any(other.family == up.family and other.ordinal == up.ordinal + 1 for up in stack[:at]):
                return None
        return None

    def _nests_in_same(self, position: int, at: int) -> bool:
        """True when a list in the style of an open list ends before the open list goes on: 1. 2. [1. 2.] 3."""
        stack = self._state.stack
        expected = stack[at].ordinal + 1
        run = 1
        for other in self._found[position + 1 :]:
            if other.kind != "marker":
                continue
            if other.family == stack[at].family:
                if other.ordinal == run + 1 and other.ordinal != expected:
                    run += 1
                    continue
                return other.ordinal == expected and other.ordinal != run + 1
            if any(other.family == up.family and other.ordinal == up.ordinal + 1 for up in stack[:at]):
                return False
        return False

    def _take_odd(self, position: int, candidate: Candidate) -> None:
        """An ordinal that no open list expects: a heading after a lost or doubled one, or nothing."""
        stack = self._state.stack
        if not candidate.heading or candidate.family in _ALWAYS_IN_PAIRS or not candidate.at_line:
            return
        known = self._is_known(candidate)
        for at in range(len(stack) - 1, -1, -1):
            level = stack[at]
            if level.family != candidate.family:
                continue
            step = candidate.ordinal - level.ordinal
            if known or step in (2, 3) or (step == 0 and self._next_ordinal(position, candidate) != 1):
                del stack[at:]
                self._push(candidate)
            return
        named = candidate.family in {"part", "chapter", "division", "han", "han_paren"} and candidate.ordinal <= 3
        followed = candidate.ordinal == 2 and self._next_ordinal(position, candidate) == 3
        if known or named or followed:
            depth = self._depth_to_open(position, candidate)
            del stack[depth:]
            self._push(candidate)

    def _next_ordinal(self, position: int, candidate: Candidate) -> int | None:
        return next((o.ordinal for o in self._found[position + 1 :] if o.family == candidate.family), None)

    def _is_known(self, candidate: Candidate) -> bool:
        return bool(self._known) and self._bare(candidate.start, candidate.stop) in self._known

    # ----------------------------------------------------------------------------------------------------- decimals

    def _take_decimal(self, candidate: Candidate) -> None:
        """`1.2`, `1.2.3`: the printed numbers name the parent."""
        parents = self._decimal_parents(candidate)
        if not parents:
            self._take_orphan_decimal(candidate)
            return
        at, step = next((found for found in parents if found[1] == 0), parents[0])
        if step == 0 or (candidate.heading and 0 < step <= 3):
            del self._state.stack[at + 1 :]
            self._push(candidate)

    def _decimal_parents(self, candidate: Candidate) -> list[tuple[int, int]]:
        """Places of levels that the printed numbers may name, innermost first, each with how many numbers are skipped."""
        stack = self._state.stack
        prefix = candidate.numbers[:-1]
        found: list[tuple[int, int]] = []
        for at in range(len(stack) - 1, -1, -1):
            level = stack[at]
            same = level.family.startswith("decimal") and level.numbers == prefix
            chapter = len(prefix) == 1 and level.family in _CHAPTER_LIKE and level.ordinal == prefix[0]
            if not same and not chapter:
                continue
            below = stack[at + 1] if at + 1 < len(stack) else None
            expected = below.ordinal + 1 if below and below.family == candidate.family else 1
            found.append((at, candidate.ordinal - expected))
        return found

    def _take_orphan_decimal(self, candidate: Candidate) -> None:
        """A decimal whose parent heading is not printed, or that counts within an unnumbered or other part."""
        stack = self._state.stack
        if not candidate.heading:
            return
        for at in range(len(stack) - 1, -1, -1):
            level = stack[at]
            if level.family == candidate.family and level.numbers[:-1] == candidate.numbers[:-1]:
                if level.ordinal + 1 == candidate.ordinal:
                    del stack[at:]
                    self._push(candidate, path=None if stack else ".".join(map(str, candidate.numbers)))
                return
        if candidate.ordinal != 1:
            return
        tops = [at for at, level in enumerate(stack) if level.family == candidate.family]
        if tops:
            if candidate.numbers[0] <= stack[tops[0]].numbers[0]:
                return
            del stack[tops[0] :]
        if stack and stack[-1].family in _CHAPTER_LIKE:
            self._push(candidate)
        elif not stack or stack[-1].attachment:
            self._push(candidate, path=".".join(map(str, candidate.numbers)) if not stack else None)

    # ------------------------------------------------------------------------------------------------------- pushing

    def _push(self, candidate: Candidate, path: str | None = None) -> None:
        state = self._state
        above = state.stack[-1].path if state.stack else ""
        if path is None:
            ordinal = candidate.ordinal
            path = f"{above}.{ordinal}" if above else str(ordinal)
            while path in state.paths:
                ordinal += 1
                path = f"{above}.{ordinal}" if above else str(ordinal)
        else:
            above = path.rpartition(".")[0]
        attached = any(level.attachment for level in state.stack)
        state.nodes.append(Node(candidate, path, above, "attachment" if attached else "body"))
        state.paths.add(path)
        if not attached:
            for level in state.stack:
                if (candidate.family, level.family) not in state.order and level.family != candidate.family:
                    state.order.add((level.family, candidate.family))
        state.stack.append(_Level(candidate.family, candidate.numbers, path, counted=self._is_counted(candidate)))
