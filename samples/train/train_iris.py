"""Trains both versions of samples/models/iris: logistic regression on Fisher's Iris.

Version 1 takes the four measurements as they are and is one ai.onnx.ml operator, as converters write it. Version 2
takes their scaled values, squares and products, and is plain ONNX. Both have the same inputs and outputs.

Needs (Debian's packages): python3-sklearn python3-onnx python3-numpy. Run: /usr/bin/python3 train_iris.py
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from common import split, write_csv, write_model

INPUTS = [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", 4])]
OUTPUTS = [
    helper.make_tensor_value_info("label", TensorProto.STRING, ["batch"]),
    helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 3]),
]

iris = load_iris()
species = iris.target_names[iris.target]
x_train, x_test, y_train, y_test = split(iris.data, species)


def tensor(name, values, dtype=np.float32):
    return numpy_helper.from_array(np.asarray(values, dtype), name)


def write_linear(model):
    classifier = helper.make_node(
        "LinearClassifier",
        ["features"],
        ["label", "probabilities"],
        domain="ai.onnx.ml",
        coefficients=model.coef_.ravel().tolist(),
        intercepts=model.intercept_.tolist(),
        classlabels_strings=model.classes_.tolist(),
        multi_class=1,
        post_transform="SOFTMAX",
    )
    write_model("iris", 1, [classifier], INPUTS, OUTPUTS)


def write_quadratic(scaler, model):
    # The order of PolynomialFeatures(degree=2): the features, then every product of two of them.
    left, right = zip(*[(i, j) for i in range(4) for j in range(i, 4)])
    nodes = [
        helper.make_node("Sub", ["features", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "deviation"], ["scaled"]),
        helper.make_node("Gather", ["scaled", "left"], ["lefts"], axis=1),
        helper.make_node("Gather", ["scaled", "right"], ["rights"], axis=1),
        helper.make_node("Mul", ["lefts", "rights"], ["products"]),
        helper.make_node("Concat", ["scaled", "products"], ["terms"], axis=1),
        helper.make_node("Gemm", ["terms", "weights", "bias"], ["scores"], transB=1),
        helper.make_node("ArgMax", ["scores"], ["winner"], axis=1, keepdims=0),
        helper.make_node("Gather", ["species", "winner"], ["label"]),
        helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1),
    ]
    write_model(
        "iris",
        2,
        nodes,
        INPUTS,
        OUTPUTS,
        [
            tensor("mean", scaler.mean_),
            tensor("deviation", scaler.scale_),
            tensor("left", left, np.int64),
            tensor("right", right, np.int64),
            tensor("weights", model.coef_),
            tensor("bias", model.intercept_),
            tensor("species", model.classes_, object),
        ],
    )


linear = LogisticRegression(max_iter=1000).fit(x_train, y_train)
write_linear(linear)

quadratic = make_pipeline(
    StandardScaler(), PolynomialFeatures(degree=2, include_bias=False), LogisticRegression(C=10, max_iter=1000)
).fit(x_train, y_train)
write_quadratic(quadratic[0], quadratic[2])

columns = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm", "label"]
write_csv("iris_test.csv", columns, [[*row, name] for row, name in zip(x_test.tolist(), y_test)])
for version, model in (1, linear), (2, quadratic):
    print(f"iris version {version}: {model.score(x_test, y_test):.4f} of {len(y_test)} held-out rows right")
