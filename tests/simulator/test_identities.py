"""A phone that withholds its number writes as WhatsApp's id, and is reached by it."""

from tests.simulator.standin import GUL, HTTP, NUMBER, SID, TOKEN, Gateway


def hide(gateway: Gateway, *, hidden: bool) -> None:
    answer = HTTP.put(f"{gateway.url}/simulator/api/phones/{GUL}", json={"hidden": hidden})
    assert answer.status_code == 200


def wrote(gateway: Gateway) -> dict[str, str]:
    """The webhook of one message more."""
    before = len(gateway.received)
    sent = gateway.write(GUL, "bijli nahi")
    gateway.settled(sent["sid"], "received")
    return dict(gateway.received[before])


def test_it_hides_its_number_and_shows_it_later(gateway: Gateway) -> None:
    shown = wrote(gateway)
    own = shown["ExternalUserId"]
    assert (shown["From"], shown["WaId"]) == (f"whatsapp:{GUL}", GUL.removeprefix("+"))
    hide(gateway, hidden=True)
    withheld = wrote(gateway)
    assert (withheld["From"], withheld["ExternalUserId"], "WaId" in withheld) == (f"whatsapp:{own}", own, False)
    hide(gateway, hidden=False)
    assert wrote(gateway)["From"] == f"whatsapp:{GUL}"


def test_what_is_sent_to_its_id_reaches_it(gateway: Gateway) -> None:
    hide(gateway, hidden=True)
    own = wrote(gateway)["ExternalUserId"]
    url = f"{gateway.url}/simulator/twilio/2010-04-01/Accounts/{SID}/Messages.json"
    form = {"From": f"whatsapp:{NUMBER}", "To": f"whatsapp:{own}", "Body": "theek hai"}
    sent = HTTP.post(url, data=form, auth=(SID, TOKEN)).json()
    assert sent["to"] == f"whatsapp:{own}"
    assert gateway.settled(sent["sid"], "delivered")["text"] == "theek hai"
    assert HTTP.post(url, data={**form, "To": "whatsapp:PK.1"}, auth=(SID, TOKEN)).json()["code"] == 21211
