#pragma once

#include "engine/core/run_context.h"

#include <cstddef>
#include <functional>

namespace evenhand {

/// Calls @p body(i) for i in [0, n) on up to ctx.threads() threads. Each index must write only to its own
/// place, so the outcome does not depend on the number of threads. After the first failure no new index is
/// begun.
/// @return the error of the smallest failed index, or success
Result<void> parallelFor(
    std::size_t n, const RunContext& ctx, const std::function<Result<void>(std::size_t)>& body);

/// Number of threads to use when nobody asked for a number: all the processors this process may use.
[[nodiscard]] int defaultThreads();

} // namespace evenhand
