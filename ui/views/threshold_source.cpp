#include "ui/views/threshold_source.h"

#include "engine/data/outcome.h"

#include <algorithm>

namespace evenhand::ui {

namespace {

/// The outcome that is not the favourable one; empty when there are several.
std::string otherOutcome(const ViewContext& context, const std::string& target, const std::string& favourable)
{
    if (!context.table || !context.table->data.table)
        return {};
    const auto& columns = context.table->data.table->columns();
    const auto column = std::ranges::find(columns, target, &Column::name);
    if (column == columns.end())
        return {};
    const std::vector<std::string> levels = outcomeLevels(*column);
    if (levels.size() != 2 || std::ranges::find(levels, favourable) == levels.end())
        return {};
    return levels[0] == favourable ? levels[1] : levels[0];
}

} // namespace

bool hasThresholds(const ViewContext& context)
{
    if (context.auditsTable)
        return context.audit && evenhand::hasThresholds(*context.audit);
    return context.report && context.report->study.roles.task == Task::Classification;
}

ThresholdSource::ThresholdSource(QObject* parent)
    : QObject(parent)
{
    connect(&m_job, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        m_subject = jobValue<ThresholdSubject>(value);
        m_error.reset();
        emit changed();
    });
    connect(&m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        m_subject.reset();
        m_error = error;
        emit changed();
    });
}

void ThresholdSource::clear()
{
    m_job.abandon();
    m_madeOf.clear();
    m_error.reset();
    m_report.reset();
    m_audit.reset();
    if (std::exchange(m_subject, nullptr))
        emit changed();
}

void ThresholdSource::request(const ViewContext& context, int index)
{
    const RunResult* const run = context.selected();
    const auto i = static_cast<std::size_t>(std::max(index, 0));
    if (!hasThresholds(context) || (!context.auditsTable && (run == nullptr || i >= run->scores.size()))) {
        clear();
        return;
    }
    if (context.auditsTable) {
        const std::size_t attribute = std::min(i, context.audit->attributes.size() - 1);
        const std::vector<const void*> madeOf {context.audit.get(), &context.audit->attributes[attribute]};
        if (std::exchange(m_madeOf, madeOf) == madeOf)
            return;
        m_audit = context.audit;
        m_job.start([audit = m_audit, attribute,
                        other = otherOutcome(context, m_audit->roles.target, m_audit->rows->favourable)](
                        const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
            EH_TRY(ThresholdSubject subject, auditThresholds(*audit, attribute, other, ctx));
            return JobRunner::Value(std::make_shared<const ThresholdSubject>(std::move(subject)));
        });
        return;
    }
    // A report that grew has the same scores for the repeats it had.
    const std::vector<const void*> madeOf {run->decides ? nullptr : run->scores[i].get(),
        context.report->baseScores[static_cast<std::size_t>(run->learnerIndex)][i].get()};
    if (std::exchange(m_madeOf, madeOf) == madeOf)
        return;
    m_report = context.report;
    const Roles& roles = m_report->study.roles;
    m_job.start([report = m_report, index = static_cast<std::size_t>(context.run), i,
                    other = otherOutcome(context, roles.target, roles.favourable)](
                    const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        EH_TRY(ThresholdSubject subject, runThresholds(*report, index, i, other, ctx));
        return JobRunner::Value(std::make_shared<const ThresholdSubject>(std::move(subject)));
    });
}

} // namespace evenhand::ui
