import socket

import pytest

from demo import addresses


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_this_machine_is_loopback(host):
    assert addresses.is_loopback(host) is True


@pytest.mark.parametrize("host", ["192.168.1.4", "outcry.example", "::", "", "*", "localhost.example"])
def test_anything_else_is_not(host):
    assert addresses.is_loopback(host) is False


def test_a_port_is_free_until_somebody_listens():
    (port,) = addresses.free_ports(1)
    assert addresses.is_free(port) is True
    with socket.socket() as taken:
        taken.bind((addresses.HOST, port))
        taken.listen()
        assert addresses.is_free(port) is False


def test_ports_asked_for_together_differ():
    assert len(set(addresses.free_ports(5))) == 5


def test_addresses_are_left_and_taken_away(tmp_path):
    assert addresses.read(tmp_path) == {}
    addresses.write(tmp_path, {"REDIS_URL": "redis://127.0.0.1:1/0?a=b"})
    assert addresses.read(tmp_path) == {"REDIS_URL": "redis://127.0.0.1:1/0?a=b"}
    addresses.forget(tmp_path)
    assert addresses.read(tmp_path) == {}
