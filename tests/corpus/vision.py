"""More networks for `export.py`, of pictures and points: backbones, detectors, segmentation, flow, video."""

from __future__ import annotations

import torch
import torch.nn.functional as ops
from torch import Tensor, nn


class ConvNext(nn.Module):
    """Depthwise 7x7, a norm over the channels, two products, a scale for each channel."""

    def __init__(self) -> None:
        super().__init__()
        self.deep, self.norm = nn.Conv2d(6, 6, 7, padding=3, groups=6), nn.LayerNorm(6, eps=1e-6)
        self.up, self.down, self.scale = nn.Linear(6, 16), nn.Linear(16, 6), nn.Parameter(torch.full((6,), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm(self.deep(x).permute(0, 2, 3, 1))
        y = self.scale * self.down(ops.gelu(self.up(y)))
        return x + y.permute(0, 3, 1, 2)


class Efficient(nn.Module):
    """Two MBConv blocks: SiLU, squeeze and excitation, one of them with a stride and padding on one side only."""

    def __init__(self) -> None:
        super().__init__()
        self.up, self.deep, self.down = nn.Conv2d(4, 12, 1), nn.Conv2d(12, 12, 3, 2, groups=12), nn.Conv2d(12, 6, 1)
        self.squeeze, self.excite, self.norm = nn.Conv2d(12, 3, 1), nn.Conv2d(3, 12, 1), nn.BatchNorm2d(12, 1e-3)
        self.again = nn.Sequential(nn.Conv2d(6, 18, 3, padding=1, bias=False), nn.BatchNorm2d(18), nn.SiLU())
        self.back = nn.Conv2d(18, 6, 1)

    def forward(self, x: Tensor) -> Tensor:
        y = ops.silu(self.norm(self.deep(ops.pad(ops.silu(self.up(x)), (0, 1, 0, 1)))))
        gate = torch.sigmoid(self.excite(ops.silu(self.squeeze(ops.adaptive_avg_pool2d(y, 1)))))
        y = self.down(gate * y)
        return y + self.back(self.again(y))


class Shuffle(nn.Module):
    """ShuffleNet v2: halves of the channels, one of them worked on, then shuffled."""

    def __init__(self) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(4, 4, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1, groups=4),
            nn.BatchNorm2d(4), nn.Conv2d(4, 4, 1), nn.ReLU(),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(2):
            a, b = x.chunk(2, 1)
            y = torch.cat((a, self.branch(b)), 1)
            x = y.unflatten(1, (2, 4)).transpose(1, 2).flatten(1, 2)
        return x


class Ghost(nn.Module):
    """Half of the channels by a cheap operation, cut to the count that is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.cheap = nn.Conv2d(5, 4, 1), nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.square = nn.Conv2d(7, 5, (1, 5), padding=(0, 2), stride=(2, 1))

    def forward(self, x: Tensor) -> Tensor:
        a = ops.relu(self.first(x))
        y = torch.cat([a, ops.relu(self.cheap(a))], 1)[:, :7]
        return ops.hardtanh(self.square(y), -0.5, 0.5)


class Dense(nn.Module):
    """DenseNet and Inception: what was computed is kept beside what comes next; pools of several kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.norms = nn.ModuleList([nn.BatchNorm2d(n) for n in (4, 7, 10)])
        self.convs = nn.ModuleList([nn.Conv2d(n, 3, 3, padding=1) for n in (4, 7, 10)])

    def forward(self, x: Tensor) -> Tensor:
        for norm, conv in zip(self.norms, self.convs, strict=True):
            x = torch.cat([x, conv(ops.relu(norm(x)))], 1)
        wide, even = ops.max_pool2d(x, 3, 2, ceil_mode=True), ops.avg_pool2d(x, 3, 2, 1, count_include_pad=False)
        return torch.cat([wide, even], 1)


class Aspp(nn.Module):
    """DeepLab: dilated convolutions beside each other and the mean of the picture, enlarged again."""

    def __init__(self) -> None:
        super().__init__()
        self.rates = nn.ModuleList([nn.Conv2d(3, 4, 3, padding=r, dilation=r) for r in (1, 2, 5)])
        self.mean, self.out = nn.Conv2d(3, 4, 1), nn.Conv2d(16, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        size = x.shape[-2:]
        y = [ops.relu(conv(x)) for conv in self.rates]
        y.append(ops.interpolate(self.mean(x.mean((-2, -1), True)), size=size, mode="bilinear", align_corners=False))
        y = self.out(torch.cat(y, 1))
        return ops.interpolate(y, scale_factor=2, mode="bilinear", align_corners=True).argmax(1)


class UNetPlus(nn.Module):
    """A U-Net that learns how to enlarge, with attention gates on what skips."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 8, 3, 2, 1), nn.Conv2d(8, 12, 3, 2, 1)
        self.up1, self.up2 = nn.ConvTranspose2d(12, 8, 2, 2), nn.ConvTranspose2d(8, 4, 3, 2, 1, 1, groups=2)
        self.gate, self.d, self.e = nn.Conv2d(8, 1, 1), nn.Conv2d(16, 8, 3, padding=1), nn.Conv2d(8, 1, 1)
        self.norm = nn.InstanceNorm2d(8, affine=True)

    def forward(self, x: Tensor) -> Tensor:
        a = ops.selu(self.a(x))
        b = ops.celu(self.norm(self.b(a)), 0.7)
        y = self.up1(ops.relu(self.c(b)))
        y = self.d(torch.cat([y, b * torch.sigmoid(self.gate(y))], 1))
        return torch.sigmoid(self.e(torch.cat([self.up2(y), a], 1)))


class Center(nn.Module):
    """CenterNet: peaks of a heat map are those that pooling leaves; the best of them, with their boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.heat, self.size = nn.Conv2d(3, 2, 3, padding=1), nn.Conv2d(3, 4, 3, padding=1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        heat = torch.sigmoid(self.heat(x))
        heat = heat * (ops.max_pool2d(heat, 3, 1, 1) == heat).float()
        count, _, h, w = heat.shape
        scores, where = torch.topk(heat.view(count, -1), 5)
        kind, cell = where // (h * w), where % (h * w)
        row, column = torch.div(cell, w, rounding_mode="floor").float(), (cell % w).float()
        flat = self.size(x).flatten(2).transpose(1, 2)
        found = flat.gather(1, cell.unsqueeze(2).expand(count, 5, 4))
        centre = torch.stack((column, row), 2) + found[..., :2]
        half = found[..., 2:].abs() / 2
        return torch.cat((centre - half, centre + half), 2), scores, kind


class Anchors(nn.Module):
    """RetinaNet: three levels, anchors as constants, deltas that become boxes inside the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.deeper = nn.Conv2d(3, 6, 3, 4, 1), nn.ModuleList([nn.Conv2d(6, 6, 3, 2, 1) for _ in range(2)])
        self.box, self.kind = nn.Conv2d(6, 2 * 4, 3, padding=1), nn.Conv2d(6, 2 * 3, 3, padding=1)
        for level, (h, w) in enumerate(((8, 6), (4, 3), (2, 2))):
            rows, columns = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
            corner = torch.stack((columns, rows), -1).reshape(-1, 1, 2) * 4.0 * 2**level
            half = torch.tensor([[3.0, 5.0], [5.0, 3.0]]) * 2**level
            self.register_buffer(f"anchors{level}", torch.cat((corner - half, corner + half), -1).view(-1, 4))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        maps = [ops.relu(self.stem(x))]
        for conv in self.deeper:
            maps.append(ops.relu(conv(maps[-1])))
        deltas = torch.cat([self.box(m).permute(0, 2, 3, 1).reshape(m.shape[0], -1, 4) for m in maps], 1)
        scores = torch.cat([self.kind(m).permute(0, 2, 3, 1).reshape(m.shape[0], -1, 3) for m in maps], 1).sigmoid()
        anchors = torch.cat([self.anchors0, self.anchors1, self.anchors2])
        size = anchors[:, 2:] - anchors[:, :2]
        middle = anchors[:, :2] + 0.5 * size
        centre = deltas[..., :2] * size * 0.1 + middle
        span = torch.exp(torch.clamp(deltas[..., 2:] * 0.2, max=4.135)) * size
        boxes = torch.cat((centre - 0.5 * span, centre + 0.5 * span), -1)
        limit = torch.tensor([24.0, 32.0, 24.0, 32.0])
        return torch.minimum(boxes.clamp(min=0), limit), scores.transpose(1, 2)


class Queries(nn.Module):
    """DETR: learned queries look at a picture with sines and cosines for places."""

    def __init__(self) -> None:
        super().__init__()
        self.patch, self.queries = nn.Conv2d(3, 8, 4, 4), nn.Parameter(torch.randn(5, 8))
        self.net = nn.Transformer(8, 2, 1, 1, 16, 0.0, batch_first=True)
        self.kind, self.box = nn.Linear(8, 4), nn.Linear(8, 4)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        y = self.patch(x)
        b, _, h, w = y.shape
        ones = torch.ones(b, h, w)
        rows, columns = ones.cumsum(1), ones.cumsum(2)
        steps = 100 ** (torch.arange(2) / 2.0)
        places = [t[..., None] / steps for t in (rows, columns)]
        places = torch.cat([torch.stack((p.sin(), p.cos()), 4).flatten(3) for p in places], 3)
        y = y.flatten(2).transpose(1, 2) + places.flatten(1, 2)
        y = self.net(y, self.queries.expand(b, -1, -1))
        return self.kind(y), self.box(y).sigmoid()


class Swin(nn.Module):
    """Attention in shifted windows, with a bias for each distance and a mask for what the shift brought together."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.qkv, self.out = nn.LayerNorm(8), nn.Linear(8, 24), nn.Linear(8, 8)
        self.table, self.merge = nn.Parameter(torch.randn(9, 2)), nn.Linear(32, 16, bias=False)
        at = torch.stack(torch.meshgrid(torch.arange(2), torch.arange(2), indexing="ij")).flatten(1)
        away = at[:, :, None] - at[:, None] + 1
        self.register_buffer("index", away[0] * 3 + away[1])
        part = torch.zeros(1, 4, 4, 1)
        for i, rows in enumerate((slice(0, 2), slice(2, 3), slice(3, 4))):
            for j, columns in enumerate((slice(0, 2), slice(2, 3), slice(3, 4))):
                part[:, rows, columns] = 3 * i + j
        part = part.view(1, 2, 2, 2, 2, 1).permute(0, 1, 3, 2, 4, 5).reshape(4, 4)
        self.register_buffer("mask", (part[:, None] != part[:, :, None]) * -100.0)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.roll(self.norm(x), shifts=(-1, -1), dims=(1, 2))
        y = y.view(1, 2, 2, 2, 2, 8).permute(0, 1, 3, 2, 4, 5).reshape(4, 4, 8)
        q, k, v = self.qkv(y).reshape(4, 4, 3, 2, 4).permute(2, 0, 3, 1, 4)
        scores = (q * 0.5) @ k.transpose(-2, -1)
        scores = scores + self.table[self.index.view(-1)].view(4, 4, 2).permute(2, 0, 1) + self.mask.unsqueeze(1)
        y = self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(4, 4, 8))
        y = y.view(1, 2, 2, 2, 2, 8).permute(0, 1, 3, 2, 4, 5).reshape(1, 4, 4, 8)
        y = x + torch.roll(y, shifts=(1, 1), dims=(1, 2))
        return self.merge(torch.cat([y[:, i::2, j::2] for j in (0, 1) for i in (0, 1)], -1))


class Points(nn.Module):
    """PointNet: the same layers for every point, a learned turn of them, the largest of all."""

    def __init__(self) -> None:
        super().__init__()
        self.turn, self.lift, self.fc = nn.Linear(3, 9), nn.Conv1d(3, 12, 1), nn.Linear(12, 4)
        self.norm = nn.BatchNorm1d(12)

    def forward(self, x: Tensor) -> Tensor:
        turn = self.turn(x.mean(2)).view(-1, 3, 3) + torch.eye(3)
        y = ops.relu(self.norm(self.lift(torch.bmm(x.transpose(2, 1), turn).transpose(2, 1))))
        return ops.softmax(self.fc(y.max(2)[0]), -1)


class Motion(nn.Module):
    """C3D and R(2+1)D: convolutions over time, beside and apart from those over the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Conv3d(3, 6, (1, 3, 3), (1, 2, 2), (0, 1, 1)), nn.Conv3d(6, 6, (3, 1, 1), padding=(1, 0, 0))
        self.up, self.fc = nn.ConvTranspose3d(6, 2, 2, 2), nn.Linear(6, 3)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        y = ops.relu(self.b(ops.relu(self.a(x))))
        y = ops.max_pool3d(y, (1, 2, 2))
        return self.fc(y.mean((2, 3, 4))), self.up(ops.avg_pool3d(y, (2, 1, 1)))


class Flow(nn.Module):
    """Optical flow: every shift of one picture against the other, then the other drawn as the flow says."""

    def __init__(self) -> None:
        super().__init__()
        self.see, self.tell = nn.Conv2d(2, 4, 3, padding=1), nn.Conv2d(9, 2, 3, padding=1)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        a, b = self.see(x), self.see(y)
        around = ops.pad(b, (1, 1, 1, 1))
        h, w = a.shape[2:]
        costs = [(a * around[:, :, i : i + h, j : j + w]).mean(1, keepdim=True) for i in range(3) for j in range(3)]
        flow = self.tell(ops.leaky_relu(torch.cat(costs, 1), 0.1))
        rows, columns = torch.meshgrid(torch.linspace(-1, 1, h), torch.linspace(-1, 1, w), indexing="ij")
        grid = torch.stack((columns, rows), -1) + 0.1 * flow.permute(0, 2, 3, 1)
        return ops.grid_sample(y, grid, mode="bilinear", padding_mode="zeros", align_corners=True)


class Unfolded(nn.Module):
    """Patches as columns: a convolution whose weights the picture itself makes (involution), and folded again."""

    def __init__(self) -> None:
        super().__init__()
        self.weigh = nn.Conv2d(4, 9, 1)

    def forward(self, x: Tensor) -> Tensor:
        b, c, h, w = x.shape
        patches = ops.unfold(x, 3, padding=1).view(b, c, 9, h, w)
        y = (patches * self.weigh(x).unsqueeze(1)).sum(2)
        y = ops.pad(y, (2, 1, 1, 2), mode="reflect")
        return ops.pad(y, (1, 1, 0, 0), mode="replicate").pow(2).clamp(1e-3).rsqrt()


class Quantized(nn.Module):
    """VQ-VAE: the nearest word of a code book stands for what the encoder saw."""

    def __init__(self) -> None:
        super().__init__()
        self.enc, self.book, self.dec = nn.Conv2d(1, 4, 4, 2, 1), nn.Embedding(7, 4), nn.ConvTranspose2d(4, 1, 4, 2, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        y = self.enc(x).permute(0, 2, 3, 1)
        flat, words = y.reshape(-1, 4), self.book.weight
        away = (flat**2).sum(1, keepdim=True) + (words**2).sum(1) - 2 * flat @ words.t()
        nearest = away.argmin(1)
        z = self.book(nearest).view(y.shape).permute(0, 3, 1, 2)
        return torch.tanh(self.dec(z)), ops.one_hot(nearest, 7).float().mean(0)


class Variational(nn.Module):
    """A variational autoencoder: mean and spread, without the dice, and how far it is from the normal."""

    def __init__(self) -> None:
        super().__init__()
        self.enc, self.mean, self.spread = nn.Linear(20, 8), nn.Linear(8, 3), nn.Linear(8, 3)
        self.dec = nn.Sequential(nn.Linear(3, 8), nn.ELU(), nn.Linear(8, 20), nn.Sigmoid())

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        y = torch.tanh(self.enc(x.flatten(1)))
        mean, spread = self.mean(y), self.spread(y)
        far = -0.5 * (1 + spread - mean.pow(2) - spread.exp()).sum(1)
        return self.dec(mean).view_as(x), far


def networks() -> dict[str, tuple[nn.Module, tuple[Tensor, ...]]]:
    """Name -> network, and inputs."""
    r = torch.randn
    return {
        "convnext": (ConvNext(), (r(1, 6, 9, 8),)),
        "efficient": (Efficient(), (r(1, 4, 11, 10),)),
        "shuffle": (Shuffle(), (r(1, 8, 7, 6),)),
        "ghost": (Ghost(), (r(2, 5, 8, 9),)),
        "dense": (Dense(), (r(1, 4, 10, 10),)),
        "aspp": (Aspp(), (r(1, 3, 12, 11),)),
        "unet_gated": (UNetPlus(), (r(1, 1, 12, 16),)),
        "center": (Center(), (r(1, 3, 9, 8),)),
        "anchors": (Anchors(), (r(1, 3, 32, 24),)),
        "queries": (Queries(), (r(1, 3, 12, 16),)),
        "swin": (Swin(), (r(1, 4, 4, 8),)),
        "points": (Points(), (r(2, 3, 15),)),
        "motion": (Motion(), (r(1, 3, 4, 8, 9),)),
        "flow": (Flow(), (r(1, 2, 7, 9), r(1, 2, 7, 9))),
        "unfolded": (Unfolded(), (r(1, 4, 6, 7),)),
        "quantized": (Quantized(), (r(1, 1, 8, 8),)),
        "variational": (Variational(), (r(3, 1, 4, 5),)),
    }
