"""The script that a newcomer runs, tried with machines that lack this and that."""

import ast
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "outcry"


@pytest.fixture
def door() -> ModuleType:
    loader = SourceFileLoader("front_door", str(SCRIPT))
    module = module_from_spec(spec_from_loader("front_door", loader))
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


@pytest.fixture
def machine(door, monkeypatch, tmp_path):
    """A machine whose PATH, home and .venv are empty."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "demo.txt").write_text("django==5.2\n")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, path in {
        "ROOT": "",
        "VENV": ".venv",
        "TOOL": "var/tool",
        "NATIVE": "var/native",
        "UNPACKED": "var/mail_servers",
        "APT": "var/apt",
        "PYTHON": ".venv/bin/python",
    }.items():
        monkeypatch.setattr(door, name, tmp_path / path)
    return tmp_path


def program(path: Path, exit_code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "{path.name} $*" >> "{path.parent}/said"\nexit {exit_code}\n')
    path.chmod(0o755)
    return path


def test_it_parses_where_an_old_python_has_to_say_what_it_lacks():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))


def test_it_can_be_run_as_it_lies_there():
    assert os.access(SCRIPT, os.X_OK)


def test_a_shim_that_fails_is_passed_over(door, machine, monkeypatch):
    program(machine / "bin" / "python3.11", 127)
    good = program(machine / ".pyenv" / "versions" / "3.12.1" / "bin" / "python3")
    monkeypatch.setattr(sys, "executable", str(machine / "gone"))
    assert door.interpreter() == good


def test_without_a_new_python_it_says_which_one_this_is(door, machine, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(program(machine / "bin" / "python3", 1)))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed, and this is 3\."):
        door.interpreter()


def test_a_plain_user_without_sudo_installs_nothing(door, machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(machine / "bin" / "apt-get")
    assert door.apt_install(["qpdf"], "why") is False
    assert not (machine / "bin" / "said").exists()


def test_sudo_that_asks_for_a_password_is_not_used(door, machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(machine / "bin" / "sudo", 1)
    program(machine / "bin" / "apt-get")
    assert door.apt_install(["qpdf"], "why") is False


def test_root_is_told_what_is_installed_and_why(door, machine, monkeypatch, capfd):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(machine / "bin" / "apt-get")
    (machine / "bin" / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", f"{machine / 'bin'}:/usr/bin:/bin")
    assert door.apt_install(["qpdf"], "tests look at PDFs") is True
    assert (machine / "bin" / "said").read_text() == (
        "apt-get -q -y update\napt-get -q -y install --no-install-recommends qpdf\n"
    )
    assert capfd.readouterr().out == "outcry: installing qpdf with apt-get: tests look at PDFs\n"


def test_without_venv_and_without_root_it_prints_the_one_line(door, machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    python = program(machine / "bin" / "python3", 1)
    with pytest.raises(SystemExit, match="sudo apt-get install python3-venv"):
        door.uv_program(python)


def test_uv_on_the_path_is_taken_if_it_runs(door, machine):
    good = program(machine / "bin" / "uv")
    assert door.uv_program(machine / "none") == str(good)


def test_the_second_start_installs_nothing(door, machine, monkeypatch):
    calls = []

    def install(lock, uv, python):
        calls.append(lock.name)
        program(machine / ".venv" / "bin" / "python")
        (machine / ".venv" / "pyvenv.cfg").write_text("version = 3.11.2\n")

    monkeypatch.setattr(door, "install", install)
    monkeypatch.setattr(door, "uv_program", lambda python: None)
    monkeypatch.setattr(door, "interpreter", lambda: sys.executable)
    door.bring_packages("demo")
    door.bring_packages("demo")
    assert calls == ["demo.txt"]
    (machine / "locks" / "demo.txt").write_text("django==5.2.19\n")
    door.bring_packages("demo")
    assert calls == ["demo.txt", "demo.txt"]


def test_a_failed_installation_leaves_no_stamp(door, machine, monkeypatch):
    program(machine / ".venv" / "bin" / "python", 1)
    (machine / ".venv" / "pyvenv.cfg").write_text("version = 3.11.2\n")
    monkeypatch.setattr(door, "uv_program", lambda python: None)
    monkeypatch.setattr(door, "interpreter", lambda: "false")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with pytest.raises(SystemExit, match="could not be installed"):
        door.bring_packages("demo")
    assert not (machine / ".venv" / ".outcry-demo").exists()


def test_pango_is_not_brought_where_it_is(door, machine, monkeypatch):
    monkeypatch.setattr(door.ctypes, "CDLL", lambda name: object())
    monkeypatch.setattr(door, "apt_install", lambda *words: pytest.fail("nothing is missing"))
    door.bring_pango()


def test_a_plain_user_gets_pango_unpacked_or_the_line_for_an_administrator(door, machine, monkeypatch, capfd):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(door.ctypes, "CDLL", missing)
    monkeypatch.setattr(door.sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    door.bring_pango()
    assert "let an administrator run: apt-get install libpango-1.0-0" in capfd.readouterr().out


def test_mail_servers_are_unpacked_for_root_and_never_installed(door, machine, monkeypatch, capfd):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name in (*door.TEST_PROGRAMS, "apt-get", "dpkg-deb", "unshare"):
        program(machine / "bin" / name)
    monkeypatch.setenv("PATH", f"{machine / 'bin'}:/usr/bin:/bin")
    door.bring_test_programs()
    asked = [line for line in (machine / "bin" / "said").read_text().splitlines() if "install" in line]
    assert len(asked) == len(door.MAIL_SERVERS)
    assert all(" -s " in line for line in asked)  # only asked what it would take
    assert "outcry: unpacking postfix into var/mail_servers/postfix" in capfd.readouterr().out


def test_for_a_plain_user_no_mail_server_is_fetched(door, machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    for name in (*door.TEST_PROGRAMS, "apt-get", "dpkg-deb", "unshare"):
        program(machine / "bin" / name)
    door.bring_test_programs()
    assert not (machine / "bin" / "said").exists()


def test_what_was_unpacked_is_found_by_the_loader(door, machine):
    library = machine / "var" / "native" / "usr" / "lib" / "x86_64-linux-gnu" / "libpango-1.0.so.0"
    library.parent.mkdir(parents=True)
    library.touch()
    environ = {"LD_LIBRARY_PATH": "/opt/lib"}
    door.use_native(environ)
    assert environ["LD_LIBRARY_PATH"] == f"{library.parent}:/opt/lib"


def test_an_unknown_word_prints_what_there_is(door, capfd):
    assert door.main(["dance"]) == 2
    assert "./outcry demo" in capfd.readouterr().out
    assert door.main(["--help"]) == 0
