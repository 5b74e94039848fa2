#pragma once

#include "ui/views/view.h"

class QLabel;

namespace evenhand::ui {

/// How bad is it? What each notion of fairness says about the groups, in words.
class OverviewView final : public View {
    Q_OBJECT
public:
    explicit OverviewView(QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;

protected:
    void refresh() override;

private:
    QLabel* m_state; ///< why there are no verdicts, or that they are of earlier choices
    QLabel* m_verdicts;
};

} // namespace evenhand::ui
