"""Bela drafts an appeal at the desk from a published case, in two languages; Dana reads, approves and opens it."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from appeals import drafting
from appeals.models import Appeal, AppealText, Brick, Translation
from campaigns import reviewing
from campaigns.models import Citation, Demand, Event, Source
from kit.languages import LETTER_LANGUAGES
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
DRAFT_QUERIES = 20


def desk(name: str) -> Client:
    user = User.objects.get_or_create(username=name)[0]
    user.is_staff = user.is_superuser = True
    user.email = f"{name}@desk.example"
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def bela() -> Client:
    return desk("bela")


@pytest.fixture
def dana() -> Client:
    return desk("dana")


@pytest.fixture
def case():
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


def upload(client: Client, appeal: Appeal, sent: bytes | None, **told):
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
    return client.post(reverse("admin:appeals_appeal_change", args=[appeal.pk]), fields | told)


def press(client: Client, row, button: str, **more) -> str:
    """As a person does: what the page showed goes with the button."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_press"
    seen = re.findall(r'name="seen" value="(\w+)"', page_of(client, row))
    typed = {"button": button, "seen": seen[0] if seen else "", **more}
    page = client.post(reverse(name, args=[row.pk]), typed, follow=True)
    return page.content.decode()


def page_of(client: Client, row) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return client.get(reverse(name, args=[row.pk])).content.decode()


def test_from_a_case_to_an_open_appeal_with_two_people(bela, dana, case):
    assert "The baker" in bela.get(reverse("admin:appeals_start")).content.decode()
    assert (
        "Release her at once." in bela.get(reverse("admin:appeals_start"), {"case": case.pk}).content.decode()
    )
    appeal = start(bela, case)
    assert appeal.act_before == datetime(2027, 1, 31, 18, 59, tzinfo=UTC)
    english, german = AppealText.objects.get(language="en"), AppealText.objects.get(language="de")
    assert (english.needs_speaker, german.needs_speaker) == (False, True)
    assert "No text of this appeal is approved" in page_of(bela, appeal)

    assert "has a gap: ⟦translate: Her sister⟧" in press(bela, german, "submit")
    bela.post(
        reverse("admin:appeals_translate", args=[german.pk]),
        {"english_0": "Her sister", "words_0": "ihre Schwester", "english_1": "Two men took her away",
         "words_1": "Zwei Männer holten sie ab.", "english_2": "never asked", "words_2": "x"},
    )  # fmt: skip
    german.refresh_from_db()
    assert "ihre Schwester. Zwei Männer holten sie ab." in german.body
    assert Translation.objects.count() == 2
    press(bela, german, "submit")
    press(bela, english, "submit")
    assert "has to read it first" in press(dana, german, "approve")
    press(dana, german, "read")
    press(dana, german, "approve")
    assert "A second person has to approve it" in press(bela, english, "approve")
    press(dana, english, "approve")
    german.refresh_from_db()
    assert (german.state, german.speaker.username, german.approved_by.username) == (
        "approved",
        "dana",
        "dana",
    )
    assert "Nothing is missing" in page_of(dana, appeal)
    press(dana, appeal, "open")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.opened_by.username) == ("open", "dana")
    press(dana, appeal, "won", reason="She is free.")
    press(dana, appeal, "archived")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.closed_because) == ("archived", "She is free.")


def test_an_edit_takes_the_speakers_reading_away_unless_the_speaker_edits(bela, dana, case):
    start(bela, case, languages=["de"])
    text = AppealText.objects.get()
    AppealText.objects.update(**dict.fromkeys(("lead", "story", "body"), "Satz"))
    press(dana, text, "read")
    words = {name: getattr(text, name) for name in ("title", "subject", "ending", "closing", "slogan")}
    bricks = {"bricks-TOTAL_FORMS": 0, "bricks-INITIAL_FORMS": 0}
    address = reverse("admin:appeals_appealtext_change", args=[text.pk])
    dana.post(address, {**words, **bricks, "lead": "Anders", "story": "Satz", "body": "Satz"})
    text.refresh_from_db()
    assert (text.lead, text.speaker.username, text.written_by.username) == ("Anders", "dana", "dana")
    bela.post(address, {**words, **bricks, "lead": "Wieder anders", "story": "Satz", "body": "Satz"})
    text.refresh_from_db()
    assert (text.speaker, text.speaker_at, text.written_by.username) == (None, None, "bela")


def test_a_brick_is_part_of_what_is_approved(bela, case):
    appeal = people.an_open_appeal(case=case, languages=("en",))
    text = appeal.texts.get()
    Brick.objects.create(text=text, number=1, label="I am a baker", paragraph="I bake bread myself.")
    assert "approved once; the words or the demands have changed" in page_of(bela, text)


def test_a_changed_fact_is_shown_and_nothing_changes_by_itself(bela, dana, case):
    start(bela, case, languages=["en"])
    text = AppealText.objects.get()
    press(bela, text, "submit")
    press(dana, text, "approve")
    assert "The facts have changed" not in page_of(bela, text)
    Event.objects.update(text="Three men took her away.")
    reviewing.review_case(case=case, by=people.dana(), now=NOW)
    page = page_of(bela, text)
    assert "The facts have changed since this was drafted" in page
    assert "<ins>22 November 2026. Reported by: her sister. Three men took her away.</ins>" in page
    text.refresh_from_db()
    assert (text.state, "Two men" in text.body) == ("approved", True)
    press(bela, text, "keep")
    text.refresh_from_db()
    assert (text.state, "Two men" in text.body) == ("approved", True)
    assert "The facts have changed" not in page_of(bela, text)
    Event.objects.update(text="Four men took her away.")
    press(bela, text, "take_over")
    text.refresh_from_db()
    assert text.state == "draft"
    assert "⟦check: 22 November 2026. Reported by: her sister. Four men took her away.⟧" in text.body


def test_an_act_before_time_that_the_clocks_skip_is_refused_at_its_field(bela, case):
    told = {"time_zone": "Europe/Berlin", "act_day": "2027-03-28", "act_time": "02:30", "slug": "x",
            "represents": "KZ", "languages": ["en"]}  # fmt: skip
    page = bela.post(reverse("admin:appeals_start") + f"?case={case.pk}", told).content.decode()
    assert "The clocks of Europe/Berlin skip 02:30 on that day. The next time is 03:30." in page
    assert not Appeal.objects.exists()


def test_a_clone_has_the_words_and_what_was_set_and_nothing_else(
    bela, case, django_capture_on_commit_callbacks
):
    appeal = people.an_open_appeal(
        case=case, asks_postal_address=True, edited_texts="flagged", asks_challenge=True
    )
    people.offer_bricks(appeal, en=("I bake.",))
    with django_capture_on_commit_callbacks(execute=True):
        assert (
            upload(bela, appeal, PICTURE, picture_alt="A bakery.", picture_credit="Her sister").status_code
            == 302
        )
    bela.post(reverse("admin:appeals_clone", args=[appeal.pk]), {"slug": "again"})
    copy = Appeal.objects.get(slug="again")
    assert (copy.state, copy.opened_at, copy.tally.confirmed) == ("draft", None, 0)
    assert (copy.asks_postal_address, copy.edited_texts, copy.asks_challenge) == (True, "flagged", False)
    assert sorted(copy.texts.values_list("language", "state", "title")) == [
        ("de", "draft", people.TEXTS["de"]["title"]),
        ("en", "draft", people.TEXTS["en"]["title"]),
    ]
    assert Brick.objects.filter(text__appeal=copy).count() == 1
    assert [one.demand for one in copy.appeal_demands.all()] == [case.demands.get()]
    with django_capture_on_commit_callbacks(execute=True):
        upload(bela, appeal, None, state="won", **{"picture-clear": "on"})
    appeal.refresh_from_db()
    assert (appeal.state, bool(appeal.picture)) == ("open", False)  # no form moves a state
    assert (copy.picture_alt, copy.picture_width) == ("A bakery.", 64)
    assert copy.picture.storage.exists(copy.picture.name)


def test_a_picture_is_made_smaller_by_the_desk_and_the_one_before_is_deleted(
    bela, case, django_capture_on_commit_callbacks
):
    appeal = people.an_appeal(case=case)
    about = {"picture_alt": "A bakery at night.", "picture_credit": "Photo: her sister"}
    for sent, told, why in (
        (PICTURE, {**about, "picture_credit": ""}, "A picture needs both: what it shows, and who made it."),
        (b"GIF89a nothing", about, "Upload a valid image."),
    ):
        page = upload(bela, appeal, sent, **told)
        assert why in page.text
        appeal.refresh_from_db()
        assert not appeal.picture
    assert upload(bela, appeal, PICTURE, **about).status_code == 302
    appeal.refresh_from_db()
    first, storage = appeal.picture.name, appeal.picture.storage
    with Image.open(appeal.picture) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (64, 36), {})
    assert 'alt="A bakery at night."' in page_of(bela, appeal)
    with django_capture_on_commit_callbacks(execute=True):
        upload(bela, appeal, picture("red"), **about)
    appeal.refresh_from_db()
    assert (storage.exists(first), storage.exists(appeal.picture.name)) == (False, True)


def test_what_is_held_back_is_neither_offered_nor_drafted(bela, case):
    Event.objects.update(held_back=True)
    Demand.objects.create(key="secret", case=case, text="A secret demand", held_back=True)
    assert "secret demand" not in bela.get(reverse("admin:appeals_start"), {"case": case.pk}).content.decode()
    start(bela, case, languages=["en"])
    assert "Two men" not in AppealText.objects.get().body + AppealText.objects.get().story


def test_more_languages_are_drafted_later_and_those_that_are_there_stay(bela, case):
    appeal = start(bela, case, languages=["en"])
    AppealText.objects.update(title="My own words")
    bela.post(reverse("admin:appeals_add_language", args=[appeal.pk]), {"languages": ["kk", "tr"]})
    assert sorted(appeal.texts.values_list("language", flat=True)) == ["en", "kk", "tr"]
    assert appeal.texts.get(language="en").title == "My own words"


@pytest.mark.parametrize("count", [1, 3])
def test_drafting_costs_the_same_for_one_event_and_for_three_in_nine_languages(
    bela, case, count, django_assert_num_queries
):
    appeal = start(bela, case, languages=["en"])
    for number in range(1, count):
        event = Event.objects.create(key=f"more-{number}", case=case, text="They came again.")
        Citation.objects.create(source=Source.objects.get(), event=event)
    reviewing.review_case(case=case, by=people.dana(), now=NOW)
    with django_assert_num_queries(DRAFT_QUERIES):
        drafts = drafting.drafts(appeal, list(LETTER_LANGUAGES))
    assert drafts["en"].words["story"].count("They came again") == count - 1
