"""Kernel sources, one file each, found by its name. What an engine is: packager/engine.py."""
