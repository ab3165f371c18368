"""Runs predict.py as a process, and reads what it wrote."""

import hashlib
import json
import os
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
PREDICT = os.path.join(os.path.dirname(HERE), "predict.py")


def environment(**more):
    return {**os.environ, "PYTHONPATH": HERE, "OMP_NUM_THREADS": "1", **more}


def command(out, networks, images, *options):
    return [sys.executable, PREDICT, "--networks", networks, "--images", images, "--out", out, *options]


def run(*given, env=None, **options):
    """The finished process, with what it said."""
    return subprocess.run(
        command(*given),
        capture_output=True,
        text=True,
        env=env or environment(),
        timeout=300,
        check=False,
        **options
    )


def start(*given, env=None):
    return subprocess.Popen(command(*given), stderr=subprocess.PIPE, text=True, env=env or environment())


def files_of(out):
    """SHA-256 of the manifest and of all parts, by path."""
    found = {}
    for folder, _, names in os.walk(out):
        for name in names:
            path = os.path.join(folder, name)
            own = os.path.relpath(path, out)
            if not own.startswith(("_", ".")):
                with open(path, "rb") as file:
                    found[own] = hashlib.sha256(file.read()).hexdigest()
    return found


def manifest(out):
    with open(os.path.join(out, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def predictions(out, population):
    """[networks, images] of a population, its parts put together."""
    parts = [part for part in manifest(out)["parts"] if part["population"] == population]
    return np.concatenate([np.load(os.path.join(out, part["path"]))[population] for part in parts], axis=1)
