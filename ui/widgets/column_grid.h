#pragma once

#include <QWidget>

class QGridLayout;

namespace evenhand::ui {

/// Widgets of equal width in as many columns as fit; rows are as high as their highest.
class ColumnGrid final : public QWidget {
    Q_OBJECT
public:
    ColumnGrid(int minimumColumnWidth, int mostColumns, int spacing, QWidget* parent = nullptr);
    /// Takes the widgets over; those from before that are not among them are deleted.
    void setItems(const QList<QWidget*>& items);
    [[nodiscard]] const QList<QWidget*>& items() const { return m_items; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange(int columns);
    [[nodiscard]] int columnsFor(int width) const;

    QGridLayout* m_layout;
    QList<QWidget*> m_items;
    int m_columnWidth, m_mostColumns;
    int m_columns = 1;
};

} // namespace evenhand::ui
