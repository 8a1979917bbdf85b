"""What Twilio's error codes mean for us: who is refused, whether another try helps, and whether another way does.

The one table of them, for what is refused when we hand it over and for what a later report says. Meanings are
core.messages.Meaning's. Each code's own page is https://www.twilio.com/docs/api/errors/CODE; what stands behind
WhatsApp's is in https://www.twilio.com/docs/whatsapp/api/error-code-mapping. Twilio adds codes and splits old ones: one
that is not here counts by its HTTP status, and in a report as the message's own fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.messages import Meaning


@dataclass(frozen=True, slots=True)
class Code:
    """One code. ``says`` is what happened; ``of_template``: it is about the template that was used, not the channel."""

    meaning: Meaning
    says: str
    of_template: bool = False


def _all(meaning: Meaning, says: Mapping[str, str], *, of_template: bool = False) -> dict[str, Code]:
    return {code: Code(meaning, told, of_template) for code, told in says.items()}


CODES: Mapping[str, Code] = MappingProxyType(
    {
        **_all(
            Meaning.US,
            {
                "10001": "the account is not active",
                "10002": "a trial account may not do this",
                "20003": "the account's SID or token is not right, or the account is suspended",
                "20005": "the account is not active",
                "20006": "we may not use this",
                "20008": "test credentials cannot do this",
                "20403": "we may not use this",
                "20404": "there is no such account, or no such resource of ours",
                "21210": "the calling number is not a number of ours",
                "21212": "our sender is no valid number",
                "21603": "no sender was given",
                "21606": "our sender cannot send messages",
                "21609": "the address for reports is not valid",
                "21659": "our sender is not a number of Twilio's",
                "21660": "our sender belongs to another account",
                "21661": "our sender cannot send SMS",
                "21703": "the messaging service has no sender",
                "30002": "the account is suspended",
                "30018": "the carrier wants the sender registered first",
                "30024": "the carrier does not know our numeric sender",
                "63002": "the channel does not know our sender",
                "63007": "our sender is no sender of this channel",
                "63008": "the channel is not set up rightly",
                "63020": "WhatsApp's business account has not accepted Twilio, or is not paid for",
                "63022": "the certificate of our name on WhatsApp is not valid",
            },
        ),
        **_all(
            Meaning.US,
            {
                "63040": "the template was rejected",
                "63041": "the template is paused",
                "63042": "the template was switched off",
            },
            of_template=True,
        ),
        **_all(
            Meaning.PASSING,
            {
                "10004": "too many calls at once",
                "14107": "too many messages to one number",
                "20429": "too many requests",
                "20500": "a fault of Twilio's",
                "20503": "Twilio is busy",
                "21611": "too many messages wait at our sender",
                "30001": "too many messages wait",
                "30003": "the phone cannot be reached: off, or without a network",
                "30008": "the carrier gave no reason",
                "30009": "a part of the message was lost on the way",
                "30017": "the carrier's network is full",
                "30022": "too many messages for the carrier",
                "30023": "the carrier's limit of a day is reached",
                "30036": "it did not arrive within its time",
                "30410": "the carrier did not answer in time",
                "63001": "WhatsApp did not know who we are just then",
                "63009": "the channel answered with a fault",
                "63010": "a fault of Twilio's",
                "63012": "a fault of the channel's own",
                "63017": "too many messages for the channel",
                "63018": "too many messages by us: a limit on the sender, not on whom it is for",
                "63023": "the channel gave no reason",
                "63038": "the account's limit of a day is reached",
            },
        ),
        **_all(Meaning.WINDOW, {"63016": "outside the 24 hours in which free text may be sent"}),
        **_all(Meaning.STOPPED, {"21610": "they asked for no more messages from us"}),
        **_all(
            Meaning.PERSON,
            {
                "13224": "the number cannot be called",
                "21211": "no valid number",
                "21214": "the number cannot be reached",
                "21215": "calls to this country are not switched on",
                "21217": "no valid number",
                "21219": "a trial account may call numbers only that were verified",
                "21408": "SMS to this country are not switched on",
                "21604": "no recipient was given",
                "21608": "a trial account may write to numbers only that were verified",
                "21612": "our sender does not reach this number",
                "21614": "no mobile number",
                "21635": "a landline",
                "30004": "the phone does not take it",
                "30005": "there is no such phone",
                "30006": "a landline, or a carrier that is not reached",
                "30034": "the carrier there takes nothing from a sender that is not registered with it",
                "30450": "the carrier does not take it",
                "63003": "no WhatsApp on this number",
                "63014": "they have blocked us",
                "63015": "they have not joined the sandbox",
                "63024": "no recipient that WhatsApp knows",
                "63031": "sender and recipient are the same",
                "63032": "WhatsApp does not let us write to this person",
                "63033": "the recipient is blocked by WhatsApp",
            },
        ),
        **_all(
            Meaning.MESSAGE,
            {
                "21602": "without a text",
                "21617": "too long",
                "21618": "the text cannot be sent",
                "21623": "the media's address is not valid",
                "21655": "there is no such content",
                "21656": "the content's variables do not fit",
                "30007": "filtered as unwanted",
                "30010": "dearer than we allow",
                "30019": "too large for the carrier",
                "63005": "the channel does not take such content",
                "63006": "the content cannot be put into the channel's form",
                "63013": "against the channel's rules",
                "63019": "the media could not be fetched",
                "63021": "the content is not valid",
                "63027": "there is no template in this language",
                "63028": "the template has another number of variables",
                "63030": "a parameter that is not known",
            },
        ),
    }
)


def meaning_of(code: str, status: int | None = None) -> Code:
    """What a code means; one that is not in the table counts by the HTTP status of the answer that had it."""
    known = CODES.get(code)
    if known is not None:
        return known
    if status in (401, 403, 404):
        return Code(Meaning.US, "we may not use this")
    if status is not None and (status == 429 or status >= 500):
        return Code(Meaning.PASSING, "not now")
    return Code(Meaning.MESSAGE, "no code that we know")
