"""Writes the dataset of parts that the tests of the command line and the page open: python3
cluster/tests/make_fixture.py"""

import os
import shutil
import sys
import tempfile

import numpy as np
import toy
from running import run

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/cli/fixtures/parts")

with tempfile.TemporaryDirectory() as folder:
    # Near copies of one network: most images are agreed on, some are not.
    base = toy.network(0)
    pixels, _ = toy.images(24)
    x = toy.torch.from_numpy(pixels.transpose(0, 3, 1, 2).copy()).float() / 255
    with toy.torch.no_grad():
        base.head.bias -= base(x).mean(0)  # so that all classes are answered
    for name, seeds, noise in (("dense", (1, 2, 3), 0.002), ("compressed", (4, 5), 0.01)):

        def disturb(network, noise=noise):
            with toy.torch.no_grad():
                for own, common in zip(network.parameters(), base.parameters()):
                    own.copy_(common + noise * own)

        toy.save_networks(os.path.join(folder, name), seeds, change=disturb)
    with toy.torch.inference_mode():
        labels = base(x).argmax(1).numpy()
    labels[::5] = (labels[::5] + 1) % toy.CLASSES
    np.savez(
        os.path.join(folder, "fixture.npz"), images=pixels, labels=labels, classes=np.array(list("abcde"))
    )
    networks = ";".join(f"{name}={folder}/{name}/*.pt@toy:build" for name in ("dense", "compressed"))
    out = os.path.join(folder, "out")
    result = run(
        out, networks, os.path.join(folder, "fixture.npz"), "--workers", "0", "--part", "10", "--batch", "10"
    )
    if result.returncode:
        sys.exit(result.stderr)
    shutil.rmtree(OUT, ignore_errors=True)
    shutil.copytree(out, OUT, ignore=shutil.ignore_patterns("_*", ".*"))
