"""What a letter shows of a name in it: that the letter goes there, or that the writer was there."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from filters import letter as letter_parts
from pipeline.checks import greetings, names, phrases
from pipeline.checks.subject import Subject
from pipeline.letter.prose import FILL, Block, Span

_FEW = 3  # blocks, of which a signature may be the last
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Evidence:
    """What `subject` shows of the names in it."""

    subject: Subject

    def part(self, offset: int) -> Span | None:
        """Return the span of the part around `offset` that says to whom the letter goes.

        It is what stands before the greeting (the address and the subject), the greeting, or the
        line of the closing phrase; None for the text and the signature.
        """
        blocks = self.subject.prose.blocks
        block = self.subject.prose.block(offset)
        if self.is_above(offset):
            return blocks[0].start, self._greeting.start if self._greeting else block.end
        if block == self._greeting or (block.kind == "heading" and block == blocks[0]):
            return block.start, block.end
        if self._closing and self._closing[0] <= offset < self._closing[1]:
            return self._closing
        return None

    def is_above(self, offset: int) -> bool:
        """Tell whether `offset` lies above the greeting, where the sender's address may stand."""
        return self._greeting is not None and offset < self._greeting.start

    def is_signature(self, offset: int) -> bool:
        """Tell whether `offset` lies in the lines below the closing phrase, or in the block there.

        A postscript and a note are none.
        """
        prose = self.subject.prose
        if self._closing is None or offset < self._closing[1]:
            return False
        block = prose.block(offset)
        first, last = (
            bisect_left(prose.blocks, start, key=lambda one: one.start)
            for start in (prose.block(self._closing[0]).start, block.start)
        )
        said = _said(prose.plain[block.start : block.end])
        return (
            block.kind == "paragraph"
            and last - first < _FEW
            and not letter_parts.is_postscript(said)
        )

    def is_applied_to(self, start: int) -> bool:
        """Tell whether words of applying lead to the name at `start`."""
        return phrases.is_applied_to(self._before(start), self.subject.language)

    def is_praised(self, start: int) -> bool:
        """Tell whether flattery leads to the name at `start`."""
        return phrases.is_praised(self._before(start), self.subject.language)

    def is_lived(self, key: str) -> bool:
        """Tell whether the employer `key` belongs to the writer's own life.

        The site shows it, or one place of the letter does: words of a life, or an earlier year.
        What is said of it elsewhere in the letter goes on from there.
        """
        return key in self.subject.known.lives or key in self._lived

    def is_lived_at(self, start: int, end: int) -> bool:
        """Tell whether words of the writer's own life lead to a name, or stand around it."""
        after = _said(self.subject.prose.plain[end : end + phrases.FAR])
        return phrases.is_lived(self._before(start), " " + after, self.subject.language)

    @cached_property
    def others(self) -> frozenset[str]:
        """The keys of all employers but its own that the letter names."""
        return frozenset(key for keys, *_ in self._named for key in keys)

    @cached_property
    def is_survey(self) -> bool:
        """Whether the letter names several others, as a copy of one letter would not.

        Where it does not name its own, those of the writer's life are not counted.
        """
        if self.names_its_own:
            return len(self.others) > 1
        return len([key for key in self.others if not self.is_lived(key)]) > 1

    @cached_property
    def _named(self) -> tuple[tuple[frozenset[str], int, int], ...]:
        """The keys of the companies that the letter names, and where; not its own."""
        subject = self.subject
        return tuple(
            (keys, *match.span())
            for match, found in subject.known.names.find(subject.prose.plain, subject.language)
            if (keys := frozenset(name.key for name in found if name.kind == names.COMPANY))
            and subject.settings.employer not in keys
        )

    @cached_property
    def _lived(self) -> frozenset[str]:
        return frozenset(
            key
            for keys, start, end in self._named
            if self.is_lived_at(start, end)
            or (self.has_year(start) and not self.is_applied_to(start))
            for key in keys
        )

    def has_year(self, start: int) -> bool:
        """Tell whether an earlier year than the letter's stands beside the name at `start`.

        That is in its sentence, or in its item or its row: `2015--2020: Acme, head of sales`.
        """
        prose = self.subject.prose
        first, last = prose.sentence(start)
        block = prose.block(start)
        if block.kind in ("item", "table"):
            first = max(block.start, prose.plain.rfind("\n", 0, start) + 1)
            stop = prose.plain.find("\n", start)
            last = min(block.end, stop if stop >= 0 else block.end)
        day = self.subject.settings.day or self.subject.known.today
        years = _YEAR.finditer(self.subject.prose.plain[first:last])
        return any(int(year.group()) < day.year for year in years)

    def names_its_own_in(self, span: Span) -> bool:
        """Tell whether `span` of the letter names the employer that it goes to."""
        return self._is_named(self.subject.prose.plain[slice(*span)])

    @cached_property
    def names_its_own(self) -> bool:
        """Whether the letter names the employer that it goes to, or somebody there."""
        if self._is_named(self._all):
            return True
        greeting = self._greeting
        plain = self.subject.prose.plain
        greeted = plain[greeting.start : greeting.end] if greeting else ""
        greeted += str(self.subject.settings.parts.get("opening", ""))
        words = (word for person in names.people(self.subject.record) for word in person.split())
        if any(len(word) > _FEW and word in greeted for word in words):
            return True  # by a given name
        return self._is_greeted_by_office(greeted)

    @cached_property
    def names_its_firm(self) -> bool:
        """Whether the letter names the employer that it goes to itself, and not only a person."""
        key = self.subject.settings.employer or ""
        return self.subject.known.names.names_employer(self._all, key, itself=True)

    @cached_property
    def _all(self) -> str:
        """What the letter says, with the parts of the front matter, and where its links lead."""
        prose = self.subject.prose
        urls = (link.url for link in prose.links)
        parts = (str(part) for part in self.subject.settings.parts.values())
        return " ".join((_said(prose.plain), *urls, *parts))

    def _is_greeted_by_office(self, greeted: str) -> bool:
        """Tell whether the record's contact is an office, and greeted as that."""
        contact = self.subject.record.get("contact")
        said = re.findall(r"[^\W\d_]{4,}", greeted.casefold())
        office = contact.casefold() if isinstance(contact, str) else ""
        said = [word for word in said if not greetings.is_title(word)]
        return bool(office and said) and all(word in office for word in said[-_FEW + 1 :])

    def _is_named(self, text: str) -> bool:
        return self.subject.known.names.names_employer(text, self.subject.settings.employer or "")

    @cached_property
    def _greeting(self) -> Block | None:
        return greetings.paragraph(self.subject)

    @cached_property
    def _closing(self) -> Span | None:
        """The last line that is a closing phrase."""
        return next((span for _, span in reversed([*greetings.closings(self.subject)])), None)

    def _before(self, start: int) -> str:
        first, _ = self.subject.prose.sentence(start)
        return _said(self.subject.prose.plain[max(first, start - phrases.FAR) : start])


def _said(text: str) -> str:
    return names.plain(text.replace(FILL, ""))
