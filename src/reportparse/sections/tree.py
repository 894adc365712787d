"""Decides which candidates are sections and how they nest: sequences, learned order of styles, look ahead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.markers import SENTENCE_STYLES
from reportparse.sections import lookahead
from reportparse.sections.candidates import Candidate, Line, is_bare_title
from reportparse.sections.levels import CHAPTER_LIKE, FOREIGN, IN_PAIRS, RANK, Level, Node, Resumption
from reportparse.sections.lookahead import Later

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KIN = {"arabic": "plain", "plain": "arabic"}
"""`1.` and `1 ` are styles of their own, but careless writers mix them in one list."""


class TreeBuilder:
    """Walks the candidates once and keeps the open levels; `build` gives the sections found."""

    def __init__(
        self,
        text: str,
        found: Sequence[Candidate],
        lines: Sequence[Line],
        known: frozenset[str],
        resumes: Callable[[Candidate, int], int | None],
        ends: Sequence[int] = (),
    ) -> None:
        """`known` holds the bare titles of contents and bookmarks. `resumes(attachment, stop)` tells where before `stop` the
        text that an attachment interrupted goes on. `ends` are offsets where a signature ends the report proper."""
        self._text = text
        self._found = list(found)
        self._markers = [candidate for candidate in found if candidate.kind == "marker"]
        self._lines = lines
        self._known = known
        self._resumes = resumes
        self._ends = ends
        self._stack: list[Level] = []
        self._nodes: list[Node] = []
        self._resumed: list[Resumption] = []
        self._paths: set[str] = set()
        self._attachments: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._order: set[tuple[str, str]] = set()
        self._votes = lookahead.style_votes(found)

    def build(self) -> tuple[list[Node], list[Resumption]]:
        """Sections and resumptions in reading order."""
        seen = 0
        for candidate in self._found:
            self._close_attachment(candidate.start)
            if candidate.kind != "marker":
                self._open_attachment(candidate, case=candidate.kind == "case")
            else:
                seen += 1
                self._take(candidate, Later(self._markers, seen))
        self._close_attachment(len(self._text))
        return self._nodes, self._resumed

    # ------------------------------------------------------------------------------------------------- attachments

    def _open_attachment(self, candidate: Candidate, *, case: bool, marked: bool = True) -> None:
        while any(level.attachment for level in self._stack):
            self._stack.pop()
        if any(end <= candidate.start and not self._text[end : candidate.start].strip() for end in self._ends):
            del self._stack[1:]  # after the signature: an attachment to the report, not to its last item
        parent = self._stack[-1].path if self._stack else "0"
        count = self._attachments.get(parent, 0) + 1
        self._attachments[parent] = count
        path = f"{parent}.a{count}"
        self._nodes.append(Node(candidate, path, parent, attached=True, marked=marked))
        self._paths.add(path)
        self._stack.append(Level("attachment", (), path, attachment=True, case=case))

    def _close_attachment(self, before: int) -> None:
        """Lets the interrupted section go on where prose follows the table of an attachment."""
        at = next((i for i, level in enumerate(self._stack) if level.attachment), None)
        if at is None or self._stack[at].case or at == 0:
            return
        start = self._resumes(self._nodes[-1].candidate, before)
        if start is not None:
            del self._stack[at:]
            self._resumed.append(Resumption(start, self._stack[-1].path))

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
        floor = self._nodes[-1].candidate.stop if self._nodes else 0
        for line in reversed(above):
            words = self._text[line.start : line.end]
            if line.start <= floor:
                return None
            if ready(r"[（(].*[)）]").fullmatch(words.strip()):
                continue
            return line if is_bare_title(words) else None
        return None

    # ---------------------------------------------------------------------------------------------------- sequences

    def _take(self, candidate: Candidate, later: Later) -> None:
        if self._repeats(candidate):
            return
        if candidate.family.startswith("decimal"):
            self._take_decimal(candidate)
            return
        at = self._level_to_continue(candidate, later)
        if at is not None:
            numbers = (self._stack[at].ordinal + 1,) if candidate.last else candidate.numbers
            self._push_at(at, replace(candidate, numbers=numbers))
        elif candidate.ordinal == 1:
            self._open(candidate, later)
        else:
            self._take_odd(candidate, later)

    def _repeats(self, candidate: Candidate) -> bool:
        """True for a heading printed a second time with nothing between."""
        if not self._nodes or not candidate.heading:
            return False
        last = self._nodes[-1].candidate
        if self._text[last.stop : candidate.start].strip():
            return False
        return self._bare(last.start, last.stop) == self._bare(candidate.start, candidate.stop)

    def _bare(self, start: int, end: int) -> str:
        return ready(r"\s").sub("", self._text[start:end])

    def _is_known(self, candidate: Candidate) -> bool:
        return bool(self._known) and self._bare(candidate.start, candidate.stop) in self._known

    def _is_counted(self, candidate: Candidate) -> bool:
        """True for the head of a list that says how many it lists."""
        words = self._text[candidate.title_start : candidate.stop].strip()
        return ready(r"[（(]\s*共?\s*\d+\s*\p{Han}{1,3}\s*[)）]$").search(words) is not None

    def _level_to_continue(self, candidate: Candidate, later: Later) -> int | None:
        """The place in the stack of the list whose next item the candidate is."""
        stack = self._stack
        for family in (candidate.family, _KIN.get(candidate.family)):
            fitting = [
                at
                for at in range(len(stack) - 1, -1, -1)
                if stack[at].family == family
                and (stack[at].ordinal + 1 == candidate.ordinal or (candidate.last and stack[at].ordinal >= 1))
            ]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                return self._inner_or_outer(candidate, later, fitting[0], fitting[-1])
        return None

    def _inner_or_outer(self, candidate: Candidate, later: Later, inner: int, outer: int) -> int:
        """Which of two lists that expect the same item it belongs to."""
        stack = self._stack
        if self._is_known(candidate) or stack[inner].counted != self._is_counted(candidate):
            return outer
        misfits = [lookahead.misfits(stack, at, candidate, later) for at in (inner, outer)]
        if misfits[0] != misfits[1]:
            return inner if misfits[0] < misfits[1] else outer
        if lookahead.comes_again(candidate, later):
            return inner
        after = next(iter(later), None)
        has_parts = after is not None and after.ordinal == 1 and (candidate.family, after.family) in self._order
        in_case = any(level.case for level in stack[:inner]) and candidate.ordinal > 2
        return inner if in_case and not has_parts else outer

    def _open(self, candidate: Candidate, later: Later) -> None:
        """A first item: a new list under the level it belongs to."""
        if not self._may_open(candidate, later):
            return
        stack = self._stack
        same = [at for at, level in enumerate(stack) if level.family == candidate.family]
        attached = any(level.attachment for level in stack)
        if not same or attached:
            self._push_at(self._depth_to_open(candidate, later), candidate)
        elif same[-1] == 0 and candidate.at_line and candidate.family in FOREIGN:
            self._open_foreign(candidate)
        elif same[-1] == 0 or lookahead.nests_in_same(stack, same[-1], later):
            self._push(candidate)
        else:
            self._push_at(same[-1], candidate)

    def _may_open(self, candidate: Candidate, later: Later) -> bool:
        """True when a first item is more than a turn of phrase."""
        if candidate.family == "is":
            return True
        sure = candidate.heading and candidate.at_line and candidate.family not in {*IN_PAIRS, "plain"}
        return sure or lookahead.second_follows(candidate, later)

    def _depth_to_open(self, candidate: Candidate, later: Later) -> int:
        """How many levels stay open over a new list."""
        depth = len(self._stack)
        while depth:
            level = self._stack[depth - 1]
            if level.attachment or (level.family, candidate.family) in self._order:
                break
            if level.family == candidate.family:
                if lookahead.nests_in_same(self._stack, depth - 1, later):
                    break
            elif (candidate.family, level.family) not in self._order:
                if self._lies_below(level, candidate, top=depth == 1):
                    break
                if lookahead.goes_on(self._stack, depth - 1, later):
                    break
            depth -= 1
        return depth

    def _lies_below(self, level: Level, candidate: Candidate, *, top: bool) -> bool:
        """True when a style not yet seen with the level's goes below it: by custom, by what the rest of the document shows,
        or else for coming after it. Words of order and the document's first level keep to custom."""
        if RANK[candidate.family] > RANK[level.family]:
            return True
        votes = self._votes[level.family, candidate.family] - self._votes[candidate.family, level.family]
        return votes > 0 or (votes == 0 and not top and level.family not in SENTENCE_STYLES)

    def _take_odd(self, candidate: Candidate, later: Later) -> None:
        """An ordinal that no open list expects: a heading after a lost or doubled one, or nothing."""
        if not candidate.heading or candidate.family in IN_PAIRS or not candidate.at_line:
            return
        known = self._is_known(candidate)
        following = lookahead.next_ordinal(candidate.family, later)
        for at in range(len(self._stack) - 1, -1, -1):
            level = self._stack[at]
            if level.family == candidate.family:
                step = candidate.ordinal - level.ordinal
                if known or step in (2, 3) or (step == 0 and following != 1):
                    self._push_at(at, candidate)
                return
        named = candidate.family in {*FOREIGN, "han_paren"} and candidate.ordinal <= 3
        if known or named or (candidate.ordinal == 2 and following == 3):
            self._push_at(self._depth_to_open(candidate, later), candidate)

    # ----------------------------------------------------------------------------------------------------- decimals

    def _take_decimal(self, candidate: Candidate) -> None:
        """`1.2`, `1.2.3`: the printed numbers name the parent."""
        parents = self._decimal_parents(candidate)
        if not parents:
            self._take_orphan_decimal(candidate)
            return
        at, step = next((found for found in parents if found[1] == 0), parents[0])
        if step == 0 or (candidate.heading and 0 < step <= 3):
            self._push_at(at + 1, candidate)

    def _decimal_parents(self, candidate: Candidate) -> list[tuple[int, int]]:
        """Places of levels that the printed numbers may name, innermost first, each with how many numbers are skipped."""
        prefix = candidate.numbers[:-1]
        found: list[tuple[int, int]] = []
        for at in range(len(self._stack) - 1, -1, -1):
            level = self._stack[at]
            same = level.family.startswith("decimal") and level.numbers == prefix
            chapter = len(prefix) == 1 and level.family in CHAPTER_LIKE and level.ordinal == prefix[0]
            if not same and not chapter:
                continue
            below = self._stack[at + 1] if at + 1 < len(self._stack) else None
            expected = below.ordinal + 1 if below and below.family == candidate.family else 1
            found.append((at, candidate.ordinal - expected))
        return found

    def _take_orphan_decimal(self, candidate: Candidate) -> None:
        """A decimal whose parent heading is not printed, or that counts within an unnumbered or other part."""
        if not candidate.heading:
            return
        printed = ".".join(map(str, candidate.numbers))
        same = [at for at, level in enumerate(self._stack) if level.family == candidate.family]
        for at in reversed(same):
            if self._stack[at].numbers[:-1] == candidate.numbers[:-1]:
                if self._stack[at].ordinal + 1 == candidate.ordinal:
                    self._push_at(at, candidate, path=None if at else printed)
                return
        if candidate.ordinal != 1 or (same and candidate.numbers[0] <= self._stack[same[0]].numbers[0]):
            return
        depth = same[0] if same else len(self._stack)
        if depth == 0:
            self._push_at(0, candidate, path=printed)
        elif self._stack[depth - 1].attachment or self._stack[depth - 1].family in CHAPTER_LIKE:
            self._push_at(depth, candidate)

    # ------------------------------------------------------------------------------------------------------- pushing

    def _push_at(self, depth: int, candidate: Candidate, path: str | None = None) -> None:
        del self._stack[depth:]
        self._push(candidate, path)

    def _push(self, candidate: Candidate, path: str | None = None) -> None:
        above = self._stack[-1].path if self._stack else ""
        if path is None:
            ordinal = candidate.ordinal
            if (f"{above}.{ordinal}" if above else str(ordinal)) in self._paths:
                ordinal = self._counts[above] + 1  # a second list under one heading counts on, for paths are keys
            path = f"{above}.{ordinal}" if above else str(ordinal)
        else:
            above, _, last = path.rpartition(".")
            ordinal = int(last)
        self._counts[above] = max(ordinal, self._counts.get(above, 0))
        attached = any(level.attachment for level in self._stack)
        self._nodes.append(Node(candidate, path, above, attached))
        self._paths.add(path)
        if not attached:
            for level in self._stack:
                if (candidate.family, level.family) not in self._order and level.family != candidate.family:
                    self._order.add((level.family, candidate.family))
        self._stack.append(Level(candidate.family, candidate.numbers, path, counted=self._is_counted(candidate)))
