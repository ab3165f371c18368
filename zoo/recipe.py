"""What is trained: variants, their seeds, and the hyperparameters that all of them share."""

from dataclasses import dataclass

DATASETS = ["fashion-mnist"]


@dataclass(frozen=True)
class Variant:
    """One population: its members differ in nothing but their seeds."""

    id: str
    kind: str
    sparsity: float
    first_seed: int


VARIANTS = [
    Variant("dense", "dense", 0.0, 0),
    Variant("null", "null", 0.0, 1000),
    Variant("sparse-30", "sparse", 0.3, 3000),
    Variant("sparse-50", "sparse", 0.5, 5000),
    Variant("sparse-70", "sparse", 0.7, 7000),
    Variant("sparse-90", "sparse", 0.9, 9000),
]
TRAINING_ORDER = ["dense", "null", "sparse-90", "sparse-50", "sparse-70", "sparse-30"]
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


RECIPE = Recipe()
