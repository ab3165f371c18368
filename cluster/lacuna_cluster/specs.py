"""What --networks and --images say: a short form on the command line, or a JSON file of the same."""

import glob
import hashlib
import json
import os
import re

from . import Refused
from .explorer import read_description, stacked

RESERVED = {
    "labels",
    "label",
    "image_ids",
    "image_id",
    "images",
    "ids",
    "model_ids",
    "models",
    "members",
    "classes",
    "predictions",
    "p_prediction",
    "p_label",
    "rank_label",
}


def read_json(path):
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError) as error:
        raise Refused(f"{path}: expected a JSON file, got {error}.") from error
    if not isinstance(found, dict):
        raise Refused(f"{path}: expected an object, got another value.")
    return found


def networks_spec(text):
    """Populations as {name, what, members: [{id, seed, file, sha256, build?, description?, at?}]}, in their
    order.

    Short: `NAME=FILES[@module:function]`, several with semicolons; FILES is a path or a pattern.
    JSON: {"populations": [{"name", "what", "files" or "members", "build"}]}; its paths start at its folder.
    """
    if text.endswith(".json") and "=" not in text:
        said, base = read_json(text), os.path.dirname(os.path.abspath(text))
        entries = said.get("populations")
        if not isinstance(entries, list) or not entries:
            raise Refused(f'{text}: expected a list "populations", got {json.dumps(entries)[:60]}.')
    else:
        base, entries = os.getcwd(), []
        for part in filter(None, (each.strip() for each in text.split(";"))):
            match = re.fullmatch(r"([^=@]+)=([^@]+)(?:@(.+))?", part)
            if not match:
                raise Refused(
                    f'Expected --networks as NAME=FILES@module:function or a JSON file, got "{part}".'
                )
            entries.append({"name": match[1], "files": match[2], "build": match[3]})
    populations = [population(entry, base, text) for entry in entries]
    names = [each["name"] for each in populations]
    if len(set(names)) < len(names) or not names:
        raise Refused(
            f"{text}: expected populations with names of their own, got {', '.join(names) or 'none'}."
        )
    return populations


def population(entry, base, where):
    if not isinstance(entry, dict):
        raise Refused(f"{where}: expected populations as objects, got {json.dumps(entry)[:60]}.")
    name = entry.get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[\w][\w .+-]{0,60}", name) or name in RESERVED:
        raise Refused(
            f'{where}: expected a name of a population in letters, digits, "-", "." or "_", got '
            f"{json.dumps(name)}."
        )
    build = entry.get("build") or None
    if "members" in entry:
        members = [listed_member(member, base, f"{where} ({name})") for member in entry["members"]]
    else:
        members = members_of_files(entry.get("files"), base, f"{where} ({name})")
    ids = [member["id"] for member in members]
    if len(set(ids)) < len(ids) or not ids:
        raise Refused(
            f"{where} ({name}): expected networks with ids of their own, got {', '.join(ids[:6]) or 'none'}."
        )
    digests = {}
    for member in members:
        member.setdefault("seed", None)
        if build and not member.get("description"):
            member.setdefault("build", build)
        path = member["file"]
        if path not in digests:
            digests[path] = digest(path)
        member["sha256"] = digests[path]
    return {"name": name, "what": entry.get("what", ""), "members": members}


def listed_member(member, base, where):
    """A network of a JSON file: its id is a text, its seed a whole number or none."""
    fits = isinstance(member, dict) and isinstance(member.get("file"), str)
    if not fits or not isinstance(member.get("seed"), (int, type(None))):
        raise Refused(
            f"{where}: expected members with a file, and a seed that is a whole number, got "
            f"{json.dumps(member)[:80]}."
        )
    file = absolute(member["file"], base)
    return dict(member, file=file, id=str(member.get("id") or stem(file)))


def members_of_files(files, base, where):
    pattern = absolute(files, base) if isinstance(files, str) else None
    paths = sorted(glob.glob(pattern)) if pattern else []
    if not paths:
        raise Refused(f"{where}: expected files of networks, got none at {files}.")
    if all(path.endswith((".json", ".safetensors")) for path in paths):
        described = [explorer_members(path) for path in paths]
        if all(described):
            return [member for own in described for member in own]
    ids = [stem(path) for path in paths]
    if len(set(ids)) < len(ids):
        ids = [
            os.path.splitext(os.path.relpath(path, os.path.commonpath(paths)))[0].replace(os.sep, "/")
            for path in paths
        ]
    return [{"id": name, "seed": None, "file": path} for name, path in zip(ids, paths)]


def explorer_members(path):
    """The members that a description lists, of the safetensors file beside it; None where there is no
    description."""
    description, weights = (os.path.splitext(path)[0] + ending for ending in (".json", ".safetensors"))
    if not os.path.exists(description):
        return None
    if not os.path.exists(weights):
        raise Refused(
            f"{description}: expected the weights beside it in {os.path.basename(weights)}, got no such file."
        )
    listed = read_description(description).get("members")
    common = {"file": weights, "description": description}
    count = stacked(description, weights)
    if count is None:
        only = listed[0] if listed else {}
        return [dict(common, id=only.get("id", stem(path)), seed=only.get("seed"))]
    if listed is None:
        listed = [{"id": f"{stem(path)}-{at}" if count > 1 else stem(path)} for at in range(count)]
    if len(listed) != count:
        raise Refused(
            f"{weights}: expected the {len(listed)} networks of the description, got tensors of {count}."
        )
    return [dict(common, id=member["id"], seed=member.get("seed"), at=at) for at, member in enumerate(listed)]


def images_spec(text):
    """Where images are, as {files, labels, preprocess, classes, dataset}: short
    `PATH[,LABELS][@module:function]`, or a JSON file of these.

    PATH is a folder of classes, tar shards (`shard-{000..009}.tar` or a pattern), IDX, npz, or CIFAR's .bin
    files or their folder.
    """
    if text.endswith(".json") and os.path.isfile(text):
        said, base = read_json(text), os.path.dirname(os.path.abspath(text))
        files, labels, preprocess = (
            said.get("files") or said.get("path"),
            said.get("labels"),
            said.get("preprocess"),
        )
        if not files:
            raise Refused(f'{text}: expected "files", a path or a list of them, got none.')
    else:
        said, base = {}, os.getcwd()
        place, _, preprocess = text.partition("@")
        files, labels = re.fullmatch(r"((?:\{[^}]*\}|[^,])*),?(.*)", place).groups()
    listed = files if isinstance(files, list) else [files]
    paths = [path for each in listed for path in expand(absolute(each, base))]
    classes = said.get("classes")
    if isinstance(classes, str):
        with open(absolute(classes, base), encoding="utf-8") as file:
            classes = [line.strip() for line in file if line.strip()]
    return {
        "files": paths,
        "labels": absolute(labels, base) if labels else None,
        "preprocess": preprocess or None,
        "classes": classes,
        "dataset": said.get("dataset") or called(listed[0], paths),
    }


def called(given, paths):
    """What images are called: after their file or folder, and several after what their names begin with."""
    if len(paths) == 1:
        return stem(paths[0].rstrip("/"))
    beginning = re.split(r"[{*?\[]", os.path.basename(given))[0].rstrip("-_. ")
    return beginning or os.path.basename(os.path.dirname(paths[0])) or stem(paths[0])


def expand(path):
    """Files that a path stands for: braces as shells and WebDataset write them (`{000..009}`), and
    patterns."""
    match = re.search(r"\{(\d+)\.\.(\d+)\}", path)
    if match:
        numbers = range(int(match[1]), int(match[2]) + 1)
        return [
            each
            for at in numbers
            for each in expand(f"{path[: match.start()]}{at:0{len(match[1])}}{path[match.end() :]}")
        ]
    found = sorted(glob.glob(path)) if re.search(r"[*?\[]", path) else [path]
    missing = [each for each in found if not os.path.exists(each)] or ([] if found else [path])
    if missing:
        raise Refused(f"{missing[0]}: expected images, got no such file.")
    return found


def absolute(path, base):
    return os.path.normpath(os.path.join(base, os.path.expanduser(path)))


def stem(path):
    return os.path.splitext(os.path.basename(path))[0]


def digest(path):
    """SHA-256 of a file."""
    found = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                found.update(chunk)
    except OSError as error:
        raise Refused(f"{path}: expected a network, got {error.strerror or error}.") from error
    return found.hexdigest()
