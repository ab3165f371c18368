"""The safetensors format: eight bytes of header length, a JSON header, raw little-endian data."""

import json
import struct

import numpy as np

NAMES = {"float16": "F16", "float32": "F32", "uint8": "U8", "uint16": "U16", "int64": "I64"}
TYPES = {name: kind for kind, name in NAMES.items()}


def encode(tensors, metadata=None):
    """The file for a dictionary of arrays, in its order."""
    header = {"__metadata__": metadata} if metadata else {}
    offset = 0
    for name, array in tensors.items():
        end = offset + array.nbytes
        header[name] = {
            "dtype": NAMES[array.dtype.name],
            "shape": list(array.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    data = b"".join(np.ascontiguousarray(array).tobytes() for array in tensors.values())
    return struct.pack("<Q", len(text)) + text + data


def decode(raw):
    """(tensors, metadata) of a file."""
    (length,) = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        array = np.frombuffer(raw[start:end], TYPES[entry["dtype"]])
        tensors[name] = array.reshape(entry["shape"])
    return tensors, metadata
