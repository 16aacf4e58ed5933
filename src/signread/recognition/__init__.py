"""From a hand to how likely each letter is: an exported network, run by ONNX Runtime."""
