"""Who asks, and whether they may."""

from __future__ import annotations

import base64
import binascii

from certificates import AUTHORITY
from connection import Connection, Request
from routes import Target
from settings import Settings
from status import APIError, unauthorized

PUBLIC = {"/version", "/healthz", "/livez", "/readyz"}
ANONYMOUS = "system:anonymous"


def identify(request: Request, connection: Connection, settings: Settings) -> str:
    """The user of the first credential that is good; raises 401 when there are some and none is."""
    certificate = connection.certificate
    if certificate and _names(certificate["issuer"]).get("commonName") == AUTHORITY:
        return _names(certificate["subject"]).get("commonName", "")
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    user = _bearer(value, settings) if scheme.lower() == "bearer" else _basic(value, settings)
    if user:
        return user
    if certificate or scheme:
        raise unauthorized()
    return settings.anonymous or ANONYMOUS


def authorize(user: str, request: Request, target: Target | None, settings: Settings) -> None:
    """Raises 403 unless `user` may do what is asked."""
    if not target:
        if user == ANONYMOUS and request.path not in PUBLIC:
            raise APIError(403, "Forbidden", f'forbidden: User "{user}" cannot get path "{request.path}"')
        return
    asked = {"user": user, "resource": target.resource.plural, "verb": target.verb}
    is_denied = any(
        all(rule.get(key, "*") in ("*", value) for key, value in asked.items()) for rule in settings.denied)
    if user == ANONYMOUS or is_denied:
        raise _forbidden(user, target)


def _forbidden(user: str, target: Target) -> APIError:
    resource = target.resource
    scope = "at the cluster scope" if target.namespace is None else f'in the namespace "{target.namespace}"'
    return APIError(
        403, "Forbidden",
        f'{resource.qualified} is forbidden: User "{user}" cannot {target.verb} resource "{resource.plural}" '
        f'in API group "{resource.group}" {scope}',
        details={"group": resource.group, "kind": resource.plural})


def _bearer(token: str, settings: Settings) -> str | None:
    return settings.tokens.get(token.strip())


def _basic(value: str, settings: Settings) -> str | None:
    try:
        user, _, password = base64.b64decode(value).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user if settings.passwords.get(user) == password else None


def _names(name: tuple[tuple[tuple[str, str], ...], ...]) -> dict[str, str]:
    """A certificate's name as `ssl` gives it, by attribute."""
    return {key: value for part in name for key, value in part}
