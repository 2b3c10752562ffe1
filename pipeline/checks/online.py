"""Links that are asked, once each and politely: only where the user wants it."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import pipeline
from pipeline.checks.subject import Hit, Subject
from pipeline.model.rule import WARNING, Rule

LINK_DEAD = Rule(
    "link.dead",
    WARNING,
    "An address does not answer, or says that there is nothing (`--online`).",
    "`404`",
    because="The host may only be down today.",
)
RULES = (LINK_DEAD,)

_AT_ONCE = 4
_TIME_LIMIT = 10.0  # seconds
_PURPOSE = "(checks the links of a letter)"
# A server may refuse HEAD, or any program; neither says that there is nothing.
_ASK_AGAIN = {403, 404, 405, 501}
_NO_ANSWER_MEANT = {401, 403, 405, 429, 999}


def dead(urls: Iterable[str]) -> Mapping[str, str]:
    """Return why each of `urls` that leads nowhere does so, each asked once."""
    wanted = sorted(
        {url.partition("#")[0] for url in urls if url.startswith(("http://", "https://"))}
    )
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        reasons = dict(zip(wanted, pool.map(_reason, wanted), strict=True))
    return {url: reason for url, reason in reasons.items() if reason}


def check(subject: Subject, reasons: Mapping[str, str]) -> Iterator[Hit]:
    """Yield a hit for each link of a letter that has a reason to be dead."""
    for link in subject.prose.links:
        if reason := reasons.get(link.url.partition("#")[0]):
            message = f"`{link.url}` leads nowhere: {reason}"
            yield Hit(LINK_DEAD, message, *link.target, "Open it, and correct the address.")


def _reason(url: str) -> str:
    """Return why `url` leads nowhere, or ''."""
    reason = ""
    for method in ("HEAD", "GET"):
        # The scheme was looked at: this opens no file.
        agent = f"coverpress/{pipeline.__version__} {_PURPOSE}"
        request = urllib.request.Request(url, method=method, headers={"User-Agent": agent})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_TIME_LIMIT):  # noqa: S310
                return ""
        except urllib.error.HTTPError as error:
            error.close()
            reason = "" if error.code in _NO_ANSWER_MEANT else f"{error.code} {error.reason}"
            if error.code not in _ASK_AGAIN:
                return reason
        except urllib.error.URLError as error:
            return str(error.reason)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return str(error) or type(error).__name__
    return reason
