"""Small networks of many kinds, exported from PyTorch by both of its exporters: python tests/corpus/export.py.

The files are committed (a few kB each); this is how to make them again, in an environment with this
package and its extra `torch`. What exporters write into a file beside the network (stack traces, paths) is taken out.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

import further
import onnx
import sequences
import torch
import torch.nn.functional as ops
import vision
from onnx import helper
from torch import Tensor, nn

from packager.pytorch.child import forget

MODELS = Path(__file__).with_name("models")


class Cnn(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3, stride=2),
            nn.ReLU6(), nn.Dropout(0.5),
        )  # fmt: skip
        self.head = nn.Linear(6 * 4 * 4, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = self.body(x)
        return ops.log_softmax(self.head(x.view(x.size(0), -1)), dim=1)


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Conv2d(3, 6, 3, 2, 1, bias=False), nn.Conv2d(6, 6, 3, 1, 1, bias=False)
        self.na, self.nb, self.down = nn.BatchNorm2d(6), nn.BatchNorm2d(6), nn.Conv2d(3, 6, 1, 2)
        self.fc = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> Tensor:
        y = self.nb(self.b(ops.relu(self.na(self.a(x))))) + self.down(x)
        return self.fc(torch.flatten(ops.adaptive_avg_pool2d(ops.relu(y), 1), 1))


class Mobile(nn.Module):
    """Inverted residual with squeeze and excitation."""

    def __init__(self) -> None:
        super().__init__()
        self.up, self.deep, self.down = nn.Conv2d(4, 8, 1), nn.Conv2d(8, 8, 5, padding=2, groups=8), nn.Conv2d(8, 4, 1)
        self.squeeze, self.excite = nn.Conv2d(8, 2, 1), nn.Conv2d(2, 8, 1)

    def forward(self, x: Tensor) -> Tensor:
        y = ops.hardswish(self.deep(ops.hardswish(self.up(x))))
        gate = ops.hardsigmoid(self.excite(ops.relu(self.squeeze(y.mean((2, 3), keepdim=True)))))
        return x + self.down(y * gate)


class UNet(nn.Module):
    def __init__(self, mode: str) -> None:
        super().__init__()
        self.down, self.deep = nn.Conv2d(2, 4, 3, padding=1), nn.Conv2d(4, 6, 3, padding=1)
        self.up, self.out, self.mode = nn.Conv2d(10, 4, 3, padding=1), nn.Conv2d(4, 2, 1), mode

    def forward(self, x: Tensor) -> Tensor:
        a = ops.leaky_relu(self.down(x), 0.1)
        b = ops.elu(self.deep(ops.avg_pool2d(a, 2)))
        corners = {"align_corners": False} if self.mode != "nearest" else {}
        b = ops.interpolate(b, size=a.shape[2:], mode=self.mode, **corners)
        return self.out(ops.silu(self.up(torch.cat([b, a], 1))))


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc, self.a = nn.Linear(5, 6 * 3 * 3), nn.ConvTranspose2d(6, 4, 4, 2, 1)
        self.b, self.act = nn.ConvTranspose2d(4, 2, 3, 2, 1, output_padding=1), nn.PReLU(4)

    def forward(self, z: Tensor) -> Tensor:
        return torch.tanh(self.b(self.act(self.a(self.fc(z).reshape(-1, 6, 3, 3)))))


class Pyramid(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.c = nn.ModuleList([nn.Conv2d(3, 4, 3, 2, 1), nn.Conv2d(4, 6, 3, 2, 1), nn.Conv2d(6, 8, 3, 2, 1)])
        self.lateral = nn.ModuleList([nn.Conv2d(n, 4, 1) for n in (4, 6, 8)])

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        maps = []
        for conv in self.c:
            x = ops.relu(conv(x))
            maps.append(x)
        top = self.lateral[2](maps[2])
        mid = self.lateral[1](maps[1]) + ops.interpolate(top, size=maps[1].shape[-2:], mode="nearest")
        low = self.lateral[0](maps[0]) + ops.interpolate(mid, scale_factor=2.0, mode="nearest")
        return low, mid


class Head(nn.Module):
    """A detector's head: cells and anchors become boxes and scores."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 2 * 7, 3, 4, 1)
        self.register_buffer("anchors", torch.tensor([[2.0, 3.0], [5.0, 4.0]]))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        y = self.conv(x)
        b, _, h, w = y.shape
        y = y.view(b, 2, 7, h, w).permute(0, 1, 3, 4, 2)
        rows, columns = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
        grid = torch.stack((columns, rows), 2).to(y.dtype)
        centre = (y[..., :2].sigmoid() * 2 - 0.5 + grid) * 4
        size = torch.exp(y[..., 2:4].clamp(max=2)) * self.anchors[:, None, None]
        boxes = torch.cat((centre - size / 2, centre + size / 2), -1).reshape(b, -1, 4)
        return boxes, (y[..., 4:5].sigmoid() * y[..., 5:].softmax(-1)).reshape(b, -1, 2).transpose(1, 2)


class Recurrent(nn.Module):
    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__()
        self.net = getattr(nn, kind)(5, 6, batch_first=True, **options)
        self.fc = nn.Linear(6 * (2 if options.get("bidirectional") else 1), 3)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.net(x)
        return self.fc(y[:, -1])


class States(nn.Module):
    """An LSTM whose states go in and come out."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.LSTM(4, 5)

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        y, (h, c) = self.net(x, (h, c))
        return torch.sigmoid(y), h, c


class Cells(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(3, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(x.shape[0], 4)
        for t in range(4):
            h = self.cell(x[:, t], h)
        return h


class Gpt(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(11, 8), nn.Embedding(6, 8)
        self.n1, self.n2, self.qkv, self.out = nn.LayerNorm(8), nn.LayerNorm(8), nn.Linear(8, 24), nn.Linear(8, 8)
        self.up, self.down = nn.Linear(8, 16), nn.Linear(16, 8)

    def forward(self, words: Tensor) -> Tensor:
        _, length = words.shape
        x = self.words(words) + self.places(torch.arange(length))
        q, k, v = (t.view(-1, length, 2, 4).transpose(1, 2) for t in self.qkv(self.n1(x)).split(8, 2))
        scores = (q @ k.transpose(-2, -1)) * 0.5
        scores = scores.masked_fill(torch.tril(torch.ones(length, length)) == 0, float("-inf"))
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(-1, length, 8))
        x = x + self.down(ops.gelu(self.up(self.n2(x)), approximate="tanh"))
        return x @ self.words.weight.t()


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v = nn.Linear(6, 6), nn.Linear(6, 6), nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = (p(x).view(2, 5, 3, 2).transpose(1, 2) for p in (self.q, self.k, self.v))
        return ops.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)


class Vit(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.patch, self.cls = nn.Conv2d(3, 8, 4, 4), nn.Parameter(torch.randn(1, 1, 8))
        self.places = nn.Parameter(torch.randn(1, 10, 8))
        self.block = nn.TransformerEncoderLayer(8, 2, 12, 0.0, "gelu", batch_first=True, norm_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        y = self.patch(x).flatten(2).transpose(1, 2)
        y = torch.cat((self.cls.expand(y.shape[0], -1, -1), y), 1) + self.places
        return self.head(self.block(y)[:, 0])


class Windows(nn.Module):
    """Shifted windows."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        b, h, w, c = x.shape
        y = torch.roll(x, (-1, -1), (1, 2)).view(b, h // 2, 2, w // 2, 2, c)
        y = self.fc(y.permute(0, 1, 3, 2, 4, 5).reshape(-1, 4, c)).softmax(1)
        y = y.view(b, h // 2, w // 2, 2, 2, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h, w, c)
        return torch.roll(y, (1, 1), (1, 2)) + x


class Audio(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Conv1d(1, 8, 5, 2, 2), nn.Conv1d(4, 4, 3, dilation=2, padding=2)
        self.norm, self.back = nn.InstanceNorm1d(4, affine=True), nn.ConvTranspose1d(4, 1, 4, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        y = ops.glu(self.a(x), 1)
        return self.back(y + ops.softplus(self.norm(self.b(y))))


class Wave(nn.Module):
    """Gated, causal, dilated."""

    def __init__(self) -> None:
        super().__init__()
        self.f, self.g, self.out = nn.Conv1d(3, 4, 2, dilation=2), nn.Conv1d(3, 4, 2, dilation=2), nn.Conv1d(4, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        y = ops.pad(x, (2, 0))
        return x + self.out(torch.tanh(self.f(y)) * torch.sigmoid(self.g(y)))


class Video(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a, self.norm, self.fc = nn.Conv3d(2, 4, 3, padding=1), nn.BatchNorm3d(4), nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        y = ops.max_pool3d(ops.relu(self.norm(self.a(x))), 2)
        return self.fc(ops.adaptive_avg_pool3d(y, 1).flatten(1))


class Larger(nn.Module):
    """Super-resolution by shuffling pixels, groups and channels."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.norm = nn.Conv2d(3, 8, 3, padding=1), nn.GroupNorm(4, 8)
        self.b = nn.Conv2d(8, 12, 3, padding=1, groups=2)

    def forward(self, x: Tensor) -> Tensor:
        y = ops.silu(self.norm(self.a(x)))
        n, c, h, w = y.shape
        y = y.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
        return ops.pixel_shuffle(self.b(y), 2) + ops.interpolate(x, scale_factor=2, mode="bicubic")


class Warp(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor, theta: Tensor) -> Tensor:
        grid = ops.affine_grid(self.fc(theta).view(-1, 2, 3), [1, 2, 6, 5], align_corners=False)
        return ops.grid_sample(x, grid, padding_mode="border", align_corners=False)


class Mixer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.tokens, self.channels, self.w = nn.Linear(6, 6), nn.Linear(4, 4), nn.Parameter(torch.randn(3, 4, 5))

    def forward(self, x: Tensor) -> Tensor:
        y = x + ops.gelu(self.tokens(x.transpose(1, 2))).transpose(1, 2)
        return torch.einsum("bnc,hcd->bhnd", ops.mish(self.channels(y)), self.w)


class Picks(nn.Module):
    """Indices of many kinds."""

    def forward(self, x: Tensor, index: Tensor) -> tuple[Tensor, ...]:
        best, where = torch.topk(x, 3, 1)
        spread = torch.zeros_like(x).scatter(1, where, best)
        chosen = x[torch.arange(2), index]
        after = torch.cumsum(torch.where(x > 0, x, x.new_zeros(())), 1)
        order = torch.argsort(x, 1, descending=True)
        return spread, chosen, after, torch.gather(x, 1, order), x.index_select(1, index)


class Statistics(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor, ...]:
        z = ops.normalize(x, dim=-1)
        distance = torch.sqrt(((x[:, :, None] - y[:, None]) ** 2).sum(-1) + 1e-6)
        return z.std(-1), x.var(1, unbiased=False), torch.bmm(z, y.transpose(1, 2)), distance.min(-1)[0], x.logsumexp(1)


def networks() -> dict[str, tuple[nn.Module, tuple[Tensor, ...]]]:
    """Name -> network, and inputs."""
    r = torch.randn
    return {
        "cnn": (Cnn(), (r(2, 1, 18, 18),)),
        "residual": (Residual(), (r(1, 3, 12, 12),)),
        "mobile": (Mobile(), (r(1, 4, 9, 9),)),
        "unet_bilinear": (UNet("bilinear"), (r(1, 2, 10, 14),)),
        "unet_nearest": (UNet("nearest"), (r(1, 2, 9, 11),)),
        "decoder": (Decoder(), (r(2, 5),)),
        "pyramid": (Pyramid(), (r(1, 3, 24, 32),)),
        "detector": (Head(), (r(1, 3, 16, 20),)),
        "gru_bidirectional": (Recurrent("GRU", num_layers=2, bidirectional=True), (r(2, 7, 5),)),
        "lstm": (Recurrent("LSTM"), (r(2, 7, 5),)),
        "rnn": (Recurrent("RNN", nonlinearity="relu"), (r(2, 7, 5),)),
        "lstm_states": (States(), (r(3, 2, 4), r(1, 2, 5), r(1, 2, 5))),
        "gru_cells": (Cells(), (r(2, 4, 3),)),
        "gpt": (Gpt(), (torch.randint(0, 11, (1, 6)),)),
        "attention": (Attention(), (r(2, 5, 6),)),
        "vit": (Vit(), (r(1, 3, 12, 12),)),
        "windows": (Windows(), (r(1, 4, 6, 4),)),
        "audio": (Audio(), (r(1, 1, 32),)),
        "wave": (Wave(), (r(1, 3, 15),)),
        "video": (Video(), (r(1, 2, 4, 6, 6),)),
        "larger": (Larger(), (r(1, 3, 6, 7),)),
        "warp": (Warp(), (r(1, 2, 7, 8), r(1, 6))),
        "mixer": (Mixer(), (r(2, 6, 4),)),
        "picks": (Picks(), (r(2, 9), torch.tensor([1, 4]))),
        "statistics": (Statistics(), (r(2, 4, 5), r(2, 3, 5))),
    }


def plain(model: onnx.ModelProto) -> onnx.ModelProto:
    """Without what exporters note beside the network."""
    model.producer_version = ""
    forget(model)
    return model


def with_suppression(model: onnx.ModelProto) -> onnx.ModelProto:
    """A detector whose best boxes are picked in the model: what the operator chooses, and their corners."""
    boxes, scores = (o.name for o in model.graph.output)
    constants = {"nms_most": ([4], 7), "nms_overlap": ([0.4], 1), "nms_least": ([0.05], 1), "nms_two": ([2], 7),
                 "nms_three": ([3], 7), "nms_one": ([1], 7), "nms_zero": ([0], 7)}  # fmt: skip
    for name, (values, kind) in constants.items():
        model.graph.initializer.append(helper.make_tensor(name, kind, [1], values))
    model.graph.node.extend(
        [
            helper.make_node(
                "NonMaxSuppression", [boxes, scores, "nms_most", "nms_overlap", "nms_least"], ["selected"]
            ),
            helper.make_node("Slice", ["selected", "nms_two", "nms_three", "nms_one"], ["nms_column"]),
            helper.make_node("Squeeze", ["nms_column", "nms_one"], ["nms_numbers"]),
            helper.make_node("Squeeze", [boxes, "nms_zero"], ["nms_flat"]),
            helper.make_node("Gather", ["nms_flat", "nms_numbers"], ["corners"], axis=0),
        ]
    )
    del model.graph.output[:]
    model.graph.output.extend(
        [
            helper.make_tensor_value_info("selected", 7, ["n", 3]),
            helper.make_tensor_value_info("corners", 1, ["n", 4]),
        ]
    )
    return model


LARGEST = 40_000
"""Bytes of a file that is kept."""

LATER = (("script", 13), ("script", 16), ("dynamo", 23))
WAYS = (
    (networks, (("script", 11), ("script", 17), ("dynamo", 18))),
    (vision.networks, LATER),
    (sequences.networks, LATER),
    (further.networks, LATER),
)
"""Who makes networks, and by which exporter, for which operator set each is written."""


def main(wanted: list[str]) -> int:
    """Write all files, or those of the networks that are `wanted`."""
    MODELS.mkdir(exist_ok=True)
    failed = 0
    for make, ways in WAYS:
        for name, (way, opset) in itertools.product(make(), ways):
            if wanted and name not in wanted:
                continue
            torch.manual_seed(sum(map(ord, name)))
            network, inputs = make()[name]
            path = MODELS / f"{name}_{way}{opset}.onnx"
            options = {"external_data": False, "verbose": False} if way == "dynamo" else {}
            try:
                torch.onnx.export(
                    network.eval(), inputs, str(path), opset_version=opset, dynamo=way == "dynamo", **options
                )
            except Exception as error:  # an exporter that lacks something has no file
                sys.stderr.write(f"{path.name}: {type(error).__name__} {str(error)[:200]}\n")
                path.unlink(missing_ok=True)
                failed += 1
                continue
            model = plain(onnx.load(path))
            if name in ("detector", "anchors") and opset >= 13:
                model = with_suppression(model)
            onnx.save(model, path)
            if path.stat().st_size > LARGEST:
                sys.stderr.write(f"{path.name}: {path.stat().st_size} bytes\n")
                path.unlink()
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
