#pragma once

#include "engine/audit/audit_rows.h"
#include "engine/metrics/metric.h"

namespace evenhand {

/// A rate (or mean) of an audit row by row: the mean of `value` over the rows that it speaks of.
struct RateRows {
    std::vector<double> value; ///< (n,) 0/1 of a rate, a number of a mean; NaN: not in its denominator
    bool isShare = true;       ///< values are 0 or 1
    std::string_view name;     ///< "selection rate", to stand inside a sentence
    std::string_view nobody;   ///< why it is undefined without rows: "no actual positives"
};

/// Ids for which rateRows has an answer: selection_rate, true_positive_rate, false_positive_rate,
/// true_negative_rate, false_negative_rate, precision, negative_predictive_value, false_discovery_rate,
/// false_omission_rate, accuracy, base_rate; in regression mean_prediction and mean_error (predicted - true).
/// @errors InvalidArgument  another id, or one of the other task;  NoAnswer  the table has no decisions or no
/// true outcomes, which the rate needs
[[nodiscard]] Result<RateRows> rateRows(const AuditRows& rows, std::string_view id);

/// Weighted numbers of some rows: what their mean and its uncertainty need.
struct MeanSum {
    double rows = 0.0;
    double weight = 0.0;       ///< Σw
    double squares = 0.0;      ///< Σw²
    double sum = 0.0;          ///< Σwx
    double sumOfSquares = 0.0; ///< Σwx²

    void add(double x, double w);
    friend MeanSum operator+(const MeanSum& a, const MeanSum& b);
    [[nodiscard]] double mean() const { return sum / weight; }
    /// Kish's (Σw)²/Σw²; 0 without rows.
    [[nodiscard]] double effectiveCount() const { return squares > 0.0 ? weight * weight / squares : 0.0; }
    /// Variance of one row: p(1-p) of a share, and with n/(n-1) of a number. Needs effectiveCount() > 1.
    [[nodiscard]] double variance(bool isShare) const;
    /// The mean with its interval: Wilson's of a share, the normal approximation's of a number. Undefined,
    /// with @p nobody as the reason, without rows; without interval for a number from a single row.
    [[nodiscard]] MetricValue value(bool isShare, double confidence, std::string_view nobody) const;
};

/// a - b with the interval that joins those of a and b (MOVER); of two shares with Wilson intervals it is
/// Newcombe's. Undefined when one of them is; without interval when one has none.
/// @source Newcombe (1998), method 10; Zou, Donner (2008), Construction of confidence limits about effect
/// measures, equation 2
[[nodiscard]] MetricValue differenceOf(const MetricValue& a, const MetricValue& b);

} // namespace evenhand
