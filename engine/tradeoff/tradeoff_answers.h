#pragma once

#include "engine/tradeoff/dominated.h"
#include "engine/tradeoff/front_measures.h"
#include "engine/tradeoff/target_choice.h"

#include <functional>

namespace evenhand {

/// A part of the trade-off, or the sentence that says why there is none.
template <class T> struct TradeoffPart {
    std::optional<T> value;
    Text reason; ///< empty while it is not known

    explicit operator bool() const { return value.has_value(); }
    [[nodiscard]] const T& operator*() const { return *value; }
    [[nodiscard]] const T* operator->() const { return &*value; }
    [[nodiscard]] const T* get() const { return value ? &*value : nullptr; }
    void reset() { *this = {}; }
};

/// Everything that is said of a report's trade-off beside its points. Worked out once and shown by the
/// window, the figures, results.json and the report page alike.
struct TradeoffAnswers {
    std::string error, unfairness; ///< metrics on the axes
    TradeoffPart<FrontMeasures> measures;
    TradeoffPart<ReportFrontier> frontier;
    TradeoffPart<DominanceReport> dominated;
    TradeoffPart<HalfFigures> halves;
};

/// @param early  called once with what takes little time: measures and frontier
/// @errors Cancelled;  any other reason is a part's own
[[nodiscard]] Result<TradeoffAnswers> tradeoffAnswers(const Report& report, const std::string& error,
    const std::string& unfairness, const RunContext& ctx,
    const std::function<void(const TradeoffAnswers&)>& early = {});
/// The same for the study's own axes.
[[nodiscard]] Result<TradeoffAnswers> tradeoffAnswers(const Report& report, const RunContext& ctx);

} // namespace evenhand
