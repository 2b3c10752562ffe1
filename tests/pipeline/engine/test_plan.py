"""Which letters are built, and under which name."""

from pathlib import Path

import pytest

from pipeline.engine import building, listing, plan
from pipeline.model.errors import UsageError
from pipeline.model.job import Job
from pipeline.sources import site
from pipeline.sources.site import Site
from tests.conftest import LETTER
from tests.pipeline.conftest import Write

EMPLOYERS = "acme: {company: Acme}\nother: {company: Other}\na/b: {company: Slash}\n"
OUT = Path("out")


@pytest.fixture
def opened(write: Write, tmp_path: Path) -> Site:
    """A site with three letters and some pages that are none."""
    write("site/_config.yml", "title: x\n")
    write("site/_data/employers.yml", EMPLOYERS)
    for name in ("edx.md", "2026/hooli.markdown", "initech/index.md"):
        write(f"site/{name}", LETTER)
    write("site/about.md", "---\nlayout: page\n---\nAbout me\n")
    write("site/draft.md", LETTER.replace("makepdf: true", "makepdf: false"))
    write("site/binary.md", b"\xff\xfe\xfa")
    return site.read(tmp_path / "site")


def targets(found: list[Job], paper: str = "a4") -> list[str]:
    return [job.target(paper, OUT).as_posix() for job in found]


def refusal(opened: Site, *arguments: object) -> UsageError:
    with pytest.raises(UsageError) as caught:
        plan.find(opened, *arguments)  # type: ignore[arg-type]
    return caught.value


def test_the_letters_of_a_site_are_its_pages_with_the_layout_and_makepdf(opened: Site) -> None:
    assert targets(plan.find(opened)) == [
        "out/2026/hooli-a4.pdf",
        "out/edx-a4.pdf",
        "out/initech-a4.pdf",
    ]


def test_the_site_names_other_layouts(write: Write, opened: Site) -> None:
    write("site/_config.yml", "letter_layouts: [application]\n")
    write("site/new.md", LETTER.replace("coverletter", "application"))
    assert targets(plan.find(site.read(opened.root))) == ["out/new-a4.pdf"]


def test_a_mere_file_is_no_letter_whatever_the_defaults_say(write: Write, opened: Site) -> None:
    values = "{layout: coverletter, makepdf: true}"
    write("site/_config.yml", f"defaults:\n  - {{scope: {{path: parts}}, values: {values}}}\n")
    part = write("site/parts/body.md", "I write to {{ include.who }}.\n")
    write("site/parts/letter.md", "---\n---\nDear\n")
    again = site.read(opened.root)
    assert "out/parts/letter-a4.pdf" in targets(plan.find(again))
    assert "out/parts/body-a4.pdf" not in targets(plan.find(again))
    assert targets(plan.find(again, [part])) == ["out/parts/body-a4.pdf"]


def test_a_named_letter_is_always_built(write: Write, opened: Site) -> None:
    draft, plain = opened.source / "draft.md", write("plain.md", "Dear\n")
    assert targets(plan.find(opened, [draft, plain])) == ["out/draft-a4.pdf", "out/plain-a4.pdf"]


@pytest.mark.parametrize("name", ["edx.md", "edx"])
def test_a_letter_may_be_named_as_seen_from_the_site(opened: Site, name: str) -> None:
    (job,) = plan.find(opened, [Path(name)])
    assert job.file == opened.source / "edx.md"


def test_a_named_folder_stands_for_its_letters(opened: Site) -> None:
    assert targets(plan.find(opened, [Path("2026")])) == ["out/2026/hooli-a4.pdf"]
    with pytest.raises(UsageError, match=r"there is no letter in `.*_data`"):
        plan.find(opened, [opened.root / "_data"])


def test_a_letter_named_twice_is_built_once(opened: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(opened.root)
    named = [opened.source / "edx.md", Path("edx.md"), Path("2026/../edx.md"), Path(), Path("edx")]
    assert len(plan.find(opened, named, ["acme", "acme"], ["a4", "a4"])) == 3
    (job, *_) = plan.find(opened, named, ["acme"], ["a4", "a4"])
    assert (job.name, job.employer, job.papers) == ("edx", "acme", ("a4",))


def test_each_letter_is_built_for_each_employer_of_the_command_line(opened: Site) -> None:
    assert targets(plan.find(opened, [Path("edx")], ["acme", "other"]), "letter") == [
        "out/edx-acme-letter.pdf",
        "out/edx-other-letter.pdf",
    ]


def test_a_page_that_cannot_be_read_is_a_letter_if_it_looks_like_one(
    write: Write, opened: Site
) -> None:
    write("site/broken.md", LETTER.replace("employer:", "title: a: b\nemployer:"))
    write("site/latin.md", LETTER.encode() + b"\xfc")
    write("site/notepad.md", LETTER.encode("utf-16"))
    write("site/page.md", "---\nlayout: page\ntitle: a: b\n---\n")
    names = {job.name for job in plan.find(opened)}
    assert names == {"2026/hooli", "edx", "initech", "broken", "latin", "notepad"}


def test_a_linked_letter_is_one_of_the_folder_with_the_link(write: Write, opened: Site) -> None:
    (opened.source / "2026/linked.md").symlink_to(write("elsewhere/x.md", LETTER))
    assert targets(plan.find(opened, [opened.source / "2026"])) == [
        "out/2026/hooli-a4.pdf",
        "out/2026/linked-a4.pdf",
    ]


def test_letters_have_the_encoding_of_their_site(write: Write, opened: Site) -> None:
    write("site/gruss.md", (LETTER + "Grüße").encode("cp1252"))
    reread = site.read(opened.root, "cp1252")
    (job,) = plan.find(reread, [opened.root / "gruss.md"])
    assert reread.page(job.file).body.endswith("Grüße")


OPEN = """\
acme: {company: Acme, status: open}
north-a: {company: Northfold A, status: closed}
north-b: {company: Northfold B, status: open, salary: 50000}
"""


def chosen(write: Write, said: str, records: str = OPEN) -> list[Job]:
    write("many/_data/employers.yml", records)
    file = write("many/edx.md", LETTER.replace("employer: acme", f"employers: {said}"))
    return plan.find(site.read(file.parent))


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("[north-b, acme]", "north-b acme"),
        ("acme", "acme"),
        ("all", "acme north-a north-b"),
        ("[north*, acme, north-a]", "north-a north-b acme"),
        ("{where: \"status == 'open'\"}", "acme north-b"),
        ("{where: \"status == 'open' and key != 'acme'\"}", "north-b"),
        ("{where: salary > 40000}", "north-b"),
        ("{where: \"company contains 'fold' or past\"}", "north-a north-b"),
        ("{where: past}", ""),
    ],
)
def test_a_letter_names_several_employers(write: Write, said: str, keys: str) -> None:
    found = chosen(write, said)
    assert [job.employer for job in found] == keys.split()
    assert targets(found) == [f"out/edx-{key}-a4.pdf" for key in keys.split()]
    assert not any(job.problem for job in found)


@pytest.mark.parametrize(
    ("said", "error", "hint"),
    [
        ("[acne]", "there is no employer `acne`", "Did you mean `acme`?"),
        ("'south*'", "there is no employer `south*`", "Known here: acme, north-a, north-b."),
        ("{where: stattus}", "no record has a field `stattus`", "Did you mean `status`?"),
        ("{where: status === 1}", "the condition cannot be asked: in `status === 1`", "Write it"),
        ("{where: status > 1}", "asked of `acme`: ", "Write it"),
        ('{where: "x %}{{ 1 }}"}', "the condition cannot be asked", "Write it"),
        ("{where: 1}", "`employers` is no condition on the records", "Write `employers: {where:"),
        ("[acme]\nemployer: acme", "the letter has an `employer:`, and", "Keep the one"),
    ],
)
def test_what_is_wrong_with_its_employers_stops_one_letter_at_its_line(
    write: Write, said: str, error: str, hint: str
) -> None:
    write("many/other.md", LETTER)
    edx, other = chosen(write, said)
    assert edx.problem is not None
    assert error in str(edx.problem)
    assert edx.problem.finding.hint.startswith(hint)
    assert edx.problem.finding.place is not None
    assert edx.problem.finding.place.line == 4
    assert other.problem is None


@pytest.mark.parametrize("said", ["true", "{count: 3}", "[{name: A}]", ""])
def test_another_tools_employers_are_none_of_ours(write: Write, said: str) -> None:
    assert [(job.employer, job.problem) for job in chosen(write, said)] == [(None, None)]


def test_a_field_beside_the_records_is_no_employer_of_all(write: Write) -> None:
    records = f"{OPEN}company: Stray\nempty:\n"
    keys = [job.employer for job in chosen(write, "all", records)]
    assert keys == ["acme", "north-a", "north-b", "empty"]


def test_a_key_that_cannot_be_in_a_name_stops_its_letter_alone(write: Write) -> None:
    *_, last = chosen(write, "all", f"{OPEN}a/b: {{company: Slash}}\n")
    assert "cannot be part of a file's name" in str(last.problem)


def test_the_command_line_has_patterns_of_employers(opened: Site) -> None:
    found = plan.find(opened, [Path("edx")], ["o*", "acme"])
    assert [job.employer for job in found] == ["other", "acme"]
    assert "there is no employer `x*`" in str(refusal(opened, (), ["x*"]))
    every = plan.find(opened, [Path("edx")], ["*"])
    assert [bool(job.problem) for job in every] == [False, False, True]


def test_what_is_known_of_a_letter_is_not_read_again(write: Write, tmp_path: Path) -> None:
    chosen(write, "[acme]")
    earlier = building.earlier(site.read(tmp_path / "many"), tmp_path / "out")
    for _ in range(2):
        found = plan.find(earlier.fresh.site, known=earlier.fresh)
        assert [job.employer for job in found] == ["acme"]


# Names -----------------------------------------------------------------------------------------

SENDER = "sender: {name: Robin Placeholder}\n"


def called(write: Write, output: str, record: str, papers: str = "a4") -> list[Job]:
    write("names/_config.yml", f"{SENDER}papers: {papers}\n")
    write("names/_data/employers.yml", f"acme: {record}\nother: {{grade: 1}}\n")
    letter = LETTER.replace("layout:", f"output: {output!r}\nlayout:")
    file = write("names/2026/edx.md", letter)
    return plan.find(site.read(file.parents[1]))


@pytest.mark.parametrize(
    ("output", "record", "name"),
    [
        (
            "{sender.name} - {employer.company} - {employer.jobtitle}",
            '{company: Mudlark & Sons, jobtitle: "C/C++: R&D?"}',
            "Robin Placeholder - Mudlark & Sons - C-C++- R&D",
        ),
        ("{key} {letter} {page.layout}", "{}", "acme edx coverletter"),
        (
            "{sender.name} - {employer.jobtitle} - {employer.company}",
            "{company: A}",
            "Robin Placeholder - A",
        ),
        ("{sender.name} - {employer.company}", "{}", "Robin Placeholder"),
        ("{employer.company}/../../{key}", "{company: ../..}", "acme"),
        (
            "{employer.contact}: {employer.address}",
            "{contact: {name: Ada}, address: [1, 2]}",
            "Ada- 1",
        ),
        ("{employer.company}", '{company: "con"}', "_con"),
        ("{employer.company}", '{company: "a\\u202eb\\nc"}', "ab c"),
        ("{employer.company}", "{company: ..A..}", "A"),
    ],
)
def test_a_letter_names_its_pdf(write: Write, output: str, record: str, name: str) -> None:
    (job,) = called(write, output, record)
    assert job.problem is None
    assert targets([job]) == [f"out/2026/{name}.pdf"]


def test_a_name_is_no_longer_than_file_systems_take(write: Write) -> None:
    (job,) = called(write, "{employer.company}", f"{{company: {'ä' * 300}}}", "[a4, letter]")
    assert targets([job]) == [f"out/2026/{'ä' * 90} (A4).pdf"]
    assert len(Path(targets([job], "letter")[0]).name.encode()) < 255


@pytest.mark.parametrize(
    ("output", "papers", "names"),
    [
        ("{letter}", "a4", ["edx", "edx (US Letter)"]),
        ("{letter}", "letter", ["edx (A4)", "edx"]),
        ("{letter}", "[a4, letter]", ["edx (A4)", "edx (US Letter)"]),
        ("{letter} {paper}", "[a4, letter]", ["edx A4", "edx US Letter"]),
    ],
)
def test_a_name_has_the_paper_where_there_are_several(
    write: Write, output: str, papers: str, names: list[str]
) -> None:
    (job,) = called(write, output, "{}", papers)
    assert [dict(job.stems)[paper] for paper in ("a4", "letter")] == names


@pytest.mark.parametrize(
    ("output", "record", "error", "hint"),
    [
        ("{employer.compny}", "{company: A}", "there is no `employer.compny`", "company"),
        ("{sender.nmae}", "{}", "there is no `sender.nmae`", "name"),
        ("{emplyer.company}", "{}", "`{emplyer.company}` means nothing in a name", "employer."),
        ("{lettr}", "{}", "`{lettr}` means nothing in a name", "letter"),
        ("{employer.grade}", "{}", "nothing is left of the name", "Write a word"),
        ("{employer.company}", "{company: '{{ 1 }}'}", "is Liquid", "Name another value"),
    ],
)
def test_a_placeholder_that_means_nothing_stops_its_letter(
    write: Write, output: str, record: str, error: str, hint: str
) -> None:
    (job,) = called(write, output, record)
    assert job.problem is not None
    assert error in str(job.problem)
    assert hint in job.problem.finding.hint
    assert str(job.problem.finding.place).endswith("edx.md:2:9")


def test_rmarkdown_says_output_too(write: Write) -> None:
    for said in ("pdf_document", "komaletter::komaletter"):
        (job,) = called(write, said, "{}")
        assert (job.stems, job.problem) == ((), None)


# What is refused -------------------------------------------------------------------------------


def test_a_letter_that_is_not_there_is_an_error_with_the_likely_one(opened: Site) -> None:
    error = refusal(opened, [Path("edxx.md")])
    assert str(error) == "there is no letter `edxx.md`"
    assert error.finding.hint == "Did you mean `edx`?"


def test_an_employer_that_is_not_there_is_an_error_with_the_likely_one(opened: Site) -> None:
    error = refusal(opened, (), ["acne"])
    assert str(error) == "there is no employer `acne` in the site's data"
    assert error.finding.hint == "Did you mean `acme`?"


def test_an_employer_whose_key_would_be_a_folder_is_an_error(opened: Site) -> None:
    assert "cannot be part of a file's name" in str(refusal(opened, (), ["a/b"]))


@pytest.mark.parametrize(
    "names",
    [
        ("x.md", "x.markdown"),
        ("x.md", "X.markdown"),
        ("x.md", "x/index.md"),
        ("caf\u00e9.md", "cafe\u0301.markdown"),
    ],
)
def test_two_letters_never_write_the_same_file_on_any_file_system(
    write: Write, opened: Site, names: tuple[str, ...]
) -> None:
    for name in names:
        write(f"site/{name}", LETTER)
    assert "would both be built as" in str(refusal(opened))


def test_letters_of_one_name_from_two_places_are_refused(write: Write, opened: Site) -> None:
    named = [write("one/edx.md", LETTER), write("two/edx.md", LETTER)]
    assert "would both be built as `edx-a4.pdf`" in str(refusal(opened, named))


def test_a_letter_for_an_employer_never_replaces_another_letter(write: Write, opened: Site) -> None:
    write("site/edx-acme.md", LETTER)
    assert "would both be built as `edx-acme-a4.pdf`" in str(
        refusal(opened, [Path("edx")], ["acme"])
    )
    assert plan.find(opened, [Path("edx")], ["other"])


def test_letters_for_several_never_write_the_same_file(write: Write) -> None:
    with pytest.raises(UsageError, match=r"for `acme` and .* for `Acme` would both be built"):
        chosen(write, "all", "acme: {company: A}\nAcme: {company: B}\n")
    write("many/edx-acme.md", LETTER)
    with pytest.raises(UsageError, match=r"edx.md for `acme` would both be built"):
        chosen(write, "[acme]")


def test_two_names_that_are_the_same_are_told_before_any_work(write: Write) -> None:
    write("many/_config.yml", "output: 'For {employer.status}'\n")
    with pytest.raises(UsageError, match=r"would both be built as `For open \(A4\).pdf`") as caught:
        chosen(write, "all")
    assert caught.value.finding.hint == "Put `{key}` or `{letter}` into `output:`."


# Listing ---------------------------------------------------------------------------------------


def test_a_letter_that_cannot_be_read_is_listed_with_the_reason(
    write: Write, opened: Site, tmp_path: Path
) -> None:
    file = write("site/edx.md", LETTER.replace("employer: acme", "date: soon"))
    earlier = building.earlier(opened, tmp_path)
    (row,) = listing.states(plan.find(opened, [file]), opened, tmp_path, earlier)
    assert row.letter == file
    assert row.states == {}
    assert row.error.startswith("`soon` is not a date")


def test_the_listing_names_employers_and_papers(opened: Site, tmp_path: Path) -> None:
    found = plan.find(opened, [Path("edx"), opened.source / "about.md"], papers=["letter"])
    rows = listing.states(found, opened, tmp_path, building.earlier(opened, tmp_path))
    assert [(row.employer, list(row.states)) for row in rows] == [
        ("acme", ["letter"]),
        ("", ["letter"]),
    ]
