"""What a run is: its networks, images and pieces, kept so that a later start goes on with the same, and the
manifest at its end."""

import hashlib
import json
import os

from . import Refused
from .parts import STATE, write_json
from .specs import read_json

FIXED = ("classes", "batch", "threads")
"""What the first start decides, as the last bits of a result depend on it."""


def begin_job(given, out, populations, spec, images, call):
    """The job of a folder: begun now, or the one begun earlier, which must be the same. `call` runs a
    function on a worker, None here."""
    said = {
        "populations": populations,
        "images": images.fingerprint(),
        "classes": images.classes,
        "part": given.part,
        "confidences": given.confidences,
    }
    own = hashlib.sha256(json.dumps([said, given.batch], sort_keys=True).encode()).hexdigest()
    path = os.path.join(out, STATE, "job.json")
    job = {
        "id": own[:16],
        "out": out,
        "populations": populations,
        "images": spec,
        "dataset": spec["dataset"],
        "confidences": given.confidences,
        "threads": given.threads,
        "folders": folders(given),
    }
    if os.path.exists(path):
        earlier = read_json(path)
        if earlier.get("id") != job["id"]:
            differ = [name for name in said if said[name] != earlier.get("said", {}).get(name)] or ["batch"]
            raise Refused(
                f"{out}: expected the run that began here, got another one (other {', '.join(differ)}); name "
                f"another folder."
            )
        return {**job, **{name: earlier[name] for name in FIXED}}
    os.makedirs(os.path.join(out, STATE, "parts"), exist_ok=True)
    images.save(os.path.join(out, STATE, "images.npz"))
    if images.classes and given.batch:
        found = {"classes": len(images.classes), "batch": given.batch}
    else:
        found = call("lacuna_cluster.piece:probe", job) if call else probed(job)
    job["classes"] = images.classes or [str(at) for at in range(found["classes"])]
    if images.labels is not None and images.labels.max() >= len(job["classes"]):
        raise Refused(
            f"{spec['files'][0]}: expected labels from 0 to {len(job['classes']) - 1}, as the networks give "
            f"{len(job['classes'])} values, got {images.labels.max()}."
        )
    job["batch"] = given.batch or found["batch"]
    write_json(path, {"id": job["id"], **{name: job[name] for name in FIXED}, "said": said})
    return job


def probed(job):
    from .piece import probe

    return probe(job)


def folders(given):
    """Where the reader's own code is looked for: here, and beside the files that name it."""
    beside = [
        os.path.dirname(os.path.abspath(each))
        for each in (given.networks, given.images)
        if os.path.isfile(each)
    ]
    return list(dict.fromkeys([os.getcwd(), *beside]))


def pieces_of(job, images, part):
    """(population, image range): parts of equal size but the last, population by population."""
    return [
        {"population": each["name"], "number": number, "start": start, "end": min(start + part, images)}
        for each in job["populations"]
        for number, start in enumerate(range(0, images, part))
    ]


def write_manifest(job, out, images, records):
    """Writes manifest.json; gives the networks that failed somewhere, which it does not list, and why."""
    failed, populations = [], []
    for population in job["populations"]:
        own = [record for record in records if record["population"] == population["name"]]
        reasons = {}
        for record in own:
            for name, why in record["failed"].items():
                reasons.setdefault(name, why)
        failed += [
            {"population": population["name"], "id": name, "why": why} for name, why in reasons.items()
        ]
        members = [
            {"id": each["id"], "seed": each["seed"]}
            for each in population["members"]
            if each["id"] not in reasons
        ]
        if not members:
            raise Refused(
                f"{population['name']}: expected a network that answers on all images, got none "
                f"({next(iter(reasons.values()))})."
            )
        what = {"what": population["what"]} if population["what"] else {}
        populations.append({"name": population["name"], **what, "members": members})
    order = {each["name"]: at for at, each in enumerate(job["populations"])}
    records = sorted(records, key=lambda record: (order[record["population"]], record["start"]))
    write_json(
        os.path.join(out, "manifest.json"),
        {
            "format": "lacuna-parts",
            "version": 1,
            "dataset": job["dataset"],
            "images": images,
            "classes": job["classes"],
            "populations": populations,
            **({"failed": failed} if failed else {}),
            "parts": [
                {key: record[key] for key in ("path", "population", "start", "end", "bytes", "sha256")}
                for record in records
            ],
        },
    )
    return failed
