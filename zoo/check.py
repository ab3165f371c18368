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

import architectures
import cifar_10
import data
import export
import members
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


def check_weights(path, tensors, target, architecture, count):
    """Names, order, types, shapes, finite values, and exactly round(target * n) zeros a kernel."""
    shapes, kernels = architectures.tensor_shapes(architecture), architectures.kernels(architecture)
    require(list(tensors) == list(shapes), f"{path}: tensors {list(tensors)}")
    for name, array in tensors.items():
        kind = np.float16 if name in kernels else np.float32
        require(array.dtype == kind, f"{path}: {name} is {array.dtype}")
        require(array.shape == (count, *shapes[name]), f"{path}: {name} is {array.shape}")
        require(np.isfinite(array).all(), f"{path}: {name} is not finite")
    for name in kernels:
        expected = pruning.pruned_count(target, tensors[name][0].size)
        for member, kernel in enumerate(tensors[name]):
            zeros = int((kernel == 0).sum())
            require(zeros == expected, f"{path}: {name}[{member}]: {zeros} zeros, not {expected}")


def check_members(path, tensors, architecture, shipped, chosen, images, labels):
    """Predictions of the chosen members, computed again from the shipped weights."""
    for member in chosen:
        weights = {name: torch.from_numpy(array[member].copy()) for name, array in tensors.items()}
        logits = training.evaluate(architecture, weights, images).numpy()
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


def check_part(folder, variant, architecture, part, everyone, images, labels):
    """One part of a variant."""
    path, count = part["weights"]["path"], len(part["members"])
    tensors, _ = safetensors.decode(inflate(folder, part["weights"]))
    check_weights(path, tensors, variant["targetSparsity"], architecture, count)
    shipped = {}
    for kind in ("labels", "scores"):
        shipped.update(safetensors.decode(inflate(folder, part[kind]))[0])
    for name in ("label", "p_prediction", "p_label", "rank_label"):
        require(shipped[name].shape == (len(labels), count), f"{path}: {name}")
        require(np.isfinite(shipped[name].astype(np.float32)).all(), f"{path}: {name}")
    right = shipped["label"] == labels[:, None]
    require((right == (shipped["rank_label"] == 0)).all(), f"{path}: rank and label disagree")
    found = np.round(right.mean(0), 4).tolist()
    require(found == [member["top1"] for member in part["members"]], f"{path}: top1")
    chosen = range(count) if everyone else [random.randrange(count)]
    check_members(path, tensors, architecture, shipped, chosen, images, labels)


def check_images(folder, described, images, labels):
    """The images and labels that are shipped are the dataset's; of CIFAR-10 no image is."""
    for shard in filter(None, (described["test"], described["calibration"])):
        for kind in ("images", "labels"):
            if shard[kind]:
                inflate(folder, shard[kind])
    test = described["test"]
    require(
        inflate(folder, test["labels"]) == data.idx_bytes(labels.numpy()),
        "the test labels are not the dataset's",
    )
    require(test["count"] == len(labels), "the count of test images is not the dataset's")
    if described["id"] == "cifar-10":
        require(
            test["images"] is None and described["calibration"] is None, "CIFAR-10's images must not be here"
        )
        prints = inflate(folder, test["fingerprints"])
        require(
            prints == data.idx_bytes(cifar_10.fingerprints(images.numpy())),
            "the fingerprints are not the dataset's",
        )
        listed = {folder / test[kind]["path"] for kind in ("labels", "fingerprints")}
        stray = [str(path) for path in (folder / "images").iterdir() if path not in listed]
        require(not stray, f"CIFAR-10's images must not be here: {stray}")
        return
    require(
        inflate(folder, test["images"]) == data.idx_bytes(images[:, 0].numpy()),
        "the test images are not the dataset's",
    )


def check_robustness(folder, manifest):
    """The table of robustness: listed where there is one, of this dataset's variants, each network's right
    answers counted."""
    reference = manifest.get("robustness")
    require(
        bool(reference) == (folder / "robustness.json").exists(), "robustness.json and the manifest disagree"
    )
    if not reference:
        return
    table = json.loads(inflate(folder, reference))
    require(table["data"] == manifest["dataset"]["id"], "robustness.json is of another dataset")
    sizes = {
        variant["id"]: sum(len(part["members"]) for part in variant["parts"])
        for variant in manifest["variants"]
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
    dataset = recipe.DATASETS[options.dataset]
    images, labels = dataset.test_images()
    check_images(folder, manifest["dataset"], images, labels)
    check_robustness(folder, manifest)
    own_labels = dataset.training_images()[1]
    counts = np.bincount(own_labels.numpy(), minlength=len(dataset.classes)).tolist()
    require(counts == manifest["dataset"]["trainingCounts"], "the training counts are not the dataset's")
    widths = {variant.id: variant.width for variant in dataset.variants}
    for variant in manifest["variants"]:
        architecture = dataset.architecture(widths[variant["id"]])
        described = variant.get("architecture", manifest["architecture"])
        require(described == architecture, f"{variant['id']}: another architecture")
        for part in variant["parts"]:
            check_part(folder, variant, architecture, part, options.all, images, labels.numpy())
        ids = [member["id"] for part in variant["parts"] for member in part["members"]]
        require(
            ids == [f"{variant['id']}/{number}" for number in range(len(ids))],
            f"{variant['id']}: members {ids}",
        )
        top1 = [member["top1"] for part in variant["parts"] for member in part["members"]]
        if top1:
            deviation = f" (sd {100 * np.std(top1, ddof=1):.2f})" if len(top1) > 1 else ""
            print(f"{variant['id']:<10} {len(top1):>3} members  top-1 {100 * np.mean(top1):.2f}%{deviation}")


if __name__ == "__main__":
    main()
