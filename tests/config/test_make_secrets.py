import stat

import pytest
from django.core.management import CommandError, call_command

from config.management.commands.make_secrets import write_private
from kit.encryption import KeyRing


def test_two_files_only_their_user_may_read(tmp_path, capsys):
    call_command("make_secrets", directory=tmp_path)

    ring, environment = tmp_path / "outcry.keyring", tmp_path / "outcry.env"
    settings = dict(
        line.split("=", 1) for line in environment.read_text().splitlines() if not line.startswith("#")
    )
    assert [stat.S_IMODE(path.stat().st_mode) for path in (ring, environment)] == [0o600, 0o600]
    assert settings.keys() == {"OUTCRY_SECRET_KEY", "OUTCRY_KEYRING"}
    assert settings["OUTCRY_KEYRING"] == str(ring)
    assert len(settings["OUTCRY_SECRET_KEY"]) >= 50
    assert KeyRing(ring.read_text(), name="ring").current
    assert settings["OUTCRY_SECRET_KEY"] not in capsys.readouterr().out


@pytest.mark.parametrize("there", ["outcry.env", "outcry.keyring"])
def test_nothing_is_written_over(tmp_path, there):
    (tmp_path / there).write_text("ours")

    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("make_secrets", directory=tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "ours"


def test_a_file_that_appears_in_between_is_kept(tmp_path):
    (tmp_path / "outcry.env").write_text("ours")

    with pytest.raises(FileExistsError):
        write_private(tmp_path / "outcry.env", "theirs")

    assert (tmp_path / "outcry.env").read_text() == "ours"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        CommandError, match=r"gone.outcry\.keyring cannot be written \(No such file or directory\)"
    ):
        call_command("make_secrets", directory=tmp_path / "gone")
