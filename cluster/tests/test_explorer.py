"""Networks in the explorer's form answer as PyTorch's own did: the fixtures of the formats' tests, every kind
of layer among them."""

import json
import os
import sys
import unittest

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from lacuna_cluster.networks import load_network  # noqa: E402
from lacuna_cluster.specs import networks_spec  # noqa: E402

FIXTURES = os.path.join(HERE, "../../src/formats/fixtures")


class Explorer(unittest.TestCase):
    def test_stacked_networks_of_version_1(self):
        [population] = networks_spec(f"dense={FIXTURES}/torch.json")
        self.assertEqual([member["id"] for member in population["members"]], ["one", "two"])
        with open(f"{FIXTURES}/networks.json") as file:
            kept = json.load(file)
        pixels = np.array(kept["images"], np.uint8).reshape(-1, kept["height"], kept["width"], 3)
        x = torch.from_numpy(pixels.transpose(0, 3, 1, 2).copy()).float() / 255
        for member, logits in zip(population["members"], kept["logits"]["residual"]):
            with torch.inference_mode():
                got = load_network(member, [], False)(x)
            np.testing.assert_allclose(got, logits, atol=1e-4)

    def answers(self, place, pixels):
        [member] = networks_spec(f"dense={place}.json")[0]["members"]
        x = torch.from_numpy(pixels.transpose(0, 3, 1, 2).copy()).float() / 255
        with torch.inference_mode():
            return load_network(member, [], False)(x).numpy()

    def test_architectures_of_the_field(self):
        with open(f"{FIXTURES}/architectures/answers.json") as file:
            kept = json.load(file)
        pixels = np.array(kept["images"], np.uint8).reshape(-1, kept["side"], kept["side"], 3)
        for name, logits in kept["logits"].items():
            with self.subTest(name):
                self.close(self.answers(f"{FIXTURES}/architectures/{name}", pixels), np.array(logits))

    def test_every_kind_of_layer(self):
        folder = os.path.join(HERE, "../../src/cli/fixtures/graphs")
        names = [name[:-5] for name in sorted(os.listdir(folder)) if name.endswith(".json")]
        self.assertGreater(len(names), 5)
        for name in names:
            with self.subTest(name), open(f"{folder}/{name}.json") as file:
                kept = json.load(file)
                shape = [kept["input"][side] for side in ("height", "width", "channels")]
                pixels = np.array(kept["images"], np.uint8).reshape(-1, *shape)
                self.close(self.answers(f"{folder}/{name}", pixels), np.array(kept["logits"]))

    def close(self, got, expected):
        expected = expected.reshape(got.shape)
        self.assertLess(np.abs(got - expected).max() / np.ptp(expected), 1e-4)


if __name__ == "__main__":
    unittest.main()
