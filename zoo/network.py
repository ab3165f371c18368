"""The architecture of the zoo at any width, as functions over a dictionary of tensors."""

import torch
import torch.nn.functional as F

EPSILON = 1e-5
# name, kernel, stride, padding, output channels at full width
CONVOLUTIONS = [
    ("conv1", 5, 2, 2, 32),
    ("conv2", 3, 2, 1, 64),
    ("conv3", 3, 2, 1, 128),
]
KERNELS = ["conv1.weight", "conv2.weight", "conv3.weight", "head.weight"]
CLASSES = 10


def channels(width):
    """(input, output) channels of every convolution when `width` (0..1] of the channels are there."""
    outputs = [round(width * full) for *_, full in CONVOLUTIONS]
    return list(zip([1, *outputs], outputs))


def layers(width=1.0):
    """The architecture as the manifest describes it."""
    described = []
    sizes = channels(width)
    for index, ((name, kernel, stride, padding, _), (inputs, outputs)) in enumerate(
        zip(CONVOLUTIONS, sizes), 1
    ):
        described += [
            {
                "kind": "conv",
                "name": name,
                "input": inputs,
                "output": outputs,
                "kernel": [kernel, kernel],
                "stride": stride,
                "padding": padding,
                "bias": False,
            },
            {"kind": "batchNorm", "name": f"bn{index}", "channels": outputs, "epsilon": EPSILON},
            {"kind": "relu"},
        ]
    described += [
        {"kind": "globalAverage"},
        {"kind": "dense", "name": "head", "input": sizes[-1][1], "output": CLASSES, "bias": True},
    ]
    return described


def initial(device, width=1.0):
    """Trainable tensors: He-normal kernels (fan out), BatchNorm at identity, a zero head bias."""
    parameters = {}
    sizes = channels(width)
    for index, ((name, kernel, *_), (inputs, outputs)) in enumerate(zip(CONVOLUTIONS, sizes), 1):
        deviation = (2 / (outputs * kernel * kernel)) ** 0.5
        parameters[f"{name}.weight"] = torch.randn(outputs, inputs, kernel, kernel) * deviation
        parameters[f"bn{index}.weight"] = torch.ones(outputs)
        parameters[f"bn{index}.bias"] = torch.zeros(outputs)
    parameters["head.weight"] = torch.randn(CLASSES, outputs) * (1 / outputs) ** 0.5
    parameters["head.bias"] = torch.zeros(CLASSES)
    return {name: value.to(device).requires_grad_() for name, value in parameters.items()}


def training_logits(parameters, images):
    """Logits with every BatchNorm on the statistics of the batch."""
    x = images
    for index, (name, _, stride, padding, _) in enumerate(CONVOLUTIONS, 1):
        x = F.conv2d(x, parameters[f"{name}.weight"], None, stride, padding)
        scale, shift = parameters[f"bn{index}.weight"], parameters[f"bn{index}.bias"]
        x = F.batch_norm(x, None, None, scale, shift, True, 0.0, EPSILON)
        x = F.relu(x, inplace=True)
    return F.linear(x.mean((2, 3)), parameters["head.weight"], parameters["head.bias"])


def logits(weights, images):
    """Float32 logits in evaluation mode; images are float32 in 0..1."""
    x = images
    for index, (name, _, stride, padding, _) in enumerate(CONVOLUTIONS, 1):
        x = F.conv2d(x, weights[f"{name}.weight"].float(), None, stride, padding)
        x = F.relu(normalise(weights, index, x), inplace=True)
    return F.linear(x.mean((2, 3)), weights["head.weight"].float(), weights["head.bias"])


def normalise(weights, index, x):
    """BatchNorm `index` with its stored statistics."""
    mean, variance = weights[f"bn{index}.mean"], weights[f"bn{index}.variance"]
    scale, shift = weights[f"bn{index}.weight"], weights[f"bn{index}.bias"]
    return F.batch_norm(x, mean, variance, scale, shift, False, 0.0, EPSILON)


def estimate_statistics(weights, images, tile=1000):
    """Fills in every bn*.mean and bn*.variance over `images` (uint8), layer by layer, each with the
    earlier layers already estimated: unbiased variance, two passes, float64 sums."""
    tiles = [chunk.float() / 255 for chunk in images.split(tile)]
    for index, (name, _, stride, padding, _) in enumerate(CONVOLUTIONS, 1):
        kernel = weights[f"{name}.weight"].float()
        outputs = len(kernel)
        tiles = [F.conv2d(x, kernel, None, stride, padding) for x in tiles]
        count = sum(x.numel() // outputs for x in tiles)
        total = sum(x.sum((2, 3)).double().sum(0) for x in tiles)
        mean = (total / count).float()
        centred = mean[None, :, None, None]
        squares = sum(((x - centred) ** 2).sum((2, 3)).double().sum(0) for x in tiles)
        weights[f"bn{index}.mean"] = mean
        weights[f"bn{index}.variance"] = (squares / (count - 1)).float()
        tiles = [F.relu(normalise(weights, index, x), inplace=True) for x in tiles]
