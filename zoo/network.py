"""Runs the architectures of the zoo, as functions over a dictionary of tensors."""

import torch
import torch.nn.functional as F

import architectures


def initial(architecture, device):
    """Trainable tensors: He-normal kernels (fan out), BatchNorm at identity, a zero head bias."""
    parameters = {}
    for name, shape in architectures.tensor_shapes(architecture).items():
        kind = name.rpartition(".")[2]
        if len(shape) == 4:
            outputs, _, height, width = shape
            parameters[name] = torch.randn(shape) * (2 / (outputs * height * width)) ** 0.5
        elif len(shape) == 2:
            parameters[name] = torch.randn(shape) * (1 / shape[1]) ** 0.5
        elif kind == "weight":
            parameters[name] = torch.ones(shape)
        elif kind == "bias":
            parameters[name] = torch.zeros(shape)
    return {name: value.to(device).requires_grad_() for name, value in parameters.items()}


def normalised(architecture, images, kind=torch.float32):
    """Images of bytes as networks see them."""
    mean, deviation = architecture["input"]["mean"], architecture["input"]["std"]
    x = images.to(kind) / 255
    if any(mean) or any(value != 1 for value in deviation):
        x = (x - torch.tensor(mean)[:, None, None].to(x)) / torch.tensor(deviation)[:, None, None].to(x)
    return x


def forward(architecture, images, apply):
    """The output of the last layer; apply(layer, inputs) gives a layer's output. What no later layer reads is
    dropped."""
    layers = architecture["layers"]
    last_use = {
        name: index for index, layer in enumerate(layers) for name in layer.get("inputs", [])
    }
    x, kept = images, {}
    for index, layer in enumerate(layers):
        x = apply(layer, [kept[name] for name in layer["inputs"]] if "inputs" in layer else [x])
        kept = {name: value for name, value in kept.items() if last_use[name] > index}
        if layer.get("name") in last_use:
            kept[layer["name"]] = x
    return x


def plain_layer(weights, layer, inputs):
    """The output of any layer but BatchNorm."""
    x = inputs[0]
    if layer["kind"] == "conv":
        return F.conv2d(x, weights[f"{layer['name']}.weight"], None, layer["stride"], layer["padding"])
    if layer["kind"] == "relu":
        return F.relu(x, inplace=True)
    if layer["kind"] == "add":
        return x + inputs[1]
    if layer["kind"] == "globalAverage":
        return x.mean((2, 3))
    assert layer["kind"] == "dense", layer
    return F.linear(x, weights[f"{layer['name']}.weight"], weights[f"{layer['name']}.bias"])


def training_logits(architecture, parameters, images):
    """Logits with every BatchNorm on the statistics of the batch."""

    def apply(layer, inputs):
        if layer["kind"] != "batchNorm":
            return plain_layer(parameters, layer, inputs)
        scale, shift = parameters[f"{layer['name']}.weight"], parameters[f"{layer['name']}.bias"]
        return F.batch_norm(inputs[0], None, None, scale, shift, True, 0.0, layer["epsilon"])

    return forward(architecture, images, apply)


def logits(architecture, weights, images):
    """Float32 logits in evaluation mode; images are float32 as `normalised` gives them."""
    weights = {name: value.float() for name, value in weights.items()}

    def apply(layer, inputs):
        if layer["kind"] != "batchNorm":
            return plain_layer(weights, layer, inputs)
        return normalise(weights, layer, inputs[0])

    return forward(architecture, images, apply)


def normalise(weights, layer, x):
    """A BatchNorm layer with its stored statistics."""
    scale, shift, mean, variance = (
        weights[f"{layer['name']}.{tensor}"] for tensor in ("weight", "bias", "mean", "variance")
    )
    return F.batch_norm(x, mean, variance, scale, shift, False, 0.0, layer["epsilon"])


def estimate_statistics(architecture, weights, images, tile=1000):
    """Fills in the mean and variance of every BatchNorm over `images` (uint8), layer by layer, each with the
    earlier layers already estimated: unbiased variance, two passes, float64 sums."""
    floats = {name: value.float() for name, value in weights.items()}

    def apply(layer, inputs):
        if layer["kind"] != "batchNorm":
            return [plain_layer(floats, layer, list(tiles)) for tiles in zip(*inputs)]
        tiles, name = inputs[0], layer["name"]
        count = sum(x.numel() // layer["channels"] for x in tiles)
        total = sum(x.sum((2, 3)).double().sum(0) for x in tiles)
        mean = (total / count).float()
        centred = mean[None, :, None, None]
        squares = sum(((x - centred) ** 2).sum((2, 3)).double().sum(0) for x in tiles)
        floats[f"{name}.mean"] = weights[f"{name}.mean"] = mean
        floats[f"{name}.variance"] = weights[f"{name}.variance"] = (squares / (count - 1)).float()
        return [normalise(floats, layer, x) for x in tiles]

    forward(architecture, [normalised(architecture, x) for x in images.split(tile)], apply)
