#include "ui/widgets/column_grid.h"

#include <QGridLayout>
#include <QResizeEvent>

#include <algorithm>

namespace evenhand::ui {

ColumnGrid::ColumnGrid(int minimumColumnWidth, int mostColumns, int spacing, QWidget* parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
    , m_columnWidth(minimumColumnWidth)
    , m_mostColumns(mostColumns)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(spacing);
}

void ColumnGrid::setItems(const QList<QWidget*>& items)
{
    const QList<QWidget*> old = std::exchange(m_items, items);
    for (QWidget* const item : old)
        if (!items.contains(item))
            delete item;
    arrange(columnsFor(width()));
}

QSize ColumnGrid::minimumSizeHint() const
{
    // One column always fits; the layout alone would ask for the columns there are now.
    return {0, QWidget::minimumSizeHint().height()};
}

int ColumnGrid::columnsFor(int width) const
{
    const int fitting
        = (width + m_layout->horizontalSpacing()) / (m_columnWidth + m_layout->horizontalSpacing());
    return std::clamp(fitting, 1, m_mostColumns);
}

void ColumnGrid::arrange(int columns)
{
    while (QLayoutItem* const item = m_layout->takeAt(0))
        delete item;
    for (int column = 0; column < std::max(columns, m_columns); ++column)
        m_layout->setColumnStretch(column, column < columns ? 1 : 0);
    for (int i = 0; i < static_cast<int>(m_items.size()); ++i)
        m_layout->addWidget(m_items[i], i / columns, i % columns);
    m_columns = columns;
}

void ColumnGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (const int columns = columnsFor(event->size().width()); columns != m_columns)
        arrange(columns);
}

} // namespace evenhand::ui
