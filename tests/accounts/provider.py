"""An OAuth 2 and OpenID Connect provider that really runs, on loopback: it plays LinkedIn, Google and Facebook.

A test says who is asked (`provider.person`) and whether they agree (`provider.consents`); the rest is HTTP.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "the-client", "the-secret"
KEY_ID = "key-1"


class Provider:
    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person: dict[str, Any] = {}
        self.consents = True
        self.issuer = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.refused: list[str] = []  # why a token was not given
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def give_code(self, query: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return code

    def exchange(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code that was given for this client and address, once; None otherwise."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None:
            return self._refuse("unknown or used code")
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return self._refuse("wrong client")
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return self._refuse("another address")
        if "code_challenge" in asked:
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
                return self._refuse("wrong verifier")
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        answer: dict[str, Any] = {"access_token": token, "token_type": "Bearer", "expires_in": 600}
        if "openid" in asked.get("scope", "") or "profile" in asked.get("scope", "").split():
            answer["id_token"] = self._id_token()
        return answer

    def _refuse(self, why: str) -> None:
        self.refused.append(why)

    def _id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer or self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 600, **self.person}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": KEY_ID})


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        match address.path:
            case "/.well-known/openid-configuration":
                self._json(self._configuration())
            case "/jwks":
                key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.provider.key.public_key()))
                self._json({"keys": [{**key, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]})
            case "/authorize":
                self._authorize(query)
            case "/userinfo":
                self._person(self.headers.get("Authorization", "").removeprefix("Bearer "))
            case "/me":  # Facebook
                self._person(query.get("access_token", ""))
            case "/oauth/access_token":  # Facebook asks with GET
                self._token(query)
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if urlsplit(self.path).path == "/token":
            self._token({key: values[0] for key, values in parse_qs(body).items()})
        else:
            self.send_error(404)

    def _configuration(self) -> dict[str, Any]:
        url = self.provider.url
        return {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "userinfo_endpoint": f"{url}/userinfo",
            "jwks_uri": f"{url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _authorize(self, query: dict[str, str]) -> None:
        if self.provider.consents:
            answer = {"code": self.provider.give_code(query), "state": query["state"]}
        else:
            answer = {"error": "access_denied", "state": query["state"]}
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _token(self, form: dict[str, str]) -> None:
        answer = self.provider.exchange(form)
        self._json(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def _person(self, token: str) -> None:
        if token in self.provider.tokens:
            self._json(self.provider.person)
        else:
            self._json({"error": "invalid_token"}, 401)

    def _json(self, content: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""
