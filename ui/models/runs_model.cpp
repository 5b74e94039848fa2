#include "ui/models/runs_model.h"

#include "engine/figures/run_names.h"
#include "engine/pipeline/assemble.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QLocale>

namespace evenhand::ui {

void RunsModel::setReport(std::shared_ptr<const Report> report, bool running, bool outdated)
{
    const auto rows = [](const std::shared_ptr<const Report>& r) { return r ? r->runs.size() : 0; };
    const bool sameShape = rows(report) == rows(m_report) && rows(report) > 0;
    if (!sameShape)
        beginResetModel();
    m_report = std::move(report);
    m_running = running;
    m_outdated = outdated;
    if (sameShape) {
        // A report that grows by repeats keeps selection and scroll position.
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    } else {
        endResetModel();
    }
}

int RunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_report ? 0 : static_cast<int>(m_report->runs.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

int RunsModel::wantedRepeats() const
{
    const SplitSpec& split = m_report->study.split;
    return split.kind == SplitKind::Holdout ? split.repeats
        : split.kind == SplitKind::KFold    ? split.folds
                                            : 1;
}

const RepeatedMetric* RunsModel::metricAt(int row, int column) const
{
    const RunResult& run = m_report->runs[static_cast<std::size_t>(row)];
    return findMetricOf(
        run.metrics, column == Error ? errorMetricOf(m_report->study) : unfairnessMetricOf(m_report->study));
}

QString RunsModel::text(int row, int column) const
{
    const RunResult& run = m_report->runs[static_cast<std::size_t>(row)];
    switch (column) {
    case Number:
        return QLocale().toString(row + 1);
    case Method:
        return methodLabel(run);
    case Learner:
        return learnerName(run.learner);
    case Strength: {
        const auto strength = strengthOf(run);
        if (!strength)
            return QStringLiteral("–");
        // A tolerance is the stricter the smaller: a bare number under "Strength" would say the opposite.
        const std::string name = strengthWords(run).args.front();
        return name == "strength" ? plainNumber(*strength)
                                  : tr("%1 %2").arg(translate(name), plainNumber(*strength));
    }
    case Error:
    case Unfairness: {
        const RepeatedMetric* const metric = metricAt(row, column);
        return metric != nullptr ? formatMetric(*metric) : QStringLiteral("–");
    }
    case Time:
        return formatSeconds(run.seconds);
    case State:
        if (run.repeatsDone < wantedRepeats())
            return m_running ? tr("%1 of %2 repeats").arg(run.repeatsDone).arg(wantedRepeats())
                             : tr("stopped at %1 of %2").arg(run.repeatsDone).arg(wantedRepeats());
        if (m_outdated)
            return tr("of earlier choices");
        return run.warnings.empty() ? tr("done") : tr("done, warnings: %1").arg(run.warnings.size());
    default:
        return {};
    }
}

QVariant RunsModel::sortKey(int row, int column) const
{
    const RunResult& run = m_report->runs[static_cast<std::size_t>(row)];
    switch (column) {
    case Number:
        return row;
    case Strength:
        return strengthOf(run).value_or(-1.0);
    case Error:
    case Unfairness: {
        const RepeatedMetric* const metric = metricAt(row, column);
        return metric != nullptr && metric->mean ? QVariant(*metric->mean) : QVariant(-1e300);
    }
    case Time:
        return run.seconds;
    case State:
        return run.repeatsDone;
    default:
        return text(row, column);
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_report)
        return {};
    const RunResult& run = m_report->runs[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == Method || index.column() == Learner || index.column() == State
                ? Qt::AlignLeft | Qt::AlignVCenter
                : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == State && !run.warnings.empty()) {
            QStringList all;
            for (const Text& warning : run.warnings)
                all << translate(warning);
            return all.join(QLatin1Char('\n'));
        }
        if (const QString choice = choiceLabel(run);
            (index.column() == Method || index.column() == Learner) && !choice.isEmpty())
            return QStringLiteral("%1\n%2").arg(text(index.row(), index.column()), choice);
        if (index.column() == Strength && strengthOf(run))
            return strengthLabel(run);
        return text(index.row(), index.column());
    case kDoneRole:
        return index.column() == State && m_running && run.repeatsDone < wantedRepeats()
            ? QVariant(static_cast<double>(run.repeatsDone) / wantedRepeats())
            : QVariant();
    case kSortRole:
        return sortKey(index.row(), index.column());
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section == Method || section == Learner || section == State
                ? Qt::AlignLeft | Qt::AlignVCenter
                : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return QStringLiteral("#");
    case Method:
        return tr("Method");
    case Learner:
        return tr("Learner");
    case Strength:
        return tr("Strength");
    case Error:
        return m_report ? metricName(errorMetricOf(m_report->study)) : tr("Error");
    case Unfairness:
        return m_report ? metricName(unfairnessMetricOf(m_report->study)) : tr("Unfairness");
    case Time:
        return tr("Time");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace evenhand::ui
