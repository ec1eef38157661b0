"""The key that signs the ends of audit trails: Ed25519, so that whoever checks cannot forge."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from planner.domain import InvalidInput, Problem

KEY_BYTES = 32


class Seal(Protocol):
    """What signs, and says whether a signature holds."""

    def sign(self, message: bytes) -> str:
        """The signature of `message` in hexadecimal digits."""

    def holds(self, message: bytes, signature: str) -> bool:
        """Whether this key made `signature` for `message`."""

    @property
    def public(self) -> str:
        """The public key in hexadecimal digits, to check signatures with elsewhere."""


class Unsealed:
    """Signs nothing, for stores whose trails are nobody's evidence."""

    public = ""

    def sign(self, message: bytes) -> str:
        """No signature."""
        return ""

    def holds(self, message: bytes, signature: str) -> bool:
        """Only what is not signed."""
        return signature == ""


class Ed25519Seal:
    """Signs by a private key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(key)
        self._public = self._private.public_key()

    @property
    def public(self) -> str:
        """The public key in hexadecimal digits."""
        raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        return self._public.public_bytes(*raw).hex()

    def sign(self, message: bytes) -> str:
        """The signature of `message` in hexadecimal digits."""
        return self._private.sign(message).hex()

    def holds(self, message: bytes, signature: str) -> bool:
        """Whether this key made `signature` for `message`."""
        try:
            self._public.verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True


def seal_of(key: str) -> Ed25519Seal:
    """The seal of a key in base 64; raises InvalidInput for what is no key."""
    try:
        raw = base64.b64decode(key, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != KEY_BYTES:
        fix = "Make one with: head -c 32 /dev/urandom | base64"
        raise InvalidInput(Problem("PLANNER_AUDIT_KEY", "is not 32 bytes in base 64.", fix))
    return Ed25519Seal(raw)


def seal_in(file: Path) -> Ed25519Seal:
    """The seal whose key is in `file`, which is made, for its owner alone, where there is none."""
    if not file.exists():
        _make(file)
    return seal_of(file.read_text().strip())


def _make(file: Path) -> None:
    """Write a new key, all or nothing; another process that was faster has made it for both."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
