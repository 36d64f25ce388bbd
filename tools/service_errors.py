"""How a service fails, in our errors, whichever SDK reported it. No error holds the key that the call was made with."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping
from typing import Any

from studio.errors import (
    BadRequest,
    ContentRefused,
    NotAuthorised,
    ProviderError,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    TimedOut,
    Unreachable,
)
from studio.tools.http_status import error_of
from studio.tools.providers import Service
from studio.tools.secrets import find_key, without_key

QUOTED = 200
"""Characters of what a service said that an error repeats."""


def key_for(service: Service, tool: str) -> str | None:
    """The key of ``service``; None where it wants none. Raises ``NotAuthorised`` where it wants one and none is set."""
    settings = service.settings
    key = find_key(settings.key_variable)
    if key is None and settings.needs_key:
        raise NotAuthorised(
            f"{tool} needs a key.",
            next_step=f"Set {settings.key_variable} in the environment.",
            **_known(service, tool),
        )
    return key


def quoted(text: str, service: Service, most: int | None = None) -> str:
    """What a service said, without the key that it was asked with, and cut to ``most`` characters."""
    plain = without_key(text, find_key(service.settings.key_variable))
    return plain if most is None else " ".join(plain.split())[:most].rstrip(".")


def timed_out(service: Service, tool: str, seconds: float | None = None, *, where: str = "") -> TimedOut:
    """No whole answer came within ``seconds``, or the service's time; ``where`` is how far it was."""
    given = service.settings.timeout if seconds is None else seconds
    return TimedOut(
        f"{tool} did not answer within {given:g} seconds{where and f': {where}'}.",
        next_step=f"Raise timeout under [providers.{service.name}].",
        **_known(service, tool),
    )


def unreachable(service: Service, tool: str, *, never: bool, start: str = "the server") -> Unreachable:
    """The connection broke; ``never`` where there was none, so that nothing was asked and nothing is owed.

    ``start`` is what a person has to start where it is a machine of theirs.
    """
    what = "cannot be reached" if never else "broke the connection"
    hint = f"Start {start}, or set base_url under [providers.{service.name}]." if service.settings.free else ""
    return Unreachable(
        f"{_where(service)} {what}.",
        next_step=hint or "Look whether this machine is online.",
        unpaid=never,
        **_known(service, tool),
    )


def no_answer(service: Service, tool: str, what: str) -> ServerFailed:
    """What came, with a status that promised an answer, is none; ``what`` says it in a word or two."""
    return ServerFailed(f"{_where(service)} sent something that is no answer ({what}).", **_known(service, tool))


def of_status(
    service: Service,
    tool: str,
    status: int,
    said: str,
    headers: Mapping[str, str],
    kind: type[ProviderError] | None = None,
    hint: str = "",
) -> ProviderError:
    """The error of an HTTP ``status`` of 400 or more.

    ``said`` is the service's own reason, ``headers`` have names in lower case. ``kind`` is for what the service's own
    codes tell better than the status; ``hint`` is the next step where its code tells one.
    """
    name, variable = service.name, service.settings.key_variable
    known = {**_known(service, tool), "status": status}
    kind = kind or error_of(status)
    words = quoted(said, service, QUOTED)
    if kind is ContentRefused:
        return ContentRefused(f"{name} refuses to make this: {words}.", unpaid=True, **known)
    if kind is QuotaExhausted:
        return QuotaExhausted(f"The account at {name} has nothing left.", next_step="Look at its billing.", **known)
    if kind is NotAuthorised:
        # What such an answer says may quote the key, in full or in part.
        step = f"Look at {variable} in the environment." if variable else f"Set key_variable under [providers.{name}]."
        return NotAuthorised(f"{name} does not accept the key (status {status}).", next_step=step, **known)
    wait = retry_after(headers)
    if kind is RateLimited:
        step = f"Set requests_per_minute under [providers.{name}]."
        return RateLimited(f"{name} is asked too often.", next_step=step, retry_after=wait, **known)
    if status == 404:
        return BadRequest(f"{name} does not know the model or the address: {words}.", next_step=hint, **known)
    return kind(f"{name} answered with status {status}: {words}.", next_step=hint, retry_after=wait, **known)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a service asks to wait, given as milliseconds, seconds or a date; None where it says nothing."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        moment = email.utils.parsedate_tz(headers.get("retry-after", ""))
        return None if moment is None else max(0.0, email.utils.mktime_tz(moment) - time.time())


def _known(service: Service, tool: str) -> dict[str, Any]:
    return {"tool": tool, "provider": service.name}


def _where(service: Service) -> str:
    return f"{service.name} ({service.settings.base_url})"
