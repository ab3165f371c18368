"""Images a second of training the zoo's network in PyTorch, float32 on one core.

    python3 bench/pytorch_training.py IMAGES

First a line of JSON: the version, and each batch that was tried. Then, for every line "dense" or "masked" on
the standard input, a line with the rate of an epoch at the best batch.
"""

import gzip
import json
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "zoo"))

import network  # noqa: E402

FOLDER = ROOT / "public/zoo/fashion-mnist"
BATCHES = 64, 128, 256
SPARSITY = 0.9


def read(name, header, count):
    """The first bytes of an IDX file behind its header."""
    raw = gzip.decompress((FOLDER / "images" / f"{name}.gz").read_bytes())[header:]
    return torch.frombuffer(bytearray(raw[:count]), dtype=torch.uint8)


def seconds_of(architecture, images, labels, batch, mask):
    """Seconds of an epoch of SGD with Nesterov momentum; `mask` multiplies kernels by a tenth of ones, as
    zoo/ does."""
    torch.manual_seed(0)
    parameters = network.initial(architecture, "cpu")
    kernels = [name for name, value in parameters.items() if value.dim() > 1]
    masks = (
        {name: (torch.rand_like(parameters[name]) >= SPARSITY).float() for name in kernels} if mask else {}
    )
    optimiser = torch.optim.SGD(
        parameters.values(), lr=0.01, momentum=0.9, weight_decay=1e-4, nesterov=True, foreach=True
    )
    started = time.perf_counter()
    for start in range(0, len(images) - batch + 1, batch):
        optimiser.zero_grad(set_to_none=True)
        x = network.normalised(architecture, images[start : start + batch])
        weights = {
            name: value * masks[name] if name in masks else value for name, value in parameters.items()
        }
        scores = network.training_logits(architecture, weights, x)
        F.cross_entropy(scores, labels[start : start + batch]).backward()
        optimiser.step()
    return time.perf_counter() - started


def main(count):
    torch.set_num_threads(1)
    architecture = json.loads((FOLDER / "manifest.json").read_text())["architecture"]
    images = read("test-images.idx3-ubyte", 16, count * 784).view(-1, 1, 28, 28)
    labels = read("test-labels.idx1-ubyte", 8, count).long()
    rate = (
        lambda batch, mask: len(images)
        // batch
        * batch
        / seconds_of(architecture, images, labels, batch, mask)
    )
    batches = [batch for batch in BATCHES if batch <= len(images)]
    rate(batches[0], False)
    tried = {batch: rate(batch, False) for batch in batches}
    best = max(tried, key=tried.get)
    print(json.dumps({"version": torch.__version__, "batch": best, "tried": tried}), flush=True)
    for line in sys.stdin:
        print(rate(best, line.strip() == "masked"), flush=True)


main(int(sys.argv[1]))
