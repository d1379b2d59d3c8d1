"""`./outcry test`: every step that a change has to pass, each announced by one line.

    python -m tests.gate                every step
    python -m tests.gate --checks       the steps before the suite
    python -m tests.gate ARGUMENTS …    only pytest, with them, on SQLite

A step that fails does not hide the ones after it; the exit says whether all passed. The last line
is the closing line of the last pytest run. The steps before the suite run two at a time, and what each
of them says is printed in one piece.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from kit.encryption import new_ring
from tests import audit, lanes, migrated, pressed
from tests.broker import broker
from tests.postgres import postgres

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
ROOMS = (
    "kit",
    "trail",
    "outbox",
    "campaigns",
    "supporters",
    "appeals",
    "letters",
    "mailings",
    "reports",
    "rights",
    "staff",
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


Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """`run` says what there is to say line by line, and returns whether the change passes."""

    name: str
    run: Callable[[Say], bool]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def calls(*command: object, **environment: str) -> Callable[[Say], bool]:
    def run(say: Say) -> bool:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if done.stdout.strip():
            say(done.stdout.rstrip())
        return done.returncode == 0

    return run


def verb_files() -> list[str]:
    found = [path.relative_to(ROOT) for room in ROOMS for path in sorted((ROOT / room).glob("**/*.py"))]
    return [str(path) for path in found if not NOT_TYPED & {path.stem, *path.parts}]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").glob("**/*.html"))


def checks(scratch: Path) -> Iterator[Step]:
    deployed = as_deployed(scratch)
    manage = [PYTHON, "manage.py"]
    # The longest first: the others take turns beside it.
    yield Step(
        "types of verb files",
        calls(PYTHON, "-m", "mypy", "--follow-imports=silent", *verb_files(), **deployed),
    )
    yield Step("format", calls(BIN / "ruff", "format", "--check", ".", "outcry"))
    yield Step("lint", calls(BIN / "ruff", "check", "--quiet", ".", "outcry"))
    yield Step("template format", calls(BIN / "djade", "--check", "--target-version", "5.2", *templates()))
    yield Step("spelling", calls(BIN / "codespell", "--ignore-words-list", FOREIGN, "."))
    yield Step(
        "migrations match models", calls(*manage, "makemigrations", "--check", "--dry-run", **deployed)
    )
    yield Step(
        "settings of a deployment", calls(*manage, "check", "--deploy", "--fail-level", "WARNING", **deployed)
    )
    yield Step(
        "known holes in locked packages", lambda say: audit.passes(ROOT / "locks" / "run.txt", say=say)
    )


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

    def __call__(self, say: Say, *arguments: str, **environment: str) -> bool:
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


@dataclass
class Ground:
    """What the lanes stand on: a scratch folder, servers that end with the gate, and where a migrated database is to be had."""

    scratch: Path
    services: ExitStack
    lent: dict[str, str] = field(default_factory=dict)

    def databases(self) -> Iterator[Step]:
        def sqlite(say: Say) -> bool:
            self.lent[migrated.FILE] = str(migrated.make_file(self.scratch))
            return True

        def postgresql(say: Say) -> bool:
            url = os.environ.get("DATABASE_URL") or self.services.enter_context(postgres())
            self.lent["DATABASE_URL"] = url
            made = self.services.enter_context(migrated.made_database(url, self.scratch))
            self.lent[migrated.DATABASE] = made
            return True

        yield Step("every migration on an empty SQLite", sqlite)
        yield Step("every migration on an empty PostgreSQL", postgresql)

    def lanes(self) -> Iterator[Step]:
        # A whole module or class for one worker: what it has loaded once, such as the seeds, is not loaded by the others.
        # Three on two cores, because stories wait: for a browser, a cooling window, a server that starts.
        suite, workers = Suite(), ("-q", "-n", "3", "--dist", "loadscope", "--no-loadscope-reorder")

        (pages := self.scratch / "pressed").mkdir()
        self.lent[pressed.FOLDER] = str(pages)

        def sqlite(say: Say) -> bool:
            first = {"DATABASE_URL": "", "REDIS_URL": "", lanes.CHOSEN: lanes.FIRST}
            return suite(say, *workers, **{**self.lent, **first})

        def postgresql(say: Say) -> bool:
            redis = os.environ.get("REDIS_URL") or self.services.enter_context(broker()) or ""
            second = {"REDIS_URL": redis, lanes.CHOSEN: lanes.SECOND}
            return suite(say, *workers, **{**self.lent, **second})

        yield Step("suite on SQLite and the embedded broker, with the browser", sqlite)
        yield Step("suite on PostgreSQL and Valkey", postgresql)


Result = tuple[str, bool, float]


def result_of(step: Step, say: Say) -> Result:
    began = time.monotonic()
    try:
        ok = step.run(say)
    except (
        Exception
    ) as error:  # a server that does not start, a migration that fails: the steps after it still run
        say(f"{type(error).__name__}: {error}")
        ok = False
    return step.name, ok, time.monotonic() - began


def one_by_one(steps: Iterable[Step]) -> list[Result]:
    results = []
    for step in steps:
        say(f"== {step.name}")
        results.append(result_of(step, say))
    return results


def two_at_a_time(steps: Iterable[Step]) -> list[Result]:
    """Both cores; the lines of a step stand together, in the order in which steps end."""

    def run(step: Step) -> Result:
        lines = [f"== {step.name}"]
        result = result_of(step, lines.append)
        say("\n".join(lines))
        return result

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, steps))


def keep_bytecode(scratch: Path) -> None:
    """Let every process of the gate find what another has compiled, whatever the shell's environment says of that.

    A lane starts well over a hundred: workers, demonstrations, benchmarks. pytest rewrites the asserts of all tests once, too.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(scratch / "bytecode")


def main(arguments: list[str]) -> int:
    if arguments and arguments != ["--checks"]:
        os.execv(PYTHON, [*PYTEST, *arguments])  # noqa: S606 -- pytest takes this process over, and its signals
    with tempfile.TemporaryDirectory(prefix="outcry-gate-") as scratch, ExitStack() as services:
        keep_bytecode(Path(scratch))
        ground = Ground(Path(scratch), services)
        results = two_at_a_time([*checks(ground.scratch), *([] if arguments else ground.databases())])
        if not arguments:
            results += one_by_one(ground.lanes())
    say("==")
    for name, ok, seconds in results:
        say(f"{'passed' if ok else 'FAILED'}  {name} ({seconds:.0f} s)")
    if Suite.closing:
        say(Suite.closing)
    return 0 if all(ok for _, ok, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
