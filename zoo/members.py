"""Finished members on disk, one safetensors file each, and the order in which they are trained."""

import json
import os

import numpy as np

import recipe
import safetensors


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


def part_name(variant, part):
    """The name that the files of a part share, for example dense-00-09."""
    first = part * recipe.PART
    return f"{variant.id}-{first:02d}-{first + recipe.PART - 1:02d}"


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
    """(variant, ordinal) of every member, in rounds of ten of each variant; of each variant `most` at most."""
    by_id = {variant.id: variant for variant in dataset.variants}
    counts = {
        variant.id: min(variant.members, variant.members if most is None else most)
        for variant in dataset.variants
    }
    return [
        (by_id[name], ordinal)
        for first in range(0, max(counts.values()), recipe.PART)
        for name in dataset.training_order
        for ordinal in range(first, min(first + recipe.PART, counts[name]))
    ]
