#include "ui/views/constraint_view.h"

#include "engine/figures/constraint_parts.h"
#include "ui/charts/figure_view.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr int kMean = -1;

/// Hides a choice that there is nothing to choose in, together with its label.
void showChoice(QComboBox* combo, bool shown)
{
    combo->parentWidget()->setVisible(shown);
}

/// A label and its choice in a widget of their own.
QWidget* labelled(const QString& name, QComboBox* combo, QWidget* parent)
{
    auto* const pair = new QWidget(parent);
    auto* const layout = new QHBoxLayout(pair);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(fieldLabel(name, combo));
    layout->addWidget(combo);
    return pair;
}

bool hasWeights(const Insights& insights)
{
    return std::ranges::any_of(
        insights, [](const ConstraintInsight* insight) { return !insight->coefficients.empty(); });
}

bool hasRates(const Insights& insights)
{
    using Family = ConstraintInsight::Family;
    return std::ranges::any_of(insights, [](const ConstraintInsight* insight) {
        return std::ranges::any_of(insight->families, [](const Family& family) {
            return std::ranges::any_of(
                family.train, [](const auto& group) { return group.rate.has_value(); });
        });
    });
}

} // namespace

ConstraintView::ConstraintView(QWidget* parent)
    : View(parent)
    , m_page(new QButtonGroup(this))
    , m_family(new QComboBox(this))
    , m_repeat(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_linear(new FigureView(this))
    , m_hard(new FigureView(this))
    , m_single(new FigureView(this))
{
    auto* const both = new QSplitter(Qt::Horizontal, this);
    both->addWidget(m_linear);
    both->addWidget(m_hard);
    both->setChildrenCollapsible(false);
    both->setStretchFactor(0, 1);
    both->setStretchFactor(1, 1);
    m_stack->addWidget(both);
    m_stack->addWidget(m_single);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);
    const auto changed = [this] {
        showPage();
        emit explanationChanged();
    };
    connect(m_page, &QButtonGroup::idClicked, this, changed);
    connect(m_family, &QComboBox::activated, this, changed);
    connect(m_repeat, &QComboBox::activated, this, changed);
    connect(m_linear, &FigureView::pointActivated, this, &View::runSelected);
    connect(m_hard, &FigureView::pointActivated, this, &View::runSelected);
}

QWidget* ConstraintView::makeBar()
{
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(10);
    auto* const pages = makeSegments(
        {tr("&Path"), tr("&Weights"), tr("&Direction"), tr("&Guarantee")}, tr("Shown"), m_page, bar);
    // When there is little room it is the choices that give way.
    for (QAbstractButton* const button : m_page->buttons())
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    layout->addWidget(pages);
    m_page->button(static_cast<int>(ConstraintPage::Path))
        ->setToolTip(tr("Gap of the mean scores and of the decisions at every tolerance"));
    m_page->button(static_cast<int>(ConstraintPage::Weights))
        ->setToolTip(tr("Weights with and without the constraint"));
    m_page->button(static_cast<int>(ConstraintPage::Direction))
        ->setToolTip(tr("The difference of the groups that the weights must be orthogonal to"));
    m_page->button(static_cast<int>(ConstraintPage::Guarantee))
        ->setToolTip(tr("What is promised beside what was measured"));
    m_family->setObjectName(QStringLiteral("family"));
    m_family->setToolTip(tr("Whose mean scores are compared: equalised odds constrains the people with the "
                            "favourable outcome and "
                            "those with the unfavourable one"));
    m_family->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_repeat->setObjectName(QStringLiteral("repeat"));
    m_repeat->setToolTip(tr("One of the random splits, or the mean over all of them"));
    m_repeat->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layout->addStretch();
    layout->addWidget(labelled(tr("&Outcome"), m_family, bar));
    layout->addWidget(labelled(tr("Re&peat"), m_repeat, bar));
    return bar;
}

bool ConstraintView::isFor(const ViewContext& context) const
{
    const RunResult* const run = context.selected();
    return View::isFor(context) && run != nullptr && hasInsight(*run);
}

ConstraintPage ConstraintView::page() const
{
    return static_cast<ConstraintPage>(std::max(m_page->checkedId(), 0));
}

std::size_t ConstraintView::family() const
{
    return static_cast<std::size_t>(std::max(m_family->currentIndex(), 0));
}

ShownRepeat ConstraintView::repeat() const
{
    const int chosen = m_repeat->currentIndex() < 0 ? kMean : m_repeat->currentData().toInt();
    return chosen == kMean ? std::nullopt : ShownRepeat(static_cast<std::size_t>(chosen));
}

void ConstraintView::fillFamilies(const ConstraintInsight& insight)
{
    const int kept = std::max(m_family->currentIndex(), 0);
    m_family->clear();
    for (const ConstraintInsight::Family& family : insight.families)
        m_family->addItem(familyName(family.rows));
    m_family->setCurrentIndex(std::clamp(kept, 0, std::max(m_family->count() - 1, 0)));
    showChoice(m_family, m_family->count() > 1);
}

void ConstraintView::fillRepeats(const RunResult& run)
{
    const int kept = m_repeat->currentIndex() < 0 ? kMean : m_repeat->currentData().toInt();
    m_repeat->clear();
    m_repeat->addItem(tr("Mean"), kMean);
    for (std::size_t i = 0; i < run.insights.size(); ++i)
        if (run.insights[i])
            m_repeat->addItem(QLocale().toString(static_cast<int>(i) + 1), static_cast<int>(i));
    m_repeat->setCurrentIndex(std::max(m_repeat->findData(kept), 0));
    // With one repeat the mean is that repeat.
    showChoice(m_repeat, m_repeat->count() > 2);
}

void ConstraintView::refresh()
{
    if (!isFor(context()))
        return;
    const RunResult& run = *context().selected();
    const Insights insights = insightsOf(run, {});
    fillFamilies(*insights.front());
    fillRepeats(run);
    const bool isLinear = hasWeights(insights);
    for (const ConstraintPage page : {ConstraintPage::Weights, ConstraintPage::Direction})
        m_page->button(static_cast<int>(page))->setVisible(isLinear);
    if (!isLinear && (page() == ConstraintPage::Weights || page() == ConstraintPage::Direction))
        m_page->button(static_cast<int>(ConstraintPage::Path))->setChecked(true);
    m_hard->setVisible(hasRates(insights));
    showPage();
}

void ConstraintView::showPage()
{
    if (!isFor(context()))
        return;
    const Report& report = *context().report;
    const auto run = static_cast<std::size_t>(context().run);
    switch (page()) {
    case ConstraintPage::Path:
        m_linear->setFigure(constraintLinearPath(report, run, family(), repeat()));
        m_hard->setFigure(constraintHardPath(report, run, family(), repeat()));
        break;
    case ConstraintPage::Weights:
        m_single->setFigure(constraintWeights(report, run, repeat()));
        break;
    case ConstraintPage::Direction:
        m_single->setFigure(constraintDirection(report, run, family(), repeat()));
        break;
    case ConstraintPage::Guarantee:
        m_single->setFigure(constraintGuarantee(report, run, family(), repeat()));
        break;
    }
    m_stack->setCurrentIndex(page() == ConstraintPage::Path ? 0 : 1);
}

FigureView* ConstraintView::currentFigure() const
{
    if (!isFor(context()))
        return nullptr;
    if (page() != ConstraintPage::Path)
        return m_single;
    return m_hard->isVisible() && (m_hard == focusWidget() || m_hard->isAncestorOf(focusWidget())) ? m_hard
                                                                                                   : m_linear;
}

QSize ConstraintView::minimumSizeHint() const
{
    // Two figures side by side ask for more than a window of 1280 pixels has between its docks.
    constexpr int kNarrowest = 480;
    return {kNarrowest, View::minimumSizeHint().height()};
}

QString ConstraintView::explanation() const
{
    return explainConstraint(context(), page(), family(), repeat());
}

} // namespace evenhand::ui
