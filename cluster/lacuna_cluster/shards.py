"""Tar shards as WebDataset writes them: the files of one image share their name up to the first dot."""

import os
import tarfile

from . import Refused

PICTURES = ("jpg", "jpeg", "png", "webp", "ppm", "bmp", "gif")


def shard_index(shards):
    """Places (shard, first byte, bytes), ids, and labels of `.cls` files (None where an image has none), in
    the order of the shards."""
    places, ids, labels, seen = [], [], [], {}
    for shard in shards:
        if shard.endswith("gz"):
            raise Refused(
                f"{shard}: expected a tar that is not compressed, as single images are read from it; unpack "
                f"it with gunzip."
            )
        for key, (place, label) in samples(shard).items():
            if key in seen:
                raise Refused(
                    f"{shard}: expected images with keys of their own, got {key} here and in {seen[key]}."
                )
            seen[key] = os.path.basename(shard)
            places.append(place)
            ids.append(key)
            labels.append(label)
    known = [label is not None for label in labels]
    if any(known) and not all(known):
        raise Refused(
            f"{shards[0]}: expected a .cls for every image or for none, got none for "
            f"{ids[known.index(False)]}."
        )
    return places, ids, labels if any(known) else None, None


def samples(shard):
    found, classes = {}, {}
    try:
        with tarfile.open(shard, "r:") as archive:
            for entry in archive:
                folder, name = os.path.split(entry.name.removeprefix("./"))
                stem, _, ending = name.partition(".")
                key = f"{folder}/{stem}" if folder else stem
                if not entry.isfile() or not stem:
                    continue
                if ending.lower() in PICTURES:
                    found[key] = (shard, entry.offset_data, entry.size)
                elif ending == "cls":
                    classes[key] = int(archive.extractfile(entry).read())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Refused(
            f"{shard}: expected a tar of images and .cls files with whole numbers, got {error}."
        ) from error
    return {key: (place, classes.get(key)) for key, place in found.items()}
