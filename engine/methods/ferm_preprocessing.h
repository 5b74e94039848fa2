#pragma once

#include "engine/methods/mean_projection.h"
#include "engine/methods/method.h"

namespace evenhand {

/// Fair empirical risk minimisation as a pre-processing: features on which no linear model can tell the
/// groups' means apart, then any learner.
[[nodiscard]] MethodInfo fermPreprocessing();

/// The map that complete parameters of the method ask for.
struct ProjectionSettings {
    ProjectionKind kind = ProjectionKind::Projection;
    double strength = 1.0;
    Notion notion = Notion::EqualOpportunity;
};
[[nodiscard]] ProjectionSettings projectionSettings(const ParamSet& params);

} // namespace evenhand
