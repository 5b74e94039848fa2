#pragma once

#include "engine/learners/learner.h"

#include <functional>

namespace evenhand {

/// Fills the models of a path from the largest tolerance to the smallest, so that each can start from the one
/// before. Where the unconstrained gap is within a tolerance, the unconstrained model is taken.
/// @param path   its unconstrained model is there already
/// @param gap    largest gap of the unconstrained means
/// @param solve  the model at a tolerance below the gap
/// @errors whatever @p solve returns
[[nodiscard]] Result<void> followTolerances(ConstrainedPath& path, const std::vector<Tolerance>& tolerances,
    double gap, const std::function<Result<ConstrainedModel>(double epsilon)>& solve);

/// Largest |⟨w,u⟩| / (‖w‖·‖u‖) over the pairs of groups of any family, u the difference of their means.
/// @param means     (q,) ⟨w, μ⟩ of all families one after another
/// @param meanGram  (q, q) ⟨μ, μ'⟩
/// @param groups    of each family
[[nodiscard]] double largestAlignment(const Eigen::VectorXd& means, const Eigen::MatrixXd& meanGram,
    double norm, const std::vector<std::size_t>& groups);

} // namespace evenhand
