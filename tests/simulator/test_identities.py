"""A phone that withholds its number writes as WhatsApp's id, and is reached by it."""

import json

from simulator.identities import SHARE
from tests.simulator.standin import GUL, HTTP, NUMBER, SID, TOKEN, Gateway


def hide(gateway: Gateway, *, hidden: bool) -> None:
    answer = HTTP.put(f"{gateway.url}/simulator/api/phones/{GUL}", json={"hidden": hidden})
    assert answer.status_code == 200


def wrote(gateway: Gateway, number: str = GUL) -> dict[str, str]:
    """The webhook of one message more."""
    before = len(gateway.received)
    sent = gateway.write(number, "bijli nahi")
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


def test_it_changes_its_number_and_with_it_its_id(gateway: Gateway) -> None:
    hide(gateway, hidden=True)
    before = wrote(gateway)["From"]
    url = f"{gateway.url}/simulator/api/phones"
    changed = HTTP.put(f"{url}/{GUL}", json={"number": "0300 9999999"}).json()
    assert changed["number"] == "+923009999999"
    after = wrote(gateway, changed["number"])
    assert after["From"].startswith("whatsapp:PK.")
    assert (after["From"] != before, "WaId" in after) == (True, False)
    HTTP.put(f"{url}/{changed['number']}", json={"hidden": False})
    assert wrote(gateway, changed["number"])["From"] == "whatsapp:+923009999999"


def test_it_shares_its_number_at_our_request(gateway: Gateway) -> None:
    hide(gateway, hidden=True)
    own = wrote(gateway)["From"]
    card = {"body": "{{1}}", "actions": [{"type": "REQUEST_CONTACT_INFO"}]}
    given = {"friendly_name": "contact", "language": "en", "variables": {"1": "x"}, "types": {"whatsapp/card": card}}
    made = HTTP.post(f"{gateway.url}/simulator/twilio/v1/Content", json=given, auth=(SID, TOKEN)).json()
    url = f"{gateway.url}/simulator/twilio/2010-04-01/Accounts/{SID}/Messages.json"
    form = {"From": f"whatsapp:{NUMBER}", "To": own, "ContentSid": made["sid"], "ContentVariables": '{"1": "number?"}'}
    asked = HTTP.post(url, data=form, auth=(SID, TOKEN)).json()
    shown = gateway.settled(asked["sid"], "delivered")
    [button] = shown["buttons"]
    assert (shown["text"], button["title"]) == ("number?", SHARE)
    before = len(gateway.received)
    pressed = {"button": {"message": asked["sid"], "payload": button["payload"]}}
    sent = HTTP.post(f"{gateway.url}/simulator/api/phones/{GUL}/messages", json=pressed).json()
    gateway.settled(sent["sid"], "received")
    told = dict(gateway.received[before])
    [shared] = json.loads(told["Contacts"])
    assert (told["From"], told["MessageType"], "WaId" in told) == (own, "contacts", False)
    assert (shared["origin"], shared["phones"][0]["wa_id"]) == ("contact_request", GUL.removeprefix("+"))
