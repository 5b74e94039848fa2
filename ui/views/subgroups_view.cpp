#include "ui/views/subgroups_view.h"

#include "ui/explain/explain_text.h"

#include <QLabel>
#include <QVBoxLayout>

namespace evenhand::ui {

SubgroupsView::SubgroupsView(QWidget* parent)
    : View(parent)
    , m_groups(new QLabel(this))
{
    m_groups->setTextFormat(Qt::PlainText);
    m_groups->setWordWrap(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->addWidget(m_groups);
    layout->addStretch();
}

void SubgroupsView::refresh()
{
    QStringList groups;
    if (context().audit)
        for (const AttributeAudit& attribute : context().audit->attributes)
            for (const GroupAudit& group : attribute.groups)
                groups << tr("%1: %2 rows").arg(QString::fromStdString(group.readable)).arg(group.rows);
    m_groups->setText(groups.join(QLatin1Char('\n')));
}

QString SubgroupsView::explanation() const
{
    return explainSubgroups(context());
}

} // namespace evenhand::ui
