"""predict.py in one process: forms of networks and images, networks that fail, what is kept. python3 -m
unittest discover -s cluster/tests"""

import json
import os
import tarfile
import tempfile
import unittest

import numpy as np
import toy
import torch
from PIL import Image
from running import files_of, manifest, predictions, run

ONE = ("--workers", "0", "--part", "40", "--batch", "16")


class OneProcess(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = lambda *path: os.path.join(folder.name, *path)
        toy.save_networks(self.at("dense"), [0, 1, 2])
        toy.save_networks(self.at("pruned"), [10, 11])
        self.pixels, self.labels = toy.save_images(self.at("images.npz"))
        self.networks = (
            f"dense={self.at('dense')}/*.pt@toy:build;compressed={self.at('pruned')}/*.pt@toy:build"
        )

    def expected(self, seeds, prepared=False):
        x = torch.from_numpy(self.pixels.transpose(0, 3, 1, 2).copy()).float() / 255
        x = (x - 0.5) / 0.25 if prepared else x
        with torch.inference_mode():
            return np.stack([toy.network(seed)(x).argmax(1).numpy() for seed in seeds])

    def fine(self, result, code=0):
        self.assertEqual(result.returncode, code, result.stderr)
        return result.stderr

    def test_parts_and_manifest(self):
        said = self.fine(run(self.at("out"), self.networks, self.at("images.npz"), *ONE))
        self.assertIn("150 images (npz), with labels; 3 dense and 2 compressed networks", said)
        found = manifest(self.at("out"))
        self.assertEqual(
            (found["format"], found["version"], found["images"], found["classes"]),
            ("lacuna-parts", 1, 150, list("abcde")),
        )
        self.assertEqual([each["name"] for each in found["populations"]], ["dense", "compressed"])
        self.assertEqual(
            [(each["start"], each["end"]) for each in found["parts"]],
            [(0, 40), (40, 80), (80, 120), (120, 150)] * 2,
        )
        np.testing.assert_array_equal(predictions(self.at("out"), "dense"), self.expected([0, 1, 2]))
        np.testing.assert_array_equal(predictions(self.at("out"), "compressed"), self.expected([10, 11]))
        part = np.load(self.at("out", found["parts"][1]["path"]))
        self.assertEqual(part["dense"].dtype, np.uint16)
        np.testing.assert_array_equal(part["image_ids"], np.arange(40, 80))
        np.testing.assert_array_equal(part["labels"], self.labels[40:80])
        self.assertEqual(part["model_ids"].tolist(), ["seed-0", "seed-1", "seed-2"])

    def test_second_start_keeps_parts_and_makes_again_what_is_broken(self):
        out = self.at("out")
        self.fine(run(out, self.networks, self.at("images.npz"), *ONE))
        before = files_of(out)
        paths = [self.at("out", path) for path in sorted(before) if path.endswith(".npz")]
        with open(paths[0], "r+b") as file:
            file.seek(200)
            file.write(b"broken")
        os.unlink(paths[1])
        written = {path: os.stat(path).st_mtime_ns for path in paths[2:]}
        said = self.fine(run(out, self.networks, self.at("images.npz"), *ONE))
        self.assertIn("6 of 8 parts are there and whole; they are kept", said)
        self.assertEqual(files_of(out), before)
        self.assertEqual({path: os.stat(path).st_mtime_ns for path in paths[2:]}, written)

    def test_another_run_does_not_write_into_the_folder(self):
        out = self.at("out")
        self.fine(run(out, self.networks, self.at("images.npz"), *ONE))
        said = self.fine(run(out, self.networks.split(";")[0], self.at("images.npz"), *ONE), 2)
        self.assertRegex(said, "expected the run that began here, got another one .*populations")
        os.makedirs(self.at("own"))
        open(self.at("own", "thesis.txt"), "w").close()
        self.assertIn(
            "thesis.txt", self.fine(run(self.at("own"), self.networks, self.at("images.npz"), *ONE), 2)
        )

    def test_networks_that_fail_are_named_and_the_rest_goes_on(self):
        def poisoned(network):
            with torch.no_grad():
                network.head.bias[2] = float("nan")

        toy.save_networks(self.at("pruned"), [12], change=poisoned)
        torch.save(toy.network(13, toy.wide).state_dict(), self.at("pruned", "seed-13.pt"))
        torch.jit.save(torch.jit.script(toy.network(14, toy.wide)), self.at("wide.pt"))
        spec = {
            "populations": [
                {"name": "dense", "files": "dense/*.pt", "build": "toy:build"},
                {
                    "name": "compressed",
                    "what": "pruned",
                    "members": [
                        {"file": f"pruned/seed-{seed}.pt", "seed": seed, "build": "toy:build"}
                        for seed in (10, 11, 12, 13)
                    ]
                    + [{"file": "wide.pt"}],
                },
            ]
        }
        with open(self.at("networks.json"), "w") as file:
            json.dump(spec, file)
        said = self.fine(run(self.at("out"), self.at("networks.json"), self.at("images.npz"), *ONE), 1)
        self.assertIn(
            "compressed/seed-12: left out: expected finite values, got NaN or infinity for 16 of 16 images",
            said,
        )
        self.assertIn("compressed/wide: left out: expected 5 classes, got 7", said)
        self.assertRegex(said, "compressed/seed-13: left out: .*expected the weights of toy:build")
        found = manifest(self.at("out"))
        self.assertEqual([each["id"] for each in found["populations"][1]["members"]], ["seed-10", "seed-11"])
        self.assertEqual([each["seed"] for each in found["populations"][1]["members"]], [10, 11])
        self.assertEqual(sorted(each["id"] for each in found["failed"]), ["seed-12", "seed-13", "wide"])
        np.testing.assert_array_equal(predictions(self.at("out"), "compressed"), self.expected([10, 11]))

    def test_torchscript_without_code(self):
        os.makedirs(self.at("scripted"))
        torch.jit.save(torch.jit.script(toy.network(4)), self.at("scripted", "four.pt"))
        networks = f"dense={self.at('scripted')}/*.pt"
        self.fine(run(self.at("out"), networks, self.at("images.npz"), "--workers", "0"))
        np.testing.assert_array_equal(predictions(self.at("out"), "dense"), self.expected([4]))

    def pictures(self):
        """The images as PNG files in a folder a class; their numbers in the order of the folder."""
        order = []
        for label, name in enumerate("abcde"):
            os.makedirs(self.at("val", name))
            for at in np.flatnonzero(self.labels == label):
                Image.fromarray(self.pixels[at]).save(self.at("val", name, f"{at:04d}.png"))
                order.append(at)
        return order

    def test_folders_with_a_preprocessing(self):
        order = self.pictures()
        self.fine(run(self.at("out"), self.networks, f"{self.at('val')}@toy:prepare", *ONE))
        np.testing.assert_array_equal(
            predictions(self.at("out"), "dense"), self.expected([0, 1, 2], True)[:, order]
        )
        found = manifest(self.at("out"))
        self.assertEqual(found["classes"], list("abcde"))
        part = np.load(self.at("out", found["parts"][0]["path"]))
        self.assertEqual(part["image_ids"][0], f"a/{order[0]:04d}.png")

    def test_tar_shards(self):
        self.pictures()
        for shard in range(3):
            with tarfile.open(self.at(f"s-{shard:02d}.tar"), "w") as archive:
                for at in range(shard * 50, shard * 50 + 50):
                    archive.add(self.at("val", "abcde"[self.labels[at]], f"{at:04d}.png"), f"{at:04d}.png")
                    with open(self.at("label"), "w") as file:
                        file.write(str(self.labels[at]))
                    archive.add(self.at("label"), f"{at:04d}.cls")
        self.fine(run(self.at("out"), self.networks, self.at("s-{00..02}.tar"), *ONE))
        np.testing.assert_array_equal(predictions(self.at("out"), "dense"), self.expected([0, 1, 2]))
        part = np.load(self.at("out", manifest(self.at("out"))["parts"][0]["path"]))
        np.testing.assert_array_equal(part["labels"], self.labels[:40])

    def test_cifar_and_idx(self):
        random = np.random.default_rng(1)
        rows = random.integers(0, 256, (60, 3073), dtype=np.uint8)
        rows[:, 0] %= 5
        os.makedirs(self.at("cifar"))
        rows.tofile(self.at("cifar", "test_batch.bin"))
        self.fine(run(self.at("out"), self.networks, self.at("cifar"), *ONE))
        self.pixels = rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        np.testing.assert_array_equal(predictions(self.at("out"), "dense"), self.expected([0, 1, 2]))
        grey = random.integers(0, 256, (20, 9, 7), dtype=np.uint8)
        for name, kind, axes, values in (
            ("images", 3, (20, 9, 7), grey),
            ("labels", 1, (20,), grey[:, 0, 0] % 5),
        ):
            head = bytes([0, 0, 8, kind]) + np.array(axes, ">u4").tobytes()
            with open(self.at(f"t10k-{name}-idx{kind}-ubyte"), "wb") as file:
                file.write(head + values.tobytes())
        self.fine(
            run(self.at("grey"), self.networks, f"{self.at('t10k-images-idx3-ubyte')}@toy:prepare", *ONE)
        )
        self.pixels = np.repeat(grey[..., None], 3, 3)
        np.testing.assert_array_equal(predictions(self.at("grey"), "dense"), self.expected([0, 1, 2], True))

    def test_confidences(self):
        self.fine(run(self.at("out"), self.networks, self.at("images.npz"), *ONE, "--confidences"))
        part = np.load(self.at("out", manifest(self.at("out"))["parts"][0]["path"]))
        x = torch.from_numpy(self.pixels[:40].transpose(0, 3, 1, 2).copy()).float() / 255
        with torch.inference_mode():
            shares = toy.network(0)(x).softmax(1).numpy()
        np.testing.assert_allclose(part["p_prediction"][0], shares.max(1), rtol=1e-5)
        own = shares[np.arange(40), self.labels[:40]]
        np.testing.assert_allclose(part["p_label"][0], own, rtol=1e-5)
        np.testing.assert_array_equal(part["rank_label"][0], (shares > own[:, None]).sum(1))

    def test_a_full_disk_ends_in_a_sentence_and_keeps_what_is_finished(self):
        import resource

        out, many = self.at("out"), self.at("many.npz")
        toy.save_images(many, 400)
        options = ("--workers", "0", "--part", "300", "--batch", "50")
        self.fine(run(self.at("whole"), self.networks, many, *options))
        sizes = {part["bytes"] for part in manifest(self.at("whole"))["parts"]}
        most = sorted(sizes)[-2] + 1  # room for all parts but the largest
        said = self.fine(
            run(
                out,
                self.networks,
                many,
                *options,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
            ),
            1,
        )
        self.assertIn("expected room for a part of", said)
        self.assertEqual([name for name in files_of(out) if name.endswith(".npz")], [])
        self.fine(run(out, self.networks, many, *options))
        self.assertEqual(files_of(out), files_of(self.at("whole")))


if __name__ == "__main__":
    unittest.main()
