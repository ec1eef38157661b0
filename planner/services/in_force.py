"""Which guidance a plan is made by: the one that a workspace has published, or the shipped one."""

from __future__ import annotations

from dataclasses import dataclass

from planner import guidance as packs
from planner.engine.knowledge import Knowledge
from planner.services import ids
from planner.services.lookup import found
from planner.services.ports import Basis, Desk, Work
from planner.services.ports.lives import GuidanceRecord

KEPT = 32  # packs that stay compiled in a process


@dataclass(frozen=True, slots=True)
class InForce:
    """What plans are made from, and the record of the pack, None for the shipped one."""

    knowledge: Knowledge
    basis: Basis
    record: GuidanceRecord | None = None


def in_force(desk: Desk, work: Work, guidance_id: str | None = None) -> InForce:
    """The guidance of that id, else the one that is published; raises NotFound."""
    if guidance_id is None:
        latest = work.publications.latest()
        guidance_id = latest.guidance_id if latest else None
    if guidance_id is None:
        return InForce(desk.knowledge, desk.basis)
    return _of(desk, found(ids.PACK, guidance_id, work.guidance.get))


def of_hash(desk: Desk, work: Work, hash: str) -> InForce:
    """The guidance of exactly that content, else the one in force, so that a difference can be told."""
    if hash == desk.basis.guidance_hash:
        return InForce(desk.knowledge, desk.basis)
    record = work.guidance.of_hash(hash)
    return _of(desk, record) if record else in_force(desk, work)


def _knowledge_of(desk: Desk, record: GuidanceRecord) -> Knowledge:
    """What the engine knows by a pack of the workspace, compiled once in a process."""
    held = _COMPILED.get(record.hash)
    if held is None or held.pay is not desk.knowledge.pay:
        files = {str(path): str(text) for path, text in record.files.items()}
        held = Knowledge(packs.read(files), desk.knowledge.pay, desk.knowledge.roles)
        while len(_COMPILED) >= KEPT:
            _COMPILED.pop(next(iter(_COMPILED)), None)
        _COMPILED[record.hash] = held
    return held


def _of(desk: Desk, record: GuidanceRecord) -> InForce:
    knowledge = _knowledge_of(desk, record)
    return InForce(knowledge, Basis.of(knowledge), record)


_COMPILED: dict[str, Knowledge] = {}  # by the hash of their content
