"""Casework: what may be done with a ticket. Pure functions: ticket and command in, ``Change`` out; core.store keeps it.

Every command takes ``at`` (the time) and ``policy`` (rules, calendar, ladder), and gives back the next ticket, the
events for its history and the notices to stage. Before a command, ``catch_up`` does what had fallen due by then.
"""

from core.casework.accusing import mark_against
from core.casework.asking import ask_citizen, citizen_answered
from core.casework.change import Change, Ladder, Notice, NoticeKind, Policy, To, Within
from core.casework.citizens_word import add_word, go_nameless, no_progress
from core.casework.closing import (
    NO,
    YES,
    citizen_dissatisfied,
    citizen_satisfied,
    close_unconfirmed,
    may_object,
    propose_resolution,
)
from core.casework.merging import follow_resolution, merge, separate
from core.casework.refusing import RejectionReason, appeal, approve_rejection, ask_rejection, refuse_rejection
from core.casework.replying import reply
from core.casework.timed import apply_step, catch_up, due_steps
from core.casework.work import assign, escalate, forward, give_reason, move_on, note, register, remind, reveal, start

__all__ = [
    "NO",
    "YES",
    "Change",
    "Ladder",
    "Notice",
    "NoticeKind",
    "Policy",
    "RejectionReason",
    "To",
    "Within",
    "add_word",
    "appeal",
    "apply_step",
    "approve_rejection",
    "ask_citizen",
    "ask_rejection",
    "assign",
    "catch_up",
    "citizen_answered",
    "citizen_dissatisfied",
    "citizen_satisfied",
    "close_unconfirmed",
    "due_steps",
    "escalate",
    "follow_resolution",
    "forward",
    "give_reason",
    "go_nameless",
    "mark_against",
    "may_object",
    "merge",
    "move_on",
    "no_progress",
    "note",
    "propose_resolution",
    "refuse_rejection",
    "register",
    "remind",
    "reply",
    "reveal",
    "separate",
    "start",
]
