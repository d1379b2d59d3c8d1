"""Who calls, counted from the right; what the caller wrote into the header is believed by nobody."""

import pytest

from kit import networks


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "", "192.0.2.9"),
        (0, "203.0.113.5", "192.0.2.9"),  # no proxy of ours: the header is the caller's invention
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 192.0.2.1", "203.0.113.5"),
        (1, "", ""),  # somebody came past the proxy
        (2, "198.51.100.1", ""),
    ],
)
def test_proxies_are_counted_from_the_right(settings, trusted, forwarded, address):
    settings.OUTCRY_TRUSTED_PROXIES = trusted

    meta = {"REMOTE_ADDR": "192.0.2.9", "HTTP_X_FORWARDED_FOR": forwarded}
    assert networks.caller(meta) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("192.0.2.77:4711", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("[2001:db8:1:2::3]:443", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("999.1.1.1", "unknown"),
        ("'; DROP TABLE", "unknown"),
    ],
)
def test_neighbours_are_one_network(address, network):
    assert networks.network(address) == network


def test_all_exits_of_tor_are_one_network(settings, tmp_path):
    settings.OUTCRY_TOR_EXITS = tmp_path / "exits"
    assert networks.network("198.51.100.7") == "198.51.100.0/24"  # no list yet

    settings.OUTCRY_TOR_EXITS.write_text("# renewed on a day\n198.51.100.7\n2001:db8::7 # a relay\n")
    assert [networks.network(exit_) for exit_ in ("198.51.100.7", "2001:db8::7", "198.51.100.8")] == [
        "tor",
        "tor",
        "198.51.100.0/24",
    ]


def test_what_is_kept_is_a_keyed_hash_of_the_network():
    one, neighbour, other = (
        networks.index_of({"REMOTE_ADDR": address}) for address in ("192.0.2.1", "192.0.2.2", "198.51.100.1")
    )
    assert one == neighbour != other
    assert len(one) == 32
