from kit.tokens import hash_token, new_token


def test_a_token_holds_160_bits_and_fits_a_link():
    token = new_token()

    assert len(token) == 27  # 160 bits in base64, six bits a character
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_no_two_tokens_are_equal():
    assert len({new_token() for _ in range(1000)}) == 1000


def test_a_token_opens_one_door_only():
    token = new_token()

    assert hash_token(token, purpose="confirm") == hash_token(token, purpose="confirm")
    assert hash_token(token, purpose="confirm") != hash_token(token, purpose="withdraw")
    assert len(hash_token(token, purpose="confirm")) == 64


def test_purpose_and_token_cannot_be_shifted_into_each_other():
    assert hash_token("b", purpose="a") != hash_token("ab", purpose="")
