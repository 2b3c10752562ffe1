"""Builds that are stopped at any moment lose nothing and leave nothing behind: `make kills`.

Each trial builds the sample letters, on the warm engine, over the PDFs of an earlier build, and
sends the program, after a time by chance, one of SIGINT, SIGTERM and SIGKILL. Then no process of it
may live on, each PDF must be the earlier one or a new one, whole, and no folder for a moment may be
left; after SIGKILL, none that the next build does not sweep. The build after the last is right.
`make kills ARGS=200` makes 200 trials.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pipeline.engine import manifest
from pipeline.files import scratch
from pipeline.model.errors import PageError
from pipeline.pdf import inspection

ROOT = Path(__file__).parents[1]
TRIALS = 60
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
PATIENCE = 5.0  # seconds, until all must have ended


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Start a build into `folder` in a session of its own."""
    command = [sys.executable, "-m", "pipeline", "build", "--site", str(ROOT / "letters")]
    return subprocess.Popen(
        [*command, "--out", str(folder / "out"), "--cache", "none", "--engine", "warm"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def alive(session: int) -> list[str]:
    """Return what still runs in a session."""
    found = []
    for about in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = about.read_text("utf-8", "replace").partition(") ")
        except OSError:
            continue
        state, *numbers = rest.split()
        if state != "Z" and int(numbers[2]) == session:
            found.append(name)
    return found


def wrong(folder: Path, earlier: dict[str, bytes], number: signal.Signals) -> list[str]:
    """Return what is not as it must be in `folder` after a build was stopped."""
    found = []
    for name, before in earlier.items():
        file = folder / "out" / name
        if not file.is_file():
            found.append(f"{name} is gone")
        elif file.read_bytes() != before:
            try:
                inspection.read(file, file)
            except PageError as error:
                found.append(f"{name}: {error}")
    hidden = {file.name for file in (folder / "out").glob(".*")} - {manifest.NAME}
    found += [f"{name} is left" for name in sorted(hidden)]
    left = list((folder / "tmp").iterdir())
    if left and number != signal.SIGKILL:
        found.append(f"{len(left)} folders are left")
    for one in left:
        os.utime(one, (0, 0))
    scratch.sweep()
    found += [f"{one.name} is not swept" for one in (folder / "tmp").iterdir()]
    return found


def main() -> None:
    """Print what became of each kind of trial; fail where something was lost or left."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS
    chance = random.Random(1)  # noqa: S311  no secret
    problems: Counter[str] = Counter()
    done: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
        began = time.monotonic()
        start(folder).wait()
        whole = time.monotonic() - began
        kept = {file.name: file.read_bytes() for file in (folder / "out").glob("*.pdf")}
        # They must be told from new ones, which have the same bytes.
        earlier = {name: data + b"\n%%EOF\n" for name, data in kept.items()}
        for trial in range(trials):
            number = SIGNALS[trial % len(SIGNALS)]
            shutil.rmtree(folder / "out")
            (folder / "out").mkdir()
            for name, data in earlier.items():
                (folder / "out" / name).write_bytes(data)
            process = start(folder)
            time.sleep(chance.uniform(0, whole))
            process.send_signal(number)
            until = time.monotonic() + PATIENCE
            while (process.poll() is None or alive(process.pid)) and time.monotonic() < until:
                time.sleep(0.02)
            for words in alive(process.pid):
                problems[f"{number.name}: {words} lives on"] += 1
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            done[number.name] += 1
            for words in wrong(folder, earlier, number):
                problems[f"{number.name}: {words}"] += 1
        start(folder).wait()
        for name, data in kept.items():
            if (folder / "out" / name).read_bytes() != data:
                problems[f"the next build: {name} is another"] += 1
    print(", ".join(f"{count} × {name}" for name, count in done.items()))
    for words, count in problems.items():
        print(f"{count:4} {words}")
    print(f"{sum(problems.values())} problems")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
