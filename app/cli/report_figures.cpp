#include "app/cli/report_figures.h"

#include "engine/figures/constraint_parts.h"
#include "engine/figures/representation_parts.h"
#include "engine/figures/score_view.h"
#include "engine/figures/tradeoff_figure.h"

#include <algorithm>

#ifdef EVENHAND_CLI_FIGURES
#include "ui/charts/figure_export.h"
#include "ui/charts/fonts.h"
#include "ui/text/translate.h"

#include <QApplication>
#include <QFile>
#endif

namespace evenhand::cli {

namespace {

/// The run whose repair is shown: of the last path the strongest, which comes last, or, under a constraint,
/// that of the smallest tolerance.
std::optional<std::size_t> shownRun(const Report& report)
{
    for (std::size_t i = report.runs.size(); i-- > 0;)
        if (!report.runs[i].method.empty() && report.runs[i].repeatsDone > 0)
            return strictestRun(report, i);
    if (!report.runs.empty() && report.runs.front().repeatsDone > 0)
        return 0;
    return std::nullopt;
}

/// The trade-off with what thresholds can do, where that has an exact answer.
Figure tradeoffWithThresholds(const Report& report, std::size_t run, const TradeoffAnswers& answers)
{
    TradeoffOptions options;
    options.frontier = answers.frontier.get();
    options.dominated = answers.dominated.get();
    return tradeoffFigure(report, answers.error, answers.unfairness, static_cast<int>(run), options);
}

/// What the constraint of a run did, if it has one; a figure per set of people that it compares.
std::vector<Figure> constraintFigures(const Report& report, std::size_t run)
{
    std::vector<Figure> figures;
    const Insights insights = insightsOf(report.runs[run], {});
    if (insights.empty())
        return figures;
    for (std::size_t family = 0; family < insights.front()->families.size(); ++family) {
        for (Figure figure :
            {constraintLinearPath(report, run, family), constraintHardPath(report, run, family)}) {
            if (family > 0)
                figure.id += '_' + insights.front()->families[family].rows; // the name of a file
            if (!figure.layers.empty())
                figures.push_back(std::move(figure));
        }
    }
    if (!insights.front()->coefficients.empty())
        figures.push_back(constraintWeights(report, run));
    return figures;
}

/// What the representation of a run looks like and who can read the group from it, if it learned one.
std::vector<Figure> representationFigures(const Report& report, std::size_t run)
{
    std::vector<Figure> figures;
    if (!hasRepresentation(report.runs[run]))
        return figures;
    for (const Figure& figure : {representationScatter(report, run, RepresentationPart::Before),
             representationScatter(report, run, RepresentationPart::After),
             representationAuditors(report, run), representationDivergences(report, run),
             representationErrors(report, run), representationGaps(report, run)})
        if (!figure.layers.empty())
            figures.push_back(figure);
    return figures;
}

} // namespace

std::vector<Figure> reportFigures(const Report& report, const TradeoffAnswers& answers, const RunContext& ctx)
{
    std::vector<Figure> figures;
    const std::optional<std::size_t> run = shownRun(report);
    if (!run)
        return figures;
    figures.push_back(tradeoffWithThresholds(report, *run, answers));
    const Result<SelectedScores> selected = selectScores(report, *run, 0, ctx);
    if (selected.has_value()) {
        const ScoreView& view = selected->view;
        const double t = selected->strength;
        figures.push_back(groupDistributions(view, DistributionKind::Density, t));
        figures.push_back(barycenterQuantiles(view, t));
        figures.push_back(transportMaps(view, t));
        figures.push_back(ksFigure(view, t));
    }
    const bool isClass = report.study.roles.task == Task::Classification;
    figures.push_back(groupRates(report, *run, isClass ? "selection_rate" : "mean_prediction"));
    std::ranges::move(constraintFigures(report, *run), std::back_inserter(figures));
    std::ranges::move(representationFigures(report, *run), std::back_inserter(figures));
    return figures;
}

#ifdef EVENHAND_CLI_FIGURES

Result<std::vector<PageFigure>> drawFigures(
    const std::vector<Figure>& figures, const std::filesystem::path& folder)
{
    // Qt's remarks about the environment are nothing that a script could act on.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    // Drawing needs an application object but no display, whatever the desktop is.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    static int argc = 1;
    static char name[] = "evenhand-cli";
    static char* argv[] = {name, nullptr};
    const QApplication application(argc, argv);
    ui::loadFonts();
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    std::vector<PageFigure> page;
    for (const Figure& figure : figures) {
        ui::FigureExportOptions options;
        if (figure.id == "tradeoff")
            options.millimetres.setHeight(125.0); // many names above, many points below
        const QString stem = QString::fromStdString((folder / figure.id).string());
        EH_CHECK(ui::exportFigure(figure, stem + QStringLiteral(".png"), ui::FigureFormat::Png, options));
        EH_CHECK(ui::exportFigure(figure, stem + QStringLiteral(".svg"), ui::FigureFormat::Svg, options));
        EH_TRY(const QByteArray svg, ui::figureBytes(figure, ui::FigureFormat::Svg, options));
        const qsizetype begin
            = svg.indexOf("<svg"); // without the XML declaration, which HTML does not allow inside
        page.push_back({figure.title.english(), figure.summary.english(),
            svg.mid(std::max<qsizetype>(0, begin)).toStdString()});
    }
    return page;
}

#else

Result<std::vector<PageFigure>> drawFigures(const std::vector<Figure>&, const std::filesystem::path&)
{
    return std::vector<PageFigure> {};
}

#endif

} // namespace evenhand::cli
