"""The safetensors format, read: eight bytes of header length, a JSON header, raw little-endian data."""

import json
import math
import struct

import numpy as np
import torch

from . import Refused

TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "i1",
    "U8": "u1",
    "BOOL": "?",
}


def read_safetensors(path):
    """The tensors of a file by name, as PyTorch tensors of the type they are stored in."""
    with open(path, "rb") as file:
        raw = file.read()
    if len(raw) < 8:
        raise Refused(f"{path}: expected a safetensors file, got {len(raw)} bytes.")
    (length,) = struct.unpack_from("<Q", raw)
    if length > len(raw) - 8:
        raise Refused(
            f"{path}: expected a header of {length} bytes, got a file of {len(raw)}; copy it again."
        )
    try:
        header = json.loads(raw[8 : 8 + length])
    except ValueError as error:
        raise Refused(f"{path}: expected a safetensors header in JSON, got {error}.") from error
    header.pop("__metadata__", None)
    return {name: tensor_of(raw, 8 + length, entry, f"{path} ({name})") for name, entry in header.items()}


def tensor_of(raw, base, entry, where):
    kind, shape, (start, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
    data = raw[base + start : base + end]
    if kind == "BF16":
        bits = np.frombuffer(data, "<u2").astype("<u4") << 16
        values = bits.view("<f4")
    elif kind in TYPES:
        values = np.frombuffer(data, TYPES[kind])
    else:
        raise Refused(f"{where}: expected one of the types {', '.join(TYPES)} or BF16, got {kind}.")
    if values.size != math.prod(shape):
        raise Refused(f"{where}: expected {math.prod(shape)} values, got {values.size}; copy the file again.")
    return torch.from_numpy(values.reshape(shape).copy())
