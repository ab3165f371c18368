"""What re-estimating BatchNorm alone changes, by how many images each network draws and from how many.

    python3 zoo/calibration.py 400/2000 400/10000

N/POOL: every dense network of fashion-mnist draws N of the first POOL training images by a seed of its own.
It prints how many test images have another modal label than with the statistics that ship, and the change of
top-1. Draws are numpy's, not the page's.
"""

import sys

import numpy as np
import torch

import check
import members
import network
import recipe
import safetensors
import training

ZOO = check.ROOT.parent / "public" / "zoo"
DATASET = "fashion-mnist"


def dense_networks(manifest):
    """Tensors by name of every dense network."""
    dense = next(variant for variant in manifest["variants"] if variant["id"] == "dense")
    for part in dense["parts"]:
        tensors, _ = safetensors.decode(check.inflate(ZOO / DATASET, part["weights"]))
        for member in range(len(part["members"])):
            yield {
                name: torch.from_numpy(array[member].astype(np.float32)) for name, array in tensors.items()
            }


def modal(labels, classes):
    """The label that most networks give each image, ties to the largest; labels [networks, images]."""
    votes = np.stack([(labels == label).sum(0) for label in range(classes)])
    return classes - 1 - votes[::-1].argmax(0)


def asked(text):
    """N and POOL of an argument N/POOL."""
    parts = text.split("/")
    if (
        len(parts) != 2
        or not all(part.isdigit() for part in parts)
        or not 2 <= int(parts[0]) <= int(parts[1])
    ):
        sys.exit(f"Expected N/POOL with 2 <= N <= POOL, such as 400/2000, got {text!r}.")
    return int(parts[0]), int(parts[1])


def main():
    """Prints a line for every N/POOL asked for."""
    draws = [asked(text) for text in sys.argv[1:]]
    torch.set_num_threads(1)
    manifest = members.read_manifest(ZOO, DATASET)
    architecture, dataset = manifest["architecture"], recipe.DATASETS[DATASET]
    images, truth = dataset.test_images()
    pool_images, _ = dataset.training_images()
    networks = list(dense_networks(manifest))

    def answers(number, pool):
        rows = []
        for member, shipped in enumerate(networks):
            weights = dict(shipped)
            if number:
                drawn = np.sort(np.random.default_rng([0, member]).permutation(pool)[:number])
                network.estimate_statistics(architecture, weights, pool_images[torch.from_numpy(drawn)])
            rows.append(training.evaluate(architecture, weights, images).argmax(1).numpy())
        return np.stack(rows)

    with torch.no_grad():
        shipped = answers(0, 0)
        for number, pool in draws:
            found = answers(number, pool)
            changed = int((modal(found, 10) != modal(shipped, 10)).sum())
            points = 100 * float((found == truth.numpy()).mean() - (shipped == truth.numpy()).mean())
            print(f"{number} of {pool}: {changed} images, top-1 {points:+.2f} points", flush=True)


if __name__ == "__main__":
    main()
