#pragma once

#include <QFrame>

class QLabel;

namespace evenhand {
struct DivergenceAudit;
}

namespace evenhand::ui {

/// How different the groups are in all features at once, with the level by chance beside every number.
class DivergenceCard final : public QFrame {
    Q_OBJECT
public:
    explicit DivergenceCard(QWidget* parent = nullptr);
    /// @param divergence  null hides the card
    void setDivergence(const DivergenceAudit* divergence);
    /// Everything that is on the card, for screen readers.
    [[nodiscard]] QString plainText() const;

private:
    QLabel* m_question;
    QLabel* m_title;
    QLabel* m_sentence;
    QLabel* m_others;
    QLabel* m_method;
    QLabel* m_caution;
};

} // namespace evenhand::ui
