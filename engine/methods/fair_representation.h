#pragma once

#include "engine/methods/method.h"
#include "engine/methods/representation_params.h"
#include "engine/representation/divergence_readings.h"

namespace evenhand {

/// Fair and transferable representations: one network learns features for several tasks at once, kept alike
/// between groups by a divergence; whatever learner is chosen is trained on these features.
/// @source Oneto, Donini, Luise, Ciliberto, Maurer, Pontil (2020), Exploiting MMD and Sinkhorn Divergences
/// for Fair and Transferable Representation Learning, NeurIPS
[[nodiscard]] MethodInfo fairRepresentation();

/// Which rows of @p rows a notion compares, and each row's group there (-1: not compared).
[[nodiscard]] std::vector<ComparedRows> comparedRows(
    Notion notion, Task task, const EncodedData& rows, std::size_t groups);

/// The problem that a setting poses on training rows; see learnRepresentation().
/// @param served  the tasks that are learned
/// @errors InvalidData  fewer than two groups have rows that the notion compares
[[nodiscard]] Result<RepresentationProblem> representationProblem(
    const EncodedData& train, ServedTasks served, Notion notion, const std::vector<std::string>& groupNames);

/// "mmd, strength 10".
[[nodiscard]] std::string trainingName(const RepresentationRequest& request);

} // namespace evenhand
