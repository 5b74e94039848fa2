#pragma once

#include "engine/core/rng.h"
#include "tests/support/audits.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/models/threshold_model.h"
#include "ui/views/threshold_overlay.h"
#include "ui/views/threshold_readings.h"
#include "ui/views/threshold_view.h"
#include "ui/widgets/number_box.h"

#include <QtTest/QtTest>

namespace evenhand::ui {

/// A report of one run without method on @p rows made-up people of two groups.
inline std::shared_ptr<const Report> reportOf(std::size_t rows, int repeats = 1)
{
    auto report = std::make_shared<Report>();
    report->study.roles.target = "hired";
    report->study.roles.favourable = "yes";
    report->groups = {"sex", {"Female", "Male"}, {}};
    report->dataName = "made up";
    report->runs.emplace_back();
    report->runs[0].learner = "logistic";
    report->baseScores.resize(1);
    for (int repeat = 0; repeat < repeats; ++repeat) {
        auto scores = std::make_shared<RepeatScores>();
        const auto n = static_cast<Eigen::Index>(rows);
        scores->y.resize(n);
        scores->base.resize(n);
        scores->weight = Eigen::VectorXd::Ones(n);
        Rng rng(static_cast<std::uint64_t>(repeat) + 1);
        for (Eigen::Index i = 0; i < n; ++i) {
            const bool isMale = rng.uniform() < 0.6;
            const double score = 1.0 / (1.0 + std::exp(-(1.3 * rng.normal() - (isMale ? 0.2 : 1.0))));
            scores->row.push_back(i);
            scores->group.push_back(isMale ? 1 : 0);
            scores->base[i] = score;
            scores->y[i] = rng.uniform() < score ? 1.0 : 0.0;
        }
        report->runs[0].scores.push_back(std::make_shared<const Eigen::VectorXd>(scores->base));
        report->baseScores[0].push_back(scores);
    }
    return report;
}

inline ViewContext contextOf(std::shared_ptr<const Report> report)
{
    ViewContext context;
    context.table = test::smallTable();
    context.report = std::move(report);
    context.run = 0;
    return context;
}

inline ViewContext auditContext(const AuditSpec& spec)
{
    ViewContext context;
    context.table = test::smallTable();
    context.auditsTable = true;
    context.audit = test::auditOf(test::scoredPeople(), spec);
    return context;
}

inline void press(const QWidget& view, const QString& name)
{
    for (auto* const button : view.findChildren<QAbstractButton*>())
        if (button->text() == name) {
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
    QFAIL(qPrintable(name));
}

inline QString cell(const ThresholdView& view, int row, int column)
{
    const auto* const model = view.findChild<ThresholdModel*>();
    return model->index(row, column).data().toString();
}

/// What the view's thresholds decide, found anew.
inline ThresholdState stateOf(const ThresholdView& view, const Report& report)
{
    const auto subject = runThresholds(report, 0, 0, {}, RunContext {});
    return thresholdState(subject->curves, view.thresholds(), {});
}

} // namespace evenhand::ui
