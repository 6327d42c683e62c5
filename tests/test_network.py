import socket

import pytest


def test_the_guard_stops_all_but_loopback() -> None:
    with (
        socket.socket() as outside,
        pytest.raises(AssertionError, match="reached for the network"),
    ):
        outside.connect(("192.0.2.1", 80))
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
