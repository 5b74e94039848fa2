#include "ui/views/representation_view.h"

#include "engine/figures/representation_parts.h"
#include "ui/charts/figure_view.h"
#include "ui/views/transfer_page.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr int kMean = -1;
constexpr std::size_t kFewTasks = 6; ///< one above the other their names have more room

/// Pages whose figures are of one repeat: points and trainings have no mean.
bool isOfOneRepeat(RepresentationPage page)
{
    return page == RepresentationPage::Clouds || page == RepresentationPage::Training;
}

} // namespace

RepresentationView::RepresentationView(TransferController* transfer, QWidget* parent)
    : View(parent)
    , m_page(new QButtonGroup(this))
    , m_repeat(new QComboBox(this))
    , m_chosenRepeat(kMean)
    , m_stack(new QStackedWidget(this))
    , m_both(new QSplitter(Qt::Horizontal, this))
    , m_left(new FigureView(this))
    , m_right(new FigureView(this))
    , m_below(new FigureView(this))
    , m_transfer(new TransferPage(transfer, this))
{
    auto* const right = new QSplitter(Qt::Vertical, this);
    right->addWidget(m_right);
    right->addWidget(m_below);
    m_both->addWidget(m_left);
    m_both->addWidget(right);
    for (QSplitter* const splitter : {right, m_both}) {
        splitter->setChildrenCollapsible(false);
        splitter->setStretchFactor(0, 1);
        splitter->setStretchFactor(1, 1);
    }
    m_stack->addWidget(m_both);
    m_stack->addWidget(m_transfer);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);
    connect(m_page, &QButtonGroup::idClicked, this, [this] {
        fillRepeats();
        showPage();
        emit explanationChanged();
    });
    connect(m_repeat, &QComboBox::activated, this, [this] {
        m_chosenRepeat = m_repeat->currentData().toInt();
        showPage();
        emit explanationChanged();
    });
    connect(m_transfer, &TransferPage::changed, this, &View::explanationChanged);
}

QWidget* RepresentationView::makeBar()
{
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(10);
    auto* const pages = makeSegments(
        {tr("&Before and after"), tr("Trainin&g"), tr("W&ho can tell?"), tr("Tas&ks"), tr("T&ransfer")},
        tr("Shown"), m_page, bar);
    for (QAbstractButton* const button : m_page->buttons())
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    const auto toolTip = [this](RepresentationPage page, const QString& words) {
        m_page->button(static_cast<int>(page))->setToolTip(words);
    };
    toolTip(RepresentationPage::Clouds, tr("Test rows in the two main axes of the representation, by group"));
    toolTip(RepresentationPage::Training, tr("Loss, divergence, errors and gaps, epoch by epoch"));
    toolTip(RepresentationPage::Auditors, tr("How well the group can be recovered from the representation"));
    toolTip(RepresentationPage::Tasks, tr("What remains of each task, and its gap"));
    toolTip(RepresentationPage::Transfer, tr("How it serves a task that it was not learned for"));
    m_repeat->setObjectName(QStringLiteral("repeat"));
    m_repeat->setToolTip(tr("One of the random splits, or the mean over all of them"));
    m_repeat->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* const repeat = new QWidget(bar);
    auto* const pair = new QHBoxLayout(repeat);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->setSpacing(8);
    pair->addWidget(fieldLabel(tr("Re&peat"), m_repeat));
    pair->addWidget(m_repeat);
    layout->addWidget(pages);
    layout->addStretch();
    layout->addWidget(repeat);
    return bar;
}

bool RepresentationView::isFor(const ViewContext& context) const
{
    const RunResult* const run = context.selected();
    return !context.auditsTable
        && (context.training || (View::isFor(context) && run != nullptr && hasRepresentation(*run)));
}

RepresentationPage RepresentationView::page() const
{
    return static_cast<RepresentationPage>(std::max(m_page->checkedId(), 0));
}

std::optional<std::size_t> RepresentationView::repeat() const
{
    const int chosen = m_repeat->currentIndex() < 0 ? kMean : m_repeat->currentData().toInt();
    return chosen == kMean ? std::nullopt : std::optional(static_cast<std::size_t>(chosen));
}

bool RepresentationView::hasOwn() const
{
    const RunResult* const run = context().selected();
    return run != nullptr && hasRepresentation(*run);
}

void RepresentationView::fillRepeats()
{
    m_repeat->clear();
    const bool hasMean = !isOfOneRepeat(page());
    if (hasMean)
        m_repeat->addItem(tr("Mean"), kMean);
    if (hasOwn()) {
        const auto& all = context().selected()->representations;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i])
                m_repeat->addItem(QLocale().toString(static_cast<int>(i) + 1), static_cast<int>(i));
    }
    m_repeat->setCurrentIndex(std::max(m_repeat->findData(m_chosenRepeat), 0));
    // With one repeat the mean is that repeat.
    const bool isChoice = m_repeat->count() > (hasMean ? 2 : 1) && page() != RepresentationPage::Transfer
        && !(page() == RepresentationPage::Training && m_live);
    m_repeat->parentWidget()->setVisible(isChoice);
}

void RepresentationView::refresh()
{
    m_live = context().training;
    // Before the first result there is nothing to see but the training.
    if (m_live && !hasOwn())
        m_page->button(static_cast<int>(RepresentationPage::Training))->setChecked(true);
    fillRepeats();
    m_transfer->refresh();
    showPage();
}

void RepresentationView::showTraining(const std::shared_ptr<const TrainingCurve>& curve)
{
    m_live = curve;
    if (isVisible() && page() == RepresentationPage::Training)
        showCurves();
}

void RepresentationView::showCurves()
{
    const TrainingCurve* curve = m_live.get();
    std::vector<std::string> groups;
    if (const RunResult* const run = context().selected(); hasOwn()) {
        const std::size_t shown = shownRepresentation(*run, repeat());
        const RepresentationInsight* const insight
            = shown < run->representations.size() ? run->representations[shown].get() : nullptr;
        if (curve == nullptr && insight != nullptr)
            curve = insight->after.training.get();
        for (const std::string& group : insight != nullptr ? insight->groups : groups)
            groups.push_back(groupOf(*context().report, group));
    }
    const TrainingCurve none;
    m_left->setFigure(trainingLosses(curve != nullptr ? *curve : none, groups));
    m_right->setFigure(trainingErrors(curve != nullptr ? *curve : none));
    m_below->setFigure(trainingGaps(curve != nullptr ? *curve : none));
}

void RepresentationView::showPage()
{
    m_stack->setCurrentIndex(page() == RepresentationPage::Transfer ? 1 : 0);
    m_below->setVisible(page() == RepresentationPage::Training);
    const bool isStacked = page() == RepresentationPage::Tasks && hasOwn()
        && taskChanges(
               *context().report, *context().selected(), representationsOf(*context().selected(), repeat()))
                .size()
            <= kFewTasks;
    m_both->setOrientation(isStacked ? Qt::Vertical : Qt::Horizontal);
    if (page() == RepresentationPage::Training)
        return showCurves();
    if (!context().report || page() == RepresentationPage::Transfer)
        return;
    const Report& report = *context().report;
    const auto run = static_cast<std::size_t>(std::max(context().run, 0));
    switch (page()) {
    case RepresentationPage::Clouds:
        m_left->setFigure(representationScatter(report, run, RepresentationPart::Before, repeat()));
        m_right->setFigure(representationScatter(report, run, RepresentationPart::After, repeat()));
        break;
    case RepresentationPage::Auditors:
        m_left->setFigure(representationAuditors(report, run, repeat()));
        m_right->setFigure(representationDivergences(report, run, repeat()));
        break;
    case RepresentationPage::Tasks:
        m_left->setFigure(representationErrors(report, run, repeat()));
        m_right->setFigure(representationGaps(report, run, repeat()));
        break;
    case RepresentationPage::Training:
    case RepresentationPage::Transfer:
        break;
    }
}

FigureView* RepresentationView::currentFigure() const
{
    if (page() == RepresentationPage::Transfer)
        return m_transfer->report() ? m_transfer->figureView() : nullptr;
    if (!isFor(context()))
        return nullptr;
    const QWidget* const focused = QApplication::focusWidget();
    for (FigureView* const figure : {m_right, m_below})
        if (figure->isVisible() && (figure == focused || figure->isAncestorOf(focused)))
            return figure;
    return m_left;
}

QSize RepresentationView::minimumSizeHint() const
{
    // Two figures side by side ask for more than a window of 1280 pixels has between its docks.
    constexpr int kNarrowest = 480;
    return {kNarrowest, View::minimumSizeHint().height()};
}

QString RepresentationView::explanation() const
{
    ViewContext shown = context();
    shown.training = m_live;
    const auto transfer = m_transfer->report();
    return explainRepresentation(shown, page(), repeat(), transfer.get());
}

} // namespace evenhand::ui
