"""What can only be seen with the whole site in view: other letters, includes, all employers."""

from __future__ import annotations

from pathlib import Path

from pipeline.checks import examine
from pipeline.engine import plan, recipe
from pipeline.engine.rules import RULES
from pipeline.model.diagnostic import Diagnostic
from pipeline.sources.site import Site
from tests.conftest import LETTER, Command, MakeSite
from tests.pipeline.checks.site import CONFIG, EMPLOYERS, look, make

HEAD = "---\nlayout: coverletter\nmakepdf: true\nemployer: {}\n---\n"
FIRMS = "Anker Boje Dalben Fender Gaffel Heuer Koje Luke Mole Poller Reling Spill".split()
LONG = (
    "I measure what others guess, and I write down how. Whoever comes after me can follow each"
    " number back to the instrument that made it, which is the habit that I would bring. My notes"
    " on missing data are used by three other offices, and they have been corrected twice.\n"
)


def everything(site: Site) -> list[examine.Checked]:
    about = examine.known(site, RULES)
    return [recipe.check(job, site, about) for job in plan.find(site)]


def across(site: Site) -> list[Diagnostic]:
    return list(examine.across(everything(site), examine.known(site, RULES)))


def test_relative_link_of_a_site_without_an_address(tmp_path: Path) -> None:
    config = {"_config.yml": "sender: {name: Robin Placeholder}\n"}
    (found,) = look(tmp_path, "See [my page](/resume), [top](#top).\n", config).findings
    assert (found.code, found.severity, found.words) == ("link.relative", "warning", "/resume")


def test_an_include_is_shared_and_may_name_anybody_but_apply_to_nobody(tmp_path: Path) -> None:
    letter = "---\nemployer: tidewater\n---\nDear Dr. Beispiel,\n\n{% include cv.md %}\n"
    files = {"_includes/cv.md": "I know edX.\n\nMy time at edX is over.\n\nI want to join edX.\n"}
    (found,) = look(tmp_path, letter, files).findings
    assert (found.code, found.severity) == ("employer.other", "error")
    place = found.place
    assert place
    assert (place.file.name, place.line, place.column) == ("cv.md", 5, 16)


def _to(key: str, text: str) -> dict[str, str]:
    return {f"{key}.md": HEAD.format(key) + f"Dear all,\n\n{text}"}


def _told(site: Site) -> list[tuple[str, str, str]]:
    return sorted(
        (found.place.file.stem if found.place else "", found.severity, found.words)
        for one in everything(site)
        for found in one.findings
        if found.code == "employer.other"
    )


def test_a_name_in_letters_to_several_others_belongs_to_the_writers_life(tmp_path: Path) -> None:
    text = "For years, edX has been on my desk."
    one = _to("tidewater", f"{text} Tidewater measures.\n")
    assert _told(make(tmp_path / "1", one)) == [("tidewater", "warning", "edX")]
    two = one | _to("northfold", f"{text} Northfold lends.\n")
    assert _told(make(tmp_path / "2", two)) == []
    # What also stands in the letter to edX may be left from there.
    three = two | _to("edx", f"{text}\n")
    assert [severity for _, severity, _ in _told(make(tmp_path / "3", three))] == ["warning"] * 2
    # A letter that never names its own employer is a copy, and shows nothing.
    copies = _to("tidewater", f"{text}\n") | _to("northfold", f"{text}\n")
    assert [severity for _, severity, _ in _told(make(tmp_path / "4", copies))] == ["error"] * 2


def test_a_name_in_a_resume_the_senders_data_or_a_past_record_is_the_writers_life(
    tmp_path: Path,
) -> None:
    letter = _to("tidewater", "I know edX and Lindenblatt and Harbourside Works. Tidewater!\n")
    plain = make(tmp_path / "1", letter)
    assert [words for *_, words in _told(plain)] == ["Harbourside Works", "Lindenblatt", "edX"]
    files = {
        "_data/resume.json": '{"work": [{"name": "edX"}]}',
        "cv.md": "---\n---\nAn editor at Lindenblatt Verlag.\n",
        "_data/employers.yml": EMPLOYERS.replace(
            "  parent: Lindenblatt Verlag GmbH\n", "  past: true\n"
        ),
    }
    assert _told(make(tmp_path / "2", letter | files)) == []
    wish = _to("tidewater", "I would like to work for edX. Tidewater!\n")
    assert _told(make(tmp_path / "3", wish)) == [("tidewater", "error", "edX")]
    # It may be told of the time when it was a wish.
    assert _told(make(tmp_path / "4", wish | files)) == [("tidewater", "warning", "edX")]


def test_of_thirteen_letters_only_the_one_that_talks_of_another_company_is_stopped(
    tmp_path: Path,
) -> None:
    records = "uni: {company: Universität Exempel}\n" + "".join(
        f"firm{n}: {{company: {name} AG}}\n" for n, name in enumerate(FIRMS)
    )
    files = {"_data/employers.yml": records}
    for n, name in enumerate(FIRMS):
        life = "An der Universität Exempel fand ich das Fach.\n" if n % 2 else ""
        files |= _to(f"firm{n}", f"{life}\nWas {name} baut, gefällt mir.\n")
    files |= _to("uni", "Die Universität Exempel ist mir vertraut.\n")
    files |= _to("firm3", "Was Anker baut, gefällt mir. Bei Anker will ich lernen.\n")
    told = _told(make(tmp_path, files))
    assert {(name, severity) for name, severity, _ in told} == {("firm3", "error")}


def test_employers_without_a_letter_are_one_note(tmp_path: Path) -> None:
    site = make(tmp_path, {"one.md": HEAD.format("edx") + "edX teaches.\n"})
    (found,) = across(site)
    assert (found.code, found.severity) == ("letters.none", "note")
    assert found.message == (
        "no letter goes to `plain`, `tidewater`, `lindenblatt`, `northfold`, `signal` and 7 more"
    )


def test_letters_that_say_the_same(tmp_path: Path) -> None:
    off = f"{CONFIG}check: {{letters.none: off}}\n"
    files = {
        "_config.yml": off,
        "a.md": HEAD.format("tidewater") + f"Dear Tidewater Sensors,\n\n{LONG}",
        "b.md": HEAD.format("edx") + f"Dear {{{{ employer.name }}}},\n\n{LONG}",
        "c.md": HEAD.format("signal") + f"Dear Signal,\n\n{LONG} And more.\n",
    }
    (found,) = across(make(tmp_path, files))
    assert (found.code, found.severity) == ("letters.same", "note")
    assert found.place
    assert (found.place.file.name, found.message) == (
        "b.md",
        "it says the same as `a.md`, but for the employer",
    )


def test_the_same_letter_for_two_employers_is_no_copy(tmp_path: Path) -> None:
    letter = HEAD.format("edx") + f"Dear {{{{ employer.jobtitle }}}},\n\n{LONG}"
    site = make(
        tmp_path, {"_config.yml": f"{CONFIG}check: {{letters.none: off}}\n", "a.md": letter}
    )
    about = examine.known(site, RULES)
    found = [recipe.check(job, site, about) for job in plan.find(site, employers=["edx", "signal"])]
    assert examine.across(found, about) == ()


def test_the_sites_own_address_may_be_a_placeholder(
    make_site: MakeSite, coverpress: Command
) -> None:
    letter = LETTER.replace("a letter", "[a letter](/notes/) and [more](https://x.example/)")
    site = make_site({"one.md": letter, "_config.yml": "url: http://your-site.com\n"})
    said = coverpress("check", "--site", site).out
    assert "one.md:12:20: error: `/notes/` becomes `http://your-site.com/notes/`" in said
    (site / "_config.yml").write_text("url: https://robin.placeholder.example\n")
    assert "link.placeholder" not in coverpress("check", "--site", site).out
