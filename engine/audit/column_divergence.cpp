#include "engine/audit/column_divergence.h"

#include "engine/core/rng.h"
#include "engine/data/column_names.h"
#include "engine/data/encoder.h"

#include <algorithm>
#include <ranges>

namespace evenhand {

using Eigen::Index;

namespace {

/// Streams of the seed, behind those of the permutations of any pair.
constexpr std::uint64_t kFirstGroupStream = std::uint64_t {1} << 40U;
constexpr std::size_t kMostFeatures = 2000;

bool isComparable(const Column& column)
{
    return column.text() == nullptr && column.kind != ColumnKind::Identifier
        && column.kind != ColumnKind::Constant && column.kind != ColumnKind::Text;
}

Result<void> checkColumns(const Table& table, const Groups& groups, const std::vector<std::string>& columns)
{
    if (columns.empty())
        return invalidArgument(text("no column is chosen to compare the groups in"));
    for (const std::string& name : columns) {
        EH_TRY(const Column* const column, table.column(name));
        if (!isComparable(*column))
            return invalidArgument(
                text("“%1” identifies rows, is free text, or is constant, so groups cannot be compared in it",
                    name));
        if (std::ranges::count(columns, name) > 1)
            return invalidArgument(text("“%1” is named twice", name));
        const std::string padded = "," + groups.attribute + ",";
        if (padded.find("," + name + ",") != std::string::npos)
            return invalidArgument(
                text("“%1” makes the groups, so they differ in it without saying anything", name),
                text("compare them in other columns"));
    }
    return kOk;
}

/// Rows of each group, and those that are compared: all, or as many as can be, drawn by lot.
struct GroupRows {
    std::vector<std::vector<Index>> all, compared;
};

GroupRows rowsOf(const Groups& groups, const std::vector<Index>& rows, Index most, std::uint64_t seed)
{
    GroupRows found;
    found.all.resize(groups.names.size());
    for (const Index row : rows)
        found.all[static_cast<std::size_t>(groups.codes[static_cast<std::size_t>(row)])].push_back(row);
    found.compared = found.all;
    for (std::size_t g = 0; g < found.compared.size(); ++g) {
        std::vector<Index>& own = found.compared[g];
        if (static_cast<Index>(own.size()) <= most)
            continue;
        Rng rng(seed, kFirstGroupStream + g);
        for (std::size_t i = 0; i < static_cast<std::size_t>(most); ++i)
            std::swap(own[i], own[i + rng.below(own.size() - i)]);
        own.resize(static_cast<std::size_t>(most));
        std::ranges::sort(own);
    }
    return found;
}

void noteRows(const GroupRows& rows, ColumnDivergence& divergence)
{
    bool isSubsampled = false;
    for (std::size_t g = 0; g < rows.all.size(); ++g) {
        const std::size_t n = rows.all[g].size();
        divergence.rows.push_back(n);
        isSubsampled = isSubsampled || rows.compared[g].size() < n;
        if (n >= kFewestDivergenceRows && n < kRecommendedDivergenceRows)
            divergence.warnings.push_back(text(
                "group “%1” has %2 rows; with fewer than %3 only large differences can be told from chance",
                divergence.readable[g], n, kRecommendedDivergenceRows));
    }
    if (isSubsampled)
        divergence.warnings.push_back(text(
            "groups were compared by %1 of their rows, drawn by lot", divergence.spec.distance.mostRows));
}

Text tooFewRows(const ColumnDivergence& divergence, std::size_t group)
{
    return text("group “%1” has %2 rows; a comparison needs %3", divergence.readable[group],
        divergence.rows[group], kFewestDivergenceRows);
}

/// Features of each group that has enough rows.
Result<std::vector<Eigen::MatrixXd>> featuresOf(
    const Table& table, const Encoder& encoder, const GroupRows& rows, const RunContext& ctx)
{
    std::vector<Eigen::MatrixXd> features(rows.compared.size());
    for (std::size_t g = 0; g < features.size(); ++g) {
        EH_CHECK(ctx.checkpoint());
        if (rows.all[g].size() < kFewestDivergenceRows)
            continue;
        EH_TRY(const DesignMatrix design, encoder.transform(table, rows.compared[g]));
        features[g] = design.toDense();
    }
    return features;
}

Result<void> comparePairs(
    const std::vector<Eigen::MatrixXd>& features, ColumnDivergence& divergence, const RunContext& ctx)
{
    const std::size_t n = features.size();
    const double pairs = 0.5 * static_cast<double>(n * (n - 1));
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = a + 1; b < n; ++b) {
            if (divergence.spec.against && a != *divergence.spec.against && b != *divergence.spec.against)
                continue;
            EH_CHECK(ctx.checkpoint(static_cast<double>(divergence.pairs.size()) / pairs));
            PairDivergence pair {a, b, {}, {}};
            if (features[a].size() == 0 || features[b].size() == 0) {
                pair.undefined = tooFewRows(divergence, features[a].size() == 0 ? a : b);
            } else {
                EH_TRY(pair.found, permutationTest(features[a], features[b], divergence.spec.distance, ctx));
                pair.found->isSubsampled = pair.found->rowsA < static_cast<Index>(divergence.rows[a])
                    || pair.found->rowsB < static_cast<Index>(divergence.rows[b]);
            }
            if (pair.found && !pair.found->warning.empty())
                divergence.warnings.push_back(pair.found->warning);
            divergence.pairs.push_back(std::move(pair));
        }
    return kOk;
}

} // namespace

std::vector<std::string> comparableColumns(const Table& table, const std::vector<std::string>& leftOut)
{
    std::vector<std::string> names;
    for (const Column& column : table.columns())
        if (isComparable(column) && std::ranges::count(leftOut, column.name) == 0)
            names.push_back(column.name);
    return names;
}

Result<ColumnDivergence> columnDivergence(const Table& table, const Groups& groups,
    const std::vector<Index>& rows, const ColumnDivergenceSpec& spec, const RunContext& ctx)
{
    EH_CHECK(checkColumns(table, groups, spec.columns));
    ColumnDivergence divergence;
    divergence.spec = spec;
    divergence.attribute = groups.attribute;
    divergence.groups = groups.names;
    divergence.readable = readableGroupNames(groups);
    if (groups.names.size() < 2)
        return invalidData(text("there is only one group, so there is nothing to compare"));
    EncodingSpec encoding;
    encoding.standardise = spec.standardise;
    EH_TRY(const Encoder encoder, Encoder::fit(table, spec.columns, rows, encoding));
    divergence.features = encoder.featureNames();
    if (divergence.features.size() > kMostFeatures)
        return invalidData(text("the columns make %1 features; at most %2 can be compared",
                               divergence.features.size(), kMostFeatures),
            text("leave out columns with very many values"));
    divergence.warnings = encoder.warnings();
    PermutationSpec& distance = divergence.spec.distance;
    if (distance.mostRows == 0)
        distance.mostRows = defaultMostRows(distance.kind, encoder.features());
    if (distance.permutations == 0)
        distance.permutations = defaultPermutations(distance.kind, encoder.features());
    const GroupRows groupRows = rowsOf(groups, rows, distance.mostRows, distance.seed);
    noteRows(groupRows, divergence);
    if (std::ranges::count_if(divergence.rows, [](std::size_t n) { return n >= kFewestDivergenceRows; }) < 2)
        return noAnswer(text("fewer than two groups have %1 rows", kFewestDivergenceRows),
            text("without any difference the divergence of so few rows is far from 0"));
    EH_TRY(const std::vector<Eigen::MatrixXd> features, featuresOf(table, encoder, groupRows, ctx));
    EH_CHECK(comparePairs(features, divergence, ctx));
    return divergence;
}

Text divergenceSentence(const ColumnDivergence& divergence, const PairDivergence& pair)
{
    const std::string& a = divergence.readable[pair.groupA];
    const std::string& b = divergence.readable[pair.groupB];
    if (!pair.found)
        return pair.undefined;
    const PermutationTest& test = *pair.found;
    constexpr double kSignificant = 0.05;
    if (test.p > kSignificant)
        return text(
            "“%1” and “%2” are not more different than chance alone makes two groups of this size: %3, "
            "where permuted groups have %4 on average and %5 in the upper twentieth (p = %6).",
            a, b, shortNumber(test.value, 3), shortNumber(test.nullMean, 3), shortNumber(test.null95, 3),
            shortNumber(test.p, 2));
    return text(
        "“%1” and “%2” differ by more than chance: %3, where permuted groups have %4 on average and %5 "
        "in the upper twentieth (p = %6).",
        a, b, shortNumber(test.value, 3), shortNumber(test.nullMean, 3), shortNumber(test.null95, 3),
        shortNumber(test.p, 2));
}

} // namespace evenhand
