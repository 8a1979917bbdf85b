"""What came of a message: intake's steps make it, ``write`` keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.complaint import Field
from core.conversation import Conversation
from core.ports import Reply, TurnResult


class FollowUpKind(StrEnum):
    """What is said about a case. ``SOLVED``: before anybody asked; ``KEPT``: more words, which are answered already."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    ANSWER = "answer"
    REASON = "reason"
    PROOF = "proof"
    ADDED = "added"
    NO_PROGRESS = "no_progress"
    NAMELESS = "nameless"
    PLACE = "place"
    TAKEN_BACK = "taken_back"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"
    CORRECTED = "corrected"
    OFFICE = "office"
    HELD_BACK = "held_back"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something said about one ticket. ``conversation`` is the ticket's own: the message and its files belong there. Of
    a proof (``text`` is the code) it is the sender's: whether the case is theirs is still to be seen. ``news`` is what
    the record learns of it; ``files``: how many came with it; ``office``: to which it shall go. ``language`` is the one
    that they write now; ``told``: the phrase that tells that it is kept, where it is not the usual one."""

    number: str
    said: FollowUpKind
    text: str
    conversation: Conversation
    news: Mapping[str, Field] = field(default_factory=dict)
    files: int = 0
    office: int | None = None
    language: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """A phone or an email that a citizen says is theirs, as the key by which it is kept. ``code`` proves it; without
    one it is sent there."""

    key: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What came of a message. ``replies`` go to its sender; ``register`` says that the complaint becomes a ticket;
    ``case`` is what was said about a ticket that is there already; ``own`` an address that they prove; ``stop``: its
    sender wants no more messages; ``claimed`` is the number of a case that may be theirs and is not known to be;
    ``kept_for_later`` is a second matter that was told with the first; ``next_matter`` is what came of turning to it;
    ``last`` is asked below the number of a case that is registered now; ``spoken``: somebody must hear it."""

    conversation: Conversation | None
    replies: tuple[Reply, ...] = ()
    register: bool = False
    next_conversation: Conversation | None = None
    result: TurnResult | None = None
    case: FollowUp | None = None
    own: OwnAddress | None = None
    stop: bool = False
    claimed: str | None = None
    kept_for_later: Conversation | None = None
    next_matter: "IntakeResult | None" = None
    last: str = ""
    spoken: bool = False

    def saying_first(self, text: str) -> "IntakeResult":
        """The same with a sentence before its replies, in one message with the first of them."""
        if not text:
            return self
        first, *others = self.replies or (Reply(""),)
        joined = "\n\n".join(filter(None, (text, first.text)))
        return replace(self, replies=(replace(first, text=joined), *others))
