"""Writes the architectures of the field at their full size, with seeded random weights, by both routes, and
PyTorch's answers.

    python3 bench/architectures/make.py FOLDER [NAME...]

For each NAME: NAME.onnx, NAME.json and NAME.safetensors (by the code in docs/formats.md), and
NAME.answers.json. Nothing is downloaded. The architectures are those of the papers (and, for 224 x 224, of
torchvision); the narrow ones of src/formats/fixtures lend their blocks.
"""

import json
import pathlib
import sys
import warnings

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parent / "../../src/formats/fixtures"))
from make_architectures import (  # noqa: E402
    MEAN,
    STD,
    Basic,
    Bottleneck,
    ConvNext,
    Dense,
    Fire,
    Gate,
    MeanHead,
    PreAct,
    Shuffle,
    conv,
    head,
    save_networks,
    settled,
)

IMAGES = 4
CLASSES = 10


def stages(block, first, widths, counts, strides, *more):
    """Blocks in stages, the first of each with its stride; `block` takes (input, output, stride, *more)."""
    layers, i = [], first
    for width, count, stride in zip(widths, counts, strides):
        for at in range(count):
            layers.append(block(i, width, stride if at == 0 else 1, *more))
            i = width
    return layers


def cifar_resnet(depth, option):
    n = (depth - 2) // 6
    return nn.Sequential(conv(3, 16), *stages(Basic, 16, [16, 32, 64], [n] * 3, [1, 2, 2], option), *head(64))


def wide_resnet(depth, k):
    n = (depth - 4) // 6
    blocks = stages(PreAct, 16, [16 * k, 32 * k, 64 * k], [n] * 3, [1, 2, 2])
    first = nn.Conv2d(3, 16, 3, padding=1, bias=False)
    last = [nn.BatchNorm2d(64 * k), nn.ReLU(), nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64 * k, CLASSES)]
    return nn.Sequential(first, *blocks, *last)


def STEM():
    conv7 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
    return [conv7, nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]


def resnet18(stem):
    blocks = stages(Basic, 64, [64, 128, 256, 512], [2] * 4, [1, 2, 2, 2], "B")
    return nn.Sequential(*stem, *blocks, *head(512))


class Residual(nn.Module):
    """Bottlenecks after the first of a stage: the shortcut is the value itself."""

    def __init__(self, channels, middle):
        super().__init__()
        last = conv(middle, channels, 1, act=None)
        self.body = nn.Sequential(conv(channels, middle, 1), conv(middle, middle), last)

    def forward(self, x):
        return F.relu(self.body(x) + x)


def resnet50():
    layers, i = STEM(), 64
    for middle, count, stride in zip([64, 128, 256, 512], [3, 4, 6, 3], [1, 2, 2, 2]):
        layers += [Bottleneck(i, middle, stride), *[Residual(4 * middle, middle) for _ in range(count - 1)]]
        i = 4 * middle
    return nn.Sequential(*layers, *head(2048))


def vgg(widths):
    layers, i = [], 3
    for width in widths:
        layers.append(nn.MaxPool2d(2) if width == "M" else conv(i, width))
        i = i if width == "M" else width
    hidden = [nn.Flatten(), nn.Linear(512, 512), nn.ReLU(True), nn.Dropout()]
    return nn.Sequential(*layers, *hidden, nn.Linear(512, CLASSES))


class Inverted(nn.Module):
    """An inverted residual: expansion, depthwise, perhaps squeeze and excitation, projection."""

    def __init__(self, i, middle, o, k, stride, act, gate=None):
        super().__init__()
        layers = [conv(i, middle, 1, act=act)] if middle != i else []
        layers += [conv(middle, middle, k, stride, middle, act)]
        layers += [gate(middle)] if gate else []
        self.body = nn.Sequential(*layers, conv(middle, o, 1, act=None))
        self.adds = stride == 1 and i == o

    def forward(self, x):
        return x + self.body(x) if self.adds else self.body(x)


def dropped(channels):
    """The last layers, with dropout before the classes."""
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(channels, CLASSES)]


def mobilenetv2():
    rows = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2)]
    rows += [(6, 320, 1, 1)]
    layers, i = [conv(3, 32, 3, 2, act=nn.ReLU6)], 32
    for t, o, n, s in rows:
        for at in range(n):
            layers.append(Inverted(i, t * i, o, 3, s if at == 0 else 1, nn.ReLU6))
            i = o
    return nn.Sequential(*layers, conv(320, 1280, 1, act=nn.ReLU6), *dropped(1280))


def eighth(channels):
    """A quarter of the channels, as a multiple of 8."""
    value = max(8, int(channels / 4 + 4) // 8 * 8)
    return value + 8 if value < 0.9 * channels / 4 else value


def mobilenetv3():
    RE, HS = nn.ReLU, nn.Hardswish
    rows = [(3, 16, 16, True, RE, 2), (3, 72, 24, False, RE, 2), (3, 88, 24, False, RE, 1)]
    rows += [(5, 96, 40, True, HS, 2), (5, 240, 40, True, HS, 1), (5, 240, 40, True, HS, 1)]
    rows += [(5, 120, 48, True, HS, 1), (5, 144, 48, True, HS, 1), (5, 288, 96, True, HS, 2)]
    rows += [(5, 576, 96, True, HS, 1), (5, 576, 96, True, HS, 1)]
    layers, i = [conv(3, 16, 3, 2, act=HS)], 16
    for k, middle, o, gated, act, stride in rows:
        gate = (lambda channels: Gate(channels, eighth(channels), nn.Hardsigmoid)) if gated else None
        layers.append(Inverted(i, middle, o, k, stride, act, gate))
        i = o
    hidden = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(576, 1024), nn.Hardswish(), nn.Dropout(0.2)]
    return nn.Sequential(*layers, conv(96, 576, 1, act=HS), *hidden, nn.Linear(1024, CLASSES))


class SiluGate(nn.Module):
    def __init__(self, channels, inner):
        super().__init__()
        self.down, self.up = nn.Conv2d(channels, inner, 1), nn.Conv2d(inner, channels, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.up(F.silu(self.down(F.adaptive_avg_pool2d(x, 1)))))


def efficientnet():
    rows = [(1, 3, 16, 1, 1), (6, 3, 24, 2, 2), (6, 5, 40, 2, 2), (6, 3, 80, 3, 2)]
    rows += [(6, 5, 112, 3, 1), (6, 5, 192, 4, 2), (6, 3, 320, 1, 1)]
    layers, i = [conv(3, 32, 3, 2, act=nn.SiLU)], 32
    for t, k, o, n, s in rows:
        for at in range(n):
            inner = max(1, i // 4)
            gate = lambda channels, inner=inner: SiluGate(channels, inner)  # noqa: E731
            layers.append(Inverted(i, t * i, o, k, s if at == 0 else 1, nn.SiLU, gate))
            i = o
    return nn.Sequential(*layers, conv(320, 1280, 1, act=nn.SiLU), *dropped(1280))


class ShuffleDown(nn.Module):
    """The unit with stride 2: both halves are computed."""

    def __init__(self, i, o):
        super().__init__()
        half = o // 2
        self.left = nn.Sequential(conv(i, i, 3, 2, i, None), conv(i, half, 1))
        self.right = nn.Sequential(conv(i, half, 1), conv(half, half, 3, 2, half, None), conv(half, half, 1))

    def forward(self, x):
        x = torch.cat((self.left(x), self.right(x)), 1)
        n, c, h, w = x.size()
        return x.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, c, h, w)


def shufflenet():
    layers, i = [conv(3, 24, 3, 2), nn.MaxPool2d(3, 2, 1)], 24
    for o, n in ((48, 4), (96, 8), (192, 4)):
        layers += [ShuffleDown(i, o), *[Shuffle(o) for _ in range(n - 1)]]
        i = o
    return nn.Sequential(*layers, conv(192, 1024, 1), MeanHead(1024))


def squeezenet():
    pool = lambda: nn.MaxPool2d(3, 2, ceil_mode=True)
    fires = [Fire(64, 16, 64), Fire(128, 16, 64), pool(), Fire(128, 32, 128), Fire(256, 32, 128), pool()]
    fires += [Fire(256, 48, 192), Fire(384, 48, 192), Fire(384, 64, 256), Fire(512, 64, 256)]
    last = [nn.Dropout(), nn.Conv2d(512, CLASSES, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(nn.Conv2d(3, 64, 3, 2), nn.ReLU(), pool(), *fires, *last)


def densenet(depth=40, growth=12):
    n, channels = (depth - 4) // 6, 2 * growth
    layers = [nn.Conv2d(3, channels, 3, padding=1, bias=False)]
    for stage in range(3):
        for _ in range(n):
            block = Dense(channels, growth)
            block.conv1 = nn.Conv2d(channels, 4 * growth, 1, bias=False)
            block.norm2 = nn.BatchNorm2d(4 * growth)
            block.conv2 = nn.Conv2d(4 * growth, growth, 3, padding=1, bias=False)
            layers.append(block)
            channels += growth
        if stage < 2:
            halved = nn.Conv2d(channels, channels // 2, 1, bias=False)
            layers += [nn.BatchNorm2d(channels), nn.ReLU(), halved, nn.AvgPool2d(2)]
            channels //= 2
    return nn.Sequential(*layers, nn.BatchNorm2d(channels), nn.ReLU(), *head(channels))


class NormDown(nn.Module):
    """Between ConvNeXt's stages: LayerNorm over the channels of each pixel, then a convolution that halves
    the extent."""

    def __init__(self, i, o):
        super().__init__()
        self.norm, self.down = nn.LayerNorm(i, eps=1e-6), nn.Conv2d(i, o, 2, 2)

    def forward(self, x):
        return self.down(self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2))


def convnext():
    layers, widths = [nn.Conv2d(3, 96, 4, 4)], [96, 192]
    layers += [ConvNext(96) for _ in range(3)] + [NormDown(*widths)] + [ConvNext(192) for _ in range(3)]
    last = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LayerNorm(192), nn.Linear(192, CLASSES)]
    return nn.Sequential(*layers, *last)


def lenet5():
    layers = [nn.Conv2d(3, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)]
    layers += [nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84), nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(84, CLASSES))


def mlp():
    hidden = [nn.Linear(3072, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU()]
    return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(512, CLASSES))


VGG11 = [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"]
VGG16 = [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]

# Each with the side of its images.
ARCHITECTURES = {
    "resnet8": (32, lambda: cifar_resnet(8, "B")),
    "resnet20": (32, lambda: cifar_resnet(20, "A")),
    "resnet20b": (32, lambda: cifar_resnet(20, "B")),
    "resnet56": (32, lambda: cifar_resnet(56, "A")),
    "wrn16x2": (32, lambda: wide_resnet(16, 2)),
    "wrn22x2": (32, lambda: wide_resnet(22, 2)),
    "resnet18cifar": (32, lambda: resnet18([conv(3, 64)])),
    "resnet18": (224, lambda: resnet18(STEM())),
    "resnet50": (224, resnet50),
    "vgg11": (32, lambda: vgg(VGG11)),
    "vgg16": (32, lambda: vgg(VGG16)),
    "mobilenetv2": (224, mobilenetv2),
    "mobilenetv3": (224, mobilenetv3),
    "shufflenetv2": (224, shufflenet),
    "efficientnet": (224, efficientnet),
    "squeezenet": (224, squeezenet),
    "densenet40": (32, densenet),
    "convnext": (64, convnext),
    "lenet5": (32, lenet5),
    "mlp": (32, mlp),
}

if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    folder = pathlib.Path(sys.argv[1])
    for at, name in enumerate(sys.argv[2:] or ARCHITECTURES):
        side, build = ARCHITECTURES[name]
        torch.manual_seed(100 + at)
        network = settled(build())
        images = torch.randint(0, 256, (IMAGES, side, side, 3), dtype=torch.uint8)
        x = (images.double() / 255 - torch.tensor(MEAN)) / torch.tensor(STD)
        x = x.permute(0, 3, 1, 2).contiguous()
        save_networks([network], MEAN, STD, side, side, folder / name)
        opset = 17 if name == "convnext" else 14
        torch.onnx.export(network, x[:1].float(), folder / f"{name}.onnx", opset_version=opset)
        with torch.no_grad():
            logits = network.double()(x).flatten().tolist()
        shown = dict(side=side, count=IMAGES, images=images.flatten().tolist())
        document = dict(mean=MEAN, std=STD, **shown, logits=logits)
        (folder / f"{name}.answers.json").write_text(json.dumps(document))
        print(name, flush=True)
