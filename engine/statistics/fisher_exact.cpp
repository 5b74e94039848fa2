#include "engine/statistics/significance.h"
#include "engine/statistics/stirling.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// The law of the number k of group A's rows that have the property, given all margins. Probabilities are
/// relative to that of the mode.
class TableLaw {
public:
    explicit TableLaw(const TwoByTwo& table)
        : m_with(static_cast<double>(table.withA) + static_cast<double>(table.withB))
        , m_rowsA(static_cast<double>(table.withA) + static_cast<double>(table.withoutA))
        , m_rest(static_cast<double>(table.withoutB) - static_cast<double>(table.withA))
        , m_least(std::max(0.0, -m_rest))
        , m_most(std::min(m_with, m_rowsA))
    {
        const double total = m_with + m_rowsA + m_rest;
        m_mode = std::clamp(std::floor((m_rowsA + 1.0) * ((m_with + 1.0) / (total + 2.0))), m_least, m_most);
    }

    [[nodiscard]] double mode() const { return m_mode; }
    [[nodiscard]] double least() const { return m_least; }
    [[nodiscard]] double most() const { return m_most; }

    [[nodiscard]] double logProbability(double k) const
    {
        const double tilt = std::log(
            (m_mode + 1.0) / (m_with - m_mode + 1.0) * ((m_rest + m_mode + 1.0) / (m_rowsA - m_mode + 1.0)));
        return logFactorialCurvature(m_mode, k) + logFactorialCurvature(m_with - m_mode, m_with - k)
            + logFactorialCurvature(m_rowsA - m_mode, m_rowsA - k)
            + logFactorialCurvature(m_rest + m_mode, m_rest + k) + (m_mode - k) * tilt;
    }
    /// P(k + 1) / P(k)
    [[nodiscard]] double ratioAbove(double k) const
    {
        return (m_with - k) / (k + 1.0) * ((m_rowsA - k) / (m_rest + k + 1.0));
    }

    /// Σ P(j) / P(k) over j = k, k + 1, … up to the end; k at or above the mode.
    [[nodiscard]] double sumUp(double k) const
    {
        double sum = 1.0;
        for (double term = 1.0; k < m_most && term > kNegligible * sum; k += 1.0) {
            term *= ratioAbove(k);
            sum += term;
        }
        return sum;
    }
    /// Σ P(j) / P(k) over j = k, k - 1, …; k at or below the mode.
    [[nodiscard]] double sumDown(double k) const
    {
        double sum = 1.0;
        for (double term = 1.0; k > m_least && term > kNegligible * sum; k -= 1.0) {
            term /= ratioAbove(k - 1.0);
            sum += term;
        }
        return sum;
    }

private:
    static constexpr double kNegligible = 1e-19;

    double m_with, m_rowsA;
    double m_rest; ///< k + m_rest rows of group B have not the property
    double m_least, m_most;
    double m_mode = 0.0;
};

/// The k nearest the mode, below or above it, that is no more probable than e^@p logLimit; past the end when
/// there is none. Probabilities fall from the mode to either end.
double firstUnlikely(const TableLaw& law, bool isAbove, double logLimit)
{
    const double step = isAbove ? 1.0 : -1.0;
    double near = 0.0; // steps from the mode: still more probable
    double far = (isAbove ? law.most() - law.mode() : law.mode() - law.least()) + 1.0;
    while (far - near > 1.0) {
        const double middle = std::floor(0.5 * (near + far));
        (law.logProbability(law.mode() + step * middle) <= logLimit ? far : near) = middle;
    }
    return law.mode() + step * far;
}

double twoSided(const TableLaw& law, double observed)
{
    constexpr double kEqual = 1e-9;
    const double logObserved = law.logProbability(observed);
    const double logLimit = logObserved + kEqual;
    if (logLimit >= 0.0)
        return 1.0;
    const double all = law.sumUp(law.mode()) + law.sumDown(law.mode()) - 1.0;
    const bool isAbove = observed > law.mode();
    double tails = std::exp(logObserved) * (isAbove ? law.sumUp(observed) : law.sumDown(observed));
    const double other = firstUnlikely(law, !isAbove, logLimit);
    if (other >= law.least() && other <= law.most())
        tails += std::exp(law.logProbability(other)) * (isAbove ? law.sumDown(other) : law.sumUp(other));
    return std::min(1.0, tails / all);
}

} // namespace

FisherTest fisherExactTest(const TwoByTwo& table)
{
    FisherTest test;
    const double denominator = static_cast<double>(table.withoutA) * static_cast<double>(table.withB);
    if (denominator > 0.0)
        test.oddsRatio = static_cast<double>(table.withA) * static_cast<double>(table.withoutB) / denominator;
    const TableLaw law(table);
    if (law.least() < law.most())
        test.pValue = twoSided(law, static_cast<double>(table.withA));
    return test;
}

} // namespace evenhand
