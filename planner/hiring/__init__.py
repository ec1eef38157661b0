"""The role catalogue, pay bands and job titles: what hiring needs to know beside the guidance."""

from planner.hiring.catalogue import load as load_roles
from planner.hiring.compensation import load as load_pay

__all__ = ["load_pay", "load_roles"]
