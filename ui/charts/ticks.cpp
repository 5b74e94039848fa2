#include "ui/charts/ticks.h"

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

double niceStep(double rough)
{
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double ratio = rough / power;
    if (ratio <= 1.0 + 1e-9)
        return power;
    if (ratio <= 2.0 + 1e-9)
        return 2.0 * power;
    return ratio <= 5.0 + 1e-9 ? 5.0 * power : 10.0 * power;
}

/// Multiples of @p step inside [low, high].
std::vector<double> multiples(double step, double low, double high)
{
    std::vector<double> ticks;
    const double slack = 1e-9 * step;
    for (double k = std::ceil((low - slack) / step); k * step <= high + slack && ticks.size() < 1000;
         k += 1.0)
        ticks.push_back(k == 0.0 ? 0.0 : k * step);
    return ticks;
}

/// Decimals that a multiple of @p step needs.
int decimalsOf(double step)
{
    return step > 0.0 ? std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 12) : 0;
}

QString fixedNumber(double value, int decimals, const QLocale& locale)
{
    if (std::abs(value) < 0.5 * std::pow(10.0, -decimals))
        value = 0.0;
    return locale.toString(value, 'f', decimals);
}

} // namespace

std::vector<double> niceTicks(double low, double high, int wanted)
{
    if (!(low < high) || !std::isfinite(high - low))
        return std::isfinite(low) ? std::vector<double> {low} : std::vector<double> {};
    const double rough = (high - low) / std::max(wanted, 2);
    std::vector<double> best;
    // The nice step just above and the two below the wished one: whichever gives the number of ticks nearest
    // to the wish.
    for (const double factor : {1.0, 0.49, 0.19}) {
        std::vector<double> ticks = multiples(niceStep(rough * factor), low, high);
        const auto miss = [&](const std::vector<double>& t) {
            return std::abs(std::log(static_cast<double>(t.size()) / std::max(wanted, 2)));
        };
        if (best.size() < 2 || miss(ticks) < miss(best))
            best = std::move(ticks);
    }
    return best;
}

std::vector<double> logarithmicTicks(double low, double high, int wanted)
{
    if (!(low > 0.0) || !(low < high) || !std::isfinite(high))
        return {};
    const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
    const int decades = last - first + 1;
    std::vector<double> ticks;
    if (decades >= 3) {
        const int stride = std::max(1, (decades + wanted - 1) / std::max(wanted, 1));
        for (int exponent = first; exponent <= last; exponent += stride)
            ticks.push_back(std::pow(10.0, exponent));
        return ticks;
    }
    for (int exponent = first - 1; exponent <= last + 1; ++exponent) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * std::pow(10.0, exponent);
            if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
                ticks.push_back(value);
        }
    }
    return ticks.size() >= 3 ? ticks : niceTicks(low, high, wanted);
}

QString readableNumber(double value, double resolution, bool percent, const QLocale& locale)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double scale = percent ? 100.0 : 1.0;
    const double magnitude = std::abs(value * scale);
    if (magnitude != 0.0 && (magnitude >= 1e9 || magnitude < 1e-5) && !percent)
        return locale.toString(value, 'g', 4);
    const QString number = fixedNumber(value * scale, decimalsOf(std::abs(resolution) * scale), locale);
    return percent ? number + QChar(0x00a0) + locale.percent() : number;
}

std::vector<Tick> makeTicks(double low, double high, AxisScale scale, int wanted, const QLocale& locale)
{
    const bool logarithmic = scale == AxisScale::Logarithmic;
    const std::vector<double> values
        = logarithmic ? logarithmicTicks(low, high, wanted) : niceTicks(low, high, wanted);
    std::vector<Tick> ticks;
    for (std::size_t i = 0; i < values.size(); ++i) {
        // Each label of a logarithmic axis has its own decimals: 0.1, 1, 10.
        double resolution = logarithmic ? std::pow(10.0, std::floor(std::log10(values[i]) + 1e-9)) : 1.0;
        if (!logarithmic && values.size() >= 2)
            resolution = values[1] - values[0];
        else if (logarithmic && values.size() >= 2 && values[1] - values[0] < resolution)
            resolution = values[1] - values[0];
        ticks.push_back(
            {values[i], readableNumber(values[i], resolution, scale == AxisScale::Percent, locale)});
    }
    return ticks;
}

} // namespace evenhand::ui
