"""Adds every complete part of a variant to public/zoo and rewrites the manifest.

    python3 zoo/export.py fashion-mnist [--rest]

Parts that the manifest lists already are never written again. With --rest, the finished members that do not
yet fill a part become a smaller one, so that they are kept where zoo/runs is not.
"""

import argparse
import gzip
import hashlib
import json
import os
from pathlib import Path

import numpy as np

import architectures
import cifar_10
import data
import members
import recipe
import safetensors
from measured import predictions, sparsity

ROOT = Path(__file__).resolve().parent
CALIBRATION = 2000
LONG_TAIL_NOTE = (
    "round(6000 x 100^(-rank/9)) images of each class of Fashion-MNIST's training images; ranks and images "
    "are drawn by SHA-256 with seed {seed}, as zoo/fashion_mnist.py says"
)
FASHION_MNIST = {
    "licence": {"name": "MIT", "file": "LICENSE"},
    "source": "https://github.com/zalandoresearch/fashion-mnist",
    "citation": "Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747",
}
CIFAR_10 = {
    "licence": None,
    "source": "https://www.cs.toronto.edu/~kriz/cifar.html",
    "citation": "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images",
}
CIFAR_10_NOTE = (
    "CIFAR-10 states no licence that lets its images be passed on, so none is here. The networks were "
    "trained on JPEG copies of the images (quality about 75, 4:2:0 chroma), and the predictions are on JPEG "
    "copies of the test images. Image k is number floor(k / 10) of class k mod 10; images of a class are "
    "numbered as the copies' files are, which seems to be the order of the published file."
)
CIFAR_10_PUBLISHED = {
    "address": "https://huggingface.co/datasets/uoft-cs/cifar10/resolve/main/plain_text/"
    "test-00000-of-00001.parquet",
    "bytes": 23940850,
    "hosts": ["huggingface.co", "hf.co"],
}


def write(folder, path, content):
    """Writes `content` gzipped, byte for byte reproducible, and describes it for the manifest."""
    stored = gzip.compress(content, 9, mtime=0)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.write_bytes(stored)
    os.replace(partial, target)
    return {
        "path": path,
        "bytes": len(stored),
        "inflatedBytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def dataset_entry(folder, dataset):
    """Writes the images, where they may be passed on, and the labels, and describes the dataset."""
    images, labels = (part.numpy() for part in dataset.training_images())
    test_images, test_labels = (part.numpy() for part in dataset.test_images())
    counts = np.bincount(labels, minlength=len(dataset.classes)).tolist()
    described = {"id": dataset.id, "title": dataset.title}
    more = {"classes": dataset.classes, "trainingCounts": counts}

    def shard(name, images, labels):
        return {
            "images": write(folder, f"images/{name}-images.idx3-ubyte.gz", data.idx_bytes(images[:, 0])),
            **labels_entry(name, labels),
        }

    def labels_entry(name, labels):
        path = f"images/{name}-labels.idx1-ubyte.gz"
        return {"labels": write(folder, path, data.idx_bytes(labels)), "count": len(labels)}

    if dataset.id == "cifar-10":
        prints = data.idx_bytes(cifar_10.fingerprints(test_images))
        test = {
            "images": None,
            "imagesNote": CIFAR_10_NOTE,
            "predictedOn": "JPEG copies of the test images",
            "published": CIFAR_10_PUBLISHED,
            "fingerprints": write(folder, "images/test-fingerprints.idx2-ubyte.gz", prints),
            **labels_entry("test", test_labels),
        }
        return {**described, **CIFAR_10, **more, "test": test, "calibration": None}
    (folder / "LICENSE").write_text((ROOT / "licences" / "fashion-mnist.txt").read_text())
    calibration = shard("calibration", images[:CALIBRATION], labels[:CALIBRATION])
    calibration["note"] = f"the first {CALIBRATION} training images, in their order"
    if dataset.tail_seed is not None:
        more["trainingNote"] = LONG_TAIL_NOTE.format(seed=dataset.tail_seed)
        more["balancedIn"] = "fashion-mnist"
        more["otherRankings"] = [
            name
            for name, other in recipe.DATASETS.items()
            if other.tail_seed is not None and other is not dataset
        ]
    else:
        # The long-tailed sets are parts of the same images: they are shipped once.
        more["training"] = shard("training", images, labels)
    test = shard("test", test_images, test_labels)
    return {**described, **FASHION_MNIST, **more, "test": test, "calibration": calibration}


def recipe_entry(shared, variant):
    """The hyperparameters of a variant, named in full."""
    mirroring = "horizontal mirroring, alternating from epoch to epoch for each image"
    chosen = (
        "every so many training images, {} of all"
        if shared.statistics_spread
        else "the first {} training images"
    )
    entry = {
        "epochs": shared.epochs,
        "batch": shared.batch,
        "optimizer": "SGD, Nesterov momentum",
        "momentum": shared.momentum,
        "weightDecay": shared.weight_decay,
        "peakLearningRate": shared.peak_rate,
        "schedule": f"linear warm-up over {shared.warm_up:.0%} of the steps, then half a cosine to 0",
        "augmentation": mirroring
        + ("; a square of each image, at a place drawn anew each time" if shared.crops else ""),
        "precision": (
            f"{'bfloat16 autocast over float32 weights' if shared.bfloat16 else 'float32'}; "
            "kernels rounded to float16 at the end"
        ),
        "batchNorm": (
            "running statistics estimated with the rounded kernels over "
            f"{chosen.format(shared.statistics_images)}, layer by layer"
        ),
    }
    if shared.crops:
        entry["cropSizes"] = list(shared.crops)
    if variant.sparsity:
        entry["pruning"] = {
            "method": "gradual magnitude pruning (Zhu & Gupta 2017), each layer on its own",
            "begin": shared.prune_begin,
            "end": shared.prune_end,
            "frequency": shared.prune_frequency,
            "unit": "begin and end as shares of all steps, frequency in steps",
        }
    return entry


def part_entry(folder, variant, architecture, ordinals, finished, labels):
    """Writes the files of one part and describes it; `finished` holds its members as read."""
    name = members.part_name(variant, ordinals)
    stacked = {
        tensor: np.stack([weights[tensor] for weights, _, _ in finished])
        for tensor in architectures.tensor_shapes(architecture)
    }
    label, scores = predictions(np.stack([logits for _, logits, _ in finished]), labels)
    right = (label["label"] == labels[:, None]).mean(0)
    described = [
        {
            "id": f"{variant.id}/{ordinal}",
            "seed": facts["seed"],
            "top1": round(float(top1), 4),
            "device": facts["device"],
            "torch": facts["torch"],
            "sparsity": sparsity(weights, architectures.kernels(architecture)),
        }
        for ordinal, top1, (weights, _, facts) in zip(ordinals, right, finished)
    ]
    return {
        "weights": write(folder, f"weights/{name}.safetensors.gz", safetensors.encode(stacked)),
        "labels": write(folder, f"predictions/{name}.labels.safetensors.gz", safetensors.encode(label)),
        "scores": write(folder, f"predictions/{name}.scores.safetensors.gz", safetensors.encode(scores)),
        "members": described,
    }


def next_part(dataset, variant, runs, first, rest):
    """Ordinals from `first` on that are finished and make a part: as many as a part has, with `rest` also
    fewer."""
    end = min(first + dataset.part, variant.members)
    ordinals = list(range(first, end))
    there = [members.member_path(runs, dataset.id, variant, ordinal).exists() for ordinal in ordinals]
    finished = there.index(False) if False in there else len(there)
    return ordinals[:finished] if finished == len(ordinals) or rest else []


def parts_of(dataset, variant, known, runs, folder, labels, rest):
    """The parts that are in the zoo already, and those that have become complete, in the order of their
    members."""
    parts = list(known)
    architecture = dataset.architecture(variant.width)
    first = sum(len(part["members"]) for part in parts)
    while ordinals := next_part(dataset, variant, runs, first, rest):
        paths = [members.member_path(runs, dataset.id, variant, ordinal) for ordinal in ordinals]
        finished = [members.read_member(path) for path in paths]
        parts.append(part_entry(folder, variant, architecture, ordinals, finished, labels))
        print(f"added {members.part_name(variant, ordinals)}")
        first += len(ordinals)
    return parts


def narrow_entry(dataset, variant):
    """What the manifest says of a variant with networks of their own width."""
    if variant.width == 1:
        return {}
    return {"width": variant.width, "architecture": dataset.architecture(variant.width)}


def robustness_entry(folder):
    """Describes the table of robustness for the manifest, where `lacuna robustness` has made one."""
    path = folder / "robustness.json"
    if not path.exists():
        return {}
    content = path.read_bytes()
    return {
        "robustness": {
            "path": path.name,
            "bytes": len(content),
            "inflatedBytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    }


def write_json(path, document):
    """Writes a document in one step."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(document, indent=1) + "\n")
    os.replace(partial, path)


def write_index(zoo):
    """Lists the datasets that have a manifest."""
    there = [dataset for dataset in recipe.DATASETS.values() if (zoo / dataset.id / "manifest.json").exists()]
    listed = [{"id": dataset.id, "title": dataset.title} for dataset in there]
    write_json(zoo / "index.json", {"schemaVersion": 1, "datasets": listed})


def main():
    """Exports what is new."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", choices=recipe.DATASETS)
    parser.add_argument("--rest", action="store_true", help="also members that do not fill a part")
    parser.add_argument("--runs", type=Path, default=ROOT / "runs")
    parser.add_argument("--zoo", type=Path, default=ROOT.parent / "public" / "zoo")
    options = parser.parse_args()
    dataset = recipe.DATASETS[options.dataset]
    folder = options.zoo / options.dataset
    folder.mkdir(parents=True, exist_ok=True)
    before = members.read_manifest(options.zoo, options.dataset) or {"variants": []}
    known = {variant["id"]: variant["parts"] for variant in before["variants"]}
    labels = dataset.test_images()[1].numpy()
    manifest = {
        "schemaVersion": 1,
        "dataset": before.get("dataset") or dataset_entry(folder, dataset),
        "architecture": dataset.architecture(1.0),
        "variants": [
            {
                "id": variant.id,
                "kind": variant.kind,
                "targetSparsity": variant.sparsity,
                **narrow_entry(dataset, variant),
                "recipe": recipe_entry(dataset.recipe, variant),
                "parts": parts_of(
                    dataset, variant, known.get(variant.id, []), options.runs, folder, labels, options.rest
                ),
            }
            for variant in dataset.variants
        ],
        **robustness_entry(folder),
        **{key: before[key] for key in ("oneShot", "map") if key in before},
    }
    write_json(folder / "manifest.json", manifest)
    write_index(options.zoo)


if __name__ == "__main__":
    main()
