#pragma once

#include "engine/figures/figure.h"

namespace evenhand::test {

/// The layer of that name; null if the figure has none.
inline const FigureLayer* layer(const Figure& figure, const std::string& name, Mark mark = Mark::Points)
{
    for (const FigureLayer& one : figure.layers)
        if (one.mark == mark && one.name.english() == name)
            return &one;
    return nullptr;
}

inline std::string notesOf(const Figure& figure)
{
    std::string all;
    for (const Text& note : figure.notes)
        all += note.english() + "\n";
    return all;
}

inline bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace evenhand::test
