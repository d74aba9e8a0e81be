#include "model.h"

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

namespace peer {

namespace {

Ort::SessionOptions session_options(const Settings& settings) {
    Ort::SessionOptions options;
    options.SetIntraOpNumThreads(settings.intra_op_threads);
    options.SetInterOpNumThreads(1);
    options.SetExecutionMode(ORT_SEQUENTIAL);
    options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
    options.AddConfigEntry("session.intra_op.allow_spinning", "0");
    options.AddConfigEntry("session.inter_op.allow_spinning", "0");
    return options;
}

void check(OrtStatus* status) {
    if (status != nullptr) throw std::runtime_error(Ort::Status(status).GetErrorMessage());
}

struct ReleaseValue {
    void operator()(OrtValue* value) const { Ort::GetApi().ReleaseValue(value); }
};

using Value = std::unique_ptr<OrtValue, ReleaseValue>;

Value value_over(const OrtMemoryInfo* memory, void* data, std::size_t count) {
    const std::int64_t shape = static_cast<std::int64_t>(count);
    OrtValue* value = nullptr;
    check(Ort::GetApi().CreateTensorWithDataAsOrtValue(memory, data, count * sizeof(float), &shape, 1,
                                                       ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &value));
    return Value(value);
}

bool is_float_vector(const Ort::TypeInfo& type) {
    if (type.GetONNXType() != ONNX_TYPE_TENSOR) return false;
    const auto tensor = type.GetTensorTypeAndShapeInfo();
    return tensor.GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT && tensor.GetDimensionsCount() == 1;
}

}  // namespace

Model::Model(const Settings& settings)
    : name_(settings.model_name),
      env_(ORT_LOGGING_LEVEL_WARNING, "cpp-peer"),
      session_(env_, settings.model.c_str(), session_options(settings)),
      memory_(Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault)) {
    refuse_other_signatures();
    Ort::AllocatorWithDefaultOptions allocator;
    input_name_ = session_.GetInputNameAllocated(0, allocator).get();
    output_name_ = session_.GetOutputNameAllocated(0, allocator).get();
    const std::array<float, 3> input{};
    std::array<float, 3> output{};
    run(input.data(), output.data(), input.size());
}

void Model::refuse_other_signatures() const {
    if (session_.GetInputCount() != 1 || session_.GetOutputCount() != 1 || !is_float_vector(session_.GetInputTypeInfo(0)) ||
        !is_float_vector(session_.GetOutputTypeInfo(0))) {
        throw std::runtime_error("the model is not one FP32 vector in, one FP32 vector out");
    }
}

void Model::run(const void* input, void* output, std::size_t count) const {
    const OrtApi& api = Ort::GetApi();
    const Value in = value_over(memory_, const_cast<void*>(input), count);
    const Value out = value_over(memory_, output, count);
    const char* const input_name = input_name_.c_str();
    const char* const output_name = output_name_.c_str();
    const OrtValue* const in_pointer = in.get();
    OrtValue* out_pointer = out.get();
    // The session is const to us: Run may be called from many threads at once.
    check(api.Run(const_cast<Ort::Session&>(session_), nullptr, &input_name, &in_pointer, 1, &output_name, 1,
                  &out_pointer));
}

}  // namespace peer
