"""`./outcry test`: every step that a change has to pass, each announced by one line.

    python -m tests.gate                every step
    python -m tests.gate --checks       the steps before the suite
    python -m tests.gate ARGUMENTS …    only pytest, with them, on SQLite

A step that fails does not hide the ones after it; the exit says whether all passed. The last line
is the closing line of the last pytest run.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kit.encryption import new_ring
from tests import audit
from tests.broker import broker
from tests.postgres import postgres

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
ROOMS = (
    "kit",
    "outbox",
    "campaigns",
    "supporters",
    "appeals",
    "letters",
    "mailings",
    "seeds",
    "demo",
    "config",
)
# Doors and rows are Django's to type; what is checked is what decides.
NOT_TYPED = {"admin", "apps", "forms", "migrations", "models", "urls", "views", "management", "__pycache__"}
# Words of letters in German and Polish, quoted in code and tests; FitH is a PDF viewer's word, Nd the digits of Unicode,
# Vai a script.
FOREIGN = "oder,sie,ist,numer,oktober,unter,als,vor,fith,nd,vai"
PYTEST = [PYTHON, "-m", "pytest", "-p", "no:cacheprovider"]


@dataclass(frozen=True)
class Step:
    name: str
    run: Callable[[], bool]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def calls(*command: object, **environment: str) -> Callable[[], bool]:
    return lambda: (
        subprocess.call([str(word) for word in command], cwd=ROOT, env={**os.environ, **environment}) == 0
    )


def verb_files() -> list[str]:
    found = [path.relative_to(ROOT) for room in ROOMS for path in sorted((ROOT / room).glob("**/*.py"))]
    return [str(path) for path in found if not NOT_TYPED & {path.stem, *path.parts}]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").glob("**/*.html"))


def checks(scratch: Path) -> Iterator[Step]:
    deployed = as_deployed(scratch)
    manage = [PYTHON, "manage.py"]
    yield Step("format", calls(BIN / "ruff", "format", "--check", ".", "outcry"))
    yield Step("lint", calls(BIN / "ruff", "check", "--quiet", ".", "outcry"))
    yield Step("template format", calls(BIN / "djade", "--check", "--target-version", "5.2", *templates()))
    yield Step("spelling", calls(BIN / "codespell", "--ignore-words-list", FOREIGN, "."))
    yield Step(
        "types of verb files",
        calls(PYTHON, "-m", "mypy", "--follow-imports=silent", *verb_files(), **deployed),
    )
    yield Step(
        "migrations match models", calls(*manage, "makemigrations", "--check", "--dry-run", **deployed)
    )
    yield Step(
        "settings of a deployment", calls(*manage, "check", "--deploy", "--fail-level", "WARNING", **deployed)
    )
    yield Step("known holes in locked packages", lambda: audit.passes(ROOT / "locks" / "run.txt", say=say))


def as_deployed(scratch: Path) -> dict[str, str]:
    """The settings of a production machine, with secrets of their own."""
    (scratch / "keyring").write_text(new_ring())
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "OUTCRY_ENV_FILE": "",
        "OUTCRY_DEMO": "false",
        "OUTCRY_DEMO_DIR": str(scratch),
        "OUTCRY_SECRET_KEY": "j3Zq0n-Yt7wXc5Rb1KdVh9Lm2Ps8Gf4Ua6Ee_TiOyNxQrWvBzMkHgJlCpDs",
        "OUTCRY_KEYRING": str(scratch / "keyring"),
        "OUTCRY_URL": "https://outcry.example",
        "OUTCRY_CONTACT": "team@outcry.example",
        "OUTCRY_HOSTS": "outcry.example",
    }


class Suite:
    """One run of pytest; `closing` keeps its last line, to be said again at the very end."""

    closing = ""

    def __call__(self, *arguments: str, **environment: str) -> bool:
        command = [*PYTEST, "--color=no", *arguments]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                say(line.rstrip("\n"))
                if line.strip():
                    Suite.closing = line.strip()
        return process.returncode == 0


def lanes(services: ExitStack) -> Iterator[Step]:
    # A whole module or class for one worker: what it has loaded once, such as the seeds, is not loaded by the others.
    # Three on two cores, because stories wait: for a browser, a cooling window, a server that starts.
    suite, workers = Suite(), ("-q", "-n", "3", "--dist", "loadscope", "--no-loadscope-reorder")

    def sqlite() -> bool:
        return suite(*workers, DATABASE_URL="", REDIS_URL="")

    def postgresql() -> bool:
        database = os.environ.get("DATABASE_URL") or services.enter_context(postgres())
        redis = os.environ.get("REDIS_URL") or services.enter_context(broker()) or ""
        second = {"OUTCRY_ONLY_WITH_SERVICES": "1"}
        return suite(*workers, "-m", "not browser", DATABASE_URL=database, REDIS_URL=redis, **second)

    yield Step("suite on SQLite and the embedded broker, with the browser", sqlite)
    yield Step("suite on PostgreSQL and Valkey", postgresql)


def passed(steps: Iterator[Step]) -> list[tuple[str, bool, float]]:
    results = []
    for step in steps:
        say(f"== {step.name}")
        began = time.monotonic()
        results.append((step.name, step.run(), time.monotonic() - began))
    return results


def main(arguments: list[str]) -> int:
    if arguments and arguments != ["--checks"]:
        os.execv(PYTHON, [*PYTEST, *arguments])  # noqa: S606 -- pytest takes this process over, and its signals
    with tempfile.TemporaryDirectory(prefix="outcry-gate-") as scratch, ExitStack() as services:
        results = passed(checks(Path(scratch)))
        if not arguments:
            results += passed(lanes(services))
    say("==")
    for name, ok, seconds in results:
        say(f"{'passed' if ok else 'FAILED'}  {name} ({seconds:.0f} s)")
    if Suite.closing:
        say(Suite.closing)
    return 0 if all(ok for _, ok, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
