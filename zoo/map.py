"""Places a dataset's test images on a plane by what dense networks see; the manifest lists the places.

    python3 zoo/map.py fashion-mnist

What a network sees in an image is what its last layer reads (128 numbers). Networks have no axes in common,
so the numbers of all are set side by side. Two images are as far apart as they are for the networks on
average (root of the mean square). Of these, the first 50 principal components; of those, t-SNE (van der
Maaten & Hinton 2008; Barnes-Hut, perplexity 30) from the first two, with fixed seeds.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

import check
import export
import members
import network
import recipe
import safetensors

ROOT = Path(__file__).resolve().parent
FILE = "predictions/map.safetensors.gz"
METHOD = (
    "t-SNE (perplexity 30, from the first two principal components, seed 0) of 50 principal components of "
    "what the last layers of {count} dense networks read, set side by side"
)


def features(architecture, weights, images, tile=1000):
    """[images, channels]: what the last layer reads."""
    layers = architecture["layers"]
    assert layers[-1]["kind"] == "dense", layers[-1]
    body = {**architecture, "layers": layers[:-1]}
    tiles = [network.logits(body, weights, network.normalised(body, x)) for x in images.split(tile)]
    return torch.cat(tiles).numpy()


def places(rows):
    """[images, 2] in 0..65535, both axes on one scale."""
    components = PCA(50, svd_solver="randomized", random_state=0).fit_transform(rows)
    start = components[:, :2] / components[:, 0].std() * 1e-4
    flat = TSNE(
        2, perplexity=30, init=start, learning_rate=len(rows) / 12, random_state=0, verbose=1
    ).fit_transform(components)
    flat -= flat.min(0)
    margin = (flat.max() - flat.max(0)) / 2
    return np.round((flat + margin) / flat.max() * 65535).astype(np.uint16)


def main():
    """Makes the map and lists it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", choices=recipe.DATASETS)
    parser.add_argument("--zoo", type=Path, default=ROOT.parent / "public" / "zoo")
    options = parser.parse_args()
    folder = options.zoo / options.dataset
    manifest = members.read_manifest(options.zoo, options.dataset)
    test = manifest["dataset"]["test"]
    check.require(test["images"], "the test images are not published with this dataset")
    size = [test["count"]] + [
        manifest["architecture"]["input"][key] for key in ("channels", "height", "width")
    ]
    pixels = check.inflate(folder, test["images"])[-int(np.prod(size)) :]
    images = torch.from_numpy(np.frombuffer(pixels, np.uint8).reshape(size).copy())
    dense = next(variant for variant in manifest["variants"] if variant["id"] == "dense")
    seen = []
    with torch.no_grad():
        for part in dense["parts"]:
            tensors, _ = safetensors.decode(check.inflate(folder, part["weights"]))
            for member in range(len(part["members"])):
                weights = {name: torch.from_numpy(array[member].copy()) for name, array in tensors.items()}
                seen.append(features(manifest["architecture"], weights, images))
                print(f"{options.dataset}: network {len(seen)}", flush=True)
    content = safetensors.encode({"place": places(np.concatenate(seen, 1))})
    # Read again: others may have listed files meanwhile.
    manifest = members.read_manifest(options.zoo, options.dataset)
    manifest["map"] = {
        "places": export.write(folder, FILE, content),
        "method": METHOD.format(count=len(seen)),
        "command": f"python3 zoo/map.py {options.dataset}",
    }
    export.write_json(folder / "manifest.json", manifest)


if __name__ == "__main__":
    main()
