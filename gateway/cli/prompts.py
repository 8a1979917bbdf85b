"""``arzi prompts``: what the helpline says, as audio files."""

import csv
import sys

import click

from channels.ivr import Settings
from channels.ivr.audio import whole
from channels.ivr.placeholders import VOICES, espeak, render, report
from channels.ivr.prompts import LANGUAGES
from core.errors import ConfigInvalid
from gateway.config import channel_settings, load_settings


@click.command(name="prompts")
@click.option("--list", "only_list", is_flag=True, help="Make nothing: only say how things stand.")
@click.option("--script", type=click.Choice(LANGUAGES), help="Print what is to be recorded in a language, as CSV.")
def command(only_list: bool, script: str | None) -> None:
    """Speak all prompts by a local synthesizer, as placeholders, and list those that nobody has recorded.

    A recording replaces a placeholder by its name: put LANGUAGE/NAME.wav (or .mp3) into the folder that
    channels.ivr.prompts_dir names. What somebody recorded is never written over.

    \b
    Examples:
      arzi prompts
      arzi prompts --list
      arzi prompts --script ps > to-record.csv
    """
    settings = load_settings()
    folder = channel_settings(settings, "ivr", Settings).folder(settings.home)
    if folder is None:
        raise ConfigInvalid("channels.ivr.prompts_dir: is empty; name the folder of the prompts")
    found = report(folder) if only_list or script else render(folder, espeak())
    if script:
        lines = csv.writer(sys.stdout)
        lines.writerow(("file", "words"))
        words = whole(script)
        [one] = [one for one in found if one.language == script]
        lines.writerows((f"{script}/{name}.wav", words[name]) for name in words if name in one.to_record)
        return
    click.echo(f"{folder}")
    for one in found:
        click.echo(
            f"{one.language}: {len(one.recorded)} recorded, {len(one.placeholders)} placeholders, "
            f"{len(one.missing)} missing"
        )
    for one in found:
        if one.to_record:
            why = "" if one.language in VOICES else " (no synthesizer speaks it: callers hear another voice)"
            click.echo(f"\nto be recorded in {one.language}{why}:")
            click.echo("\n".join(f"  {name}" for name in one.to_record))
