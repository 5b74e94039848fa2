#include "engine/methods/grid_search.h"

#include "engine/core/parallel.h"
#include "engine/methods/best_response.h"

#include <algorithm>

namespace evenhand {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// One model for all rows, on its own scale.
class ChosenPredictor final : public FairPredictor {
public:
    ChosenPredictor(std::shared_ptr<const Predictor> model, std::vector<Text> warnings)
        : m_model(std::move(model))
        , m_warnings(std::move(warnings))
    {
    }
    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores&, const RunContext& ctx) const override
    {
        return m_model->predict(rows, ctx);
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

private:
    std::shared_ptr<const Predictor> m_model;
    std::vector<Text> m_warnings;
};

/// All integer points with Σ|x| ≤ units, coordinate by coordinate; none if they are more than @p most.
bool addPoints(std::vector<int>& point, std::size_t at, int units, bool positive, std::size_t most,
    std::vector<std::vector<int>>& points)
{
    if (at == point.size()) {
        points.push_back(point);
        return points.size() <= most;
    }
    for (int value = positive ? 0 : -units; value <= units; ++value) {
        point[at] = value;
        if (!addPoints(point, at + 1, units - std::abs(value), positive, most, points))
            return false;
    }
    point[at] = 0;
    return true;
}

/// Numbers that determine all multipliers that matter: of an event with G groups G - 1.
Index dimensionsOf(const Reduction& reduction)
{
    const Index rows = reduction.slope.rows();
    return reduction.isTwoSided ? rows / 2 - static_cast<Index>(reduction.largest.size()) : rows;
}

/// Multipliers of the constraints (k,) of a point. The largest group of each event has none, so the order of
/// groups does not matter.
VectorXd multipliersOf(const Reduction& reduction, const VectorXd& point)
{
    if (!reduction.isTwoSided)
        return point;
    VectorXd multipliers = VectorXd::Zero(reduction.slope.rows());
    const Index half = reduction.slope.rows() / 2;
    const Index groups = half / static_cast<Index>(reduction.largest.size());
    Index at = 0;
    for (std::size_t event = 0; event < reduction.largest.size(); ++event)
        for (Index g = 0; g < groups; ++g) {
            if (g == reduction.largest[event])
                continue;
            const double value = point[at++];
            multipliers[(value < 0.0 ? half : 0) + static_cast<Index>(event) * groups + g] = std::abs(value);
        }
    return multipliers;
}

/// The models of a grid.
struct Grid {
    std::vector<std::shared_ptr<const Response>> models;
    std::vector<double> error, violation; ///< violation: of the worst constraint
    std::vector<Text> warnings;
};

Result<Grid> trainGrid(const FitInput& input, const ParamSet& params, const RunContext& ctx)
{
    EH_TRY(PreparedReduction prepared, prepareReduction(input, reductionNotionOf(params)));
    const Reduction& reduction = prepared.reduction;
    EH_TRY(const BestResponse oracle, BestResponse::create(input, reduction, ctx));
    const auto size = static_cast<Index>(number(params, "grid_size"));
    const MatrixXd points
        = multiplierGrid(dimensionsOf(reduction), size, number(params, "grid_limit"), !reduction.isTwoSided);
    Grid grid;
    grid.warnings = std::move(prepared.warnings);
    if (points.rows() > size)
        grid.warnings.push_back(
            text("%1 trains %2 models instead of %3: fewer leave a multiplier out; exponentiated_gradient "
                 "looks for the multipliers instead",
                "grid_search", points.rows(), size));
    grid.models.resize(static_cast<std::size_t>(points.rows()));
    EH_CHECK(parallelFor(grid.models.size(), ctx, [&](std::size_t i) -> Result<void> {
        const VectorXd point = points.row(static_cast<Index>(i)).transpose();
        EH_TRY(grid.models[i], oracle.to(reduction.costs(multipliersOf(reduction, point)), ctx.silent()));
        return kOk;
    }));
    for (const auto& model : grid.models) {
        grid.error.push_back(reduction.error(model->summary));
        grid.violation.push_back(reduction.violations(model->summary).maxCoeff());
    }
    return grid;
}

std::shared_ptr<const FairPredictor> choose(const Grid& grid, double constraintWeight)
{
    std::size_t best = 0;
    double least = HUGE_VAL;
    for (std::size_t i = 0; i < grid.models.size(); ++i) {
        const double value = (1.0 - constraintWeight) * grid.error[i] + constraintWeight * grid.violation[i];
        // Of models that are equally good the first: that of the smallest multipliers.
        if (value < least - 1e-12) {
            least = value;
            best = i;
        }
    }
    std::vector<Text> warnings = grid.warnings;
    const std::vector<Text> fitted = warningsOf({grid.models[best]});
    warnings.insert(warnings.end(), fitted.begin(), fitted.end());
    return std::make_shared<ChosenPredictor>(grid.models[best]->model, std::move(warnings));
}

class GridSearch final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        // Settings that differ in the weight alone choose from the same models.
        std::vector<std::shared_ptr<const FairPredictor>> made(settings.size());
        for (std::size_t i = 0; i < settings.size(); ++i) {
            if (made[i] != nullptr)
                continue;
            EH_TRY(const Grid grid, trainGrid(input, settings[i], ctx));
            for (std::size_t k = i; k < settings.size(); ++k)
                if (withoutWeight(settings[k]) == withoutWeight(settings[i]))
                    made[k] = choose(grid, number(settings[k], "constraint_weight"));
        }
        return made;
    }

private:
    static ParamSet withoutWeight(ParamSet params)
    {
        params.erase("constraint_weight");
        return params;
    }
};

std::vector<ParamSpec> params()
{
    ParamSpec weight;
    weight.id = "constraint_weight";
    weight.name = "Weight of fairness";
    weight.description
        = "Which model of the grid is taken: the one with the smallest (1 - weight)·error + weight·violation "
          "on the training rows";
    weight.kind = ParamKind::Fraction;
    weight.defaultNumber = 0.5;
    weight.isStrength = true;
    ParamSpec size;
    size.id = "grid_size";
    size.name = "Grid size";
    size.description = "Models to train, about: as many points of a regular grid of multipliers as fit.";
    size.kind = ParamKind::Integer;
    size.minimum = 1.0;
    size.maximum = 10'000.0;
    size.defaultNumber = 11.0;
    ParamSpec limit;
    limit.id = "grid_limit";
    limit.name = "Grid limit";
    limit.description = "Largest sum of the multipliers' sizes: how hard the last models are pushed.";
    limit.minimum = 1e-6;
    limit.maximum = 1e6;
    limit.defaultNumber = 2.0;
    limit.logarithmic = true;
    return {weight, size, limit, reductionNotionParam()};
}

} // namespace

MatrixXd multiplierGrid(Index dimensions, Index size, double limit, bool positive)
{
    std::vector<int> point(static_cast<std::size_t>(dimensions), 0);
    std::vector<std::vector<int>> best;
    int units = 1;
    for (;; ++units) {
        std::vector<std::vector<int>> points;
        const auto most = units == 1 ? std::size_t {1'000'000} : static_cast<std::size_t>(size);
        if (!addPoints(point, 0, units, positive, most, points))
            break;
        best = std::move(points);
        std::ranges::fill(point, 0);
    }
    const double step = limit / static_cast<double>(units - 1);
    const auto norm = [](const std::vector<int>& x) {
        int sum = 0;
        for (const int value : x)
            sum += std::abs(value);
        return sum;
    };
    std::ranges::stable_sort(best, {}, norm);
    MatrixXd made(static_cast<Index>(best.size()), dimensions);
    for (Index i = 0; i < made.rows(); ++i)
        for (Index j = 0; j < dimensions; ++j)
            made(i, j) = step * best[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    return made;
}

MethodInfo gridSearch()
{
    MethodInfo info;
    info.id = "grid_search";
    info.name = "Grid search";
    info.description
        = "Trains the study's learner on reweighted and relabelled rows for a grid of multipliers and takes "
          "the model with the best balance of error and fairness";
    info.family = Family::In;
    info.classification = true;
    info.regression = true;
    info.params = params();
    info.start = strengthPath("constraint_weight");
    info.citation
        = "Agarwal, Beygelzimer, Dudík, Langford, Wallach (2018), A reductions approach to fair "
          "classification, ICML, section 3.4; Agarwal, Dudík, Wu (2019), Fair regression: quantitative "
          "definitions and reduction-based algorithms, ICML";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<GridSearch>(); };
    return info;
}

} // namespace evenhand
