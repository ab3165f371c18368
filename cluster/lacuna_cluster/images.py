"""Images by number, from folders, WebDataset's tar shards, IDX, npz and CIFAR's binaries."""

import gzip
import hashlib
import io
import os

import numpy as np
import torch

from . import Refused, reading
from .arrays import array_images
from .shards import shard_index

GREY = ("L", "LA", "1")

LOOKED_AT = 64
"""So many pictures are looked at for colour."""

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".ppm", ".tif", ".tiff")


class ImageSet:
    """Images 0 to `count` - 1: what they are called, their labels (None where unknown), names of classes, and
    how to read them."""

    def __init__(self, spec):
        files = spec["files"]
        self.arrays, self.places, self.ids = None, None, None
        if (
            len(files) == 1
            and os.path.isdir(files[0])
            and not any(name.endswith(".bin") for name in os.listdir(files[0]))
        ):
            shards = sorted(
                os.path.join(files[0], name) for name in os.listdir(files[0]) if name.endswith(".tar")
            )
            self.kind = "tar shards" if shards else "a folder of classes"
            found = shard_index(shards) if shards else folder_index(files[0])
            self.places, self.ids, labels, classes = found
            self.count = len(self.ids)
        elif all(path.endswith((".tar", ".tar.gz", ".tgz")) for path in files):
            self.kind = "tar shards"
            self.places, self.ids, labels, classes = shard_index(files)
            self.count = len(self.ids)
        else:
            with reading(files[0], "npz, IDX or CIFAR's binary that can be read"):
                self.kind, self.arrays, labels, classes, self.ids = array_images(files, spec["labels"])
            self.count = len(self.arrays)
        self.labelled = "no labels" if labels is None else "with labels"
        if spec["labels"]:  # before those that images have; folders are no names of its classes
            labels = label_vector(spec["labels"], self.count)
            classes = None if self.arrays is None else classes
            own = "" if self.labelled == "no labels" else ", which count before their own"
            self.labelled = f"with the labels in {os.path.basename(spec['labels'])}{own}"
        self.classes = spec["classes"] or classes
        self.labels = None if labels is None else whole_numbers(labels, spec["labels"] or files[0])
        self.spec = spec
        self.check()
        self.colour = self.has_colour()

    def has_colour(self):
        """Whether one of 64 pictures in files, at equal distances, has colour: then grey ones among them are
        read as colour too, as torchvision's ImageFolder reads all."""
        if self.places is None:
            return False
        step = max(1, self.count // LOOKED_AT)
        return any(self.is_coloured(at) for at in range(0, self.count, step))

    def is_coloured(self, at):
        try:
            return self.opened_picture(at).mode not in GREY
        except Refused:  # told where its part is made
            return False

    def check(self):
        files = self.spec["files"]
        if self.count == 0:
            raise Refused(f"{files[0]}: expected images, got none.")
        if self.ids is not None and (len(self.ids) != self.count or len(set(self.ids)) < self.count):
            raise Refused(
                f"{files[0]}: expected {self.count} ids, each of one image, got {len(self.ids)}, of which "
                f"{len(set(self.ids))} differ."
            )
        names = self.classes or []
        if len(set(names)) < len(names):
            twice = max(names, key=names.count)
            raise Refused(f"{files[0]}: expected classes with names of their own, got {twice} twice.")
        if self.labels is not None and (self.labels.min() < 0 or self.labels.max() > 65_534):
            raise Refused(
                f"{files[0]}: expected labels from 0 to 65534, got {self.labels.min()} to "
                f"{self.labels.max()}."
            )
        if self.classes and self.labels is not None and self.labels.max() >= len(self.classes):
            raise Refused(
                f"{files[0]}: expected labels of {len(self.classes)} classes, got {self.labels.max()}; give "
                f"all their names."
            )

    def fingerprint(self):
        """SHA-256 of what the images are: of their bytes where they lie in arrays, else of their names,
        places and labels."""
        found = hashlib.sha256(repr([self.spec["preprocess"], self.classes, self.colour]).encode())
        if self.arrays is not None:
            found.update(np.ascontiguousarray(self.arrays))
        found.update(
            repr([self.ids, [(os.path.basename(path), *rest) for path, *rest in self.places or []]]).encode()
        )
        if self.labels is not None:
            found.update(self.labels)
        return found.hexdigest()

    def save(self, path):
        """Keeps places, ids and labels, so that no worker has to look for them again."""
        kept = {"colour": self.colour}
        if self.places is not None:
            files = sorted({place[0] for place in self.places})
            number = {file: at for at, file in enumerate(files)}
            kept["files"] = as_bytes(files)
            kept["places"] = np.array(
                [(number[file], start, size) for file, start, size in self.places], np.int64
            )
        if self.ids is not None:
            kept["ids"] = as_bytes(self.ids)
        if self.labels is not None:
            kept["labels"] = self.labels
        with open(path, "wb") as file:
            np.savez(file, **kept)

    @classmethod
    def opened(cls, spec, path):
        """The images of `spec`, of which `save` kept the places."""
        own = cls.__new__(cls)
        own.spec, own.arrays, own.places = spec, None, None
        with np.load(path, allow_pickle=False) as kept:
            own.ids = as_texts(kept["ids"]) if "ids" in kept else None
            own.labels = kept["labels"] if "labels" in kept else None
            own.colour = bool(kept["colour"])
            if "places" in kept:
                files = as_texts(kept["files"])
                own.places = [(files[file], start, size) for file, start, size in kept["places"].tolist()]
        if own.places is None:
            own.arrays = array_images(spec["files"], spec["labels"])[1]
        own.count = len(own.arrays if own.places is None else own.places)
        return own

    def picture(self, at):
        """Image number `at` as PIL reads it."""
        from PIL import Image

        if self.arrays is not None:
            array = self.arrays[at]
            return Image.fromarray(array[:, :, 0] if array.shape[2] == 1 else array)
        picture = self.opened_picture(at)
        try:
            return picture.convert("L" if picture.mode in GREY and not self.colour else "RGB")
        except (OSError, SyntaxError, ValueError) as error:
            raise self.unreadable(at, error) from error

    def opened_picture(self, at):
        """A picture in a file, of which no more is decoded than its extent and mode."""
        from PIL import Image

        path, start, size = self.places[at]
        try:
            with open(path, "rb") as file:
                file.seek(start)
                picture = Image.open(io.BytesIO(file.read(size) if size else file.read()))
        except (OSError, SyntaxError, ValueError) as error:
            raise self.unreadable(at, error) from error
        if picture.mode.startswith(("I", "F")):
            raise self.unreadable(at, "more than 8 bits a channel; write it with 8")
        return picture

    def unreadable(self, at, why):
        return Refused(f"{self.places[at][0]}: expected image {self.ids[at]} to be readable, got {why}")

    def prepared(self, at, preprocess):
        """Image number `at` as a tensor [channels, height, width]."""
        picture = self.picture(at)
        try:
            return tensor_of(picture, preprocess)
        except Exception as error:  # of the reader's own code
            name = at if self.ids is None else self.ids[at]
            raise Refused(
                f"Expected the preprocessing to take image {name} ({picture.mode}, {picture.width} x "
                f"{picture.height}), got {type(error).__name__}: {' '.join(str(error).split())[:200]}"
            ) from error

    def batch(self, start, end, preprocess):
        """Images `start` to `end` - 1 as floats [B, C, H, W]: as `preprocess` makes them of pictures, else
        bytes / 255."""
        if preprocess is None and self.arrays is not None:
            pixels = np.array(self.arrays[start:end].transpose(0, 3, 1, 2), order="C")
            return torch.from_numpy(pixels).float() / 255
        made = [self.prepared(at, preprocess) for at in range(start, end)]
        shapes = {tuple(each.shape) for each in made}
        if len(shapes) > 1:
            raise Refused(
                f"Expected images of one extent, got {sorted(shapes)[:3]}; fit them with a preprocessing, "
                f"PATH@module:function"
            )
        return torch.stack(made)


def as_bytes(texts):
    return np.frombuffer("\0".join(texts).encode(), np.uint8)


def as_texts(values):
    return values.tobytes().decode().split("\0")


def tensor_of(picture, preprocess):
    if preprocess is not None:
        made = preprocess(picture)
        if not isinstance(made, torch.Tensor) or made.dim() != 3:
            raise TypeError(f"a {type(made).__name__} in place of a tensor [channels, height, width]")
        return made.float()
    pixels = np.asarray(picture)
    pixels = pixels[:, :, None] if pixels.ndim == 2 else pixels
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1))).float() / 255


def folder_index(folder):
    """Places, ids and labels of the pictures below a folder of classes, in torchvision's order; without
    labels where no folder is a class."""
    classes = sorted(
        entry.name for entry in os.scandir(folder) if entry.is_dir() and not entry.name.startswith((".", "_"))
    )
    if {"train", "val", "test"} & set(classes):
        raise Refused(
            f"{folder}: expected one folder a class, got {', '.join(classes[:4])}; name one of these folders."
        )
    places, ids, labels = [], [], []
    for label, name in enumerate(classes or [""]):
        base = os.path.join(folder, name)
        below = sorted(os.path.join(root, file) for root, _, files in os.walk(base) for file in files)
        for path in below:
            if path.lower().endswith(PICTURES):
                places.append((path, 0, 0))
                ids.append(os.path.relpath(path, folder).replace(os.sep, "/"))
                labels.append(label)
    return places, ids, labels if classes else None, classes or None


def label_vector(path, count):
    """True labels in a file beside the images: npy, IDX, or a number a line."""
    with reading(path, "npy, IDX, or a whole number a line"):
        with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
            raw = file.read()
        if raw[:6] == b"\x93NUMPY":
            labels = np.load(io.BytesIO(raw), allow_pickle=False)
        elif raw[:4] == b"\0\0\x08\x01":
            labels = np.frombuffer(raw, np.uint8, offset=8)
        else:
            labels = np.array([int(line) for line in raw.decode().split()])
    if labels.shape != (count,):
        raise Refused(f"{path}: expected {count} labels, one an image, got shape {labels.shape}.")
    return labels


def whole_numbers(labels, path):
    """Labels as whole numbers, which they have to be already."""
    given = np.asarray(labels)
    if given.dtype.kind not in "iufb" or not np.array_equal(given, np.floor(given)):
        raise Refused(f"{path}: expected labels that are whole numbers, got {given.dtype}.")
    return given.astype(np.int64)
