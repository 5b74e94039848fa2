#pragma once

#include "engine/figures/figure.h"

#include <QAbstractTableModel>
#include <QLocale>

#include <memory>

namespace evenhand::ui {

/// The numbers of a figure, layer after layer: what a screen reader and a copying hand get. Only columns that
/// the figure uses exist. Numbers as they are under kSortRole.
class FigureTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kSortRole = Qt::UserRole;

    explicit FigureTableModel(QObject* parent = nullptr);

    void setFigure(const Figure& figure);
    void setLocale(const QLocale& locale) { m_locale = locale; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    enum class Column : std::uint8_t { Layer, X, Y, Low, High, XLow, XHigh, Label };
    struct Row {
        std::size_t layer, row;
    };
    [[nodiscard]] QString numberText(const FigureAxis& axis, double value, bool isPosition) const;

    Figure m_figure;
    std::vector<Row> m_rows;
    std::vector<Column> m_columns;
    QLocale m_locale;
};

} // namespace evenhand::ui
