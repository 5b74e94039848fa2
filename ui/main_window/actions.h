#pragma once

class QAction;
class QMainWindow;
class QMenu;
class QToolButton;
class QUndoStack;

namespace evenhand::ui {

/// Everything that menu, toolbar and keyboard can ask for. Who made it connects it.
struct Actions {
    Actions(QMainWindow* window, QUndoStack* undo);

    QAction* open;
    QAction* save;
    QAction* saveAs;
    QAction* exportTable;
    QAction* quit;
    QAction* undo;
    QAction* redo;
    QAction* run;
    QAction* pause;
    QAction* stop;
    QAction* copyFigure;
    QAction* saveFigure;
    QAction* explain;
    QAction* about;
    QMenu* samples;
    QMenu* recent;
    QMenu* study; ///< who has more to do with runs adds to it
    QMenu* view;
    QToolButton* samplesButton;
};

} // namespace evenhand::ui
