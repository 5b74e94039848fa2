#include "ui/charts/prepared_figure.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace evenhand::ui {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Turns numbers of one axis into drawing coordinates and remembers what it had to leave out and how far they
/// reach.
class AxisPreparer {
public:
    explicit AxisPreparer(const FigureAxis& axis)
        : m_axis(axis)
    {
    }

    /// NaN for what cannot be drawn.
    double operator()(double value)
    {
        if (std::isnan(value))
            return kNaN;
        if (std::isinf(value)) {
            ++m_infinite;
            return kNaN;
        }
        if (m_axis.logarithmic && value <= 0.0) {
            ++m_notPositive;
            return kNaN;
        }
        return toDrawing(m_axis, value);
    }

    void cover(double drawn)
    {
        if (std::isnan(drawn))
            return;
        m_low = std::min(m_low, drawn);
        m_high = std::max(m_high, drawn);
    }

    /// @param margin    share of the range added at either end
    /// @param onAxis    the data stand on zero: no margin below it
    [[nodiscard]] ValueRange range(double margin, bool onAxis) const
    {
        if (!m_axis.categories.empty())
            return {-0.5, static_cast<double>(m_axis.categories.size()) - 0.5};
        const auto fixed = [&](const std::optional<double>& bound) -> std::optional<double> {
            if (!bound || !std::isfinite(*bound) || (m_axis.logarithmic && *bound <= 0.0))
                return {};
            return toDrawing(m_axis, *bound);
        };
        const std::optional<double> minimum = fixed(m_axis.minimum);
        const std::optional<double> maximum = fixed(m_axis.maximum);
        const bool anyData = m_low <= m_high;
        double low = minimum.value_or(anyData ? m_low : maximum.value_or(1.0) - 1.0);
        double high = maximum.value_or(anyData ? m_high : low + 1.0);
        if (high - low <= 1e-12 * std::max(std::abs(low), std::abs(high)) || high <= low) {
            low -= 0.5;
            high = low + 1.0;
        }
        const double width = high - low;
        const double fixedMargin = 0.012 * width;
        const bool standing = onAxis && low == 0.0 && !m_axis.logarithmic;
        return {standing ? low : low - (minimum ? fixedMargin : margin * width),
            high + (maximum ? fixedMargin : margin * width)};
    }

    [[nodiscard]] std::size_t infinite() const { return m_infinite; }
    [[nodiscard]] std::size_t notPositive() const { return m_notPositive; }

private:
    const FigureAxis& m_axis;
    double m_low = std::numeric_limits<double>::infinity();
    double m_high = -std::numeric_limits<double>::infinity();
    std::size_t m_infinite = 0, m_notPositive = 0;
};

double value(const std::vector<double>& values, std::size_t i)
{
    return i < values.size() ? values[i] : kNaN;
}

class LayerPreparer {
public:
    LayerPreparer(AxisPreparer& x, AxisPreparer& y, bool separateBars)
        : m_x(x)
        , m_y(y)
        , m_separateBars(separateBars)
    {
    }

    PreparedLayer operator()(const FigureLayer& layer)
    {
        switch (layer.mark) {
        case Mark::Line:
            return line(layer, false);
        case Mark::Step:
            return line(layer, true);
        case Mark::Area:
            return area(layer);
        case Mark::Points:
            return points(layer);
        case Mark::Bars:
            return bars(layer);
        case Mark::VerticalRule:
            return rules(layer.x.empty() ? layer.y : layer.x, m_x);
        case Mark::HorizontalRule:
            return rules(layer.y.empty() ? layer.x : layer.y, m_y);
        case Mark::Segment:
            return segments(layer);
        }
        return {};
    }

private:
    PreparedLayer line(const FigureLayer& layer, bool step)
    {
        PreparedLayer prepared;
        Run run;
        for (std::size_t i = 0; i < layer.x.size(); ++i) {
            const QPointF point(m_x(layer.x[i]), m_y(value(layer.y, i)));
            if (std::isnan(point.x()) || std::isnan(point.y())) {
                close(prepared, run);
                continue;
            }
            if (step && !run.upper.empty())
                run.upper.emplace_back(point.x(), run.upper.back().y());
            run.upper.push_back(point);
            cover(point);
        }
        close(prepared, run);
        return prepared;
    }

    PreparedLayer area(const FigureLayer& layer)
    {
        PreparedLayer prepared;
        prepared.outlined
            = std::all_of(layer.low.begin(), layer.low.end(), [](double low) { return low == 0.0; });
        Run run;
        for (std::size_t i = 0; i < layer.x.size(); ++i) {
            const double x = m_x(layer.x[i]);
            const double low = m_y(layer.low.empty() ? 0.0 : value(layer.low, i));
            const double high = m_y(value(layer.high.empty() ? layer.y : layer.high, i));
            if (std::isnan(x) || std::isnan(low) || std::isnan(high)) {
                close(prepared, run);
                continue;
            }
            run.upper.emplace_back(x, high);
            run.lower.emplace_back(x, low);
            cover(run.upper.back());
            cover(run.lower.back());
        }
        close(prepared, run);
        return prepared;
    }

    PreparedLayer bars(const FigureLayer& layer)
    {
        PreparedLayer prepared;
        prepared.outlined = !m_separateBars;
        const std::size_t n = layer.x.size();
        const double spacing = n >= 2 ? layer.x[1] - layer.x[0] : 1.0;
        const double half = spacing * (m_separateBars ? 0.46 : 0.5);
        Run run;
        for (std::size_t i = 0; i < n; ++i) {
            const double left = m_x(layer.x[i] - half);
            const double right = m_x(layer.x[i] + half);
            const double height = m_y(value(layer.y, i));
            const double foot = std::isnan(height) ? kNaN : m_y(0.0);
            if (std::isnan(left) || std::isnan(right) || std::isnan(height) || std::isnan(foot)) {
                close(prepared, run);
                continue;
            }
            for (const double x : {left, right}) {
                run.upper.emplace_back(x, height);
                run.lower.emplace_back(x, foot);
                cover(run.upper.back());
                cover(run.lower.back());
            }
            if (m_separateBars)
                close(prepared, run);
        }
        close(prepared, run);
        return prepared;
    }

    PreparedLayer points(const FigureLayer& layer)
    {
        PreparedLayer prepared;
        for (std::size_t i = 0; i < layer.x.size(); ++i) {
            ErrorBar bar {m_x(layer.x[i]), m_y(value(layer.y, i)), m_y(value(layer.low, i)),
                m_y(value(layer.high, i)), m_x(value(layer.xLow, i)), m_x(value(layer.xHigh, i))};
            if (std::isnan(bar.x) || std::isnan(bar.y))
                continue;
            prepared.points.emplace_back(bar.x, bar.y);
            prepared.rows.push_back(i);
            prepared.errorBars.push_back(bar);
            cover(prepared.points.back());
            m_x.cover(bar.xLow);
            m_x.cover(bar.xHigh);
            m_y.cover(bar.low);
            m_y.cover(bar.high);
        }
        return prepared;
    }

    static PreparedLayer rules(const std::vector<double>& values, AxisPreparer& axis)
    {
        PreparedLayer prepared;
        for (const double at : values) {
            const double drawn = axis(at);
            if (!std::isnan(drawn)) {
                prepared.rules.push_back(drawn);
                axis.cover(drawn);
            }
        }
        return prepared;
    }

    PreparedLayer segments(const FigureLayer& layer)
    {
        PreparedLayer prepared;
        for (std::size_t i = 0; i < layer.x.size(); ++i) {
            const double x = m_x(layer.x[i]);
            const QLineF segment(x, m_y(value(layer.low, i)), x, m_y(value(layer.high, i)));
            if (std::isnan(x) || std::isnan(segment.y1()) || std::isnan(segment.y2()))
                continue;
            prepared.segments.push_back(segment);
            cover(segment.p1());
            cover(segment.p2());
        }
        return prepared;
    }

    static void close(PreparedLayer& prepared, Run& run)
    {
        if (!run.upper.empty())
            prepared.runs.push_back(std::move(run));
        run = {};
    }

    void cover(const QPointF& point)
    {
        m_x.cover(point.x());
        m_y.cover(point.y());
    }

    AxisPreparer& m_x;
    AxisPreparer& m_y;
    bool m_separateBars;
};

bool isDrawn(const PreparedLayer& layer)
{
    return !layer.runs.empty() || !layer.points.empty() || !layer.segments.empty();
}

} // namespace

double toDrawing(const FigureAxis& axis, double value)
{
    return axis.logarithmic ? std::log10(value) : value;
}

double fromDrawing(const FigureAxis& axis, double value)
{
    return axis.logarithmic ? std::pow(10.0, value) : value;
}

PreparedFigure prepareFigure(const Figure& figure)
{
    const auto count
        = [&](auto isOne) { return std::count_if(figure.layers.begin(), figure.layers.end(), isOne); };
    const auto barLayers = count([](const FigureLayer& layer) { return layer.mark == Mark::Bars; });
    const bool standing
        = barLayers > 0 || count([](const FigureLayer& layer) { return layer.mark == Mark::Area; }) > 0;
    const bool scattered = count([](const FigureLayer& layer) { return layer.mark == Mark::Points; }) > 0;

    PreparedFigure prepared;
    AxisPreparer x(figure.x);
    AxisPreparer y(figure.y);
    LayerPreparer prepare(x, y, barLayers == 1);
    for (const FigureLayer& layer : figure.layers) {
        prepared.layers.push_back(prepare(layer));
        prepared.hasData = prepared.hasData || isDrawn(prepared.layers.back());
    }
    prepared.x = x.range(scattered ? 0.06 : 0.015, false);
    prepared.y = y.range(scattered ? 0.08 : 0.04, standing);
    prepared.infinite = x.infinite() + y.infinite();
    prepared.notPositive = x.notPositive() + y.notPositive();
    return prepared;
}

bool sameStructure(
    const Figure& a, const PreparedFigure& preparedA, const Figure& b, const PreparedFigure& preparedB)
{
    const auto sameLayer = [](const FigureLayer& x, const FigureLayer& y) {
        return x.mark == y.mark && x.hue == y.hue && x.index == y.index && x.stroke == y.stroke
            && x.faint == y.faint;
    };
    const auto sameRuns = [](const PreparedLayer& x, const PreparedLayer& y) {
        return x.runs.size() == y.runs.size() && x.outlined == y.outlined;
    };
    return std::equal(a.layers.begin(), a.layers.end(), b.layers.begin(), b.layers.end(), sameLayer)
        && std::equal(preparedA.layers.begin(), preparedA.layers.end(), preparedB.layers.begin(),
            preparedB.layers.end(), sameRuns);
}

} // namespace evenhand::ui
