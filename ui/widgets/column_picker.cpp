#include "ui/widgets/column_picker.h"

#include <QLineEdit>
#include <QListView>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {
constexpr int kSearchFrom = 9; ///< with fewer columns everything is seen at once
constexpr int kNameRole = Qt::UserRole + 1;
} // namespace

ColumnPicker::ColumnPicker(const QString& label, QWidget* parent)
    : QWidget(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_filter(new QSortFilterProxyModel(this))
{
    m_search->setPlaceholderText(tr("Find a column"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Find a column: %1").arg(label));
    m_filter->setSourceModel(&m_model);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_filter);
    m_list->setAccessibleName(label);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    setFocusProxy(m_list);
    setVisibleRows(4);
    connect(m_search, &QLineEdit::textChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(&m_model, &QStandardItemModel::itemChanged, this, [this] {
        if (!m_updating)
            emit checkedChanged(checked());
    });
}

void ColumnPicker::setVisibleRows(int rows)
{
    m_list->setFixedHeight(rows * (fontMetrics().height() + 8) + 8);
}

void ColumnPicker::setChoices(const QList<Choice>& choices)
{
    const QScopedValueRollback guard(m_updating, true);
    m_model.clear();
    m_isFresh = true;
    for (const Choice& choice : choices) {
        auto* const item = new QStandardItem(choice.reason.isEmpty()
                ? choice.name
                : tr("%1 — %2", "column and reason").arg(choice.name, choice.reason));
        item->setData(choice.name, kNameRole);
        item->setToolTip(choice.reason.isEmpty() ? choice.name : choice.reason);
        item->setCheckable(true);
        item->setSizeHint(QSize(10, fontMetrics().height() + 8));
        m_model.appendRow(item);
    }
    m_search->setVisible(choices.size() >= kSearchFrom);
}

void ColumnPicker::setChecked(const QStringList& names)
{
    const QScopedValueRollback guard(m_updating, true);
    for (int i = 0; i < m_model.rowCount(); ++i) {
        QStandardItem* const item = m_model.item(i);
        item->setCheckState(names.contains(item->data(kNameRole).toString()) ? Qt::Checked : Qt::Unchecked);
    }
    // What is chosen shows at first; afterwards the list stays where the person scrolled it.
    const QStringList chosen = checked();
    if (std::exchange(m_isFresh, false) && !chosen.isEmpty())
        for (int i = 0; i < m_model.rowCount(); ++i)
            if (m_model.item(i)->data(kNameRole).toString() == chosen.front())
                m_list->scrollTo(m_filter->mapFromSource(m_model.index(i, 0)));
}

QStringList ColumnPicker::checked() const
{
    QStringList names;
    for (int i = 0; i < m_model.rowCount(); ++i)
        if (m_model.item(i)->checkState() == Qt::Checked)
            names << m_model.item(i)->data(kNameRole).toString();
    return names;
}

} // namespace evenhand::ui
