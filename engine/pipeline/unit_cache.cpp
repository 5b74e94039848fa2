#include "engine/pipeline/unit_cache.h"

#include "engine/core/hash.h"
#include "engine/core/parallel.h"
#include "engine/core/versions.h"
#include "engine/pipeline/archive.h"

#include <algorithm>

namespace evenhand {

// A structured binding names every member: a new one that is forgotten here is an error of the compiler, not
// a result of another study.

template <class A> void archiveMembers(A& a, ArchiveOf<TaskTarget> auto& value)
{
    auto& [column, task, favourable, above] = value;
    a(column, task, favourable, above);
}

template <class A> void archiveMembers(A& a, ArchiveOf<Roles> auto& value)
{
    auto& [task, target, favourable, sensitive, cuts, exclude, features, weight, sensitiveAsFeature, tasks,
        taskColumn]
        = value;
    a(task, target, favourable, sensitive, cuts, exclude, features, weight, sensitiveAsFeature, tasks,
        taskColumn);
}

/// Without the number of repeats: a repeat does not depend on how many there are.
template <class A> void archiveMembers(A& a, ArchiveOf<SplitSpec> auto& value)
{
    auto& [kind, testFraction, calibrationFraction, repeats, folds, seed, calibration, calibrationFolds,
        column, trainValues, calibrateValues, testValues]
        = value;
    static_cast<void>(repeats);
    a(kind, testFraction, calibrationFraction, folds, seed, calibration, calibrationFolds, column,
        trainValues, calibrateValues, testValues);
}

template <class A> void archiveMembers(A& a, ArchiveOf<EncodingSpec> auto& value)
{
    auto& [standardise, intercept] = value;
    a(standardise, intercept);
}

template <class A> void archiveMembers(A& a, ArchiveOf<Component> auto& value)
{
    auto& [id, params] = value;
    a(id, params);
}

template <class A> void archiveMembers(A& a, ArchiveOf<SelectionSpec> auto& value)
{
    auto& [kind, folds, keep, unfairness] = value;
    a(kind, folds, keep, unfairness);
}

template <class A> void archiveMembers(A& a, ArchiveOf<RunSpec> auto& value)
{
    auto& [learner, method, selection] = value;
    a(learner, method, selection);
}

template <class A> void archiveMembers(A& a, ArchiveOf<NumericColumn> auto& column)
{
    auto& [values] = column;
    a(values);
}

template <class A> void archiveMembers(A& a, ArchiveOf<CategoricalColumn> auto& column)
{
    auto& [codes, levels] = column;
    a(codes, levels);
}

template <class A> void archiveMembers(A& a, ArchiveOf<TextColumn> auto& column)
{
    auto& [bytes, ends, missing] = column;
    a(bytes, ends, missing);
}

template <class A> void archiveMembers(A& a, ArchiveOf<Column> auto& column)
{
    auto& [name, kind, data] = column;
    a(name, kind, data);
}

namespace {

/// To be raised when a change of the engine gives other numbers or other bytes for the same study.
constexpr std::uint32_t kUnitFormat = 1;

Result<std::string> tableHash(const Table& table, const RunContext& ctx)
{
    const std::vector<Column>& columns = table.columns();
    std::vector<std::string> hashes(columns.size());
    EH_CHECK(parallelFor(columns.size(), ctx, [&](std::size_t i) -> Result<void> {
        ArchiveWriter writer;
        writer(columns[i]);
        EH_TRY(hashes[i], sha256(writer.bytes(), ctx));
        return kOk;
    }));
    ArchiveWriter writer;
    writer(hashes);
    return sha256(writer.bytes());
}

} // namespace

Result<std::string> studyKey(
    const Study& study, const Table& table, std::string_view program, const RunContext& ctx)
{
    EH_TRY(const std::string content, tableHash(table, ctx));
    ArchiveWriter writer;
    writer(kUnitFormat, program, libraryVersions(), content, study.roles, study.split, study.encoding);
    return sha256(writer.bytes());
}

std::string sweepKeyOf(std::string_view studyKey, const Study& study)
{
    ArchiveWriter writer;
    writer("sweep", studyKey, study.split.repeats, study.runs);
    return sha256(writer.bytes());
}

template <class... Parts> std::string UnitCache::keyOf(const Parts&... parts) const
{
    if (m_store == nullptr)
        return {};
    ArchiveWriter writer;
    writer(m_study, parts...);
    return sha256(writer.bytes());
}

std::string UnitCache::base(const UnitPlace& place) const
{
    return keyOf("base", place.repeat, place.learner, place.params);
}

std::string UnitCache::calibration(const UnitPlace& place) const
{
    return keyOf("calibration", place.repeat, place.learner, place.params);
}

std::string UnitCache::method(const UnitPlace& place, const MethodInfo* method,
    const std::vector<ParamSet>& settings, bool isResampled) const
{
    const std::string_view id = method != nullptr ? method->id : std::string_view {};
    return keyOf("method", place.repeat, place.learner, place.params, id, settings, isResampled);
}

std::string UnitCache::fold(const UnitPlace& place, const SelectionSpec& selection, std::size_t fold,
    const SearchedMethod& method) const
{
    // How a configuration is chosen of the outcomes is not part of them.
    const auto& [kind, folds, keep, unfairness] = selection;
    static_cast<void>(kind);
    static_cast<void>(keep);
    const std::string_view id = method.method != nullptr ? method.method->id : std::string_view {};
    return keyOf(
        "fold", place.repeat, place.learner, place.params, folds, unfairness, fold, id, method.settings);
}

bool settingsAreIndependent(const MethodInfo* method)
{
    static constexpr std::string_view kIndependent[] = {"reweighing", "massaging", "disparate_impact_remover",
        "correlation_remover", "ferm_preprocessing", "fair_representation", "wasserstein_barycenter",
        "group_thresholds", "equalized_odds_mixing", "reject_option"};
    return method == nullptr || std::ranges::find(kIndependent, method->id) != std::end(kIndependent);
}

} // namespace evenhand
