"""Verifies public/zoo: checksums, shapes, exact sparsity, and predictions computed again.

    python3 zoo/check.py fashion-mnist [--all]
"""

import argparse
import gzip
import hashlib
import json
import random
from pathlib import Path

import numpy as np
import torch

import data
import export
import members
import network
import pruning
import recipe
import safetensors
import training

ROOT = Path(__file__).resolve().parent
# Another processor sums in another order and may tip a near tie: at most 0.05% of 10,000 images.
TOLERANCE = 5


def require(condition, message):
    """Stops with the message unless the condition holds."""
    if not condition:
        raise SystemExit(f"check failed: {message}")


def inflate(folder, reference):
    """The inflated content of a file, after comparing it with the manifest."""
    stored = (folder / reference["path"]).read_bytes()
    content = gzip.decompress(stored) if reference["path"].endswith(".gz") else stored
    found = (len(stored), len(content), hashlib.sha256(content).hexdigest())
    expected = (reference["bytes"], reference["inflatedBytes"], reference["sha256"])
    require(found == expected, f"{reference['path']}: expected {expected}, found {found}")
    return content


def expected_shapes(width):
    """Shape of every weights tensor of a network with `width` of the channels, without the axis of members."""
    shapes = {}
    sizes = network.channels(width)
    for index, ((name, kernel, *_), (inputs, outputs)) in enumerate(zip(network.CONVOLUTIONS, sizes), 1):
        shapes[f"{name}.weight"] = (outputs, inputs, kernel, kernel)
        for tensor in ("weight", "bias", "mean", "variance"):
            shapes[f"bn{index}.{tensor}"] = (outputs,)
    shapes["head.weight"] = (network.CLASSES, shapes["conv3.weight"][0])
    shapes["head.bias"] = (network.CLASSES,)
    return shapes


def check_weights(path, tensors, target, width):
    """Names, order, types, shapes, finite values, and exactly round(target * n) zeros a kernel."""
    shapes = expected_shapes(width)
    require(list(tensors) == list(shapes), f"{path}: tensors {list(tensors)}")
    for name, array in tensors.items():
        kind = np.float16 if name in network.KERNELS else np.float32
        require(array.dtype == kind, f"{path}: {name} is {array.dtype}")
        require(array.shape == (recipe.PART, *shapes[name]), f"{path}: {name} is {array.shape}")
        require(np.isfinite(array).all(), f"{path}: {name} is not finite")
    for name in network.KERNELS:
        expected = pruning.pruned_count(target, tensors[name][0].size)
        for member, kernel in enumerate(tensors[name]):
            zeros = int((kernel == 0).sum())
            require(zeros == expected, f"{path}: {name}[{member}]: {zeros} zeros, not {expected}")


def check_members(path, tensors, shipped, chosen, images, labels):
    """Predictions of the chosen members, computed again from the shipped weights."""
    for member in chosen:
        weights = {name: torch.from_numpy(array[member].copy()) for name, array in tensors.items()}
        logits = training.evaluate(weights, images).numpy()
        label, scores = export.predictions(logits[None], labels)
        for name, found in {**label, **scores}.items():
            expected = shipped[name][:, member]
            if found.dtype == np.uint8:
                differing = int((found[:, 0] != expected).sum())
                require(differing <= TOLERANCE, f"{path}: {name}[{member}]: {differing} images differ")
                if differing:
                    print(f"{path}: {name}[{member}]: {differing} images differ")
            else:
                gap = np.abs(found[:, 0].astype(np.float32) - expected.astype(np.float32)).max()
                require(gap < 1e-3, f"{path}: {name}[{member}] differs by {gap}")


def check_part(folder, variant, width, part, everyone, images, labels):
    """One part of a variant."""
    path = part["weights"]["path"]
    tensors, _ = safetensors.decode(inflate(folder, part["weights"]))
    check_weights(path, tensors, variant["targetSparsity"], width)
    shipped = {}
    for kind in ("labels", "scores"):
        shipped.update(safetensors.decode(inflate(folder, part[kind]))[0])
    for name in ("label", "p_prediction", "p_label", "rank_label"):
        require(shipped[name].shape == (len(labels), recipe.PART), f"{path}: {name}")
        require(np.isfinite(shipped[name].astype(np.float32)).all(), f"{path}: {name}")
    right = shipped["label"] == labels[:, None]
    require((right == (shipped["rank_label"] == 0)).all(), f"{path}: rank and label disagree")
    found = np.round(right.mean(0), 4).tolist()
    require(found == [member["top1"] for member in part["members"]], f"{path}: top1")
    chosen = range(recipe.PART) if everyone else [random.randrange(recipe.PART)]
    check_members(path, tensors, shipped, chosen, images, labels)


def check_robustness(folder, manifest):
    """The table of robustness: listed where there is one, of this dataset's variants, each network's right answers counted."""
    reference = manifest.get("robustness")
    require(bool(reference) == (folder / "robustness.json").exists(), "robustness.json and the manifest disagree")
    if not reference:
        return
    table = json.loads(inflate(folder, reference))
    require(table["data"] == manifest["dataset"]["id"], "robustness.json is of another dataset")
    sizes = {
        variant["id"]: sum(len(part["members"]) for part in variant["parts"]) for variant in manifest["variants"]
    }
    for answers in [table["clean"], *(cell["answers"] for cell in table["cells"])]:
        for name in table["populations"]:
            right = answers[name]["right"]
            require(0 < len(right) <= sizes.get(name, 0), f"robustness.json: {name}: {len(right)} networks")
            require(all(0 <= count <= table["images"] for count in right), f"robustness.json: {name}: counts")


def main():
    """Checks everything and prints the accuracy of each variant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", choices=recipe.DATASETS)
    parser.add_argument("--zoo", type=Path, default=ROOT.parent / "public" / "zoo")
    parser.add_argument("--all", action="store_true", help="every member, not one of each part")
    options = parser.parse_args()
    torch.set_num_threads(1)
    folder = options.zoo / options.dataset
    manifest = members.read_manifest(options.zoo, options.dataset)
    for shard in ("test", "calibration"):
        for kind in ("images", "labels"):
            inflate(folder, manifest["dataset"][shard][kind])
    check_robustness(folder, manifest)
    images, labels = data.load("t10k")
    require(
        inflate(folder, manifest["dataset"]["test"]["images"]) == data.idx_bytes(images[:, 0].numpy()),
        "the test images are not those of the package",
    )
    own_labels = data.training_images(options.dataset)[1]
    counts = np.bincount(own_labels.numpy(), minlength=len(data.CLASSES)).tolist()
    require(counts == manifest["dataset"]["trainingCounts"], "the training counts are not the dataset's")
    widths = {variant.id: variant.width for variant in recipe.DATASETS[options.dataset].variants}
    for variant in manifest["variants"]:
        width = widths[variant["id"]]
        described = variant.get("architecture", manifest["architecture"])
        require(described == export.architecture(width), f"{variant['id']}: another architecture")
        for part in variant["parts"]:
            check_part(folder, variant, width, part, options.all, images, labels.numpy())
        top1 = [member["top1"] for part in variant["parts"] for member in part["members"]]
        if top1:
            mean, deviation = 100 * np.mean(top1), 100 * np.std(top1, ddof=1)
            print(f"{variant['id']:<10} {len(top1):>3} members  top-1 {mean:.2f}% (sd {deviation:.2f})")


if __name__ == "__main__":
    main()
