"""A message with what is known of it before it is answered: what every step of intake may look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.casework.attendance import Attendance
from core.conversation import Conversation
from core.intake.dialogue_acts import Act
from core.messages import InboundMessage
from core.ports import Channel, DialogueEngine
from core.services.cases import Cases
from core.store.engine import Store
from core.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What intake works with. ``idle``: a conversation silent for longer is over."""

    store: Store
    engine: DialogueEngine
    cases: Cases
    idle: timedelta
    track_link: str
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class Context:
    """One message. ``found`` is its conversation as it was, ``conversation`` the same with what the channel itself
    tells. ``linked`` is the case of that very conversation, ``own`` are all cases of its sender, the latest first;
    there are none of a sender whose address is not proven. ``acts`` is what its words do besides telling."""

    means: Dependencies
    message: InboundMessage
    person: str
    channel: Channel
    turn_id: str
    now: datetime
    found: Conversation
    conversation: Conversation
    linked: Ticket | None = None
    own: tuple[Ticket, ...] = ()
    acts: frozenset[Act] = frozenset()
