#include "ui/views/conventions_pane.h"

#include "ui/models/conventions_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

/// A number with the small name of the function that gives it below.
class CellDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        cell.text.clear();
        const QStyle* const style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        const QRect inside = cell.rect.adjusted(kMargin, kMargin / 2, -kMargin, -kMargin / 2);
        const int half = inside.height() / 2;
        painter->save();
        painter->setFont(cell.font);
        painter->setPen(currentColours().text);
        painter->drawText(inside.adjusted(0, 0, 0, -half), Qt::AlignLeft | Qt::AlignVCenter,
            cell.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, inside.width()));
        const QFont small = smaller(cell.font);
        painter->setFont(small);
        painter->setPen(currentColours().muted);
        painter->drawText(inside.adjusted(0, half, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(small).elidedText(function(index), Qt::ElideMiddle, inside.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QFontMetrics small(smaller(option.font));
        return {std::max(option.fontMetrics.horizontalAdvance(index.data().toString()),
                    small.horizontalAdvance(function(index)))
                + 2 * kMargin + 2,
            option.fontMetrics.height() + small.height() + 2 * kMargin};
    }

private:
    static constexpr int kMargin = 6;

    static QString function(const QModelIndex& index)
    {
        return index.data(ConventionsModel::kFunctionRole).toString();
    }
    static QFont smaller(QFont font)
    {
        font.setPointSizeF(0.85 * font.pointSizeF());
        return font;
    }
};

std::vector<ConventionRow> rowsOf(const AuditReport& audit, const AttributeAudit& attribute)
{
    std::vector<Confusion> cells;
    for (const GroupAudit& group : attribute.groups)
        cells.push_back(group.cells);
    const std::vector<std::string> names = attribute.names();
    return compareConventions({cells, &names, attribute.reference}, !audit.rows->y.empty());
}

/// Why there is nothing to count; empty if there is.
QString lackOf(const AuditReport* audit)
{
    if (audit == nullptr)
        return ConventionsPane::tr("There is no audit yet.");
    if (audit->task != Task::Classification || audit->rows->decision.empty())
        return ConventionsPane::tr("Tools differ in how they count decisions, and here are none.");
    return {};
}

} // namespace

ConventionsPane::ConventionsPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new ConventionsModel(this))
    , m_attribute(new QComboBox(this))
    , m_attributeLabel(fieldLabel(tr("&Groups by"), m_attribute))
    , m_reference(new QLabel(this))
    , m_table(new QTableView(this))
    , m_reason(new QLabel(this))
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CellDelegate(m_table));
    m_table->setAccessibleName(tr("The same groups as other tools count them"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_attribute->setAccessibleName(tr("Groups by"));
    m_reason->setAccessibleName(tr("Why the number differs"));
    for (QLabel* const label : {m_reference, m_reason}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_reference->setProperty("role", QStringLiteral("muted"));
    m_reason->setMinimumHeight(2 * m_reason->fontMetrics().lineSpacing());
    m_reason->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* const top = new QHBoxLayout;
    top->addWidget(m_attributeLabel);
    top->addWidget(m_attribute);
    top->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(smallLabel(tr("Tools give different numbers for the same groups: they disagree about "
                                    "0/0, about signs, and about which groups to compare. Verdicts always "
                                    "follow Evenhand's numbers. ≠ marks a number that is not Evenhand's."),
        this));
    layout->addLayout(top);
    layout->addWidget(m_reference);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_reason);
    connect(m_attribute, qOverload<int>(&QComboBox::activated), this, &ConventionsPane::showAttribute);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &ConventionsPane::showReason);
    setAudit(nullptr);
}

void ConventionsPane::setAudit(std::shared_ptr<const AuditReport> audit, const QString& attribute)
{
    m_audit = std::move(audit);
    m_attribute->clear();
    if (m_audit)
        for (const AttributeAudit& each : m_audit->attributes)
            m_attribute->addItem(QString::fromStdString(each.name));
    const int wanted = m_attribute->findText(attribute, Qt::MatchExactly);
    m_attribute->setCurrentIndex(wanted >= 0 ? wanted : m_attribute->count() - 1 >= 0 ? 0 : -1);
    m_attribute->setVisible(m_attribute->count() > 1);
    m_attributeLabel->setVisible(m_attribute->count() > 1);
    showAttribute();
}

void ConventionsPane::showAttribute()
{
    const QString lack = lackOf(m_audit.get());
    const bool isShown = lack.isEmpty() && m_attribute->currentIndex() >= 0;
    m_table->setVisible(isShown);
    m_reason->setVisible(isShown);
    if (!isShown) {
        m_model->setRows({});
        m_reference->setText(lack);
        return;
    }
    const AttributeAudit& attribute
        = m_audit->attributes[static_cast<std::size_t>(m_attribute->currentIndex())];
    m_reference->setText(tr("Reference group: %1", "group that others are compared with")
                             .arg(QString::fromStdString(attribute.groups[attribute.reference].readable)));
    m_model->setRows(rowsOf(*m_audit, attribute));
    m_table->setCurrentIndex(m_model->index(0, 0));
    showReason();
}

void ConventionsPane::showReason()
{
    const QModelIndex index = m_table->currentIndex();
    const QString reason = index.data(ConventionsModel::kReasonRole).toString();
    m_reason->setText(!index.isValid() ? QString()
            : !reason.isEmpty()        ? index.data(Qt::AccessibleTextRole).toString()
            : index.column() == 0      ? tr("Choose a number to see why it differs from Evenhand's.")
                                       : tr("This is Evenhand's number."));
}

QDialog* showConventions(std::shared_ptr<const AuditReport> audit, const QString& attribute, QWidget* parent)
{
    auto* const dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(ConventionsPane::tr("How other tools count"));
    auto* const pane = new ConventionsPane(dialog);
    pane->setAudit(std::move(audit), attribute);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* const layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(12);
    layout->addWidget(pane, 1);
    layout->addWidget(buttons);
    constexpr QSize kSize(1240, 620);
    dialog->resize(kSize);
    dialog->open();
    return dialog;
}

} // namespace evenhand::ui
