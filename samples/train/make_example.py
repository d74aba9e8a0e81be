"""Writes the two models that double their inputs: example_model (FP64) and its FP32 twin, for tries and benchmarks.

Needs (Debian's packages): python3-sklearn python3-onnx python3-numpy. Run: /usr/bin/python3 make_example.py
"""
from onnx import TensorProto, helper

from common import write_model

for name, dtype in ("example_model", TensorProto.DOUBLE), ("example_model_fp32", TensorProto.FLOAT):
    write_model(
        name,
        1,
        [helper.make_node("Add", ["inputs", "inputs"], ["outputs"])],
        [helper.make_tensor_value_info("inputs", dtype, ["length"])],
        [helper.make_tensor_value_info("outputs", dtype, ["length"])],
    )
