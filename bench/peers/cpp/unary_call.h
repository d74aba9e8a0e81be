// One place for a unary call on a completion queue. It awaits a call, answers it, and awaits the next one, for as long
// as the server lives; nothing of it is allocated anew.
//
// Handler: the types Request, Response and Writer, and
//   void await(ServerContext*, Writer*, ServerCompletionQueue*, void* tag)
//   grpc::Status answer()                   on what has come, into response()
//   const Response& response()
//   void reset()                            before the next call
#pragma once

#include <grpcpp/grpcpp.h>

#include <optional>
#include <utility>

#include "event.h"

namespace peer {

template <typename Handler>
class UnaryCall final : public Event {
public:
    template <typename... Arguments>
    UnaryCall(grpc::ServerCompletionQueue* queue, Arguments&&... arguments)
        : queue_(queue), handler_(std::forward<Arguments>(arguments)...) {
        await();
    }

    void proceed(bool ok) override {
        if (answering_) {
            handler_.reset();
            await();
        } else if (ok) {
            answering_ = true;
            const grpc::Status status = handler_.answer();
            if (status.ok()) {
                exchange_->writer.Finish(handler_.response(), status, this);
            } else {
                exchange_->writer.FinishWithError(status, this);
            }
        }
    }

private:
    struct Exchange {
        grpc::ServerContext context;
        typename Handler::Writer writer{&context};
    };

    void await() {
        answering_ = false;
        exchange_.emplace();
        handler_.await(&exchange_->context, &exchange_->writer, queue_, this);
    }

    grpc::ServerCompletionQueue* queue_;
    Handler handler_;
    std::optional<Exchange> exchange_;
    bool answering_ = false;
};

}  // namespace peer
