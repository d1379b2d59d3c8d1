import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from letters import dispatching, making
from letters.models import Letter, LetterPdf, Shell
from outbox.models import Message
from tests.letters.factories import PDF, accept, due_letters, enqueued_letters, frozen_letters
from tests.people import NOW

LETTERS = "admin:letters_letter_changelist"
LETTER_QUERIES = 9  # session, user, numbers of three filters, appeals of the filter, two counts, the page

LOOK_QUERIES = 13  # session, user, twice the numbers of the filters and their appeals (as Django lists), two counts, the letters


@pytest.fixture
def dana(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("dana-the-admin"))
    return client


def _decide(client: Client, action: str, reason: str) -> str:
    letter = Letter.objects.get()
    data = {"action": action, "_selected_action": [letter.pk], "reason": reason}
    page = client.post(reverse(LETTERS), data, follow=True)
    return " ".join(str(message) for message in page.context["messages"])


def test_the_list_says_where_each_letter_is_and_why(appeal, dana):
    letter = enqueued_letters(appeal)[0]
    Message.objects.filter(pk=letter.message_id).update(server_answer="250 2.0.0 Ok: queued as 4F1")
    page = dana.get(reverse(LETTERS)).content.decode()
    for words in (
        letter.reference,
        "in the outbox (1)",
        "held (0)",
        "due (0)",
        "250 2.0.0 Ok: queued as 4F1",
        "queued",
    ):
        assert words in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_letter_and_for_many(appeal, dana, count, django_assert_num_queries):
    enqueued_letters(appeal, count)
    with django_assert_num_queries(LETTER_QUERIES):
        assert dana.get(reverse(LETTERS)).status_code == 200


@pytest.mark.parametrize(
    ("where", "found"), [("due", 1), ("waiting", 1), ("held", 0), ("parked", 0), ("outbox", 0), ("sent", 1)]
)
def test_the_filter_finds_held_due_and_sent(appeal, dana, where, found):
    letters = due_letters(appeal, 3)
    dispatching.dispatch_due(now=letters[0].due_at)
    letters[0].refresh_from_db()
    accept(letters[0])
    Letter.objects.filter(pk=letters[0].pk).update(state="accepted", accepted_at=letters[0].due_at)
    Letter.objects.filter(pk=letters[1].pk).update(due_at="2020-01-01T00:00Z")
    Letter.objects.filter(pk=letters[2].pk).update(due_at="2126-01-01T00:00Z")
    page = dana.get(reverse(LETTERS), {"where": where})
    assert page.context["cl"].result_count == found


def test_the_list_names_no_signer(appeal, dana):
    enqueued_letters(appeal)
    page = dana.get(reverse(LETTERS)).content.decode()
    assert "Amara" not in page
    assert "signer0" not in page


def test_staff_read_the_pdf_and_nothing_keeps_it(appeal, dana):
    letter = due_letters(appeal)[0]
    answer = dana.get(reverse("admin:letters_letter_pdf", args=[letter.pk]))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="{letter.reference}.pdf"'
    assert answer["Cache-Control"].split(", ")[0] == "no-store"
    directives = set(answer["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "object-src 'self'", "frame-ancestors 'none'"} <= directives


def test_a_letter_without_pdf_has_none_to_show(appeal, dana):
    letter = frozen_letters(appeal)[0]
    assert dana.get(reverse("admin:letters_letter_pdf", args=[letter.pk])).status_code == 404


def test_chidi_sees_no_pdf_not_even_as_staff_without_the_right(appeal, client):
    letter = due_letters(appeal)[0]
    address = reverse("admin:letters_letter_pdf", args=[letter.pk])
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("chidi", is_staff=True))
    assert client.get(address).status_code == 403


def test_dana_holds_releases_and_cancels_with_a_reason(appeal, dana):
    due_letters(appeal)
    assert _decide(dana, "hold", "Wrong office?") == "Held: 1 row."
    assert (Letter.objects.get().state, Letter.objects.get().reason) == ("held", "Wrong office?")
    assert _decide(dana, "release", "It is the right one.") == "Released: 1 row."
    assert Letter.objects.get().state == "ready"
    assert _decide(dana, "cancel", "The family asked.") == "Cancelled: 1 row."
    assert Letter.objects.get().decided_by.username == "dana-the-admin"


@pytest.mark.parametrize("count", [1, 3])
def test_before_many_are_held_each_stands_with_office_and_country(
    appeal, dana, count, django_assert_num_queries
):
    letters = due_letters(appeal, count)
    chosen = {"action": "hold", "_selected_action": [letter.pk for letter in letters]}
    with django_assert_num_queries(LOOK_QUERIES):
        page = dana.post(reverse(LETTERS), chosen).text
    for letter in letters:
        assert f"<li>{letter.reference}: Embassy of Kazakhstan in GB, United Kingdom</li>" in page
    assert "Amara" not in page


def test_a_letter_in_the_outbox_is_not_held_here_and_dana_is_told(appeal, dana):
    letter = enqueued_letters(appeal)[0]
    assert _decide(dana, "hold", "Stop!") == (
        f"{letter.reference}: It is in the outbox already, or past it. Hold its message there."
    )


def test_a_letter_can_be_looked_at_and_not_edited(appeal, dana):
    letter = due_letters(appeal)[0]
    page = dana.get(reverse("admin:letters_letter_change", args=[letter.pk]))
    assert page.status_code == 200
    assert b'name="state"' not in page.content
    assert b"_save" not in page.content


@pytest.mark.parametrize("name", ["dispatch", "pace"])
@pytest.mark.parametrize("count", [1, 3])
def test_dispatch_and_pace_show_the_forecast(appeal, dana, name, count, django_assert_max_num_queries):
    due_letters(appeal, count)
    with django_assert_max_num_queries(9):
        page = dana.get(reverse(f"admin:letters_{name}_changelist"))
    assert page.context["cl"].result_list[0].last == Letter.objects.latest("due_at").due_at


def test_the_list_counts_how_letters_were_made_and_finds_them(appeal, dana):
    stamped, flowed, pressed, waiting = frozen_letters(appeal, 4)
    making.make_some(now=NOW, most=4)
    LetterPdf.objects.filter(letter=flowed).update(tier="flow")
    LetterPdf.objects.filter(letter=pressed).update(tier="press", shell=None)
    LetterPdf.objects.filter(letter=waiting).delete()
    Letter.objects.filter(pk=waiting.pk).update(state="frozen", needs_press=True)
    page = dana.get(reverse(LETTERS)).content.decode()
    for words in ("stamped (1)", "flowed (1)", "set by WeasyPrint (1)", "waits for WeasyPrint (1)"):
        assert words in page
    for made, letter in (("stamp", stamped), ("flow", flowed), ("press", pressed), ("waits", waiting)):
        found = dana.get(reverse(LETTERS), {"made": made}).context["cl"].result_list
        assert [one.pk for one in found] == [letter.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_shells_says_why_letters_are_not_stamped(dana, count, django_assert_num_queries):
    for number in range(count):
        Shell.objects.create(
            key=f"{number:064}", text_key="0" * 64, language="en", reason="No slot.", engine="weasyprint 70"
        )
    with django_assert_num_queries(5):
        page = dana.get(reverse("admin:letters_shell_changelist")).content.decode()
    assert page.count("No slot.") == count
