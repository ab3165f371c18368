#!/usr/bin/env python3
"""Predictions of many networks on many images, as a dataset of parts for lacuna.

    python3 cluster/predict.py --networks "dense=dense/*.pt@models:build;compressed=pruned/*.pt@models:build"
    \\
        --images val@models:prepare --out parts

Runs on the cores or GPUs of this machine, or with --scheduler on a Dask cluster; docs/cluster.md says more.
Ends with 0 where all is done, 1 where a network or a part failed, 2 where an option does not fit.
"""

import argparse
import fcntl
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lacuna_cluster import Refused  # noqa: E402
from lacuna_cluster.images import ImageSet  # noqa: E402
from lacuna_cluster.job import begin_job, pieces_of, write_manifest  # noqa: E402
from lacuna_cluster.parts import FULL, kept_record, remove_unfinished  # noqa: E402
from lacuna_cluster.progress import Progress  # noqa: E402
from lacuna_cluster.schedule import Dask, in_process  # noqa: E402
from lacuna_cluster.specs import images_spec, networks_spec  # noqa: E402


def options(args):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--networks", required=True, metavar="SPEC", help="NAME=FILES[@module:function];..., or a JSON file"
    )
    parser.add_argument(
        "--images", required=True, metavar="SPEC", help="PATH[,LABELS][@module:function], or a JSON file"
    )
    parser.add_argument(
        "--out", required=True, metavar="FOLDER", help="where parts and manifest.json go; all workers see it"
    )
    parser.add_argument(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="a Dask scheduler; without it processes of this machine",
    )
    parser.add_argument(
        "--workers",
        type=int,
        help="processes of this machine (default: a core or GPU each); 0: this one alone, without Dask",
    )
    parser.add_argument("--part", type=int, default=65_536, help="images a part (default 65,536)")
    parser.add_argument(
        "--batch",
        type=int,
        help="images at a time (default: what fits into a quarter of the free memory, at most 256)",
    )
    parser.add_argument("--threads", type=int, default=1, help="threads a worker (default 1)")
    parser.add_argument(
        "--confidences",
        action="store_true",
        help="also probabilities and ranks, by the softmax of what networks give",
    )
    parser.add_argument(
        "--wait", type=float, default=30, help="minutes to wait for a scheduler that went away (default 30)"
    )
    return parser.parse_args(args)


def main(args):
    given = options(args)
    for name in ("part", "batch", "threads"):
        if getattr(given, name) is not None and getattr(given, name) < 1:
            raise Refused(f"Expected --{name} to be 1 or more, got {getattr(given, name)}.")
    if given.scheduler and given.workers is not None:
        raise Refused("Expected --scheduler or --workers, got both; a scheduler has its own workers.")
    populations = networks_spec(given.networks)
    spec = images_spec(given.images)
    images = ImageSet(spec)
    out = os.path.abspath(given.out)
    with locked(out):
        return predict(given, out, populations, spec, images)


def predict(given, out, populations, spec, images):
    networks = sum(len(each["members"]) for each in populations)
    progress = Progress(images.count * networks)
    progress.note(
        f"{spec['dataset']}: {images.count} images ({images.kind}), "
        f"{images.labelled}; "
        + " and ".join(f"{len(each['members'])} {each['name']}" for each in populations)
        + " networks."
    )
    remove_unfinished(out)
    engine = None
    if given.workers != 0:
        engine = Dask(
            given.scheduler, given.workers or cores(), given.threads, given.wait * 60, progress.note
        )
    try:
        job = begin_job(given, out, populations, spec, images, engine.call if engine else None)
        progress.note(
            f"{len(job['classes'])} classes, {job['batch']} images at a time, parts of {given.part}."
        )
        pieces = pieces_of(job, images.count, given.part)
        records, failing, left = {}, set(), []
        for piece in pieces:
            record = kept_record(out, piece["population"], piece["number"], job["id"])
            if record is None:
                left.append(piece)
                continue
            records[piece["population"], piece["number"]] = record
            progress.kept(size_of(job, piece))
        if records:
            progress.note(f"{len(records)} of {len(pieces)} parts are there and whole; they are kept.")

        def told(piece, outcome):
            key = (piece["population"], piece["number"])
            if "record" in outcome:
                records[key] = outcome["record"]
                for name, why in outcome["record"]["failed"].items():
                    if (piece["population"], name) not in failing:
                        failing.add((piece["population"], name))
                        progress.note(f"{piece['population']}/{name}: left out: {why}.")
                progress.finished(size_of(job, piece), outcome["record"]["path"])
            else:
                progress.note(
                    outcome["refused"] if outcome["full"] else f"{called(piece)}: {outcome['refused']}"
                )

        if engine:
            engine.run(job, left, told)
        else:
            in_process(job, left, told)
    finally:
        if engine:
            engine.close()
        progress.end()
    missing = [piece for piece in pieces if (piece["population"], piece["number"]) not in records]
    if missing:
        print(
            f"{len(missing)} of {len(pieces)} parts are missing ({called(missing[0])}...); start again to "
            f"make them.",
            file=sys.stderr,
        )
        return 1
    failed = write_manifest(job, out, images.count, list(records.values()))
    for each in failed:
        print(f"{each['population']}/{each['id']}: left out: {each['why']}.", file=sys.stderr)
    print(
        f"{os.path.join(out, 'manifest.json')}: {len(pieces)} parts; check them with lacuna check "
        f"{given.out}.",
        file=sys.stderr,
    )
    return 1 if failed else 0


def called(piece):
    return f"{piece['population']}, images {piece['start']} to {piece['end'] - 1}"


def size_of(job, piece):
    [members] = [each["members"] for each in job["populations"] if each["name"] == piece["population"]]
    return len(members) * (piece["end"] - piece["start"])


def cores():
    """GPUs, or cores that this process may use."""
    import torch

    return torch.cuda.device_count() or len(os.sched_getaffinity(0))


class locked:
    """Holds a folder, so that two runs do not write to it at once."""

    def __init__(self, out):
        self.out = out

    def __enter__(self):
        os.makedirs(self.out, exist_ok=True)
        there = [name for name in os.listdir(self.out) if name != ".lock"]
        if there and not os.path.exists(os.path.join(self.out, "_state")):
            raise Refused(
                f"{self.out}: expected an empty folder, or one of an earlier run, got {there[0]} in it; name "
                f"another."
            )
        self.file = open(os.path.join(self.out, ".lock"), "w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(
                f"{self.out}: expected no other run that writes here, got one; wait for it or name another "
                f"folder."
            ) from error

    def __exit__(self, *_):
        self.file.close()


def stop(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        advice = "; finished parts are kept: make room and start again" if error.errno in FULL else ""
        print(
            f"{error.filename or 'A file'}: expected to read or write it, got {error.strerror or error}"
            f"{advice}.",
            file=sys.stderr,
        )
        sys.exit(1)
    except KeyboardInterrupt:
        print("Stopped; finished parts are kept: start again to go on.", file=sys.stderr)
        sys.exit(130)
