"""Networks in the explorer's own form, a description in JSON and weights in safetensors (docs/formats.md), as
PyTorch modules."""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

from . import Refused
from .safetensors import read_safetensors


def read_description(path):
    """A description as it stands, checked for its format and version."""
    with open(path, encoding="utf-8") as file:
        said = json.load(file)
    if (
        not isinstance(said, dict)
        or said.get("format") != "lacuna-network"
        or said.get("version") not in (1, 2)
    ):
        raise Refused(
            f'{path}: expected a description of format "lacuna-network", version 1 or 2, got another file.'
        )
    return said


AXES = {"conv": 4, "dense": 2, "batchNorm": 1, "layerNorm": 1, "scale": 1, "prelu": 1}
"""Of the weight of one network; stacked ones have one more."""


def stacked(description, weights):
    """How many networks a file of weights holds: None of a single one, whose tensors are not stacked."""
    tensors = read_safetensors(weights)
    for layer in read_description(description)["layers"]:
        found = tensors.get(f"{layer.get('name')}.weight")
        if found is not None and layer["kind"] in AXES:
            return found.shape[0] if found.dim() > AXES[layer["kind"]] else None
    return None


def read_explorer_network(description, weights, at):
    """Network number `at` of a file of stacked weights; with `at` None the only one of its file."""
    said = read_description(description)
    tensors = {
        name: (values if at is None else values[at]).float()
        for name, values in read_safetensors(weights).items()
    }
    network = Described(said["layers"], tensors, description)
    network.normalisation = (said["input"]["mean"], said["input"]["std"])
    network.extent = tuple(said["input"][side] for side in ("channels", "height", "width"))
    return network.eval()


class Described(nn.Module):
    """Runs the layers of a description on images [B, channels, height, width]; gives logits [B, classes]."""

    def __init__(self, layers, tensors, file):
        super().__init__()
        for kind in sorted({layer["kind"] for layer in layers} - set(KINDS)):
            raise Refused(f"{file}: expected layers of the kinds {', '.join(sorted(KINDS))}, got {kind}.")
        self.layers = layers
        self.keys = {name: f"tensor{at}" for at, name in enumerate(tensors)}
        for name, values in tensors.items():
            self.register_buffer(self.keys[name], values)

    def forward(self, x):
        values, before, outputs = {"input": x}, x, []
        for at, layer in enumerate(self.layers):
            taken = [values[name] for name in layer["inputs"]] if "inputs" in layer else [before]
            if "from" in layer:  # version 1: the output of an earlier layer by its number
                taken = [before, outputs[layer["from"]]]
            if not (layer["kind"] == "softmax" and at == len(self.layers) - 1):
                before = KINDS[layer["kind"]](layer, self.tensors_of(layer), *taken)
            outputs.append(before)
            if "name" in layer:
                values[layer["name"]] = before
        return before.flatten(1)

    def tensors_of(self, layer):
        def tensor(part):
            name = f"{layer.get('name')}.{part}"
            if name not in self.keys:
                raise Refused(f"Expected a tensor {name}, got none of that name.")
            return getattr(self, self.keys[name])

        return tensor


def pair(value):
    return list(value) if isinstance(value, list) else [value, value]


def sides(layer):
    """[top, left, bottom, right] of a padding given as one number, two or four."""
    value = layer.get("padding", 0)
    padding = value if isinstance(value, list) and len(value) == 4 else pair(value) * 2
    return padding


def padded(x, layer, filling=0.0):
    top, left, bottom, right = sides(layer)
    return F.pad(x, (left, right, top, bottom), value=filling) if any((top, left, bottom, right)) else x


def conv(layer, tensor, x):
    bias = tensor("bias") if layer["bias"] else None
    options = dict(
        stride=pair(layer["stride"]), dilation=pair(layer.get("dilation", 1)), groups=layer.get("groups", 1)
    )
    top, left, bottom, right = sides(layer)
    if (top, left) == (bottom, right):
        return F.conv2d(x, tensor("weight"), bias, padding=(top, left), **options)
    return F.conv2d(padded(x, layer), tensor("weight"), bias, **options)


def dense(layer, tensor, x):
    return F.linear(x.flatten(1), tensor("weight"), tensor("bias") if layer["bias"] else None)[
        :, :, None, None
    ]


def batch_norm(layer, tensor, x):
    parts = [tensor(part) for part in ("running_mean", "running_var", "weight", "bias")]
    return F.batch_norm(x, *parts, training=False, eps=layer["epsilon"])


def layer_norm(layer, tensor, x):
    rows = x.permute(0, 2, 3, 1)
    return F.layer_norm(rows, rows.shape[-1:], tensor("weight"), tensor("bias"), layer["epsilon"]).permute(
        0, 3, 1, 2
    )


def scale(layer, tensor, x):
    scaled = x * tensor("weight").reshape(1, -1, 1, 1)
    return scaled + tensor("bias").reshape(1, -1, 1, 1) if layer["bias"] else scaled


def pool(layer, x, most):
    size, stride, ceil = pair(layer["size"]), pair(layer["stride"]), layer.get("ceilMode", False)
    top, left, bottom, right = sides(layer)
    if (top, left) != (bottom, right):
        if most:
            return F.max_pool2d(padded(x, layer, -math.inf), size, stride, ceil_mode=ceil)
        counted = torch.ones_like(x[:1, :1]) if not layer.get("countIncludePad", True) else None
        whole = F.avg_pool2d(padded(x, layer), size, stride, ceil_mode=ceil)
        return (
            whole
            if counted is None
            else whole / F.avg_pool2d(padded(counted, layer), size, stride, ceil_mode=ceil)
        )
    if most:
        return F.max_pool2d(x, size, stride, (top, left), ceil_mode=ceil)
    return F.avg_pool2d(x, size, stride, (top, left), ceil, layer.get("countIncludePad", True))


def shuffle(layer, _, x):
    images, channels, height, width = x.shape
    groups = layer["groups"]
    return x.reshape(images, groups, channels // groups, height, width).transpose(1, 2).reshape(x.shape)


def joined(operation):
    def join(_layer, _tensor, first, *others):
        for other in others:
            first = operation(first, other)
        return first

    return join


def plain(function):
    return lambda layer, tensor, x: function(x)


KINDS = {
    "conv": conv,
    "dense": dense,
    "batchNorm": batch_norm,
    "layerNorm": layer_norm,
    "scale": scale,
    "maxPool": lambda layer, _, x: pool(layer, x, True),
    "averagePool": lambda layer, _, x: pool(layer, x, False),
    "globalAverage": plain(lambda x: x.mean((2, 3), keepdim=True)),
    "globalMax": plain(lambda x: x.amax((2, 3), keepdim=True)),
    "add": joined(torch.add),
    "multiply": joined(torch.mul),
    "concatenate": lambda _layer, _tensor, *values: torch.cat(values, 1),
    "flatten": plain(lambda x: x.flatten(1)[:, :, None, None]),
    "softmax": plain(lambda x: x.softmax(1)),
    "pad": lambda layer, _, x: padded(x, layer, layer.get("value", 0.0)),
    "shuffle": shuffle,
    "slice": lambda layer, _, x: x[:, layer["first"] : layer["first"] + layer["count"]],
    "relu": plain(F.relu),
    "sigmoid": plain(torch.sigmoid),
    "tanh": plain(torch.tanh),
    "silu": plain(F.silu),
    "hardSwish": plain(F.hardswish),
    "clip": lambda layer, _, x: x.clamp(layer["low"], layer["high"]),
    "leakyRelu": lambda layer, _, x: F.leaky_relu(x, layer["slope"]),
    "prelu": lambda layer, tensor, x: F.prelu(x, tensor("weight")),
    "hardSigmoid": lambda layer, _, x: (x * layer["slope"] + layer["offset"]).clamp(0, 1),
    "gelu": lambda layer, _, x: F.gelu(x, approximate=layer.get("approximation", "none")),
}
