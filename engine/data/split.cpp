#include "engine/data/split.h"

#include "engine/core/rng.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace evenhand {

namespace {

/// Streams of the seed that belong to splitting; each repeat has its own.
constexpr std::uint64_t kHoldoutStream = 0x5350'4C49'0000'0000ULL;
constexpr std::uint64_t kFoldStream = 0x464F'4C44'0000'0000ULL;
constexpr std::uint64_t kFoldCalibrationStream = 0x464F'4C43'0000'0000ULL;

/// Positions of the rows of each stratum, strata in the order in which they first occur, so that another
/// numbering of the strata changes no split.
std::vector<std::vector<std::size_t>> positionsByStratum(std::span<const std::int32_t> stratum)
{
    std::unordered_map<std::int32_t, std::size_t> place;
    std::vector<std::vector<std::size_t>> positions;
    for (std::size_t i = 0; i < stratum.size(); ++i) {
        const auto [entry, isNew] = place.try_emplace(stratum[i], positions.size());
        if (isNew)
            positions.emplace_back();
        positions[entry->second].push_back(i);
    }
    return positions;
}

enum Part : std::size_t { Train, Calibrate, Test, nParts };
using Shares = std::array<double, nParts>;
using Counts = std::array<std::size_t, nParts>;

/// Sizes of the parts of one stratum: each its share rounded down or up. The rows that are left over go where
/// the remainder, together with what earlier strata still owe, is largest, so that the whole keeps its shares
/// too.
Counts partSizes(std::size_t n, const Shares& shares, Shares& owed)
{
    // A share that is a whole number but for rounding counts as whole.
    constexpr double kRounding = 1e-9;
    Counts counts {};
    Shares remainder {};
    std::size_t given = 0;
    for (std::size_t part = 0; part < nParts; ++part) {
        const double quota = static_cast<double>(n) * shares[part];
        counts[part] = static_cast<std::size_t>(std::floor(quota + kRounding));
        remainder[part] = quota - static_cast<double>(counts[part]);
        given += counts[part];
    }
    Shares claim {};
    for (std::size_t part = 0; part < nParts; ++part)
        claim[part] = remainder[part] > kRounding ? remainder[part] + owed[part] : -HUGE_VAL;
    for (; given < n; ++given) {
        const auto part = static_cast<std::size_t>(std::ranges::max_element(claim) - claim.begin());
        ++counts[part];
        claim[part] = -HUGE_VAL;
        remainder[part] -= 1.0;
    }
    for (std::size_t part = 0; part < nParts; ++part)
        owed[part] += remainder[part];
    return counts;
}

/// Part of every position.
std::vector<Part> dealParts(
    const std::vector<std::vector<std::size_t>>& strata, std::size_t n, const Shares& shares, Rng rng)
{
    std::vector<Part> part(n, Train);
    Shares owed {};
    for (std::vector<std::size_t> positions : strata) {
        if (positions.size() == 1)
            continue;
        rng.shuffle(std::span(positions));
        const Counts counts = partSizes(positions.size(), shares, owed);
        std::size_t next = 0;
        for (const Part each : {Test, Calibrate, Train})
            for (std::size_t i = 0; i < counts[each]; ++i)
                part[positions[next++]] = each;
    }
    return part;
}

Result<void> checkParts(const Split& split, bool needsCalibration)
{
    if (split.train.empty())
        return invalidData(text("there are too few rows: none is left for training"));
    if (split.test.empty())
        return invalidData(text("there are too few rows: none is left for testing"));
    if (needsCalibration && split.calibrate.empty())
        return invalidData(text("there are too few rows: none is left for calibration"));
    return kOk;
}

std::vector<Eigen::Index>& rowsOf(Split& split, Part part)
{
    return part == Train ? split.train : part == Calibrate ? split.calibrate : split.test;
}

Result<void> checkFraction(double fraction, double lowest, const char* name)
{
    if (!(fraction >= lowest && fraction < 1.0) || fraction < 0.0)
        return invalidArgument(
            text("the fraction of %1 rows is %2; it must be between 0 and 1", name, fraction));
    return kOk;
}

Result<void> checkShares(const SplitSpec& spec, double testShare)
{
    EH_CHECK(checkFraction(testShare, std::numeric_limits<double>::min(), "test"));
    EH_CHECK(checkFraction(spec.calibrationFraction, 0.0, "calibration"));
    if (testShare + spec.calibrationFraction >= 1.0)
        return invalidArgument(
            text("test and calibration rows together are %1 of all; nothing is left for training",
                testShare + spec.calibrationFraction));
    return kOk;
}

Split holdout(const SplitSpec& spec, const std::vector<Eigen::Index>& rows,
    const std::vector<std::vector<std::size_t>>& strata, std::size_t repeat)
{
    const Shares shares {
        1.0 - spec.testFraction - spec.calibrationFraction, spec.calibrationFraction, spec.testFraction};
    const auto part = dealParts(strata, rows.size(), shares, Rng(spec.seed, kHoldoutStream + repeat));
    Split split;
    for (std::size_t i = 0; i < rows.size(); ++i)
        rowsOf(split, part[i]).push_back(rows[i]);
    return split;
}

Split foldSplit(const SplitSpec& spec, const std::vector<Eigen::Index>& rows,
    const std::vector<std::int32_t>& stratum, const std::vector<std::int32_t>& fold, std::size_t k)
{
    std::unordered_map<std::int32_t, std::size_t> stratumSize;
    for (const std::int32_t each : stratum)
        ++stratumSize[each];
    Split split;
    std::vector<std::int32_t> restStratum;
    std::vector<Eigen::Index> rest;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (fold[i] == static_cast<std::int32_t>(k) && stratumSize[stratum[i]] > 1) {
            split.test.push_back(rows[i]);
        } else {
            rest.push_back(rows[i]);
            restStratum.push_back(stratum[i]);
        }
    }
    const double calibrationShare = spec.calibrationFraction / (1.0 - 1.0 / spec.folds);
    const auto part = dealParts(positionsByStratum(restStratum), rest.size(),
        {1.0 - calibrationShare, calibrationShare, 0.0}, Rng(spec.seed, kFoldCalibrationStream + k));
    for (std::size_t i = 0; i < rest.size(); ++i)
        rowsOf(split, part[i]).push_back(rest[i]);
    return split;
}

/// The text by which cells of a column are compared with a value of the study: "1.0" is 1 in a numeric
/// column.
std::string comparable(const Column& column, const std::string& value)
{
    double number = 0.0;
    const char* const end = value.data() + value.size();
    if (column.numeric() == nullptr || std::from_chars(value.data(), end, number).ptr != end)
        return value;
    return exactNumber(number);
}

Result<Split> columnSplit(const SplitSpec& spec, const Table& table, const std::vector<Eigen::Index>& rows)
{
    EH_TRY(const Column* const column, table.column(spec.column));
    std::unordered_map<std::string, Part> partOfValue;
    const std::array<std::pair<Part, const std::vector<std::string>*>, 3> lists {
        {{Train, &spec.trainValues}, {Calibrate, &spec.calibrateValues}, {Test, &spec.testValues}}};
    for (const auto& [part, values] : lists)
        for (const std::string& value : *values)
            if (!partOfValue.try_emplace(comparable(*column, value), part).second)
                return invalidArgument(
                    text("the value “%1” of split column “%2” is listed twice", value, spec.column));

    Split split;
    std::unordered_set<std::string> found;
    for (const Eigen::Index row : rows) {
        std::string cell = column->cell(static_cast<std::size_t>(row));
        const auto part = partOfValue.find(cell);
        if (part == partOfValue.end() || column->isMissing(static_cast<std::size_t>(row)))
            continue;
        rowsOf(split, part->second).push_back(row);
        found.insert(std::move(cell));
    }
    for (const auto& [part, values] : lists)
        for (const std::string& value : *values)
            if (!found.contains(comparable(*column, value)))
                return invalidArgument(
                    text("no usable row has the value “%1” in the split column “%2”", value, spec.column));
    EH_CHECK(checkParts(split, !spec.calibrateValues.empty()));
    return split;
}

} // namespace

Result<Splitter> Splitter::create(const SplitSpec& spec, const Table& table, std::vector<Eigen::Index> rows,
    std::vector<std::int32_t> stratum)
{
    if (rows.size() != stratum.size())
        return Error {
            ErrorCode::Internal, text("split: %1 rows but %2 strata", rows.size(), stratum.size()), {}, {}};
    Splitter splitter;
    splitter.m_spec = spec;
    switch (spec.kind) {
    case SplitKind::Holdout:
        EH_CHECK(checkShares(spec, spec.testFraction));
        if (spec.repeats < 1)
            return invalidArgument(
                text("%1 repeats were asked for; there must be at least one", spec.repeats));
        splitter.m_count = static_cast<std::size_t>(spec.repeats);
        splitter.m_strata = positionsByStratum(stratum);
        break;
    case SplitKind::KFold:
        if (spec.folds < 2)
            return invalidArgument(text("%1 folds were asked for; there must be at least two", spec.folds));
        EH_CHECK(checkShares(spec, 1.0 / spec.folds));
        splitter.m_count = static_cast<std::size_t>(spec.folds);
        splitter.m_fold = stratifiedFolds(stratum, spec.folds, spec.seed);
        break;
    case SplitKind::Column:
        EH_TRY(splitter.m_byColumn, columnSplit(spec, table, rows));
        splitter.m_count = 1;
        break;
    }
    splitter.m_rows = std::move(rows);
    splitter.m_stratum = std::move(stratum);
    EH_CHECK(splitter.split(0)); // what is wrong with one split is wrong with all: say it before any work
    return splitter;
}

Result<Split> Splitter::split(std::size_t repeat) const
{
    if (m_spec.kind == SplitKind::Column)
        return m_byColumn;
    Split split = m_spec.kind == SplitKind::KFold ? foldSplit(m_spec, m_rows, m_stratum, m_fold, repeat)
                                                  : holdout(m_spec, m_rows, m_strata, repeat);
    EH_CHECK(checkParts(split, m_spec.calibrationFraction > 0.0));
    return split;
}

std::vector<std::int32_t> stratifiedFolds(
    std::span<const std::int32_t> stratum, int folds, std::uint64_t seed)
{
    std::vector<std::int32_t> fold(stratum.size(), 0);
    Rng rng(seed, kFoldStream);
    // Dealing goes on from stratum to stratum where it stopped, so the folds are equally large to within one
    // row.
    std::int32_t next = 0;
    for (std::vector<std::size_t>& positions : positionsByStratum(stratum)) {
        rng.shuffle(std::span(positions));
        for (const std::size_t position : positions) {
            fold[position] = next;
            next = next + 1 == folds ? 0 : next + 1;
        }
    }
    return fold;
}

} // namespace evenhand
