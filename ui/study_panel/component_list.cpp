#include "ui/study_panel/component_list.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QTreeWidgetItemIterator>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr int kName = 0; ///< the only column
constexpr int kIdRole = Qt::UserRole + 1;
constexpr int kNoteRole = Qt::UserRole + 2;
constexpr int kWarnsRole = Qt::UserRole + 3;
/// With more choices families without a tick begin folded.
constexpr std::size_t kUnfoldedAtMost = 10;

bool sameThings(const std::vector<ComponentChoice>& a, const std::vector<ComponentChoice>& b)
{
    return std::ranges::equal(a, b, {}, &ComponentChoice::id, &ComponentChoice::id);
}

/// The note stands at the right and takes room from the name in its own row only.
class NoteDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    /// Room between rows is made here: padding in the style sheet would have the check box drawn twice.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, 4);
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override
    {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QStyle* const style = option.widget->style();
        const QString note = index.data(kNoteRole).toString();
        const QFontMetrics metrics(option.widget->font());
        const int room = note.isEmpty() ? 0 : metrics.horizontalAdvance(note) + 12;
        const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget);
        const int width = std::min(text.right(), option.rect.right()) - text.left() - room;
        const bool isTickable = (option.features & QStyleOptionViewItem::HasCheckIndicator) != 0;
        option.text = (isTickable ? QStringLiteral(" ") : QString())
            + option.fontMetrics.elidedText(option.text, Qt::ElideRight, std::max(width, 40));
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        if (note.isEmpty())
            return;
        const ThemeColours colours = currentColours();
        painter->save();
        painter->setFont(option.widget->font());
        painter->setPen(index.data(kWarnsRole).toBool() ? colours.warnText : colours.muted);
        painter->drawText(option.rect.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, note);
        painter->restore();
    }
};

} // namespace

ComponentList::ComponentList(const QString& name, const QStringList& headings, QWidget* parent)
    : QTreeWidget(parent)
    , m_headings(headings)
{
    setAccessibleName(name);
    setColumnCount(1);
    setHeaderHidden(true);
    header()->setSectionResizeMode(kName, QHeaderView::Fixed); // see resizeEvent()
    header()->setStretchLastSection(false);
    setItemDelegate(new NoteDelegate(this));
    setIndentation(m_headings.isEmpty() ? 0 : 11);
    setRootIsDecorated(!m_headings.isEmpty());
    setUniformRowHeights(true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setTabKeyNavigation(false);
    setStyleSheet(QStringLiteral("QTreeView { padding: 2px; }"));
    connect(this, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem* item, int column) {
        if (!m_updating && column == kName && item->data(kName, kIdRole).isValid())
            emit tickWanted(item->data(kName, kIdRole).toString(), item->checkState(kName) == Qt::Checked);
    });
    connect(this, &QTreeWidget::currentItemChanged, this, [this] {
        if (!m_updating && !focusedId().isEmpty())
            emit focusedChanged(focusedId());
    });
    for (const auto signal : {&QTreeWidget::itemExpanded, &QTreeWidget::itemCollapsed})
        connect(this, signal, this, [this] {
            refreshHeadings();
            updateGeometry();
        });
}

QString ComponentList::focusedId() const
{
    return currentItem() == nullptr ? QString() : currentItem()->data(kName, kIdRole).toString();
}

QTreeWidgetItem* ComponentList::itemOf(const QString& id) const
{
    for (QTreeWidgetItemIterator it(const_cast<ComponentList*>(this)); *it != nullptr; ++it)
        if ((*it)->data(kName, kIdRole).toString() == id)
            return *it;
    return nullptr;
}

void ComponentList::setFocusedId(const QString& id)
{
    const QScopedValueRollback guard(m_updating, true);
    if (id != focusedId())
        setCurrentItem(itemOf(id), kName, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void ComponentList::setChoices(const std::vector<ComponentChoice>& choices)
{
    if (choices == m_choices)
        return;
    const QScopedValueRollback guard(m_updating, true);
    const bool isNew = !sameThings(choices, m_choices);
    m_choices = choices;
    if (isNew)
        rebuild();
    for (const ComponentChoice& choice : m_choices)
        refreshItem(itemOf(choice.id), choice);
    refreshHeadings();
    updateGeometry();
}

void ComponentList::rebuild()
{
    clear();
    std::vector<QTreeWidgetItem*> families(static_cast<std::size_t>(m_headings.size()), nullptr);
    for (const ComponentChoice& choice : m_choices) {
        auto* const item = new QTreeWidgetItem;
        item->setData(kName, kIdRole, choice.id);
        item->setText(kName, choice.name);
        if (m_headings.isEmpty()) {
            addTopLevelItem(item);
            continue;
        }
        QTreeWidgetItem*& family = families[static_cast<std::size_t>(choice.family)];
        if (family == nullptr)
            family = new QTreeWidgetItem({m_headings[choice.family]});
        family->addChild(item);
    }
    for (std::size_t i = 0; i < families.size(); ++i) {
        QTreeWidgetItem* const family = families[i];
        if (family == nullptr)
            continue;
        family->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        addTopLevelItem(family);
        family->setExpanded(m_choices.size() <= kUnfoldedAtMost
            || std::ranges::any_of(m_choices, [&](const ComponentChoice& choice) {
                   return choice.ticked && choice.family == static_cast<int>(i);
               }));
    }
}

void ComponentList::refreshItem(QTreeWidgetItem* item, const ComponentChoice& choice)
{
    const ThemeColours colours = currentColours();
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    if (choice.possible || choice.ticked)
        flags |= Qt::ItemIsUserCheckable;
    item->setFlags(flags);
    item->setCheckState(kName, choice.ticked ? Qt::Checked : Qt::Unchecked);
    item->setForeground(kName, choice.possible ? colours.text : colours.muted);
    item->setData(kName, kNoteRole, choice.note);
    item->setData(kName, kWarnsRole, choice.warns);
    item->setToolTip(kName, choice.name + QStringLiteral("\n") + choice.toolTip);
    item->setData(kName, Qt::AccessibleTextRole,
        choice.note.isEmpty() ? choice.name : tr("%1, %2", "name and note").arg(choice.name, choice.note));
}

/// A folded family says how many of its methods are ticked.
void ComponentList::refreshHeadings()
{
    const QScopedValueRollback guard(m_updating, true);
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem* const family = topLevelItem(i);
        if (family->childCount() == 0)
            continue;
        int ticked = 0;
        for (int child = 0; child < family->childCount(); ++child)
            ticked += family->child(child)->checkState(kName) == Qt::Checked ? 1 : 0;
        family->setForeground(kName, currentColours().muted);
        family->setData(kName, kNoteRole,
            family->isExpanded() ? QString() : tr("%1 of %2").arg(ticked).arg(family->childCount()));
        QFont font = this->font();
        font.setPointSizeF(font.pointSizeF() * 0.9);
        font.setWeight(QFont::DemiBold);
        family->setFont(kName, font);
        family->setToolTip(
            kName, tr("Fold or unfold; %1 of %2 are ticked").arg(ticked).arg(family->childCount()));
    }
}

QSize ComponentList::sizeHint() const
{
    int rows = topLevelItemCount();
    for (int i = 0; i < topLevelItemCount(); ++i)
        if (topLevelItem(i)->isExpanded())
            rows += topLevelItem(i)->childCount();
    const int height = topLevelItemCount() > 0 ? rowHeight(indexFromItem(topLevelItem(0))) : 0;
    return {160, rows * (height > 0 ? height : fontMetrics().height() + 4) + 8};
}

/// The hidden header would leave out a strip at the right.
void ComponentList::resizeEvent(QResizeEvent* event)
{
    QTreeWidget::resizeEvent(event);
    header()->resizeSection(kName, viewport()->width());
}

void ComponentList::changeEvent(QEvent* event)
{
    QTreeWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_updating)
        return;
    const QScopedValueRollback guard(m_updating, true);
    for (const ComponentChoice& choice : m_choices)
        if (QTreeWidgetItem* const item = itemOf(choice.id))
            refreshItem(item, choice);
    refreshHeadings();
}

} // namespace evenhand::ui
