from appeals.models import Tally
from letters import counting
from letters.models import Letter
from tests.letters.factories import accept, enqueued_letters
from tests.people import NOW


def test_only_what_a_mail_server_took_counts_as_accepted(appeal):
    letters = enqueued_letters(appeal, 3)
    accept(letters[0])
    accept(letters[2])
    assert counting.count_accepted(now=NOW) == 2
    assert list(Letter.objects.order_by("pk").values_list("state", "accepted_at")) == [
        ("accepted", NOW),
        ("enqueued", None),
        ("accepted", NOW),
    ]
    tally = Tally.objects.get()
    assert (tally.confirmed, tally.accepted, tally.posted, tally.self_sent) == (3, 2, 0, 0)


def test_counting_twice_counts_once(appeal):
    accept(enqueued_letters(appeal)[0])
    assert [counting.count_accepted(now=NOW), counting.count_accepted(now=NOW)] == [1, 0]
    assert Tally.objects.get().accepted == 1
