#pragma once

#include "engine/core/rng.h"
#include "engine/pipeline/evaluate.h"
#include "engine/pipeline/report.h"

#include <cmath>
#include <functional>

namespace evenhand::test {

/// What one row of a made-up study is: its group, its outcome and how promising it looks.
struct MadeUpRow {
    std::int32_t group = 0;
    double y = 0.0;
    double merit = 0.0; ///< in (0, 1); the outcome is favourable with this probability
};
/// A run's score of a row; @p rng for noise of its own.
using MadeUpScore = std::function<double(const MadeUpRow&, Rng& rng)>;

/// A study of two groups that differ in merit, with runs whose scores are given by functions. Repeats have
/// rows of their own.
class MadeUpTradeoff {
public:
    MadeUpTradeoff(std::size_t nRows, std::size_t nRepeats, double gap = 0.2)
    {
        report.study.split.seed = 7;
        report.study.split.repeats = static_cast<int>(nRepeats);
        report.groups = {"sex", {"women", "men"}, {}};
        report.dataName = "made up";
        report.usedRows = report.tableRows = 3 * nRows;
        report.baseScores.resize(1);
        for (std::size_t repeat = 0; repeat < nRepeats; ++repeat) {
            auto rows = std::make_shared<RepeatScores>();
            Rng rng(11, repeat);
            std::vector<MadeUpRow>& made = m_rows.emplace_back();
            rows->y = rows->base = rows->weight = Eigen::VectorXd::Ones(static_cast<Eigen::Index>(nRows));
            for (std::size_t i = 0; i < nRows; ++i) {
                MadeUpRow row;
                row.group = static_cast<std::int32_t>(i % 2);
                row.merit = std::clamp(
                    (row.group == 0 ? 0.5 - gap : 0.5 + gap) + 0.4 * (rng.uniform() - 0.5), 0.02, 0.98);
                row.y = rng.uniform() < row.merit ? 1.0 : 0.0;
                made.push_back(row);
                const auto place = static_cast<Eigen::Index>(i);
                rows->row.push_back(static_cast<Eigen::Index>(repeat * nRows + i));
                rows->group.push_back(row.group);
                rows->y[place] = row.y;
                rows->base[place] = row.merit;
            }
            report.baseScores[0].push_back(rows);
        }
    }

    /// Adds a run; the first without method should score by merit, as RepeatScores::base does.
    void add(const std::string& method, ParamSet params, const MadeUpScore& score, bool decides = false)
    {
        RunResult run;
        run.learner = "logistic";
        run.method = method;
        run.methodParams = std::move(params);
        run.decides = decides;
        run.repeatsDone = static_cast<int>(m_rows.size());
        const MetricSelection selection = metricsFor(report.study.roles.task);
        std::vector<std::vector<std::optional<double>>> values(selection.overall.size());
        for (std::size_t repeat = 0; repeat < m_rows.size(); ++repeat) {
            Rng rng(13 + report.runs.size(), repeat);
            auto scores = std::make_shared<Eigen::VectorXd>(static_cast<Eigen::Index>(m_rows[repeat].size()));
            for (std::size_t i = 0; i < m_rows[repeat].size(); ++i)
                (*scores)[static_cast<Eigen::Index>(i)] = score(m_rows[repeat][i], rng);
            const GroupedRows rows(*report.baseScores[0][repeat], 2);
            const Evaluation evaluation = *rows.evaluate(
                *scores, decides, report.study.roles.task, report.groups.names, std::nullopt, RunContext {});
            for (std::size_t m = 0; m < values.size(); ++m)
                values[m].push_back(evaluation.overall[m].value);
            run.scores.push_back(scores);
        }
        for (std::size_t m = 0; m < values.size(); ++m)
            run.metrics.push_back(
                summarise(std::string(selection.overall[m]->id), std::move(values[m]), 0.5));
        report.runs.push_back(std::move(run));
    }

    Report report;

private:
    std::vector<std::vector<MadeUpRow>> m_rows;
};

/// The unrepaired model, a path that closes the gap in steps, and a model that mostly guesses.
inline MadeUpTradeoff usualTradeoff(std::size_t nRows, std::size_t nRepeats)
{
    MadeUpTradeoff made(nRows, nRepeats);
    made.add("", {}, [](const MadeUpRow& row, Rng&) { return row.merit; });
    for (const double strength : {0.25, 0.5, 0.75, 1.0})
        made.add("wasserstein_barycenter", {{"strength", strength}}, [strength](const MadeUpRow& row, Rng&) {
            return row.merit + strength * (row.group == 0 ? 0.2 : -0.2);
        });
    made.add("ferm", {{"epsilon", 0.0}},
        [](const MadeUpRow& row, Rng& rng) { return 0.3 * row.merit + 0.7 * rng.uniform(); });
    return made;
}

} // namespace evenhand::test
