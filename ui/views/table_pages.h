#pragma once

class QAbstractItemModel;
class QLabel;
class QString;
class QTableView;
class QWidget;

namespace evenhand::ui {

/// The look of a table of results; Ctrl+C copies its selected cells, or all of it, as tab-separated text.
void prepareTable(QTableView* table, QAbstractItemModel* model, const QString& name);
/// A table with a sentence above it.
[[nodiscard]] QWidget* tablePage(QTableView* table, QLabel* caption, QWidget* parent);
/// A figure with its table below and a handle between them; the figure has the larger part.
[[nodiscard]] QWidget* figureAboveTable(QWidget* figure, QTableView* table, QWidget* parent);
/// Columns as wide as their cells and their whole header; @p stretched takes the room that is left, if any.
void fitColumns(QTableView* table, int stretched = -1);
/// Columns of one width, wide enough for every cell and for most of the headers.
void fitSquareCells(QTableView* table);

} // namespace evenhand::ui
