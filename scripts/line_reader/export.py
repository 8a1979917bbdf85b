"""The trained weights as the two small files that production reads.

``python -m scripts.line_reader.export lines|numbers MODEL.pt channels/letters/reading/models``.

The convolutions go into ``lines.onnx`` (or ``numbers.onnx``) for OpenCV's dnn module, their batch norms folded in; the
LSTM layers and the last layer into ``lines.npz`` in half precision, for numpy. So production needs no library that it
does not have already.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils import fusion

from channels.letters.reading.alphabet import ALPHABET, NUMBERS
from scripts.line_reader.network import Reader


def export(name: str, model_file: Path, folder: Path) -> None:
    """Write both files into the folder."""
    alphabet = ALPHABET if name == "lines" else NUMBERS
    model = Reader(len(alphabet) + 1)
    model.load_state_dict(torch.load(model_file, map_location="cpu"))
    model.eval()
    torch.onnx.export(
        _folded(model.look),
        (torch.zeros(1, 1, 64, 512),),
        str(folder / f"{name}.onnx"),
        input_names=["ink"],
        output_names=["seen"],
        dynamic_axes={"ink": {0: "lines", 3: "width"}, "seen": {0: "lines", 3: "steps"}},
        opset_version=13,
        dynamo=False,
    )
    weights = {name: value.numpy().astype(np.float16) for name, value in model.read.state_dict().items()}
    weights |= {f"name_{name}": value.numpy().astype(np.float16) for name, value in model.name.state_dict().items()}
    np.savez_compressed(folder / f"{name}.npz", alphabet=np.array(alphabet), **weights)


def _folded(look: nn.Sequential) -> nn.Sequential:
    flat: list[nn.Module] = []
    for part in look:
        flat.extend(part if isinstance(part, nn.Sequential) else [part])
    folded: list[nn.Module] = []
    for part in flat:
        if isinstance(part, nn.BatchNorm2d) and isinstance(folded[-1], nn.Conv2d):
            folded[-1] = fusion.fuse_conv_bn_eval(folded[-1], part)
        else:
            folded.append(part)
    return nn.Sequential(*folded).eval()


if __name__ == "__main__":
    export(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
