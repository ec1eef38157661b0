"""Written hiring guidance as rules: packs, the expression compiler, citations."""

from planner.guidance.check import check
from planner.guidance.model import Guidance, Rule
from planner.guidance.programs import Programs
from planner.guidance.reading import load, read, texts

__all__ = ["Guidance", "Programs", "Rule", "check", "load", "read", "texts"]
