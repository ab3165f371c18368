"""The work of one piece: all networks of a population on a range of images, on whatever machine it runs."""

import math
import os

import numpy as np
import torch

from . import Refused
from .images import ImageSet
from .names import named_object
from .networks import DEVICE, load_network
from .parts import STATE, encode_part, kept_record, write_part

CACHE = {}
"""What a worker keeps from piece to piece: the images, the preprocessing, and the networks of a population,
by job."""

LARGEST_BATCH = 256
SHARE = 0.25
"""Of the free memory, for what one batch takes on its way through a network."""

SCRIPTED = 200


def run_piece(job, piece):
    """Predicts a piece and writes its part; gives the part's record. A network that fails is named in it, the
    rest goes on."""
    kept = kept_record(job["out"], piece["population"], piece["number"], job["id"])
    if kept:
        return kept
    torch.set_num_threads(job["threads"])
    images, preprocess = opened_images(job)
    networks, failed = opened_networks(job, piece["population"])
    start, end = piece["start"], piece["end"]
    labels = None if images.labels is None else images.labels[start:end]
    answers = {
        name: Answers(end - start, len(job["classes"]), labels, job["confidences"]) for name in networks
    }
    failed = dict(failed)
    for first in range(start, end, job["batch"]):
        last = min(first + job["batch"], end)
        batch = images.batch(first, last, preprocess).to(DEVICE)
        for name, network in networks.items():
            if name in failed:
                continue
            try:
                answers[name].take(first - start, on_batch(network, batch))
            except Exception as error:
                failed[name] = f"{one_line(error)} (images {first} to {last - 1})"
    fine = [name for name in networks if name not in failed]
    record = {
        "job": job["id"],
        "population": piece["population"],
        "start": start,
        "end": end,
        "failed": failed,
        "models": fine,
    }
    if not fine:
        why = "; ".join(f"{name}: {reason}" for name, reason in list(failed.items())[:3])
        raise Refused(f"{piece['population']}: expected a network that answers, got none ({why}).")
    ids = np.arange(start, end) if images.ids is None else np.array(images.ids[start:end], dtype=np.str_)
    predictions = np.stack([answers[name].predictions for name in fine])
    confidences = {key: np.stack([answers[name].more[key] for name in fine]) for key in answers[fine[0]].more}
    content = encode_part(piece["population"], predictions, fine, ids, labels, confidences)
    return write_part(job["out"], piece["population"], piece["number"], content, record)


class Answers:
    """What one network says of the images of a piece: classes, and where asked for probabilities and
    ranks."""

    def __init__(self, images, classes, labels, confidences):
        self.classes, self.labels = classes, labels
        self.predictions = np.zeros(images, np.uint16)
        self.more = {"p_prediction": np.zeros(images, np.float32)} if confidences else {}
        if confidences and labels is not None:
            self.more.update(p_label=np.zeros(images, np.float32), rank_label=np.zeros(images, np.uint16))

    def take(self, at, logits):
        """Takes logits [B, classes] of the images from `at` on. Ties go to the smallest class."""
        count, classes = logits.shape
        if classes != self.classes:
            raise Refused(f"expected {self.classes} classes, got {classes}")
        values = logits.float().cpu().numpy()
        bad = ~np.isfinite(values).all(1)
        if bad.any():
            raise Refused(f"expected finite values, got NaN or infinity for {bad.sum()} of {count} images")
        self.predictions[at : at + count] = values.argmax(1)
        if not self.more:
            return
        odds = np.exp(values - values.max(1, keepdims=True))
        shares = odds / odds.sum(1, keepdims=True)
        rows = np.arange(count)
        self.more["p_prediction"][at : at + count] = shares[rows, values.argmax(1)]
        if self.labels is not None:
            own = self.labels[at : at + count]
            score = values[rows, own][:, None]
            before = (values > score).sum(1) + ((values == score) & (np.arange(classes) < own[:, None])).sum(
                1
            )
            self.more["p_label"][at : at + count] = shares[rows, own]
            self.more["rank_label"][at : at + count] = before


def on_batch(network, batch):
    """Logits of a batch; a batch that does not fit into the memory is halved."""
    with torch.inference_mode():
        try:
            return network(batch)
        except RuntimeError as error:
            full = "out of memory" in str(error) or "can't allocate" in str(error)
            if not full or len(batch) == 1:
                raise
            if DEVICE != "cpu":
                torch.cuda.empty_cache()
    half = len(batch) // 2
    return torch.cat([on_batch(network, batch[:half]), on_batch(network, batch[half:])])


def opened_images(job):
    key = ("images", job["id"])
    if key not in CACHE:
        spec = job["images"]
        images = ImageSet.opened(spec, os.path.join(job["out"], STATE, "images.npz"))
        preprocess = named_object(spec["preprocess"], job["folders"]) if spec["preprocess"] else None
        CACHE[key] = (images, preprocess)
    return CACHE[key]


def opened_networks(job, population):
    """The networks of a population by id, loaded once a worker, and why some could not be. Others stay while
    they take under half the memory."""
    key = ("networks", job["id"], population)
    if key not in CACHE:
        others = [each for each in CACHE if each[0] == "networks"]
        taken = sum(network.bytes for each in others for network in CACHE[each][0].values())
        if taken > free_memory() / 2:
            for each in others:
                del CACHE[each]
        networks, failed = {}, {}
        [members] = [each["members"] for each in job["populations"] if each["name"] == population]
        for member in members:
            try:
                networks[member["id"]] = load_network(
                    member, job["folders"], bool(job["images"]["preprocess"])
                )
            except Exception as error:
                failed[member["id"]] = one_line(error)
        CACHE[key] = (networks, failed)
    return CACHE[key]


def probe(job):
    """What has to be the same for every piece: how many classes most networks give, and the largest batch
    whose values fit into the memory here."""
    images, preprocess = opened_images(job)
    image = images.batch(0, 1, preprocess).to(DEVICE)
    widths, taken = {}, image.numel() * 4
    for population in job["populations"][:1]:
        networks, failed = opened_networks(job, population["name"])
        for network in networks.values():
            sizes = []
            hooks = [
                each.register_forward_hook(lambda *given: sizes.append(size_of(given[-1])))
                for each in modules_of(network.module)
            ]
            try:
                width = on_batch(network, image).shape[1]
                widths[width] = widths.get(width, 0) + 1
            except Exception as error:
                failed = {**failed, "network": one_line(error)}
            for hook in hooks:
                hook.remove()
            # Of TorchScript, whose layers cannot be listened to, a generous multiple of the image is taken.
            taken = max(taken, sum(sizes) or SCRIPTED * image.numel() * 4)
        if not widths:
            raise Refused(
                f"{population['name']}: expected a network that answers, got none "
                f"({next(iter(failed.values()), 'no networks')})."
            )
    batch = int(free_memory() * SHARE / max(taken, 1))
    return {
        "classes": max(widths, key=lambda width: widths[width]),
        "batch": max(1, min(LARGEST_BATCH, 1 << int(math.log2(max(batch, 1))))),
    }


def modules_of(module):
    return [] if isinstance(module, torch.jit.ScriptModule) else list(module.modules())


def size_of(value):
    return value.numel() * value.element_size() if isinstance(value, torch.Tensor) else 0


def free_memory():
    """Bytes that are free: of the GPU where there is one, else of this machine, shared by its cores."""
    if DEVICE != "cpu":
        return torch.cuda.mem_get_info(DEVICE)[0]
    pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return pages // (os.cpu_count() or 1)


def one_line(error):
    return " ".join(str(error).split())[:300].rstrip(".") or type(error).__name__
