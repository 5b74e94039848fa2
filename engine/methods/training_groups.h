#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// How the training rows divide among the groups of a study.
struct TrainingGroups {
    std::vector<std::size_t> rows; ///< of every group; 0: it has none
    std::vector<double> share;     ///< of every group in the weight of all training rows
    std::vector<Text> warnings;    ///< names groups without a training row

    [[nodiscard]] std::size_t present() const;
};

/// @errors InvalidData  fewer than two groups have training rows
[[nodiscard]] Result<TrainingGroups> trainingGroups(
    const EncodedData& train, const std::vector<std::string>& groupNames);

/// Favourable weight and all weight of every group's rows.
struct GroupOutcomes {
    std::vector<double> favourable, total;
};
/// @param nGroups  groups of the study
[[nodiscard]] GroupOutcomes groupOutcomes(const EncodedData& rows, std::size_t nGroups);

/// @errors InvalidArgument  the input names no learner
[[nodiscard]] Result<void> requireLearner(const FitInput& input);

/// A model that is asked like any other: what a method changed lies in its training.
/// @param warnings  of the method; the model's own follow them
[[nodiscard]] std::shared_ptr<const FairPredictor> trainedModel(
    std::shared_ptr<const Predictor> model, std::vector<Text> warnings);

/// The parameter `strength` in [0, 1], 1 by default, which walks along the trade-off.
[[nodiscard]] ParamSpec strengthParam(std::string_view description);

} // namespace evenhand
