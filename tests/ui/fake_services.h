#pragma once

#include "engine/learners/parameters.h"
#include "ui/session/session_controller.h"
#include "ui/theme/theme.h"

#include <chrono>
#include <thread>

namespace evenhand::test {

/// A table of @p rows people with the columns group, merit and hired.
inline std::shared_ptr<const ui::LoadedTable> smallTable(std::size_t rows = 60)
{
    CategoricalColumn group, hired;
    NumericColumn merit;
    group.levels = {"A", "B"};
    hired.levels = {"yes", "no"};
    for (std::size_t i = 0; i < rows; ++i) {
        group.codes.push_back(static_cast<std::int32_t>(i % 2));
        merit.values.push_back(static_cast<double>(i % 7));
        hired.codes.push_back(static_cast<std::int32_t>(i % 3 == 0));
    }
    auto table = Table::create({{"group", ColumnKind::Categorical, group},
        {"merit", ColumnKind::Numeric, merit}, {"hired", ColumnKind::Boolean, hired}});
    auto loaded = std::make_shared<ui::LoadedTable>();
    loaded->data.table = *table;
    loaded->data.name = "small.csv";
    loaded->data.path = "/nowhere/small.csv";
    loaded->data.notes = {text("one note")};
    loaded->profiles = *profileColumns(*loaded->data.table, RunContext {});
    loaded->proposal.roles.target = "hired";
    loaded->proposal.roles.favourable = "yes";
    loaded->proposal.roles.sensitive = {"group"};
    loaded->proposal.sensitiveCandidates = {"group"};
    loaded->proposal.targetCandidates = {"hired"};
    return loaded;
}

/// People with the decisions of somebody: the columns group, age, score (1 to 10), decided and hired.
inline std::shared_ptr<const ui::LoadedTable> decidedTable(std::size_t rows = 120)
{
    CategoricalColumn group, decided, hired;
    NumericColumn age, score;
    group.levels = {"A", "B"};
    decided.levels = hired.levels = {"yes", "no"};
    for (std::size_t i = 0; i < rows; ++i) {
        group.codes.push_back(static_cast<std::int32_t>(i % 2));
        age.values.push_back(static_cast<double>(20 + i % 50));
        score.values.push_back(static_cast<double>(1 + i % 10));
        decided.codes.push_back(static_cast<std::int32_t>(i % 10 < 5));
        hired.codes.push_back(static_cast<std::int32_t>(i % 3 == 0));
    }
    auto table = Table::create({{"group", ColumnKind::Categorical, group}, {"age", ColumnKind::Numeric, age},
        {"score", ColumnKind::Numeric, score}, {"decided", ColumnKind::Boolean, decided},
        {"hired", ColumnKind::Boolean, hired}});
    auto loaded = std::make_shared<ui::LoadedTable>(*smallTable(6));
    loaded->data.table = *table;
    loaded->data.name = "decided.csv";
    loaded->profiles = *profileColumns(*loaded->data.table, RunContext {});
    loaded->proposal.roles.exclude = {"decided"};
    loaded->proposal.audit.prediction = "decided";
    return loaded;
}

/// As if every repeat had chosen the first combination of values.
inline std::shared_ptr<const RunSelection> madeUpSelection(const RunSpec& asked, int repeats)
{
    auto choice = std::make_shared<RepeatChoice>();
    choice->configurations.push_back(
        {expandGrid(asked.learner.params).front(), expandGrid(asked.method.params).front(), {}});
    auto selection = std::make_shared<RunSelection>();
    selection->asked = asked;
    selection->repeats.assign(static_cast<std::size_t>(repeats), choice);
    selection->timesChosen = repeats;
    return selection;
}

/// A report of what a study asks for with made-up numbers, @p repeats repeats done.
inline std::shared_ptr<const Report> madeUpReport(const Study& study, int repeats, bool complete)
{
    auto report = std::make_shared<Report>();
    report->study = study;
    report->groups = {"group", {"A", "B"}, {}};
    report->dataName = "small.csv";
    report->complete = complete;
    auto rows = std::make_shared<RepeatScores>();
    rows->row = {0, 1, 2, 3};
    rows->group = {0, 1, 0, 1};
    rows->y = rows->weight = Eigen::VectorXd::Ones(4);
    rows->base = Eigen::Vector4d(0.2, 0.3, 0.6, 0.9);
    report->baseScores.assign(1, {});
    report->baseScores[0].assign(static_cast<std::size_t>(repeats), rows);
    for (const ui::RunKey& key : ui::expectedRuns(study)) {
        RunResult run;
        run.learner = key.learner;
        run.method = key.method;
        run.learnerParams = key.learnerParams;
        run.methodParams = key.methodParams;
        if (key.asked) {
            run.selection = madeUpSelection(*key.asked, repeats);
            run.learnerParams = run.selection->repeats.front()->choice().learnerParams;
            run.methodParams = run.selection->repeats.front()->choice().methodParams;
        }
        run.repeatsDone = repeats;
        run.seconds = 0.01;
        const double i = static_cast<double>(report->runs.size());
        for (const auto& [id, value] : {std::pair {"accuracy", 0.9 - 0.01 * i},
                 {"ks_distance", 0.3 - 0.02 * i}, {"demographic_parity_difference", 0.3 - 0.02 * i}}) {
            RepeatedMetric metric;
            metric.id = id;
            metric.repeats.assign(static_cast<std::size_t>(repeats), value);
            metric.mean = value;
            metric.sd = 0.01;
            run.metrics.push_back(metric);
        }
        for (const char* const name : {"A", "B"}) {
            GroupResult group;
            group.group = name;
            group.count = group.weight = 2.0;
            RepeatedMetric rate;
            rate.id = "selection_rate";
            rate.repeats.assign(static_cast<std::size_t>(repeats), 0.5);
            rate.mean = 0.5;
            rate.low = 0.4;
            rate.high = 0.6;
            group.metrics.push_back(rate);
            run.groups.push_back(group);
        }
        run.scores.assign(
            static_cast<std::size_t>(repeats), std::make_shared<const Eigen::VectorXd>(rows->base));
        report->runs.push_back(run);
    }
    return report;
}

/// Opens "bad…" never and everything else as the small table; a run takes @p msPerRepeat for each repeat.
inline ui::Services fakeServices(int msPerRepeat)
{
    ui::loadResources();
    ui::Services services;
    services.open
        = [](const ui::OpenRequest& request, const RunContext&) -> Result<std::shared_ptr<const ui::Opened>> {
        if (request.path.contains(QStringLiteral("bad")))
            return Error {ErrorCode::Unreadable, text("a quote is never closed"), text("close it"),
                {"bad.csv", 12, {}}};
        auto opened = std::make_shared<ui::Opened>();
        opened->table = request.path.contains(QStringLiteral("decided")) ? decidedTable() : smallTable();
        return std::shared_ptr<const ui::Opened>(opened);
    };
    services.run = [msPerRepeat](const Study& study, const Dataset&, const RunContext& ctx,
                       const PartialReport& partial) -> Result<std::shared_ptr<const Report>> {
        for (int repeat = 0; repeat < study.split.repeats; ++repeat) {
            for (int ms = 0; ms < msPerRepeat; ++ms) {
                if (ctx.stopRequested()) {
                    if (repeat == 0)
                        return Error {ErrorCode::Cancelled, text("stopped"), {}, {}};
                    return madeUpReport(study, repeat, false);
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            partial(madeUpReport(study, repeat + 1, false));
        }
        return madeUpReport(study, study.split.repeats, true);
    };
    const auto madeUpAudit = [](const Roles& roles, const AuditSpec& spec) {
        auto audit = std::make_shared<AuditReport>();
        audit->roles = roles;
        audit->spec = spec;
        return std::shared_ptr<const AuditReport>(audit);
    };
    services.audit = [=](const Roles& roles, const AuditSpec& spec, const Dataset&,
                         const RunContext& ctx) -> Result<std::shared_ptr<const AuditReport>> {
        for (int ms = 0; ms < msPerRepeat; ++ms) {
            EH_CHECK(ctx.checkpoint());
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        if (!spec.hasPredictions())
            return invalidArgument(text("no prediction is chosen"), text("choose one"));
        return madeUpAudit(roles, spec);
    };
    services.auditRun
        = [=](const Report& report, std::size_t run, std::size_t, bool unrepaired, const AuditSpec& spec,
              const Dataset&, const RunContext&) -> Result<std::shared_ptr<const AuditReport>> {
        auto audit = std::make_shared<AuditReport>(*madeUpAudit(report.study.roles, spec));
        audit->source = text("%1, unrepaired: %2", report.runs[run].method, unrepaired ? "yes" : "no");
        return std::shared_ptr<const AuditReport>(audit);
    };
    services.check
        = [](const ui::LoadedTable&, const Roles&, const RunContext&) { return std::vector<Text> {}; };
    return services;
}

} // namespace evenhand::test
