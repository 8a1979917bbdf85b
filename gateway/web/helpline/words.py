"""What kinds of tasks, their reasons and their ends are called on the desk."""

from flask_babel import lazy_gettext as _

from core.helpline import Outcome, Why

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
}

OUTCOME = {
    Outcome.REGISTERED: _("registered"),
    Outcome.WRITTEN: _("written down"),
    Outcome.ASKED: _("asked on by SMS"),
    Outcome.NO_COMPLAINT: _("no complaint"),
    Outcome.CALLED: _("called"),
    Outcome.UNREACHED: _("not reached"),
    Outcome.TALKED: _("talked"),
    Outcome.OTHERWISE: _("settled otherwise"),
    Outcome.SATISFIED: _("solved"),
    Outcome.DISSATISFIED: _("not solved"),
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

LANGUAGES = {"ur": _("Urdu"), "ps": _("Pashto"), "en": _("English"), "roman_ur": _("Roman Urdu"), "und": _("Unknown")}

REASONS = (
    _("Nobody speaks"),
    _("Cannot be understood"),
    _("A wrong number, or a joke"),
    _("A question, not a complaint"),
    _("Something else (see the note)"),
)
"""Why a recording is no complaint."""
