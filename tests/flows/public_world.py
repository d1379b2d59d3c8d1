"""A small world for looking at public pages: real texts of the seeds, an appeal in every state, a picture, letters.

The pages are served by the test's own process, so that a test may speak languages that the product does not ship.
"""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from appeals import approving, picturing, publishing
from appeals.models import Appeal, AppealText
from campaigns import reviewing
from campaigns.models import DemandText, Target
from letters import public_copies, reply_log
from letters.models import Letter
from reports import report_links
from reports.models import DayCount
from tests import people

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "data" / "appeals" / "elshibayev.yaml"
ARABIC_NAME = "أمينة عبد الله"


@dataclass(frozen=True)
class World:
    open: Appeal
    won: Appeal
    closed: Appeal
    office: Target


def a_picture() -> bytes:
    """Hills at dusk, drawn here: no photograph is ours to ship."""
    picture = Image.new("RGB", (1600, 900), "#d9c9b0")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((1050, 180, 1250, 380), fill="#e8a35c")
    for depth, shade in enumerate(("#b99f86", "#8d7763", "#5f5148")):
        foot = 480 + depth * 130
        draw.polygon(
            [
                (0, foot),
                (400, foot - 160),
                (900, foot + 30),
                (1300, foot - 120),
                (1600, foot),
                (1600, 900),
                (0, 900),
            ],
            fill=shade,
        )
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


def build() -> World:
    """Opened three weeks ago, closes in ten days; 63 confirmed."""
    now = timezone.now()
    office = people.an_embassy(country="GB", covers=("IE",))
    people.an_embassy(country="DE", languages=("de",))
    case = people.a_case(slug="elshibayev")
    case.title, case.summary = "Erzhan Elshibayev", "He spoke for people without work in Zhanaozen."
    case.save()
    DemandText.objects.create(demand=case.demands.get(), language="ru", text="Освободите его немедленно.")
    reviewing.review_case(case=case, by=people.dana(), now=people.NOW)
    first = _appeal(
        case=case, slug="free-erzhan-elshibayev", act_before=now + timedelta(days=10), display_threshold=10
    )
    first.picture.save(*_file(), save=False)
    first.picture_alt, first.picture_credit = "Hills of the steppe at dusk.", "Drawing: Outcry, CC0"
    first.save()
    publishing.open_appeal(appeal=first, by=people.bela(), now=now - timedelta(days=21))
    first.tally.confirmed, first.tally.accepted, first.tally.posted, first.tally.self_sent = 63, 41, 12, 3
    first.tally.save()
    second = people.an_open_appeal(case=people.a_case(slug="weaver"))
    publishing.win(appeal=second, by=people.dana(), reason="She came home on 3 November 2026.", now=now)
    third = people.an_open_appeal(case=people.a_case(slug="welder"))
    publishing.close(appeal=third, by=people.dana(), reason="His lawyers asked us to wait.", now=now)
    for one in (first, second, third):
        one.refresh_from_db()
    return World(first, second, third, office)


def _appeal(**fields) -> Appeal:
    appeal = people.an_appeal(languages=(), **fields)
    for language, words in yaml.safe_load(SEEDS.read_text())["texts"].items():
        text = AppealText(
            appeal=appeal, language=language, **{name: said.strip() for name, said in words.items()}
        )
        approving.write(text=text, by=people.bela(), now=people.NOW)
        approving.submit(text=text, by=people.bela(), now=people.NOW)
        approving.approve(text=text, by=people.dana(), now=people.NOW)
    return appeal


def _file() -> tuple[str, ContentFile]:
    taken = picturing.taken_in(a_picture())
    return str(taken.name), taken


def answered(letter: Letter, *, now: datetime) -> str:
    """Its office answered by post, and a copy of that stands on the appeal's page; return the token of a report link."""
    Letter.objects.filter(pk=letter.pk).update(posted_at=now, posted_via="hand")
    words = "Ihr Schreiben wurde weitergeleitet.\n\nHochachtungsvoll […]"
    reply = reply_log.log(
        appeal=letter.appeal,
        target=letter.target,
        references="",
        content=words.encode(),
        form="text",
        came_on=now.date(),
        channel="post",
        language="de",
        outcome="passed",
        by=people.bela(),
        now=now,
    )
    copy = public_copies.write(reply=reply, text=words, language="de", by=people.bela(), now=now)
    public_copies.publish(copy=copy, by=people.dana(), seen=copy.digest, now=now)
    for ago in range(1, 9):
        day = (now - timedelta(days=ago)).date()
        DayCount.objects.create(appeal=letter.appeal, day=day, country="GB", confirmed=ago * 2)
    campaign = letter.appeal.case.campaign
    given = report_links.give(campaign=campaign, for_whom="Family", days=7, by=people.dana(), now=now)
    return given.address.rstrip("/").rpartition("/")[2]


PERSIAN = Path(__file__).parent / "persian.po"


def persian_words(folder: Path) -> Path:
    """Compile the few words of persian.po below `folder`; return what LOCALE_PATHS wants."""
    target = folder / "locale" / "fa" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with PERSIAN.open("rb") as written, target.open("wb") as compiled:
        write_mo(compiled, read_po(written, locale="fa"))
    return folder / "locale"
