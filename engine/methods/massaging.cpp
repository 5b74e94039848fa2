#include "engine/methods/massaging.h"

#include "engine/methods/training_groups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace evenhand {

using Eigen::Index;

Result<Massage> Massage::create(
    const EncodedData& rows, const Scores& score, std::size_t nGroups, const RunContext& ctx)
{
    if (!score.allFinite())
        return invalidArgument(text("massaging ranks rows by their score, and some score is not a number"));
    Massage made;
    made.m_y = rows.y;
    made.m_groups.resize(nGroups);
    const GroupOutcomes outcomes = groupOutcomes(rows, nGroups);
    double favourable = 0.0;
    double total = 0.0;
    for (std::size_t g = 0; g < nGroups; ++g) {
        made.m_groups[g].favourable = outcomes.favourable[g];
        made.m_groups[g].total = outcomes.total[g];
        made.m_groups[g].firstRow = std::numeric_limits<Index>::max();
        favourable += outcomes.favourable[g];
        total += outcomes.total[g];
    }
    made.m_rate = total > 0.0 ? favourable / total : 0.0;
    for (Group& group : made.m_groups)
        group.isBelow = group.favourable < made.m_rate * group.total;
    if (rows.weight.size() > 0 && rows.weight.minCoeff() == rows.weight.maxCoeff())
        made.m_rowWeight = rows.weight[0];
    EH_CHECK(ctx.checkpoint());
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const auto place = static_cast<Index>(i);
        Group& group = made.m_groups[static_cast<std::size_t>(rows.group[i])];
        group.firstRow = std::min(group.firstRow, rows.row[i]);
        if ((rows.y[place] == 1.0) != group.isBelow)
            group.changes.push_back({score[place], rows.row[i], place, rows.weight[place]});
    }
    for (Group& group : made.m_groups) {
        EH_CHECK(ctx.checkpoint());
        // Those first that the ranking takes to be nearest the other outcome.
        const bool up = group.isBelow;
        std::ranges::sort(group.changes, [up](const Candidate& a, const Candidate& b) {
            return a.score != b.score ? (a.score > b.score) == up : a.tableRow < b.tableRow;
        });
    }
    return made;
}

/// Favourable weight that every group is to have.
std::vector<double> Massage::wanted(double strength) const
{
    std::vector<double> made;
    for (const Group& group : m_groups)
        made.push_back(group.favourable + strength * (m_rate * group.total - group.favourable));
    if (m_rowWeight > 0.0)
        roundToRows(made);
    return made;
}

/// Whole rows in place of fractions, with the same sum.
void Massage::roundToRows(std::vector<double>& wanted) const
{
    constexpr double kNoise = 1e-9; // of a row: remainders closer than this are equal
    double left = 0.0;
    std::vector<double> remainder;
    for (std::size_t g = 0; g < wanted.size(); ++g) {
        const double rows = wanted[g] / m_rowWeight;
        const double whole = std::floor(rows + kNoise);
        left += std::round(m_groups[g].favourable / m_rowWeight) - whole;
        remainder.push_back(std::round((rows - whole) / kNoise));
        wanted[g] = whole * m_rowWeight;
    }
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const double first = m_groups[a].favourable * m_groups[b].total;
        const double second = m_groups[b].favourable * m_groups[a].total;
        return remainder[a] != remainder[b] ? remainder[a] > remainder[b]
            : first != second               ? first < second
                                            : m_groups[a].firstRow < m_groups[b].firstRow;
    });
    for (std::size_t k = 0; k < order.size() && left > 0.5; ++k, left -= 1.0)
        wanted[order[k]] += m_rowWeight;
}

Eigen::VectorXd Massage::labels(double strength) const
{
    Eigen::VectorXd y = m_y;
    const std::vector<double> wantedWeight = wanted(strength);
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        const Group& group = m_groups[g];
        double missing = std::abs(wantedWeight[g] - group.favourable);
        for (const Candidate& next : group.changes) {
            if (!(missing > 0.5 * next.weight))
                break;
            missing -= next.weight;
            y[next.place] = group.isBelow ? 1.0 : 0.0;
        }
    }
    return y;
}

namespace {

class Massaging final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_CHECK(requireLearner(input));
        if (input.base == nullptr)
            return invalidArgument(text("massaging ranks the training rows by a model and was given none"));
        EH_CHECK(ctx.checkpoint());
        EH_TRY(const TrainingGroups groups, trainingGroups(input.train, input.groupNames));
        EH_TRY(const Scores score, input.base->predict(input.train, ctx));
        EH_TRY(const Massage massage, Massage::create(input.train, score, input.groupNames.size(), ctx));
        EH_CHECK(ctx.checkpoint());
        EncodedData train = input.train;
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            EH_CHECK(ctx.checkpoint());
            train.y = massage.labels(number(setting, "strength"));
            EH_TRY(std::shared_ptr<const Predictor> model,
                input.learner->make()->fit(train, *input.learnerParams, input.encoding, ctx));
            made.push_back(trainedModel(std::move(model), groups.warnings));
        }
        return made;
    }
};

} // namespace

MethodInfo massaging()
{
    MethodInfo info;
    info.id = "massaging";
    info.name = "Massaging";
    info.description
        = "Changes the outcome of the training rows nearest the decision, up in groups with a low base rate "
          "and down in those with a high one, then trains any learner";
    info.family = Family::Pre;
    info.classification = true;
    info.params = {strengthParam("0 changes no outcome, 1 as many as make the groups' base rates equal")};
    info.start = strengthPath("strength");
    info.citation
        = "Kamiran, Calders (2009), Classifying without discriminating; Kamiran, Calders (2012), Data "
          "preprocessing techniques for classification without discrimination, Knowledge and Information "
          "Systems 33, section 5.1 (algorithms 1 and 2)";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<Massaging>(); };
    return info;
}

} // namespace evenhand
