"""How mails are read beside two other projects' own test mails, which are not kept here.

    python -m workbench.mail_corpora email_reply_trimmer/test mail-parser/resources/eml

The first folder has ``emails/*.txt`` and what is new in each in ``trimmed/`` (discourse/email_reply_trimmer); the
second ``*.eml`` with how they were taken apart in ``*.json`` beside them (stalwartlabs/mail-parser).
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from channels.email.body import read_content
from channels.email.html import read_html
from channels.email.quotes import split_reply
from channels.email.structure import read_mail


def replies(folder: Path) -> Iterator[bool]:
    """Of each reply: is exactly what they keep of it what we keep? Blank lines count as one, line ends not at all."""
    for wanted in sorted((folder / "trimmed").glob("*.txt")):
        mail = (folder / "emails" / wanted.name).read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        yield _bare(split_reply(mail, is_reply=True).new) == _bare(wanted.read_text("utf-8"))


def texts(folder: Path) -> Iterator[tuple[bool, bool]]:
    """Of each mail: have we the same words in the same order, and have we all of theirs?"""
    for mail in sorted(folder.rglob("*.eml")):
        read = json.loads(mail.with_suffix(".json").read_text("utf-8"))
        theirs = _words("\n".join(map(_text, (read["parts"][number]["body"] for number in read["text_body"]))))
        content = read_content(read_mail(mail.read_bytes()))
        ours = _words("\n".join(text.full for text in content.texts))
        yield theirs == ours, not Counter(theirs) - Counter(ours)


def _text(body: dict[str, Any]) -> str:
    return read_html(body["Html"]).full if "Html" in body else str(body.get("Text", ""))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _bare(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.strip().split("\n")))


def main(folders: list[str]) -> None:
    trimmed = list(replies(Path(folders[0])))
    read = list(texts(Path(folders[1])))
    click.echo(f"replies trimmed exactly: {sum(trimmed)} of {len(trimmed)}")
    click.echo(f"mails with the same words: {sum(same for same, _ in read)} of {len(read)}")
    click.echo(f"mails with all of their words: {sum(every for _, every in read)} of {len(read)}")


if __name__ == "__main__":
    main(sys.argv[1:])
