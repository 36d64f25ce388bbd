"""fal's queue: a request is submitted, asked for until it is done, and its result read. Its failures as errors of ours.

Spoken over HTTP as its documentation has it: its own client sends a submission again where a connection breaks, which
could pay twice. It takes no idempotency key. Knows nothing of what is made.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.errors import BadRequest, ContentRefused, ProviderError, QuotaExhausted
from studio.tools.connections import NEVER, exchange_seconds, trust
from studio.tools.jobs import JobOver, Stage, named
from studio.tools.providers import ServiceModel
from studio.tools.service_errors import key_for, no_answer, of_status, timed_out, unreachable

if TYPE_CHECKING:
    import httpx2

_MODEL = re.compile(r"[\w.-]+(/[\w.-]+)+", re.ASCII)
_SPACES = ("workflows", "comfy")
"""Names before the owner's in some addresses."""
_OF_THE_MODEL = (400, 404, 413, 422)
"""What a finished request's result answers where the model did not take it."""


@dataclass(frozen=True)
class FalQueue:
    """See ``studio.tools.jobs.Desk``; a result is the model's answer."""

    tool: ServiceModel
    arguments: dict[str, Any]

    async def submit(self) -> str:
        if not _MODEL.fullmatch(self.tool.model) or ".." in self.tool.model:
            raise BadRequest(f"{self.tool.name} is no model of fal.", tool=self.tool.name, provider=self._name)
        async with self._connected() as client:
            answer = await self._answer(await client.post(f"/{self.tool.model}", json=self.arguments))
            return named(answer["request_id"])

    async def look(self, job: str) -> dict[str, Any] | Stage:
        async with self._connected() as client:
            answer = await self._answer(await client.get(f"{self._place(job)}/status"))
            status = answer["status"]
            if status == "IN_QUEUE":
                return Stage.WAITING
            if status == "IN_PROGRESS":
                return Stage.RUNNING
            if status != "COMPLETED":
                raise ValueError("a request of no known status")
            response = await client.get(self._place(job))
            if response.status_code in _OF_THE_MODEL or self._error_type(response):
                raise JobOver(self._failure(response))
            return await self._answer(response)

    async def cancel(self, job: str) -> None:
        async with self._connected() as client:
            await self._answer(await client.put(f"{self._place(job)}/cancel"))

    @property
    def _name(self) -> str:
        return self.tool.service.name

    def _place(self, job: str) -> str:
        # Not the addresses that its answers give: the key goes to nobody else.
        parts = self.tool.model.split("/")
        owner = parts[: 3 if parts[0] in _SPACES else 2]
        return f"/{'/'.join(owner)}/requests/{named(job)}"

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[httpx2.AsyncClient]:
        import httpx2

        service, tool = self.tool.service, self.tool.name
        key, seconds = key_for(service, tool), exchange_seconds(service)
        try:
            async with (
                asyncio.timeout(seconds),
                httpx2.AsyncClient(
                    base_url=service.settings.base_url,
                    headers={"authorization": f"Key {key}"} if key else {},
                    timeout=seconds,
                    verify=trust(),
                    follow_redirects=False,
                ) as client,
            ):
                yield client
        except (httpx2.TimeoutException, TimeoutError) as error:
            if type(error).__name__ in NEVER:
                raise unreachable(service, tool, never=True) from None
            raise timed_out(service, tool, seconds) from None
        except httpx2.HTTPError as error:
            raise unreachable(service, tool, never=type(error).__name__ in NEVER) from None
        except (ValueError, TypeError, KeyError) as error:
            raise no_answer(service, tool, type(error).__name__) from None

    async def _answer(self, response: httpx2.Response) -> dict[str, Any]:
        if response.status_code >= 400:
            raise self._failure(response)
        answer = response.json()
        if not response.is_success or not isinstance(answer, dict):
            raise ValueError("no answer")
        return answer

    def _error_type(self, response: httpx2.Response) -> str:
        """What the queue calls the failure of a request that it has finished with; empty where it says nothing."""
        return str(response.headers.get("x-fal-error-type", "")) if response.status_code >= 400 else ""

    def _failure(self, response: httpx2.Response) -> ProviderError:
        said, code = _reason(response)
        kind: type[ProviderError] | None = None
        if code == "content_policy_violation":
            kind = ContentRefused
        elif response.status_code in (402, 403) and "balance" in said.lower():
            kind = QuotaExhausted
        return of_status(self.tool.service, self.tool.name, response.status_code, said, response.headers, kind)


def _reason(response: httpx2.Response) -> tuple[str, str]:
    """The words and the code of a failure: a text, or a list of ``{"msg", "type"}``."""
    try:
        detail = response.json()["detail"]
    except (ValueError, KeyError, TypeError):
        # A page of HTML says nothing to anybody.
        return "no reason that can be read", ""
    if isinstance(detail, list):
        entries = [one for one in detail if isinstance(one, dict)]
        said = "; ".join(str(one.get("msg", "")) for one in entries)
        code = next((str(one["type"]) for one in entries if one.get("type")), "")
        return said or "the request is not valid", code
    return str(detail), ""
