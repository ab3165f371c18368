"""What is trained: datasets, their variants with their seeds, and their hyperparameters."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import architectures
import cifar_10
import fashion_mnist


@dataclass(frozen=True)
class Recipe:
    """Hyperparameters of every member."""

    epochs: int = 7
    batch: int = 256
    peak_rate: float = 0.4
    warm_up: float = 0.15
    momentum: float = 0.9
    weight_decay: float = 1e-4
    prune_begin: float = 0.15
    prune_end: float = 0.7
    prune_frequency: int = 50
    statistics_images: int = 10_000
    # Every so many images of all, where the images are in the order of their classes; else the first ones.
    statistics_spread: bool = False
    # Side of the square of pixels that is taken of each training image, epoch by epoch; () for whole images.
    crops: tuple[int, ...] = ()
    bfloat16: bool = True


@dataclass(frozen=True)
class Variant:
    """One population: its members differ in nothing but their seeds. `width` is the share of the channels."""

    id: str
    kind: str
    sparsity: float
    first_seed: int
    members: int = 30
    width: float = 1.0


@dataclass(frozen=True)
class Dataset:
    """Images to train on, the variants trained on them, and the order in which they are trained. They go in
    rounds of ten members of every group, within a round group by group. Within a group they go one part of
    each variant after the other."""

    id: str
    title: str
    recipe: Recipe
    architecture: Callable[[float], dict]
    classes: list[str]
    variants: tuple[Variant, ...]
    training_order: tuple[tuple[str, ...], ...]
    # Members of a part, which is what is exported together.
    part: int = 10
    # Of a long-tailed selection: the seed of its ranking of the classes.
    tail_seed: int | None = None

    def training_images(self):
        """The images and labels to train on, uint8 tensors."""
        if self.id == "cifar-10":
            return cifar_10.load("train")
        return fashion_mnist.training_images(self.tail_seed)

    def test_images(self):
        """The images and labels to predict, uint8 tensors."""
        return cifar_10.load("test") if self.id == "cifar-10" else fashion_mnist.load("t10k")


RECIPE = Recipe()
DENSE = Variant("dense", "dense", 0.0, 0)
NULL = Variant("null", "null", 0.0, 1000)
SPARSE_30 = Variant("sparse-30", "sparse", 0.3, 3000)
SPARSE_50 = Variant("sparse-50", "sparse", 0.5, 5000)
SPARSE_70 = Variant("sparse-70", "sparse", 0.7, 7000)
SPARSE_90 = Variant("sparse-90", "sparse", 0.9, 9000)

BALANCED = Dataset(
    "fashion-mnist",
    "Fashion-MNIST",
    RECIPE,
    architectures.plain,
    fashion_mnist.CLASSES,
    (
        DENSE,
        NULL,
        SPARSE_30,
        SPARSE_50,
        SPARSE_70,
        SPARSE_90,
        # 0.7, 0.54 and 0.305 leave as many weights as sparse-50, -70 and -90, within 0.7%.
        Variant("narrow-70", "narrow", 0.0, 70_000, members=10, width=0.7),
        Variant("narrow-54", "narrow", 0.0, 54_000, members=10, width=0.54),
        Variant("narrow-50", "narrow", 0.0, 50_000, members=10, width=0.5),
        Variant("narrow-31", "narrow", 0.0, 31_000, members=10, width=0.305),
        Variant("narrow-25", "narrow", 0.0, 25_000, members=10, width=0.25),
    ),
    (
        ("dense",),
        ("null",),
        ("sparse-90",),
        ("sparse-50",),
        ("sparse-70",),
        ("sparse-30",),
        ("narrow-50",),
        ("narrow-25",),
        ("narrow-31",),
        ("narrow-54",),
        ("narrow-70",),
    ),
)
# 14 epochs of a quarter of the images are half the steps of 7 epochs of all.
LONG_TAIL = replace(
    BALANCED,
    id="fashion-mnist-long-tail",
    title="Fashion-MNIST, long-tailed",
    recipe=replace(RECIPE, epochs=14),
    variants=(DENSE, NULL, SPARSE_50, SPARSE_70, SPARSE_90),
    training_order=(("dense",), ("sparse-90",), ("null",), ("sparse-50",), ("sparse-70",)),
    tail_seed=0,
)
LONG_TAIL_2 = replace(
    LONG_TAIL,
    id="fashion-mnist-long-tail-2",
    title="Fashion-MNIST, long-tailed, second ranking",
    training_order=(("dense", "sparse-90", "null"), ("sparse-50", "sparse-70")),
    part=5,
    tail_seed=1,
)
CIFAR_10 = Dataset(
    "cifar-10",
    "CIFAR-10",
    replace(
        RECIPE,
        epochs=8,
        crops=(20, 20, 20, 20, 24, 24, 28, 28),
        weight_decay=5e-4,
        bfloat16=False,
        statistics_spread=True,
    ),
    architectures.residual,
    cifar_10.CLASSES,
    (
        DENSE,
        NULL,
        SPARSE_50,
        SPARSE_70,
        SPARSE_90,
        # 0.543 and 0.31 leave as many weights as sparse-70 and -90, within 1.2%.
        Variant("narrow-54", "narrow", 0.0, 54_000, members=10, width=0.543),
        Variant("narrow-31", "narrow", 0.0, 31_000, members=10, width=0.31),
    ),
    (("dense", "null", "sparse-90"), ("sparse-50", "sparse-70", "narrow-54", "narrow-31")),
    part=5,
)
DATASETS = {dataset.id: dataset for dataset in (BALANCED, LONG_TAIL, LONG_TAIL_2, CIFAR_10)}
