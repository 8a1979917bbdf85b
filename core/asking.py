"""What a conversation asks just now: the question, the options that were offered, and where to go back to afterwards.

Where it is stored and sent it is one text, ``QUESTION@BACK:OPTION,OPTION``; this is the only place that reads it.
The dialogue, which runs under another Python, reads it too: nothing here needs more than 3.10.
"""

from dataclasses import dataclass, replace

AGAIN = "again"
"""Stands as the option of a question that was asked a second time: in other words, or after it was asked in short."""
_SUMMARY = "confirmed"


@dataclass(frozen=True)
class Asking:
    """``question``: a field's name, or a question of ours such as "confirmed"; None while nothing is asked. ``back``:
    the question at which a change of this field was asked for, or the one that follows the answers."""

    question: "str | None" = None
    options: "tuple[str, ...]" = ()
    back: "str | None" = None

    @classmethod
    def read(cls, text: "str | None") -> "Asking":
        """From its text; None and "" ask nothing."""
        place, _, options = (text or "").partition(":")
        question, _, back = place.partition("@")
        return cls(question or None, tuple(one for one in options.split(",") if one), back or None)

    @property
    def text(self) -> "str | None":
        """As it is stored; None where nothing is asked."""
        if self.question is None:
            return None
        place = f"{self.question}@{self.back}" if self.back else self.question
        return f"{place}:{','.join(self.options)}" if self.options else place

    def offering(self, options: "tuple[str, ...]") -> "Asking":
        """The same question with these options."""
        return replace(self, options=options)

    @property
    def unseen(self) -> "Asking":
        """The same, of which nobody saw the words: a summary is shown whole when it is asked again."""
        return self.offering((AGAIN,)) if self.question == _SUMMARY else self


def for_all(missing: "tuple[str, ...]") -> "Asking":
    """All that is missing was asked at once: what follows the answers is the summary, as it does when nothing is."""
    return Asking(missing[0], back=_SUMMARY) if missing else Asking(_SUMMARY)
