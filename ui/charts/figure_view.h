#pragma once

#include "ui/charts/figure_export.h"

#include <QWidget>

#include <functional>
#include <memory>

class QAction;
class QMenu;
class QStackedLayout;
class QTableView;

namespace evenhand::ui {

class FigureCanvas;
class FigureTableModel;

/// Shows a Figure: drawing or table, readout at the mouse, keyboard, copy, save, and a text alternative.
///
/// Keys: arrows walk over the points (or along the lines), Enter selects a point, Escape ends; Ctrl+C copies.
class FigureView : public QWidget {
    Q_OBJECT
public:
    explicit FigureView(QWidget* parent = nullptr);
    ~FigureView() override;

    /// Cheap for a figure with the same layers: a slider may call it on every step.
    void setFigure(const evenhand::Figure& figure);
    [[nodiscard]] const evenhand::Figure& figure() const;

    /// Lays a widget over the drawing: it has the drawing's place, takes mouse and keyboard instead of it,
    /// and goes when the table comes.
    void setOverlay(QWidget* overlay);
    /// What copy, save and the table take instead of the figure on show: one that also has what an overlay
    /// draws. Asked for when it is needed.
    void setExportedFigure(std::function<evenhand::Figure()> make);

    [[nodiscard]] bool isTableShown() const;
    void setTableShown(bool shown);

    /// Picture, SVG and numbers onto the clipboard.
    void copy();
    /// Asks for a file name without blocking, then writes; a failure is told by exportFailed.
    void save();

    /// Copy, save, show as table: for the context menu and for a toolbar.
    [[nodiscard]] QList<QAction*> figureActions() const;
    /// What the box at the mouse says now; empty if it is not shown.
    [[nodiscard]] QString readoutText() const;
    [[nodiscard]] const FigureCanvas& canvas() const { return *m_canvas; }

    [[nodiscard]] QSize sizeHint() const override { return {720, 450}; }

signals:
    void pointActivated(int id);
    void pointHovered(int id); ///< -1: none any more
    void tableToggled(bool shown);
    void drawingChanged(); ///< another figure, size or look
    void exported(const QString& path);
    void exportFailed(const evenhand::Error& error);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeActions();
    void retranslate();
    void describe();
    [[nodiscard]] evenhand::Figure exportedFigure() const;
    void placeOverlay();

    FigureCanvas* m_canvas;
    QWidget* m_overlay = nullptr;
    std::function<evenhand::Figure()> m_makeExported;
    QTableView* m_table;
    FigureTableModel* m_model;
    QStackedLayout* m_stack;
    QAction* m_copy;
    QAction* m_save;
    QAction* m_showTable;
    bool m_tableIsStale = true;
};

} // namespace evenhand::ui
