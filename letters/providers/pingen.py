"""Pingen: a service in Europe that prints, folds, franks and posts PDFs. Written after its API, version 2 (JSON:API).

    POST /auth/access-tokens                    client credentials (RFC 6749 §4.4) -> a token for some hours
    GET  /file-upload                           -> an address that takes one file, and a signature
    PUT  that address                           the PDF, without our token
    POST /organisations/…/letters               a draft, `auto_send` off; Idempotency-Key
    GET  /organisations/…/letters/…             until it is `valid`
    PATCH /organisations/…/letters/…/send       now it is printed; Idempotency-Key

A draft is never printed, so every step before the last can be done again. When nobody knows whether the last one was
done, the letter's own status is asked before anybody is bothered. Production and staging have other hosts and other
credentials; nothing that staging is handed is ever printed.
"""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from letters.layouts import Box, UnknownLayout
from letters.layouts import layout as layout_named
from letters.providers.asking import Reply, Unanswered, ask
from letters.providers.base import Handed, Money, PostalLetter, Provider, ProviderError, Told, Word
from letters.providers.json_api import MEDIA_TYPE, attributes, checked, money

LIVE, STAGING = "https://api.pingen.com", "https://api-staging.pingen.com"
# Millimetres from the left and upper edge of the first page; the window is at the left.
ADDRESS = Box(22, 60, 85.5, 25.5)
FRANKING = Box(20, 40, 89.5, 20)
LOOKS = 6
SECONDS_BETWEEN_LOOKS = 2.0
SECONDS_BEFORE_EXPIRY = 300  # a token is renewed so long before its end

DRAFT = {"validating", "fixing"}
WORDS = {
    **dict.fromkeys(
        ("submitted", "accepted", "processing", "inspection", "printing", "transferring"), Word.WORKING
    ),
    **dict.fromkeys(("awaiting_credits", "cancelling"), Word.WORKING),
    **dict.fromkeys(("sent", "delivered"), Word.POSTED),
    "undeliverable": Word.RETURNED,
    **dict.fromkeys(("invalid", "action_required", "unprintable", "rejected"), Word.REFUSED),
    **dict.fromkeys(("cancelled", "expired"), Word.REFUSED),
}


class PingenProvider(Provider):
    name = "pingen"

    def __init__(self, *, api: str = "", sleep: Callable[[float], None] = time.sleep) -> None:
        self.is_test = settings.OUTCRY_PINGEN_STAGING
        self._api = api or (STAGING if self.is_test else LIVE)
        self._letters = f"/organisations/{quote(settings.OUTCRY_PINGEN_ORGANISATION, safe='')}/letters"
        self._sleep = sleep
        self._token, self._token_until = "", 0.0
        self._options = {
            "delivery_product": settings.OUTCRY_PINGEN_PRODUCT,
            "print_mode": "simplex",
            "print_spectrum": "grayscale",
        }

    def misfits(self, layout: str) -> list[str]:
        """Asked of the layout, which the tests measure PDFs against."""
        try:
            page = layout_named(layout)
        except UnknownLayout as error:
            return [str(error)]
        problems = []
        if not _holds(ADDRESS, page.address):
            problems.append(f"In the layout {page.name} the address stands outside the zone that is read.")
        if any(_meet(FRANKING, box) for box in (page.sender, page.details)):
            problems.append(f"In the layout {page.name} something stands where the letter is franked.")
        return problems

    def price(self, letter: PostalLetter) -> Money | None:
        """What such a letter costs: nothing but country and number of pages is told."""
        asked = {"country": letter.country, "paper_types": ["normal"] * letter.pages, **self._options}
        reply = self._call("POST", f"{self._letters}/price-calculator", "letter_price_calculator", asked)
        return money(attributes(reply), "price", "currency")

    def send(self, letter: PostalLetter, *, key: str) -> Handed:
        number = self._draft(letter, key)
        state, told = self._look(number)
        looks = 0
        while state in DRAFT:
            if looks == LOOKS:
                raise ProviderError("The provider is still checking it.", wait=60)
            looks += 1
            self._sleep(SECONDS_BETWEEN_LOOKS)
            state, told = self._look(number)
        if state == "valid":
            told = self._submit(number, key)
        if told.word is Word.REFUSED:
            raise ProviderError(f"The provider will not print it: {told.reason}", permanent=True)
        return Handed(number, told)

    def status(self, reference: str) -> Told:
        return self._look(reference)[1]

    def _draft(self, letter: PostalLetter, key: str) -> str:
        place = attributes(self._call("GET", "/file-upload"))
        url, signature = str(place.get("url", "")), str(place.get("url_signature", ""))
        if urlsplit(url).scheme != urlsplit(self._api).scheme:
            raise ProviderError(
                "The provider wants the file at an address that is not https.", permanent=True
            )
        try:
            # Its address is the permission: our token is nobody's business there.
            reply = ask("PUT", url, headers={"Content-Type": "application/pdf"}, body=letter.pdf)
        except Unanswered as error:
            raise ProviderError(f"The file could not be uploaded: {error}.") from error
        if not reply.is_good:
            raise ProviderError(f"The file could not be uploaded: {reply.status}.")
        made = self._call(
            "POST",
            self._letters,
            "letters",
            {
                "file_original_name": f"{letter.reference}.pdf",
                "file_url": url,
                "file_url_signature": signature,
                "address_position": "left",
                "auto_send": False,
                **self._options,
            },
            key=f"{key}-draft",
        )
        number = made.data().get("data", {}).get("id")
        if not isinstance(number, str) or not number:
            raise ProviderError("The provider's answer has no reference.")
        return number

    def _submit(self, number: str, key: str) -> Told:
        path = f"{self._letters}/{quote(number, safe='')}/send"
        try:
            self._call("PATCH", path, "letters", self._options, number=number, key=f"{key}-send", sends=True)
        except ProviderError as error:
            if not error.in_doubt:
                raise
            state, told = self._look_once_more(number, error)
            if state == "valid":
                raise ProviderError("The provider did not take the order.") from error
            return told
        return self._look_after_order(number)

    def _look_once_more(self, number: str, doubt: ProviderError) -> tuple[str, Told]:
        try:
            return self._look(number)
        except ProviderError:
            raise doubt from None

    def _look_after_order(self, number: str) -> Told:
        """The order was taken. What is said of the letter now is welcome, and not needed."""
        try:
            return self._look(number)[1]
        except ProviderError:
            return Told(Word.WORKING, "submitted")

    def _look(self, number: str) -> tuple[str, Told]:
        found = attributes(self._call("GET", f"{self._letters}/{quote(number, safe='')}"))
        state = str(found.get("status", ""))
        return state, Told(
            WORDS.get(state, Word.WORKING), state[:40], money(found, "price_value", "price_currency")
        )

    def _call(
        self,
        method: str,
        path: str,
        kind: str = "",
        asked: dict[str, Any] | None = None,
        *,
        number: str = "",
        key: str = "",
        sends: bool = False,
    ) -> Reply:
        """`sends`: an answer that does not come leaves in doubt whether the letter is printed."""
        headers = {"Accept": MEDIA_TYPE, "Authorization": f"Bearer {self._access_token()}"}
        body = None
        if asked is not None:
            data = {"type": kind, "attributes": asked, **({"id": number} if number else {})}
            body = json.dumps({"data": data}).encode()
            headers["Content-Type"] = MEDIA_TYPE
        if key:
            headers["Idempotency-Key"] = key
        try:
            reply = ask(method, self._api + path, headers=headers, body=body)
        except Unanswered as error:
            raise ProviderError(
                f"The provider did not answer: {error}.", in_doubt=sends and error.sent
            ) from error
        return checked(reply, sends=sends)

    def _access_token(self) -> str:
        if not self._token or time.monotonic() > self._token_until:
            form = {
                "grant_type": "client_credentials",
                "client_id": settings.OUTCRY_PINGEN_CLIENT_ID,
                "client_secret": settings.OUTCRY_PINGEN_CLIENT_SECRET,
                "scope": "letter",
            }
            headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
            try:
                reply = ask(
                    "POST", f"{self._api}/auth/access-tokens", headers=headers, body=urlencode(form).encode()
                )
            except Unanswered as error:
                raise ProviderError(f"The provider did not answer: {error}.") from error
            said = checked(reply).data()
            self._token = str(said.get("access_token", ""))
            if not self._token:
                raise ProviderError("The provider gave no access token.")
            lasts = said.get("expires_in")
            lasts = lasts if isinstance(lasts, int | float) else 0
            self._token_until = time.monotonic() + lasts - SECONDS_BEFORE_EXPIRY
        return self._token


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def _meet(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )
