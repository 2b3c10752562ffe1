"""A letter's settings."""

import datetime
from typing import Any

import pytest

from pipeline import settings
from pipeline.model.errors import SettingError
from pipeline.model.location import Location
from pipeline.settings import Settings
from tests.pipeline.conftest import Load


@pytest.fixture
def read(load: Load) -> Any:
    """A function that reads the settings of a front matter and a configuration."""

    def read_texts(front: str = "", config: str = "", employer: str | None = None) -> Settings:
        return settings.read(load(front), load(config, "_config.yml"), employer)

    return read_texts


@pytest.fixture
def refusal(load: Load) -> Any:
    """A function that returns what is said of a front matter and a configuration."""

    def read_texts(front: str = "", config: str = "") -> tuple[str, Location | None]:
        with pytest.raises(SettingError) as caught:
            settings.read(load(front), load(config, "_config.yml"))
        return str(caught.value), caught.value.finding.place

    return read_texts


def test_a_letter_without_settings_has_the_usual_ones(read: Any) -> None:
    found = read()
    assert (found.employer, found.day, found.papers) == (None, None, ("a4", "letter"))
    assert (found.language.tag, found.raw_tex, found.parts) == ("en", False, {})
    assert (found.title, found.author, found.description) == ("", "", "")


# Dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "2015-01-02",
        "2015-1-2",
        "'2015-01-02'",
        "2015-01-02 00:00",
        "2015-01-02 00:00:00",
        "2015-01-02 23:59:59 +0100",
        "2015-01-02 00:00:00 -05:00",
        "2015-01-02 10:00 CET",
        "2015-01-02T00:00:00Z",
        "2015-01-02T00:00:00.000+01:00",
        "2015/01/02",
        "2015/1/2 10:00",
        "02.01.2015",
        "2. 1. 2015",
        "Jan 2, 2015",
        "January 2nd 2015",
        "2 Jan. 2015",
        "2nd of January, 2015",
        "2. Januar 2015\nlang: de",
        "2 January 2015\nlang: de",
        "2. Januar 2015",
        "Friday, 2 January 2015",
        "le 2 Janvier 2015",
        "2 de enero de 2015",
        "02.01.15",
        "2015.01.02",
        "2 ledna 2015",
    ],
)
def test_every_date_of_jekyll_is_its_day(read: Any, written: str) -> None:
    assert read(f"date: {written}").day == datetime.date(2015, 1, 2)


@pytest.mark.parametrize(
    "written",
    ["1/2/2015", "2015", "2015-01", "2015-01-02 to 2015-01-05", "'2015-02-30'", "31.02.2015",
     "tomorrow", "20150102", "2015-01-023", "2015-01/02", "3/5/26", "January 2015", "Foo 2, 2015"],
)  # fmt: skip
def test_what_is_no_date_everywhere_is_an_error_at_its_place(refusal: Any, written: str) -> None:
    message, place = refusal(f"title: x\ndate: {written}")
    assert "is not a date" in message
    assert (place.line, place.column) == (2, 7)


@pytest.mark.parametrize("written", ["[2015-01-02]", "{a: 1}", "true"])
def test_a_date_that_is_no_text_is_an_error(refusal: Any, written: str) -> None:
    assert refusal(f"date: {written}")[0] == "`date` is not text"


@pytest.mark.parametrize(
    ("front", "config", "day"),
    [
        ("", "", None),
        ("", "date: none", None),
        ("", "date: today", datetime.date(2026, 3, 4)),
        ("", "date: 2015-01-02", datetime.date(2015, 1, 2)),
        ("date: today", "", datetime.date(2026, 3, 4)),
        ("date: Today", "date: none", datetime.date(2026, 3, 4)),
        ("date: none", "date: today", None),
        ("date: None", "date: today", None),
        ("date:", "date: today", datetime.date(2026, 3, 4)),
        ("date: ''", "date: today", None),
    ],
)
def test_the_letter_decides_on_its_date_before_the_site(
    read: Any, monkeypatch: pytest.MonkeyPatch, front: str, config: str, day: datetime.date | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772582400")
    assert read(front, config).day == day


def test_a_wrong_date_of_the_site_is_an_error_there(refusal: Any) -> None:
    message, place = refusal("title: x", "date: soon")
    assert message == "`soon` is not a date that means the same everywhere"
    assert str(place) == "_config.yml:1:7"


def test_today_is_a_day_of_utc_where_the_build_is_to_be_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert settings.today() == datetime.date(1970, 1, 1)


@pytest.mark.parametrize("epoch", [None, ""])
def test_today_is_today(monkeypatch: pytest.MonkeyPatch, epoch: str | None) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    before = datetime.date.today()
    assert before <= settings.today() <= datetime.date.today()


@pytest.mark.parametrize("epoch", ["soon", "1.5", "9" * 30])
def test_a_wrong_epoch_is_an_error(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(SettingError, match="no number of seconds"):
        settings.today()


# Other keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "config", "tag"),
    [
        ("lang: english", "", "en"),
        ("", "lang: german", "de"),
        ("lang: fr", "lang: de", "fr"),
        ("lang:", "lang: de", "de"),
        ("lang: no", "", "nb"),
    ],
)
def test_the_letter_decides_on_its_language_before_the_site(
    read: Any, front: str, config: str, tag: str
) -> None:
    assert read(front, config).language.tag == tag


def test_a_wrong_language_is_an_error_where_it_stands(refusal: Any) -> None:
    assert str(refusal("lang: klingon")[1]) == "letter.md:1:7"
    assert str(refusal("", "title: x\nlang: klingon")[1]) == "_config.yml:2:7"
    assert refusal("lang: [en]")[0] == "`lang` is not text"


@pytest.mark.parametrize(
    ("front", "config", "papers"),
    [
        ("papers: letter", "", ("letter",)),
        ("papers: [letter, a4]", "", ("letter", "a4")),
        ("papers: A4", "", ("a4",)),
        ("papers: [a4, A4]", "", ("a4",)),
        ("papers: []", "papers: letter", ("letter",)),
        ("", "papers: [a4]", ("a4",)),
        ("", "papers: [{title: On Letters, year: 2015}]", ("a4", "letter")),
        ("papers: letter", "papers: a4", ("letter",)),
        ("format: us", "", ("letter",)),
        ("format: din5008b", "papers: [letter, a4]", ("a4",)),
        ("format: nf\npapers: a4", "papers: letter", ("a4",)),
        ("papers: letter", "format: us", ("letter",)),
        ("format: modern", "papers: a4\nformat: us", ("a4",)),
    ],
)
def test_papers_are_one_or_a_list(
    read: Any, front: str, config: str, papers: tuple[str, ...]
) -> None:
    assert read(front, config).papers == papers


@pytest.mark.parametrize(
    ("written", "shown"),
    [("A5", "A5"), ("[a4, legal]", "legal"), ("true", "True"), ("[[a4]]", "['a4']")],
)
def test_an_unknown_paper_is_an_error(refusal: Any, written: str, shown: str) -> None:
    message, place = refusal(f"papers: {written}")
    assert message == f"`{shown}` is no paper that letters are set on"
    assert place.line == 1


@pytest.mark.parametrize(
    ("front", "config", "message", "place"),
    [
        ("format: nf\npapers: letter", "", "`nf` (NF Z 11-001) is not for the paper `letter`",
         "letter.md:2:9"),
        ("format: us\npapers: [letter, a4]", "", "is not for the paper `a4`", "letter.md:2:1"),
        ("papers: a4", "format: us", "is not for the paper `a4`", "letter.md:1:9"),
        ("format: us", "title: x\npapers: a4", "is not for the paper `a4`", "_config.yml:2:9"),
        ("papers: letter\nformat: sn-left", "papers: a4", "(SN 010130, window left) is not",
         "letter.md:1:9"),
    ],
)  # fmt: skip
def test_a_paper_that_the_format_is_not_for_is_an_error_where_it_stands(
    refusal: Any, front: str, config: str, message: str, place: str
) -> None:
    said, where = refusal(front, config)
    assert message in said
    assert str(where) == place


@pytest.mark.parametrize(
    ("written", "given", "employer"),
    [
        ("employer: acme", None, "acme"),
        ("employer: acme", "other", "other"),
        ("employer: 01", None, "01"),
        ("employer: 7", None, "7"),
        ("employer: ' '", None, None),
        ("employer:", None, None),
    ],
)
def test_the_command_line_decides_on_the_employer_before_the_letter(
    read: Any, written: str, given: str | None, employer: str | None
) -> None:
    assert read(written, employer=given).employer == employer


@pytest.mark.parametrize("written", ["[acme]", "{a: b}", "true"])
def test_an_employer_that_is_no_text_is_an_error(refusal: Any, written: str) -> None:
    message, place = refusal(f"employer: {written}")
    assert message == "`employer` is not text"
    assert place.line == 1


@pytest.mark.parametrize(
    ("front", "config", "author"),
    [
        ("author: Robin P.", "author: Site P.", "Robin P."),
        ("author: {name: Robin P.}", "", "Robin P."),
        ("author: [a, b]", "author: Site P.", "Site P."),
        ("", "author: Site P.", "Site P."),
        ("", "author: {name: ' Site P. '}", "Site P."),
        ("", "sender: {name: Sender P.}\nauthor: Site P.", "Sender P."),
        ("", "sender: Sender P.", "Sender P."),
        ("", 'sender: {name: "{{ site.me }}"}\nauthor: Site P.', "Site P."),
        ("", "sender: {phone: 1}", ""),
    ],
)
def test_the_author_is_that_of_the_letter_the_sender_or_that_of_the_site(
    read: Any, front: str, config: str, author: str
) -> None:
    assert read(front, config).author == author


@pytest.mark.parametrize(
    ("front", "parts"),
    [
        ("subject: Your advertisement", {"subject": "Your advertisement"}),
        ("opening: ''", {"opening": ""}),
        ("closing:", {}),
        ("signature: sign.png", {"signature": "sign.png"}),
        ("subject: 2026", {"subject": "2026"}),
        ("enclosures: CV", {"enclosures": ["CV"]}),
        ("enclosures: [CV, 1.10, 7]", {"enclosures": ["CV", "1.10", "7"]}),
        ("cc:\n- A\n-\n", {"cc": ["A"]}),
        ("cc: []", {"cc": []}),
        ("place: Mockport", {"place": "Mockport"}),
        ("your_ref: 0815", {"your_ref": "0815"}),
        ("our_ref: RP/1.10", {"our_ref": "RP/1.10"}),
        ("signature_image: /sign.png", {"signature_image": "/sign.png"}),
    ],
)
def test_the_parts_of_a_letter_are_text_and_lists(read: Any, front: str, parts: object) -> None:
    assert read(front).parts == parts


@pytest.mark.parametrize(
    "front",
    ["subject: [a]", "subject: {a: b}", "opening: true", "cc: {a: b}", "cc: [[a]]", "cc: [true]",
     "place: [a]", "your_ref: {a: b}", "our_ref: true", "signature_image: [a.png]"],
)  # fmt: skip
def test_a_part_that_is_no_text_is_an_error(refusal: Any, front: str) -> None:
    message, place = refusal(front)
    assert message == f"`{front.split(':')[0]}` is not text"
    assert place.line == 1


def test_raw_tex_is_for_the_site_to_allow(read: Any, refusal: Any) -> None:
    assert read("", "raw_tex: true").raw_tex
    assert not read("raw_tex: true").raw_tex
    assert refusal("", "raw_tex: YES")[0] == "`raw_tex` is neither `true` nor `false`"


@pytest.mark.parametrize(
    ("config", "footer"),
    [
        ("", ""),
        ("footer: Tax number 12", "Tax number 12"),
        ("footer: 2026", "2026"),
        # What themes of Jekyll have there
        ("footer: {links: [{label: x}]}", ""),
        ("footer: [x]", ""),
        ("footer: false", ""),
    ],
)
def test_the_footer_is_text_of_the_configuration(read: Any, config: str, footer: str) -> None:
    assert read("footer: no", config).footer == footer


def test_the_look_is_read_with_the_pages_of_the_command_line(load: Load) -> None:
    wanted = settings.read(load("pages: 2\nformat: nf"), load(), pages=1)
    assert (wanted.style.pages, wanted.style.format.name) == (1, "nf")


@pytest.mark.parametrize(
    ("config", "layouts"),
    [
        ("", ("coverletter",)),
        ("letter_layouts:", ("coverletter",)),
        ("letter_layouts: letter", ("letter",)),
        ("letter_layouts: [coverletter, letter]", ("coverletter", "letter")),
    ],
)
def test_the_site_names_the_layouts_of_letters(
    load: Load, config: str, layouts: tuple[str, ...]
) -> None:
    assert settings.letter_layouts(load(config)) == layouts


@pytest.mark.parametrize("written", ["[]", "{a: b}", "[1]", "true"])
def test_layouts_that_are_no_list_are_an_error(load: Load, written: str) -> None:
    with pytest.raises(SettingError, match="not a list of layouts") as caught:
        settings.letter_layouts(load(f"letter_layouts: {written}"))
    assert caught.value.finding.place


# Slips -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("employeer", "employer"),
        ("Employer", "employer"),
        ("paper", "papers"),
        ("enclosure", "enclosures"),
        ("make_pdf", "makepdf"),
        ("langg", "lang"),
        ("DATE", "date"),
        ("lnag", "lang"),
        ("lagn", "lang"),
        ("dtae", "date"),
        ("makepfd", "makepdf"),
    ],
)
def test_a_slip_in_the_front_matter_is_pointed_out(load: Load, key: str, meant: str) -> None:
    (finding,) = settings.slips(load(), load(f"{key}: x"))
    assert finding.message == f"the key `{key}` has no meaning here"
    assert finding.hint == f"Did you mean `{meant}`?"
    assert finding.place
    assert (finding.place.line, finding.place.column) == (1, 1)


def test_keys_that_only_look_like_short_ones_are_no_slips(load: Load) -> None:
    front = load("data: x\nland: DE\nlate: x\nrate: x\npart: x\n")
    assert list(settings.slips(load(), front)) == []


def test_names_of_layouts_and_fonts_that_are_nearly_known_are_pointed_out(load: Load) -> None:
    front = load("layout: coverleter\nfont: Pagela\n")
    assert [(str(found.place), found.hint) for found in settings.slips(load(), front)] == [
        (f"{front.file}:1:9", "Did you mean `coverletter`?"),
        (f"{front.file}:2:7", "Did you mean `pagella`?"),
    ]
    assert list(settings.slips(load(), load("layout: page\nfont: Linux Libertine\n"))) == []


def test_a_slip_below_the_sender_is_pointed_out_in_a_letter_too(load: Load) -> None:
    front = load("sender:\n  name: Robin\n  e-mial: r@x.example\n  Phone: 1\n")
    assert [found.hint for found in settings.slips(load(), front)] == [
        "Did you mean `email`?",
        "Did you mean `phone`?",
    ]


def test_a_slip_in_the_configuration_is_pointed_out(load: Load) -> None:
    found = list(settings.slips(load("sendr: x\nletter_layout: y\nemployeer: z\n")))
    assert [finding.hint for finding in found] == [
        "Did you mean `sender`?",
        "Did you mean `letter_layouts`?",
    ]


JEKYLL_KEYS = (
    "layout title date permalink published category categories tags comments sharing footer sidebar"
    " author description keywords header image excerpt slug redirect_from last_modified_at toc"
    " subtitle position company name url pages page language languages updated section order draft"
    " object author_profile author_url reader_time data render_with_liquid sitemap pin math link"
)


def test_keys_that_jekyll_sites_have_are_no_slips(load: Load) -> None:
    document = load("".join(f"{key}: x\n" for key in JEKYLL_KEYS.split()))
    assert list(settings.slips(load(), document)) == []
