"""Kernel sources: who computes which node. Ours is `llvm`; others will be found through entry points."""
