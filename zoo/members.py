"""Finished members on disk, one safetensors file each, and the order in which they are trained."""

import json
import os

import numpy as np

import safetensors

ROUND = 10


def member_path(runs, dataset, variant, ordinal):
    """Where a finished member lies."""
    return runs / dataset / f"{variant.id}-{ordinal:02d}.safetensors"


def write_member(path, weights, logits, facts):
    """Writes a finished member in one step: the file is whole or absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {name: np.asarray(value) for name, value in weights.items()}
    tensors["test.logits"] = np.asarray(logits)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    partial.write_bytes(safetensors.encode(tensors, {"facts": json.dumps(facts)}))
    os.replace(partial, path)


def read_member(path):
    """(weights, test logits, facts) of a finished member."""
    tensors, metadata = safetensors.decode(path.read_bytes())
    logits = tensors.pop("test.logits")
    return tensors, logits, json.loads(metadata["facts"])


def part_name(variant, ordinals):
    """The name that the files of a part share, for example dense-00-09."""
    return f"{variant.id}-{ordinals[0]:02d}-{ordinals[-1]:02d}"


def read_manifest(zoo, dataset):
    """The manifest in the zoo, or None."""
    path = zoo / dataset / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else None


def exported_members(zoo, dataset):
    """Ids, such as dense/0, of the members whose part is in the zoo."""
    manifest = read_manifest(zoo, dataset) or {"variants": []}
    parts = (part for variant in manifest["variants"] for part in variant["parts"])
    return {member["id"] for part in parts for member in part["members"]}


def training_order(dataset, most=None):
    """(variant, ordinal) of every member, in the order that Dataset describes; of each variant `most` at
    most."""
    by_id = {variant.id: variant for variant in dataset.variants}
    largest = max(variant.members for variant in dataset.variants)
    return [
        (by_id[name], ordinal)
        for round_start in range(0, largest, ROUND)
        for group in dataset.training_order
        for first in range(round_start, round_start + ROUND, dataset.part)
        for name in group
        for ordinal in range(first, first + dataset.part)
        if ordinal < min(by_id[name].members, largest if most is None else most)
    ]
