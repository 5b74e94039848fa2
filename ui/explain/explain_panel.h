#pragma once

#include <QTextBrowser>

namespace evenhand::ui {

/// The teacher beside the view: says in plain words what the figure shows.
class ExplainPanel final : public QTextBrowser {
    Q_OBJECT
public:
    explicit ExplainPanel(QWidget* parent = nullptr);
    /// Keeps the place of the reader when only numbers change.
    void setPage(const QString& html);
};

} // namespace evenhand::ui
