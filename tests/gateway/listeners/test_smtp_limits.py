"""Counting of connections and mails."""

from gateway.listeners.smtp_limits import Gate


def test_connections_of_one_peer() -> None:
    gate = Gate(most=3, most_per_peer=2, mails_per_minute=5)
    assert gate.enter("203.0.113.1")
    assert gate.enter("203.0.113.1")
    assert not gate.enter("203.0.113.1")
    assert gate.enter("203.0.113.2")
    assert not gate.enter("203.0.113.3")
    gate.leave("203.0.113.1")
    assert gate.enter("203.0.113.3")


def test_mails_a_minute_of_one_peer() -> None:
    gate = Gate(most=9, most_per_peer=9, mails_per_minute=2)
    assert gate.mail("203.0.113.1", 0)
    assert gate.mail("203.0.113.1", 30)
    assert not gate.mail("203.0.113.1", 59)
    assert gate.mail("203.0.113.2", 59)
    assert gate.mail("203.0.113.1", 60)
    assert not gate.mail("203.0.113.1", 61)


def test_our_own_mail_server_is_not_counted() -> None:
    gate = Gate(most=9, most_per_peer=1, mails_per_minute=1)
    assert all(gate.mail(peer, 0) for peer in ("127.0.0.1", "127.0.0.1", "::1", "::1", "", ""))
    assert all(gate.enter("127.0.0.1") for _ in range(5))
