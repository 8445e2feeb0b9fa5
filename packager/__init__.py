"""pack: an ahead-of-time packager of ONNX networks for small devices."""
