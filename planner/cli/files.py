"""Files in and out: what cannot be read says why, what is written is whole or not there."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import Literal

from planner.domain import InvalidInput, Problem

STANDARD = "-"
FORMATS: dict[str, Literal["json", "yaml"]] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
ASCII = str.maketrans(
    {"─": "-", "═": "=", "━": "=", "│": "|", "○": "o", "◐": "+", "●": "#", "×": "x", "–": "-"}
    | {"−": "-", "•": "*", "·": ";"}
)


class Unreadable(InvalidInput):
    """A file that is not there or cannot be read."""

    title = "The file cannot be read"


class Unwritable(InvalidInput):
    """A place that cannot be written to."""

    title = "The output cannot be written"


def read(name: str, most: int) -> bytes:
    """The bytes of a file, or of standard input for `-`; reads one byte more than `most`, never the rest."""
    try:
        if name == STANDARD:
            return sys.stdin.buffer.read(most + 1)
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise Unreadable(
            Problem(name, "there is no such file.", "Check the name, or use - for standard input.")
        ) from None
    except IsADirectoryError:
        raise Unreadable(Problem(name, "is a folder.", "Name a file in it.")) from None
    except PermissionError:
        raise Unreadable(Problem(name, "may not be read by this user.", "Change its permissions.")) from None
    except (OSError, ValueError) as error:
        raise Unreadable(Problem(name, f"{_reason(error)}.")) from None


def must_be_folder(place: Path | None) -> None:
    """Raise Unreadable where a folder is named that is none."""
    if place is not None and not place.is_dir():
        reason = "is not a folder." if place.exists() else "there is no such folder."
        raise Unreadable(Problem(str(place), reason, "Name the folder that holds pack.yaml."))


def syntax_of(name: str) -> Literal["auto", "json", "yaml"]:
    """What a file's name says of its syntax."""
    return FORMATS.get(Path(name).suffix.lower(), "auto")


def write(content: bytes, output: Path | None) -> None:
    """Write to standard output, or to a file that is replaced in one step; raises Unwritable."""
    if output is None or is_standard(output):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        place = output.resolve()
        if place.exists() and not place.is_file() and not place.is_dir():
            place.write_bytes(content)  # a device or pipe: nothing to replace
        else:
            _replace(place, content)
    except (OSError, ValueError, RuntimeError) as error:
        raise Unwritable(Problem(str(output), f"{_reason(error)}.", "Name another file.")) from None


def is_standard(output: Path | None) -> bool:
    """Whether output goes to standard output."""
    return output is None or str(output) == STANDARD


def terminal() -> tuple[bool, int]:
    """Whether standard output takes colour, and how many characters wide it is; a pipe is plain and wide."""
    if not sys.stdout.isatty():
        return False, sys.maxsize
    colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return colour, max(60, shutil.get_terminal_size().columns)


def shown(text: str) -> bytes:
    """`text` as the terminal can show it: in its encoding, with plain marks where it has no others."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(ASCII).encode(encoding, "replace")


def _replace(place: Path, content: bytes) -> None:
    if place.is_dir():
        raise IsADirectoryError(0, "Is a folder")
    mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).rstrip(".").lower()
