"""Small networks and images that the tests make, and the code that a reader of predict.py would have."""

import os
import signal
import time

import numpy as np
import torch
from torch import nn

CLASSES = 5


class Toy(nn.Module):
    def __init__(self, classes=CLASSES):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.head = nn.Linear(4, classes)

    def forward(self, x):
        return self.head(torch.relu(self.conv(x)).mean((2, 3)))


def build():
    return Toy()


def wide():
    return Toy(CLASSES + 2)


class Slow(Toy):
    """Takes its time, so that a test can end processes in the middle: it waits while a file named by TOY_HOLD
    is there."""

    def forward(self, x):
        until = time.monotonic() + 60
        while os.path.exists(os.environ.get("TOY_HOLD", "")) and time.monotonic() < until:
            time.sleep(0.02)
        return super().forward(x)


def slow():
    return Slow()


class Deadly(Toy):
    """Ends its process the first times, as a worker that runs out of memory does: a file a death is left in
    TOY_DEATHS."""

    def forward(self, x):
        folder = os.environ["TOY_DEATHS"]
        if len(os.listdir(folder)) < 1:
            open(os.path.join(folder, str(os.getpid())), "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().forward(x)


def deadly():
    return Deadly()


def prepare(picture):
    """As torchvision's transforms do: a PIL image to a tensor."""
    pixels = torch.from_numpy(np.asarray(picture.convert("RGB")).transpose(2, 0, 1).copy()).float() / 255
    return (pixels - 0.5) / 0.25


def network(seed, make=build):
    torch.manual_seed(seed)
    return make().eval()


def save_networks(folder, seeds, make=build, change=None):
    os.makedirs(folder, exist_ok=True)
    for seed in seeds:
        own = network(seed, make)
        if change:
            change(own)
        torch.save(own.state_dict(), os.path.join(folder, f"seed-{seed}.pt"))


def images(count=150, extent=8, seed=3):
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (count, extent, extent, 3), dtype=np.uint8), random.integers(
        0, CLASSES, count
    )


def save_images(path, count=150):
    pixels, labels = images(count)
    np.savez(path, images=pixels, labels=labels, classes=np.array(list("abcde")))
    return pixels, labels
