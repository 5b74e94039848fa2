#include "engine/core/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <optional>
#include <thread>
#include <vector>

namespace evenhand {

namespace {

/// Collects the failure with the smallest index, so that what is reported does not depend on timing alone.
class FirstFailure {
public:
    void report(std::size_t index, Error error)
    {
        const std::scoped_lock lock(m_mutex);
        if (index < m_index) {
            m_index = index;
            m_error = std::move(error);
        }
        m_any.store(true, std::memory_order_relaxed);
    }
    void reportException(std::exception_ptr exception)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_exception)
            m_exception = std::move(exception);
        m_any.store(true, std::memory_order_relaxed);
    }
    [[nodiscard]] bool any() const { return m_any.load(std::memory_order_relaxed); }
    Result<void> outcome()
    {
        if (m_exception)
            std::rethrow_exception(m_exception);
        if (m_error)
            return std::move(*m_error);
        return kOk;
    }

private:
    std::atomic<bool> m_any {false};
    std::mutex m_mutex;
    std::size_t m_index = std::numeric_limits<std::size_t>::max();
    std::optional<Error> m_error;
    std::exception_ptr m_exception;
};

} // namespace

int defaultThreads()
{
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

Result<void> parallelFor(
    std::size_t n, const RunContext& ctx, const std::function<Result<void>(std::size_t)>& body)
{
    std::atomic<std::size_t> next {0};
    FirstFailure failure;
    const auto work = [&] {
        for (std::size_t i = next++; i < n && !failure.any(); i = next++) {
            try {
                if (Result<void> done = body(i); done.has_error())
                    failure.report(i, std::move(done).error());
            } catch (...) { // a bug or exhausted memory: carried to the caller's thread
                failure.reportException(std::current_exception());
            }
        }
    };
    const std::size_t helpers = std::min<std::size_t>(static_cast<std::size_t>(ctx.threads()), n);
    {
        std::vector<std::jthread> threads;
        for (std::size_t t = 1; t < helpers; ++t)
            threads.emplace_back(work);
        work();
    }
    return failure.outcome();
}

} // namespace evenhand
