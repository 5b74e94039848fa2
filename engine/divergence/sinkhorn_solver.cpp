#include "engine/divergence/sinkhorn_solver.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

/// Annealing divides ε by this, which halves the length √ε.
constexpr double kEpsilonStep = 4.0;
/// Plans are stored up to this many numbers (80 MB): memory serves them faster than the processor finds
/// exponentials.
constexpr std::size_t kStoredNumbers = 10'000'000;
/// Each step of annealing by a fourth power costs two digits of a binary number.
constexpr int kStoredSteps = 4;
/// A share of the mass that may be out of place in training, where a fixed number of updates is made.
constexpr double kTrainingTolerance = 0.02;

double largestSquare(const PackedCloud& cloud)
{
    double largest = 0.0;
    for (Index i = 0; i < cloud.size; ++i) {
        double square = 0.0;
        for (Index k = 0; k < cloud.dims; ++k) {
            const double coordinate = cloud.coordinates[static_cast<std::size_t>(k * cloud.stride + i)];
            square += coordinate * coordinate;
        }
        largest = std::max(largest, square);
    }
    return largest;
}

} // namespace

SinkhornSolver::SinkhornSolver(
    std::span<const PointCloud> clouds, std::span<const CloudComparison> comparisons)
    : m_packed(clouds.size())
    , m_centre(clouds.size())
    , m_selfs(clouds.size())
{
    for (const CloudComparison& comparison : comparisons) {
        pack(clouds[comparison.x], comparison.x);
        pack(clouds[comparison.y], comparison.y);
        m_crosses.push_back(
            {comparison, std::make_unique<SinkhornTerm>(*m_packed[comparison.x], *m_packed[comparison.y])});
    }
    for (const Cross& cross : m_crosses)
        m_terms.push_back(cross.term.get());
    for (const std::unique_ptr<SinkhornTerm>& self : m_selfs)
        if (self)
            m_terms.push_back(self.get());
}

void SinkhornSolver::pack(const PointCloud& cloud, std::size_t index)
{
    if (m_packed[index])
        return;
    // S(α, β) = S of the centred clouds + ½ of the squared distance of the means, exactly; costs are then as
    // small as can be and keep the most digits.
    const Eigen::VectorXd share = sharesOf(cloud);
    m_centre[index] = share.transpose() * cloud.points;
    m_packed[index] = std::make_unique<PackedCloud>(PackedCloud::of(cloud.points, m_centre[index], share));
    m_selfs[index] = std::make_unique<SinkhornTerm>(*m_packed[index], *m_packed[index]);
}

double SinkhornSolver::largestCost() const
{
    double radius = 0.0;
    for (const std::unique_ptr<PackedCloud>& cloud : m_packed)
        if (cloud)
            radius = std::max(radius, std::sqrt(largestSquare(*cloud)));
    return 2.0 * radius * radius;
}

Result<double> SinkhornSolver::sweep(bool withMoments, const RunContext& ctx)
{
    EH_CHECK(SinkhornTerm::sweep(m_terms, withMoments, ctx));
    double error = 0.0;
    for (const SinkhornTerm* const term : m_terms)
        error = std::max(error, term->marginalError());
    return error;
}

void SinkhornSolver::update(double share)
{
    for (SinkhornTerm* const term : m_terms)
        term->update(share);
}

Result<void> SinkhornSolver::anneal(double epsilon, const RunContext& ctx)
{
    const double largest = largestCost();
    int steps = 0;
    for (double wide = epsilon; wide < largest; wide *= kEpsilonStep)
        ++steps;
    for (; steps > 0; --steps) {
        for (SinkhornTerm* const term : m_terms)
            term->setEpsilon(epsilon * std::pow(kEpsilonStep, steps));
        if (steps <= kStoredSteps)
            storePlans();
        EH_CHECK(sweep(false, ctx));
        update(0.5);
    }
    return kOk;
}

void SinkhornSolver::storePlans()
{
    std::size_t numbers = 0;
    for (const SinkhornTerm* const term : m_terms)
        numbers += term->storage();
    if (numbers <= kStoredNumbers)
        for (SinkhornTerm* const term : m_terms)
            term->store();
}

Result<void> SinkhornSolver::iterate(const SinkhornSpec& spec, SinkhornForm& form, const RunContext& ctx)
{
    // Differences of exponents cannot be told from rounding below this.
    const double floor = 0x1.0p-46 * largestCost() / form.epsilon;
    for (form.iterations = 0; form.iterations < spec.iterations; ++form.iterations) {
        EH_CHECK(ctx.checkpoint());
        EH_TRY(form.marginalError, sweep(false, ctx));
        if (spec.tolerance > 0.0 && form.marginalError < std::max(spec.tolerance, floor))
            break;
        update(0.5);
    }
    return kOk;
}

Result<SinkhornForm> SinkhornSolver::solve(
    double epsilon, const SinkhornSpec& spec, bool withGradient, const RunContext& ctx)
{
    SinkhornForm form;
    form.epsilon = epsilon;
    if (spec.warmStart == nullptr || !readWarmStart(*spec.warmStart))
        EH_CHECK(anneal(epsilon, ctx));
    for (SinkhornTerm* const term : m_terms)
        term->setEpsilon(epsilon);
    storePlans();
    EH_CHECK(iterate(spec, form, ctx));
    EH_TRY(form.marginalError, sweep(withGradient, ctx));
    update(1.0);
    form.value = value();
    form.converged = form.marginalError < (spec.tolerance > 0.0 ? spec.tolerance : kTrainingTolerance);
    if (withGradient)
        addGradients(form);
    if (spec.warmStart != nullptr)
        writeWarmStart(*spec.warmStart);
    return form;
}

double SinkhornSolver::value() const
{
    double sum = 0.0;
    for (const Cross& cross : m_crosses) {
        const auto [x, y, coefficient] = cross.comparison;
        const double debiased = cross.term->value() - 0.5 * m_selfs[x]->value() - 0.5 * m_selfs[y]->value();
        sum += coefficient * (debiased + 0.5 * (m_centre[x] - m_centre[y]).squaredNorm());
    }
    return sum;
}

void SinkhornSolver::addGradients(SinkhornForm& form)
{
    form.gradient.resize(m_packed.size());
    std::vector<double> times(m_packed.size(), 0.0);
    for (std::size_t c = 0; c < m_packed.size(); ++c)
        if (m_packed[c])
            form.gradient[c].setZero(m_packed[c]->size, m_packed[c]->dims);
    for (const Cross& cross : m_crosses) {
        const auto [x, y, coefficient] = cross.comparison;
        const Eigen::RowVectorXd gap = coefficient * (m_centre[x] - m_centre[y]);
        const auto share = [&](std::size_t c) {
            return Eigen::Map<const Eigen::VectorXd>(m_packed[c]->weight.data(), m_packed[c]->size);
        };
        form.gradient[x] += coefficient * cross.term->rowSide().gradient() + share(x) * gap;
        form.gradient[y] += coefficient * cross.term->columnSide().gradient() - share(y) * gap;
        times[x] += coefficient;
        times[y] += coefficient;
    }
    for (std::size_t c = 0; c < m_packed.size(); ++c)
        if (m_packed[c])
            form.gradient[c] -= times[c] * m_selfs[c]->rowSide().gradient();
}

bool SinkhornSolver::readWarmStart(const SinkhornPotentials& start)
{
    std::vector<TransportSide*> sides;
    for (SinkhornTerm* const term : m_terms) {
        sides.push_back(&term->rowSide());
        sides.push_back(&term->columnSide());
    }
    const auto fits = [](const TransportSide* side, const std::vector<double>& potential) {
        return static_cast<Index>(potential.size()) == side->cloud->size;
    };
    if (!std::equal(sides.begin(), sides.end(), start.sides.begin(), start.sides.end(), fits))
        return false;
    for (std::size_t s = 0; s < sides.size(); ++s)
        sides[s]->setPotential(start.sides[s]);
    return true;
}

void SinkhornSolver::writeWarmStart(SinkhornPotentials& start)
{
    start.sides.clear();
    for (SinkhornTerm* const term : m_terms)
        for (const TransportSide* const side : {&term->rowSide(), &term->columnSide()})
            start.sides.emplace_back(side->potential.begin(), side->potential.begin() + side->cloud->size);
}

} // namespace evenhand
