"""What kinds of tasks, their reasons and their ends are called on the desk."""

from flask_babel import lazy_gettext as _

from core.helpline import Kind, Outcome, Why

WHY = {
    Why.RECORDED: _("Only recorded"),
    Why.HUNG_UP: _("Hung up before the end"),
    Why.WHY_NOT: _("Says why it is not solved"),
    Why.PUT_THROUGH: _("Put through from the menu"),
    Why.TAKEN: _("Taken by an agent"),
    Why.WANTS_A_PERSON: _("Wants to speak to a person"),
    Why.NOT_UNDERSTOOD: _("Was not understood"),
    Why.AGENT: _("An agent promised to call"),
    Why.PROPOSED: _("Is it solved?"),
    Why.LEFT_OPEN: _("Left half told"),
}

OUTCOME = {
    Outcome.REGISTERED: _("registered"),
    Outcome.WRITTEN: _("written down"),
    Outcome.ASKED: _("asked on"),
    Outcome.NO_COMPLAINT: _("no complaint"),
    Outcome.CALLED: _("called"),
    Outcome.UNREACHED: _("not reached"),
    Outcome.TALKED: _("talked"),
    Outcome.OTHERWISE: _("settled otherwise"),
    Outcome.SATISFIED: _("solved"),
    Outcome.DISSATISFIED: _("not solved"),
    Outcome.GIVEN_BACK: _("given back to the assistant"),
    Outcome.ANSWERED: _("answered"),
}

LAST_CALL = {
    "placed": _("The telephone rings"),
    "completed": _("The call is over"),
    "busy": _("The line was busy"),
    "no-answer": _("Nobody answered"),
    "failed": _("The call failed"),
    "canceled": _("The call was cancelled"),
}
"""How our last call to somebody ended, by Twilio's CallStatus."""

HEADINGS = {
    Kind.HEAR: _("A recording"),
    Kind.LIVE: _("On the line"),
    Kind.CALL_BACK: _("A call back"),
    Kind.FEEDBACK: _("Is it solved?"),
    Kind.CHAT: _("A conversation"),
    Kind.UNFINISHED: _("An unfinished complaint"),
}

LANGUAGES = {"ur": _("Urdu"), "ps": _("Pashto"), "en": _("English"), "roman_ur": _("Roman Urdu"), "und": _("Unknown")}

REASONS = (
    _("Nobody speaks"),
    _("Cannot be understood"),
    _("A wrong number, or a joke"),
    _("A question, not a complaint"),
    _("Something else (see the note)"),
)
"""Why a recording is no complaint."""
