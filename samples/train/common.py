"""What the training scripts share: the split of the data, the rows kept for testing, and writing a model.

The graphs are written by hand with onnx.helper, so that a model is what its script says and nothing else.
"""
import csv
from pathlib import Path

import onnx
from onnx import helper
from sklearn.model_selection import train_test_split

SAMPLES = Path(__file__).resolve().parent.parent


def split(x, y):
    """A quarter of the rows, equally from every class, is kept for testing and never trained on."""
    return train_test_split(x, y, test_size=0.25, stratify=y, random_state=0)


def write_csv(name, header, rows):
    path = SAMPLES / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_model(name, version, nodes, inputs, outputs, weights=()):
    """Writes models/<name>/<version>/model.onnx; opset 17 and IR 8 are old enough for every runtime in use."""
    graph = helper.make_graph(nodes, name, inputs, outputs, list(weights))
    model = helper.make_model(
        graph,
        producer_name="inference-platform",
        ir_version=8,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)],
    )
    onnx.checker.check_model(model, full_check=True)
    path = SAMPLES / "models" / name / str(version) / "model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())
