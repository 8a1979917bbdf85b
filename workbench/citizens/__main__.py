"""``make eval-citizens``: 120 whole conversations with the real Rasa (ARGS="--mistakes", "--whole", "--only ps")."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.ports import DialogueEngine
from nlu.client import RasaEngine
from nlu.fallback import PlainQuestions
from nlu.lists import with_lists
from workbench.bench.place import temporary_place
from workbench.citizens.judge import faults
from workbench.citizens.people import everybody
from workbench.citizens.report import Judged, figures, mistakes
from workbench.citizens.street import street
from workbench.citizens.talk import hold

CONFIG = Path(__file__).parents[2] / "config.yaml"


def main() -> None:
    """Hold the conversations and print what came of them."""
    options = _options()
    people = [one for one in everybody() if options.only in (None, one.language, one.temper.value, str(one.number))]
    judged = []
    with (
        tempfile.TemporaryDirectory(prefix="arzi-citizens-") as folder,
        _engine(options) as engine,
        street(Path(folder), with_lists(engine)) as town,
    ):
        for person in people:
            held = hold(town, person)
            judged.append(Judged(held, faults(town, held)))
    failed = mistakes(judged, whole=options.whole) if options.mistakes or options.whole else ()
    sys.stdout.write("\n".join([*failed, *figures(judged)]) + "\n")


@contextmanager
def _engine(options: argparse.Namespace) -> Iterator[DialogueEngine]:
    if options.engine == "plain":
        yield PlainQuestions()
    elif options.rasa:
        yield RasaEngine(options.rasa, options.secret, timeout=60)
    else:
        with temporary_place(CONFIG) as place:
            place.start_rasa()
            secret = place.settings.rasa.secret.get_secret_value()
            yield RasaEngine(place.settings.rasa.urls, secret, timeout=60)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make eval-citizens", description=__doc__)
    parser.add_argument("--engine", choices=("rasa", "plain"), default="rasa", help="plain: without Rasa")
    parser.add_argument("--rasa", metavar="URL", help="one that runs already; else one is started")
    parser.add_argument("--secret", default="", help="what opens it")
    parser.add_argument("--only", help="a language, a temper, or one number")
    parser.add_argument("--mistakes", action="store_true", help="name those that failed, with why")
    parser.add_argument("--whole", action="store_true", help="… and every word of them")
    return parser.parse_args()


if __name__ == "__main__":
    main()
