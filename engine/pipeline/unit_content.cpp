#include "engine/pipeline/unit_content.h"

#include "engine/pipeline/archive.h"

namespace evenhand {

template <class A> void archiveMembers(A& a, ArchiveOf<Text> auto& value)
{
    auto& [source, args] = value;
    a(source, args);
}

template <class A> void archiveMembers(A& a, ArchiveOf<MetricValue> auto& metric)
{
    auto& [value, low, high, numerator, denominator, effectiveCount, undefined, groups, excluded] = metric;
    a(value, low, high, numerator, denominator, effectiveCount, undefined, groups, excluded);
}

template <class A> void archiveMembers(A& a, ArchiveOf<Evaluation> auto& value)
{
    auto& [overall, byGroup] = value;
    a(overall, byGroup);
}

// What a constraint did.

template <class A> void archiveMembers(A& a, ArchiveOf<ConstraintState> auto& value)
{
    auto& [epsilon, means, multipliers, coefficients, intercept, norm, objective, dualityGap, alignment]
        = value;
    a(epsilon, means, multipliers, coefficients, intercept, norm, objective, dualityGap, alignment);
}

template <class A> void archiveMembers(A& a, ArchiveOf<ConstraintInsight::GroupMean> auto& value)
{
    auto& [rows, weight, linear, rate, signMinusLinear] = value;
    a(rows, weight, linear, rate, signMinusLinear);
}

template <class A> void archiveMembers(A& a, ArchiveOf<ConstraintInsight::Family> auto& value)
{
    auto& [rows, groups, train, test, multipliers] = value;
    a(rows, groups, train, test, multipliers);
}

template <class A> void archiveMembers(A& a, ArchiveOf<ConstraintInsight::Coefficient> auto& value)
{
    auto& [feature, before, after, u] = value;
    a(feature, before, after, u);
}

template <class A> void archiveMembers(A& a, ArchiveOf<ConstraintInsight> auto& value)
{
    auto& [families, coefficients, uGroups, before, after, radius, learner] = value;
    a(families, coefficients, uGroups, before, after, radius, learner);
}

// What a representation is like.

template <class A> void archiveMembers(A& a, ArchiveOf<Interval> auto& value)
{
    auto& [low, high] = value;
    a(low, high);
}

template <class A> void archiveMembers(A& a, ArchiveOf<AucEstimate> auto& estimate)
{
    auto& [value, standardError, interval] = estimate;
    a(value, standardError, interval);
}

template <class A> void archiveMembers(A& a, ArchiveOf<AuditorReading> auto& value)
{
    auto& [group, auc, balancedAccuracy] = value;
    a(group, auc, balancedAccuracy);
}

template <class A> void archiveMembers(A& a, ArchiveOf<AuditorReadings> auto& value)
{
    auto& [linear, nonlinear] = value;
    a(linear, nonlinear);
}

template <class A> void archiveMembers(A& a, ArchiveOf<DivergenceReading> auto& reading)
{
    auto& [kind, rows, groupA, groupB, value, nullMean, null95, p, rowsA, rowsB] = reading;
    a(kind, rows, groupA, groupB, value, nullMean, null95, p, rowsA, rowsB);
}

template <class A> void archiveMembers(A& a, ArchiveOf<TaskReading> auto& value)
{
    auto& [task, kind, rows, error, trivialError, degenerate, gap, softGap, ks, auc, groupRows] = value;
    a(task, kind, rows, error, trivialError, degenerate, gap, softGap, ks, auc, groupRows);
}

template <class A> void archiveMembers(A& a, ArchiveOf<TrainingCurve::Epoch> auto& value)
{
    auto& [objective, risk, divergence, validationObjective, gap, rms, taskErrors, taskGaps] = value;
    a(objective, risk, divergence, validationObjective, gap, rms, taskErrors, taskGaps);
}

template <class A> void archiveMembers(A& a, ArchiveOf<TrainingCurve> auto& value)
{
    auto& [what, tasks, epochs, plannedEpochs, best, stoppedEarly, stoppedByPerson, seconds, counts] = value;
    a(what, tasks, epochs, plannedEpochs, best, stoppedEarly, stoppedByPerson, seconds, counts);
}

template <class A> void archiveMembers(A& a, ArchiveOf<RepresentationState> auto& value)
{
    auto& [strength, training, tasks, auditors, divergences, rms, points, explained] = value;
    a(strength, training, tasks, auditors, divergences, rms, points, explained);
}

template <class A> void archiveMembers(A& a, ArchiveOf<RepresentationInsight> auto& value)
{
    auto& [groups, divergence, notion, dimensions, before, after, features, row, group, y] = value;
    a(groups, divergence, notion, dimensions, before, after, features, row, group, y);
}

template <class A> void archiveMembers(A& a, ArchiveOf<MethodInsight> auto& value)
{
    auto& [constraint, representation] = value;
    a(constraint, representation);
}

// Folds of a search.

template <class A> void archiveMembers(A& a, ArchiveOf<RowSum> auto& value)
{
    auto& [weight, squares, rows] = value;
    a(weight, squares, rows);
}

template <class A> void archiveMembers(A& a, ArchiveOf<Confusion> auto& value)
{
    auto& [truePositive, falsePositive, falseNegative, trueNegative] = value;
    a(truePositive, falsePositive, falseNegative, trueNegative);
}

template <class A> void archiveMembers(A& a, ArchiveOf<FoldOutcome> auto& value)
{
    auto& [cells, squaredError, weight, isConstant, unfairness] = value;
    a(cells, squaredError, weight, isConstant, unfairness);
}

// Units.

template <class A> void archiveMembers(A& a, ArchiveOf<BaseUnit> auto& value)
{
    auto& [test, encoderWarnings, warnings, seconds] = value;
    a(test, encoderWarnings, warnings, seconds);
}

template <class A> void archiveMembers(A& a, ArchiveOf<CalibrationUnit> auto& value)
{
    auto& [score, seconds] = value;
    a(score, seconds);
}

template <class A> void archiveMembers(A& a, ArchiveOf<RunUnit> auto& value)
{
    auto& [evaluation, scores, insight, warnings, seconds] = value;
    a(evaluation, scores, insight, warnings, seconds);
}

template <class A> void archiveMembers(A& a, ArchiveOf<MethodUnit> auto& value)
{
    auto& [runs] = value;
    a(runs);
}

template <class A> void archiveMembers(A& a, ArchiveOf<FoldUnit> auto& value)
{
    auto& [outcomes] = value;
    a(outcomes);
}

template <class Unit> std::string unitBytes(const Unit& unit)
{
    ArchiveWriter writer;
    writer(unit);
    return writer.bytes();
}

template <class Unit> std::optional<Unit> unitFromBytes(std::string_view bytes)
{
    std::optional<Unit> unit(std::in_place);
    ArchiveReader reader(bytes);
    reader(*unit);
    if (!reader.isComplete())
        unit.reset();
    return unit;
}

template std::string unitBytes(const BaseUnit&);
template std::string unitBytes(const CalibrationUnit&);
template std::string unitBytes(const MethodUnit&);
template std::string unitBytes(const FoldUnit&);
template std::optional<BaseUnit> unitFromBytes(std::string_view);
template std::optional<CalibrationUnit> unitFromBytes(std::string_view);
template std::optional<MethodUnit> unitFromBytes(std::string_view);
template std::optional<FoldUnit> unitFromBytes(std::string_view);

} // namespace evenhand
