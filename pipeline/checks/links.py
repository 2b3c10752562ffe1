"""Links: what cannot be an address, what leads nowhere, and what leads elsewhere than it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from pipeline.checks.subject import Hit, Subject
from pipeline.letter.links import is_safe
from pipeline.letter.prose import FILL, Link
from pipeline.model.rule import ERROR, WARNING, Rule

LINK_BROKEN = Rule(
    "link.broken",
    ERROR,
    "The address of a link cannot be one.",
    "`https//acme.example`",
    because=(
        "A reader who follows it gets nowhere. What can be an address, if only in a network "
        "of one's own, is a warning, and so is one that a value prints."
    ),
)
LINK_SPACE = Rule(
    "link.space",
    WARNING,
    "The address of a link has a space in it.",
    "`[x](https://acme.example/a b)`",
    because="Most browsers mend it.",
)
LINK_UNSAFE = Rule(
    "link.unsafe",
    WARNING,
    "A link that would start a program or open a file: its words alone are printed.",
    "`file:///home/me/cv.pdf`",
    because="The letter is whole without it.",
)
LINK_RELATIVE = Rule(
    "link.relative",
    WARNING,
    "A relative link, and the site has no `url`.",
    "`/resume`",
    because="It works on the site, but not in a PDF that was sent.",
)
LINK_MAIL = Rule(
    "link.mail",
    ERROR,
    "`mailto:` without an address.",
    "`mailto:robin`",
    because="No letter can be sent to it. An address in a network of one's own is a warning.",
)
LINK_TEXT = Rule(
    "link.text",
    WARNING,
    "The words of a link are another address than its target.",
    "`[acme.example](https://other.example)`",
    because="One may lead on to the other.",
)
LINK_PLACEHOLDER = Rule(
    "link.placeholder",
    ERROR,
    "The address of a link is a placeholder.",
    "`http://link`, `https://your-site.com`; a warning: `http://localhost`",
    because=(
        "It stands for an address that was still to be written. What may be the address of "
        "somebody is a warning."
    ),
)
LINK_EXAMPLE = Rule(
    "link.example",
    WARNING,
    "The address of a link is one for examples.",
    "`https://example.com`",
    because="It is right in an example.",
)
LINK_PASSWORD = Rule(
    "link.password",
    WARNING,
    "The address of a link has a password in it.",
    "`https://robin:secret@host.example`",
    because="It may be one that is meant for the reader.",
)
RULES = (
    LINK_BROKEN,
    LINK_SPACE,
    LINK_RELATIVE,
    LINK_MAIL,
    LINK_TEXT,
    LINK_PLACEHOLDER,
    LINK_EXAMPLE,
    LINK_UNSAFE,
    LINK_PASSWORD,
)

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# RFC 5322's dot-atom, as far as people have such addresses.
_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*\.?|[0-9a-f]*:[0-9a-f:.]*|\d+(?:\.\d+){3}"
)
_OWN_NETWORK = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")  # `http://intranet`: a host without a dot
_OWN_MAIL = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]+@{_OWN_NETWORK.pattern}")
_SLIP = re.compile(
    r"(?:https?(?:/|:/?(?!/))|h?ttps?;|htt?s?ps?:|http?://https?:|www,)", re.IGNORECASE
)
_PLACEHOLDER_HOSTS = re.compile(
    r"(?:(?:www\.)?your-?(?:site|domain|website|company|name|blog|portfolio)\.(?:com|org|net)"
    r"|(?:www\.)?your-?[\w-]*(?:site|domain|name|company)\.\w+"
    r"|link|url|todo|xxx+|address|website|company)",
    re.IGNORECASE,
)
# What may be the address of somebody, if only on the machine where the letter is written.
_LIKELY_HOSTS = re.compile(
    r"(?:(?:www\.)?my-?(?:site|domain|website|company|name|blog|portfolio)\.(?:com|org|net)"
    r"|localhost|127\.0\.0\.1|0\.0\.0\.0)",
    re.IGNORECASE,
)
_PLACEHOLDER_WORDS = re.compile(
    r"(?:todo|tbd|xxx+|url|link|fixme|\?+|\.\.\.|…|address|here)", re.IGNORECASE
)
_PLACEHOLDER_NAMES = re.compile(
    r"(?:your|my|tu|su|votre|dein|ihr|jouw|uw|il-tuo|seu|ditt?|twoj[ae]?)[-_]?"
    r"(?:user)?(?:name|nombre|nom|naam|nome|namn|navn|nazwa|handle|profile?|account)|username|user",
    re.IGNORECASE,
)
_PLACEHOLDER_MAILS = re.compile(
    r"(?:(?:your|dein|ihr|votre|tu|il-?tuo|jouw|uw|seu|o-?seu|twoj[ea]|ditt?|vase|sinun)[-_.]?"
    r"(?:e-?mail|(?:user)?name|nombre|nom|naam|nome|namn|navn|imie|jmeno|nimi)"
    r"|(?:first|vor|för|for|voor)-?na(?:me|am|mn|vn)[-_.](?:last|nach|efter|achter)-?na(?:me|am|mn|vn)"
    r"|first[-_.]last|prenom[-_.]nom|nombre[-_.]apellidos?|nome[-_.](?:cognome|apelido)"
    r"|imie[-_.]nazwisko|jmeno[-_.]prijmeni|etunimi[-_.]sukunimi)@.*",
    re.IGNORECASE,
)
_LIKE_A_MAIL = re.compile(r"(?<![\w.@/+-])[\w.+-]{2,}@[\w@-]+(?:[.,][\w@-]+)*(?![\w/])")
_EXAMPLE = re.compile(r"(?:.+\.)?example\.(?:com|org|net)", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(
    r"(?:www\.[\w.-]+|(?:[\w-]+\.)+(?:com|org|net))(?:[/?#]\S*)?", re.IGNORECASE
)
_OF_HOSTS = re.compile(r"\.(?:com|org|net|edu|gov|eu|de|at|ch|fr|es|it|nl|be|uk|us|ca|example)$")
_ADDRESS = re.compile(
    r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE
)


def check(subject: Subject) -> Iterator[Hit]:
    """Yield what is wrong with the links of a letter, without asking the network."""
    base = str(subject.known.site.config.value.get("url") or "")
    has_url = bool(base)
    for link in subject.prose.links:
        url = link.url.strip().removeprefix("<").removesuffix(">").strip()
        if not url.strip("#"):
            continue  # `hole.link`
        is_bare = link.words == link.target  # no link to Markdown, but an address to the reader
        if is_bare and url.startswith("www."):
            url = f"http://{url}"
        if is_bare and "@" in url and not _SCHEME.match(url):
            url = f"mailto:{url}"
        is_value = subject.prose.source.is_value(link.target[0])
        for hit in _one(link, url, has_url):
            if not (is_value and hit.rule is LINK_SPACE):
                yield replace(hit, severity=WARNING) if is_bare and is_value else hit
        if _leads_on(url) and _is_placeholder(_host(base)):
            yield Hit(
                LINK_PLACEHOLDER,
                f"`{url}` becomes `{base.rstrip('/')}/{url.lstrip('/')}`, which is a placeholder",
                *link.target,
                "Write the site's own address, as `url: https://…`, into its `_config.yml`.",
                WARNING if _LIKELY_HOSTS.fullmatch(_host(base)) else "",
            )
        yield from _words(subject, link, url)
    yield from _of_sender(subject)
    yield from _mails(subject)


def _of_sender(subject: Subject) -> Iterator[Hit]:
    """Yield the sender's mail and page where nobody would be reached."""
    for datum in subject.data:
        text = datum.text.strip()
        if not datum.may_ask or datum.place is None or not text or "{" in text:
            continue
        if datum.key == "email" and not _MAIL.fullmatch(text.removeprefix("mailto:")):
            message = f"`{text}` is no mail address, and would be printed as one"
            yield Hit(LINK_MAIL, message, place=datum.place, hint="Write `name@host`.")
        if datum.key == "email" and _PLACEHOLDER_MAILS.fullmatch(text):
            message = f"`{text}` is a placeholder, and would be printed"
            yield Hit(LINK_PLACEHOLDER, message, place=datum.place, hint="Write your own.")
        if datum.key == "url":
            host, path = _host(text if "//" in text else f"//{text}"), text.rpartition("/")[2]
            if _PLACEHOLDER_HOSTS.fullmatch(host) or _PLACEHOLDER_NAMES.fullmatch(path):
                message = f"`{text}` is a placeholder, and would be printed"
                yield Hit(
                    LINK_PLACEHOLDER,
                    message,
                    place=datum.place,
                    hint="Write your own, or delete it.",
                )


def _mails(subject: Subject) -> Iterator[Hit]:
    """Yield what is written as a mail address in the text, and cannot be one."""
    for match in _LIKE_A_MAIL.finditer(subject.prose.text):
        said = match.group().rstrip(".,;:!?)")
        if not subject.prose.is_shown(match.start()) or _MAIL.fullmatch(said):
            continue
        if any(start <= match.start() < end for start, end in subject.prose.code):
            continue
        end = match.start() + len(said)
        message = f"`{said}` is no mail address"
        yield Hit(LINK_MAIL, message, match.start(), end, "Write `name@host.example`.", WARNING)


def _leads_on(url: str) -> bool:
    """Tell whether `url` is seen from the site's own address."""
    return not _SCHEME.match(url) and not url.startswith(("#", "//"))


def _is_placeholder(host: str) -> bool:
    return bool(_PLACEHOLDER_HOSTS.fullmatch(host) or _LIKELY_HOSTS.fullmatch(host))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _one(link: Link, url: str, has_url: bool) -> Iterator[Hit]:
    def hit(rule: Rule, message: str, hint: str, severity: str = "") -> Hit:
        return Hit(rule, message, *link.target, hint, severity)

    if _PLACEHOLDER_WORDS.fullmatch(url):
        yield hit(LINK_PLACEHOLDER, f"`{url}` is a placeholder", "Write the address.")
    elif _SLIP.match(url) and not re.match(r"https?://", url):
        yield hit(LINK_BROKEN, f"`{url}` is no address", "Write `https://…`.")
    elif url.lower().startswith("mailto:"):
        address = unquote(url[7:].partition("?")[0])
        wrong = [one for one in address.split(",") if not _MAIL.fullmatch(one.strip())]
        if wrong:
            is_possible = all(_OWN_MAIL.fullmatch(one.strip()) for one in wrong)
            yield hit(
                LINK_MAIL,
                f"`{address}` is no mail address" + " that others can reach" * is_possible,
                "Write `mailto:name@host`.",
                WARNING if is_possible else "",
            )
    elif re.match(r"https?:", url, re.IGNORECASE):
        yield from _web(url, hit)
    elif _MAIL.fullmatch(url):
        yield hit(LINK_MAIL, f"`{url}` is no link to a mail address", f"Write `mailto:{url}`.")
    elif _WITHOUT_SCHEME.fullmatch(url):
        yield hit(LINK_BROKEN, f"`{url}` is read as a page of the site", f"Write `https://{url}`.")
    elif not is_safe(url) and (_SCHEME.match(url) or not has_url):
        yield hit(
            LINK_UNSAFE,
            f"`{url}` is no address of the web, so that the words are printed without a link",
            "Write `https://…`, `mailto:…` or `tel:…`.",
        )
    elif not _SCHEME.match(url) and not url.startswith(("#", "//")) and not has_url:
        yield hit(
            LINK_RELATIVE,
            f"the link `{url}` leads nowhere outside of the site",
            "Write the whole address, or the site's own into its `_config.yml`, as"
            " `url: https://…`.",
        )


_WHOLE = "Write the whole address, such as `https://company.example/jobs`."


def _web(url: str, hit: Callable[..., Hit]) -> Iterator[Hit]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        yield hit(LINK_BROKEN, f"`{url}` is not an address: {error}", _WHOLE)
        return
    if _PLACEHOLDER_HOSTS.fullmatch(host) or re.search(r"\bTODO\b(?!\.)|\bXXX+\b", url):
        yield hit(LINK_PLACEHOLDER, f"`{url}` is a placeholder", "Write the address.")
    elif _LIKELY_HOSTS.fullmatch(host):
        yield hit(LINK_PLACEHOLDER, f"`{url}` may be a placeholder", "Write the address.", WARNING)
    elif _OWN_NETWORK.fullmatch(host):
        message = f"`{host}` is a host that nobody outside of your network can reach"
        yield hit(LINK_BROKEN, message, "Write the whole address.", WARNING)
    elif not _HOST.fullmatch(host):
        yield hit(LINK_BROKEN, f"`{url}` has no valid host name", _WHOLE)
    elif _EXAMPLE.fullmatch(host):
        yield hit(LINK_EXAMPLE, f"`{host}` is kept for examples", "Write the real address.")
    if parts.password:
        message = f"this link to `{host}` has a password in it"
        yield hit(LINK_PASSWORD, message, "Link to a page that needs none.")
    if " " in url:
        yield hit(LINK_SPACE, f"a space in `{url}`", "Write `%20` for it, or `<…>` around all.")


def _words(subject: Subject, link: Link, url: str) -> Iterator[Hit]:
    """Yield a hit where the words of a link are an address, and not that of its target."""
    if link.words == link.target:
        return
    said = subject.prose.text[slice(*link.words)].strip("*_` ").replace(FILL, "")
    if re.match(r"mailto:", url, re.IGNORECASE):
        target = unquote(url[7:].partition("?")[0]).strip()
        if _MAIL.fullmatch(said) and said.casefold() != target.casefold():
            yield _differs(link, said, target)
        return
    shown = _ADDRESS.fullmatch(said)
    if not shown or not re.match(r"https?://", url, re.IGNORECASE):
        return
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return
    says = shown["host"].casefold().removeprefix("www.")
    # `Node.js` and `Flux.jl` are names: an address says so, or is a host that others use.
    is_address = "/" in said or said.startswith("www.") or bool(_OF_HOSTS.search(says))
    if is_address and host and host != says and not host.endswith(f".{says}"):
        yield _differs(link, said, host)


def _differs(link: Link, said: str, target: str) -> Hit:
    return Hit(
        LINK_TEXT,
        f"the words say `{said}`, the link leads to `{target}`",
        *link.words,
        "Make both the same.",
    )
