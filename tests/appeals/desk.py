"""What people do at the desk of appeals, as their browsers send it."""

import io
import re

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from appeals import gaps
from appeals.models import Appeal, AppealText
from campaigns import reviewing
from campaigns.models import Case, Citation, Event, Source
from tests import people
from tests.people import NOW


def desk(name: str) -> Client:
    user = User.objects.get_or_create(username=name)[0]
    user.is_staff = user.is_superuser = True
    user.email = f"{name}@desk.example"
    user.save()
    client = Client()
    client.force_login(user)
    return client


def a_told_case() -> Case:
    """Something happened in it, which somebody alleges."""
    case = people.a_case()
    event = Event.objects.create(
        key="taken", case=case, kind="arrest", text="Two men took her away.", attributed_to="Her sister",
        is_allegation=True, precision="day", date_from=NOW.date(), date_to=NOW.date(),
    )  # fmt: skip
    Citation.objects.create(source=Source.objects.get(), event=event)
    reviewing.review_case(case=case, by=people.dana(), now=NOW)
    return case


def start(bela: Client, case, **changes) -> Appeal:
    demand = case.demands.get(held_back=False)
    told = {
        f"demand_{demand.pk}": "1", "languages": ["en", "de"], "slug": "free-the-baker", "represents": "KZ",
        "time_zone": "Asia/Almaty", "act_day": "2027-01-31", "act_time": "",
    }  # fmt: skip
    page = bela.post(reverse("admin:appeals_start") + f"?case={case.pk}", told | changes)
    assert page.status_code == 302, page.content.decode()
    return Appeal.objects.get(slug=told["slug"])


def picture(colour: str) -> bytes:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "SPY CAMERA"
    Image.new("RGB", (64, 36), colour).save(file, "PNG", exif=exif)
    return file.getvalue()


PICTURE = picture("teal")


def upload(client: Client, appeal: Appeal, sent: bytes | None, *, follow: bool = False, **told):
    """Save the appeal's own page with a picture, all else as it is."""
    fields = {"case": appeal.case_id, "slug": appeal.slug, "represents": "KZ", "time_zone": "UTC"}
    fields |= {"edited_texts": appeal.edited_texts, "display_threshold": 0}
    fields |= {name: "on" for name in ("asks_postal_address", "asks_challenge") if getattr(appeal, name)}
    for inline, there in (("appeal_demands", 1), ("tally", 1 if hasattr(appeal, "tally") else 0)):
        fields |= {f"{inline}-TOTAL_FORMS": there, f"{inline}-INITIAL_FORMS": there}
    row = appeal.appeal_demands.get()
    one = {"id": row.pk, "appeal": appeal.pk, "demand": row.demand_id, "number": 1}
    fields |= {f"appeal_demands-0-{name}": value for name, value in one.items()}
    if hasattr(appeal, "tally"):
        fields |= {"tally-0-id": appeal.tally.pk, "tally-0-appeal": appeal.pk}
    if sent is not None:
        fields["picture"] = SimpleUploadedFile("IMG_20261122_her_street.png", sent, "image/png")
    return client.post(reverse("admin:appeals_appeal_change", args=[appeal.pk]), fields | told, follow=follow)


def press(client: Client, row, button: str, **more) -> str:
    """As a person does: what the page showed goes with the button."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_press"
    seen = re.findall(r'name="seen" value="(\w+)"', page_of(client, row))
    typed = {"button": button, "seen": seen[0] if seen else "", **more}
    page = client.post(reverse(name, args=[row.pk]), typed, follow=True)
    return page.content.decode()


def save_text(client: Client, text: AppealText, **typed) -> str:
    """Save the form of a text as a browser sends it, with what is typed into it."""
    there = AppealText.objects.get(pk=text.pk)
    fields = {name: getattr(there, name).replace("\n", "\r\n") for name in gaps.FIELDS}
    fields |= {"bricks-TOTAL_FORMS": 0, "bricks-INITIAL_FORMS": 0}
    address = reverse("admin:appeals_appealtext_change", args=[text.pk])
    return client.post(address, fields | typed, follow=True).text


def waiting_for(client: Client) -> str:
    """What stands on the first page of the desk above its lists."""
    return client.get(reverse("admin:index")).text.partition('id="content-main"')[0]


def page_of(client: Client, row) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return client.get(reverse(name, args=[row.pk])).content.decode()
