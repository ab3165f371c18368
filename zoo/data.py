"""Fashion-MNIST as Debian's package dataset-fashion-mnist installs it."""

import gzip
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


def load(split):
    """Images [N, 1, 28, 28] and labels [N] of split "train" or "t10k", both uint8 tensors."""
    images = read_idx(FOLDER / f"{split}-images-idx3-ubyte.gz")
    labels = read_idx(FOLDER / f"{split}-labels-idx1-ubyte.gz")
    return torch.from_numpy(images)[:, None], torch.from_numpy(labels)
