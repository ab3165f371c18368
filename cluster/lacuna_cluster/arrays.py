"""Images that lie in arrays: npz, IDX and the binaries of CIFAR-10 and CIFAR-100."""

import gzip
import os
import re

import numpy as np

from . import Refused


def array_images(files, labels):
    """(what it is, images u8 [N, height, width, channels], labels or None, class names or None, ids or
    None)."""
    path = files[0]
    if os.path.isdir(path) or path.endswith(".bin"):
        return cifar(files)
    if len(files) > 1:
        raise Refused(
            f"{files[1]}: expected one file of images, or several of tar shards or CIFAR, got {len(files)}."
        )
    with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
        start = file.read(4)
        if start[:2] == b"\0\0":
            return idx(path, start + file.read(), labels)
    if start == b"PK\3\4":
        return npz(path, labels)
    raise Refused(
        f"{path}: expected a folder, tar shards (.tar), npz, IDX or CIFAR's .bin files, got another file."
    )


def npz(path, beside):
    """Where labels are given `beside` it, its own say nothing, nor do they name classes."""
    with np.load(path, allow_pickle=False) as arrays:
        if "images" not in arrays:
            raise Refused(f"{path}: expected an array images, got {', '.join(arrays.files[:8])}.")
        images = arrays["images"]
        labels, classes, ids = (
            arrays[name] if name in arrays else None for name in ("labels", "classes", "image_ids")
        )
    if images.dtype != np.uint8 or images.ndim not in (3, 4):
        raise Refused(
            f"{path}: expected images u8 [N, height, width] or [N, height, width, channels], got "
            f"{images.dtype} {images.shape}."
        )
    images = images if images.ndim == 4 else images[..., None]
    if labels is not None and not beside:
        labels = labels.reshape(-1)
        if labels.dtype.kind in "US":
            names = sorted(set(labels.tolist())) if classes is None else [str(each) for each in classes]
            number = {name: at for at, name in enumerate(names)}
            unknown = sorted(set(labels.tolist()) - set(names))
            if unknown:
                raise Refused(f"{path}: expected labels among its classes, got {unknown[0]}.")
            labels = np.array([number[each] for each in labels.tolist()])
            classes = names
        if len(labels) != len(images):
            raise Refused(f"{path}: expected {len(images)} labels, got {len(labels)}.")
    names = None if classes is None else [str(each) for each in classes]
    return "npz", images, labels, names, None if ids is None else [str(each) for each in ids]


def idx(path, raw, labels):
    if len(raw) < 16 or raw[2:4] != b"\x08\x03":
        raise Refused(
            f"{path}: expected IDX images of bytes [N, height, width], got type and axes {list(raw[2:4])}."
        )
    count, height, width = np.frombuffer(raw, ">u4", 3, 4).astype(int)
    if len(raw) != 16 + count * height * width:
        raise Refused(f"{path}: expected {16 + count * height * width} bytes, got {len(raw)}; copy it again.")
    images = np.frombuffer(raw, np.uint8, offset=16).reshape(count, height, width, 1)
    beside = re.sub(r"images([.-])idx3", r"labels\1idx1", path)
    if not labels and beside != path and os.path.exists(beside):
        with gzip.open(beside) if beside.endswith(".gz") else open(beside, "rb") as file:
            found = np.frombuffer(file.read(), np.uint8, offset=8)
        if len(found) != count:
            raise Refused(f"{beside}: expected {count} labels, got {len(found)}.")
        return f"IDX, with the labels in {os.path.basename(beside)}", images, found, None, None
    return "IDX", images, None, None, None


def cifar(files):
    """The .bin files given, or of a folder the test images."""
    called = ""
    if os.path.isdir(files[0]):
        folder = files[0]
        tests = [
            name for name in ("test_batch.bin", "test.bin") if os.path.exists(os.path.join(folder, name))
        ]
        if not tests:
            raise Refused(f"{folder}: expected test_batch.bin or test.bin, got neither; name the .bin files.")
        files, called = [os.path.join(folder, tests[0])], f", {tests[0]}"
    fine = [os.path.basename(path) in ("test.bin", "train.bin") for path in files]
    record = 3074 if all(fine) else 3073
    rows = []
    for path in files:
        raw = np.fromfile(path, np.uint8)
        if len(raw) == 0 or len(raw) % record:
            raise Refused(f"{path}: expected records of {record} bytes, got {len(raw)} bytes.")
        rows.append(raw.reshape(-1, record))
    all_rows = np.concatenate(rows)
    images = all_rows[:, record - 3072 :].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    name = "fine_label_names.txt" if record == 3074 else "batches.meta.txt"
    beside = os.path.join(os.path.dirname(files[0]), name)
    classes = None
    if os.path.exists(beside):
        with open(beside, encoding="utf-8") as file:
            classes = [line.strip() for line in file if line.strip()]
    return f"CIFAR-{100 if record == 3074 else 10}{called}", images, all_rows[:, record - 3073], classes, None
