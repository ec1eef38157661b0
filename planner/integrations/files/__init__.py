"""Rosters in, requisitions out, by file."""

from planner.integrations.files.requisitions import FORMATS, export
from planner.integrations.files.roster import Preview, RosterFile, preview, read
from planner.integrations.files.sheets import Limits, Sheet

__all__ = ["FORMATS", "Limits", "Preview", "RosterFile", "Sheet", "export", "preview", "read"]
