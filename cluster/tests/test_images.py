"""What images and specs are taken for, without a run."""

import gzip
import json
import os
import sys
import tempfile
import unittest

import numpy as np
import toy
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from lacuna_cluster import Refused  # noqa: E402
from lacuna_cluster.images import ImageSet, whole_numbers  # noqa: E402
from lacuna_cluster.specs import images_spec, networks_spec  # noqa: E402


class Images(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = lambda *path: os.path.join(folder.name, *path)

    def pictures(self, *modes):
        """A folder of one class with a picture of each mode."""
        os.makedirs(self.at("val", "a"))
        for at, mode in enumerate(modes):
            Image.new(mode, (6, 5), 100).save(self.at("val", "a", f"{at}.png"))
        return self.at("val")

    def refused(self, said, spec):
        with self.assertRaisesRegex(Refused, said):
            ImageSet(images_spec(spec))

    def npz(self, **arrays):
        toy_images = np.zeros((4, 2, 2, 3), np.uint8)
        np.savez(self.at("images.npz"), **{"images": toy_images, **arrays})
        return self.at("images.npz")

    def test_a_grey_picture_among_coloured_ones_is_read_as_colour(self):
        images = ImageSet(images_spec(self.pictures("RGB", "L", "P")))
        self.assertEqual([images.picture(at).mode for at in range(3)], ["RGB"] * 3)
        self.assertEqual(images.batch(0, 3, toy.prepare).shape, (3, 3, 5, 6))

    def test_grey_pictures_alone_stay_grey(self):
        images = ImageSet(images_spec(self.pictures("L", "1", "LA")))
        self.assertEqual([images.picture(at).mode for at in range(3)], ["L"] * 3)
        images.save(self.at("kept.npz"))
        self.assertEqual(ImageSet.opened(images.spec, self.at("kept.npz")).picture(0).mode, "L")

    def test_pictures_that_would_lose_bits_are_refused_by_name(self):
        images = ImageSet(images_spec(self.pictures("RGB", "I;16")))
        with self.assertRaisesRegex(Refused, "expected image a/1.png to be readable, got more than 8 bits"):
            images.picture(1)

    def test_a_preprocessing_that_fails_is_told_with_the_image(self):
        images = ImageSet(images_spec(self.pictures("L")))
        with self.assertRaisesRegex(Refused, r"image a/0.png \(L, 6 x 5\), got TypeError: a str in place of"):
            images.batch(0, 1, lambda picture: "no tensor")

    def test_shards_with_labels_beside_them(self):
        for name in ("val-0.tar", "val-1.tar"):
            open(self.at(name), "w").close()
        spec = images_spec(f"{self.at('val-{0..1}.tar')},{self.at('labels.npy')}@toy:prepare")
        self.assertEqual(spec["files"], [self.at("val-0.tar"), self.at("val-1.tar")])
        self.assertEqual(spec["labels"], self.at("labels.npy"))
        self.assertEqual(spec["dataset"], "val")

    def test_labels_ids_and_classes_that_do_not_fit(self):
        self.refused("labels that are whole numbers", self.npz(labels=np.array([0, 1, 1.5, 0])))
        self.refused(
            "labels among its classes, got cow", self.npz(labels=["cat", "cow"] * 2, classes=["cat", "dog"])
        )
        self.refused("got crane twice", self.npz(labels=[0, 1, 2, 0], classes=["crane", "dog", "crane"]))
        self.refused("4 ids, each of one image, got 4, of which 3", self.npz(image_ids=[1, 2, 2, 3]))
        self.refused("4 ids, each of one image, got 3", self.npz(image_ids=[1, 2, 3]))
        np.testing.assert_array_equal(whole_numbers([1.0, 2.0], ""), [1, 2])

    def test_labels_of_a_file_count_before_those_of_folders(self):
        folder, labels = self.pictures("L", "L"), self.at("labels.txt")
        with open(labels, "w") as file:
            file.write("3\n1\n")
        images = ImageSet(images_spec(f"{folder},{labels}"))
        self.assertEqual((images.labels.tolist(), images.classes), ([3, 1], None))
        self.assertEqual(images.labelled, "with the labels in labels.txt, which count before their own")

    def test_names_that_an_npz_has_for_labels_are_no_names_of_the_classes_of_a_file(self):
        own = {"labels": ["cow", "ant", "cow", "bee"]}
        self.assertEqual(ImageSet(images_spec(self.npz(**own))).classes, ["ant", "bee", "cow"])
        np.save(self.at("beside.npy"), np.array([0, 1, 0, 2]))
        beside = f"{self.npz(**own)},{self.at('beside.npy')}"
        images = ImageSet(images_spec(beside))
        self.assertEqual((images.labels.tolist(), images.classes), ([0, 1, 0, 2], None))
        self.assertEqual(images.labelled, "with the labels in beside.npy, which count before their own")
        self.npz(**own, classes=["cow", "ant", "bee"])
        self.assertEqual(ImageSet(images_spec(beside)).classes, ["cow", "ant", "bee"])

    def test_files_that_break_off(self):
        packed = gzip.compress(b"\0\0\x08\x03" + bytes(400))[:-12]
        for name, content in (("i.idx3-ubyte.gz", packed), ("i.npz", b"PK\3\4" + bytes(40))):
            with open(self.at(name), "wb") as file:
                file.write(content)
            self.refused(f"{name}: expected npz, IDX or CIFAR's binary that can be read", self.at(name))
        self.refused("can be read, got Object arrays", self.npz(labels=np.array(["a", None] * 2, object)))
        self.refused("i.idx3-ubyte.gz: expected npy, IDX, or", f"{self.npz()},{self.at('i.idx3-ubyte.gz')}")

    def test_networks_of_a_json_file_that_do_not_fit(self):
        def spec(*members):
            with open(self.at("networks.json"), "w") as file:
                json.dump({"populations": [{"name": "dense", "members": members}]}, file)
            return networks_spec(self.at("networks.json"))

        open(self.at("one.pt"), "w").close()
        [population] = spec({"file": "one.pt", "id": 7, "seed": 7})
        self.assertEqual([(each["id"], each["seed"]) for each in population["members"]], [("7", 7)])
        for member in ({"id": "a"}, "one.pt", {"file": "one.pt", "seed": "7"}):
            with self.assertRaisesRegex(Refused, r"\(dense\): expected members with a file"):
                spec(member)


if __name__ == "__main__":
    unittest.main()
