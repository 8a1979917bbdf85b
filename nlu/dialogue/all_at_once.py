"""One message that asks for everything missing, for channels where a question a message is too slow."""

from collections.abc import Sequence

from nlu.dialogue.catalogue import has, text


def question_for_all(missing: Sequence[str], language: str) -> str:
    """The questions in a numbered list, in the citizen's language; unknown names are left out."""
    asked = [name for name in missing if has(f"utter_all_{name}")]
    lines = [f"{number}. {text('utter_all_' + name, language)}" for number, name in enumerate(asked, 1)]
    return text("utter_ask_all", language, options="\n".join(lines))
