"""What ships, run: an output folder opened, inputs made, the executable or the shared library called."""
