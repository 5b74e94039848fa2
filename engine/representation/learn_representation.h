#pragma once

#include "engine/network/train_network.h"
#include "engine/representation/served_tasks.h"

namespace evenhand {

/// How a representation is learned. The counts of inputs and tasks come from the data.
struct RepresentationSettings {
    std::vector<Eigen::Index> hidden {16};
    Activation activation = Activation::Tanh;
    TrainingSpec training;
    double validation = 0.1; ///< share of the training rows that judges the epochs; 0: none
};

/// Training rows of a representation.
struct RepresentationProblem {
    const EncodedData& train;
    ServedTasks tasks;
    std::size_t groups = 0;
    /// Group of every training row in every comparison, see NetworkRows.
    std::vector<std::vector<std::int32_t>> comparisons;
    std::string what; ///< name of the training, for people
};

/// A learned representation with its heads. Immutable.
class Representation {
public:
    Representation(TrainedNetwork network, ServedTasks tasks, TargetScale scale)
        : m_network(std::move(network))
        , m_tasks(std::move(tasks))
        , m_scale(std::move(scale))
    {
    }

    [[nodiscard]] const TrainedNetwork& network() const { return m_network; }
    [[nodiscard]] const ServedTasks& tasks() const { return m_tasks; }
    [[nodiscard]] const TargetScale& scale() const { return m_scale; }
    /// h(x) of some rows, (n, dimensions).
    [[nodiscard]] Eigen::MatrixXd of(const EncodedData& rows) const;
    /// The rows with h(x) as their features "h1", "h2", …
    [[nodiscard]] EncodedData apply(const EncodedData& rows) const;
    /// Outputs of the heads, (n, tasks): log-odds of classes, standardised numbers.
    [[nodiscard]] Eigen::MatrixXd outputs(const Eigen::MatrixXd& representation) const
    {
        return headOutputs(m_network.shape, m_network.parameters, representation);
    }

private:
    TrainedNetwork m_network;
    ServedTasks m_tasks;
    TargetScale m_scale;
};

/// Rows whose features are the columns of h: "h1", "h2", …
[[nodiscard]] EncodedData withFeatures(const EncodedData& rows, const Eigen::MatrixXd& h);

/// Learns a representation on training rows.
/// @errors as trainNetwork(); InvalidData  too few rows to keep any aside
[[nodiscard]] Result<std::shared_ptr<const Representation>> learnRepresentation(
    const RepresentationProblem& problem, const RepresentationSettings& settings, const RunContext& ctx);

} // namespace evenhand
