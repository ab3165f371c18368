"""Parts on the disk: written whole or not at all, never twice, and known again by their SHA-256. The format:
docs/formats.md."""

import errno
import hashlib
import io
import json
import os
import uuid

import numpy as np

from . import Refused

STATE = "_state"
"""Folder of what this program keeps for itself; readers pass over names that begin with `_`."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DiskFull(Refused):
    """There is no room for a part."""


def part_path(population, number):
    return f"population={population}/part-{number:05d}.npz"


def record_path(out, population, number):
    return os.path.join(out, STATE, "parts", f"{population}-{number:05d}.json")


def encode_part(population, predictions, models, ids, labels, confidences):
    """The bytes of a part, the same wherever it is made: predictions u16 [networks, images], ids, labels,
    confidences."""
    arrays = {population: predictions, "model_ids": np.array(models, dtype=np.str_), "image_ids": ids}
    if labels is not None:
        arrays["labels"] = labels.astype(np.uint16)
    arrays.update(confidences)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def kept_record(out, population, number, job):
    """What is known of a finished part whose bytes are still those that were written; None where it has to be
    made."""
    try:
        with open(record_path(out, population, number), encoding="utf-8") as file:
            record = json.load(file)
        with open(os.path.join(out, record["path"]), "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() == record["sha256"] and record["job"] == job:
                return record
    except (OSError, ValueError, KeyError):
        return None
    return None


def write_part(out, population, number, content, record):
    """Writes a part and its record. The record stands first, so no part is without one; a part that another
    worker finished stays as it is."""
    path = part_path(population, number)
    full = os.path.join(out, path)
    record = dict(record, path=path, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    os.makedirs(os.path.dirname(full), exist_ok=True)
    unfinished = f"{os.path.dirname(full)}/.{os.path.basename(full)}.{uuid.uuid4().hex[:8]}"
    try:
        write_bytes(unfinished, content)
        write_json(record_path(out, population, number), record)
        if os.path.exists(full) and not is_whole(full, record):
            os.unlink(full)  # an earlier part whose bytes changed: it is made again
        publish(unfinished, full)
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(
                f"{out}: expected room for a part of {len(content)} bytes, got none ({error.strerror}); "
                f"finished parts are kept: make room and start again."
            ) from error
        raise Refused(f"{full}: expected a place to write to, got {error.strerror or error}.") from error
    finally:
        if os.path.exists(unfinished):
            os.unlink(unfinished)
    return record


def is_whole(path, record):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest() == record["sha256"]


def publish(unfinished, full):
    """Gives a file its name, unless one has it already: a link is made in one step and never replaces
    anything."""
    try:
        os.link(unfinished, full)
    except FileExistsError:
        return
    except OSError as error:
        if error.errno in FULL:
            raise
        if not os.path.exists(full):  # a file system without links
            os.rename(unfinished, full)


def write_bytes(path, content):
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_json(path, value):
    """A JSON file, whole or not at all."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    unfinished = f"{path}.{uuid.uuid4().hex[:8]}"
    try:
        write_bytes(unfinished, (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode())
        os.replace(unfinished, path)
    finally:
        if os.path.exists(unfinished):
            os.unlink(unfinished)


def remove_unfinished(out):
    """Takes away what a worker that was killed left half written; only while no other run writes to the
    folder."""
    for folder, _, names in os.walk(out):
        for name in names:
            if name.startswith(".part-") and ".npz." in name:
                os.unlink(os.path.join(folder, name))
