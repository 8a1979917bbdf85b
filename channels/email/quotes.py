"""What the person newly wrote, told from the mail that it answers and from the signature.

Works on lines, one way and in linear time. Answers above the quoted mail, below it and between its lines are all found.
What was cut is never lost: ``full_text`` has it.
"""

import re
from dataclasses import dataclass

from channels.email.quote_marks import bare, header_block, is_attribution, is_quoted, is_rule, separator
from channels.email.signatures import without_known, without_signature

_JOINED = 4
"""Lines over which a program may break "On …, X wrote:"."""
_WRAPPED = 60
"""Length from which a quoted line may go on, without its mark, in the next one."""
_HIDDEN = re.compile(r"\[?(?:quoted text hidden|اقتباس شدہ متن|پوشیدہ متن)\]?|\.\.\.|…", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """``new`` is the person's own text; ``forwarded`` the text of a mail that they passed on, where there is one."""

    new: str
    forwarded: str = ""


def split_reply(text: str, *, is_reply: bool, is_forward: bool = False, signatures: tuple[str, ...] = ()) -> Reply:
    """Take a mail's text apart.

    ``is_reply``: its header says that it answers a mail. Where it does not, text that looks quoted may be a letter's
    own heading, so a cut that would leave nothing is not made. ``signatures`` are those that the HTML part marked.
    """
    lines = text.split("\n")
    own, forwarded = _own_lines(lines, is_reply or is_forward)
    new = without_known(_tidy(own), signatures)
    passed_on = _tidy(forwarded)
    if new or (is_reply and not is_forward and not passed_on):
        return Reply(new, passed_on)
    if passed_on:
        return Reply("", passed_on)
    return Reply(_tidy(without_signature([re.sub(r"^[> ]+", "", line) for line in lines])) or _tidy(lines))


def _own_lines(lines: list[str], expected: bool) -> tuple[list[str], list[str]]:
    """The person's lines, each stretch without its signature, and the lines of a forwarded mail."""
    own: list[str] = []
    stretch: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        kind = separator(line)
        if kind is not None:
            forwarded = _after_header(lines[number + 1 :]) if kind == "forward" else []
            return own + without_signature(stretch), forwarded
        if _starts_old_mail(lines, number, stretch or own, expected):
            if stretch and is_rule(stretch[-1]):
                stretch.pop()
            return own + without_signature(stretch), _after_header(lines[number:])
        taken, strength = _attribution_at(lines, number)
        if taken and _follows_quote(lines, number + taken):
            own, stretch = own + without_signature(stretch), []
            number += taken
            continue
        if taken and strength == "strong" and (expected or any(map(bare, own + stretch))):
            return own + without_signature(stretch), []
        if is_quoted(line):
            number = _skip_quoted(lines, number)
            own, stretch = [*own, *without_signature(stretch), ""], []
            continue
        if not _HIDDEN.fullmatch(bare(line)):
            stretch.append(line)
        number += 1
    return own + without_signature(stretch), []


def _starts_old_mail(lines: list[str], number: int, before: list[str], expected: bool) -> bool:
    if ":" not in lines[number] and "：" not in lines[number]:
        return False
    block = header_block(lines[number : number + 12])
    if block is None:
        return False
    ruled = is_rule(next((earlier for earlier in reversed(before) if bare(earlier)), ""))
    return (block == "strong" and (expected or any(map(bare, before)))) or (
        block == "weak" and (ruled or (expected and any(map(bare, before))))
    )


def _attribution_at(lines: list[str], number: int) -> tuple[int, str | None]:
    """How many lines from here announce a quotation, and how surely."""
    first = bare(lines[number])
    if not first or is_quoted(lines[number]):
        return 0, None
    joined = ""
    for count in range(1, _JOINED + 1):
        if number + count > len(lines):
            break
        line = bare(lines[number + count - 1])
        if count > 1 and (not line or is_quoted(line)):
            break
        joined = f"{joined} {line}".strip()
        strength = is_attribution(joined)
        if strength and (count == 1 or _may_begin(first)):
            return count, strength
    return 0, None


def _may_begin(line: str) -> bool:
    """Can an announcement that goes on in the next line begin like this?"""
    return bool(re.match(r"(?:on|am|le|el|il|em|dne|den|op|в|في|در|په|بتاریخ|بروز)\b", line, re.IGNORECASE)) or bool(
        re.search(r"\d", line)
    )


def _follows_quote(lines: list[str], number: int) -> bool:
    for line in lines[number : number + 4]:
        if bare(line):
            return is_quoted(line)
    return False


def _skip_quoted(lines: list[str], number: int) -> int:
    """The first line after a quoted stretch; a long quoted line that was broken by a relay is skipped whole."""
    while number < len(lines) and is_quoted(lines[number]):
        broken = len(lines[number]) >= _WRAPPED and number + 2 < len(lines) and is_quoted(lines[number + 2])
        if (
            broken
            and bare(lines[number + 1])
            and not is_quoted(lines[number + 1])
            and len(lines[number + 1]) < _WRAPPED
        ):
            number += 2
        else:
            number += 1
    return number


def _after_header(lines: list[str]) -> list[str]:
    """The forwarded mail's own text: what follows its block of From, Date, Subject and To."""
    seen_field = False
    for number, line in enumerate(lines[:40]):
        if not bare(line):
            if seen_field:
                return lines[number + 1 :]
            continue
        seen_field = seen_field or ":" in line
    return lines


def _tidy(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n \t")
