"""What is trained: datasets, their variants with their seeds, and the hyperparameters that all of them share."""

from dataclasses import dataclass, replace

PART = 10


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
    """Images to train on, the variants trained on them, and the order in which they are trained."""

    id: str
    title: str
    recipe: Recipe
    variants: tuple[Variant, ...]
    training_order: tuple[str, ...]


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
        "dense",
        "null",
        "sparse-90",
        "sparse-50",
        "sparse-70",
        "sparse-30",
        "narrow-50",
        "narrow-25",
        "narrow-31",
        "narrow-54",
        "narrow-70",
    ),
)
# 14 epochs of a quarter of the images are half the steps of 7 epochs of all.
LONG_TAIL = Dataset(
    "fashion-mnist-long-tail",
    "Fashion-MNIST, long-tailed",
    replace(RECIPE, epochs=14),
    (DENSE, NULL, SPARSE_50, SPARSE_70, SPARSE_90),
    ("dense", "sparse-90", "null", "sparse-50", "sparse-70"),
)
DATASETS = {dataset.id: dataset for dataset in (BALANCED, LONG_TAIL)}
