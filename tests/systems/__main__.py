"""Try a fresh clone on other releases: in bare roots, with python3, git, make and nothing else.

    tests/systems/run [--quick] [--source URI] [--keep DIR] SUITE...

For each suite a root is made with debootstrap, the checkout's last commit is cloned into it, and
`make pdf` and `make test` run there, as README says. A table is printed; it fails where one of them
has failed. What cannot be had here is skipped, with the reason. It runs as root.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "systems"
PACKAGES = "python3,python3-venv,git,make,ca-certificates"
SCRIPTS = Path("/usr/share/debootstrap/scripts")
QUICK = (
    "tests/page/test_structure.py tests/page/test_extraction.py tests/page/test_standards.py"
    " tests/test_golden.py tests/test_seed.py tests/test_tex_errors.py"
    " tests/pipeline/typeset/test_walls.py -k 'not of_a_sample'"
)
UBUNTU = ("focal", "jammy", "noble", "resolute")
# What a machine behind a proxy needs to reach its registries.
CARRIED_FILES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf")
CARRIED_VARIABLES = re.compile(
    r"PIP_(?!FIND_LINKS)|SSL_CERT_|REQUESTS_CA|CURL_CA|.*_(?:proxy|PROXY)$"
)
HEAD = ("suite", "TeX", "Python", "set-up", "added", "make pdf", "make test")


class SkippedError(Exception):
    """A suite cannot be had here; the message says why."""


@dataclass
class Row:
    """What was found on one suite, as it is printed."""

    suite: str
    cells: list[str] = field(default_factory=list)
    is_green: bool = True


def sources(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the address, the suites and the components of each apt source below `folder`.

    Both ways of writing them are read: see sources.list(5).
    """
    for file in sorted(folder.rglob("*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text("utf-8")):
            lines = [line for line in stanza.splitlines() if not line.startswith("#")]
            pairs = (line.partition(":") for line in lines if not line.startswith((" ", "\t")))
            fields = {key.lower(): value.split() for key, _, value in pairs}
            if "deb" in fields.get("types", []) and fields.get("enabled") != ["no"]:
                for address in fields.get("uris", []):
                    yield address, fields.get("suites", []), fields.get("components", [])
    for file in sorted(folder.rglob("*.list")):
        for line in file.read_text("utf-8").splitlines():
            words = re.sub(r"\[.*?\]", "", line.partition("#")[0]).split()
            if len(words) > 2 and words[0] == "deb":
                yield words[1], [words[2]], words[3:]


def source_for(suite: str, folder: Path = Path("/etc/apt")) -> str:
    """Return the address of an archive that has `suite`. Raises `SkippedError`."""
    kind = "ubuntu" if suite in UBUNTU else "debian"
    addresses = [
        address.rstrip("/")
        for address, suites, components in sources(folder)
        if "main" in components
        and address.rstrip("/").endswith(f"/{kind}")
        and not any(name.endswith("-security") for name in suites)
    ]
    for address in dict.fromkeys(addresses):
        try:
            release = f"{address}/dists/{suite}/Release"
            with urllib.request.urlopen(release, timeout=30):  # noqa: S310  apt's own addresses
                return address
        except (urllib.error.URLError, OSError):
            continue
    raise SkippedError(f"no apt source of this machine has it ({len(addresses)} of {kind} asked)")


def make_root(suite: str, root: Path, address: str) -> None:
    """Make the bare root. Raises `SkippedError`; what is half made then is removed."""
    if os.geteuid() != 0:
        raise SkippedError("only root can make a root")
    if shutil.which("debootstrap") is None:
        install = ["sh", str(ROOT / "latex/install-tex.sh"), "--apt", "debootstrap"]
        if subprocess.run(install, check=False).returncode != 0:
            raise SkippedError("debootstrap is not here, and cannot be installed")
    script = SCRIPTS / suite
    if not script.exists():  # a suite that is newer than this debootstrap
        script = SCRIPTS / ("gutsy" if suite in UBUNTU else "sid")
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}"]
    if suite in UBUNTU:  # TeX and its fonts are in the second
        command.append("--components=main,universe")
    try:
        log(suite, "root", [*command, suite, root, address, script])
    except subprocess.CalledProcessError as error:
        shutil.rmtree(root, ignore_errors=True)
        raise SkippedError("debootstrap cannot make it here; its last lines are above") from error
    for name in CARRIED_FILES:
        if Path(name).is_file():
            shutil.copyfile(name, root / name.lstrip("/"))
    for file in Path("/etc/apt/apt.conf.d").glob("*"):
        if "Acquire::" in file.read_text("utf-8", errors="replace"):
            shutil.copyfile(file, root / "etc/apt/apt.conf.d" / file.name)


def clone(root: Path) -> None:
    """Put a fresh clone into `root`, and what lies beside the checkout."""
    target = root / "try/coverpress"
    shutil.rmtree(target.parent, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, target], check=True)
    if (ROOT.parent / "shared").is_dir():
        shutil.copytree(ROOT.parent / "shared", target.parent / "shared")


def inside(root: Path, command: Sequence[str]) -> list[str | Path]:
    """Return `command` to be run in `root`: what is mounted for it is gone with the process."""
    environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME=/root",
        "LANG=C.UTF-8",
        *(f"{name}={value}" for name, value in os.environ.items() if CARRIED_VARIABLES.match(name)),
    ]
    mounts = 'mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"; exec chroot "$0" "$@"'
    unshared = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", mounts]
    return [*unshared, root, "env", "-i", *environment, *command]


def log(suite: str, name: str, command: Sequence[str | Path]) -> str:
    """Run `command`, keep what it says in a file, and return it. Raises `CalledProcessError`."""
    print(f"{suite}: {name}", file=sys.stderr, flush=True)
    file = OUT / f"{suite}-{name.replace(' ', '-')}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as said:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, check=False
        )
    text = file.read_text("utf-8", errors="replace")
    if done.returncode != 0:
        print(*text.splitlines()[-25:], sep="\n", file=sys.stderr)
        done.check_returncode()
    return text


def size(root: Path) -> int:
    """Return how much `root` holds, in megabytes."""
    told = subprocess.run(["du", "-smx", root], capture_output=True, text=True, check=True)
    return int(told.stdout.split()[0])


def attempt(suite: str, root: Path, arguments: argparse.Namespace) -> Row:
    """Try one suite."""
    row = Row(suite)
    try:
        if not (root / "usr").is_dir():
            make_root(suite, root, arguments.source or source_for(suite))
    except SkippedError as error:
        row.cells = [f"skipped: {error}"]
        return row
    clone(root)

    def timed(name: str, *words: str) -> tuple[str, float]:
        started = time.monotonic()
        make = inside(root, ["make", "-C", "/try/coverpress", *words])
        try:
            said = log(suite, name, make)
        except subprocess.CalledProcessError:
            row.is_green = False
            said = "failed"
        return said, time.monotonic() - started

    before = size(root)
    _, seconds = timed("set-up", "dev")
    row.cells = [*versions(root), f"{seconds:.0f} s", f"{size(root) - before} MB"]
    said, seconds = timed("make pdf", "pdf")
    row.cells.append(f"{'failed' if said == 'failed' else 'ok'}, {seconds:.0f} s")
    for pdf in (root / "try/coverpress/build").glob("*.pdf"):
        (OUT / suite).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pdf, OUT / suite / pdf.name)
    if arguments.quick and (root / "try/shared/seed").is_dir():
        timed("the real letter", "pdf", "SITE=/try/shared/seed", "OUT=/try/seed")
    words = [f"ARGS={QUICK}"] if arguments.quick else []
    said, seconds = timed("make test", "test", *words)
    counts = re.findall(r"\d+ (?:passed|failed|skipped)", said.rpartition("\n=")[2] or said)
    row.cells.append(f"{', '.join(counts) or 'failed'}, {seconds:.0f} s")
    return row


def versions(root: Path) -> tuple[str, str]:
    """Return what TeX Live and which Python `root` has."""

    def ask(*command: str) -> str:
        asked = inside(root, command)
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout

    tex = re.search(r"TeX Live \d+", ask("lualatex", "--version"))
    return (tex.group() if tex else "none"), ask("python3", "--version").removeprefix(
        "Python "
    ).strip()


def table(rows: Sequence[Row]) -> str:
    """Return `rows` below the head, in columns as wide as their widest cell."""
    whole = [HEAD, *((row.suite, *row.cells) for row in rows if len(row.cells) > 1)]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    lines = ["  ".join(map(str.ljust, cells, widths)).rstrip() for cells in whole]
    lines += [f"{row.suite}  {row.cells[0]}" for row in rows if len(row.cells) == 1]
    return "\n".join(lines)


def main() -> int:
    """Try each suite that the command line names, and print the table."""
    parser = argparse.ArgumentParser(
        prog="tests/systems/run", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("suites", nargs="+", metavar="SUITE", help="such as bookworm or trixie")
    parser.add_argument("--quick", action="store_true", help="the page's tests only")
    parser.add_argument("--source", metavar="URI", help="an archive that has the suites")
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="keep the roots here, for next time"
    )
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="coverpress-", dir="/var/tmp") as temporary:
        for suite in arguments.suites:
            root = (arguments.keep or Path(temporary)).resolve() / suite
            root.parent.mkdir(parents=True, exist_ok=True)
            rows.append(attempt(suite, root, arguments))
            if not arguments.keep:
                shutil.rmtree(root, ignore_errors=True)
    print(table(rows))
    return 0 if all(row.is_green for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
