"""The cast of the stories, and the world they act in: built with the same verbs that staff use.

Amara supports, Bela edits, Dana approves, Chidi is a stranger. NOW is a Sunday in November 2026.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User

from appeals import approving, links, publishing, signing
from appeals.models import Appeal, AppealDemand, AppealText, Brick, Signature
from campaigns import publishing as cases
from campaigns import reviewing, verifying
from campaigns.models import (
    Accreditation,
    Beneficiary,
    Campaign,
    Case,
    Citation,
    Contact,
    Demand,
    DemandText,
    Salutation,
    Source,
    StatusRecord,
    Target,
)
from outbox.models import Message
from tests.remembering import remembered

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

TEXTS = {
    "en": {
        "title": "Free the baker",
        "lead": "She baked bread for strikers.",
        "story": "She baked bread.\n\nThen she was taken away.",
        "subject": "The baker of Exampletown",
        "body": "I write to you about the baker.\n\nShe is held for baking.",
        "ending": "Please tell me where she is.",
        "closing": "Yours faithfully,",
    },
    "de": {
        "title": "Freiheit für die Bäckerin",
        "lead": "Sie buk Brot für Streikende.",
        "story": "Sie buk Brot.\n\nDann wurde sie abgeholt.",
        "subject": "Die Bäckerin von Musterstadt",
        "body": "ich schreibe Ihnen wegen der Bäckerin.",
        "ending": "Bitte sagen Sie mir, wo sie ist.",
        "closing": "Mit freundlichen Grüßen",
    },
}
AMARA = {"name": "Amara Okafor", "email": "amara@example.org", "country": "GB", "town": "Leeds"}


@remembered
def bela() -> User:
    return User.objects.get_or_create(username="bela", defaults={"is_staff": True})[0]


@remembered
def dana() -> User:
    return User.objects.get_or_create(username="dana", defaults={"is_staff": True})[0]


@remembered
def a_case(*, slug: str = "baker") -> Case:
    """A published case of one prisoner with one demand, sourced by Bela and reviewed by Dana."""
    campaign, _ = Campaign.objects.get_or_create(
        slug="bread", defaults={"name": "Bread", "copy_email": "copy@campaign.example"}
    )
    case = Case.objects.create(key=slug, slug=slug, campaign=campaign, title=f"The {slug}", country="KZ")
    prisoner = Beneficiary.objects.create(key=slug, name=f"The {slug}", country="KZ")
    case.beneficiaries.add(prisoner)
    source = Source.objects.create(key=f"S-{slug}", title="A report")
    status = StatusRecord.objects.create(
        key=f"held-{slug}",
        beneficiary=prisoner,
        status="imprisoned",
        precision="day",
        date_from=date(2021, 12, 15),
        date_to=date(2021, 12, 15),
    )
    demand = Demand.objects.create(key=f"release-{slug}", case=case, text="Release her at once.")
    translation = DemandText.objects.create(demand=demand, language="de", text="Lassen Sie sie sofort frei.")
    Citation.objects.create(source=source, lines="1-3", demand=demand)
    Citation.objects.create(source=source, lines="4", status_record=status)
    # These by name, and not every kind of claim that a case may have: hundreds of stories begin here.
    reviewing.review(claims=(status, demand, translation), by=dana(), now=NOW)
    cases.publish(case=case, by=dana(), now=NOW)
    return case


@remembered
def an_embassy(
    *, country: str, covers: tuple[str, ...] = (), languages: tuple[str, ...] = ("en",), verified: bool = True
) -> Target:
    """An invented embassy of Kazakhstan with one mail and one postal address."""
    embassy = Target.objects.create(
        key=f"kz-{country.lower()}",
        kind="embassy",
        name=f"Embassy of Kazakhstan in {country}",
        represents="KZ",
        host_country=country,
        languages=list(languages),
    )
    for also in covers:
        Accreditation.objects.create(target=embassy, country=also)
    Salutation.objects.create(target=embassy, language="en", text="Your Excellency")
    Contact.objects.create(
        target=embassy, channel="email", email=f"embassy-{country.lower()}@mission.example"
    )
    Contact.objects.create(
        target=embassy, channel="post", address_lines="1 Embassy Row", postcode="AB1 2CD", city="Capital"
    )
    if verified:
        verifying.verify_contacts(contacts=embassy.contacts.all(), how="telephone", by=dana(), now=NOW)
    return embassy


@remembered
def an_appeal(
    *, case: Case | None = None, languages: tuple[str, ...] = ("en", "de"), **fields: Any
) -> Appeal:
    """A draft appeal; Bela wrote its texts, Dana approved them."""
    case = case or a_case()
    appeal = Appeal.objects.create(
        case=case, **{"slug": f"free-the-{case.slug}", "represents": "KZ", "display_threshold": 0, **fields}
    )
    AppealDemand.objects.create(appeal=appeal, demand=case.demands.get(), number=1)
    for language in languages:
        text = AppealText(appeal=appeal, language=language, **TEXTS[language])
        approving.write(text=text, by=bela(), now=NOW)
        approving.submit(text=text, by=bela(), now=NOW)
        approving.approve(text=text, by=dana(), now=NOW)
    publishing.note_simulated(appeal=appeal, by=dana(), now=NOW)
    return appeal


@remembered
def an_open_appeal(**fields: Any) -> Appeal:
    appeal = an_appeal(**fields)
    publishing.open_appeal(appeal=appeal, by=bela(), now=NOW)
    appeal.refresh_from_db()
    return appeal


@remembered
def offer_bricks(appeal: Appeal, **paragraphs: tuple[str, ...]) -> None:
    """Bela adds optional paragraphs, numbered from 1, to the texts of these languages; Dana approves them."""
    for language, offered in paragraphs.items():
        text = appeal.texts.get(language=language)
        for number, paragraph in enumerate(offered, start=1):
            label = f"Say: {paragraph}"
            Brick.objects.create(text=text, number=number, label=label, paragraph=paragraph)
        approving.write(text=text, by=bela(), now=NOW)
        approving.submit(text=text, by=bela(), now=NOW)
        approving.approve(text=text, by=dana(), now=NOW)


@remembered
def amara_signs(appeal: Appeal, *, now: datetime = NOW, language: str = "en", **changes: Any) -> Signature:
    signing.sign(appeal=appeal, typed=signing.Typed(**{**AMARA, **changes}), language=language, now=now)
    return Signature.objects.latest("pk")


def link_in_newest_mail() -> str:
    """The token of the link in the newest confirmation mail."""
    values = Message.objects.filter(kind="confirmation").latest("pk").values
    return links.token_of(Signature.objects.get(pk=values["signature"]).link_seed)


@remembered
def amara_confirms(appeal: Appeal, *, now: datetime = NOW, **changes: Any) -> Signature:
    """Sign and press the button; return the confirmed signature."""
    amara_signs(appeal, now=now, **changes)
    signature = signing.by_link(link_in_newest_mail())
    assert signature is not None
    signing.confirm(signature=signature, now=now)
    signature.refresh_from_db()
    return signature
