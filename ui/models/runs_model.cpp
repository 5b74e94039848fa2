#include "ui/models/runs_model.h"

#include "engine/figures/run_names.h"
#include "engine/pipeline/assemble.h"
#include "ui/session/result_store.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QLocale>

#include <algorithm>

namespace evenhand::ui {

namespace {

/// A run that waits has no numbers yet, but a name.
RunResult waitingResult(const RunKey& key)
{
    RunResult run;
    run.learner = key.learner;
    run.method = key.method;
    run.learnerParams = key.learnerParams;
    run.methodParams = key.methodParams;
    if (key.asked)
        for (const auto& [id, values] : key.asked->method.params)
            if (values.size() == 1)
                run.methodParams[id] = values.front();
    return run;
}

} // namespace

void RunsModel::setReport(std::shared_ptr<const Report> report, RunsState state)
{
    const auto rows = [](const std::shared_ptr<const Report>& r, const RunsState& of) {
        return (r ? r->runs.size() : 0) + of.waiting.size();
    };
    const bool sameShape = rows(report, state) == rows(m_report, m_state) && rows(report, state) > 0;
    if (!sameShape)
        beginResetModel();
    m_report = std::move(report);
    m_state = std::move(state);
    m_waiting.clear();
    std::ranges::transform(m_state.waiting, std::back_inserter(m_waiting), waitingResult);
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
    return parent.isValid() ? 0 : runCount() + static_cast<int>(m_state.waiting.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

int RunsModel::repeats() const
{
    return wantedRepeats(m_report->study);
}

const RunResult& RunsModel::resultAt(int row) const
{
    return isRun(row) ? m_report->runs[static_cast<std::size_t>(row)]
                      : m_waiting[static_cast<std::size_t>(row - runCount())];
}

const RepeatedMetric* RunsModel::metricAt(int row, int column) const
{
    if (!isRun(row))
        return nullptr;
    const RunResult& run = m_report->runs[static_cast<std::size_t>(row)];
    return findMetricOf(
        run.metrics, column == Error ? errorMetricOf(m_report->study) : unfairnessMetricOf(m_report->study));
}

QString RunsModel::text(int row, int column) const
{
    const RunResult& run = resultAt(row);
    switch (column) {
    case Number:
        return isRun(row) ? QLocale().toString(row + 1) : QStringLiteral("–");
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
        return isRun(row) ? formatSeconds(run.seconds) : QStringLiteral("–");
    case State:
        if (!isRun(row))
            return m_state.paused ? tr("paused") : tr("waiting");
        return stateText(run);
    default:
        return {};
    }
}

QString RunsModel::stateText(const RunResult& run) const
{
    if (run.repeatsDone < repeats()) {
        const QString words = m_state.running ? tr("%1 of %2 repeats")
            : m_state.paused                  ? tr("paused at %1 of %2")
                                              : tr("stopped at %1 of %2");
        return words.arg(run.repeatsDone).arg(repeats());
    }
    if (m_state.outdated)
        return tr("of earlier choices");
    return run.warnings.empty() ? tr("done") : tr("done, warnings: %1").arg(run.warnings.size());
}

QString RunsModel::toolTip(int row, int column) const
{
    const RunResult& run = resultAt(row);
    if (column == State && !isRun(row))
        return tr("No repeat of this run is finished yet");
    if (column == State && !run.warnings.empty()) {
        QStringList all;
        for (const Text& warning : run.warnings)
            all << translate(warning);
        return all.join(QLatin1Char('\n'));
    }
    if (const QString choice = choiceLabel(run); (column == Method || column == Learner) && !choice.isEmpty())
        return QStringLiteral("%1\n%2").arg(text(row, column), choice);
    if (column == Strength && strengthOf(run))
        return strengthLabel(run);
    return text(row, column);
}

QVariant RunsModel::sortKey(int row, int column) const
{
    const RunResult& run = resultAt(row);
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

/// Of a run that is not finished.
QVariant RunsModel::doneShare(int row) const
{
    if (!m_state.running && !m_state.paused)
        return {};
    if (!isRun(row))
        return 0.0;
    const int done = m_report->runs[static_cast<std::size_t>(row)].repeatsDone;
    return done < repeats() ? QVariant(static_cast<double>(done) / repeats()) : QVariant();
}

QVariant RunsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == Method || index.column() == Learner || index.column() == State
                ? Qt::AlignLeft | Qt::AlignVCenter
                : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return toolTip(index.row(), index.column());
    case kDoneRole:
        return index.column() == State ? doneShare(index.row()) : QVariant();
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
