"""What protects us from too much, and how long things may take."""

from dataclasses import dataclass, field
from datetime import timedelta

from core.intake.unfinished import Rules as Unfinished


@dataclass(frozen=True, slots=True)
class Limits:
    """Depths count messages; ``idle``: a conversation silent for longer is over."""

    queue_depth: int
    lease: timedelta
    idle: timedelta
    pause: timedelta = timedelta(0)
    """How long we wait for more from somebody who writes in short messages; 0: each is answered by itself."""
    unfinished: Unfinished = field(default_factory=Unfinished)
    attempts: int = 5
    """A message whose handling fails this often is set aside."""
    person_depth: int = 500
    """So many messages of one person may wait; more are asked to come again."""
    turns: int = 3
    """A job takes so many messages of a person, and then goes to the end of the line: others are waiting."""
    shift: timedelta = timedelta(milliseconds=300)
    """A job takes no further message of a person after so long; the rest is another job's. So who comes behind somebody
    with thousands waits for no more than this and one turn, however slow turns are."""
