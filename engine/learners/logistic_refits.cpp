#include "engine/learners/logistic_refits.h"

#include "engine/core/exponentials.h"
#include "engine/learners/row_blocks.h"
#include "engine/learners/symmetric_solver.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr Index kRows = 1024;      ///< worked on at once: they stay in the second-level cache
constexpr std::size_t kMemory = 8; ///< pairs that L-BFGS remembers
constexpr int kMostPasses = 200;
/// Of the decrement gᵀH⁻¹g over the sum of costs: coefficients are then exact to four digits or more, ten
/// times better than where usual programs stop.
constexpr double kDecrement = 1e-9;

/// Rows by cell, in their own order inside each.
std::vector<Index> sortedByCell(const std::vector<std::int32_t>& cell, Index cells, std::vector<Index>& begin)
{
    begin.assign(static_cast<std::size_t>(cells) + 1, 0);
    for (const std::int32_t c : cell)
        ++begin[static_cast<std::size_t>(c) + 1];
    for (std::size_t c = 0; c < static_cast<std::size_t>(cells); ++c)
        begin[c + 1] += begin[c];
    std::vector<Index> next(begin.begin(), begin.end() - 1);
    std::vector<Index> order(cell.size());
    for (std::size_t i = 0; i < cell.size(); ++i)
        order[static_cast<std::size_t>(next[static_cast<std::size_t>(cell[i])]++)] = static_cast<Index>(i);
    return order;
}

} // namespace

bool LogisticRefits::isWorthwhile(const DesignMatrix& x, Index cells)
{
    constexpr double kMostEntries = 4e6;
    const auto d = static_cast<double>(x.features());
    return d * d * static_cast<double>(cells) <= kMostEntries;
}

Result<void> LogisticRefits::addCurvature(Index cell, const RunContext& ctx)
{
    constexpr Index kRowsPerFeature = 100;
    const Index d = m_x.features();
    const Index first = m_cellBegin[static_cast<std::size_t>(cell)];
    const Index last = m_cellBegin[static_cast<std::size_t>(cell) + 1];
    // It only steers the search, so it need not be exact: every so many rows will do.
    const Index stride = std::max<Index>((last - first) / (kRowsPerFeature * (d + 1)), 1);
    std::vector<Index> rows;
    for (Index i = first; i < last; i += stride)
        rows.push_back(i);
    EH_CHECK(ctx.checkpoint());
    const DesignMatrix some = m_x.select(rows);
    VectorXd weight(some.rows());
    for (Index k = 0; k < weight.size(); ++k) {
        const Index i = rows[static_cast<std::size_t>(k)];
        const double e = std::exp(-std::abs(m_firstLinear[i]));
        weight[k] = static_cast<double>(stride) * m_cost[i] * e / ((1.0 + e) * (1.0 + e));
    }
    EH_TRY(MatrixXd gram, blockwiseLowerGram(some, weight, ctx));
    if (m_intercept) {
        EH_TRY(const VectorXd border, blockwiseTransposedTimes(some, weight, ctx));
        gram.conservativeResizeLike(MatrixXd::Zero(d + 1, d + 1));
        gram.row(d).head(d) = border.transpose();
        gram(d, d) = weight.sum();
    }
    m_curvature.push_back(std::move(gram));
    return kOk;
}

Result<void> LogisticRefits::addSlopes(Index cell, const RunContext& ctx)
{
    const Index d = m_x.features();
    const Index first = m_cellBegin[static_cast<std::size_t>(cell)];
    const Index last = m_cellBegin[static_cast<std::size_t>(cell) + 1];
    VectorXd expected(m_cost.size());
    for (Index begin = first; begin < last; begin += kRows) {
        EH_CHECK(ctx.checkpoint());
        const Index end = std::min(begin + kRows, last);
        for (Index i = begin; i < end; ++i)
            expected[i] = m_cost[i] * logisticFunction(m_firstLinear[i]);
        m_x.addTransposedTimes(expected, begin, end, m_expected.col(cell).head(d));
        m_x.addTransposedTimes(m_cost, begin, end, m_mean.col(cell).head(d));
        if (m_intercept) {
            m_expected(d, cell) += expected.segment(begin, end - begin).sum();
            m_mean(d, cell) += m_cost.segment(begin, end - begin).sum();
        }
    }
    return kOk;
}

Result<std::shared_ptr<const LogisticRefits>> LogisticRefits::prepare(const EncodedData& train,
    const VectorXd& cost, bool intercept, const std::vector<std::int32_t>& cell, Index cells,
    const LinearPredictor* first, const RunContext& ctx)
{
    const std::shared_ptr<LogisticRefits> made(new LogisticRefits);
    made->m_intercept = intercept;
    made->m_order = sortedByCell(cell, cells, made->m_cellBegin);
    made->m_shift = VectorXd::Zero(train.x.dense.cols());
    Centred centred;
    if (intercept) {
        EH_TRY(centred, centreDense(train.x, cost, ctx));
        made->m_shift = centred.shift;
    }
    EH_CHECK(ctx.checkpoint());
    made->m_x = centred.features(train.x).select(made->m_order);
    made->m_cost = cost(made->m_order);
    const Index d = made->m_x.features();
    made->m_first = VectorXd::Zero(d + (intercept ? 1 : 0));
    if (first != nullptr && first->coefficients().size() == d) {
        made->m_first.head(d) = first->coefficients();
        if (intercept)
            made->m_first[d]
                = first->intercept() + made->m_shift.dot(first->coefficients().head(made->m_shift.size()));
    }
    EH_TRY(made->m_firstLinear, blockwiseTimes(made->m_x, made->m_first.head(d), ctx));
    if (intercept)
        made->m_firstLinear.array() += made->m_first[d];
    made->m_expected = MatrixXd::Zero(made->m_first.size(), cells);
    made->m_mean = made->m_expected;
    for (Index c = 0; c < cells; ++c) {
        EH_CHECK(made->addCurvature(c, ctx));
        EH_CHECK(made->addSlopes(c, ctx));
    }
    return std::shared_ptr<const LogisticRefits>(made);
}

/// One fit.
class RefitSearch {
public:
    RefitSearch(
        const LogisticRefits& refits, const VectorXd& label, const VectorXd& factor, const RunContext& ctx)
        : m_refits(refits)
        , m_label(label)
        , m_factor(factor)
        , m_ctx(ctx)
        , m_d(refits.m_x.features())
        , m_theta(refits.m_first)
        , m_z(refits.m_firstLinear)
    {
    }

    Result<LogisticRefits::Fit> run();

private:
    struct Pair {
        VectorXd step, change;
        double product = 0.0;
    };

    Result<bool> factorise();
    /// The gradient after a step of @p length along the direction, whose linear part is made at the first
    /// length.
    Result<VectorXd> gradientAt(const VectorXd* direction, double length);
    void residualsOf(Index begin, Index end, double length);
    [[nodiscard]] VectorXd direction() const;
    /// Moves along @p along; @return whether a step was found.
    Result<bool> move(const VectorXd& along);

    const LogisticRefits& m_refits;
    const VectorXd& m_label;
    const VectorXd& m_factor;
    const RunContext& m_ctx;
    Index m_d;
    VectorXd m_theta;
    VectorXd m_z;           ///< linear part at m_theta
    VectorXd m_stepZ;       ///< linear part of the direction
    VectorXd m_work;        ///< residuals
    VectorXd m_exponential; ///< of a block
    VectorXd m_gradient;
    PositiveDefiniteSolver m_start;
    std::deque<Pair> m_pairs;
    int m_passes = 0;
};

Result<bool> RefitSearch::factorise()
{
    EH_CHECK(m_ctx.checkpoint());
    MatrixXd sum = MatrixXd::Zero(m_theta.size(), m_theta.size());
    for (std::size_t c = 0; c < m_refits.m_curvature.size(); ++c)
        sum += m_factor[static_cast<Index>(c)] * m_refits.m_curvature[c];
    sum.diagonal().head(m_d).array() += 1.0;
    return m_start.factorise(std::move(sum));
}

void RefitSearch::residualsOf(Index begin, Index end, double length)
{
    // Cell by cell, so that outcome and factor are constant inside the loops.
    const auto& cellBegin = m_refits.m_cellBegin;
    auto at = std::upper_bound(cellBegin.begin(), cellBegin.end(), begin) - cellBegin.begin() - 1;
    for (Index from = begin; from < end; ++at) {
        const Index to = std::min(end, cellBegin[static_cast<std::size_t>(at) + 1]);
        const Index count = to - from;
        if (count <= 0)
            continue;
        const double y = m_label[at];
        const double factor = m_factor[at];
        const auto z = (m_z.segment(from, count) + length * m_stepZ.segment(from, count)).array();
        m_work.segment(from, count) = z;
        m_exponential.head(count) = -m_work.segment(from, count).cwiseAbs();
        exponentials({m_exponential.data(), static_cast<std::size_t>(count)});
        const double* const e = m_exponential.data();
        const double* const cost = m_refits.m_cost.data() + from;
        double* const residual = m_work.data() + from;
        for (Index i = 0; i < count; ++i) {
            const double share = (residual[i] >= 0.0 ? 1.0 : e[i]) / (1.0 + e[i]);
            residual[i] = factor * cost[i] * (share - y);
        }
        from = to;
    }
}

Result<VectorXd> RefitSearch::gradientAt(const VectorXd* direction, double length)
{
    ++m_passes;
    const Index n = m_z.size();
    VectorXd gradient = VectorXd::Zero(m_theta.size());
    VectorXd features = VectorXd::Zero(m_d);
    double sum = 0.0;
    for (Index begin = 0; begin < n; begin += kRows) {
        EH_CHECK(m_ctx.checkpoint());
        const Index end = std::min(begin + kRows, n);
        if (direction != nullptr) {
            m_refits.m_x.timesInto(direction->head(m_d), begin, end, m_stepZ);
            if (m_refits.m_intercept)
                m_stepZ.segment(begin, end - begin).array() += (*direction)[m_d];
        }
        residualsOf(begin, end, length);
        m_refits.m_x.addTransposedTimes(m_work, begin, end, features);
        sum += m_work.segment(begin, end - begin).sum();
    }
    gradient.head(m_d) = features;
    if (m_refits.m_intercept)
        gradient[m_d] = sum;
    return gradient;
}

VectorXd RefitSearch::direction() const
{
    VectorXd q = m_gradient;
    std::vector<double> alpha(m_pairs.size());
    for (std::size_t k = m_pairs.size(); k-- > 0;) {
        alpha[k] = m_pairs[k].step.dot(q) / m_pairs[k].product;
        q -= alpha[k] * m_pairs[k].change;
    }
    VectorXd r = m_start.solve(q);
    for (std::size_t k = 0; k < m_pairs.size(); ++k)
        r += (alpha[k] - m_pairs[k].change.dot(r) / m_pairs[k].product) * m_pairs[k].step;
    return -r;
}

Result<bool> RefitSearch::move(const VectorXd& along)
{
    constexpr int kMostTries = 30;
    const double slope = m_gradient.dot(along);
    double length = 1.0;
    for (int tried = 0; tried < kMostTries; ++tried) {
        EH_TRY(VectorXd next, gradientAt(tried == 0 ? &along : nullptr, length));
        const VectorXd theta = m_theta + length * along;
        next.head(m_d) += theta.head(m_d);
        // The objective is convex, so a slope that is less steep than before, uphill as well, means that it
        // has fallen or is near the lowest point of the line.
        const double slopeThere = next.dot(along);
        if (slopeThere <= 0.9 * std::abs(slope)) {
            Pair pair {length * along, next - m_gradient, 0.0};
            pair.product = pair.step.dot(pair.change);
            if (pair.product > 0.0)
                m_pairs.push_back(std::move(pair));
            if (m_pairs.size() > kMemory)
                m_pairs.pop_front();
            m_theta = theta;
            m_z += length * m_stepZ;
            m_gradient = std::move(next);
            return true;
        }
        // Where a straight line through both slopes is zero, but not next to either end.
        length *= std::clamp(slope / (slope - slopeThere), 0.1, 0.7);
    }
    return false;
}

Result<LogisticRefits::Fit> RefitSearch::run()
{
    EH_TRY(const bool isDefinite, factorise());
    if (!isDefinite)
        return noAnswer(text("logistic regression: the Newton system cannot be solved"));
    const Index n = m_z.size();
    m_stepZ.resize(n);
    m_work.resize(n);
    m_exponential.resize(kRows);
    m_gradient = (m_refits.m_expected - m_refits.m_mean * m_label.asDiagonal()) * m_factor;
    m_gradient.head(m_d) += m_theta.head(m_d);
    const double enough = kDecrement * m_refits.m_cost.sum();
    LogisticRefits::Fit fit;
    while (m_passes < kMostPasses) {
        const VectorXd along = direction();
        if (-m_gradient.dot(along) <= enough) {
            fit.converged = true;
            break;
        }
        EH_TRY(const bool moved, move(along));
        if (!moved)
            break;
    }
    fit.passes = m_passes;
    fit.coefficients = m_theta.head(m_d);
    const double intercept = m_refits.m_intercept ? m_theta[m_d] : 0.0;
    fit.intercept = intercept - m_refits.m_shift.dot(fit.coefficients.head(m_refits.m_shift.size()));
    fit.linear.resize(n);
    for (std::size_t i = 0; i < m_refits.m_order.size(); ++i)
        fit.linear[m_refits.m_order[i]] = m_z[static_cast<Index>(i)];
    return fit;
}

Result<LogisticRefits::Fit> LogisticRefits::fit(
    const VectorXd& label, const VectorXd& factor, const RunContext& ctx) const
{
    return RefitSearch(*this, label, factor, ctx).run();
}

} // namespace evenhand
