"""Many variants of one organisation at once: facts or assumptions changed, assessed and sized in columns."""

from planner.engine.plan import Planning as Planning
from planner.engine.variants.bench import Bench, Sized, Varied
from planner.engine.variants.spread import Spread, Variant

__all__ = ["Bench", "Planning", "Sized", "Spread", "Variant", "Varied"]
