"""Trains samples/models/digits: handwritten 8x8 digits, a small neural network.

Needs (Debian's packages): python3-sklearn python3-onnx python3-numpy. Run: /usr/bin/python3 train_digits.py
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from common import split, write_csv, write_model

BRIGHTEST = 16  # pixels count the black dots of a 4x4 block: 0 to 16

x, y = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = split(x, y)

# Of six shapes and strengths tried, the best in four-fold cross-validation on the training rows alone. scikit-learn
# warns that the loss still falls after 150 passes; more of them gain nothing on rows not trained on.
network = MLPClassifier(hidden_layer_sizes=(128, 64), alpha=0.01, batch_size=32, max_iter=150, random_state=0)
network.fit(x_train / BRIGHTEST, y_train)

weights = [numpy_helper.from_array(np.array(BRIGHTEST, np.float32), "brightest")]
nodes = [helper.make_node("Div", ["image", "brightest"], ["layer0"])]
layers = len(network.coefs_)
for i, (w, b) in enumerate(zip(network.coefs_, network.intercepts_)):
    weights.append(numpy_helper.from_array(w.astype(np.float32), f"w{i}"))
    weights.append(numpy_helper.from_array(b.astype(np.float32), f"b{i}"))
    last = i == layers - 1
    sums = "scores" if last else f"sums{i}"
    nodes.append(helper.make_node("Gemm", [f"layer{i}", f"w{i}", f"b{i}"], [sums]))
    if not last:
        nodes.append(helper.make_node("Relu", [sums], [f"layer{i + 1}"]))
nodes.append(helper.make_node("ArgMax", ["scores"], ["label"], axis=1, keepdims=0))
nodes.append(helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1))

write_model(
    "digits",
    1,
    nodes,
    [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 64])],
    [
        helper.make_tensor_value_info("label", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 10]),
    ],
    weights,
)
pixels = [f"pixel_{row}_{column}" for row in range(8) for column in range(8)]
write_csv("digits_test.csv", pixels + ["label"], np.column_stack([x_test, y_test]).astype(int))
print(f"digits: {network.score(x_test / BRIGHTEST, y_test):.4f} of {len(y_test)} held-out rows right")
