"""The digest of what is approved and agreed stays what it was, whichever library writes the JSON."""

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from appeals.wording import canonical_digest

plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"))
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
)  # fmt: skip


@given(value=values)
def test_a_digest_is_that_of_sorted_json_without_blanks(value):
    flat = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical_digest(value) == hashlib.sha256(flat.encode()).hexdigest()


def test_a_digest_of_a_known_text_is_known():
    letter = {"b": "Köln\n\u2028\x7f\x01", "a": ["Жук", 2, None, True]}
    assert (
        canonical_digest(letter)
        == hashlib.sha256('{"a":["Жук",2,null,true],"b":"Köln\\n\u2028\x7f\\u0001"}'.encode()).hexdigest()
    )
