#pragma once

#include "ui/explain/explain_constraint.h"

class QButtonGroup;
class QComboBox;
class QStackedWidget;

namespace evenhand::ui {

/// What does the constraint do? The path over the tolerance, the weights it changes, the direction they must
/// avoid, and what is promised. Only for runs that were trained under a fairness constraint.
class ConstraintView final : public View {
    Q_OBJECT
public:
    explicit ConstraintView(QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void refresh() override;

private:
    QWidget* makeBar();
    void fillFamilies(const ConstraintInsight& insight);
    void fillRepeats(const RunResult& run);
    void showPage();
    [[nodiscard]] ConstraintPage page() const;
    [[nodiscard]] std::size_t family() const;
    [[nodiscard]] ShownRepeat repeat() const;

    QButtonGroup* m_page;
    QComboBox* m_family;
    QComboBox* m_repeat;
    QStackedWidget* m_stack;
    FigureView* m_linear;
    FigureView* m_hard;
    FigureView* m_single; ///< of the pages with one figure
};

} // namespace evenhand::ui
