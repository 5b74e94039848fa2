#pragma once

#include "engine/audit/audit_report.h"

#include <QFrame>

class QLabel;

namespace evenhand::ui {

class IntervalBar;
class LevelBadge;

/// What one notion of fairness says, in words, with its interval against the limit.
class VerdictCard final : public QFrame {
    Q_OBJECT
public:
    explicit VerdictCard(QWidget* parent = nullptr);
    /// @param before  the same notion for the unrepaired model, or null
    /// @param reach   how far the axis of its bar goes at least
    void setVerdict(const Verdict& verdict, const Verdict* before, Task task, double reach);
    [[nodiscard]] const std::string& notion() const { return m_notion; }
    /// Drawn with a frame: the notion that was recommended.
    void setHighlighted(bool highlighted);
    [[nodiscard]] bool isHighlighted() const { return m_isHighlighted; }
    /// Everything that is on the card, for the clipboard and for screen readers.
    [[nodiscard]] QString plainText() const;

signals:
    void attended(); ///< it has the focus, or the pointer rests on it

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QLayout* makeHeader();

    std::string m_notion;
    LevelBadge* m_badge;
    QLabel* m_question;
    QLabel* m_title;
    QLabel* m_sentence;
    QLabel* m_also;
    IntervalBar* m_bar;
    QLabel* m_before; ///< when another rate decided before the repair
    QLabel* m_policy;
    QLabel* m_chance;
    QLabel* m_caveats;
    bool m_isHighlighted = false;
};

} // namespace evenhand::ui
