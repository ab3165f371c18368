"""Trains one member. Everything random follows from (dataset, variant, seed)."""

import torch
import torch.nn.functional as F

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
    """Every epoch's batches (images as float in 0..1, labels), in a fresh order. Which images are mirrored
    is drawn once and then alternates, so that each image is seen either way equally often."""
    mirrored = torch.rand(len(images), generator=generator) < 0.5
    both = torch.stack([images, images.flip(3)])
    for epoch in range(recipe.epochs):
        order = torch.randperm(len(images), generator=generator)
        for start in range(0, len(images) - recipe.batch + 1, recipe.batch):
            chosen = order[start : start + recipe.batch]
            side = (mirrored[chosen] ^ (epoch % 2 == 1)).long()
            yield both[side, chosen], labels[chosen]


def train(dataset, variant, seed, recipe, images, labels, device="cpu"):
    """The member's weights as they ship: kernels float16, the rest float32."""
    torch.manual_seed(derived_seed(dataset, variant.id, seed, "weights"))
    generator = torch.Generator().manual_seed(derived_seed(dataset, variant.id, seed, "order"))
    parameters = network.initial(device, variant.width)
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
    pruner = Pruner(
        parameters, network.KERNELS, variant.sparsity, begin, end, recipe.prune_frequency
    )
    for step, (x, y) in enumerate(batches(recipe, images, labels, generator)):
        pruner.update(step)
        optimiser.param_groups[0]["lr"] = rate(recipe, step, steps)
        optimiser.zero_grad(set_to_none=True)
        x = x.to(device).to(torch.bfloat16) / 255
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            scores = network.training_logits(pruner.masked(), x)
        F.cross_entropy(scores.float(), y.to(device).long()).backward()
        optimiser.step()
    return shipped(pruner, recipe, images)


@torch.no_grad()
def shipped(pruner, recipe, images):
    """Float16 kernels with exact zeros under the mask and nowhere else, and BatchNorm statistics
    estimated again with those kernels, in float32."""
    weights = {name: value.detach().clone() for name, value in pruner.masked().items()}
    for name in network.KERNELS:
        exact = weights[name]
        rounded = exact.half()
        underflow = (rounded == 0) & (exact != 0)
        rounded[underflow] = (exact[underflow].sign() * 2.0**-24).half()
        weights[name] = rounded
    weights = {name: value.cpu() for name, value in weights.items()}
    network.estimate_statistics(weights, images[: recipe.statistics_images])
    return weights


@torch.no_grad()
def evaluate(weights, images, tile=1000):
    """Float32 logits [images, classes] of the shipped weights."""
    return torch.cat([network.logits(weights, x.float() / 255) for x in images.split(tile)])
