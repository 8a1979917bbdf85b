"""What Twilio's API says when it refuses something."""

from core.errors import Rejected

MORE = "https://www.twilio.com/docs/errors/{code}"

MESSAGES = {
    11200: "HTTP retrieval failure",
    11205: "HTTP connection failure",
    12100: "Document parse failure",
    12300: "Invalid Content-Type",
    20001: "Invalid parameter",
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20422: "Invalid parameter",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21205: "Url parameter is required.",
    21210: "From phone number not verified",
    21211: "Invalid 'To' Phone Number",
    21220: "Invalid call state",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number is not a valid, message-capable Twilio phone number for this account.",
    21609: "The 'StatusCallback' URL is not a valid URL.",
    21610: "Attempt to send to unsubscribed recipient",
    21617: "The concatenated message body exceeds the 1600 character limit.",
    21619: "A text message body or media urls must be specified.",
    21655: "The ContentSid is Invalid",
    21656: "The ContentVariables Parameter is invalid",
    21658: "Parameter exceeded character limit",
    21910: "Invalid From and To pair. From and To should be of the same channel",
    30003: "Unreachable destination handset",
    30008: "Unknown error",
    63007: "Twilio could not find a Channel with the specified From address",
    63013: "Channel policy violation",
    63016: "Failed to send freeform message because you are outside the allowed window. If you are using WhatsApp,"
    " please use a Message Template.",
    63024: "Invalid message recipient",
}
"""Twilio's codes and their first words (https://www.twilio.com/docs/api/errors)."""


def explain(code: int | str) -> str:
    """What a code means."""
    return MESSAGES.get(int(code), "Error")


class Refused(Rejected):
    """An answer in Twilio's error form: HTTP ``status``, Twilio ``code``. ``retry_after`` in seconds, for 429."""

    kind = "twilio"

    def __init__(self, code: int, status: int = 400, retry_after: object = None) -> None:
        super().__init__(f"{code}: {explain(code)}")
        self.code = code
        self.status = status
        self.retry_after = retry_after

    def as_json(self) -> dict[str, object]:
        """The body of the answer."""
        return {
            "code": self.code,
            "message": explain(self.code),
            "more_info": MORE.format(code=self.code),
            "status": self.status,
        }
