#pragma once

#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace evenhand::ui {

/// A numbered part of the study panel with a title that folds it.
class Section final : public QWidget {
    Q_OBJECT
public:
    Section(int number, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QVBoxLayout* body() { return m_body; }
    /// A few words beside the title, such as the method chosen; shown while folded.
    void setSummary(const QString& summary);
    void setExpanded(bool expanded);
    void setNumber(int number);

private:
    QLabel* m_badge;
    QToolButton* m_title;
    QLabel* m_summary;
    QWidget* m_content;
    QVBoxLayout* m_body;
};

/// A label of the study panel: muted, wraps, belongs to @p buddy.
[[nodiscard]] QLabel* smallLabel(const QString& text, QWidget* parent = nullptr);
/// A label above a control, which it names for screen readers and for its mnemonic.
[[nodiscard]] QLabel* fieldLabel(const QString& text, QWidget* buddy);

} // namespace evenhand::ui
