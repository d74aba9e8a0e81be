// What a completion queue's tag points at.
#pragma once

namespace peer {

class Event {
public:
    virtual ~Event() = default;
    virtual void proceed(bool ok) = 0;
};

}  // namespace peer
