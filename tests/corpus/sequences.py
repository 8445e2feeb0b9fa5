"""More networks for `export.py`, of sound, text and graphs: separators, encoders, decoders, taggers."""

from __future__ import annotations

import torch
import torch.nn.functional as ops
from torch import Tensor, nn


class Tasnet(nn.Module):
    """Conv-TasNet: an encoder, blocks with global norms, masks for two speakers, a decoder that overlaps and adds."""

    def __init__(self) -> None:
        super().__init__()
        self.enc, self.dec = nn.Conv1d(1, 8, 8, 4, bias=False), nn.ConvTranspose1d(8, 1, 8, 4, bias=False)
        self.into, self.mask = nn.Conv1d(8, 6, 1), nn.Conv1d(6, 16, 1)
        self.deep = nn.ModuleList([nn.Conv1d(6, 6, 3, padding=2**i, dilation=2**i, groups=6) for i in range(3)])
        self.norms, self.act = nn.ModuleList([nn.GroupNorm(1, 6, eps=1e-8) for _ in range(3)]), nn.PReLU()

    def forward(self, x: Tensor) -> Tensor:
        seen = ops.relu(self.enc(x.unsqueeze(1)))
        y = self.into(seen)
        for norm, conv in zip(self.norms, self.deep, strict=True):
            y = y + conv(norm(self.act(y)))
        masks = torch.sigmoid(self.mask(y)).view(x.shape[0], 2, 8, -1)
        apart = (masks * seen.unsqueeze(1)).flatten(0, 1)
        return self.dec(apart).view(x.shape[0], 2, -1)


class WaveStack(nn.Module):
    """WaveNet: layers of growing dilation, causal, whose skips are summed."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(16, 4)
        self.both = nn.ModuleList([nn.Conv1d(4, 8, 2, dilation=2**i) for i in range(3)])
        self.skip = nn.ModuleList([nn.Conv1d(4, 6, 1) for _ in range(3)])
        self.rest, self.out = nn.ModuleList([nn.Conv1d(4, 4, 1) for _ in range(3)]), nn.Conv1d(6, 16, 1)

    def forward(self, words: Tensor) -> Tensor:
        x = self.embed(words).transpose(1, 2)
        skips = 0
        for i, (both, skip, rest) in enumerate(zip(self.both, self.skip, self.rest, strict=True)):
            f, g = both(ops.pad(x, (2**i, 0))).chunk(2, 1)
            y = torch.tanh(f) * torch.sigmoid(g)
            skips = skips + skip(y)
            x = x + rest(y)
        return ops.log_softmax(self.out(ops.relu(skips)), 1)


class Wav2vec(nn.Module):
    """Sound to features by strided convolutions, then places by a convolution with an even window."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.norm = nn.Conv1d(1, 8, 10, 5, bias=False), nn.Conv1d(8, 8, 3, 2), nn.GroupNorm(8, 8)
        self.project, self.scale = nn.Linear(8, 6), nn.LayerNorm(8)
        self.places = nn.utils.parametrizations.weight_norm(nn.Conv1d(6, 6, 4, padding=2, groups=2), dim=2)
        self.layer = nn.TransformerEncoderLayer(6, 2, 10, 0.0, "gelu", batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        y = ops.gelu(self.norm(self.a(x[:, None])))
        y = self.project(self.scale(ops.gelu(self.b(y)).transpose(1, 2)))
        y = y + ops.gelu(self.places(y.transpose(1, 2))[:, :, :-1]).transpose(1, 2)
        return self.layer(y)


class Conformer(nn.Module):
    """Half a feed-forward, attention by relative places, a gated convolution, the other half."""

    def __init__(self) -> None:
        super().__init__()
        self.n = nn.ModuleList([nn.LayerNorm(8) for _ in range(5)])
        self.f1 = nn.Sequential(nn.Linear(8, 16), nn.SiLU(), nn.Linear(16, 8))
        self.f2 = nn.Sequential(nn.Linear(8, 16), nn.SiLU(), nn.Linear(16, 8))
        self.q, self.k, self.v, self.p = (nn.Linear(8, 8) for _ in range(4))
        self.u, self.w, self.places = (nn.Parameter(torch.randn(s)) for s in ((2, 4), (2, 4), (11, 8)))
        self.gate, self.deep = nn.Conv1d(8, 16, 1), nn.Conv1d(8, 8, 5, padding=2, groups=8)
        self.norm, self.out = nn.BatchNorm1d(8), nn.Conv1d(8, 8, 1)

    def forward(self, x: Tensor) -> Tensor:
        b, t, _ = x.shape
        x = x + 0.5 * self.f1(self.n[0](x))
        y = self.n[1](x)
        q, k, v = (f(y).view(b, t, 2, 4) for f in (self.q, self.k, self.v))
        p = self.p(self.places).view(1, 2 * t - 1, 2, 4).transpose(1, 2)
        content = (q + self.u).transpose(1, 2) @ k.permute(0, 2, 3, 1)
        place = (q + self.w).transpose(1, 2) @ p.transpose(-2, -1)
        place = ops.pad(place, (1, 0)).view(b, 2, 2 * t, t)[:, :, 1:].reshape(b, 2, t, 2 * t - 1)[..., :t]
        y = ((content + place) / 2).softmax(-1) @ v.transpose(1, 2)
        x = x + y.transpose(1, 2).reshape(b, t, 8)
        y = ops.glu(self.gate(self.n[2](x).transpose(1, 2)), 1)
        x = x + self.out(ops.silu(self.norm(self.deep(y)))).transpose(1, 2)
        return self.n[4](x + 0.5 * self.f2(self.n[3](x)))


class Translator(nn.Module):
    """A GRU reads, another one writes, and looks at what was read (additive attention); the likeliest word goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.reader = nn.Embedding(12, 5), nn.GRU(5, 6, batch_first=True)
        self.writer, self.a, self.b = nn.GRUCell(11, 6), nn.Linear(6, 4, bias=False), nn.Linear(6, 4)
        self.score, self.out = nn.Linear(4, 1), nn.Linear(12, 12)

    def forward(self, words: Tensor) -> Tensor:
        read, h = self.reader(self.words(words))
        h, word, found = h[0], torch.ones_like(words[:, 0]), []
        for _ in range(3):
            weights = self.score(torch.tanh(self.a(read) + self.b(h).unsqueeze(1))).softmax(1)
            seen = (weights * read).sum(1)
            h = self.writer(torch.cat([self.words(word), seen], -1), h)
            scores = self.out(torch.cat([h, seen], -1))
            word = scores.argmax(-1)
            found.append(scores)
        return torch.stack(found, 1)


class Tagger(nn.Module):
    """An LSTM in both directions over words; padding is masked."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(13, 5, padding_idx=0)
        self.net = nn.LSTM(5, 4, num_layers=2, batch_first=True, bidirectional=True)
        self.tags = nn.Linear(8, 3)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor]:
        y, _ = self.net(self.words(words))
        scores = self.tags(y).masked_fill((words == 0).unsqueeze(-1), -1e4)
        return scores, scores.max(-1).indices


class RmsNorm(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(size) + 0.5)

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


class Llama(nn.Module):
    """Root mean square norms, rotary places, two heads of queries for each of keys, a gated feed-forward, a cache."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.n1, self.n2 = nn.Embedding(17, 8), RmsNorm(8), RmsNorm(8)
        self.q, self.k, self.v, self.o = (nn.Linear(8, n, bias=False) for n in (16, 8, 8, 8))
        self.o = nn.Linear(16, 8, bias=False)
        self.gate, self.up, self.down = (nn.Linear(*n, bias=False) for n in ((8, 12), (8, 12), (12, 8)))
        turns = torch.outer(torch.arange(8.0), 1 / 100 ** (torch.arange(0, 4, 2) / 4))
        self.register_buffer("cos", torch.cat((turns, turns), -1).cos())
        self.register_buffer("sin", torch.cat((turns, turns), -1).sin())

    def turned(self, x: Tensor, first: int) -> Tensor:
        a, b = x.chunk(2, -1)
        at = slice(first, first + x.shape[-2])
        return x * self.cos[at] + torch.cat((-b, a), -1) * self.sin[at]

    def forward(self, words: Tensor, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        (b, t), past = words.shape, keys.shape[2]
        x = self.words(words)
        y = self.n1(x)
        q, k, v = (f(y).view(b, t, -1, 4).transpose(1, 2) for f in (self.q, self.k, self.v))
        q, k = self.turned(q, past), torch.cat((keys, self.turned(k, past)), 2)
        v = torch.cat((values, v), 2)
        mask = torch.full((t, past + t), float("-inf")).triu(past + 1)
        scores = q @ k.repeat_interleave(2, 1).transpose(2, 3) / 2 + mask
        y = ops.softmax(scores, -1, dtype=torch.float32) @ v.repeat_interleave(2, 1)
        x = x + self.o(y.transpose(1, 2).reshape(b, t, 16))
        y = self.n2(x)
        x = x + self.down(ops.silu(self.gate(y)) * self.up(y))
        return x @ self.words.weight.t(), k, v


class Library(nn.Module):
    """What torch itself has for a language model's layer: its own norm and grouped attention with a mask."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.q, self.kv = nn.RMSNorm(8), nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x: Tensor, keep: Tensor) -> Tensor:
        b, t, _ = x.shape
        y = self.norm(x)
        q = self.q(y).view(b, t, 2, 4).transpose(1, 2)
        k, v = self.kv(y).view(b, t, 2, 4).transpose(1, 2).chunk(2, 1)
        mask = keep[:, None, None, :] & torch.ones(t, t, dtype=torch.bool).tril()
        y = ops.scaled_dot_product_attention(q, k.expand(b, 2, t, 4), v.expand(b, 2, t, 4), attn_mask=mask)
        return x + y.transpose(1, 2).flatten(2)


class Experts(nn.Module):
    """A mixture of experts: the two best of four for each word, all of them computed."""

    def __init__(self) -> None:
        super().__init__()
        self.route = nn.Linear(6, 4)
        self.up, self.down = nn.Parameter(torch.randn(4, 6, 8) * 0.3), nn.Parameter(torch.randn(4, 8, 6) * 0.3)

    def forward(self, x: Tensor) -> Tensor:
        weights, chosen = torch.topk(self.route(x).softmax(-1), 2)
        weights = weights / weights.sum(-1, keepdim=True)
        gates = torch.zeros(*x.shape[:-1], 4).scatter(-1, chosen, weights)
        hidden = ops.relu(torch.einsum("btd,edh->bteh", x, self.up)).square()
        return torch.einsum("bteh,ehd,bte->btd", hidden, self.down, gates)


class Graphs(nn.Module):
    """Messages along edges, summed where they arrive, divided by how many there were; then the mean of every graph."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.fc = nn.Linear(4, 6), nn.Linear(4, 6), nn.Linear(6, 2)

    def forward(self, x: Tensor, edges: Tensor) -> Tensor:
        source, target = edges[0], edges[1]
        message = self.b(x)[source]
        total = torch.zeros(x.shape[0], 6).index_add(0, target, message)
        count = torch.zeros(x.shape[0]).index_add(0, target, torch.ones(edges.shape[1]))
        y = ops.elu(self.a(x) + total / count.clamp(min=1).unsqueeze(1))
        most = torch.full((x.shape[0], 6), -1e4).scatter_reduce(0, target[:, None].expand(-1, 6), message, "amax")
        return torch.cat((self.fc(y), most), 1)


class Forecast(nn.Module):
    """Temporal fusion: gated residuals, variables weighed against each other, quantiles; N-BEATS' backcast."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.gate = nn.Linear(6, 6), nn.Linear(6, 6), nn.Linear(6, 12)
        self.norm, self.weigh, self.each = nn.LayerNorm(6), nn.Linear(18, 3), nn.Linear(1, 6)
        self.net, self.out = nn.LSTM(6, 6, batch_first=True), nn.Linear(6, 3)

    def forward(self, x: Tensor) -> Tensor:
        season = x - ops.avg_pool1d(ops.pad(x.transpose(1, 2), (2, 2), mode="replicate"), 5, 1).transpose(1, 2)
        y = self.each(season.unsqueeze(-1))
        weights = self.weigh(y.flatten(2)).softmax(-1).unsqueeze(-1)
        y = (weights * y).sum(2)
        y = self.norm(y + ops.glu(self.gate(self.b(ops.elu(self.a(y)))), -1))
        y, (h, _) = self.net(y)
        return torch.sort(self.out(y[:, -4:] + h.transpose(0, 1)), -1).values


class StateSpace(nn.Module):
    """Mamba's selective scan, step by step, behind a causal depthwise convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.into, self.conv = nn.Linear(4, 12), nn.Conv1d(6, 6, 3, padding=2, groups=6)
        self.select, self.step, self.out = nn.Linear(6, 7), nn.Linear(1, 6), nn.Linear(6, 4)
        self.decay, self.skip = nn.Parameter(torch.rand(6, 3)), nn.Parameter(torch.ones(6))

    def forward(self, x: Tensor) -> Tensor:
        y, gate = self.into(x).chunk(2, -1)
        y = ops.silu(self.conv(y.transpose(1, 2))[..., : x.shape[1]].transpose(1, 2))
        step, into, outof = self.select(y).split([1, 3, 3], -1)
        step = ops.softplus(self.step(step))
        state, found = torch.zeros(x.shape[0], 6, 3), []
        for t in range(x.shape[1]):
            keep = torch.exp(-step[:, t, :, None] * self.decay.exp())
            state = keep * state + step[:, t, :, None] * into[:, t, None] * y[:, t, :, None]
            found.append((state * outof[:, t, None]).sum(-1))
        return self.out((torch.stack(found, 1) + self.skip * y) * ops.silu(gate))


class Spectrum(nn.Module):
    """Sound to a mel spectrogram by products with sines, its logarithm, its deltas, and a keyword's scores."""

    def __init__(self) -> None:
        super().__init__()
        t, f = torch.arange(16.0), torch.arange(9.0)[:, None]
        window = torch.hann_window(16)
        self.register_buffer("real", (torch.cos(2 * torch.pi * f * t / 16) * window).unsqueeze(1))
        self.register_buffer("imag", (torch.sin(2 * torch.pi * f * t / 16) * window).unsqueeze(1))
        self.register_buffer("mel", torch.rand(5, 9))
        self.net, self.fc = nn.GRU(10, 4, batch_first=True), nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = ops.pad(x.unsqueeze(1), (8, 8), mode="reflect")
        power = ops.conv1d(x, self.real, stride=8).square() + ops.conv1d(x, self.imag, stride=8).square()
        mel = torch.log(torch.clamp(self.mel @ power, min=1e-5))
        mel = torch.maximum(mel, mel.amax((1, 2), keepdim=True) - 8.0)
        delta = mel - torch.cat((mel[..., :1], mel[..., :-1]), -1)
        y, _ = self.net(torch.cat((mel, delta), 1).transpose(1, 2))
        return self.fc(y.amax(1))


def networks() -> dict[str, tuple[nn.Module, tuple[Tensor, ...]]]:
    """Name -> network, and inputs."""
    r, words = torch.randn, torch.randint
    return {
        "tasnet": (Tasnet(), (r(1, 64),)),
        "wavenet": (WaveStack(), (words(0, 16, (1, 12)),)),
        "wav2vec": (Wav2vec(), (r(1, 90),)),
        "conformer": (Conformer(), (r(1, 6, 8),)),
        "translator": (Translator(), (words(0, 12, (2, 5)),)),
        "tagger": (Tagger(), (words(0, 5, (2, 6)),)),
        "llama": (Llama(), (words(0, 17, (1, 4)), r(1, 2, 3, 4), r(1, 2, 3, 4))),
        "library": (Library(), (r(2, 5, 8), torch.ones(2, 5, dtype=torch.bool))),
        "experts": (Experts(), (r(2, 4, 6),)),
        "graphs": (Graphs(), (r(5, 4), words(0, 5, (2, 9)))),
        "forecast": (Forecast(), (r(2, 8, 3),)),
        "statespace": (StateSpace(), (r(1, 5, 4),)),
        "spectrum": (Spectrum(), (r(1, 96),)),
    }
