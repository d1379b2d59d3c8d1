import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from kit import encryption
from kit.encryption import KeyRing, WrongKey, new_ring

RING = KeyRing(new_ring(), name="keyring")
KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(1, 33))).decode()


@given(st.binary())
def test_what_is_sealed_opens_again(plain):
    assert RING.open(RING.seal(plain)) == plain


@given(st.binary(min_size=4))
def test_a_sealed_value_does_not_show_what_it_holds(plain):
    assert plain not in RING.seal(plain)


def test_the_same_value_is_sealed_differently_each_time():
    assert RING.seal(b"Amara Okafor") != RING.seal(b"Amara Okafor")


@given(st.binary(max_size=40), st.data())
def test_one_changed_bit_anywhere_is_noticed(plain, data):
    sealed = bytearray(RING.seal(plain))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(WrongKey):
        RING.open(bytes(sealed))


@given(st.binary(max_size=40))
def test_anything_that_was_never_sealed_is_refused(noise):
    with pytest.raises(WrongKey):
        RING.open(noise)


def test_another_ring_opens_nothing():
    with pytest.raises(WrongKey, match="Put the ring of this database in place"):
        KeyRing(new_ring(), name="other").open(RING.seal(b"Amara Okafor"))


def test_a_copied_value_opens_in_its_new_place():
    # INSERT ... SELECT copies a signature's letter into letters: nothing in the value names its row.
    sealed = RING.seal("Ерлан Әбенұлы".encode())
    copy = bytes(memoryview(sealed))

    assert RING.open(copy).decode() == "Ерлан Әбенұлы"


def test_a_new_key_on_top_seals_and_the_old_one_still_opens():
    old = KeyRing(f"seal {KEY}\nindex {KEY}", name="keyring")
    new = KeyRing(f"seal {OTHER}\nseal {KEY}\nindex {KEY}", name="keyring")

    assert new.open(old.seal(b"Amara")) == b"Amara"
    assert not old.holds_key_of(new.seal(b"Amara"))
    assert new.index("amara@mail.example", purpose="mailbox") == old.index(
        "amara@mail.example", purpose="mailbox"
    )


def test_an_index_stands_for_a_value_and_a_purpose():
    index = RING.index("amara@mail.example", purpose="mailbox")

    assert index == RING.index("amara@mail.example", purpose="mailbox")
    assert len(index) == 64
    assert index != RING.index("amara@mail.example", purpose="email")
    assert index != RING.index("bela@mail.example", purpose="mailbox")
    assert index != KeyRing(new_ring(), name="other").index("amara@mail.example", purpose="mailbox")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ring needs at least one 'seal' and one 'index' line."),
        ("# only words", "ring needs at least one 'seal' and one 'index' line."),
        (f"seal {KEY}", "ring needs at least one 'seal' and one 'index' line."),
        (f"index {KEY}", "ring needs at least one 'seal' and one 'index' line."),
        (f"index {KEY}\nseal", "ring, line 2: write 'seal' or 'index' and a key in base64."),
        ("seal not-base64!", "ring, line 1: write 'seal' or 'index' and a key in base64."),
        ("seal c2hvcnQ=", "ring, line 1: write 'seal' or 'index' and 32 bytes in base64."),
        (f"lock {KEY}", "ring, line 1: write 'seal' or 'index' and 32 bytes in base64."),
    ],
)
def test_a_wrong_ring_is_refused_by_line(text, sentence):
    with pytest.raises(ImproperlyConfigured) as caught:
        KeyRing(text, name="ring")

    assert str(caught.value) == sentence


def test_comments_and_empty_lines_are_passed_over():
    assert (
        KeyRing(f"# ours\n\nseal {KEY}  # 2026\nindex {OTHER}\n", name="ring").open(RING_OF_KEY.seal(b"x"))
        == b"x"
    )


RING_OF_KEY = KeyRing(f"seal {KEY}\nindex {KEY}", name="ring")


def test_a_missing_ring_says_what_to_do(settings, tmp_path):
    settings.OUTCRY_KEYRING = tmp_path / "gone"

    with pytest.raises(
        ImproperlyConfigured, match=r"gone cannot be read \(No such file or directory\)\. Put it back"
    ):
        encryption.ring()


def test_a_key_is_never_written_into_the_error():
    with pytest.raises(ImproperlyConfigured) as caught:
        KeyRing(f"lock {KEY}", name="ring")

    assert KEY not in str(caught.value)
