"""FusedAttention, of pack: softmax(after * (scale * Q @ K + masks)) @ V, with K transposed; masks are inputs."""

from __future__ import annotations

from packager.lowering import attention
from packager.lowering.base import Op

fused_attention = Op("FusedAttention", 1, "Products and softmax of attention at once", operator=attention.Attention)
