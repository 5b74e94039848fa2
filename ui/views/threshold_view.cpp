#include "ui/views/threshold_view.h"

#include "ui/charts/figure_view.h"
#include "ui/explain/explain_threshold.h"
#include "ui/models/threshold_model.h"
#include "ui/text/translate.h"
#include "ui/views/threshold_controls.h"
#include "ui/views/threshold_overlay.h"
#include "ui/views/threshold_readings.h"
#include "ui/widgets/number_box.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include <algorithm>

// What the view does; how it is put together is in threshold_view_parts.cpp.

namespace evenhand::ui {

namespace {

constexpr std::size_t kMostMemories = 100;

/// A text that begins with a number of people, written as the reader's language writes numbers.
QString withCount(Text text)
{
    bool isNumber = false;
    const qlonglong count
        = text.args.empty() ? 0 : QString::fromStdString(text.args.front()).toLongLong(&isNumber);
    if (isNumber)
        text.args.front() = QLocale().toString(count).toStdString();
    return translate(text);
}

} // namespace

bool ThresholdView::isFor(const ViewContext& context) const
{
    return hasThresholds(context);
}

bool ThresholdView::isCommon() const
{
    return m_mode->checkedId() == 0;
}

FigureView* ThresholdView::currentFigure() const
{
    return isFor(context()) ? m_figure : nullptr;
}

QSize ThresholdView::minimumSizeHint() const
{
    constexpr int kNarrowest = 480;
    return {kNarrowest, View::minimumSizeHint().height()};
}

void ThresholdView::refresh()
{
    if (!isFor(context()))
        return;
    fillChoices();
    m_source.request(context(), m_choice->currentIndex());
    if (!m_source.isPreparing())
        onSubject();
}

void ThresholdView::onSubject()
{
    if (m_subject == m_source.subject()) {
        if (m_source.error())
            m_sentence->setText(translate(m_source.error()->what));
        return;
    }
    m_subject = m_source.subject();
    m_optimum.abandon();
    m_history.clear();
    m_goalName.clear();
    m_lastDeed = Deed::None;
    m_model->setSubject(m_subject);
    m_overlay->setSubject(m_subject);
    if (!m_subject) {
        m_thresholds.clear();
        m_readings->clear();
        m_sentence->setText(m_source.error() ? translate(m_source.error()->what) : QString());
        return;
    }
    m_thresholds.assign(m_subject->groupNames.size(), m_subject->start);
    m_figure->setFigure(thresholdFigure(*m_subject, {}));
    m_start = thresholdState(m_subject->curves, m_thresholds, m_controls->costs());
    const Confusion& all = m_start.all;
    m_controls->setCapacity(all.all().weight, all.selected().weight, m_subject->isWeighted());
    makeNumberBoxes();
    reserveSentence();
    evaluate();
}

/// Keeps what is there now for undo(), unless it is in the middle of a row of small steps.
void ThresholdView::remember(Deed deed)
{
    if (deed == Deed::Step && m_lastDeed == Deed::Step)
        return;
    m_lastDeed = deed;
    if (!m_history.empty() && m_history.back().thresholds == m_thresholds
        && m_history.back().isCommon == isCommon())
        return;
    if (m_history.size() == kMostMemories)
        m_history.erase(m_history.begin());
    m_history.push_back({m_thresholds, isCommon()});
}

void ThresholdView::undo()
{
    m_optimum.abandon();
    // What was kept before a deed that changed nothing is what is there now.
    while (!m_history.empty() && m_history.back().thresholds == m_thresholds
        && m_history.back().isCommon == isCommon())
        m_history.pop_back();
    if (m_history.empty())
        return;
    const Memory memory = std::move(m_history.back());
    m_history.pop_back();
    m_lastDeed = Deed::None;
    m_goalName.clear();
    m_mode->button(memory.isCommon ? 0 : 1)->setChecked(true);
    makeNumberBoxes();
    apply(memory.thresholds);
}

void ThresholdView::setCommon(bool isCommon)
{
    if (!m_subject)
        return;
    m_optimum.abandon(); // it was asked for in the other mode
    if (m_history.size() == kMostMemories)
        m_history.erase(m_history.begin());
    m_history.push_back({m_thresholds, !isCommon});
    m_lastDeed = Deed::Jump;
    makeNumberBoxes();
    if (isCommon) // The same for all again: where the largest group is cut.
        m_thresholds.assign(m_thresholds.size(),
            m_thresholds[static_cast<std::size_t>(
                std::ranges::max_element(m_subject->counts) - m_subject->counts.begin())]);
    m_goalName.clear();
    evaluate();
}

void ThresholdView::move(int group, double threshold)
{
    if (!m_subject)
        return;
    remember(Deed::Step);
    m_optimum.abandon();
    m_goalName.clear();
    const double cut = m_subject->drawable(threshold);
    if (group == ThresholdOverlay::kEverybody)
        m_thresholds.assign(m_thresholds.size(), cut);
    else
        m_thresholds[static_cast<std::size_t>(group)] = cut;
    evaluate();
}

void ThresholdView::reset(int group)
{
    if (!m_subject)
        return;
    remember(Deed::Jump);
    move(group, m_subject->start);
}

void ThresholdView::pursue(const ThresholdGoal& wanted, const QString& name)
{
    if (!m_subject)
        return;
    ThresholdGoal goal = wanted;
    goal.common = isCommon() && !goal.notion;
    m_wantedName = name;
    remember(Deed::Jump);
    m_optimum.start([subject = m_subject, goal](
                        const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        EH_TRY(std::vector<double> found, thresholdsFor(subject->curves.weighted, goal, ctx));
        for (double& threshold : found)
            threshold = subject->drawable(threshold);
        return JobRunner::Value(std::make_shared<const std::vector<double>>(std::move(found)));
    });
    if (goal.notion && isCommon()) {
        m_mode->button(1)->setChecked(true);
        makeNumberBoxes();
        evaluate();
    }
}

void ThresholdView::apply(std::vector<double> thresholds)
{
    m_thresholds = std::move(thresholds);
    evaluate();
}

/// Everything that follows from the thresholds. Runs at every step of a drag.
void ThresholdView::evaluate()
{
    const ErrorCosts costs = m_controls->costs();
    const std::vector<double> atStart(m_thresholds.size(), m_subject->start);
    m_start = thresholdState(m_subject->curves, atStart, costs);
    m_now = thresholdState(m_subject->curves, m_thresholds, costs);
    m_overlay->setThresholds(m_thresholds, isCommon(), m_now);
    m_readings->setStates(m_start, m_now);
    m_model->setState(m_thresholds, m_start, m_now);
    for (const auto& [group, box] : m_boxes) {
        const QSignalBlocker quiet(box);
        box->setValue(m_subject->shown(m_thresholds[group]));
    }
    m_undo->setEnabled(!m_history.empty());
    m_reset->setEnabled(m_thresholds != atStart);
    tell();
    m_explained.start();
}

/// The sentence above the figure.
void ThresholdView::tell()
{
    QStringList changes;
    for (const Text& change : changesInWords(m_start, m_now, m_subject->groupNames, m_subject->outcomes))
        changes << withCount(change);
    const QString rows = withCount(m_subject->rowsInWords);
    QString sentence;
    if (!changes.isEmpty())
        sentence = tr("Of the %1: %2.").arg(rows, changes.join(tr(", ")));
    else if (std::ranges::any_of(m_thresholds, [&](double t) { return t != m_subject->start; }))
        sentence = tr("Of the %1 nobody is decided otherwise than at the start.").arg(rows);
    else if (!m_subject->startInWords.empty())
        sentence = translate(m_subject->startInWords);
    else
        sentence = tr("These are the thresholds behind the present decisions, on %1. Drag a line, or press a "
                      "button, to see what other thresholds change.")
                       .arg(rows);
    if (!m_goalName.isEmpty())
        sentence = tr("%1. %2").arg(m_goalName, sentence);
    m_sentence->setText(sentence);
}

QString ThresholdView::explanation() const
{
    return explainThreshold(context(), m_subject.get(), m_thresholds);
}

} // namespace evenhand::ui
