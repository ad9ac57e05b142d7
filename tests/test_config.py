"""Settings from kb.toml and the environment."""

import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from kb.config import Settings, load_settings
from kb.errors import KbError, ReadError, UsageError
from kb.knowledge.fiscal import fiscal_calendars

EXAMPLE = """
database = "sqlite:///news.db"
jobs = 4
gazetteers = ["ours.csv", "sub/theirs.csv"]

[fiscal.acme]
ticker = "ACME"
rule = "last saturday of september"
"""


def write(directory, text):
    (directory / "kb.toml").write_text(text, encoding="utf-8")
    return directory


def test_defaults(tmp_path):
    assert load_settings(tmp_path, {}) == Settings()
    assert Settings().database == "sqlite:///kb.db"
    assert (Settings().jobs, Settings().gazetteers, dict(Settings().fiscal)) == (1, (), {})


def test_a_file(tmp_path):
    settings = load_settings(write(tmp_path, EXAMPLE), {})
    assert (settings.database, settings.jobs) == ("sqlite:///news.db", 4)
    assert settings.gazetteers == (tmp_path / "ours.csv", tmp_path / "sub" / "theirs.csv")
    assert str(fiscal_calendars(settings.fiscal)["acme"].year(2024)) == "2023-10-01/2024-09-28"


def test_the_environment_wins(tmp_path):
    environ = {
        "KB_DATABASE_URL": "postgresql://host/base",
        "KB_JOBS": "2",
        "KB_GAZETTEERS": f"a.csv{os.pathsep}/b.csv",
    }
    settings = load_settings(write(tmp_path, EXAMPLE), environ)
    assert (settings.database, settings.jobs) == ("postgresql://host/base", 2)
    assert settings.gazetteers == (Path("a.csv"), Path("/b.csv"))


def test_an_empty_variable_is_none(tmp_path):
    environ = {"KB_DATABASE_URL": "", "KB_JOBS": "", "KB_GAZETTEERS": ""}
    assert load_settings(tmp_path, environ) == Settings()


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Settings().jobs = 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobs = 1\njobs = 2", "kb.toml: Cannot overwrite a value"),
        ('jobs = "many"', "kb.toml: jobs: expected a whole number from 1 up, found 'many'"),
        ("jobs = 0", "kb.toml: jobs: expected a whole number from 1 up, found 0"),
        ("jobs = true", "kb.toml: jobs: expected a whole number from 1 up, found True"),
        ("database = 3", "kb.toml: database: expected a text, found 3"),
        ('gazetteers = "a.csv"', "kb.toml: gazetteers: expected a list of file names, found 'a.csv'"),
        ("gazetteers = [1]", "kb.toml: gazetteers: expected a list of file names, found [1]"),
        ("fiscal = 1", "kb.toml: fiscal: expected tables such as [fiscal.acme], found 1"),
        ('fiscal.acme = "x"', "kb.toml: fiscal.acme: expected a table, found 'x'"),
        ("colour = 1", "kb.toml: colour: unknown key; known are database, fiscal, gazetteers, jobs"),
    ],
)
def test_a_broken_file_is_named_with_its_key_in_one_line(tmp_path, text, message):
    with pytest.raises(ReadError) as caught:
        load_settings(write(tmp_path, text), {})
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "kb.toml"))
    assert "\n" not in str(caught.value)


def test_an_undecodable_file(tmp_path):
    (tmp_path / "kb.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ReadError, match=r"kb\.toml: .*can't decode"):
        load_settings(tmp_path, {})


def test_a_directory_in_the_files_place(tmp_path):
    (tmp_path / "kb.toml").mkdir()
    with pytest.raises(ReadError, match=r"kb\.toml: .*directory"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5"])
def test_a_broken_variable_is_named(tmp_path, jobs):
    with pytest.raises(UsageError, match="KB_JOBS: expected a whole number from 1 up") as caught:
        load_settings(tmp_path, {"KB_JOBS": jobs})
    assert isinstance(caught.value, KbError)
