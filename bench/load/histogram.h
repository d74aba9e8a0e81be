// Latencies in nanoseconds, log-linear: 128 steps to each power of two, so no answer is more than 0.8 % off.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace load {

class Histogram {
public:
    void record(std::uint64_t nanoseconds) {
        ++counts_[index_of(nanoseconds)];
        ++total_;
        sum_ += nanoseconds;
        max_ = std::max(max_, nanoseconds);
    }

    // The smallest recorded step that holds at least this fraction of all values.
    std::uint64_t quantile(double fraction) const {
        const auto wanted = static_cast<std::uint64_t>(fraction * static_cast<double>(total_) + 0.5);
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen >= wanted && seen > 0) return std::min(upper_bound_of(i), max_);
        }
        return max_;
    }

    std::uint64_t total() const { return total_; }
    std::uint64_t max() const { return max_; }
    double mean() const { return total_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(total_); }

private:
    static constexpr int kStepBits = 7;
    static constexpr std::uint64_t kSteps = std::uint64_t{1} << kStepBits;
    static constexpr int kPowers = 40;  // up to 2^47 ns, a day and a half

    static std::size_t index_of(std::uint64_t value) {
        if (value < kSteps) return value;
        const int power = static_cast<int>(std::bit_width(value)) - 1 - kStepBits;
        if (power >= kPowers) return kPowers * kSteps + kSteps - 1;
        return static_cast<std::size_t>(power) * kSteps + (value >> power);
    }

    static std::uint64_t upper_bound_of(std::size_t index) {
        if (index < 2 * kSteps) return index;
        const auto power = index / kSteps - 1;
        return ((index - power * kSteps + 1) << power) - 1;
    }

    std::array<std::uint64_t, (kPowers + 1) * kSteps> counts_{};
    std::uint64_t total_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace load
