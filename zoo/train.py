"""Trains every member of every variant that is neither finished nor already in public/zoo.

    python3 zoo/train.py fashion-mnist fashion-mnist-long-tail
"""

import argparse
import fcntl
import multiprocessing
import time
from pathlib import Path

import torch

import members
import recipe
import training

ROOT = Path(__file__).resolve().parent


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("datasets", nargs="+", choices=recipe.DATASETS)
    parser.add_argument("--variants", nargs="+", help="only these; default: all")
    parser.add_argument("--members", type=int, help="of each variant, at most; default: all")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "runs")
    parser.add_argument("--zoo", type=Path, default=ROOT.parent / "public" / "zoo")
    return parser.parse_args()


def prepare(dataset):
    """Runs once in every process: one thread, the images in memory."""
    global splits
    torch.set_num_threads(1)
    splits = recipe.DATASETS[dataset].training_images(), recipe.DATASETS[dataset].test_images()


def train_member(task):
    """Trains, evaluates and writes one member, unless another process has it; returns what to report."""
    name, variant, ordinal, out = task
    path = members.member_path(out, name, variant, ordinal)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_suffix(".lock"), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        return None if path.exists() else train_locked(recipe.DATASETS[name], variant, ordinal, path)


def train_locked(dataset, variant, ordinal, path):
    """Trains, evaluates and writes one member; returns what to report."""
    started, processor = time.monotonic(), time.process_time()
    (images, labels), (test_images, test_labels) = splits
    device = "cuda" if torch.cuda.is_available() else "cpu"
    seed = variant.first_seed + ordinal
    weights = training.train(dataset, variant, seed, images, labels, device)
    logits = training.evaluate(dataset.architecture(variant.width), weights, test_images)
    top1 = (logits.argmax(1) == test_labels).float().mean().item()
    facts = {
        "seed": seed,
        "device": device,
        "torch": torch.__version__,
        "seconds": round(time.monotonic() - started, 1),
        "processorSeconds": round(time.process_time() - processor, 1),
    }
    members.write_member(path, weights, logits, facts)
    return f"{dataset.id} {variant.id}/{ordinal}: top-1 {100 * top1:.2f}%, {facts['seconds']:.0f} s"


def main():
    """Trains what is missing, one dataset after the other."""
    options = arguments()
    for dataset in options.datasets:
        train_missing(dataset, options)


def train_missing(dataset, options):
    """Trains the missing members of one dataset and reports progress."""
    exported = members.exported_members(options.zoo, dataset)
    wanted = members.training_order(recipe.DATASETS[dataset], options.members)
    tasks = [
        (dataset, variant, ordinal, options.out)
        for variant, ordinal in wanted
        if (options.variants is None or variant.id in options.variants)
        and f"{variant.id}/{ordinal}" not in exported
        and not members.member_path(options.out, dataset, variant, ordinal).exists()
    ]
    started = time.monotonic()
    context = multiprocessing.get_context("fork")
    with context.Pool(options.processes, prepare, (dataset,)) as pool:
        for count, report in enumerate(pool.imap_unordered(train_member, tasks), 1):
            if report is None:
                continue
            left = (time.monotonic() - started) / count * (len(tasks) - count)
            print(
                f"{count}/{len(tasks)}  {report}, about {left / 60:.0f} min left",
                flush=True,
            )


if __name__ == "__main__":
    main()
