#pragma once

#include "engine/audit/audit_report.h"
#include "engine/audit/rate_rows.h"

#include <span>

namespace evenhand {

/// A rate as a smooth function of a number such as age, without cutting it into groups.
struct RateCurve {
    std::string column, metricId, metricName; ///< empty when made from plain numbers
    bool isShare = true;                      ///< rates in [0,1]; else means of a number
    double confidence = 0.95;
    std::vector<double> value, rate; ///< (≤ 200) points of the curve, values ascending
    std::vector<double> low, high;   ///< band that holds the whole curve at once with this confidence
    std::vector<double> dotValue, dotRate, dotRows; ///< the rate of rows of (nearly) the same value
    bool dotsAreSingleValues = true;  ///< each dot is one value; else the rows of an interval of values
    MetricValue overall;              ///< of all these rows, with interval
    double rows = 0.0;                ///< in the rate's denominator, with a value
    double missing = 0.0;             ///< in the rate's denominator, without a value
    double critical = 0.0;            ///< half width of the band in standard errors; 0: not made from a fit
    double effectiveParameters = 0.0; ///< 2: a straight line (in log odds, of a share)
    bool constantFits = false;        ///< one constant rate lies inside the whole band
    double firstCommon = 0.0, lastCommon = 0.0; ///< 98 % of the rows have values between these
    Text summary;                               ///< where the rate rises and falls, with numbers
    Text chance;                                ///< whether a constant rate is possible
};

/// The curve of outcomes against a number.
///
/// Values are counted in 1,024 equal cells, so that a million rows take milliseconds; fewer distinct values
/// than that are kept apart. Rows without value or outcome (NaN) are left out. When all outcomes are 0, or
/// all 1, no curve can be fitted and the band is Wilson's interval from the rows nearby.
/// @param value   (n,);  @param hit  (n,) 0 or 1, or numbers if not @p isShare
/// @param weight  (n,) > 0, or empty
/// @errors NoAnswer  fewer than 30 rows, or all have the same value, or all numbers are equal;  Cancelled
/// @source see fitPenalisedSpline and splineCurve
[[nodiscard]] Result<RateCurve> rateCurve(std::span<const double> value, std::span<const double> hit,
    std::span<const double> weight, bool isShare, double confidence, std::uint64_t seed,
    const RunContext& ctx);

/// The curve of a rate of an audit against a numeric column of its table, with its sentences.
/// @param metricId  see rateRows
/// @errors InvalidArgument  unknown column, or not numeric;  those of rateRows and of the above
[[nodiscard]] Result<RateCurve> rateCurve(const AuditReport& report, const Table& table,
    const std::string& column, std::string_view metricId, const RunContext& ctx);

/// Fills summary and chance of a curve that has its names.
void describeCurve(RateCurve& curve);

} // namespace evenhand
