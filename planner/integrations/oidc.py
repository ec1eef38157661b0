"""Signing in at an OpenID provider: authorisation code with PKCE, state and nonce (extra `oidc`)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from planner.domain import Problem, Unauthenticated

SCOPE = "openid email"
ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA")
SECONDS = 10.0
CLOCKS_DIFFER = 60  # seconds


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in under way, kept by the browser: what only the one who began it can answer."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> Pending:
        """Three new secrets of 256 bits."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))

    @property
    def challenge(self) -> str:
        """What the provider is shown of the verifier (RFC 7636, S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider by its issuer, and this service as its client."""

    issuer: str
    client_id: str
    client_secret: str

    def address(self, pending: Pending, back: str) -> str:
        """Where the browser signs in, to come back to `back`; raises Unauthenticated where it is away."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": SCOPE,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": pending.challenge,
            "code_challenge_method": "S256",
        }
        with self._http() as http:
            return f"{self._metadata(http)['authorization_endpoint']}?{urlencode(query)}"

    def email(self, pending: Pending, back: str, answer: Mapping[str, str]) -> str:
        """The verified e-mail address of whoever has signed in; raises Unauthenticated for all else."""
        if not hmac.compare_digest(answer.get("state", ""), pending.state) or not answer.get("code"):
            raise _refused("was not begun here, or was broken off")
        with self._http() as http:
            metadata = self._metadata(http)
            form = {
                "grant_type": "authorization_code",
                "code": answer["code"],
                "redirect_uri": back,
                "code_verifier": pending.verifier,
            }
            told = _json(
                http.post(metadata["token_endpoint"], data=form, auth=(self.client_id, self.client_secret))
            )
            keys = _json(http.get(metadata["jwks_uri"]))
        claims = self._claims(str(told.get("id_token", "")), keys, pending.nonce)
        if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
            raise _refused("tells no verified e-mail address")
        return str(claims["email"]).lower()

    def _claims(self, token: str, keys: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        from joserfc import jwt  # noqa: PLC0415 - an extra
        from joserfc.errors import JoseError  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        registry = jwt.JWTClaimsRegistry(
            leeway=CLOCKS_DIFFER,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            read = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
            registry.validate(read.claims)
        except (JoseError, ValueError) as error:
            raise _refused("gave no token that holds") from error
        return read.claims

    def _metadata(self, http: httpx.Client) -> Mapping[str, str]:
        found = _json(http.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if found.get("issuer") != self.issuer:
            raise _refused("calls itself by another name")
        return found

    def _http(self) -> httpx.Client:
        return httpx.Client(timeout=SECONDS, follow_redirects=False)


def _json(response: httpx.Response) -> dict[str, Any]:
    if response.status_code != 200:
        raise _refused(f"answered {response.status_code}")
    found = response.json()
    return found if isinstance(found, dict) else {}


def _refused(what: str) -> Unauthenticated:
    return Unauthenticated(
        Problem("sign-in", f"The provider {what}.", "Begin again; if it stays, ask for a link to sign in.")
    )
