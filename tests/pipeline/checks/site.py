"""A small site for the checks: employers that are easily confused, and letters to them."""

from __future__ import annotations

from pathlib import Path

from pipeline.checks import examine
from pipeline.checks.examine import Checked
from pipeline.engine import plan, recipe
from pipeline.engine.rules import RULES
from pipeline.sources import site as sites

EMPLOYERS = """\
plain:
  jobtitle: Engineer
  nothing: ""
tidewater:
  company: Tidewater Sensors Ltd
  contact: Dr. Ines Beispiel
  jobtitle: Data Analyst (Buoys & Gauges)
  jobpostingurl: https://tidewater.example/jobs/analyst?ref=site&id=42#apply
  coverletter:
    greetings: Dr. Beispiel
lindenblatt:
  company: Lindenblatt Verlag GmbH
  contact: Frau Erika Mustermann
  jobtitle: Redakteurin (m/w/d) für Sachbücher
  jobpostingurl: https://lindenblatt.example/jobs/redaktion
northfold:
  company: Northfold Libraries Trust
  contact: Ms. A. N. Other
  jobtitle: Project Lead, Digital Collections
  jobpostingurl: https://northfold.example/vacancies/project-lead
  reference: NLT-2026/118
signal:
  company: Signal Inc.
  jobtitle: Software Engineer
  jobpostingurl: https://www.linkedin.com/jobs/view/1
edx:
  name: edX
  jobtitle: Relationship Manager for Europe (Contract Role)
  coverletter:
    greetings: edX HR Department
  max_words: 20
twin:
  company: Tidewater Sensors Ltd
  contact: Dr. Ines Beispiel
  jobtitle: Software Engineer
odd:
  jobtitle: '[Position] \\textbf{x} <name>'
group:
  company: Harbourside Works (HSW)
  parent: Lindenblatt Verlag GmbH
  jobtitle: Editor
uni:
  company: Universität Großenbach
  jobpostingurl: https://jobs.grossenbach.example/113
  jobtitle: Sachbearbeiter Einkauf (m/w/d)
deepfield:
  company: deepfield.ai
  jobtitle: Site Reliability Engineer
müller:
  company: KBV Müller & Söhne GmbH
  short: KBV
  jobtitle: Responsable des données
road:
  company: The Open Road Company
  jobtitle: Senior Designer
"""
CONFIG = 'sender: {name: Robin Placeholder}\nurl: "https://robin.example"\n'
FRONT = "---\nemployer: plain\n---\n"
"""What stands above a case that is only a letter's text."""


def make(folder: Path, files: dict[str, str]) -> sites.Site:
    """Write `files` into a site with the employers above, and read it."""
    for name, text in ({"_data/employers.yml": EMPLOYERS, "_config.yml": CONFIG} | files).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return sites.read(folder)


def look(folder: Path, letter: str, files: dict[str, str] | None = None) -> Checked:
    """Return what is found in `letter`, the text of a file with or without front matter."""
    text = letter if letter.startswith("---\n") else FRONT + letter
    opened = make(folder, {"letter.md": text, **(files or {})})
    (job,) = plan.find(opened, [folder / "letter.md"])
    return recipe.check(job, opened, examine.known(opened, RULES))
