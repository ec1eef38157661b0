"""Team-composition planning: from an organisation's profiles to a staffing plan, with reasons."""

__version__ = "0.1.0"
