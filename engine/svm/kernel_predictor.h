#pragma once

#include "engine/learners/learner.h"
#include "engine/svm/kernel.h"

namespace evenhand {

/// f(x) = Σ_j coefficient_j·k(x_j, x) + b.
class KernelPredictor final : public Predictor {
public:
    KernelPredictor(std::shared_ptr<const KernelRows> centres, Eigen::VectorXd coefficients, double intercept,
        std::vector<Text> warnings);

    [[nodiscard]] Result<Scores> predict(const EncodedData& rows, const RunContext& ctx) const override;
    [[nodiscard]] Result<std::optional<Eigen::VectorXd>> linearPart(
        const EncodedData& rows, const RunContext& ctx) const override;
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }
    /// Rows of the expansion.
    [[nodiscard]] Eigen::Index centres() const { return m_coefficients.size(); }

private:
    std::shared_ptr<const KernelRows> m_centres;
    Eigen::VectorXd m_coefficients;
    double m_intercept;
    std::vector<Text> m_warnings;
};

} // namespace evenhand
