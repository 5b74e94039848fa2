#pragma once

#include "engine/methods/constraint_insight.h"
#include "engine/methods/notion.h"

namespace evenhand {

/// Mean linear part, favourable share and distance of the two losses of every group of a family.
/// @param linear     (n,) linear part with the intercept; a row is decided favourably from 0 on
/// @param weight     (n,) > 0
/// @param decides    false in regression: there are no decisions
[[nodiscard]] std::vector<ConstraintInsight::GroupMean> groupMeans(const NotionFamily& family,
    std::size_t groups, const Eigen::VectorXd& linear, const Eigen::VectorXd& weight, bool decides);

/// Largest minus smallest favourable share over the groups that have rows; absent with fewer than two.
[[nodiscard]] std::optional<double> rateGap(const std::vector<ConstraintInsight::GroupMean>& means);

} // namespace evenhand
