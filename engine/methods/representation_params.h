#pragma once

#include "engine/learners/parameters.h"
#include "engine/methods/notion.h"
#include "engine/representation/learn_representation.h"

namespace evenhand {

/// Parameters of a fair representation, in the order in which people see them.
[[nodiscard]] std::vector<ParamSpec> representationParams();

/// What a person asked for, by checked parameters.
struct RepresentationRequest {
    RepresentationSettings settings; ///< without seed
    Notion notion = Notion::DemographicParity;
    std::string divergence; ///< id: "mmd", "sinkhorn", "mean"
};
[[nodiscard]] RepresentationRequest representationRequest(const ParamSet& params);

} // namespace evenhand
