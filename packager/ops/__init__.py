"""One file per ONNX operator, found by its name: an elementwise body, or the lowering to kernel steps."""
