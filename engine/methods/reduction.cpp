#include "engine/methods/reduction.h"

#include "engine/methods/notion.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

Notion comparedBy(ReductionNotion notion)
{
    switch (notion) {
    case ReductionNotion::EqualOpportunity:
        return Notion::EqualOpportunity;
    case ReductionNotion::EqualizedOdds:
        return Notion::EqualizedOdds;
    default:
        return Notion::DemographicParity;
    }
}

/// Rows of the constraint matrix one after another.
class Constraints {
public:
    explicit Constraints(Index summarySize)
        : m_size(summarySize)
    {
    }
    void add(VectorXd slope, double constant)
    {
        m_slopes.push_back(std::move(slope));
        m_constants.push_back(constant);
    }
    void compare(const std::vector<VectorXd>& ofGroup, const std::vector<double>& share);
    void moveInto(Reduction& reduction, bool twoSided) const
    {
        reduction.largest = m_largest;
        const auto k = static_cast<Index>(m_slopes.size());
        reduction.isTwoSided = twoSided;
        reduction.slope.resize(twoSided ? 2 * k : k, m_size);
        reduction.constant.resize(reduction.slope.rows());
        for (Index j = 0; j < k; ++j) {
            reduction.slope.row(j) = m_slopes[static_cast<std::size_t>(j)].transpose();
            reduction.constant[j] = m_constants[static_cast<std::size_t>(j)];
        }
        if (twoSided) {
            reduction.slope.bottomRows(k) = -reduction.slope.topRows(k);
            reduction.constant.tail(k) = -reduction.constant.head(k);
        }
    }

private:
    Index m_size;
    std::vector<VectorXd> m_slopes;
    std::vector<double> m_constants;
    std::vector<Index> m_largest;
};

/// Each group's mean over some cells (or sums of predictions) against that of all groups.
void Constraints::compare(const std::vector<VectorXd>& ofGroup, const std::vector<double>& share)
{
    VectorXd all = VectorXd::Zero(ofGroup.front().size());
    double total = 0.0;
    for (std::size_t g = 0; g < ofGroup.size(); ++g) {
        all += ofGroup[g];
        total += share[g];
    }
    for (std::size_t g = 0; g < ofGroup.size(); ++g)
        add(ofGroup[g] / share[g] - all / total, 0.0);
    m_largest.push_back(std::ranges::max_element(share) - share.begin());
}

void constrainClasses(
    Reduction& reduction, Index groups, const MeanConstraints& families, Constraints& constraints)
{
    reduction.errorSlope.resize(reduction.cells);
    for (Index g = 0; g < groups; ++g) {
        reduction.errorSlope[2 * g] = 1.0;
        reduction.errorSlope[2 * g + 1] = -1.0;
        reduction.errorConstant += reduction.cellShare[2 * g + 1];
    }
    if (reduction.comparesLoss) {
        for (Index g = 0; g < groups; ++g) {
            const double share = reduction.cellShare.segment(2 * g, 2).sum();
            VectorXd loss = VectorXd::Zero(reduction.cells);
            loss[2 * g] = 1.0 / share;
            loss[2 * g + 1] = -1.0 / share;
            constraints.add(std::move(loss), reduction.cellShare[2 * g + 1] / share);
        }
        return;
    }
    for (const MeanConstraints::Family& family : families.families) {
        std::vector<VectorXd> ofGroup(static_cast<std::size_t>(groups), VectorXd::Zero(reduction.cells));
        std::vector<double> share(ofGroup.size(), 0.0);
        for (std::size_t i = 0; i < family.member.size(); ++i)
            if (family.member[i] >= 0)
                ofGroup[static_cast<std::size_t>(family.member[i])][reduction.cell[i]] = 1.0;
        for (std::size_t g = 0; g < ofGroup.size(); ++g)
            share[g] = ofGroup[g].dot(reduction.cellShare);
        constraints.compare(ofGroup, share);
    }
}

void constrainNumbers(Reduction& reduction, Index groups, Constraints& constraints)
{
    reduction.errorSlope = VectorXd::Zero(2 * groups);
    reduction.errorSlope.head(groups).setOnes();
    std::vector<VectorXd> ofGroup;
    std::vector<double> share;
    for (Index g = 0; g < groups; ++g) {
        ofGroup.push_back(VectorXd::Unit(2 * groups, reduction.comparesLoss ? g : groups + g));
        share.push_back(reduction.cellShare[g]);
        if (reduction.comparesLoss)
            constraints.add(ofGroup.back() / share.back(), 0.0);
    }
    if (!reduction.comparesLoss)
        constraints.compare(ofGroup, share);
}

void shareOutCells(Reduction& reduction, const EncodedData& train, const NotionConstraints& made)
{
    const double total = train.weight.sum();
    reduction.share = train.weight / total;
    reduction.rows = total * total / train.weight.squaredNorm();
    reduction.cellShare = VectorXd::Zero(reduction.cells);
    reduction.cell.reserve(train.group.size());
    for (std::size_t i = 0; i < train.group.size(); ++i) {
        const std::int32_t group = made.groups[static_cast<std::size_t>(train.group[i])];
        const std::int32_t outcome = train.y[static_cast<Index>(i)] > 0.5 ? 1 : 0;
        const std::int32_t cell = reduction.task == Task::Classification ? 2 * group + outcome : group;
        reduction.cell.push_back(cell);
        reduction.cellShare[cell] += reduction.share[static_cast<Index>(i)];
    }
}

} // namespace

ParamSpec reductionNotionParam()
{
    ParamSpec notion;
    notion.id = "notion";
    notion.name = "Fairness notion";
    notion.description
        = "What is compared between each group and all rows: the share accepted (demographic parity; in "
          "regression the mean prediction), the same among rows with the favourable outcome (equal "
          "opportunity) or with either outcome apart (equalised odds); or a bound on each group's own loss";
    notion.kind = ParamKind::Choice;
    notion.choices.assign(kReductionNotionIds.begin(), kReductionNotionIds.end());
    return notion;
}

ReductionNotion reductionNotionOf(const ParamSet& params)
{
    const auto found = std::ranges::find(kReductionNotionIds, choice(params, "notion"));
    return static_cast<ReductionNotion>(found - kReductionNotionIds.begin());
}

Result<PreparedReduction> prepareReduction(const FitInput& input, ReductionNotion notion)
{
    const EncodedData& train = input.train;
    EH_TRY(const NotionConstraints made,
        constrainNotion(comparedBy(notion), input.task, train, input.groupNames));
    PreparedReduction prepared {{}, made.warnings};
    Reduction& reduction = prepared.reduction;
    const auto groups = static_cast<Index>(made.constraints.families.front().groups.size());
    const bool isClass = input.task == Task::Classification;
    reduction.task = input.task;
    reduction.comparesLoss = notion == ReductionNotion::BoundedGroupLoss;
    reduction.cells = isClass ? 2 * groups : groups;
    shareOutCells(reduction, train, made);
    Constraints constraints(2 * groups);
    if (isClass) {
        constrainClasses(reduction, groups, made.constraints, constraints);
    } else {
        const double mean = reduction.share.dot(train.y);
        const double variance = reduction.share.dot((train.y.array() - mean).square().matrix());
        reduction.deviation = variance > 0.0 ? std::sqrt(variance) : 1.0;
        constrainNumbers(reduction, groups, constraints);
    }
    constraints.moveInto(reduction, !reduction.comparesLoss);
    return prepared;
}

VectorXd summaryOf(const Reduction& reduction, const VectorXd& y, const VectorXd& predictions)
{
    VectorXd summary = VectorXd::Zero(reduction.errorSlope.size());
    const bool isClass = reduction.task == Task::Classification;
    for (Index i = 0; i < predictions.size(); ++i) {
        const Index cell = reduction.cell[static_cast<std::size_t>(i)];
        if (isClass) {
            summary[cell] += reduction.share[i] * predictions[i];
        } else {
            const double miss = (predictions[i] - y[i]) / reduction.deviation;
            summary[cell] += reduction.share[i] * miss * miss;
            summary[reduction.cells + cell] += reduction.share[i] * predictions[i] / reduction.deviation;
        }
    }
    return summary;
}

CellTargets targetsOf(const Reduction& reduction, const VectorXd& costs)
{
    CellTargets targets {VectorXd(reduction.cells), VectorXd(reduction.cells)};
    const bool isClass = reduction.task == Task::Classification;
    for (Index c = 0; c < reduction.cells; ++c) {
        targets.factor[c] = isClass ? std::abs(costs[c]) : costs[c];
        targets.label[c] = isClass ? (costs[c] < 0.0 ? 1.0 : 0.0)
                                   : -0.5 * reduction.deviation * costs[reduction.cells + c] / costs[c];
    }
    // A cell that costs nothing either way stays in the training with next to no weight.
    const double total = targets.factor.dot(reduction.cellShare);
    targets.factor = (targets.factor / total).cwiseMax(1e-9);
    targets.factor /= targets.factor.dot(reduction.cellShare);
    return targets;
}

} // namespace evenhand
