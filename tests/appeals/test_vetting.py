"""What makes a person read a signer's own words first, and what does not."""

import pytest

from appeals import vetting
from campaigns.models import Alias, Beneficiary
from tests import people

pytestmark = pytest.mark.django_db

CALM = [
    "I baked bread too, in a small town near Leeds, and I was never afraid. She should not have to be.",
    "She was taken on 15.12.2021 and sentenced on 2023-04-17; between 2019-2021 nobody looked.",
    "Моя бабушка тоже была пекарем. Пожалуйста, отпустите её домой.",
    "Bitte lassen Sie sie frei. Meine Tochter heißt auch Anna, sie ist 7 Jahre alt.",
    "NATO, OSCE and the UN have asked. So do I!",
    "یک زن برای نان در زندان است. او را آزاد کنید.",
    "私はパンを焼きます。彼女を釈放してください。",
    "Wait… please — think of article 19.2 of the Covenant, of 10 000 people, of 3.5 years.",
    "Scunthorpe, Essex and Cockermouth send their regards; the dying would, too.",
]


@pytest.fixture
def appeal():
    return people.an_open_appeal()


@pytest.mark.parametrize("words", CALM)
def test_calm_words_of_any_script_give_no_doubt(appeal, words):
    assert vetting.reasons(words, appeal) == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Look at https://example.org/x", vetting.LINK),
        ("See www.example.org for it", vetting.LINK),
        ("hxxp://example", vetting.LINK),
        ("Buy at cheap-pills.shop now", vetting.LINK),
        ("Join t.me/something", vetting.LINK),
        ("Follow @breadnews", vetting.LINK),
        ("Смотрите пример.рф сегодня", vetting.LINK),
        ("Write me: amara at home, amara@example.org", vetting.MAIL),
        ("amara (at) example.org", vetting.MAIL),
        ("Call +44 113 496 0000", vetting.PHONE),
        ("Ring 8 (495) 123-45-67 after six", vetting.PHONE),
        ("٠١٢٣٤٥٦٧٨٩ is my number", vetting.PHONE),
        ("You are bastards", vetting.ABUSE),
        ("B1tch", vetting.ABUSE),
        ("ＢＡＳＴＡＲＤ", vetting.ABUSE),
        ("Вы ублюдки", vetting.ABUSE),
        ("Ihr Hurensöhne, ihr Ungeziefer", vetting.ABUSE),
        ("RELEASE HER NOW YOU HAVE NO RIGHT", vetting.CAPITALS),
        ("Please!!!!!", vetting.REPEATED),
        ("Noooooooo", vetting.REPEATED),
    ],
)
def test_what_raises_a_doubt_says_why(appeal, words, reason):
    assert vetting.reasons(words, appeal) == [reason]


@pytest.mark.parametrize(
    ("name", "town", "reasons"),
    [
        ("Amara Okafor", "Leeds", []),
        ("JOSÉ ŽIŽEK O'BRIEN-ŁĘCKI 3rd", "St. Louis", []),
        ("Айгүл Мұхтарқызы", "Алматы", []),
        ("Visit www.example.org", "", [vetting.LINK]),
        ("Amara", "+44 113 496 0000", [vetting.PHONE]),
        ("amara@example.org", "Leeds", [vetting.MAIL]),
        ("All Bastards", "Leeds", [vetting.ABUSE]),
    ],
)
def test_a_name_or_a_town_that_is_none_is_read_first(name, town, reasons):
    assert vetting.reasons_about_a_name(name, town) == [
        f"In the name or the town: {reason}" for reason in reasons
    ]


def test_two_doubts_are_two_reasons_and_none_quotes_what_was_typed(appeal):
    found = vetting.reasons("Bastards! https://example.org", appeal)

    assert found == [vetting.LINK, vetting.ABUSE]
    assert "example" not in "".join(found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Her lawyer Testova was very brave.", [vetting.HARM]),
        ("Её адвокат Тестова была смелой.", [vetting.HARM]),
        ("Спасибо адвокату Тестовой!", [vetting.HARM]),
        ("They met in upper mill, they say.", [vetting.HARM]),
        ("The upper floor of the mill was cold.", []),
        ("A test of courage.", []),
    ],
)
def test_what_the_case_says_must_not_be_written_is_found_in_any_script_and_ending(appeal, words, found):
    appeal.case.do_no_harm = "Testova\n\nUpper Mill\n"

    assert vetting.reasons(words, appeal) == found


def test_somebody_held_back_is_recognised_by_one_name_and_namesakes_are_not(appeal):
    hidden = Beneficiary.objects.create(
        key="hidden", name="Aigul Bakerova", country="KZ", kind="prisoner", held_back=True
    )
    told = Beneficiary.objects.create(key="told", name="Aigul Weaver", country="KZ", kind="prisoner")
    appeal.case.beneficiaries.add(hidden, told)
    Alias.objects.create(beneficiary=hidden, name="Айгуль Бакерова")

    assert vetting.reasons("And what of Bakerova?", appeal) == [vetting.HELD_BACK]
    assert vetting.reasons("А что с Бакеровой?", appeal) == [vetting.HELD_BACK]
    assert vetting.reasons("Free Aigul!", appeal) == []


def test_asking_costs_two_queries(appeal, django_assert_num_queries):
    assert appeal.case.do_no_harm == ""
    with django_assert_num_queries(2):
        vetting.reasons(CALM[0] * 10, appeal)


def test_every_list_of_words_is_read():
    whole, beginnings = vetting.abuse_list()

    assert sorted(path.stem for path in vetting.WORD_LISTS.glob("*.txt")) == [
        *("de", "en", "es", "fr", "kk", "pl", "ru", "tr", "uk"),
    ]
    assert all(len(word) > 2 for word in (*whole, *beginnings))
    assert not any(" " in word for word in (*whole, *beginnings))
