#pragma once

#include "ui/views/audit_pages.h"

class QComboBox;
class QStackedWidget;

namespace evenhand::ui {

class AuditGroups;
class RunGroups;
class ScoreSource;

/// Who is treated how? The groups of the selected run before and after the repair, and everything that an
/// audit knows about each group.
class GroupsView final : public View {
    Q_OBJECT
public:
    GroupsView(ScoreSource* source, QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;
    /// Narrower than what the pages ask for before the style sheet has reached them: that would push the
    /// window's edge off a screen of 1280 pixels, and a window does not shrink again.
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] FigureView* currentFigure() const override;

protected:
    void refresh() override;

private:
    void fillPages();
    void showPage();
    [[nodiscard]] bool showsRun() const;

    QWidget* m_bar;
    QComboBox* m_page;
    QStackedWidget* m_stack;
    RunGroups* m_run;
    AuditGroups* m_audit;
};

} // namespace evenhand::ui
