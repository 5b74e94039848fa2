#include "ui/views/groups_view.h"

#include "ui/explain/explain_text.h"
#include "ui/views/audit_groups.h"
#include "ui/views/run_groups.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

constexpr int kRunPage = -1;

bool hasGroups(const ViewContext& context)
{
    return context.audit && !context.audit->attributes.empty();
}

} // namespace

GroupsView::GroupsView(ScoreSource* source, QWidget* parent)
    : View(parent)
    , m_bar(new QWidget(this))
    , m_page(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_run(new RunGroups(source, this))
    , m_audit(new AuditGroups(this))
{
    m_page->setObjectName(QStringLiteral("page"));
    m_page->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* const bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 4, 0);
    bar->setSpacing(8);
    bar->addWidget(fieldLabel(tr("Show"), m_page));
    bar->addWidget(m_page);
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_audit);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    connect(m_page, &QComboBox::activated, this, [this] {
        showPage();
        emit explanationChanged();
    });
    connect(m_audit, &AuditGroups::pagesChanged, this, &GroupsView::fillPages);
    connect(m_audit, &AuditGroups::explanationChanged, this, &View::explanationChanged);
    connect(m_run, &RunGroups::metricChosen, this, &View::explanationChanged);
    connect(m_run, &RunGroups::scoresChanged, this, [this] {
        if (!isVisible())
            refreshWhenShown();
        else if (context().selected() != nullptr)
            m_run->setContext(context());
    });
}

bool GroupsView::isFor(const ViewContext& context) const
{
    return hasGroups(context) || View::isFor(context);
}

bool GroupsView::showsRun() const
{
    return m_page->currentData().toInt() == kRunPage;
}

void GroupsView::refresh()
{
    if (context().selected() != nullptr)
        m_run->setContext(context());
    if (hasGroups(context()))
        m_audit->setContext(context());
    fillPages();
    showPage();
}

void GroupsView::fillPages()
{
    const bool wasEmpty = m_page->count() == 0;
    const int kept = wasEmpty ? kRunPage : m_page->currentData().toInt();
    m_page->clear();
    if (context().selected() != nullptr && !context().auditsTable)
        m_page->addItem(tr("Before and after"), kRunPage);
    if (hasGroups(context()))
        for (const AuditPage page : m_audit->pages())
            m_page->addItem(pageName(page), static_cast<int>(page));
    m_page->setCurrentIndex(std::max(m_page->findData(kept), 0));
    m_bar->setVisible(m_page->count() > 1);
}

void GroupsView::showPage()
{
    if (m_page->count() == 0)
        return;
    if (!showsRun())
        m_audit->setPage(static_cast<AuditPage>(m_page->currentData().toInt()));
    // One row of choices: the page comes first in the bar of whatever is shown, and keeps the keyboard.
    const bool hadFocus = m_page->hasFocus();
    if (showsRun())
        m_run->putFirst(m_bar);
    else
        m_audit->putFirst(m_bar);
    m_stack->setCurrentWidget(showsRun() ? static_cast<QWidget*>(m_run) : m_audit);
    m_bar->setVisible(m_page->count() > 1);
    if (hadFocus)
        m_page->setFocus();
}

QSize GroupsView::minimumSizeHint() const
{
    constexpr int kNarrowest = 480;
    return {kNarrowest, View::minimumSizeHint().height()};
}

FigureView* GroupsView::currentFigure() const
{
    return m_stack->currentWidget() == m_run ? m_run->currentFigure() : m_audit->currentFigure();
}

QString GroupsView::explanation() const
{
    return m_stack->currentWidget() == m_audit && hasGroups(context())
        ? m_audit->explanation()
        : explainGroups(context(), m_run->metricId());
}

} // namespace evenhand::ui
