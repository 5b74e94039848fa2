#include "ui/charts/figure_csv.h"

#include <cmath>
#include <string_view>

namespace evenhand::ui {

namespace {

std::string_view nameOf(Mark mark)
{
    switch (mark) {
    case Mark::Line:
        return "line";
    case Mark::Step:
        return "step";
    case Mark::Area:
        return "area";
    case Mark::Points:
        return "points";
    case Mark::Bars:
        return "bars";
    case Mark::VerticalRule:
        return "vertical_rule";
    case Mark::HorizontalRule:
        return "horizontal_rule";
    case Mark::Segment:
        return "segment";
    }
    return "";
}

std::string numberCell(const std::vector<double>& values, std::size_t row)
{
    return row < values.size() && !std::isnan(values[row]) ? exactNumber(values[row]) : std::string();
}

/// On an axis of categories the reader wants the name, not its position.
std::string positionCell(const FigureAxis& axis, const std::vector<double>& values, std::size_t row)
{
    if (axis.categories.empty() || row >= values.size() || std::isnan(values[row]))
        return numberCell(values, row);
    const double nearest = std::round(values[row]);
    if (nearest < 0.0 || nearest >= static_cast<double>(axis.categories.size()))
        return numberCell(values, row);
    return csvTextCell(axis.categories[static_cast<std::size_t>(nearest)]);
}

} // namespace

std::string csvTextCell(const std::string& text)
{
    std::string cell = text;
    if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos)
        cell.insert(cell.begin(), '\'');
    if (cell.find_first_of(",;\"\r\n\t") == std::string::npos)
        return cell;
    std::string quoted = "\"";
    for (const char c : cell)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string figureCsv(const Figure& figure)
{
    std::string csv = "layer,mark,x,y,low,high,x_low,x_high,label\r\n";
    for (const FigureLayer& layer : figure.layers) {
        const std::string head
            = csvTextCell(layer.name.english()) + ',' + std::string(nameOf(layer.mark)) + ',';
        const std::size_t rows = std::max(layer.x.size(), layer.y.size());
        for (std::size_t row = 0; row < rows; ++row) {
            csv += head + positionCell(figure.x, layer.x, row) + ',' + positionCell(figure.y, layer.y, row);
            for (const auto* column : {&layer.low, &layer.high, &layer.xLow, &layer.xHigh})
                csv += ',' + numberCell(*column, row);
            csv += ','
                + (row < layer.labels.size() ? csvTextCell(layer.labels[row].english()) : std::string())
                + "\r\n";
        }
    }
    return csv;
}

} // namespace evenhand::ui
