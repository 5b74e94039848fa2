#pragma once

#include "engine/audit/audit_report.h"

#include <QString>

namespace evenhand::ui {

/// What a verdict's measure is counted in.
enum class MeasureUnit : std::uint8_t {
    Ratio,  ///< of two rates
    Points, ///< difference of two rates, in percentage points
    Number, ///< in the unit of the predictions, or without one
};

[[nodiscard]] MeasureUnit measureUnit(const Verdict& verdict, Task task);
/// "0.59", "12.3 points"; as many digits as an interval of @p width supports.
[[nodiscard]] QString measureNumber(double value, MeasureUnit unit, double width);
/// "0.59 (0.53 to 0.65)"; empty without a value.
[[nodiscard]] QString measureWithInterval(const MetricValue& measure, MeasureUnit unit);
[[nodiscard]] QString limitNumber(double limit, MeasureUnit unit);

/// "65.4 % (95 % interval 64.3 % to 66.5 %)", or the reason why there is no number.
[[nodiscard]] QString metricWithInterval(const MetricValue& value, bool isShare, double confidence);
/// "sex", "sex × race".
[[nodiscard]] QString attributeLabel(const AuditReport& report, const AttributeAudit& attribute);
/// "3 of 5 notions are beyond the limit; 1 cannot be decided".
[[nodiscard]] QString headlineOf(const AttributeAudit& attribute);

} // namespace evenhand::ui
