#pragma once

#include "engine/data/design_matrix.h"
#include "engine/data/notion.h"
#include "engine/data/study.h"
#include "engine/learners/mean_constraints.h"
#include "engine/learners/parameters.h"

#include <optional>

namespace evenhand {

/// The parameter by which a method is told its notion.
[[nodiscard]] ParamSpec notionParam();
[[nodiscard]] Notion notionOf(const ParamSet& params);

/// Rows of one family: the name of its rows, and each row's place among the family's groups or -1.
struct NotionFamily {
    std::string rows; ///< "favourable", "unfavourable" or "all"
    std::vector<std::int32_t> member;
};

/// The families of a notion; in regression all rows are one family whatever the notion.
/// @param groups  place of every group of the study among the compared ones; -1: not compared
[[nodiscard]] std::vector<NotionFamily> familiesOf(
    Notion notion, Task task, const EncodedData& rows, const std::vector<std::int32_t>& groups);

/// Training rows as linear fairness constraints.
struct NotionConstraints {
    MeanConstraints constraints;
    std::vector<std::int32_t>
        groups;                 ///< of every group of the study: its place among the compared ones, or -1
    std::vector<Text> warnings; ///< groups without a training row
};

/// @errors InvalidData  fewer than two groups; a group with training rows but none with the outcome that the
/// notion
///                      compares: the text names it
[[nodiscard]] Result<NotionConstraints> constrainNotion(
    Notion notion, Task task, const EncodedData& train, const std::vector<std::string>& groupNames);

} // namespace evenhand
