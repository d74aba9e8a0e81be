// One ONNX model with one FP32 input and one FP32 output of the input's shape, [-1].
#pragma once

#include <onnxruntime_cxx_api.h>

#include <cstddef>
#include <string>

#include "settings.h"

namespace peer {

class Model {
public:
    // Loads the model and runs it once. Throws when it is not of the kind above.
    explicit Model(const Settings& settings);

    // Runs over the caller's memory, in place on both sides: nothing is copied. No alignment is needed.
    void run(const void* input, void* output, std::size_t count) const;

    const std::string& name() const { return name_; }
    const std::string& input_name() const { return input_name_; }
    const std::string& output_name() const { return output_name_; }

private:
    void refuse_other_signatures() const;

    std::string name_;
    Ort::Env env_;
    Ort::Session session_;
    Ort::MemoryInfo memory_;
    std::string input_name_;
    std::string output_name_;
};

}  // namespace peer
