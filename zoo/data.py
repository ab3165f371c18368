"""What every dataset of the zoo shares: seeds that follow from words, and the IDX format."""

import hashlib

import numpy as np


def derived_seed(*words):
    """63 bits that depend on all of the words and on nothing else."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1


def idx_bytes(array):
    """A uint8 array as an IDX file."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + np.ascontiguousarray(array, np.uint8).tobytes()
