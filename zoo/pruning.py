"""Gradual magnitude pruning (Zhu & Gupta 2017, arXiv:1710.01878), each layer on its own."""

import math

import torch


class Pruner:
    """Masks over kernels that grow with the step. A masked weight keeps its value, so that it may
    return at a later update until the last one."""

    def __init__(self, parameters, kernels, target, begin, end, frequency):
        self.parameters, self.kernels = parameters, kernels
        self.target, self.begin, self.end, self.frequency = target, begin, end, frequency
        self.masks = {name: torch.ones_like(parameters[name]) for name in kernels}

    def update(self, step):
        """Recomputes the masks when the schedule has an update at this step."""
        scheduled = self.begin <= step <= self.end and (step - self.begin) % self.frequency == 0
        if self.target == 0 or not (scheduled or step == self.end):
            return
        progress = (step - self.begin) / (self.end - self.begin)
        sparsity = self.target * (1 - (1 - progress) ** 3)
        for name in self.kernels:
            self.masks[name] = mask(self.parameters[name], sparsity)

    def masked(self):
        """The parameters with their masks applied (differentiable)."""
        if self.target == 0:
            return self.parameters
        applied = dict(self.parameters)
        for name in self.kernels:
            applied[name] = self.parameters[name] * self.masks[name]
        return applied


def pruned_count(sparsity, count):
    """round(sparsity * count), halves up."""
    return math.floor(sparsity * count + 0.5)


def mask(weight, sparsity):
    """Zeros at the round(sparsity * n) smallest magnitudes (ties by index), ones elsewhere."""
    magnitudes = weight.detach().abs().flatten()
    order = torch.sort(magnitudes, stable=True).indices
    kept = torch.ones_like(magnitudes)
    kept[order[: pruned_count(sparsity, magnitudes.numel())]] = 0
    return kept.view_as(weight)
