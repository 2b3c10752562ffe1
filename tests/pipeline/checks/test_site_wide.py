"""What can only be seen with the whole site in view: other letters, includes, all employers."""

from __future__ import annotations

from pathlib import Path

from pipeline.checks import examine
from pipeline.engine import plan, recipe
from pipeline.engine.rules import RULES
from pipeline.model.diagnostic import Diagnostic
from pipeline.sources.site import Site
from tests.conftest import LETTER, Command, MakeSite
from tests.pipeline.checks.site import CONFIG, look, make

HEAD = "---\nlayout: coverletter\nmakepdf: true\nemployer: {}\n---\n"
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


def test_a_name_in_an_include_is_a_warning_there(tmp_path: Path) -> None:
    letter = "---\nemployer: tidewater\n---\nDear Dr. Beispiel,\n\n{% include cv.md %}\n"
    files = {"_includes/cv.md": "Some text.\n\nMy time at edX is over.\n\nI want edX.\n"}
    warnings = look(tmp_path, letter, files).findings
    assert [(found.code, found.severity) for found in warnings] == [
        ("employer.other", "warning")
    ] * 2
    place = warnings[1].place
    assert place
    assert (place.file.name, place.line, place.column) == ("cv.md", 5, 8)


def test_a_sentence_that_letters_to_others_share_is_a_warning(tmp_path: Path) -> None:
    text = "I would do for edX what I did for others.\n"
    files = {
        f"{key}.md": HEAD.format(key) + f"Dear {name},\n\n{text}"
        for key, name in (
            ("tidewater", "Dr. Beispiel"),
            ("lindenblatt", "Frau Mustermann"),
            ("northfold", "Ms. Other"),
        )
    }
    for one in everything(make(tmp_path, files)):
        (found,) = one.findings
        assert (found.code, found.severity) == ("employer.other", "warning")
    # Once one of them goes to the company itself, the others are its copies.
    edx = HEAD.format("edx") + f"Dear edX HR Department,\n\n{text}"
    grave = {
        found.severity
        for one in everything(make(tmp_path, {"edx.md": edx}))
        for found in one.findings
        if found.code == "employer.other"
    }
    assert grave == {"error"}


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
