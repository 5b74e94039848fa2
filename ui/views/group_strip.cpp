#include "ui/views/group_strip.h"

#include "ui/charts/palette.h"
#include "ui/text/labels.h"
#include "ui/theme/theme.h"
#include "ui/widgets/column_grid.h"
#include "ui/widgets/data_label.h"

#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

constexpr int kMostFolded = 12;

/// The share of all rows as a thin line in the group's colour.
class ShareLine final : public QWidget {
public:
    ShareLine(double share, int group, QWidget* parent)
        : QWidget(parent)
        , m_share(share)
        , m_group(group)
    {
        setFixedHeight(4);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(currentColours().grid);
        painter.drawRoundedRect(QRectF(rect()), 2, 2);
        painter.setBrush(Palette::forWidget(this).colour(Hue::Group, m_group));
        painter.drawRoundedRect(QRectF(0, 0, std::max(4.0, m_share * width()), height()), 2, 2);
    }

private:
    double m_share;
    int m_group;
};

QWidget* makeCell(const GroupAudit& group, double share, int index, bool isReference, QWidget* parent)
{
    auto* const cell = new QWidget(parent);
    QLabel* const name = dataLabel(cell);
    name->setText(QString::fromStdString(group.readable));
    name->setToolTip(QStringLiteral("<span>%1</span>").arg(escaped(group.readable)));
    constexpr double kLeastShown = 0.0005; // what rounds to 0.0 % is still somebody
    const QString percent
        = share < kLeastShown ? GroupStrip::tr("< 0.1\u00a0%") : formatNumber(share, 0.0, true);
    const QString words = GroupStrip::tr("%1 rows · %2").arg(QLocale().toString(group.rows, 'f', 0), percent);
    QLabel* const size = dataLabel(cell, QStringLiteral("small"));
    size->setText(isReference ? GroupStrip::tr("%1 · reference").arg(words) : words);
    auto* const top = new QHBoxLayout;
    top->setSpacing(6);
    top->addWidget(name, 1);
    if (group.isSmall) {
        auto* const small = new QLabel(GroupStrip::tr("small"), cell);
        small->setProperty("role", QStringLiteral("proposed"));
        small->setToolTip(GroupStrip::tr("Fewer than %1 rows: no verdict rests on this group.")
                              .arg(plainNumber(kSmallAuditGroup)));
        top->addWidget(small, 0, Qt::AlignTop);
    }
    auto* const layout = new QVBoxLayout(cell);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(size);
    layout->addWidget(new ShareLine(share, index, cell));
    layout->addStretch();
    cell->setAccessibleName(
        QStringLiteral("%1: %2%3")
            .arg(name->text(), words, group.isSmall ? GroupStrip::tr(", small") : QString()));
    return cell;
}

} // namespace

GroupStrip::GroupStrip(QWidget* parent)
    : QWidget(parent)
    , m_grid(new ColumnGrid(150, 6, 12, this))
    , m_all(new QPushButton(this))
{
    m_all->setProperty("flat", true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_grid);
    layout->addWidget(m_all, 0, Qt::AlignLeft);
    connect(m_all, &QPushButton::clicked, this, [this] {
        for (QWidget* const cell : m_grid->items())
            cell->show();
        m_all->hide();
    });
    fold();
}

void GroupStrip::setGroups(const AttributeAudit& attribute)
{
    double total = 0.0;
    for (const GroupAudit& group : attribute.groups)
        total += group.rows;
    QList<QWidget*> cells;
    for (std::size_t g = 0; g < attribute.groups.size(); ++g)
        cells << makeCell(attribute.groups[g], total > 0.0 ? attribute.groups[g].rows / total : 0.0,
            static_cast<int>(g), g == attribute.reference, m_grid);
    m_grid->setItems(cells);
    fold();
}

void GroupStrip::fold()
{
    const auto count = static_cast<int>(m_grid->items().size());
    for (int i = 0; i < count; ++i)
        m_grid->items()[i]->setVisible(i < kMostFolded);
    m_all->setText(tr("Show all %1 groups").arg(count));
    m_all->setAccessibleName(m_all->text());
    m_all->setVisible(count > kMostFolded);
}

} // namespace evenhand::ui
