"""The refusals of the API: Status objects, and the plain page that stands for an absent path."""

from __future__ import annotations

from typing import Any

from resources import Resource


class APIError(Exception):
    """Ends a request with a Status object."""

    def __init__(
        self, code: int, reason: str, message: str, *, details: dict[str, Any] | None = None,
        continuation: str | None = None, retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.retry_after = retry_after
        if retry_after is not None:
            details = {**(details or {}), "retryAfterSeconds": retry_after}
        self.status: dict[str, Any] = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {"continue": continuation} if continuation else {},
            "status": "Failure",
            "message": message,
            "reason": reason,
            **({"details": details} if details else {}),
            "code": code,
        }


class PageNotFound(Exception):
    """Ends a request with `404 page not found` as text, which is no Status object."""


REASONS = {
    400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 405: "MethodNotAllowed",
    409: "Conflict", 410: "Expired", 415: "UnsupportedMediaType", 422: "Invalid", 429: "TooManyRequests",
    500: "InternalError", 503: "ServiceUnavailable", 504: "Timeout",
}


def bad_request(message: str) -> APIError:
    return APIError(400, "BadRequest", message)


def unauthorized() -> APIError:
    return APIError(401, "Unauthorized", "Unauthorized")


def not_found(resource: Resource, name: str) -> APIError:
    return APIError(
        404, "NotFound", f'{resource.qualified} "{name}" not found',
        details={"name": name, "group": resource.group, "kind": resource.plural})


def conflict(resource: Resource, name: str, why: str, reason: str = "Conflict") -> APIError:
    return APIError(
        409, reason, f'{resource.qualified} "{name}" {why}',
        details={"name": name, "group": resource.group, "kind": resource.plural})


def invalid_options(field: str, why: str) -> APIError:
    """A list or watch whose parameters do not go together."""
    return APIError(422, "Invalid", f'ListOptions.meta.k8s.io "" is invalid: {field}: Forbidden: {why}')


def expired_version(asked: int, oldest: int) -> APIError:
    """A watch from a resourceVersion whose changes are no longer known."""
    return APIError(410, "Expired", f"too old resource version: {asked} ({oldest})")


def expired_continuation(continuation: str) -> APIError:
    """A page of a list whose state is no longer known; `continuation` leads to the rest as it is now."""
    return APIError(
        410, "Expired",
        "The provided continue parameter is too old to display a consistent list result. You can start a new "
        "list without the continue parameter, or use the continue token in this response to retrieve the "
        "remainder of the results. Continuing with the provided token results in an inconsistent list.",
        continuation=continuation)


def future_version(asked: int, current: int) -> APIError:
    """A list at a resourceVersion that is yet to come."""
    return APIError(
        504, "Timeout", f"Too large resource version: {asked}, current: {current}",
        details={"causes": [
            {"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}]},
        retry_after=1)
