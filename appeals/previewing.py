"""The letter as it would be frozen now, for the appeal page, the mail and the page behind its link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from appeals import merging, wording
from appeals.models import Appeal, AppealText, Signature
from appeals.phrasebook import phrases
from campaigns import routing
from campaigns.models import Target
from campaigns.routing import Route
from kit import languages
from kit.punctuation import as_printed

# Stands where the visitor's own words will be; brackets show in every language that it is a placeholder.
UNSIGNED = {"name": "[…]", "town": "", "postal": ""}
UNSIGNED_REFERENCE = "OC-····-····"
# Signs what staff look at before anything is open. A whole name and a town, so that the page is as full as a real one.
SAMPLE = {"name": "Amara Example", "town": "Exampletown", "postal": ""}
SAMPLE_EMAIL = "amara@example.org"
SAMPLE_REFERENCE = "OC-0000-0000"


@dataclass(frozen=True)
class Letter:
    route: Route
    agreed: dict[str, Any]


@dataclass(frozen=True)
class Wordings:
    """The approved texts of an appeal by language, and its demands by language."""

    texts: dict[str, AppealText]
    demands: dict[str, list[str]]

    def best(self, language: str) -> AppealText | None:
        """The text to show to a reader of `language`: theirs, else English, else any."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()), None)


def approved_wordings(appeal: Appeal) -> Wordings:
    return wordings_of([appeal])[appeal.pk]


def wordings_of(appeals: Collection[Appeal]) -> dict[int, Wordings]:
    """Four queries, whatever the number of appeals and languages."""
    demands = wording.demands_in(appeals)
    found = {appeal.pk: Wordings({}, demands[appeal.pk]) for appeal in appeals}
    by_id = {appeal.pk: appeal for appeal in appeals}
    approved = AppealText.objects.filter(appeal__in=by_id, state=AppealText.State.APPROVED)
    for text in approved.order_by("language").prefetch_related("bricks"):
        text.appeal = by_id[text.appeal_id]
        if wording.is_approved(text, demands[text.appeal_id]):
            found[text.appeal_id].texts[text.language] = text
    return found


def for_country(
    *,
    appeal: Appeal,
    wordings: Wordings,
    country: str,
    day: date,
    own_words: str = "",
    bricks: Collection[int] = (),
) -> Letter | None:
    """The letter that anyone in `country` would sign, with the signer's places left open."""
    signer = {**UNSIGNED, "country": country}
    return _letter(
        appeal, wordings, signer, reference=UNSIGNED_REFERENCE, day=day, own_words=own_words, bricks=bricks
    )


def unaddressed(
    *,
    wordings: Wordings,
    text: AppealText,
    represents: str,
    own_words: str = "",
    bricks: Collection[int] = (),
) -> dict[str, Any]:
    """The letter in the reader's language, before anybody knows which office it goes to. No query."""
    with translation.override(text.language):
        office = _("Embassy in your country: %(state)s") % {
            "state": languages.country_name(represents, text.language)
        }
    blank = {"address_lines": [], "postcode": "", "city": "", "country": "", "country_line": ""}
    return {
        "language": text.language,
        "subject": as_printed(text.subject, text.language),
        "salutation": phrases(text.language)["salutation"],
        **merging.body_of(text, wordings.demands[text.language], bricks),
        "own_words": as_printed(own_words, text.language),
        "closing": as_printed(text.closing, text.language),
        "signer": {**UNSIGNED, "country_name": ""},
        "recipient": {"name": office, **blank},
    }


def for_signature(
    *, signature: Signature, reference: str = UNSIGNED_REFERENCE, salt: str = "", day: date
) -> Letter | None:
    appeal = signature.appeal
    signer = {
        "name": signature.name,
        "town": signature.town,
        "country": signature.country,
        "postal": signature.postal,
    }
    return _letter(
        appeal,
        approved_wordings(appeal),
        signer,
        reference=reference,
        salt=salt,
        day=day,
        own_words=signature.own_words,
        bricks=signature.bricks,
        read_in=signature.language,
        reply_to=signature.supporter.email if signature.may_reply and signature.supporter else "",
    )


def for_office(*, text: AppealText, target: Target, day: date, bricks: Collection[int] = ()) -> Letter:
    """The letter in this text, approved or not, to this office, as an invented person would sign it. For staff only."""
    demands = wording.demands_in([text.appeal])[text.appeal_id].get(text.language, [])
    if text.state != AppealText.State.APPROVED:
        text.salutations = wording.salutations_for(text)
    signer = {**SAMPLE, "country": target.host_country or text.appeal.represents}
    route = routing.with_contacts(target, "")
    return _merged(text, demands, route, signer, SAMPLE_REFERENCE, day, reply_to=SAMPLE_EMAIL, bricks=bricks)


def offices_of(appeal: Appeal) -> list[Target]:
    """Every office that a letter of this appeal may go to, by the country that it stands in. One query."""
    missions = Q(represents=appeal.represents, kind__in=["embassy", "foreign_ministry"])
    found = Target.objects.open().filter(missions | Q(pk=appeal.fallback_id))
    return list(found.order_by("host_country", "kind", "pk"))


def _letter(
    appeal: Appeal,
    wordings: Wordings,
    signer: dict[str, str],
    *,
    reference: str,
    day: date,
    own_words: str,
    bricks: Collection[int],
    reply_to: str = "",
    salt: str = "",
    read_in: str = "",
) -> Letter | None:
    """`read_in`: the language in which the signer reads, where their letter may bring its text in that language too."""
    route = routing.route(country=signer["country"], represents=appeal.represents, fallback=appeal.fallback)
    if route is None or not wordings.texts:
        return None
    language = merging.letter_language(route.target, wordings.texts)
    own = wordings.texts.get(read_in) if appeal.adds_own_version and read_in != language else None
    own_version = (
        merging.own_version(
            text=own,
            demands=wordings.demands[read_in],
            salutation=_salutation(own, route),
            bricks=bricks,
        )
        if own
        else None
    )
    return _merged(
        wordings.texts[language],
        wordings.demands[language],
        route,
        signer,
        reference,
        day,
        reply_to,
        own_words=own_words,
        bricks=bricks,
        salt=salt,
        own_version=own_version,
    )


def _merged(
    text: AppealText,
    demands: list[str],
    route: Route,
    signer: dict[str, str],
    reference: str,
    day: date,
    reply_to: str,
    own_words: str = "",
    bricks: Collection[int] = (),
    salt: str = "",
    own_version: dict[str, Any] | None = None,
) -> Letter:
    agreed = merging.merge(
        text=text,
        demands=demands,
        route=route,
        salutation=_salutation(text, route),
        signer=signer,
        own_words=own_words,
        bricks=bricks,
        reference=reference,
        salt=salt,
        day=day,
        reply_to=reply_to,
        copies_to=[address for address in [text.appeal.case.campaign.copy_email] if address],
        own_version=own_version,
    )
    return Letter(route, agreed)


def _salutation(text: AppealText, route: Route) -> str:
    return _with_comma(text.salutations.get(str(route.target.pk), ""), text.language)


def _with_comma(salutation: str, language: str) -> str:
    """The directory keeps the bare salutation; letters end it with a comma, Russian ones with an exclamation mark."""
    if not salutation:
        return ""
    return (
        salutation
        if salutation[-1] in ",!:"
        else salutation + ("!" if language in {"ru", "uk", "kk"} else ",")
    )
