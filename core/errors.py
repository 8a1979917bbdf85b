"""Every error that Arzi raises on purpose, as one tree.

::

    ArziError                   detail for the log, kind for programs, retry: does trying again help?
    ├── Rejected                what came in cannot be accepted; sending the same again gives the same answer
    │   ├── SignatureInvalid    it does not prove who sent it
    │   ├── Malformed           it cannot be read as what it claims to be
    │   ├── TooLarge            it is over a configured limit
    │   │   └── CutOff          its worker was gone each time before it was done
    │   └── Unsupported         a well-formed thing that we do not take
    ├── Unavailable             something we need is away; trying later helps
    │   ├── StoreUnavailable    the database or the evidence store
    │   ├── QueueUnavailable    Redis; the sweep makes up for it
    │   ├── DialogueUnavailable Rasa; the fallback asks instead
    │   ├── ReaderUnavailable   the second reader; our own reading holds
    │   ├── RecogniserUnavailable what turns speech into text; agents hear it without
    │   └── Overloaded          we are behind; the other side is asked to come back
    ├── DeliveryFailed          an outgoing message was refused for good
    │   ├── WindowClosed        outside the provider's window for free text: a template is needed
    │   └── RecipientStopped    this person does not want messages from us
    ├── AccountRefused          the provider refuses us, not this message: the way is shut until that is mended
    ├── DeliveryDelayed         an outgoing message was not taken now; trying later helps
    ├── DeliveryUnknown         it may have been sent: not tried again by itself
    ├── MediaNotReady           the provider does not have the file yet; trying later helps
    ├── MediaRefused            the file cannot be had, or is not one that we keep
    ├── NotFound                no such ticket, message or office
    ├── NotAllowed              this person may not do this
    ├── Conflict                somebody else changed it first (optimistic lock), or lost its lease
    ├── InvalidTransition       a ticket cannot go from that state to this one
    ├── TablesUnfit             the database's tables are not those of this version; says what to type
    └── ConfigInvalid           the configuration cannot be used; names the key
"""


class ArziError(Exception):
    """The root. ``detail`` is for the log and carries no personal data; ``tell`` is what a person may be told."""

    kind = "error"
    retry = False
    tell = "Something went wrong on our side. Your message is kept."

    def __init__(self, detail: str = "", *, tell: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if tell is not None:
            self.tell = tell


class Rejected(ArziError):
    """What came in cannot be accepted."""

    kind = "rejected"
    tell = "We could not accept this."


class SignatureInvalid(Rejected):
    """A webhook without a valid signature."""

    kind = "signature-invalid"


class Malformed(Rejected):
    """Bytes that cannot be read as what they claim to be."""

    kind = "malformed"
    tell = "We could not read this."


class TooLarge(Rejected):
    """Over a configured limit."""

    kind = "too-large"
    tell = "This is larger than we can take."


class CutOff(TooLarge):
    """The worker was gone each time before the work was done: killed, or ended by its time limit."""

    kind = "cut-off"

    def __init__(
        self, detail: str = "the work on it was cut off each time: it seems to need more than there is"
    ) -> None:
        super().__init__(detail)


class Unsupported(Rejected):
    """A well-formed thing that we do not take."""

    kind = "unsupported"
    tell = "We cannot take this kind of message yet. Please write, or send a photo or a voice message."


class Unavailable(ArziError):
    """Something we need is away."""

    kind = "unavailable"
    retry = True
    tell = "We cannot do this at the moment. Please try again in a few minutes."


class StoreUnavailable(Unavailable):
    """The database or the evidence store cannot be written."""

    kind = "store-unavailable"


class QueueUnavailable(Unavailable):
    """Redis is away. Nothing is lost: the sweep queues what is waiting."""

    kind = "queue-unavailable"


class DialogueUnavailable(Unavailable):
    """Rasa is down, slow or answers nonsense."""

    kind = "dialogue-unavailable"


class ReaderUnavailable(Unavailable):
    """The second reader is away or slow, or answers what it was not asked for."""

    kind = "reader-unavailable"


class RecogniserUnavailable(Unavailable):
    """What turns speech into text is away, or answers what nobody can read."""

    kind = "recogniser-unavailable"


class Overloaded(Unavailable):
    """More is waiting than the configured depth."""

    kind = "overloaded"


class DeliveryFailed(ArziError):
    """An outgoing message was refused for good. ``code`` is the provider's."""

    kind = "delivery-failed"

    def __init__(self, detail: str = "", *, code: str | None = None, tell: str | None = None) -> None:
        super().__init__(detail, tell=tell)
        self.code = code


class WindowClosed(DeliveryFailed):
    """Free text is not allowed any more (Twilio 63016): only an approved template is."""

    kind = "window-closed"


class RecipientStopped(DeliveryFailed):
    """The person has opted out (Twilio 21610)."""

    kind = "recipient-stopped"


class AccountRefused(ArziError):
    """The provider's "no" to us: our account, sender, server or template. No message is lost by it.

    ``of_template``: only what is sent by this template is refused.
    """

    kind = "account-refused"
    retry = True

    def __init__(self, detail: str = "", *, code: str | None = None, of_template: bool = False) -> None:
        super().__init__(detail)
        self.code = code
        self.of_template = of_template


class DeliveryDelayed(ArziError):
    """Not taken now. ``after`` is the provider's Retry-After in seconds, where it said one."""

    kind = "delivery-delayed"
    retry = True

    def __init__(self, detail: str = "", *, code: str | None = None, after: float | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.after = after


class DeliveryUnknown(ArziError):
    """The connection ended after the request was out: it may have been sent."""

    kind = "delivery-unknown"


class MediaNotReady(ArziError):
    """The provider does not have the file yet."""

    kind = "media-not-ready"
    retry = True


class MediaRefused(ArziError):
    """The file cannot be had (gone, too large, not a kind that we keep)."""

    kind = "media-refused"


class NotFound(ArziError):
    """No such thing."""

    kind = "not-found"
    tell = "We could not find this."


class NotAllowed(ArziError):
    """This person may not do this."""

    kind = "not-allowed"
    tell = "You may not do this."


class Conflict(ArziError):
    """Somebody else changed it first."""

    kind = "conflict"
    retry = True
    tell = "Somebody else changed this in the meantime. Please look again."


class InvalidTransition(ArziError):
    """A ticket cannot go from that state to this one."""

    kind = "invalid-transition"


class TablesUnfit(ArziError):
    """The database's tables are not those that this version needs."""

    kind = "tables-unfit"


class ConfigInvalid(ArziError):
    """The configuration cannot be used. The detail names the key."""

    kind = "config-invalid"
