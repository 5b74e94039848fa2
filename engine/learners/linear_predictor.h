#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

/// How a linear predictor's score follows from its linear part z = x·w + b.
enum class Link : std::uint8_t {
    Identity, ///< score z
    Logistic, ///< score 1/(1+exp(-z))
};

/// 1/(1+exp(-z)) without overflow.
[[nodiscard]] double logisticFunction(double z);
/// log(1+exp(z)) without overflow or cancellation.
[[nodiscard]] double softplus(double z);

/// Score link(x·w + b).
class LinearPredictor final : public Predictor {
public:
    LinearPredictor(Eigen::VectorXd coefficients, double intercept, Link link, std::vector<Text> warnings);

    [[nodiscard]] Result<Scores> predict(const EncodedData& rows, const RunContext& ctx) const override;
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

    [[nodiscard]] Result<std::optional<Eigen::VectorXd>> linearPart(
        const EncodedData& rows, const RunContext& ctx) const override;
    /// x·w + b of every row, before the link.
    [[nodiscard]] Result<Eigen::VectorXd> linearPart(const DesignMatrix& x, const RunContext& ctx) const;

    [[nodiscard]] const Eigen::VectorXd& coefficients() const
    {
        return m_coefficients;
    } ///< (d,) in feature order
    [[nodiscard]] double intercept() const { return m_intercept; }
    [[nodiscard]] Link link() const { return m_link; }

private:
    Eigen::VectorXd m_coefficients;
    double m_intercept = 0.0;
    Link m_link = Link::Identity;
    std::vector<Text> m_warnings;
};

} // namespace evenhand
