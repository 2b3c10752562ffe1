"""Values that a command line gives stand over what the files say, and nothing else changes."""

from pathlib import Path

import pytest

from pipeline.model.errors import UsageError
from pipeline.sources import defaults, site
from pipeline.sources.site import Site
from tests.pipeline.conftest import Write

RECORDS = "acme: {company: Acme, wage: 1}\nother: {company: Other}\n"


def opened(write: Write, *settings: str, name: str = "employers.yml", text: str = RECORDS) -> Site:
    write("site/_config.yml", "sender: {name: Robin, phone: 1}\nmine: 1\n")
    write(f"site/_data/{name}", text)
    write("site/x.md", "---\nlayout: coverletter\nown: 1\n---\nDear\n")
    return site.read(write("site/y.md").parent, settings=settings)


def test_each_root_stands_over_its_file(write: Write) -> None:
    read = opened(
        write,
        "page.date = today",
        "page.own=2",
        "page.papers=[a4]",
        "employer.jobtitle=C# # 1",
        "employer.wage=true",
        "sender.phone=0123",
        "site.mine=a=b",
        "site.font=heros",
    )
    front = defaults.read(read.source / "x.md", read).front
    assert front.value == {"layout": "coverletter", "own": 2, "date": "today", "papers": ["a4"]}
    assert str(front.place("date")) == "--set page.date"
    assert front.place("layout").file == read.source / "x.md"
    assert read.employers["acme"] == {"company": "Acme", "wage": True, "jobtitle": "C# # 1"}
    assert read.data["employers"]["other"]["jobtitle"] == "C# # 1"
    assert str(read.records.place("acme", "jobtitle")) == "--set employer.jobtitle"
    assert read.config.value == {
        "sender": {"name": "Robin", "phone": "0123"},
        "mine": "a=b",
        "font": "heros",
    }


def test_a_row_of_a_table_is_a_record_too(write: Write) -> None:
    table = "key,company\nacme,Acme\n"
    read = opened(write, "employer.company=Zed", name="employers.csv", text=table)
    assert read.employers["acme"]["company"] == "Zed"
    assert read.data["employers"] == [{"key": "acme", "company": "Zed"}]
    assert str(read.records.place("acme", "company")) == "--set employer.company"


@pytest.mark.parametrize(
    ("given", "error", "hint"),
    [
        ("page", "`--set page` gives no value", "Write the key"),
        ("date=today", "`--set date=today` gives no value", "Write the key"),
        ("employers.a=1", "`--set` knows no `employers`", "Did you mean `employer`?"),
        ("page.dat=1", "nothing has a key `dat` below `page`", "Did you mean `date`?"),
        ("page.ownn=1", "nothing has a key `ownn` below `page`", "Did you mean `own`?"),
        ("employer.compny=1", "nothing has a key `compny`", "Did you mean `company`?"),
        ("sender.nmae=1", "nothing has a key `nmae` below `sender`", "Did you mean `name`?"),
        ("site.minee=1", "nothing has a key `minee` below `site`", "Did you mean `mine`?"),
        ("page.papers=[a4: [}]", "the value cannot be read", ""),
    ],
)
def test_a_key_that_nothing_has_is_an_error_with_the_nearest(
    write: Write, given: str, error: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        opened(write, given)
    assert str(caught.value).startswith(error)
    assert caught.value.finding.hint.startswith(hint)


def test_a_value_is_no_part_of_another_run(write: Write, tmp_path: Path) -> None:
    from pipeline.engine.world import World

    plain, given = opened(write), opened(write, "page.own=2")
    assert World(plain).config != World(given).config
