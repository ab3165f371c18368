"""Fashion-MNIST as Debian's package dataset-fashion-mnist installs it, and its long-tailed selections."""

import gzip
import os
from pathlib import Path

import numpy as np
import torch

from data import derived_seed

FOLDER = Path(os.environ.get("LACUNA_FASHION_MNIST", "/usr/share/datasets/fashion-mnist"))
CLASSES = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]


def read_idx(path):
    """The array in a gzipped IDX file of unsigned bytes."""
    raw = gzip.decompress(Path(path).read_bytes())
    rank = raw[3]
    shape = np.frombuffer(raw, ">u4", rank, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(shape).copy()


def load(split):
    """Images [N, 1, 28, 28] and labels [N] of split "train" or "t10k", both uint8 tensors."""
    images = read_idx(FOLDER / f"{split}-images-idx3-ubyte.gz")
    labels = read_idx(FOLDER / f"{split}-labels-idx1-ubyte.gz")
    return torch.from_numpy(images)[:, None], torch.from_numpy(labels)


def long_tail(labels, seed):
    """Numbers of the images that stay, ascending: of the class of rank r (0: the most frequent), round(6000 *
    100^(-r/9)). Ranks and images go by the order of SHA-256: the class, and the images of a class, with the
    smallest derived seed first."""
    words = ("fashion-mnist-long-tail", seed)
    order = sorted(range(len(CLASSES)), key=lambda label: derived_seed(*words, "class", label))
    kept = []
    for rank, label in enumerate(order):
        mine = np.flatnonzero(labels == label).tolist()
        mine.sort(key=lambda image: derived_seed(*words, "image", image))
        kept += mine[: round(6000 * 100 ** (-rank / (len(CLASSES) - 1)))]
    return np.sort(kept)


def training_images(tail_seed):
    """The training images and labels: all of them, or the long-tailed selection of a seed."""
    images, labels = load("train")
    if tail_seed is None:
        return images, labels
    kept = torch.from_numpy(long_tail(labels.numpy(), tail_seed))
    return images[kept], labels[kept]
