"""The ID token: believed only when the provider signed it, for us, now, for this very sign-in.

Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 8725 (best current practice), 3.1 and 3.2.
"""

from __future__ import annotations

from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError

from indicators import clock
from indicators.access.oidc.faults import OidcFault
from indicators.access.oidc.provider import Provider

# Signatures with a key pair alone: neither "none" nor a shared secret (HS256) is ever taken.
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512"),
)
_LEEWAY = 60  # seconds that two clocks may differ
_LONGEST, _LONGEST_SUBJECT = 64 * 1024, 255


def believed(
    token: object, provider: Provider, *, nonce: str, access_token: str | None
) -> dict[str, Any]:
    """Return the claims of an ID token.

    Args:
        token: as the provider's token endpoint gave it.
        provider: whose it must be.
        nonce: what this sign-in began with.
        access_token: what came along; a token that names it must name this one.

    Raises:
        OidcFault: "answer" for whatever is wrong with it; as `Provider.keys`.
    """
    if not isinstance(token, str) or len(token) > _LONGEST:
        raise OidcFault("answer", "no ID token")
    own = provider.settings
    wanted = {"iss": own.issuer, "aud": own.client_id}
    try:
        keys = provider.keys(_kid(token))
        found = jwt.decode(token, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={name: {"essential": True, "value": value} for name, value in wanted.items()},
            params={"client_id": own.client_id, "nonce": nonce, "access_token": access_token},
        )
        claims.validate(now=int(clock.now().timestamp()), leeway=_LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise OidcFault("answer", f"ID token: {type(error).__name__} {error}"[:300]) from error
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= _LONGEST_SUBJECT:
        raise OidcFault("answer", "ID token: no usable subject")
    return dict(claims)


def _kid(token: str) -> str | None:
    """Return which key a token says it is signed with; what it says is not believed yet."""
    kid = jws.extract_compact(token.encode()).headers().get("kid")
    return kid if isinstance(kid, str) else None
