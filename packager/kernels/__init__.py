"""Kernel families: one frozen dataclass each, whose `emit` writes the machine function."""
