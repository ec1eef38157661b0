"""Secrets sealed by AES-GCM: a copy of the database, a log or an export does not give them away."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from planner.domain import Conflict, Problem

KEY_BYTES, NONCE_BYTES = 32, 12


class SealBroken(Conflict):
    """Secrets that cannot be read with the present key."""

    title = "Stored secrets cannot be read"


class Vault:
    """Seals with the key that `key` gives; the context of a secret is bound to it."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def seal(self, secrets: Mapping[str, str], *context: str) -> str:
        """The secrets, readable only with the key and the same context."""
        nonce = os.urandom(NONCE_BYTES)
        text = json.dumps(dict(secrets)).encode()
        sealed = AESGCM(self._key()).encrypt(nonce, text, _bound(context))
        return base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *context: str) -> dict[str, str]:
        """The secrets again; raises SealBroken where key or context differ."""
        raw = base64.b64decode(sealed)
        try:
            text = AESGCM(self._key()).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(context))
        except InvalidTag:
            raise SealBroken(
                Problem(
                    "secret_key",
                    "is not the one that the secrets were sealed with.",
                    "Set PLANNER_SECRET_KEY to that key, or enter the secrets again.",
                )
            ) from None
        return {str(name): str(value) for name, value in json.loads(text).items()}


def key_of(given: str, database: Path | None) -> Callable[[], bytes]:
    """A key derived from the secret key that is given, else one in a file beside a SQLite database.

    That file is made on first use, readable by its owner only. Raises SealBroken where there is neither.
    """

    def key() -> bytes:
        if given:
            return _derived(given)
        if database is None:
            raise SealBroken(
                Problem(
                    "secret_key",
                    "is needed to keep secrets in this database.",
                    "Set PLANNER_SECRET_KEY to the output of: openssl rand -hex 32",
                )
            )
        return _in_file(database.with_name(f"{database.name}.key"))

    return key


def _derived(secret: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"planner: secrets at rest").derive(
        secret.encode()
    )


def _in_file(place: Path) -> bytes:
    if not place.exists():
        fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES))
        made = place.with_name(f"{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, place)  # of two at once, the first one's stays
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return base64.b64decode(place.read_text().strip())


def _bound(context: tuple[str, ...]) -> bytes:
    return json.dumps(context).encode()
