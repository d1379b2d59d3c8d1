"""What the demonstration needs before Django can start: a secret, a key ring, a log-in; made once, kept in var/demo."""

import os
import secrets
from pathlib import Path

from kit.encryption import new_ring

ROOT = Path(__file__).resolve().parent.parent
LOGIN_NAME = "demo"
# Long enough to change the letter, short enough to see it leave; a deployment waits an hour (config.settings).
COOLING_SECONDS = 30
LETTERS_PER_HOUR = 600


def directory() -> Path:
    return Path(os.environ.get("OUTCRY_DEMO_DIR") or ROOT / "var" / "demo").resolve()


def make(folder: Path) -> Path:
    """Make what is missing in `folder`, readable by this user alone; return the path of its demo.env."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / "static").mkdir(mode=0o700, exist_ok=True)
    _write_once(folder / "keyring", new_ring)
    _write_once(folder / "password", lambda: secrets.token_urlsafe(9))
    return _write_once(folder / "demo.env", lambda: _env_file(folder))


def password(folder: Path) -> str:
    return (folder / "password").read_text().strip()


def use(folder: Path) -> None:
    """Point Django's settings at the demonstration in `folder`, whatever outcry.env says."""
    os.environ["OUTCRY_ENV_FILE"] = str(make(folder))
    os.environ["OUTCRY_DEMO"] = "true"
    os.environ["OUTCRY_DEMO_DIR"] = str(folder)


def _env_file(folder: Path) -> str:
    return (
        f"OUTCRY_SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"OUTCRY_KEYRING={folder / 'keyring'}\n"
        f"OUTCRY_COOLING_SECONDS={COOLING_SECONDS}\n"
        f"OUTCRY_LETTERS_PER_HOUR={LETTERS_PER_HOUR}\n"
    )


def _write_once(path: Path, make_text) -> Path:
    if path.exists():
        return path
    # Written beside and renamed: a start that is killed here leaves no half of a key ring behind.
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(make_text())
    part.rename(path)
    return path
