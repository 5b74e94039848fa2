#pragma once

#include "engine/core/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace evenhand {

struct FigureAxis {
    Text label;           ///< with its unit in brackets, if it has one
    bool percent = false; ///< values are shares; ticks read 25 %
    bool logarithmic = false;
    std::optional<double> minimum, maximum; ///< fixed range; absent: from the data, with a margin
    std::vector<std::string>
        categories; ///< not empty: positions 0, 1, 2, … carry these names (from the data, literal)
};

enum class Mark : std::uint8_t {
    Line,           ///< x, y; NaN in y is a gap
    Step,           ///< right-continuous step function: y[i] holds on [x[i], x[i+1])
    Area,           ///< between low and high over x (a filled density has low = 0)
    Points,         ///< x, y, optionally with error bars low…high (in y) and xLow…xHigh (in x)
    Bars,           ///< vertical bars at x of height y; equally spaced x (histogram)
    VerticalRule,   ///< a line across the plot at each x
    HorizontalRule, ///< a line across the plot at each y
    Segment,        ///< from (x[i], low[i]) to (x[i], high[i]): the marker of a distance
};

enum class Stroke : std::uint8_t { Solid, Dashed, Dotted, DashDot };

/// Which colour a layer has. Groups keep their colour in every figure; methods have a palette of their own.
enum class Hue : std::uint8_t {
    Group,   ///< colour number `index` of the group palette
    Method,  ///< colour number `index` of the method palette
    Neutral, ///< text colour: barycenter, reference lines
    Muted,   ///< grid-like: diagonal, noise floor
    Accent,  ///< what the eye should find: KS marker, selected run
};

struct FigureLayer {
    Mark mark = Mark::Line;
    Text name; ///< for the legend, the table and the CSV; data's own names are arguments
    Hue hue = Hue::Neutral;
    int index = 0; ///< of the palette
    Stroke stroke = Stroke::Solid;
    bool faint = false; ///< "before", behind the main layers: thinner and lighter
    bool inLegend = true;
    std::vector<double> x, y, low, high, xLow, xHigh; ///< those that the mark uses, equally long
    std::vector<Text> labels;                         ///< of Points: tooltip of each; may be empty
    std::vector<int> ids; ///< of Points: what a click on the point selects (a run's index); may be empty
    bool hollow = false;  ///< of Points: outlines only (a run that another one beats)
    bool large = false;   ///< points: drawn larger, to show around a point at the same place
};

/// A figure as data: what to draw and what to say, not how. The window, the export and the tests all start
/// from this.
struct Figure {
    std::string id; ///< snake_case: file name of an export
    Text title;
    Text subtitle; ///< the data and settings behind it, in small letters under the title
    Text summary;  ///< one or two sentences with the numbers: the text alternative
    FigureAxis x, y;
    std::vector<FigureLayer> layers;
    std::vector<Text> notes; ///< under the figure: clipped points, undefined groups
    int selectedId = -1;     ///< the point whose id this is stands out
};

} // namespace evenhand
