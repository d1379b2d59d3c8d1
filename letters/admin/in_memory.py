"""Uploads that never lie on the disk: what an office wrote is sealed before it is put down anywhere."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt


class InMemory(MemoryFileUploadHandler):
    """Of a request that is larger than `most` bytes no file is taken: the form then says that none came."""

    most = 12_000_000

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """`args`: what is read, the headers, the number of bytes …"""
        self.activated = args[2] <= self.most


def in_memory(view: Any) -> Any:
    """Of a view of the desk, which checks the form's token itself: Django's own check would read the upload first."""

    @csrf_exempt
    def first(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.upload_handlers = [InMemory(request)]
        return view(request, *args, **kwargs)

    return first
