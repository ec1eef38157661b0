"""Marshmallow schemas: what comes in becomes domain objects, what goes out is dumped from them."""

from planner.schemas import documents
from planner.schemas import plan as plans
from planner.schemas import profile as profiles
from planner.schemas.faults import problems
from planner.schemas.problem import problem_document

__all__ = ["documents", "plans", "problem_document", "problems", "profiles"]
