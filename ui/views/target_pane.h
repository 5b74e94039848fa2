#pragma once

#include "ui/views/tradeoff_source.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace evenhand::ui {

class NumberBox;

/// "Set a target": what a person wants, the run that meets it, and what it did on rows that had no part in
/// the choice.
class TargetPane final : public QWidget {
    Q_OBJECT
public:
    explicit TargetPane(QWidget* parent = nullptr);

    /// @param answers  may be null while they are worked out
    void setAnswers(const ViewContext& context, std::shared_ptr<const TradeoffAnswers> answers);
    [[nodiscard]] Target target() const;
    /// The choice that is shown; absent while there is none.
    [[nodiscard]] const std::optional<TargetChoice>& choice() const { return m_choice; }

signals:
    void runWanted(int run);

private:
    void kindChanged();
    void refresh();
    /// Target values are typed as percentages where the metric is a share.
    [[nodiscard]] double unit() const;

    QComboBox* m_kind;
    NumberBox* m_value;
    QLabel* m_sentence;
    QPushButton* m_select;
    std::array<double, 3> m_values {0.01, 0.02, 0.9}; ///< per kind, kept when it changes
    ViewContext m_context;
    std::shared_ptr<const TradeoffAnswers> m_answers;
    std::optional<TargetChoice> m_choice;
};

} // namespace evenhand::ui
