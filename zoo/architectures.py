"""The architectures of the zoo at any width, as the manifest describes them: an input and a list of layers. A
layer that does not follow the one before it names its `inputs`."""

CLASSES = 10
EPSILON = 1e-5
# kernel, stride, padding, output channels at full width
PLAIN = [(5, 2, 2, 32), (3, 2, 1, 64), (3, 2, 1, 128)]


def plain(width=1.0):
    """Fashion-MNIST's: three strided convolutions, each with BatchNorm and ReLU, on bytes / 255."""
    layers, inputs = [], 1
    for index, (kernel, stride, padding, full) in enumerate(PLAIN, 1):
        outputs = round(width * full)
        layers += [
            convolution(f"conv{index}", inputs, outputs, kernel, stride, padding),
            batch_norm(f"bn{index}", outputs),
            {"kind": "relu"},
        ]
        inputs = outputs
    return architecture(1, 28, [0], [1], layers, inputs)


# Output channels at full width: of the first convolution and, with their strides, of each residual block.
STEM = 32
BLOCKS = [(64, 2), (60, 2)]
# Mean and standard deviation of red, green and blue over CIFAR-10's training images, as bytes / 255.
COLOUR_MEAN = [0.4914, 0.4822, 0.4465]
COLOUR_DEVIATION = [0.247, 0.2435, 0.2616]


def residual(width=1.0):
    """CIFAR-10's: a strided convolution, then residual blocks of two convolutions, whose shortcuts are 1 x 1
    convolutions with BatchNorm."""
    inputs, before = round(width * STEM), "stem.relu"
    layers = [
        convolution("stem.conv", 3, inputs, 3, 2, 1),
        batch_norm("stem.bn", inputs),
        {"kind": "relu", "name": "stem.relu"},
    ]
    for index, (full, stride) in enumerate(BLOCKS, 1):
        block, outputs = f"block{index}", round(width * full)
        layers += [
            convolution(f"{block}.conv1", inputs, outputs, 3, stride, 1) | {"inputs": [before]},
            batch_norm(f"{block}.bn1", outputs),
            {"kind": "relu", "name": f"{block}.relu1"},
            convolution(f"{block}.conv2", outputs, outputs, 3, 1, 1),
            batch_norm(f"{block}.bn2", outputs),
        ]
        layers += [
            convolution(f"{block}.shortcut", inputs, outputs, 1, stride, 0) | {"inputs": [before]},
            batch_norm(f"{block}.bn3", outputs),
            {"kind": "add", "name": f"{block}.add", "inputs": [f"{block}.bn2", f"{block}.bn3"]},
            {"kind": "relu", "name": f"{block}.relu2"},
        ]
        inputs, before = outputs, f"{block}.relu2"
    return architecture(3, 32, COLOUR_MEAN, COLOUR_DEVIATION, layers, inputs)


def architecture(channels, size, mean, deviation, layers, features):
    """The layers with what stands before and after them in every network: x = (byte / 255 - mean) / std, and
    the head."""
    return {
        "input": {"channels": channels, "height": size, "width": size, "mean": mean, "std": deviation},
        "layers": [
            *layers,
            {"kind": "globalAverage"},
            {"kind": "dense", "name": "head", "input": features, "output": CLASSES, "bias": True},
        ],
    }


def convolution(name, inputs, outputs, kernel, stride, padding):
    """A square convolution without bias."""
    return {
        "kind": "conv",
        "name": name,
        "input": inputs,
        "output": outputs,
        "kernel": [kernel, kernel],
        "stride": stride,
        "padding": padding,
        "bias": False,
    }


def batch_norm(name, channels):
    """A BatchNorm layer."""
    return {"kind": "batchNorm", "name": name, "channels": channels, "epsilon": EPSILON}


def tensor_shapes(described):
    """Shape of every tensor of one network, in the order in which they are stored."""
    shapes = {}
    for layer in described["layers"]:
        if layer["kind"] == "conv":
            shapes[f"{layer['name']}.weight"] = (layer["output"], layer["input"], *layer["kernel"])
        elif layer["kind"] == "batchNorm":
            for tensor in ("weight", "bias", "mean", "variance"):
                shapes[f"{layer['name']}.{tensor}"] = (layer["channels"],)
        elif layer["kind"] == "dense":
            shapes[f"{layer['name']}.weight"] = (layer["output"], layer["input"])
            shapes[f"{layer['name']}.bias"] = (layer["output"],)
    return shapes


def kernels(described):
    """Names of the tensors that may be pruned: convolution and dense kernels, first and last included."""
    return [f"{layer['name']}.weight" for layer in described["layers"] if layer["kind"] in ("conv", "dense")]
