"""Fashion-MNIST as Debian's package dataset-fashion-mnist installs it."""

import gzip
import hashlib
import os
from pathlib import Path

import numpy as np
import torch

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


def idx_bytes(array):
    """A uint8 array as an IDX file."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + np.ascontiguousarray(array, np.uint8).tobytes()


def derived_seed(*words):
    """63 bits that depend on all of the words and on nothing else."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1


def long_tail(labels, dataset, seed=0):
    """Numbers of the images that stay, ascending: of the class of rank r (0: the most frequent), round(6000 * 100^(-r/9)).
    Ranks and images go by the order of SHA-256: the class, and the images of a class, with the smallest derived seed first."""
    order = sorted(
        range(len(CLASSES)), key=lambda label: derived_seed(dataset, seed, "class", label)
    )
    kept = []
    for rank, label in enumerate(order):
        mine = np.flatnonzero(labels == label).tolist()
        mine.sort(key=lambda image: derived_seed(dataset, seed, "image", image))
        kept += mine[: round(6000 * 100 ** (-rank / (len(CLASSES) - 1)))]
    return np.sort(kept)


def training_images(dataset):
    """The training images and labels of a dataset of the zoo, as `load` gives them."""
    images, labels = load("train")
    if dataset == "fashion-mnist":
        return images, labels
    kept = torch.from_numpy(long_tail(labels.numpy(), dataset))
    return images[kept], labels[kept]


def load(split):
    """Images [N, 1, 28, 28] and labels [N] of split "train" or "t10k", both uint8 tensors."""
    images = read_idx(FOLDER / f"{split}-images-idx3-ubyte.gz")
    labels = read_idx(FOLDER / f"{split}-labels-idx1-ubyte.gz")
    return torch.from_numpy(images)[:, None], torch.from_numpy(labels)
