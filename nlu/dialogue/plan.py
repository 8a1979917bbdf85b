"""Which responses answer a reading: what Rasa's rules say (assistant/data/rules), for when there is no Rasa.

A test runs both over the same conversations, so that they cannot drift apart.
"""

from collections.abc import Mapping

from nlu.dialogue.questions import next_question, settled
from nlu.dialogue.scene import record_after
from nlu.dialogue.shapes import Reading, Said

_ENDS = {"cancel": "utter_cancelled"}
_IN_BETWEEN: Mapping[str, str] = {
    "greet": "utter_greet_again",
    "thanks": "utter_welcome",
    "abuse": "utter_calm",
    "attachment": "utter_attachment",
    "unclear": "utter_unclear",
    "out_of_scope": "utter_out_of_scope",
    "track_status": "utter_track",
    "start_over": "utter_start_over",
    "service": "utter_service",
    "switch_language": "utter_language",
    "affirm": "utter_unclear",
    "skip": "utter_needed",
    "correct": "utter_correcting",
    "narrow": "utter_narrowed",
    "feedback_satisfied": "utter_satisfied",
    "feedback_dissatisfied": "utter_dissatisfied",
}
_FIRST: Mapping[str, str] = {
    **_IN_BETWEEN,
    **dict.fromkeys(("greet", "affirm", "deny", "skip", "correct"), "utter_greet"),
}
_FIRST_AND_LAST = frozenset({"thanks", "track_status", "feedback_satisfied"})


def responses_for(turn: Said, reading: Reading) -> list[str]:
    """Keys of the responses, in their order."""
    if reading.move == "cancel":
        return ["utter_cancelled"]
    if reading.move == "human_help":
        return ["utter_human"]
    if reading.confirmed:
        return ["utter_confirmed"]
    question = "utter_ask_" + next_question(
        settled(record_after(turn, reading), turn.reached, reading.skipped, reading.forget)
    )
    started = turn.question is not None
    if reading.move == "deny" and started:
        return ["utter_ask_correction"]
    if reading.move in ("inform", "file_complaint"):
        return [question] if _answered(turn, reading) or not started else ["utter_noted", question]
    aside = (_IN_BETWEEN if started else _FIRST)[reading.move]
    return [aside] if not started and reading.move in _FIRST_AND_LAST else [aside, question]


def _answered(turn: Said, reading: Reading) -> bool:
    """Did anything that the form asks for change? Otherwise a word of thanks comes before the question."""
    before = settled(turn.known, turn.reached)
    now = settled(record_after(turn, reading), turn.reached, reading.skipped, reading.forget)
    return bool(now - before) or any(name in reading.fields for name in before)
