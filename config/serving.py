"""How Granian is answered (config/asgi.py): a request is read whole, then answered in one of a few threads that stay.

Django's own handler starts a thread for every request, and a database connection with it, and crosses between thread
and event loop at every middleware: it expects views that are asynchronous, and none of ours is. Under the WSGI
interface, on the other hand, whoever sends a form slowly would hold a thread meanwhile; here only memory.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, cast

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

# For each process. Views wait for the database only, and more threads than this wait for each other.
THREADS = 4


class Application(ASGIHandler):
    def __init__(self) -> None:
        super().__init__()
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is answered, not {scope['type']}.")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        await self.send_response(await loop.run_in_executor(self.threads, self.answer, scope, body), send)

    def answer(self, scope: Mapping[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """One request from its first signal to its last, all in this thread: they look after its database connection."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response = whole(self.get_response(request)) if request is not None else cast(HttpResponse, refused)
        response.close()
        body.close()
        return response


def whole(response: HttpResponseBase) -> HttpResponseBase:
    """A file is read here, not a block at a time from the event loop: static files are small."""
    if not response.streaming:
        return response
    content = HttpResponse(b"".join(response), status=response.status_code, headers=response.headers)
    content.cookies = response.cookies
    # Django closes request and uploads through these; there is no public name for handing them over.
    cast(Any, content)._resource_closers.extend(cast(Any, response)._resource_closers)
    return content
