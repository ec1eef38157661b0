"""Rosters in, requisitions out, by file."""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.domain.openings import Seat
from planner.integrations.files.requisitions import FORMATS, export
from planner.integrations.files.roster import Preview, RosterFile, preview, read
from planner.integrations.files.sheets import Limits, Sheet

__all__ = ["FORMATS", "Exchange", "Limits", "Preview", "RosterFile", "Sheet", "export", "preview", "read"]


class Exchange:
    """Rosters in and requisitions out, as the use cases need them."""

    def preview(self, content: bytes, encoding: str | None) -> Preview:
        """What a file looks like; raises InvalidFile."""
        return preview(content, encoding=encoding)

    def read(
        self,
        content: bytes,
        today: date,
        mapping: Mapping[str, str],
        day_first: bool | None,
        encoding: str | None,
    ) -> RosterFile:
        """All people of a file; raises InvalidRoster naming each row that is wrong."""
        return read(content, today, mapping, day_first=day_first, encoding=encoding)

    def export(self, seats: Sequence[Seat], form: str, organisation: str) -> tuple[bytes, str, str]:
        """The seats as a file: its bytes, its media type, and how its name ends; raises UnknownFormat."""
        content = export(seats, form, organisation)
        return content, FORMATS[form].media, FORMATS[form].suffix
