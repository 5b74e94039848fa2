#include "engine/methods/mixture_search.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr double kFirstBox = 0.25;
constexpr double kBoxGrowth = 4.0;
constexpr double kNothing = 1e-10; ///< of errors and violations, which are about 1

class MixtureSearch {
public:
    MixtureSearch(const Reduction& reduction, RememberedResponses& oracle, const MixtureSettings& settings,
        const RunContext& ctx)
        : m_reduction(reduction)
        , m_oracle(oracle)
        , m_settings(settings)
        , m_ctx(ctx)
        , m_box(std::min(kFirstBox, settings.bound))
    {
    }

    Result<FoundMixture> run();

private:
    /// Adds the best response to multipliers.
    Result<void> ask(const VectorXd& multipliers);
    /// Asks where the program's multipliers are, and before that half way to the best ones so far.
    /// @return whether the program can fall by more than the gap
    Result<bool> improve(const VectorXd& multipliers, double enough);
    /// Value of the Lagrangian of model @p k.
    [[nodiscard]] double lagrangian(std::size_t k, const VectorXd& multipliers) const
    {
        return m_error[k] + multipliers.dot(m_violation[k]);
    }
    void boundFromBelow();
    [[nodiscard]] FoundMixture found(const Mixture& mixture) const;

    const Reduction& m_reduction;
    RememberedResponses& m_oracle;
    const MixtureSettings& m_settings;
    const RunContext& m_ctx;
    MixtureProgram m_program;
    std::vector<std::shared_ptr<const Response>> m_models;
    std::vector<double> m_error;
    std::vector<VectorXd> m_violation; ///< above the tolerance
    double m_box;
    std::vector<VectorXd> m_asked; ///< multipliers
    double m_lower = -HUGE_VAL;    ///< the largest dual value among them
    VectorXd m_centre;             ///< where it is
};

Result<void> MixtureSearch::ask(const VectorXd& multipliers)
{
    EH_TRY(
        const std::shared_ptr<const Response> response, m_oracle.to(m_reduction.costs(multipliers), m_ctx));
    VectorXd violation = m_reduction.violations(response->summary);
    violation.array() -= m_settings.tolerance;
    m_models.push_back(response);
    m_error.push_back(m_reduction.error(response->summary));
    m_program.add(m_error.back(), violation);
    m_violation.push_back(std::move(violation));
    m_asked.push_back(multipliers);
    boundFromBelow();
    return kOk;
}

void MixtureSearch::boundFromBelow()
{
    // The learner is no perfect oracle: another model than the one it gave may answer better.
    m_lower = -HUGE_VAL;
    for (const VectorXd& multipliers : m_asked) {
        double least = HUGE_VAL;
        for (std::size_t k = 0; k < m_models.size(); ++k)
            least = std::min(least, lagrangian(k, multipliers));
        if (least > m_lower) {
            m_lower = least;
            m_centre = multipliers;
        }
    }
}

Result<bool> MixtureSearch::improve(const VectorXd& multipliers, double enough)
{
    const bool isLine = m_reduction.isTwoSided && multipliers.size() <= 4;
    if (!isLine && m_asked.size() > 1) {
        EH_CHECK(ask(0.5 * (multipliers + m_centre)));
        if (lagrangian(m_models.size() - 1, multipliers) < enough)
            return true;
    }
    EH_CHECK(ask(multipliers));
    return lagrangian(m_models.size() - 1, multipliers) < enough;
}

FoundMixture MixtureSearch::found(const Mixture& mixture) const
{
    FoundMixture made;
    made.excess = mixture.excess > kNothing ? mixture.excess : 0.0;
    made.gap = std::max(mixture.value - m_lower, 0.0);
    made.calls = static_cast<int>(m_asked.size());
    // The last models asked for came after the mixture.
    for (std::size_t k = 0; k < static_cast<std::size_t>(mixture.weights.size()); ++k) {
        const double weight = mixture.weights[static_cast<Index>(k)];
        if (weight <= kNothing)
            continue;
        made.parts.push_back(m_models[k]);
        made.weights.push_back(weight);
        made.error += weight * m_error[k];
    }
    return made;
}

Result<FoundMixture> MixtureSearch::run()
{
    EH_CHECK(ask(VectorXd::Zero(m_reduction.slope.rows())));
    const auto most = static_cast<std::size_t>(m_settings.mostCalls);
    for (;;) {
        const Mixture mixture = m_program.solve(m_box);
        const double enough = mixture.value - std::max(m_settings.gap, kNothing);
        if (m_lower < enough && m_asked.size() < most) {
            EH_TRY(const bool improved, improve(mixture.multipliers, enough));
            if (improved)
                continue;
        }
        // With an excess the multipliers are at the edge of the box, and larger ones may matter.
        if (mixture.excess <= kNothing || m_box >= m_settings.bound || m_asked.size() >= most)
            return found(mixture);
        m_box = std::min(kBoxGrowth * m_box, m_settings.bound);
    }
}

} // namespace

double usualGap(const Reduction& reduction, double error)
{
    const double deviation = reduction.task == Task::Classification
        ? std::sqrt(std::max(error * (1.0 - error), 0.0))
        : std::sqrt(2.0) * error; // of squares of normal residuals
    return 0.05 * deviation / std::sqrt(reduction.rows);
}

Result<FoundMixture> searchMixture(const Reduction& reduction, RememberedResponses& oracle,
    const MixtureSettings& settings, const RunContext& ctx)
{
    return MixtureSearch(reduction, oracle, settings, ctx).run();
}

} // namespace evenhand
