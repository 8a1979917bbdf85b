"""Text of ``format=flowed``: its soft line breaks undone.

Source: RFC 3676, section 4 (space-stuffing, quote depth, DelSp, the signature line).
"""

import re

_QUOTES = re.compile(r">*")


def unflow(text: str, *, delete_space: bool = False) -> str:
    """The paragraphs as they were written; quoted lines keep their marks."""
    lines: list[str] = []
    depth_before = -1
    for line in text.split("\n"):
        depth = len(_QUOTES.match(line)[0])  # type: ignore[index]  # matches always
        content = line[depth:].removeprefix(" ")
        soft = bool(lines) and depth == depth_before
        if soft and content != "-- ":
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth else "") + content)
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
        depth_before = depth if flows else -1
    return "\n".join(lines)
