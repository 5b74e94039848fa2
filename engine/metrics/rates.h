#pragma once

#include "engine/metrics/confusion.h"

namespace evenhand {

/// A number made of one confusion matrix, before it is put into words: no memory is allocated for it.
struct CellValue {
    double value = 0.0;              ///< means nothing when undefined
    const char* undefined = nullptr; ///< why there is no value
    RowSum part, whole;              ///< of a share of rows: its numerator and denominator
};
using CellRate = CellValue (*)(const Confusion&);

[[nodiscard]] CellValue selectionRate(const Confusion& cells);           ///< (TP + FP) / n
[[nodiscard]] CellValue truePositiveRate(const Confusion& cells);        ///< TP / (TP + FN)
[[nodiscard]] CellValue falsePositiveRate(const Confusion& cells);       ///< FP / (FP + TN)
[[nodiscard]] CellValue trueNegativeRate(const Confusion& cells);        ///< TN / (FP + TN)
[[nodiscard]] CellValue falseNegativeRate(const Confusion& cells);       ///< FN / (TP + FN)
[[nodiscard]] CellValue precisionRate(const Confusion& cells);           ///< TP / (TP + FP)
[[nodiscard]] CellValue negativePredictiveValue(const Confusion& cells); ///< TN / (TN + FN)
[[nodiscard]] CellValue falseDiscoveryRate(const Confusion& cells);      ///< FP / (TP + FP)
[[nodiscard]] CellValue falseOmissionRate(const Confusion& cells);       ///< FN / (TN + FN)
[[nodiscard]] CellValue accuracyRate(const Confusion& cells);            ///< (TP + TN) / n
[[nodiscard]] CellValue baseRate(const Confusion& cells);                ///< (TP + FN) / n
/// Mean of true positive and true negative rate; undefined unless both are defined.
[[nodiscard]] CellValue balancedAccuracy(const Confusion& cells);
/// 2 TP / (2 TP + FP + FN); undefined when nobody is selected and nobody is actually positive.
[[nodiscard]] CellValue f1Score(const Confusion& cells);
[[nodiscard]] CellValue rowsOf(const Confusion& cells); ///< number of rows, not their weight

[[nodiscard]] MetricValue describe(const CellValue& value);
[[nodiscard]] MetricValue definedValue(double value);
[[nodiscard]] MetricValue undefinedValue(Text reason);
[[nodiscard]] inline double weightOf(const MetricInput& input, std::size_t row)
{
    return input.weight.empty() ? 1.0 : input.weight[row];
}

} // namespace evenhand
