"""The picture of an appeal: taken in written anew, named by its content, and gone from the disk when nobody shows it."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from appeals.models import Appeal
from kit import pictures

FOLDER = "pictures"


def taken_in(data: bytes) -> ContentFile:
    """The file to keep. Refused for what is no picture. The name says the content, so that caches may keep it for ever."""
    written = pictures.rewritten(data)
    return ContentFile(written, name=f"{hashlib.sha256(written).hexdigest()[:32]}.jpg")


def forget_unused(name: str) -> bool:
    """Delete a file that no appeal shows any more; return whether it was deleted. `name` as the storage knows it."""
    if not name or Appeal.objects.filter(picture=name).exists():
        return False
    default_storage.delete(name)
    return True
