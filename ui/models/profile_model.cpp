#include "ui/models/profile_model.h"

#include "ui/text/labels.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace evenhand::ui {

namespace {

std::size_t binOf(const ColumnProfile& profile, double value)
{
    const auto edge = std::upper_bound(profile.binEdges.begin(), profile.binEdges.end(), value);
    const auto bin = edge - profile.binEdges.begin() - 1;
    return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(bin, 0, std::ssize(profile.binCounts) - 1));
}

ProfileModel::SplitCounts countColumn(
    const Column& column, const ColumnProfile& profile, const Groups& groups)
{
    const std::size_t bins = profile.binCounts.empty() ? profile.topLevels.size() : profile.binCounts.size();
    ProfileModel::SplitCounts counts(groups.names.size(), std::vector<double>(bins, 0.0));
    if (bins == 0)
        return counts;
    if (const NumericColumn* const numeric = column.numeric();
        numeric != nullptr && !profile.binCounts.empty()) {
        for (std::size_t row = 0; row < numeric->values.size(); ++row)
            if (!std::isnan(numeric->values[row]))
                counts[static_cast<std::size_t>(groups.codes[row])][binOf(profile, numeric->values[row])]
                    += 1.0;
        return counts;
    }
    const CategoricalColumn* const categorical = column.categorical();
    if (categorical == nullptr)
        return counts;
    std::vector<std::ptrdiff_t> place(categorical->levels.size(), -1);
    for (std::size_t level = 0; level < categorical->levels.size(); ++level)
        for (std::size_t bin = 0; bin < bins; ++bin)
            if (profile.topLevels[bin].first == categorical->levels[level])
                place[level] = static_cast<std::ptrdiff_t>(bin);
    for (std::size_t row = 0; row < categorical->codes.size(); ++row) {
        const std::int32_t code = categorical->codes[row];
        if (code >= 0 && place[static_cast<std::size_t>(code)] >= 0)
            counts[static_cast<std::size_t>(groups.codes[row])]
                  [static_cast<std::size_t>(place[static_cast<std::size_t>(code)])]
                += 1.0;
    }
    return counts;
}

} // namespace

QString kindName(ColumnKind kind)
{
    switch (kind) {
    case ColumnKind::Numeric:
        return ProfileModel::tr("number");
    case ColumnKind::Categorical:
        return ProfileModel::tr("category");
    case ColumnKind::Boolean:
        return ProfileModel::tr("yes or no");
    case ColumnKind::Date:
        return ProfileModel::tr("date");
    case ColumnKind::Text:
        return ProfileModel::tr("text");
    case ColumnKind::Identifier:
        return ProfileModel::tr("identifier");
    case ColumnKind::Constant:
        return ProfileModel::tr("constant");
    }
    return {};
}

Result<std::vector<ProfileModel::SplitCounts>> splitCounts(
    const LoadedTable& table, const Groups& groups, const RunContext& ctx)
{
    std::vector<ProfileModel::SplitCounts> all;
    const auto& columns = table.data.table->columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        EH_CHECK(ctx.checkpoint());
        all.push_back(countColumn(columns[i], table.profiles[i], groups));
    }
    return all;
}

void ProfileModel::setTable(std::shared_ptr<const LoadedTable> table)
{
    beginResetModel();
    m_table = std::move(table);
    m_split.reset();
    endResetModel();
}

void ProfileModel::setSplit(std::shared_ptr<const std::vector<SplitCounts>> split)
{
    m_split = std::move(split);
    if (rowCount() > 0)
        emit dataChanged(index(0), index(rowCount() - 1));
}

int ProfileModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->profiles.size());
}

const ColumnProfile* ProfileModel::profile(int row) const
{
    return m_table && row >= 0 && row < rowCount() ? &m_table->profiles[static_cast<std::size_t>(row)]
                                                   : nullptr;
}

const ProfileModel::SplitCounts* ProfileModel::split(int row) const
{
    return m_split && row >= 0 && static_cast<std::size_t>(row) < m_split->size()
        ? &(*m_split)[static_cast<std::size_t>(row)]
        : nullptr;
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const
{
    const ColumnProfile* const column = index.isValid() ? profile(index.row()) : nullptr;
    if (column == nullptr)
        return {};
    if (role == Qt::DisplayRole)
        return QString::fromStdString(column->name);
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) {
        QString words = tr("%1: %2, %L3 different values, %L4 missing")
                            .arg(QString::fromStdString(column->name), kindName(column->kind))
                            .arg(column->distinct)
                            .arg(column->missing);
        if (column->mean)
            words += QLatin1Char('\n')
                + tr("minimum %1, mean %2, maximum %3, standard deviation %4")
                      .arg(plainNumber(column->minimum.value_or(0.0), 6), plainNumber(*column->mean, 6),
                          plainNumber(column->maximum.value_or(0.0), 6),
                          plainNumber(column->standardDeviation.value_or(0.0), 4));
        for (std::size_t i = 0; i < std::min<std::size_t>(column->topLevels.size(), 8); ++i)
            words += QLatin1Char('\n')
                + tr("%1: %L2 rows")
                      .arg(QString::fromStdString(column->topLevels[i].first).left(60))
                      .arg(column->topLevels[i].second);
        return words;
    }
    return {};
}

} // namespace evenhand::ui
