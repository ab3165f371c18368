"""Adds every complete part (ten members of a variant) to public/zoo and rewrites the manifest.

    python3 zoo/export.py fashion-mnist

Parts that the manifest lists already are never written again.
"""

import argparse
import gzip
import hashlib
import json
import os
from pathlib import Path

import numpy as np

import data
import members
import network
import recipe
import safetensors

ROOT = Path(__file__).resolve().parent
CALIBRATION = 2000
LONG_TAIL_NOTE = (
    "round(6000 x 100^(-rank/9)) images of each class of Fashion-MNIST's training images; ranks and images are drawn by SHA-256 "
    "with seed 0, as zoo/data.py says"
)
TENSORS = [
    f"{name}{index}.{tensor}"
    for index in (1, 2, 3)
    for name, tensor in [
        ("conv", "weight"),
        ("bn", "weight"),
        ("bn", "bias"),
        ("bn", "mean"),
        ("bn", "variance"),
    ]
] + ["head.weight", "head.bias"]


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
    """Writes the images and describes the dataset."""
    (folder / "LICENSE").write_text((ROOT / "licences" / "fashion-mnist.txt").read_text())
    images, labels = (part.numpy() for part in data.training_images(dataset.id))
    test_images, test_labels = (part.numpy() for part in data.load("t10k"))

    def shard(name, images, labels):
        return {
            "images": write(folder, f"images/{name}-images.idx3-ubyte.gz", data.idx_bytes(images[:, 0])),
            "labels": write(folder, f"images/{name}-labels.idx1-ubyte.gz", data.idx_bytes(labels)),
            "count": len(images),
        }

    calibration = shard("calibration", images[:CALIBRATION], labels[:CALIBRATION])
    calibration["note"] = f"the first {CALIBRATION} training images, in their order"
    counts = np.bincount(labels, minlength=len(data.CLASSES)).tolist()
    return {
        "id": dataset.id,
        "title": dataset.title,
        "licence": {"name": "MIT", "file": "LICENSE"},
        "source": "https://github.com/zalandoresearch/fashion-mnist",
        "citation": "Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747",
        "classes": data.CLASSES,
        "trainingCounts": counts,
        **({} if min(counts) == max(counts) else {"trainingNote": LONG_TAIL_NOTE}),
        "test": shard("test", test_images, test_labels),
        "calibration": calibration,
    }


def recipe_entry(shared, variant):
    """The hyperparameters of a variant, named in full."""
    entry = {
        "epochs": shared.epochs,
        "batch": shared.batch,
        "optimizer": "SGD, Nesterov momentum",
        "momentum": shared.momentum,
        "weightDecay": shared.weight_decay,
        "peakLearningRate": shared.peak_rate,
        "schedule": f"linear warm-up over {shared.warm_up:.0%} of the steps, then half a cosine to 0",
        "augmentation": "horizontal mirroring, alternating from epoch to epoch for each image",
        "precision": "bfloat16 autocast over float32 weights; kernels rounded to float16 at the end",
        "batchNorm": (
            f"running statistics estimated with the rounded kernels over the first "
            f"{shared.statistics_images} training images, layer by layer"
        ),
    }
    if variant.sparsity:
        entry["pruning"] = {
            "method": "gradual magnitude pruning (Zhu & Gupta 2017), each layer on its own",
            "begin": shared.prune_begin,
            "end": shared.prune_end,
            "frequency": shared.prune_frequency,
            "unit": "begin and end as shares of all steps, frequency in steps",
        }
    return entry


def predictions(logits, labels):
    """What the manifest's predictions files hold, from logits [members, images, classes]."""
    shifted = logits - logits.max(2, keepdims=True)
    exponentials = np.exp(shifted, dtype=np.float64)
    probabilities = exponentials / exponentials.sum(2, keepdims=True)
    predicted = logits.argmax(2)
    truth = np.broadcast_to(labels.astype(np.int64), predicted.shape)
    own = np.take_along_axis(logits, truth[..., None], 2)
    earlier = np.arange(logits.shape[2]) < truth[..., None]
    rank = ((logits > own) | ((logits == own) & earlier)).sum(2)

    def probability(classes):
        return np.take_along_axis(probabilities, classes[..., None], 2)[..., 0].T.astype(np.float16)

    scores = {
        "p_prediction": probability(predicted),
        "p_label": probability(truth),
        "rank_label": rank.T.astype(np.uint8),
    }
    assert all(np.isfinite(scores[name]).all() for name in ("p_prediction", "p_label"))
    return {"label": predicted.T.astype(np.uint8)}, scores


def sparsity(weights):
    """Measured share of zeros, overall and for each kernel."""
    zeros = {name: int((weights[name] == 0).sum()) for name in network.KERNELS}
    counts = {name: weights[name].size for name in network.KERNELS}
    return {
        "overall": round(sum(zeros.values()) / sum(counts.values()), 6),
        "layers": {
            name.removesuffix(".weight"): round(zeros[name] / counts[name], 6)
            for name in network.KERNELS
        },
    }


def part_entry(folder, variant, part, finished, labels):
    """Writes the files of one part and describes it; `finished` holds its members as read."""
    name = members.part_name(variant, part)
    stacked = {
        tensor: np.stack([weights[tensor] for weights, _, _ in finished]) for tensor in TENSORS
    }
    label, scores = predictions(np.stack([logits for _, logits, _ in finished]), labels)
    right = (label["label"] == labels[:, None]).mean(0)
    described = [
        {
            "id": f"{variant.id}/{part * recipe.PART + index}",
            "seed": facts["seed"],
            "top1": round(float(right[index]), 4),
            "device": facts["device"],
            "torch": facts["torch"],
            "sparsity": sparsity(weights),
        }
        for index, (weights, _, facts) in enumerate(finished)
    ]
    return {
        "weights": write(folder, f"weights/{name}.safetensors.gz", safetensors.encode(stacked)),
        "labels": write(
            folder, f"predictions/{name}.labels.safetensors.gz", safetensors.encode(label)
        ),
        "scores": write(
            folder, f"predictions/{name}.scores.safetensors.gz", safetensors.encode(scores)
        ),
        "members": described,
    }


def parts_of(variant, known, runs, dataset, folder, labels):
    """The parts that are in the zoo already, and those that have become complete."""
    parts = list(known)
    listed = {member["id"] for part in known for member in part["members"]}
    for part in range(variant.members // recipe.PART):
        ordinals = range(part * recipe.PART, (part + 1) * recipe.PART)
        paths = [members.member_path(runs, dataset, variant, ordinal) for ordinal in ordinals]
        if f"{variant.id}/{ordinals[0]}" in listed or not all(path.exists() for path in paths):
            continue
        finished = [members.read_member(path) for path in paths]
        parts.append(part_entry(folder, variant, part, finished, labels))
        print(f"added {members.part_name(variant, part)}")
    return sorted(parts, key=lambda part: part["weights"]["path"])


def architecture(width=1.0):
    """The architecture of networks with `width` of the channels."""
    return {
        "input": {"channels": 1, "height": 28, "width": 28, "mean": [0], "std": [1]},
        "layers": network.layers(width),
    }


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
    parser.add_argument("--runs", type=Path, default=ROOT / "runs")
    parser.add_argument("--zoo", type=Path, default=ROOT.parent / "public" / "zoo")
    options = parser.parse_args()
    dataset = recipe.DATASETS[options.dataset]
    folder = options.zoo / options.dataset
    folder.mkdir(parents=True, exist_ok=True)
    before = members.read_manifest(options.zoo, options.dataset) or {"variants": []}
    known = {variant["id"]: variant["parts"] for variant in before["variants"]}
    labels = data.load("t10k")[1].numpy()
    manifest = {
        "schemaVersion": 1,
        "dataset": before.get("dataset") or dataset_entry(folder, dataset),
        "architecture": architecture(),
        "variants": [
            {
                "id": variant.id,
                "kind": variant.kind,
                "targetSparsity": variant.sparsity,
                **({} if variant.width == 1 else {"width": variant.width, "architecture": architecture(variant.width)}),
                "recipe": recipe_entry(dataset.recipe, variant),
                "parts": parts_of(
                    variant, known.get(variant.id, []), options.runs, options.dataset, folder, labels
                ),
            }
            for variant in dataset.variants
        ],
        **robustness_entry(folder),
    }
    write_json(folder / "manifest.json", manifest)
    write_index(options.zoo)


if __name__ == "__main__":
    main()
