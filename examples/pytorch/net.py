"""A small keyword spotter in PyTorch: `pack build examples/pytorch/manifest.yaml` exports it and compiles it."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Keywords(nn.Module):
    """40 frames of 16 mel bands, and the keyword that was heard before -> scores of 4 keywords, and a summary.

    x: f32[N, 16, 40]. before: i64[N], 0 to 3. Scores: f32[N, 4]. Summary: f32[N, 12].
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(4, 12)
        self.body = nn.Sequential(
            nn.Conv1d(16, 24, 5, stride=2, padding=2), nn.BatchNorm1d(24), nn.SiLU(), nn.Conv1d(24, 12, 3, padding=1),
        )  # fmt: skip
        self.norm, self.scores = nn.LayerNorm(12), nn.Linear(12, 4)

    def forward(self, x: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """Scores and summary."""
        summary = self.norm(self.body(x).mean(2) + self.words(before))
        return self.scores(summary).softmax(-1), summary


def make() -> nn.Module:
    """The network. A trained one loads its weights here: paths start at this folder."""
    return Keywords()


def with_examples() -> tuple[nn.Module, tuple[Tensor, Tensor]]:
    """The network, and what it is exported with: the manifest then need not state inputs."""
    return Keywords(), (torch.randn(1, 16, 40), torch.tensor([2]))
