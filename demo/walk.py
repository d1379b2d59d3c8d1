"""`./outcry demo --check`: a demonstration of its own, walked through as a person would, without a browser.

Each step is a method that returns what it found, in words, or raises `Failed`. The walk stops at
the first step that fails.
"""

import contextlib
import os
import re
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError

from django.conf import settings

from demo import addresses, messages
from demo.children import Child, environment_of
from demo.messages import Received
from demo.pages import Page
from demo.supervisor import Failed

NAME, EMAIL, COUNTRY = "Amara Okafor", "amara.walk@mail.example", "GB"
WAIT_SECONDS = 90.0
# The form takes nobody for a person who types name and address faster than this.
TYPING_SECONDS = 3.0


class Walk:
    def __init__(self, folder: Path) -> None:
        (self.port,) = addresses.free_ports(1)
        self.folder = folder
        self.url = f"http://{addresses.HOST}:{self.port}"
        command = [sys.executable, "-m", "demo", "demo", "--port", str(self.port)]
        self.demonstration = Child("demonstration", command, folder / "demonstration.log")
        self.before: dict[str, int] = {}
        self.appeal, self.link = "", ""

    def start(self) -> str:
        self.demonstration.start(environment_of({}))

        def answers() -> bool:
            if self.demonstration.has_ended():
                raise Failed(self.demonstration.last_line())
            return bool(addresses.read(self.folder))

        wait_until(answers, "the demonstration does not answer")
        return self.url

    def find_an_appeal(self) -> str:
        page = get(self.url + "/")
        found = [link for link in page.links if "/appeals/" in link]
        if not found:
            raise Failed("the first page leads to no appeal")
        self.appeal = found[0]
        return self.appeal.removeprefix(self.url)

    def sign(self) -> str:
        page = get(self.appeal)
        form = page.form_with("name", "email", "country")
        if form is None:
            raise Failed("the appeal has no form with name, email and country")
        self.before = page.counts
        countries = form.options.get("country", [])
        country = COUNTRY if COUNTRY in countries else next(filter(None, countries))
        consents = {box: "on" for box in form.boxes if "reply" in box}
        time.sleep(TYPING_SECONDS)
        post(form.action, {**form.fields, "name": NAME, "email": EMAIL, "country": country, **consents})
        return f"{NAME}, {country}"

    def read_the_confirmation(self) -> str:
        mail = self.wait_for_mail(lambda mail: mail.recipients == [EMAIL], "no mail to confirm arrived")
        links = [link for link in re.findall(r"https?://[^\s<>\"]+", mail.text) if link.startswith(self.url)]
        if not links:
            raise Failed("the mail to confirm holds no link to this demonstration")
        if NAME in mail.text:
            raise Failed("the mail to confirm holds what the visitor typed")
        self.link = links[0]
        return mail.subject

    def open_the_link(self) -> str:
        page = get(self.link)
        if not [form for form in page.forms if form.method == "post"]:
            raise Failed("the page behind the link has no button")
        if self.counted("confirmed") != 0:
            raise Failed("opening the link confirmed the signature; only the button may")
        return "it shows, and counts nothing"

    def press_the_button(self) -> str:
        page = get(self.link)
        form = next((each for each in page.forms if "confirm" in each.action), None)
        if form is None:
            raise Failed("the page behind the link has no button to confirm")
        post(form.action, form.fields)
        wait_until(lambda: self.counted("confirmed") == 1, "the signature is not counted as confirmed")
        return "counted as confirmed"

    def read_the_letter(self) -> str:
        mail = self.wait_for_mail(lambda mail: EMAIL not in mail.recipients, "no letter arrived")
        pdfs = [part for part in mail.parts if part.is_pdf and part.content.startswith(b"%PDF-")]
        if len(pdfs) != 1:
            raise Failed(f"the letter has {len(pdfs)} PDFs attached, not one")
        if EMAIL not in str(mail.mail.get("Reply-To", "")):
            raise Failed("the letter's Reply-To is not the signer, who agreed to it")
        copies = [address for address in mail.recipients if address in str(mail.mail.get("Cc", ""))]
        if not copies:
            raise Failed("no copy of the letter went to the campaign")
        return f"to {mail.recipients[0]}, copy to {', '.join(copies)}, {pdfs[0].filename} ({len(pdfs[0].content)} bytes)"

    def see_it_in_the_mailbox(self) -> str:
        page = get(self.url + "/mail/")
        arrived = [
            link
            for link in page.links
            if any(path.name in urllib.parse.unquote(link) for path in messages.files())
        ]
        if len(arrived) != len(messages.files()):
            raise Failed(f"/mail/ shows {len(arrived)} of {len(messages.files())} mails")
        return f"{len(arrived)} mails under /mail/"

    def count(self) -> str:
        wait_until(lambda: self.counted("accepted") == 1, "the letter is not counted as accepted")
        counts = get(self.appeal).counts
        return ", ".join(f"{words}: {number}" for words, number in counts.items())

    def stop(self) -> str:
        self.demonstration.release()
        if self.demonstration.process:
            self.demonstration.process.wait(30)
        wait_until(lambda: not left_running(self.folder), "a process goes on", seconds=15)
        if not addresses.is_free(self.port):
            raise Failed(f"somebody still listens on port {self.port}")
        return "0 processes left"

    def counted(self, word: str) -> int:
        """How much the appeal's count with `word` in its label has grown since the form was opened."""
        was = next((number for words, number in self.before.items() if word in words), 0)
        return (get(self.appeal).count(word) or 0) - was

    def wait_for_mail(self, wanted: Callable[[Received], bool], complaint: str) -> Received:
        found: list[Received] = []

        def arrived() -> bool:
            found.extend(filter(wanted, map(messages.read, messages.files())))
            return bool(found)

        wait_until(arrived, complaint)
        return found[0]


def wait_until(condition: Callable[[], bool], complaint: str, *, seconds: float = WAIT_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Failed(f"{complaint}, not within {seconds:.0f} s")
        time.sleep(0.2)


def get(url: str) -> Page:
    return _open(urllib.request.Request(url))  # noqa: S310 -- addresses of our own pages


def post(url: str, fields: dict[str, str]) -> Page:
    return _open(urllib.request.Request(url, data=urllib.parse.urlencode(fields).encode(), method="POST"))  # noqa: S310 -- addresses of our own pages


def _open(request: urllib.request.Request) -> Page:
    # No proxy: it is this machine. English, because the walk knows the counts by their English names.
    request.add_header("Accept-Language", "en")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            assert isinstance(answer, HTTPResponse)  # noqa: S101 -- narrows the type for http: addresses
            return Page(answer.url, answer.read().decode())
    except HTTPError as error:
        raise Failed(f"{request.full_url} answers {error.code} {error.reason}") from error
    except (URLError, OSError) as error:
        raise Failed(f"{request.full_url} does not answer: {error}") from error


def left_running(folder: Path) -> list[int]:
    """Processes that were started for this demonstration, by the folder in their environment (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if str(folder).encode() in path.read_bytes() and int(path.parent.name) != os.getpid():
                found.append(int(path.parent.name))
    return found


def main(*, say: Callable[[str], None]) -> int:
    walk = Walk(settings.OUTCRY_DEMO_DIR)
    steps = [walk.start, walk.find_an_appeal, walk.sign, walk.read_the_confirmation, walk.open_the_link, walk.press_the_button,
             walk.read_the_letter, walk.see_it_in_the_mailbox, walk.count]  # fmt: skip
    try:
        passed = all(_take(step, say) for step in steps)
    finally:
        stopped = _take(walk.stop, say)
    return 0 if passed and stopped else 1


def _take(step: Callable[[], str], say: Callable[[str], None]) -> bool:
    words = step.__name__.replace("_", " ")
    try:
        say(f"ok      {words}: {step()}")
    except Failed as error:
        say(f"FAILED  {words}: {error}")
        return False
    return True
