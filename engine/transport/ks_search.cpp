#include "engine/transport/ks_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

class KsSearch {
public:
    KsSearch(const MixedSample& a, const MixedSample& b, double atLeast)
        : m_a(a)
        , m_b(b)
        , m_totalA(a.total())
        , m_totalB(b.total())
        , m_best(atLeast * m_totalA * m_totalB)
    {
    }

    KsPoint run()
    {
        search({0, m_a.size(), 0, m_b.size()});
        return m_found;
    }

private:
    static constexpr std::size_t kSmall = 96;

    /// The rows strictly between two scores that were looked at.
    struct Interval {
        std::size_t beginA, endA, beginB, endB;

        [[nodiscard]] std::size_t rows() const { return endA - beginA + endB - beginB; }
    };

    /// Differences are kept times both totals, which is exact for counts and whole-number weights.
    [[nodiscard]] double difference(std::size_t countA, std::size_t countB) const
    {
        return m_a.weightOf(countA) * m_totalB - m_b.weightOf(countB) * m_totalA;
    }
    [[nodiscard]] double bound(const Interval& in) const
    {
        return std::max(difference(in.endA, in.beginB), -difference(in.beginA, in.endB));
    }

    void offer(double x, std::size_t countA, std::size_t countB)
    {
        const double found = std::abs(difference(countA, countB));
        if (found > m_best) {
            m_best = found;
            m_found = {found / (m_totalA * m_totalB), x, m_a.weightOf(countA) / m_totalA,
                m_b.weightOf(countB) / m_totalB};
        }
    }

    void search(const Interval& in)
    {
        if (in.rows() == 0 || bound(in) <= m_best)
            return;
        if (in.rows() <= kSmall) {
            merge(in);
            return;
        }
        // Halving the group that moves more shrinks the bound fastest.
        const bool byA = static_cast<double>(in.endA - in.beginA) * m_totalB
            >= static_cast<double>(in.endB - in.beginB) * m_totalA;
        const double x
            = byA ? m_a[in.beginA + (in.endA - in.beginA) / 2] : m_b[in.beginB + (in.endB - in.beginB) / 2];
        const std::size_t belowA = m_a.find(x, false, in.beginA, in.endA);
        const std::size_t belowB = m_b.find(x, false, in.beginB, in.endB);
        const std::size_t atMostA = m_a.findNear(x, true, belowA, in.endA);
        const std::size_t atMostB = m_b.findNear(x, true, belowB, in.endB);
        offer(x, atMostA, atMostB);
        const Interval left {in.beginA, belowA, in.beginB, belowB};
        const Interval right {atMostA, in.endA, atMostB, in.endB};
        const bool isLeftFirst = bound(left) >= bound(right);
        search(isLeftFirst ? left : right);
        search(isLeftFirst ? right : left);
    }

    void merge(const Interval& in)
    {
        std::size_t i = in.beginA;
        std::size_t j = in.beginB;
        double nextA = valueOr(m_a, i, in.endA);
        double nextB = valueOr(m_b, j, in.endB);
        while (i < in.endA || j < in.endB) {
            const double x = std::min(nextA, nextB);
            while (nextA <= x)
                nextA = valueOr(m_a, ++i, in.endA);
            while (nextB <= x)
                nextB = valueOr(m_b, ++j, in.endB);
            offer(x, i, j);
        }
    }
    static double valueOr(const MixedSample& sample, std::size_t i, std::size_t end)
    {
        return i < end ? sample[i] : std::numeric_limits<double>::infinity();
    }

    MixedSample m_a, m_b;
    double m_totalA, m_totalB;
    double m_best;
    KsPoint m_found {-1.0, 0.0, 0.0, 0.0};
};

} // namespace

KsPoint searchKs(const MixedSample& a, const MixedSample& b, double atLeast)
{
    return KsSearch(a, b, atLeast).run();
}

} // namespace evenhand
