"""An identity provider of an office, as a program of its own: tests start it and sign in with it.

It stands on idpyoidc, which shares no code with what it tests: authorisation code, PKCE (S256
alone), nonce, signed ID tokens, userinfo. People type a name and a password into a form. Two
things are for tests alone: `PUT /people/{account}` changes what is known of a person, and
`PUT /tampering` makes the ID tokens that follow wrong, as a broken or hostile provider would.

    python -m tests.oidc_provider PORT REDIRECT_URI
"""

from __future__ import annotations

import base64
import html
import json
import sys
from collections.abc import Mapping
from typing import Any

import uvicorn
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptojwt import KeyJar
from cryptojwt.jwk.hmac import SYMKey
from cryptojwt.jws.jws import JWS
from cryptojwt.key_jar import build_keyjar
from idpyoidc.message import Message
from idpyoidc.message.oidc import AuthorizationRequest
from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration
from idpyoidc.server.endpoint import Endpoint
from idpyoidc.server.exception import ClientAuthenticationError, FailedAuthentication
from idpyoidc.server.user_authn.user import UserAuthnMethod, create_signed_jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET, PASSWORD = "bang-xanh", "bi-mat-cua-may-khach-0123456789", "mat-khau-o-co-quan"
_METHODS = ["client_secret_basic", "client_secret_post"]
_MINTS = {"supports_minting": ["access_token", "id_token"], "max_usage": 1, "expires_in": 120}
_FORM = """<!doctype html><html lang="vi"><title>Đăng nhập cơ quan</title>
<form method="post" action="/verify/user"><input type="hidden" name="token" value="{token}">
<input name="username"><input name="password" type="password"><button>Vào</button></form></html>
"""


class Form(UserAuthnMethod):
    """Asks for a name and a password."""

    people: dict[str, Any]

    def __call__(self, **kwargs: str) -> str:
        context = self.upstream_get("context")
        keys = self.upstream_get("attribute", "keyjar")
        return _FORM.format(token=html.escape(create_signed_jwt(context.issuer, keys, **kwargs)))

    def verify(self, *_args: str, **kwargs: str) -> str:
        if kwargs["username"] not in self.people or kwargs["password"] != PASSWORD:
            raise FailedAuthentication
        return str(kwargs["username"])


def configuration(issuer: str) -> dict[str, Any]:
    """Return what the library is told: one confidential client, code flow, PKCE required."""
    classes = "idpyoidc.server.oidc"
    return {
        "issuer": issuer,
        "httpc_params": {"verify": True, "timeout": 2},
        "preference": {
            "subject_types_supported": ["public"],
            "grant_types_supported": ["authorization_code"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        },
        "authz": {
            "class": "idpyoidc.server.authz.AuthzHandling",
            "kwargs": {
                "grant_config": {
                    "usage_rules": {
                        "authorization_code": _MINTS,
                        "access_token": {"expires_in": 600},
                    },
                    "expires_in": 600,
                }
            },
        },
        "endpoint": {
            "provider_info": {
                "path": ".well-known/openid-configuration",
                "class": f"{classes}.provider_config.ProviderConfiguration",
                "kwargs": {"client_authn_method": None},
            },
            "authorization": {
                "path": "authorization",
                "class": f"{classes}.authorization.Authorization",
                "kwargs": {
                    "client_authn_method": None,
                    "response_types_supported": ["code"],
                    "response_modes_supported": ["query"],
                },
            },
            "token": {
                "path": "token",
                "class": f"{classes}.token.Token",
                "kwargs": {"client_authn_method": _METHODS},
            },
            "userinfo": {"path": "userinfo", "class": f"{classes}.userinfo.UserInfo", "kwargs": {}},
        },
        "add_on": {
            "pkce": {
                "function": "idpyoidc.server.oauth2.add_on.pkce.add_support",
                "kwargs": {"essential": True, "code_challenge_methods": {"S256": None}},
            }
        },
        "authentication": {
            "user": {"acr": "mat-khau", "class": Form, "kwargs": {}},
        },
        "userinfo": {"class": "idpyoidc.server.user_info.UserInfo", "kwargs": {}},
        "scopes_to_claims": {
            "openid": ["sub"],
            "profile": ["name", "preferred_username"],
            "email": ["email", "email_verified"],
            "groups": ["groups"],
        },
        "token_handler_args": {
            "code": {"kwargs": {"lifetime": 120, **_sealed("code")}},
            "token": {
                "class": "idpyoidc.server.token.jwt_token.JWTToken",
                "kwargs": {"lifetime": 600},
            },
            "id_token": {
                "class": "idpyoidc.server.token.id_token.IDToken",
                "kwargs": {"add_claims_by_scope": True, "lifetime": 300},
            },
        },
        "cookie_handler": {
            "class": "idpyoidc.server.cookie_handler.CookieHandler",
            "kwargs": {"name": {"session": "oidc_op"}, **_sealed("cookie")},
        },
        "session_params": _sealed("session"),
    }


def _sealed(name: str) -> dict[str, Any]:
    """Return how the library seals its own values: with keys that end with the program."""
    return {
        "encrypter": {
            "class": "cryptojwt.jwe.fernet.FernetEncrypter",
            "kwargs": {"password": f"{name}-0123456789", "salt": f"{name}-salt-0123456789"},
        }
    }


class Provider:
    """The program's state: people, the library's server, how ID tokens are spoilt."""

    def __init__(self, issuer: str, redirect_uri: str) -> None:
        self.people: dict[str, Any] = {}
        self.tampering: dict[str, Any] = {}
        defs = [{"type": "RSA", "use": ["sig"]}, {"type": "EC", "crv": "P-256", "use": ["sig"]}]
        self.keys: KeyJar = build_keyjar(defs, issuer_id=issuer)
        self.keys.import_jwks(self.keys.export_jwks(True, issuer), "")
        conf = configuration(issuer)
        self.server = Server(OPConfiguration(conf=conf), keyjar=self.keys)
        self.server.context.userinfo.db = self.people  # the library copies what it is told
        self.form = self.server.context.authn_broker.get_method_by_id("user")
        self.form.people = self.people
        self.server.context.cdb[CLIENT] = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [(redirect_uri, None)],
            "response_types_supported": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
            "allowed_scopes": ["openid", "profile", "email", "groups"],
        }
        self.keys.add_symmetric(CLIENT, SECRET)

    async def metadata(self, _request: Request) -> Response:
        told = json.loads(bytes(self.asked("provider_config", {}, {}).body))
        del told["jwks"]  # keys by address, as every provider that turns its keys over has them
        return JSONResponse(told | {"jwks_uri": f"{self.server.issuer}/static/jwks.json"})

    async def jwks(self, _request: Request) -> Response:
        return JSONResponse(self.keys.export_jwks(False, self.server.issuer))

    async def authorization(self, request: Request) -> Response:
        return self.asked("authorization", dict(request.query_params), {})

    async def verify(self, request: Request) -> Response:
        given = {name: str(value) for name, value in (await request.form()).items()}
        try:
            account = self.form.verify(**given)
        except FailedAuthentication:
            return HTMLResponse("Sai tên hoặc mật khẩu", status_code=403)
        told = self.form.unpack_token(given["token"])
        wanted = AuthorizationRequest().from_urlencoded(told["query"])
        endpoint = self.server.get_endpoint("authorization")
        session = endpoint.create_session(
            wanted, account, told["authn_class_ref"], told["iat"], self.form
        )
        return _answer(endpoint, wanted, endpoint.authz_part2(request=wanted, session_id=session))

    async def token(self, request: Request) -> Response:
        answer = self.asked("token", dict(await request.form()), _http(request))
        told = json.loads(bytes(answer.body))
        if self.tampering and "id_token" in told:
            told["id_token"] = self.spoilt(told["id_token"])
            return JSONResponse(told)
        return answer

    async def userinfo(self, request: Request) -> Response:
        return self.asked("userinfo", {}, _http(request))

    async def change_person(self, request: Request) -> Response:
        self.people[request.path_params["account"]] = await request.json()
        return Response(status_code=204)

    async def tamper(self, request: Request) -> Response:
        self.tampering = await request.json()
        return Response(status_code=204)

    def asked(self, name: str, given: dict[str, Any], http_info: dict[str, Any]) -> Response:
        endpoint = self.server.get_endpoint(name)
        try:
            wanted = endpoint.parse_request(given, http_info=http_info)
        except ClientAuthenticationError:
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if "error" in wanted:
            return JSONResponse(wanted.to_dict(), status_code=400)
        return _answer(endpoint, wanted, endpoint.process_request(wanted, http_info=http_info))

    def spoilt(self, token: str) -> str:
        """Return the ID token as `tampering` wants it: `claims` put over, `drop`, `alg`."""
        payload = json.loads(_decoded(token.split(".")[1]))
        payload |= self.tampering.get("claims", {})
        payload = {k: v for k, v in payload.items() if k not in self.tampering.get("drop", ())}
        alg = self.tampering.get("alg", "RS256")
        if alg == "none":
            return JWS(payload, alg="none").sign_compact([])
        issuer = self.server.issuer
        kid = next(each.kid for each in self.keys.get_signing_key("RSA", issuer))
        if alg == "HS256":  # the classic: the public key, which all know, taken as a shared secret
            public = self.keys.get_signing_key("RSA", issuer)[0].public_key()
            return JWS(payload, alg=alg, kid=kid).sign_compact([SYMKey(key=_pem(public), kid=kid)])
        jar = build_keyjar([{"type": "RSA", "use": ["sig"]}]) if alg == "foreign" else self.keys
        owner = "" if alg == "foreign" else issuer
        signer = jar.get_signing_key("RSA", owner)[0]
        signer.kid = kid
        return JWS(payload, alg="RS256", kid=kid).sign_compact([signer])


def _pem(public: RSAPublicKey) -> bytes:
    return bytes(public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _http(request: Request) -> dict[str, Any]:
    return {"headers": dict(request.headers), "method": request.method, "url": str(request.url)}


def _answer(endpoint: Endpoint, wanted: Message, args: Mapping[str, Any]) -> Response:
    """Return what the library made as an HTTP answer."""
    if "http_response" in args:
        return HTMLResponse(args["http_response"])
    if "error" in args:
        return JSONResponse(dict(args), status_code=400)
    made = endpoint.do_response(request=wanted, **args)
    if "return_uri" in args or made.get("response_placement") == "url":
        return RedirectResponse(made["response"], status_code=303)
    return Response(made["response"], headers=dict(made.get("http_headers", [])))


def application(issuer: str, redirect_uri: str) -> Starlette:
    """Return the whole provider as an ASGI app."""
    own = Provider(issuer, redirect_uri)
    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", own.metadata),
            Route("/static/jwks.json", own.jwks),
            Route("/authorization", own.authorization),
            Route("/verify/user", own.verify, methods=["POST"]),
            Route("/token", own.token, methods=["POST"]),
            Route("/userinfo", own.userinfo),
            Route("/people/{account}", own.change_person, methods=["PUT"]),
            Route("/tampering", own.tamper, methods=["PUT"]),
        ]
    )


if __name__ == "__main__":
    port, back = int(sys.argv[1]), sys.argv[2]
    app = application(f"http://127.0.0.1:{port}", back)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
