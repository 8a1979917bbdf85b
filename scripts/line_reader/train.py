# ruff: noqa: T201 - it tells how it goes on
"""Train a reader for a given time.

``python -m scripts.line_reader.train lines|numbers FOLDER MINUTES OUT.pt [START.pt]``

FOLDER holds what render.py wrote: ``tr*.npz`` to learn from, ``la*.npz`` (a Nastaliq that is learnt from only in the
last third of the time, so that before it the figures for it are those of a Nastaliq never seen), ``te*.npz`` to test.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import nn
from torch.utils.data import DataLoader, Dataset

from channels.letters.reading.alphabet import ALPHABET, NUMBERS
from scripts.line_reader.degrade import degraded
from scripts.line_reader.network import Reader

_ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_BATCH = 24
_LAST_PHASE = 0.66
_HELD_BACK = 300


@dataclass(frozen=True)
class Kind:
    """What is trained: the signs it knows. ``alone``: its lines are whole, not cut out of longer ones."""

    alphabet: str
    alone: bool

    def label(self, text: str) -> str:
        """The signs of a line that this one is to see."""
        text = text if self.alone else text.translate(_ARABIC)
        return "".join(sign for sign in text if sign in self.alphabet)


KINDS = {"lines": Kind(ALPHABET, alone=True), "numbers": Kind(NUMBERS, alone=False)}


class Lines:
    """Rendered lines of some files, in memory."""

    def __init__(self, files: list[Path], kind: Kind) -> None:
        self.kind = kind
        self.pictures: list[np.ndarray] = []
        self.labels: list[str] = []
        self.fonts: list[str] = []
        for file in files:
            data = np.load(file)
            ink, end = data["ink"], 0
            for width, label, font in zip(data["widths"], data["labels"], data["fonts"], strict=True):
                start, end = end, end + 64 * int(width)
                self.pictures.append(ink[start:end].reshape(64, int(width)))
                self.labels.append(kind.label(str(label)))
                self.fonts.append(str(font))


class Batches(Dataset[Any]):
    """Batches of lines of about the same width, degraded anew each time."""

    def __init__(self, lines: Lines, batches: int, seed: int) -> None:
        self.lines, self.batches, self.seed = lines, batches, seed
        self.order = np.argsort([picture.shape[1] for picture in lines.pictures])

    def __len__(self) -> int:
        return self.batches

    def __getitem__(self, number: int) -> Any:
        rng = np.random.default_rng((self.seed, number))
        start = int(rng.integers(0, len(self.order) - _BATCH * 6))
        chosen = rng.choice(self.order[start : start + _BATCH * 6], _BATCH, replace=False)
        other = self.lines.pictures[int(rng.integers(0, len(self.order)))]
        kind = self.lines.kind
        pictures = [degraded(self.lines.pictures[i], rng, other, alone=kind.alone) for i in chosen]
        return packed(pictures, [self.lines.labels[i] for i in chosen], kind)


def packed(pictures: list[np.ndarray], labels: list[str], kind: Kind) -> Any:
    """A batch: the pictures side by side with their widths in steps, and what stands on them as classes."""
    width = -(-max(picture.shape[1] for picture in pictures) // 8) * 8
    batch = np.zeros((len(pictures), 1, 64, width), np.float32)
    for row, picture in enumerate(pictures):
        batch[row, 0, :, : picture.shape[1]] = picture / 255.0
    targets = torch.tensor([kind.alphabet.index(sign) + 1 for label in labels for sign in label])
    lengths = torch.tensor([len(label) for label in labels])
    widths = torch.tensor([min(-(-picture.shape[1] // 4) + 1, width // 4) for picture in pictures])
    return torch.from_numpy(batch), widths, targets, lengths, labels


def decoded(scores: torch.Tensor, alphabet: str) -> list[str]:
    """The likeliest signs of each line."""
    best = scores.argmax(2).T.numpy()
    return [
        "".join(alphabet[c - 1] for p, c in zip(np.r_[0, row[:-1]], row, strict=True) if c and c != p) for row in best
    ]


def error_rates(model: Reader, lines: Lines, most: int, seed: int = 5) -> dict[str, float]:
    """Character error rate by font, on slightly degraded lines."""
    model.eval()
    rng = np.random.default_rng(seed)
    wrong: dict[str, list[int]] = {}
    chosen = [i for i in range(len(lines.labels)) if lines.labels[i]][:most]
    for start in range(0, len(chosen), 16):
        part = chosen[start : start + 16]
        kind = lines.kind
        worn = [degraded(lines.pictures[i], rng, alone=kind.alone) for i in part]
        batch, *_ = packed(worn, [lines.labels[i] for i in part], kind)
        with torch.no_grad():
            read = decoded(model(batch), kind.alphabet)
        for i, text in zip(part, read, strict=True):
            counted = wrong.setdefault(lines.fonts[i], [0, 0])
            counted[0] += Levenshtein.distance(text, lines.labels[i])
            counted[1] += len(lines.labels[i])
    model.train()
    total = [sum(pair[0] for pair in wrong.values()), sum(pair[1] for pair in wrong.values())]
    return {name: round(a / max(1, b), 3) for name, (a, b) in {**wrong, "ALL": total}.items()}


def _fitted(weights: dict[str, torch.Tensor], kind: Kind) -> dict[str, torch.Tensor]:
    """A line reader's weights to begin with for a reader of fewer signs: the last layer keeps the rows of those."""
    if weights["name.bias"].shape[0] == len(kind.alphabet) + 1:
        return weights
    rows = [0, *(ALPHABET.index(sign) + 1 for sign in kind.alphabet)]
    return weights | {name: weights[name][rows] for name in ("name.weight", "name.bias")}


def main(kind: Kind, folder: Path, minutes: float, out: Path, start: Path | None = None) -> None:
    """Train and save. ``start`` goes on from an earlier model."""
    torch.manual_seed(1)
    cv2.setNumThreads(1)
    learn = Lines(sorted(folder.glob("tr*.npz")), kind)
    unseen, late = (Lines(sorted(folder.glob(f"{name}*.npz")), kind) for name in ("te", "la"))
    model = Reader(len(kind.alphabet) + 1)
    peak = 2e-3 if start is None else 1e-3
    if start is not None:
        model.load_state_dict(_fitted(torch.load(start, map_location="cpu"), kind))
    loss_of = nn.CTCLoss(zero_infinity=True)
    best = torch.optim.AdamW(model.parameters(), lr=peak, weight_decay=1e-4)
    began, step, mean, added = time.monotonic(), 0, 0.0, False
    loader = iter(DataLoader(Batches(learn, 10**6, 1), batch_size=None, num_workers=1, prefetch_factor=8))
    while (share := (time.monotonic() - began) / (minutes * 60)) < 1:
        if share > _LAST_PHASE and not added:
            added = True
            torch.save(model.state_dict(), out.with_suffix(".before.pt"))
            print("late fonts, unseen:", error_rates(model, late, _HELD_BACK), flush=True)
            for name in ("pictures", "labels", "fonts"):
                getattr(learn, name).extend(getattr(late, name)[_HELD_BACK:])
            loader = iter(DataLoader(Batches(learn, 10**6, 2), batch_size=None, num_workers=1, prefetch_factor=8))
        rate = peak * min(1.0, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * share)))
        for group in best.param_groups:
            group["lr"] = rate
        batch, widths, targets, lengths, _ = next(loader)
        loss = loss_of(model(batch), targets, widths, lengths)
        best.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        best.step()
        step += 1
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 100 == 0:
            print(f"{share:.3f} step {step} loss {mean:.3f} rate {rate:.5f}", flush=True)
        if step % 500 == 0:
            torch.save(model.state_dict(), out)
            print("unseen fonts", error_rates(model, unseen, 200), flush=True)
    torch.save(model.state_dict(), out)
    print("unseen fonts", error_rates(model, unseen, 1200), "late", error_rates(model, late, _HELD_BACK), flush=True)


if __name__ == "__main__":
    main(KINDS[sys.argv[1]], Path(sys.argv[2]), float(sys.argv[3]), *(Path(name) for name in sys.argv[4:6]))
