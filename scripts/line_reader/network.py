"""The line reader's network: six convolutions, then two layers of LSTM that read both ways; 870 000 weights."""

import torch
from torch import nn


def _step(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


class Reader(nn.Module):
    """(batch, 1, 64, width) of ink, 0 to 1, to (width / 4, batch, classes) of logarithms of probabilities."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.look = nn.Sequential(
            _step(1, 16, 2),
            _step(16, 32),
            nn.MaxPool2d(2, 2),
            _step(32, 48),
            _step(48, 64),
            nn.MaxPool2d((2, 1), (2, 1)),
            _step(64, 80),
            nn.MaxPool2d((2, 1), (2, 1)),
            nn.Conv2d(80, 160, (4, 1), bias=False),
            nn.BatchNorm2d(160),
            nn.ReLU(inplace=True),
        )
        self.read = nn.LSTM(160, 128, num_layers=2, bidirectional=True, dropout=0.1)
        self.name = nn.Linear(256, classes)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            seen = self.look(ink.contiguous(memory_format=torch.channels_last))
        seen = seen.float().squeeze(2).permute(2, 0, 1)
        return self.name(self.read(seen)[0]).log_softmax(2)
