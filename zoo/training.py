"""Trains one member. Everything random follows from (dataset, variant, seed)."""

import contextlib

import torch
import torch.nn.functional as F

import architectures
import network
from data import derived_seed
from pruning import Pruner


def rate(recipe, step, steps):
    """Learning rate: up linearly, then down to zero along a half cosine."""
    rising = recipe.warm_up * steps
    if step < rising:
        return recipe.peak_rate * (0.04 + 0.96 * step / rising)
    progress = torch.tensor((step - rising) / (steps - rising))
    return recipe.peak_rate * 0.5 * (1 + torch.cos(torch.pi * progress)).item()


def batches(recipe, images, labels, generator):
    """Every epoch's batches (images as bytes, labels), in a fresh order. Which images are mirrored is drawn
    once and then alternates, so that each image is seen either way equally often. Where the recipe crops,
    each image is a square of the epoch's size, at a place drawn anew."""
    mirrored = torch.rand(len(images), generator=generator) < 0.5
    both = torch.stack([images, images.flip(3)])
    for epoch in range(recipe.epochs):
        order = torch.randperm(len(images), generator=generator)
        for start in range(0, len(images) - recipe.batch + 1, recipe.batch):
            chosen = order[start : start + recipe.batch]
            side = (mirrored[chosen] ^ (epoch % 2 == 1)).long()
            batch = both[side, chosen]
            if recipe.crops:
                batch = cropped(batch, recipe.crops[epoch], generator)
            yield batch, labels[chosen]


def cropped(images, size, generator):
    """A square of `size` pixels of each image, at a place drawn for each."""
    places = images.shape[3] - size + 1
    corners = torch.randint(places, (2, len(images), 1), generator=generator)
    rows, columns = corners + torch.arange(size)
    index = torch.arange(len(images))[:, None, None]
    # Indexed as [N, height, width, channels]: the result is in the order of memory that `channels_last`
    # means.
    return images.permute(0, 2, 3, 1)[index, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def train(dataset, variant, seed, images, labels, device="cpu"):
    """The member's weights as they ship: kernels float16, the rest float32."""
    recipe = dataset.recipe
    architecture = dataset.architecture(variant.width)
    kernels = architectures.kernels(architecture)
    torch.manual_seed(derived_seed(dataset.id, variant.id, seed, "weights"))
    generator = torch.Generator().manual_seed(derived_seed(dataset.id, variant.id, seed, "order"))
    parameters = network.initial(architecture, device)
    optimiser = torch.optim.SGD(
        parameters.values(),
        lr=recipe.peak_rate,
        momentum=recipe.momentum,
        weight_decay=recipe.weight_decay,
        nesterov=True,
        foreach=True,
    )
    steps = recipe.epochs * (len(images) // recipe.batch)
    begin, end = round(recipe.prune_begin * steps), round(recipe.prune_end * steps)
    pruner = Pruner(parameters, kernels, variant.sparsity, begin, end, recipe.prune_frequency)
    kind = torch.bfloat16 if recipe.bfloat16 else torch.float32
    for step, (x, y) in enumerate(batches(recipe, images, labels, generator)):
        pruner.update(step)
        optimiser.param_groups[0]["lr"] = rate(recipe, step, steps)
        optimiser.zero_grad(set_to_none=True)
        x = network.normalised(architecture, x.to(device), kind)
        with torch.autocast(torch.device(device).type, kind) if recipe.bfloat16 else contextlib.nullcontext():
            scores = network.training_logits(architecture, pruner.masked(), x)
        F.cross_entropy(scores.float(), y.to(device).long()).backward()
        optimiser.step()
    return shipped(architecture, pruner, recipe, images)


@torch.no_grad()
def shipped(architecture, pruner, recipe, images):
    """Float16 kernels with exact zeros under the mask and nowhere else, and BatchNorm statistics
    estimated again with those kernels, in float32."""
    weights = {name: value.detach().clone() for name, value in pruner.masked().items()}
    for name in architectures.kernels(architecture):
        exact = weights[name]
        rounded = exact.half()
        underflow = (rounded == 0) & (exact != 0)
        rounded[underflow] = (exact[underflow].sign() * 2.0**-24).half()
        weights[name] = rounded
    weights = {name: value.cpu() for name, value in weights.items()}
    network.estimate_statistics(architecture, weights, statistics_images(recipe, images))
    return weights


def statistics_images(recipe, images):
    """The images over which BatchNorm statistics are estimated: evenly spread over all, or the first ones."""
    if recipe.statistics_spread:
        return images[:: len(images) // recipe.statistics_images][: recipe.statistics_images]
    return images[: recipe.statistics_images]


@torch.no_grad()
def evaluate(architecture, weights, images, tile=1000):
    """Float32 logits [images, classes] of the shipped weights."""
    tiles = images.split(tile)
    return torch.cat(
        [network.logits(architecture, weights, network.normalised(architecture, x)) for x in tiles]
    )
