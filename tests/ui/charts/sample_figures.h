#pragma once

#include "engine/figures/figure.h"

#include <cmath>
#include <limits>
#include <numbers>

/// Figures of every mark, made of closed forms: what the drawing tests draw.
namespace samples {

using namespace evenhand;

inline std::vector<double> grid(double low, double high, std::size_t n)
{
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i)
        values[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(n - 1);
    return values;
}

inline double normal(double x, double mean, double sd)
{
    const double z = (x - mean) / sd;
    return std::exp(-0.5 * z * z) / (sd * std::sqrt(2.0 * std::numbers::pi));
}

inline double normalCdf(double x, double mean, double sd)
{
    return 0.5 * std::erfc(-(x - mean) / (sd * std::numbers::sqrt2));
}

inline Figure base(const std::string& id, const char* title)
{
    Figure figure;
    figure.id = id;
    figure.title = text(title);
    figure.subtitle = text("%1 · %2 · logistic regression · repeat 1 of 10 · 714 test rows", "HMDA", "race");
    figure.summary = text("The largest gap between “%1” and “%2” is %3.", "yes", "no", 0.21);
    return figure;
}

inline std::vector<std::string> groupNames(std::size_t n)
{
    static const std::vector<std::string> kNames {
        "white", "black", "Hispanic", "Asian", "Native American", "two or more", "other", "unknown"};
    return {kNames.begin(), kNames.begin() + static_cast<std::ptrdiff_t>(n)};
}

inline Figure densities(const std::vector<std::string>& names, bool withBefore = false)
{
    Figure figure = base("densities", "Predicted probability by group");
    figure.x = {text("predicted probability of “%1”", "granted"), true, false, 0.0, 1.0, {}};
    figure.y.label = text("density");
    const std::vector<double> x = grid(0.0, 1.0, 512);
    for (const bool before : {true, false}) {
        if (before && !withBefore)
            continue;
        for (std::size_t g = 0; g < names.size(); ++g) {
            FigureLayer layer;
            layer.mark = before ? Mark::Line : Mark::Area;
            layer.name = text("%1", names[g]);
            layer.hue = Hue::Group;
            layer.index = static_cast<int>(g);
            layer.faint = before;
            layer.inLegend = !before;
            layer.x = x;
            const double mean = 0.3
                + 0.42 * static_cast<double>(g) / std::max(1.0, static_cast<double>(names.size()) - 1.0);
            for (const double at : x) {
                const double y
                    = normal(at, before ? mean : 0.5 * mean + 0.26, 0.09 + 0.02 * static_cast<double>(g % 3));
                (before ? layer.y : layer.high).push_back(y);
                if (!before)
                    layer.low.push_back(0.0);
            }
            figure.layers.push_back(layer);
        }
    }
    if (withBefore)
        figure.notes.push_back(text("Thin dashed lines: before the repair."));
    return figure;
}

inline Figure quantiles(const std::vector<std::string>& names)
{
    Figure figure = base("quantiles", "What each rank is worth");
    figure.x = {text("rank inside the own group"), true, false, 0.0, 1.0, {}};
    figure.y.label = text("predicted wage ($ per week)");
    const std::vector<double> u = grid(0.0, 1.0, 201);
    FigureLayer mean;
    mean.name = text("barycenter");
    mean.x = u;
    mean.y.assign(u.size(), 0.0);
    for (std::size_t g = 0; g < names.size(); ++g) {
        FigureLayer layer;
        layer.name = text("%1", names[g]);
        layer.hue = Hue::Group;
        layer.index = static_cast<int>(g);
        layer.x = u;
        for (std::size_t i = 0; i < u.size(); ++i) {
            layer.y.push_back(350.0 + 130.0 * static_cast<double>(g)
                + (500.0 + 70.0 * static_cast<double>(g)) * std::pow(u[i], 1.6));
            mean.y[i] += layer.y.back() / static_cast<double>(names.size());
        }
        figure.layers.push_back(layer);
    }
    figure.layers.push_back(mean);
    figure.notes.push_back(text("Group “%1” has %2 rows: its curve is uncertain.", "other", 7));
    return figure;
}

inline Figure ecdfs()
{
    Figure figure = base("ecdf", "Shares at or below each score");
    figure.x = {text("score"), false, false, {}, {}, {}};
    figure.y = {text("share of the group with a score at or below"), true, false, 0.0, 1.0, {}};
    const std::vector<double> x = grid(-3.0, 4.5, 60);
    for (int g = 0; g < 2; ++g) {
        FigureLayer layer;
        layer.mark = Mark::Step;
        layer.name = text("%1", g == 0 ? "Female" : "Male");
        layer.hue = Hue::Group;
        layer.index = g;
        layer.x = x;
        for (const double at : x)
            layer.y.push_back(normalCdf(at, 1.1 * g, 1.0));
        figure.layers.push_back(layer);
    }
    FigureLayer marker;
    marker.mark = Mark::Segment;
    marker.name = text("KS distance");
    marker.hue = Hue::Accent;
    marker.x = {0.55};
    marker.low = {normalCdf(0.55, 1.1, 1.0)};
    marker.high = {normalCdf(0.55, 0.0, 1.0)};
    marker.inLegend = false;
    figure.layers.push_back(marker);
    FigureLayer threshold;
    threshold.mark = Mark::VerticalRule;
    threshold.name = text("threshold");
    threshold.hue = Hue::Muted;
    threshold.stroke = Stroke::Dashed;
    threshold.inLegend = false;
    threshold.x = {2.0};
    figure.layers.push_back(threshold);
    return figure;
}

inline Figure tradeoff()
{
    Figure figure = base("tradeoff", "What fairness costs");
    figure.x = {text("demographic parity difference (← fairer)"), true, false, {}, {}, {}};
    figure.y = {text("accuracy (better ↑)"), true, false, {}, {}, {}};
    const std::vector<std::string> methods {
        "no repair", "Wasserstein barycenter", "reweighing", "threshold optimiser"};
    int id = 0;
    for (int m = 0; m < 4; ++m) {
        FigureLayer points;
        points.mark = Mark::Points;
        points.name = text("%1", methods[static_cast<std::size_t>(m)]);
        points.hue = m == 0 ? Hue::Neutral : Hue::Method;
        points.index = m;
        FigureLayer path;
        path.name = points.name;
        path.hue = points.hue;
        path.index = m;
        path.inLegend = false;
        const int n = m == 0 ? 1 : 5;
        for (int i = 0; i < n; ++i) {
            const double t = m == 0 ? 0.0 : 0.2 * (i + 1);
            const double x = 0.19 * (1.0 - 0.9 * t);
            const double y = 0.852 - (0.008 + 0.007 * m) * t * t;
            points.x.push_back(x);
            points.y.push_back(y);
            points.low.push_back(y - 0.003);
            points.high.push_back(y + 0.003);
            points.xLow.push_back(x - 0.009);
            points.xHigh.push_back(x + 0.009);
            points.ids.push_back(id++);
            points.labels.push_back(
                text("%1, strength %2\naccuracy %3", methods[static_cast<std::size_t>(m)], t, y));
        }
        path.x = points.x;
        path.y = points.y;
        points.hollow = m == 2;
        if (n > 1)
            figure.layers.push_back(path);
        figure.layers.push_back(points);
    }
    figure.selectedId = 3;
    return figure;
}

inline Figure rates(const std::vector<std::string>& names)
{
    Figure figure = base("rates", "Selection rate by group");
    figure.x = {text("selection rate, with 95 % interval"), true, false, 0.0, 1.0, {}};
    figure.y.categories = {names.rbegin(), names.rend()};
    for (const bool before : {true, false}) {
        for (std::size_t g = 0; g < names.size(); ++g) {
            FigureLayer layer;
            layer.mark = Mark::Points;
            layer.name = before ? text("%1, before", names[g]) : text("%1", names[g]);
            layer.hue = Hue::Group;
            layer.index = static_cast<int>(g);
            layer.faint = before;
            layer.inLegend = false;
            const double rate = 0.35 + 0.06 * static_cast<double>(g % 5) + (before ? 0.11 : 0.0);
            layer.x = {rate};
            layer.y = {static_cast<double>(names.size() - 1 - g) + (before ? 0.16 : -0.08)};
            layer.xLow = {rate - 0.05};
            layer.xHigh = {rate + 0.06};
            figure.layers.push_back(layer);
        }
    }
    figure.notes.push_back(text("Small hollow marks: before the repair."));
    return figure;
}

inline Figure histogram(int groups)
{
    Figure figure = base("histogram", "How the scores are spread");
    figure.x = {text("predicted probability"), true, false, 0.0, 1.0, {}};
    figure.y = {text("share of the group per bin"), true, false, {}, {}, {}};
    for (int g = 0; g < groups; ++g) {
        FigureLayer layer;
        layer.mark = Mark::Bars;
        layer.name = text("%1", g == 0 ? "yes" : "no");
        layer.hue = Hue::Group;
        layer.index = g;
        for (int i = 0; i < 25; ++i) {
            layer.x.push_back((i + 0.5) / 25.0);
            layer.y.push_back(normal(layer.x.back(), 0.35 + 0.25 * g, 0.13) / 25.0);
        }
        figure.layers.push_back(layer);
    }
    return figure;
}

inline Figure empty()
{
    Figure figure = base("empty", "Transport maps");
    figure.summary = text("There is no run yet: choose a data file and a target, then press Run.");
    return figure;
}

inline Figure single()
{
    Figure figure = base("single", "A single point");
    figure.x.label = text("unfairness");
    figure.y.label = text("error");
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = text("no repair");
    layer.x = {0.2};
    layer.y = {0.15};
    layer.ids = {0};
    figure.layers = {layer};
    return figure;
}

} // namespace samples
