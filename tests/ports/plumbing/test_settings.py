"""Where settings come from, what is refused, and that no secret is made up or shown."""

import stat
from pathlib import Path

import pytest

from propria.kernel.errors import Malformed, Refused
from propria.kernel.time import instant
from propria.plumbing.secret import GENERATED, Secret, make_secrets
from propria.plumbing.settings import SECRETS, Settings, documented

HEX = "ab" * 32


def test_without_anything_said_the_defaults_hold_and_point_into_the_data_folder(tmp_path: Path) -> None:
    settings = Settings.load({"PROPRIA_DATA_DIR": str(tmp_path)})
    assert settings.listen_port == 8000
    assert settings.database_url == f"sqlite:///{tmp_path}/propria.db"
    assert settings.blobs_url == f"file://{tmp_path}/blobs"
    assert settings.keys_file == f"{tmp_path}/keys/keys.db"
    assert not settings.is_demo


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "propria.toml"
    file.write_text('listen_port = 1\nbase_url = "https://file.example"\nsmtp_tls = false\n')
    settings = Settings.load({"PROPRIA_LISTEN_PORT": "2", "PROPRIA_SETTINGS": str(file)})
    assert (settings.listen_port, settings.base_url) == (2, "https://file.example")
    assert settings.smtp_tls is False


def test_any_setting_can_come_from_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(HEX + "\n")
    (tmp_path / "propria.toml").write_text('log_key_file = "key"\n')
    env = {"PROPRIA_MASTER_KEY_FILE": str(tmp_path / "key")}
    settings = Settings.load(env, tmp_path / "propria.toml")
    assert settings.secret_bytes("master_key") == settings.secret_bytes("log_key") == bytes.fromhex(HEX)


def test_a_demo_is_named_by_its_log() -> None:
    settings = Settings.load(
        {"PROPRIA_LOG_ORIGIN": "demo.localhost", "PROPRIA_STORY_START": "2026-11-22T10:00:00Z"}
    )
    assert settings.is_demo
    assert settings.story_start == instant("2026-11-22T10:00:00Z")


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_secret_is_refused_by_the_name_of_its_variable(name: str) -> None:
    with pytest.raises(Refused, match=r"settings\.secret_missing") as caught:
        Settings.load({}).secret(name)
    assert caught.value.facts["variable"] == f"PROPRIA_{name.upper()}"
    given = Settings.load({f"PROPRIA_{name.upper()}": HEX})
    assert given.secret(name) == Secret(HEX)


@pytest.mark.parametrize("text", ["short", "zz" * 32, HEX + "00"])
def test_a_key_of_the_wrong_form_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match=r"settings\.wrong_type"):
        Settings.load({"PROPRIA_MASTER_KEY": text}).secret_bytes("master_key")


def test_no_secret_shows_itself() -> None:
    settings = Settings.load({f"PROPRIA_{name.upper()}": HEX for name in SECRETS})
    assert HEX not in repr(settings) + str(settings.master_key) + f"{settings.master_key!s}"


@pytest.mark.parametrize(
    ("env", "code"),
    [
        ({"PROPRIA_LISTEN_PORT": "eighty"}, "settings.wrong_type"),
        ({"PROPRIA_SMTP_TLS": "perhaps"}, "settings.wrong_type"),
        ({"PROPRIA_STORY_START": "yesterday"}, "settings.wrong_type"),
        ({"PROPRIA_MASTER_KEY_FILE": "/nowhere/key"}, "settings.unreadable"),
        ({"PROPRIA_SETTINGS": "/nowhere/propria.toml"}, "settings.unreadable"),
    ],
)
def test_what_cannot_be_understood_is_refused(env: dict[str, str], code: str) -> None:
    with pytest.raises(Malformed) as caught:
        Settings.load(env)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("listen_prot = 1", "settings.unknown"),
        ("ignored = []", "settings.unknown"),
        ("listen_port = ", "settings.unreadable"),
        ("listen_port = true", "settings.wrong_type"),
        ("smtp_tls = 1", "settings.wrong_type"),
    ],
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "propria.toml"
    file.write_text(text)
    with pytest.raises(Malformed) as caught:
        Settings.load({}, file)
    assert caught.value.code == code


def test_a_variable_that_is_no_setting_is_reported() -> None:
    assert Settings.load({"PROPRIA_LISTEN_PROT": "1", "HOME": "/"}).ignored == ("listen_prot",)


def test_every_setting_is_documented() -> None:
    rows = documented()
    assert len({row.variable for row in rows}) == len(rows)
    assert all(row.doc.endswith(".") and row.kind for row in rows)
    assert {row.variable for row in rows if row.is_secret} == {f"PROPRIA_{n.upper()}" for n in SECRETS}
    assert all(row.default == "" for row in rows if row.is_secret)


def test_a_new_installation_makes_its_own_secrets_once(tmp_path: Path) -> None:
    first = make_secrets(tmp_path / "secrets")
    texts = {variable: Path(file).read_text() for variable, file in first.items()}
    assert make_secrets(tmp_path / "secrets") == first
    assert {variable: Path(file).read_text() for variable, file in first.items()} == texts
    assert len(set(texts.values())) == len(GENERATED)
    assert {stat.S_IMODE(Path(file).stat().st_mode) for file in first.values()} == {0o600}
    settings = Settings.load(first)
    assert all(len(settings.secret_bytes(name)) == 32 for name in GENERATED)
