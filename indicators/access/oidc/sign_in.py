"""From the provider's claims to a session: who it is, what the group table gives, what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.access.identities import NotAdmitted, Outsider, person_of
from indicators.access.office import Office
from indicators.access.oidc.faults import OidcFault
from indicators.access.oidc.flow import Pending, complete
from indicators.access.oidc.provider import Provider
from indicators.errors import NotFound

_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a browser comes back: the query of its address, and where it stands."""

    brought: Mapping[str, str]
    address: str
    agent: str


def sign_in(workspace: Office, provider: Provider, pending: Pending, arrival: Arrival) -> str:
    """Begin a session for whom the provider vouches for; return its token.

    Whoever the group table names gets the roles that it gives, from this sign-in on.

    Raises:
        OidcFault: nobody is let in.
    """
    claims = complete(provider, pending, arrival.brought)
    held = groups(claims, provider.settings.groups_claim)
    try:
        account = person_of(workspace, _outsider(provider, claims), provider.settings.grants(held))
    except NotAdmitted as refused:
        told = f"{len(held)} groups, none in the table" if refused.reason == "no-group" else ""
        raise OidcFault(refused.reason, told, subject=str(claims["sub"])) from refused
    try:
        return workspace.sessions.begin(
            account, kind="oidc", address=arrival.address, agent=arrival.agent
        )
    except NotFound as gone:  # disabled in this very moment
        raise OidcFault("disabled", "meanwhile", subject=str(claims["sub"])) from gone


def groups(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """Return the groups that a claim lists: one text or many.

    A claim that no token has by its whole name is looked for part by part, as Keycloak nests
    "realm_access.roles".
    """
    found: Any = claims.get(claim)
    if claim not in claims:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    listed = [found] if isinstance(found, str) else found
    if not isinstance(listed, list):
        return frozenset()
    return frozenset(each for each in listed if isinstance(each, str))


def _outsider(provider: Provider, claims: Mapping[str, Any]) -> Outsider:
    email = _text(claims, "email")
    wished = _text(claims, "preferred_username") or email
    return Outsider(
        issuer=provider.settings.issuer,
        subject=str(claims["sub"]),
        name=_text(claims, "name") or wished,
        wished=wished.partition("@")[0],
        email=email or None,
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    found = claims.get(name)
    return found[:_LETTERS] if isinstance(found, str) else ""
