"""Networks from files: TorchScript, state dicts with the code that builds them, the explorer's own form."""

import zipfile

import torch
from torch import nn

from . import Refused
from .explorer import read_explorer_network
from .names import named_object
from .safetensors import read_safetensors


def own_device():
    """The GPU of this process: workers of one machine, which Dask calls 0, 1 and so on, take one each in
    turn."""
    if not torch.cuda.is_available():
        return "cpu"
    try:
        from distributed import get_worker

        name = str(get_worker().name)
    except (ImportError, ValueError):  # no Dask, or no worker
        name = ""
    return f"cuda:{int(name) % torch.cuda.device_count() if name.isdigit() else 0}"


DEVICE = own_device()


class Network:
    """One network, ready to answer: float images [B, C, H, W], from 0 to 1 where no preprocessing is given,
    to logits [B, classes]."""

    def __init__(self, module, normalises):
        self.module = module.to(DEVICE).eval()
        self.bytes = sum(
            each.numel() * each.element_size() for each in [*module.parameters(), *module.buffers()]
        )
        self.normalisation = None
        if normalises:
            mean, std = (
                torch.tensor(values, device=DEVICE).reshape(1, -1, 1, 1) for values in module.normalisation
            )
            self.normalisation = (mean, std)

    def __call__(self, images):
        if self.normalisation is not None:
            images = (images - self.normalisation[0]) / self.normalisation[1]
        answer = self.module(images)
        answer = getattr(answer, "logits", answer)
        if not isinstance(answer, torch.Tensor) or answer.dim() != 2 or answer.shape[0] != images.shape[0]:
            got = (
                f"shape {tuple(answer.shape)}" if isinstance(answer, torch.Tensor) else type(answer).__name__
            )
            raise Refused(f"expected values [images, classes], got {got}")
        return answer


def load_network(member, folders, preprocessed):
    """The network that a member of a population names. The explorer's own normalise their images unless these
    are preprocessed."""
    path = member["file"]
    if member.get("description"):
        module = read_explorer_network(member["description"], path, member.get("at"))
        return Network(module, not preprocessed)
    kind = kind_of(path)
    if kind == "TorchScript":
        if member.get("build"):
            raise Refused(
                f"{path}: expected a state dict for {member['build']}, got TorchScript, which needs no code; "
                f"leave it out"
            )
        return Network(torch.jit.load(path, map_location="cpu"), False)
    if not member.get("build"):
        raise Refused(
            f"{path}: expected module:function that builds the network of this state dict, got none"
        )
    module = named_object(member["build"], folders)
    module = module if isinstance(module, nn.Module) else module()
    tensors = read_safetensors(path) if kind == "safetensors" else state_dict(path)
    try:
        module.load_state_dict(tensors)
    except RuntimeError as error:
        raise Refused(
            f"{path}: expected the weights of {member['build']}, got {' '.join(str(error).split())[:300]}"
        ) from error
    return Network(module, False)


def kind_of(path):
    """What a file of weights is, by its content."""
    with open(path, "rb") as file:
        start = file.read(9)
    if start[8:9] == b"{" and int.from_bytes(start[:8], "little") < 1 << 30:
        return "safetensors"
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if any(name.split("/")[1:2] == ["code"] for name in archive.namelist()):
                return "TorchScript"
    return "state dict"


def state_dict(path):
    """Weights by name. Code inside the file is never run; wrappers that training puts around them are taken
    off."""
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise Refused(
            f"{path}: expected a state dict (torch.save(network.state_dict(), ...)) or TorchScript, got "
            f"{' '.join(str(error).split())[:200]}"
        ) from error
    for key in ("state_dict", "model_state_dict", "model"):
        if isinstance(found, dict) and isinstance(found.get(key), dict):
            found = found[key]
    if not isinstance(found, dict) or not all(isinstance(each, torch.Tensor) for each in found.values()):
        raise Refused(f"{path}: expected a state dict, tensors by name, got something else")
    for prefix in ("module.", "_orig_mod."):
        if all(name.startswith(prefix) for name in found):
            found = {name[len(prefix) :]: values for name, values in found.items()}
    return found
