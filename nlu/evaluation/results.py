"""What a system scored on a set of texts, and how it is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter, thread_time

from nlu.evaluation.answers import Answer, System
from nlu.evaluation.gold import LANGUAGES, Gold, dangers
from nlu.evaluation.metrics import BINS, IDS, accuracy, calibration, calibration_error, f1, macro_f1, percentile


@dataclass(frozen=True)
class Result:
    """One text, what was said of it, in how many milliseconds by the clock, and in how many of the processor's."""

    gold: Gold
    answer: Answer
    milliseconds: float
    processor: float


def judge(system: System, texts: Sequence[Gold]) -> list[Result]:
    """Ask about each text once, after one that warms up and is not counted."""
    system(texts[0].text)
    results = []
    for one in texts:
        began, worked = perf_counter(), thread_time()
        answer = system(one.text)
        worked, took = thread_time() - worked, perf_counter() - began
        results.append(Result(one, answer, took * 1000, worked * 1000))
    return results


def table(name: str, results: Sequence[Result], reads_facts: bool) -> Iterator[str]:
    """Lines: one a language and one for all."""
    yield f"{name}: {len(results)} texts"
    yield (
        f"  {'':9} {'intent':>13} {'category':>13} {'of those':>9} {'among':>6}"
        + (f" {'district':>9} {'wrongly':>8} {'entities':>9} {'ids':>6} {'language':>9}" if reads_facts else "")
        + f" {'p50':>7} {'p95':>7} {'p50':>7} {'p95':>7}"
    )
    yield (
        f"  {'':9} {'acc.':>6} {'F1':>6} {'acc.':>6} {'F1':>6} {'with one':>9} {'three':>6}"
        + (f" {'found':>9} {'named':>8} {'F1':>9} {'F1':>6} {'acc.':>9}" if reads_facts else "")
        + f" {'ms':>7} {'ms':>7} {'cpu ms':>7} {'cpu ms':>7}"
    )
    for language in (*LANGUAGES, "all"):
        chosen = [one for one in results if language in ("all", one.gold.language)]
        yield f"  {language:9} " + _scores(chosen, reads_facts)


def _scores(results: Sequence[Result], reads_facts: bool) -> str:
    intents = [(one.gold.intent, one.answer.intent or "") for one in results]
    categories = [(one.gold.category or "", one.answer.category or "") for one in results]
    with_one = [(a, b) for a, b in categories if a]
    three = [
        (True, one.gold.category in [name for name, _ in one.answer.likely[:3]]) for one in results if one.gold.category
    ]
    said = [accuracy(intents), macro_f1(intents), accuracy(categories), macro_f1(with_one)]
    line = " ".join(f"{value:6.3f}" for value in said) + f" {accuracy(with_one):9.3f} {accuracy(three):6.3f}"
    times, work = [one.milliseconds for one in results], [one.processor for one in results]
    took = [percentile(which, share) for which in (times, work) for share in (0.5, 0.95)]
    facts = _facts(results) if reads_facts else ""
    return line + facts + "".join(f" {value:7.2f}" for value in took)


def _facts(results: Sequence[Result]) -> str:
    named = [(one.gold.district, one.answer.district) for one in results if one.gold.district]
    invented = sum(1 for one in results if one.gold.district is None and one.answer.district)
    names = (*IDS, "complainant_name")
    entities = f1([_sets(one, names) for one in results])
    ids = f1([_sets(one, IDS) for one in results])
    wordy = [(one.gold.language, one.answer.language) for one in results if one.answer.language != "und"]
    return f" {accuracy(named):9.3f} {invented:8d} {entities:9.3f} {ids:6.3f} {accuracy(wordy):9.3f}"


def _sets(one: Result, names: Sequence[str]) -> tuple[set[str], set[str]]:
    right = {f"{name}={value}" for name, value in one.gold.entities}
    said = {f"{name}={value}" for name, value in one.answer.entities.items()}
    return {x for x in right if x.partition("=")[0] in names}, {x for x in said if x.partition("=")[0] in names}


def reliability(results: Sequence[Result]) -> Iterator[str]:
    """Lines: with which confidence the likeliest category was named, and how often it was right."""
    judged = [
        (one.answer.likely[0][1], one.answer.likely[0][0] == one.gold.category)
        for one in results
        if one.answer.likely and one.answer.likely[0][1] >= BINS[0]
    ]
    yield f"  category confidence from {BINS[0]} (calibration error {calibration_error(judged):.3f})"
    yield f"  {'range':>12} {'texts':>6} {'said':>6} {'right':>6}"
    for one in calibration(judged):
        yield f"  {one.low:5.2f} – {one.high:4.2f} {one.count:6d} {one.said:6.3f} {one.right:6.3f}"


def danger_table(system: System, which: str) -> Iterator[str]:
    """Lines: of how many sentences of danger it was seen that there is one, surely or perhaps, and surely; and of how
    many others it was said surely. By kind, from both halves of a blind set: ``make eval-danger``."""
    yield f"  {'danger':9} {'seen':>9} {'surely':>7} {'of':>5} {'falsely':>8} {'of':>5}"
    for language in LANGUAGES:
        judged = [(kind, system(text)) for text, kind in dangers(which, language)]
        seen = sum(1 for kind, said in judged if kind and said.danger)
        surely = sum(1 for kind, said in judged if kind and said.urgent)
        falsely = sum(1 for kind, said in judged if not kind and said.urgent)
        real = sum(1 for kind, _ in judged if kind)
        yield f"  {language:9} {seen:9d} {surely:7d} {real:5d} {falsely:8d} {len(judged) - real:5d}"


def mistakes(results: Sequence[Result]) -> Iterator[str]:
    """Lines: every text of which something else was said than is right."""
    for one in results:
        wrong = [
            f"{what}: {said or '-'} instead of {right or '-'}"
            for what, right, said in (
                ("intent", one.gold.intent, one.answer.intent),
                ("category", one.gold.category, one.answer.category),
                ("district", one.gold.district, one.answer.district),
            )
            if right != said
        ]
        if wrong:
            yield f"  {one.gold.language}  {one.gold.text[:100]}\n      {'; '.join(wrong)}"
