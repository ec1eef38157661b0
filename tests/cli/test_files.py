"""Files in and out."""

import os
import stat
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from planner.cli import files


def test_reads_a_file_and_no_more_than_asked(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"0123456789")
    assert files.read(str(file), 100) == b"0123456789"
    assert files.read(str(file), 4) == b"01234"


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(files.Unreadable, match="there is no such file"):
        files.read(str(tmp_path / "gone.yaml"), 10)
    with pytest.raises(files.Unreadable, match="is a folder"):
        files.read(str(tmp_path), 10)
    with pytest.raises(files.Unreadable, match=r"null byte"):
        files.read("a\0b", 10)
    with pytest.raises(files.Unreadable, match="name too long"):
        files.read("a" * 5000, 10)


def test_unreadable_for_this_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(files.Unreadable, match="may not be read by this user"):
        files.read(str(tmp_path / "secret.yaml"), 10)


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("a.json", "json"),
        ("a.YAML", "yaml"),
        ("a.yml", "yaml"),
        ("a.txt", "auto"),
        ("-", "auto"),
        ("a", "auto"),
    ],
)
def test_syntax_by_suffix(name: str, syntax: str) -> None:
    assert files.syntax_of(name) == syntax


def test_writes_whole_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.md"
    files.write(b"one", target)
    assert target.read_bytes() == b"one"

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(files.Unwritable, match="no space left on device"):
        files.write(b"two", target)
    assert target.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [target], "no rest is left behind"


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write(b"two", tmp_path / "plan.md")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_has_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        files.write(b"x", tmp_path / "new")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    (tmp_path / "new").chmod(0o600)
    files.write(b"y", tmp_path / "new")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    files.write(b"new", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_to_not_replaced() -> None:
    before = Path(os.devnull).stat().st_mode
    files.write(b"gone", Path(os.devnull))
    assert Path(os.devnull).stat().st_mode == before


@pytest.mark.parametrize("name", ["", "missing/plan.md"])
def test_what_cannot_be_written_says_why(tmp_path: Path, name: str) -> None:
    with pytest.raises(files.Unwritable, match=r"is a folder|no such file or directory"):
        files.write(b"x", tmp_path / name)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "○─◐━● 2 × é"),
        ("ascii", "o-+=# 2 x ?"),
        ("latin-1", "o-+=# 2 x é"),
        ("cp437", "o-+=# 2 x é"),
    ],
)
def test_marks_that_the_terminal_lacks_become_plain_ones(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(BytesIO(), encoding))
    assert files.shown("○─◐━● 2 × é").decode(encoding) == shown


def test_colour_only_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.terminal() == (False, sys.maxsize)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "72")
    for variables, colour in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("NO_COLOR", raising=False)
            patch.setenv("TERM", "xterm")
            for name, value in variables.items():
                patch.setenv(name, value)
            assert files.terminal() == (colour, 72)
