#pragma once

#include <QLocale>
#include <QString>

#include <vector>

namespace evenhand::ui {

struct Tick {
    double value = 0.0; ///< in the axis's own unit, also on a logarithmic axis
    QString label;      ///< empty: a tick without words
};

enum class AxisScale : std::uint8_t { Linear, Percent, Logarithmic };

/// Multiples of 1, 2 or 5 times a power of ten inside [low, high], about @p wanted of them (at least two for
/// low < high).
[[nodiscard]] std::vector<double> niceTicks(double low, double high, int wanted);

/// Powers of ten inside [low, high], 0 < low < high; with less than two decades their 1-2-5 multiples; in a
/// narrow range, nice ticks.
[[nodiscard]] std::vector<double> logarithmicTicks(double low, double high, int wanted);

/// Ticks of an axis with labels of equally many decimals.
[[nodiscard]] std::vector<Tick> makeTicks(
    double low, double high, AxisScale scale, int wanted, const QLocale& locale);

/// A number of the axis for people: enough digits to tell values apart that differ by @p resolution.
[[nodiscard]] QString readableNumber(double value, double resolution, bool percent, const QLocale& locale);

} // namespace evenhand::ui
