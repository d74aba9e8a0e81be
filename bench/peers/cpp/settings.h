// The command line. Everything the sweep turns is here; see SWEEP.md for what it found.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace peer {

enum class Api { Generated, Raw };
enum class Messages { Arena, Reuse };

struct Settings {
    int port = 50061;
    std::string model;                            // path of the .onnx file
    std::string model_name = "example_model_fp32";
    Api api = Api::Raw;                           // protobuf messages, or byte buffers read and written by hand
    Messages messages = Messages::Reuse;          // of the generated API: an arena for each call, or the same objects
    int queues = 1;
    int threads = 1;                              // for each queue
    int posted = 128;                             // calls awaited on each queue, for each method
    int intra_op_threads = 1;
    int bdp_probe = -1;                           // -1: gRPC's default
    int max_frame_size = 0;                       // 0: gRPC's default, here and below
    int lookahead_bytes = 0;
    int write_buffer_bytes = 0;
    int read_chunk_bytes = 0;
    int tx_zerocopy = 0;
    int minimal_stack = 0;
    std::string optimization_target;              // "latency" or "throughput"
    int quota_mb = 0;
};

struct HelpWanted : std::exception {};

// Throws HelpWanted, or std::invalid_argument with what is wrong.
Settings parse_settings(int argc, char** argv);

std::string usage();

}  // namespace peer
