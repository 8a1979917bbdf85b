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
_BEGINS = re.compile(r"(?:on|am|le|el|il|em|dne|den|op|в|في|در|په|بتاریخ|بروز|vào|pe)\b", re.IGNORECASE)
_SHARED = re.compile(
    r"(?P<own>\S.{0,300}?)\s+-{0,20}\s*(?P<said>on (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s|\d).*)", re.IGNORECASE
)
"""The person's last words and the announcement of the quotation on one line."""
_TAIL = re.compile(r">\s?(?:(?:wrote|schrieb|skrev|a écrit|escribió|ha scritto|пишет|пише)\s?)?[:：]")
"""The end of an announcement whose address was broken before its bracket: no quote mark."""
_HIDDEN = re.compile(r"\[?(?:quoted text hidden|اقتباس شدہ متن|پوشیدہ متن)\]?|\.\.\.|…", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """``new`` is the person's own text; ``forwarded`` the text of a mail that they passed on, where there is one, and
    ``forwarded_head`` its block of fields. ``marked``: a line says that it was forwarded."""

    new: str
    forwarded: str = ""
    forwarded_head: str = ""
    marked: bool = False


def split_reply(text: str, *, is_reply: bool, is_forward: bool = False, signatures: tuple[str, ...] = ()) -> Reply:
    """Take a mail's text apart.

    ``is_reply``: its header says that it answers a mail. Where it does not, text that looks quoted may be a letter's
    own heading, so a cut that would leave nothing is not made. ``signatures`` are those that the HTML part marked.
    """
    lines = text.split("\n")
    own, old, marked = _own_lines(lines, is_reply or is_forward, passed_on=is_forward or not is_reply)
    new = without_known(_tidy(own), signatures)
    old = _unquoted(old)
    body = _after_header(old)
    passed_on, head = _tidy(body), _tidy(old[: len(old) - len(body)])
    if new or passed_on or (is_reply and not is_forward):
        return Reply(new, passed_on, head, marked)
    return Reply(_tidy(without_signature([re.sub(r"^[> ]+", "", line) for line in lines])) or _tidy(lines))


def _own_lines(lines: list[str], expected: bool, *, passed_on: bool) -> tuple[list[str], list[str], bool]:
    """The person's lines, each stretch without its signature, those of a mail that was passed on, and whether a line
    says that it was. ``passed_on``: "Original Message" may divide them, which some programs write for both."""
    own: list[str] = []
    stretch: list[str] = []
    before = ""
    """The last line of theirs, of this stretch or, at its beginning, of those before, that is not empty."""
    said, number = False, 0
    while number < len(lines):
        line = lines[number]
        kind = separator(line)
        if kind is not None:
            forwarded = kind == "forward"
            below = lines[number + 1 :] if forwarded or passed_on else []
            return _joined(own, stretch), below, forwarded
        if _starts_old_mail(lines, number, before, expected):
            return _joined(own, _without_rule(stretch)), lines[number:], False
        taken, strength = _attribution_at(lines, number)
        if taken:
            shared = _before_announcement(line)
            stretch += shared
            said = said or any(map(bare, shared))
        if taken and _follows_quote(lines, number + taken):
            own, stretch = _joined(own, stretch), []
            number += taken
            continue
        if taken and strength == "strong" and (expected or said):
            return _joined(own, stretch), [], False
        if is_quoted(line):
            number = _skip_quoted(lines, number)
            own, stretch = _joined(own, stretch), []
            continue
        if not _HIDDEN.fullmatch(bare(line)):
            stretch.append(line)
            before, said = (line, True) if bare(line) else (before, said)
        number += 1
    return _joined(own, stretch), [], False


def _joined(own: list[str], stretch: list[str]) -> list[str]:
    """``own`` with the stretch added to it, with one blank line for what was cut between them."""
    begun = any(map(bare, own))
    more = _trimmed(without_signature(stretch, goes_on=begun))
    own += ["", *more] if begun and more else more
    return own


def _trimmed(lines: list[str]) -> list[str]:
    """The lines without blank ones at both ends."""
    filled = [number for number, line in enumerate(lines) if bare(line)]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _without_rule(stretch: list[str]) -> list[str]:
    """What stands above a quoted mail's block, without the line that its program drew there."""
    last = next((n for n in range(len(stretch) - 1, -1, -1) if bare(stretch[n])), None)
    drawn = last is not None and re.fullmatch(r"[_─—=-]{4,}", bare(stretch[last]))
    return stretch[:last] if drawn else stretch


def _before_announcement(line: str) -> list[str]:
    """What the person wrote on the line on which their program began the quotation."""
    shared = _SHARED.fullmatch(bare(line))
    if shared is None or _BEGINS.match(bare(line)) or not is_attribution(shared["said"]) or "<" in shared["own"]:
        return []
    return [shared["own"].rstrip(" -")]


def _starts_old_mail(lines: list[str], number: int, before: str, expected: bool) -> bool:
    if ":" not in lines[number] and "：" not in lines[number]:
        return False
    block = header_block(lines[number : number + 12])
    if block is None:
        return False
    said = bool(bare(before))
    return (block == "strong" and (expected or said)) or (block == "weak" and (is_rule(before) or (expected and said)))


def _attribution_at(lines: list[str], number: int) -> tuple[int, str | None]:
    """How many lines from here announce a quotation, and how surely."""
    first = bare(lines[number])
    if not first or is_quoted(lines[number]):
        return 0, None
    joined = ""
    blank = _split_by_blanks(lines, number)
    for count in range(1, (blank or _JOINED) + 1):
        if number + count > len(lines):
            break
        line = bare(lines[number + count - 1])
        if count > 1 and not blank and (not line or (is_quoted(line) and not _TAIL.fullmatch(line))):
            break
        joined = f"{joined} {line}".strip()
        strength = is_attribution(joined)
        if strength and (count == 1 or (_may_begin(first) and not _begins_later(lines[number : number + count]))):
            follows = number + count < len(lines) and _TAIL.fullmatch(bare(lines[number + count]))
            return count + (1 if follows else 0), strength
    return 0, None


def _may_begin(line: str) -> bool:
    """Can an announcement that goes on in the next line begin like this?"""
    return bool(_BEGINS.match(line)) or bool(re.search(r"\d", line))


def _begins_later(lines: list[str]) -> bool:
    """Does the announcement begin only in one of the next lines, so that the first is the person's own?"""
    if _BEGINS.match(bare(lines[0])):
        return False
    return any(
        _BEGINS.match(bare(lines[n])) and is_attribution(" ".join(map(bare, lines[n:]))) for n in range(1, len(lines))
    )


def _split_by_blanks(lines: list[str], number: int) -> int:
    """How many lines an announcement takes that Polymail broke: "On … Name", blank, "<", "mailto:…", "> wrote:"."""
    if not _BEGINS.match(bare(lines[number])):
        return 0
    near = [bare(line) for line in lines[number : number + 7]]
    told = next((n for n, line in enumerate(near) if line == "<"), None)
    if told is None or any(near[1:told]):
        return 0
    end = next((n for n, line in enumerate(near) if n > told and line.startswith(">")), None)
    return end + 1 if end is not None else 0


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


def _unquoted(lines: list[str]) -> list[str]:
    """A mail that was passed on, without the marks that some programs put before each of its lines."""
    first = next((line for line in lines if bare(line)), "")
    return [re.sub(r"^\s{0,3}> ?", "", line) for line in lines] if is_quoted(first) else lines


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
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n \t")
