from urllib.parse import parse_qs, urlsplit

import pytest

from appeals import sharing
from tests import people

pytestmark = pytest.mark.django_db


def test_each_way_of_sharing_carries_a_word_of_ours():
    appeal = people.an_open_appeal()
    found = sharing.shares(appeal, appeal.texts.get(language="en"), language="en")
    assert [(one.name, one.source) for one in found] == [
        ("Mail", "mail"),
        ("Telegram", "messenger"),
        ("WhatsApp", "messenger"),
        ("Bluesky", "social"),
    ]
    mail = parse_qs(urlsplit(found[0].href).query)
    assert mail == {
        "subject": ["Free the baker"],
        "body": [
            "I have signed a letter: Free the baker. Please sign it too.\r\n\r\n"
            "http://127.0.0.1:8000/en/appeals/free-the-baker/?via=mail\r\n"
        ],
    }
    assert "+" not in found[0].href


@pytest.mark.parametrize(
    ("word", "kept"), [("poster", "poster"), ("", ""), ("https://tracker.example", ""), ("POSTER", "")]
)
def test_only_our_own_words_are_kept(word, kept):
    assert sharing.known(word) == kept
