"""The names of all employers of a site, in one pattern."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from pipeline.checks import spelling_list
from pipeline.checks.tables import (
    HONORIFICS,
    KINDS_OF_FIRMS,
    LEGAL_FORMS,
    NOBODY,
    OF_JOBS,
    ORDINARY,
    SHARED_HOSTS,
)

COMPANY, CONTACT, JOB = "company", "contact", "job"
_LEGAL = re.compile(rf"(?:[,\s]+(?:{LEGAL_FORMS}))+\s*$")
_PARENS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_HONORIFIC = re.compile(rf"^(?:(?:{HONORIFICS})\.?\s+)+")
_GREETINGS = ("greeting", "greetings")
_LEAST = 3  # letters of a word, or of initials, by which an employer may be named
_SHORT = 4  # letters of an abbreviation that is not one of this employer only
DECLINED = frozenset("cs el et eu fi hr hu is lt lv pl ru sk sl sr sr-Latn tr uk".split())
"""The languages in which a name takes endings."""
_GENITIVES = frozenset("da de nb nl sv".split())
_ENDING = re.compile(r"[aeiouyąęóáéíůěаеоияыьαοης]$")
_MOST_WORDS = 4  # of a name that is declined
_CAPITALS = re.compile(r"(?<!\w)[A-ZÄÖÜ]{3,6}(?!\w)")
_WORD = re.compile(r"[\w&-]+")
_ACRONYM = re.compile(r"\(([A-Z][A-Z0-9&]{2,7})\)")


@dataclass(frozen=True)
class Name:
    """One way to name an employer."""

    text: str
    kind: str
    key: str
    is_ordinary: bool = False
    """It is a word of the language too."""

    @property
    def is_abbreviation(self) -> bool:
        """Whether it is a few capitals, which may mean a product or a skill."""
        return self.text.isupper() and len(self.text) <= _SHORT


@dataclass(frozen=True)
class Names:
    """Every name of every employer, and the hosts of their addresses."""

    by_text: Mapping[str, tuple[Name, ...]]
    """By what is written, in lower case and with single spaces."""
    hosts: Mapping[str, frozenset[str]]
    """The keys of the employers whose addresses have this host."""
    urls: Mapping[str, frozenset[str]]
    own: Mapping[str, re.Pattern[str]]
    """What names an employer or somebody there in any way, by key, where its name is known."""
    firms: Mapping[str, re.Pattern[str]]
    """What names the employer itself, by the same keys."""
    called: Mapping[str, tuple[str, ...]]
    """What an employer and its people are called, by the same keys."""
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, compare=False, repr=False)
    _by_stems: dict[tuple[str, ...], tuple[Name, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def find(
        self, text: str, language: str = ""
    ) -> Iterator[tuple[re.Match[str], tuple[Name, ...]]]:
        """Yield each name in `text`, as it must be written to be one.

        In a `language` that declines names, they may end as they do there.
        """
        for match in self._pattern(language).finditer(text) if self.by_text else ():
            written = plain(match.group())
            found = self.by_text.get(written.lower(), ())
            fitting = tuple(name for name in found if _is_written(written, name))
            fitting = fitting or tuple(self._declined(written, language))
            if fitting:
                yield match, fitting

    def _pattern(self, language: str) -> re.Pattern[str]:
        if language not in self._patterns:
            self._patterns[language] = _any_of(self.by_text, language)
        return self._patterns[language]

    def _declined(self, written: str, language: str) -> Iterator[Name]:
        """Yield the names that `written` is a form of."""
        if language in _GENITIVES and written.endswith("s"):
            found = self.by_text.get(written[:-1].lower(), ())
            yield from (n for n in found if not n.is_ordinary and _is_written(written[:-1], n))
        if language not in DECLINED:
            return
        if not self._by_stems:
            for names in self.by_text.values():
                for name in names:
                    stems = tuple(_stem(word) for word in name.text.lower().split())
                    self._by_stems[stems] = (*self._by_stems.get(stems, ()), name)
        words = written.lower().split()
        if len(words) > _MOST_WORDS:
            return
        forms = ([word[:end] for end in range(len(word), len(word) - 6, -1)] for word in words)
        for stems in product(*forms):
            for name in self._by_stems.get(stems, ()):
                capitals = zip(written.split(), name.text.split(), strict=False)
                if not name.is_ordinary and all(a[0] == b[0] for a, b in capitals):
                    yield name

    def names_employer(self, text: str, key: str, *, itself: bool = False) -> bool:
        """Tell whether `text` names the employer `key`, or somebody there, in any way.

        Where it must be named `itself`, its people do not count.
        A word of its name is enough where no other employer has that word, and so are its initials.
        """
        own = self.firms if itself else self.own
        if key not in own or own[key].search(text):
            return True
        capitals = {match.group() for match in _CAPITALS.finditer(text)}
        return any(_is_short_for(one, name) for one in capitals for name in self.called[key])

    def at(self, host: str) -> frozenset[str]:
        """Return the keys of the employers at `host`, which may be above or below theirs."""
        found: set[str] = set()
        for known, keys in self.hosts.items():
            if host == known or host.endswith(f".{known}") or known.endswith(f".{host}"):
                found |= keys
        return frozenset(found) if host.count(".") else frozenset()


def of(employers: Mapping[str, Any]) -> Names:
    """Return the names of all `employers`, records by key."""
    by_text: dict[str, list[Name]] = {}
    hosts: dict[str, set[str]] = {}
    words: Counter[str] = Counter()
    named: dict[str, list[Name]] = {}
    urls: dict[str, set[str]] = {}
    for key, record in employers.items():
        if not isinstance(record, dict):
            continue
        for name in (*companies(key, record), *contacts(key, record), *_jobs(key, record)):
            # Not folded: a folded `ß` is `ss`, which a pattern does not find.
            by_text.setdefault(name.text.lower(), []).append(name)
        own = [*companies(key, record)]
        if own:
            named[key] = [*own, *contacts(key, record)]
            words.update({word.casefold() for name in own for word in _WORD.findall(name.text)})
        for url in _urls(record):
            urls.setdefault(url.rstrip("/"), set()).add(key)
            if host := host_of(url):
                hosts.setdefault(host, set()).add(key)
    # The longest first: `Acme Sensors Ltd` is one name, and not `Acme` and two words.
    written = sorted(by_text, key=lambda text: (-len(text), text))
    return Names(
        {text: tuple(by_text[text]) for text in written},
        {host: frozenset(keys) for host, keys in hosts.items()},
        {url: frozenset(keys) for url, keys in urls.items()},
        {key: _in_any_way(own, words) for key, own in named.items()},
        {
            key: _in_any_way([name for name in own if name.kind == COMPANY], words)
            for key, own in named.items()
        },
        {key: tuple(name.text for name in own) for key, own in named.items()},
    )


def _is_short_for(capitals: str, name: str) -> bool:
    """Tell whether `capitals` are letters of `name`, in order and from its first: `NMW`."""
    letters = iter(name.casefold())
    return capitals[0] == name[0] and all(one in letters for one in capitals.casefold())


def _any_of(texts: Iterable[str], language: str) -> re.Pattern[str]:
    """Return what finds one of `texts`, the first that fits, in a form of `language`."""
    # By first letter, so that most places of a text are left after one look.
    groups: dict[str, list[str]] = {}
    for text in texts:
        words = text.split()
        if language in DECLINED:
            words = [
                _stem(word) + r"\w{0,4}" * (len(word) > _SHORT) for word in map(re.escape, words)
            ]
        else:
            words = [re.escape(word) for word in words]
        groups.setdefault(text[0], []).append(r"\s+".join(words)[len(re.escape(text[0])) :])
    either = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    end = "s?" if language in _GENITIVES else ""
    return re.compile(rf"(?<![\w-])(?:{either}){end}(?!\w)", re.IGNORECASE)


def _stem(word: str) -> str:
    """Return what of a word stays the same when it is declined."""
    return _ENDING.sub("", word) if len(word) > _SHORT else word


def is_form(written: str, name: str) -> bool:
    """Tell whether `written` may be `name` as a language declines it, each word of it."""
    words, named = written.casefold().split(), name.casefold().split()
    return len(words) == len(named) and all(
        word.startswith(_stem(of)) and len(word) - len(_stem(of)) <= _MOST_WORDS
        for word, of in zip(words, named, strict=True)
    )


def _in_any_way(own: Sequence[Name], words: Mapping[str, int]) -> re.Pattern[str]:
    """Return what names the employer that is called `own`; `words` counts those of all names."""
    texts = {own[0].key}
    for name in own:
        parts = _WORD.findall(name.text)
        texts.add(name.text)
        if name.kind == CONTACT:
            texts.add(parts[-1])
        else:
            texts.add("".join(part[0] for part in parts if part[0].isupper()))
            texts |= {part for part in parts if words[part.casefold()] == 1}
    either = "|".join(
        re.escape(text).replace(r"\ ", r"\s+")
        for text in sorted(texts)
        if len(text) >= _LEAST and text.casefold() not in KINDS_OF_FIRMS
    )
    # With up to three letters more, as a name ends where it is declined.
    return re.compile(rf"(?<!\w)(?:{either})\w{{0,3}}(?!\w)" if either else "", re.IGNORECASE)


def plain(text: str) -> str:
    """Return `text` with single spaces."""
    return " ".join(text.split())


def short(company: str) -> str:
    """Return a company's name without its legal form and what stands in brackets."""
    bare = plain(_LEGAL.sub("", plain(_PARENS.sub(" ", company))))
    return bare or plain(company)


def companies(key: str, record: Mapping[str, Any]) -> Iterator[Name]:
    """Yield the names of a company: as recorded, without the legal form, and its short ones.

    The first word alone is a name where the record's key or the host of an address is that word.
    """
    for kind in ("company", "name", "short", "short_name"):
        company = record.get(kind)
        if not isinstance(company, str) or not re.search(r"\w", company):
            continue
        bare = short(company)
        if is_job(bare):  # a site may call its records by the job
            continue
        texts = [bare, plain(company), *_ACRONYM.findall(company)]
        # `Lindenblatt` of `Lindenblatt Verlag`, `KBV` of `KBV Kiel`, `deepfield` of `deepfield.ai`
        first = re.split(r"[ .]", bare, maxsplit=1)[0]
        is_long = len(first) > 3 or (len(first) == 3 and first.isupper())
        if first != bare and is_long and _vouched(first, key, record):
            texts.append(first)
        for text in dict.fromkeys(texts):
            yield Name(text, COMPANY, key, _is_ordinary(text))


def contacts(key: str, record: Mapping[str, Any]) -> Iterator[Name]:
    """Yield the names of the people that a record has, with their titles and without."""
    for person in people(record):
        bare = _bare(person)
        words = bare.split()
        if not words:
            continue
        if len(words) > 1:
            yield Name(bare, CONTACT, key)
        if person != bare:
            yield Name(person, CONTACT, key)
            for title in re.findall(r"\S+", person[: len(person) - len(bare)]):
                yield Name(f"{title} {words[-1]}", CONTACT, key)


def people(record: Mapping[str, Any]) -> list[str]:
    """Return the people whom a record names, as it names them; a department is nobody."""
    contact = record.get("contact")
    named = [contact.get("name") if isinstance(contact, dict) else contact]
    for part in (record, record.get("coverletter")):
        if isinstance(part, dict):
            named += [part.get(field) for field in _GREETINGS]
    texts = [plain(name) for name in named if isinstance(name, str)]
    return [
        text
        for text in dict.fromkeys(texts)
        if text and not any(word.casefold() in NOBODY for word in _bare(text).split())
    ]


def is_job(title: str) -> bool:
    """Tell whether `title` is made of the words of which any job's title may be."""
    words = re.findall(r"[\w-]+", _PARENS.sub(" ", title).casefold())
    return bool(words) and all(word in OF_JOBS for word in words)


def host_of(url: str) -> str:
    """Return the host of an address without `www.`, or '' where it says nothing of an employer."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    shared = any(host == known or host.endswith(f".{known}") for known in SHARED_HOSTS)
    return "" if shared else host


def _bare(person: str) -> str:
    return _HONORIFIC.sub("", person)


def _jobs(key: str, record: Mapping[str, Any]) -> Iterator[Name]:
    title = record.get("jobtitle")
    if not isinstance(title, str):
        return
    for text in {plain(title), plain(_PARENS.sub(" ", title))}:
        if " " in text and not is_job(text):
            yield Name(text, JOB, key)


def _urls(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _urls(item)
    elif isinstance(value, list):
        for item in value:
            yield from _urls(item)
    elif isinstance(value, str) and value.startswith(("http://", "https://")):
        yield value


def _vouched(word: str, key: str, record: Mapping[str, Any]) -> bool:
    labels = {label for url in _urls(record) for label in host_of(url).split(".")}
    return bool(_in_ascii(word) & {key.casefold(), *labels})


def _in_ascii(word: str) -> set[str]:
    """Return how keys and hosts have a word: `müller` is `müller`, `muller` or `mueller`."""
    folded = word.casefold()
    bare = "".join(filter(str.isascii, unicodedata.normalize("NFKD", folded)))
    german = folded.translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
    return {folded, bare, german}


def _is_ordinary(text: str) -> bool:
    folded = text.casefold()
    return " " not in text and (folded in ORDINARY or spelling_list.is_word(folded))


def _is_written(found: str, name: Name) -> bool:
    """Tell whether `found` is written as a name: one that is a word needs its capital."""
    found = plain(found)
    if found == name.text or (found.isupper() and len(found) > 4):
        return True
    if name.kind != COMPANY:
        return False
    has_inner_capital = any(letter.isupper() for letter in name.text[1:])
    if name.is_ordinary or not (" " in name.text or has_inner_capital):
        return found == name.text[:1].upper() + name.text[1:]
    return found[:1].isupper() or found[1:] == name.text[1:]
