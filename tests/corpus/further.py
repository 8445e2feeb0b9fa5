"""Further networks for `export.py`, of rarer operations: spectra, volumes, made weights, branches, half precision."""

from __future__ import annotations

import torch
import torch.nn.functional as ops
from torch import Tensor, nn


class Pools(nn.Module):
    """SegNet: the places of maxima, put back where they were; pools of uneven windows; a local norm."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Conv2d(2, 4, 3, padding=1), nn.Conv2d(4, 2, 3, padding=1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        y = ops.local_response_norm(ops.relu(self.a(x)), 3, alpha=0.1)
        small, where = ops.max_pool2d(y, 2, return_indices=True)
        back = self.b(ops.max_unpool2d(small, where, 2))
        return back, ops.adaptive_avg_pool2d(y, (2, 3)), ops.pixel_unshuffle(y, 2)


class Upsampled(nn.Module):
    """Enlarged along one, two and three axes, by every rule."""

    def forward(self, line: Tensor, picture: Tensor, volume: Tensor) -> tuple[Tensor, ...]:
        return (
            ops.interpolate(line, scale_factor=1.5, mode="linear", align_corners=False),
            ops.interpolate(picture, size=(7, 9), mode="bicubic", align_corners=True),
            ops.interpolate(picture, size=(3, 4), mode="nearest-exact"),
            ops.interpolate(volume, size=(5, 4, 6), mode="trilinear", align_corners=False),
        )


class Spectral(nn.Module):
    """A Fourier layer: the lowest waves of a picture turned and mixed, beside a 1x1 convolution (FNO)."""

    def __init__(self) -> None:
        super().__init__()
        self.real, self.imag = nn.Parameter(torch.randn(2, 2, 3, 3)), nn.Parameter(torch.randn(2, 2, 3, 3))
        self.beside = nn.Conv2d(2, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        waves = torch.view_as_real(torch.fft.rfft2(x))[:, :, :3, :3]
        a, b = waves[..., 0], waves[..., 1]
        real = torch.einsum("bixy,ioxy->boxy", a, self.real) - torch.einsum("bixy,ioxy->boxy", b, self.imag)
        imag = torch.einsum("bixy,ioxy->boxy", a, self.imag) + torch.einsum("bixy,ioxy->boxy", b, self.real)
        return ops.gelu(self.beside(x)[:, :, :3, :3] + torch.sqrt(real**2 + imag**2))


class ShortTime(nn.Module):
    """The library's own short-time Fourier transform, its power, and the mean over time."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("window", torch.hann_window(16))
        self.fc = nn.Linear(9, 3)

    def forward(self, x: Tensor) -> Tensor:
        waves = torch.stft(x, 16, 8, window=self.window, center=False, return_complex=True)
        power = torch.view_as_real(waves).square().sum(-1)
        return self.fc(torch.log1p(power).mean(-1))


class Stereo(nn.Module):
    """A cost for every disparity, a volume convolved, and the mean disparity by a soft minimum."""

    def __init__(self) -> None:
        super().__init__()
        self.see, self.judge = nn.Conv2d(1, 3, 3, padding=1), nn.Conv3d(6, 1, 3, padding=1)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        a, b = self.see(left), self.see(right)
        costs = [torch.cat((a, ops.pad(b, (d, 0))[..., : b.shape[-1]]), 1) for d in range(4)]
        likely = ops.softmin(self.judge(torch.stack(costs, 2)).squeeze(1), 1)
        return (likely * torch.arange(4.0).view(1, 4, 1, 1)).sum(1)


class Made(nn.Module):
    """A convolution whose weights another network makes, one for each picture; a bilinear form; a product of rows."""

    def __init__(self) -> None:
        super().__init__()
        self.make, self.pair = nn.Linear(5, 4 * 3 * 9), nn.Bilinear(4, 5, 3)

    def forward(self, x: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        b, c, h, w = x.shape
        weights = self.make(z).view(b * 4, c, 3, 3)
        y = ops.conv2d(x.reshape(1, b * c, h, w), weights, padding=1, groups=b).view(b, 4, h, w)
        return y, self.pair(y.mean((2, 3)), z)


class Rays(nn.Module):
    """NeRF: waves of a place, colour and density, and what is seen along a ray."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(15, 16), nn.Softplus(10.0), nn.Linear(16, 4))

    def forward(self, start: Tensor, way: Tensor) -> tuple[Tensor, Tensor]:
        depth = torch.linspace(0.5, 2.0, 6)
        at = start[:, None] + way[:, None] * depth[:, None]
        waves = [f(at * 2.0**k) for k in range(2) for f in (torch.sin, torch.cos)]
        y = self.net(torch.cat([at, *waves], -1))
        opaque = 1 - torch.exp(-ops.relu(y[..., 3]) * 0.3)
        let = torch.log(torch.cat((torch.ones_like(opaque[:, :1]), 1 - opaque + 1e-6), 1))
        clear = torch.exp(torch.cumsum(let, 1))[:, :-1]
        weight = opaque * clear
        return (weight[..., None] * torch.sigmoid(y[..., :3])).sum(1), (weight * depth).sum(1)


class Viterbi(nn.Module):
    """The likeliest row of tags: forward through a table of changes, then back along what was best."""

    def __init__(self) -> None:
        super().__init__()
        self.score, self.change = nn.Linear(5, 4), nn.Parameter(torch.randn(4, 4))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        scores = self.score(x)
        best, came = scores[:, 0], []
        for t in range(1, x.shape[1]):
            best, where = (best.unsqueeze(2) + self.change).max(1)
            best = best + scores[:, t]
            came.append(where)
        tag = best.argmax(1, keepdim=True)
        tags = [tag]
        for where in reversed(came):
            tag = where.gather(1, tag)
            tags.append(tag)
        return torch.cat(tags[::-1], 1), torch.logsumexp(best, 1)


class Speaker(nn.Module):
    """ECAPA: a convolution in steps over parts of the channels, and mean and spread weighed by attention."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = nn.ModuleList([nn.Conv1d(3, 3, 3, padding=2, dilation=2) for _ in range(2)])
        self.look, self.weigh, self.fc = nn.Conv1d(27, 4, 1), nn.Conv1d(4, 9, 1), nn.Linear(18, 5)

    def forward(self, x: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
        parts = list(torch.split(x, 3, 1))
        for i, conv in enumerate(self.steps, 1):
            parts[i] = ops.relu(conv(parts[i] + parts[i - 1]))
        y = torch.cat(parts, 1)
        mean, spread = y.mean(2, keepdim=True), torch.sqrt(y.var(2, keepdim=True).clamp(1e-4))
        whole = torch.cat((y, mean.expand_as(y), spread.expand_as(y)), 1)
        weights = self.weigh(torch.tanh(self.look(whole))).softmax(2)
        mean = (weights * y).sum(2)
        spread = torch.sqrt(((weights * y**2).sum(2) - mean**2).clamp(1e-4))
        found = self.fc(torch.cat((mean, spread), 1))
        return found, ops.cosine_similarity(found, other, dim=-1)


class Linear(nn.Module):
    """Attention that is linear in time: sums so far of keys and values."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.mix = (nn.Linear(6, 6, bias=False) for _ in range(4))
        self.shift = nn.Parameter(torch.rand(6))

    def forward(self, x: Tensor) -> Tensor:
        before = ops.pad(x, (0, 0, 1, -1))
        y = x * self.shift + before * (1 - self.shift)
        q, k = (ops.elu(f(y)) + 1 for f in (self.q, self.k))
        sums = torch.cumsum(torch.einsum("btd,bte->btde", k, self.v(y)), 1)
        total = torch.einsum("btd,btd->bt", q, torch.cumsum(k, 1))
        return torch.einsum("btd,btde->bte", q, sums) / total.unsqueeze(-1) * torch.sigmoid(self.mix(y))


class Halves(nn.Module):
    """A network of half precision, whose norm is computed in single."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.fc = nn.Conv2d(2, 4, 3, padding=1), nn.Linear(4, 3)
        self.scale = nn.Parameter(torch.rand(4))
        self.half()

    def forward(self, x: Tensor) -> Tensor:
        y = ops.relu(self.a(x.half())).mean((2, 3))
        wide = y.float()
        y = (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + 1e-5)).half() * self.scale
        return self.fc(y).float()


class Counted(nn.Module):
    """Trained with rounding: weights and what flows are whole numbers of 8 bits, written as such."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Conv2d(2, 4, 3, padding=1), nn.Conv2d(4, 3, 1)
        for name, conv in (("sa", self.a), ("sb", self.b)):
            self.register_buffer(name, conv.weight.detach().abs().amax((1, 2, 3)) / 127)
        self.register_buffer("zeros4", torch.zeros(4, dtype=torch.int32))
        self.register_buffer("zeros3", torch.zeros(3, dtype=torch.int32))

    def forward(self, x: Tensor) -> Tensor:
        x = torch.fake_quantize_per_tensor_affine(x, 0.03, 0, -128, 127)
        wa = torch.fake_quantize_per_channel_affine(self.a.weight, self.sa, self.zeros4, 0, -128, 127)
        wb = torch.fake_quantize_per_channel_affine(self.b.weight, self.sb, self.zeros3, 0, -128, 127)
        y = ops.relu(ops.conv2d(x, wa, self.a.bias, padding=1))
        y = torch.fake_quantize_per_tensor_affine(y, 0.02, 10, 0, 255)
        return ops.conv2d(y, wb, self.b.bias)


class Branches(nn.Module):
    """A branch that the input decides, with a network on either side."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(4, 3), nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cond(x.sum() > 0, lambda y: torch.relu(self.a(y)), lambda y: self.b(y).abs(), (x,))


def networks() -> dict[str, tuple[nn.Module, tuple[Tensor, ...]]]:
    """Name -> network, and inputs."""
    r = torch.randn
    return {
        "pools": (Pools(), (r(1, 2, 8, 10),)),
        "upsampled": (Upsampled(), (r(1, 2, 7), r(1, 2, 5, 6), r(1, 1, 3, 4, 3))),
        "spectral": (Spectral(), (r(1, 2, 8, 6),)),
        "stft": (ShortTime(), (r(1, 64),)),
        "stereo": (Stereo(), (r(1, 1, 5, 9), r(1, 1, 5, 9))),
        "made": (Made(), (r(2, 3, 5, 6), r(2, 5))),
        "rays": (Rays(), (r(4, 3), r(4, 3))),
        "viterbi": (Viterbi(), (r(2, 5, 5),)),
        "speaker": (Speaker(), (r(1, 9, 11), r(1, 5))),
        "linear": (Linear(), (r(1, 6, 6),)),
        "halves": (Halves(), (r(1, 2, 5, 5),)),
        "counted": (Counted(), (r(1, 2, 6, 6),)),
        "branches": (Branches(), (r(2, 4),)),
    }
