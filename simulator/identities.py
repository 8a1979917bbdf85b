"""WhatsApp's ids of phones, and which of them withhold their number. Another number has another id. Whoever presses the
button of a contact request shares their number in a card, of Meta's form: what Twilio makes of it is not known.

docs/whatsapp-identity.md says what stands in a webhook.
"""

import hashlib
import json

from simulator.database import Transaction

REQUEST = "request_contact_info"
"""The kind of button that asks for it."""
SHARE = "Share contact info"
"""What stands on it, whatever the content says."""


def id_of(tx: Transaction, number: str) -> str:
    """The id of a phone: always the same."""
    made = f"PK.{int.from_bytes(hashlib.sha256(number.encode()).digest()[:8])}"
    tx.execute("INSERT INTO identities (number, id) VALUES (?, ?) ON CONFLICT DO NOTHING", (number, made))
    return made


def hide(tx: Transaction, number: str, *, hidden: bool) -> None:
    """Withhold its number from now on, or show it again."""
    id_of(tx, number)
    tx.execute("UPDATE identities SET hidden = ? WHERE number = ?", (int(hidden), number))


def number_of(tx: Transaction, written: str) -> str | None:
    """The phone that has this id."""
    row = tx.execute("SELECT number FROM identities WHERE id = ?", (written,)).fetchone()
    return str(row["number"]) if row is not None else None


def sender(tx: Transaction, number: str) -> dict[str, str]:
    """What a webhook says of whoever wrote."""
    own = id_of(tx, number)
    row = tx.execute("SELECT hidden FROM identities WHERE number = ?", (number,)).fetchone()
    if row["hidden"]:
        return {"From": f"whatsapp:{own}", "ExternalUserId": own}
    return {"From": f"whatsapp:{number}", "WaId": number.removeprefix("+"), "ExternalUserId": own}


def change(tx: Transaction, before: str, after: str) -> None:
    """Whoever had one number has another from now on: with another id, withheld as before."""
    id_of(tx, before)
    row = tx.execute("SELECT hidden FROM identities WHERE number = ?", (before,)).fetchone()
    hide(tx, after, hidden=bool(row["hidden"]))


def card(number: str, name: str, *, asked: bool) -> dict[str, str]:
    """What a webhook has beside it of a card with this number: shared at our request, or like any other."""
    origin, digits = "contact_request" if asked else "other", number.removeprefix("+")
    phones = [{"phone": number, "wa_id": digits, "type": "CELL"}]
    found = [{"origin": origin, "name": {"formatted_name": name}, "phones": phones}]
    return {"MessageType": "contacts", "Contacts": json.dumps(found)}
