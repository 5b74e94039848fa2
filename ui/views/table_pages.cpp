#include "ui/views/table_pages.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("table_pages", text);
}

QString headerText(const QAbstractItemModel& model, int section, Qt::Orientation orientation)
{
    return model.headerData(section, orientation, Qt::DisplayRole).toString();
}

/// With headers, so that the numbers still mean something where they are pasted.
QString tabSeparated(const QTableView& table)
{
    const QAbstractItemModel& model = *table.model();
    const bool hasRowNames = !table.verticalHeader()->isHidden();
    QStringList lines;
    QStringList head;
    if (hasRowNames)
        head << QString();
    for (int column = 0; column < model.columnCount(); ++column)
        head << headerText(model, column, Qt::Horizontal);
    lines << head.join(QLatin1Char('\t'));
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        if (hasRowNames)
            cells << headerText(model, row, Qt::Vertical);
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

void prepareTable(QTableView* table, QAbstractItemModel* model, const QString& name)
{
    table->setModel(model);
    table->setAccessibleName(name);
    table->setFrameShape(QFrame::NoFrame);
    table->setStyleSheet(QStringLiteral("QTableView { border: none; border-radius: 0; }"));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 9);
    table->horizontalHeader()->setHighlightSections(false);
    // The style sheet's padding is in no size hint: without this the letters lose their lower part.
    table->horizontalHeader()->setFixedHeight(table->fontMetrics().height() + 18);
    auto* const copy = new QAction(tr("Copy table"), table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    table->addAction(copy);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    QObject::connect(copy, &QAction::triggered, table,
        [table] { QGuiApplication::clipboard()->setText(tabSeparated(*table)); });
}

QWidget* tablePage(QTableView* table, QLabel* caption, QWidget* parent)
{
    auto* const page = new QWidget(parent);
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 10, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(caption);
    layout->addWidget(table, 1);
    return page;
}

void fitColumns(QTableView* table, int stretched)
{
    constexpr int kHeaderPadding
        = 30; // what the style sheet puts around the header, which no size hint knows
    QHeaderView* const header = table->horizontalHeader();
    QFont bold = header->font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    header->setSectionResizeMode(QHeaderView::Interactive);
    table->resizeColumnsToContents();
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        const int name = metrics.horizontalAdvance(headerText(*table->model(), column, Qt::Horizontal));
        table->setColumnWidth(column, std::max(table->columnWidth(column) + 6, name + kHeaderPadding));
    }
    if (stretched >= 0)
        header->setSectionResizeMode(stretched, QHeaderView::Stretch);
}

QWidget* figureAboveTable(QWidget* figure, QTableView* table, QWidget* parent)
{
    auto* const both = new QSplitter(Qt::Vertical, parent);
    both->addWidget(figure);
    both->addWidget(table);
    both->setChildrenCollapsible(false);
    both->setStretchFactor(0, 3);
    both->setStretchFactor(1, 2);
    both->setSizes({300, 200});
    return both;
}

void fitSquareCells(QTableView* table)
{
    constexpr int kNarrowest = 64;
    constexpr int kWidest = 132; // longer names are cut off; the tooltip has them
    fitColumns(table);
    int width = kNarrowest;
    for (int column = 0; column < table->model()->columnCount(); ++column)
        width = std::max(width, std::min(table->columnWidth(column), kWidest));
    for (int column = 0; column < table->model()->columnCount(); ++column)
        table->setColumnWidth(column, width);
    constexpr int kMostForNames = 220;
    int names = 0;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        names = std::max(
            names, table->fontMetrics().horizontalAdvance(headerText(*table->model(), row, Qt::Vertical)));
    table->verticalHeader()->setFixedWidth(std::min(names + 24, kMostForNames));
}

} // namespace evenhand::ui
