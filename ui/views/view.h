#pragma once

#include "ui/session/session_state.h"

#include "engine/audit/audit_report.h"
#include "engine/pipeline/report.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace evenhand::ui {

class FigureView;

/// What every view is shown: immutable snapshots.
struct ViewContext {
    std::shared_ptr<const LoadedTable> table;
    std::shared_ptr<const Report> report; ///< may be null, may still grow
    Roles roles;                          ///< as chosen now; a report has its own
    int run = -1;                         ///< selected run of the report
    bool running = false;
    bool auditsTable = false; ///< the predictions in the table are judged and nothing is run
    std::shared_ptr<const AuditReport>
        audit; ///< of the table's predictions or of the selected run; may be null
    std::shared_ptr<const AuditReport>
        before;                      ///< of the unrepaired model behind the selected run; may be null
    bool auditStale = false;         ///< they belong to earlier choices; the new ones are being made
    std::optional<Error> auditError; ///< why there is no audit of the present choices
    std::shared_ptr<const TrainingCurve> training; ///< of the network that is trained now; null if none is

    [[nodiscard]] const RunResult* selected() const
    {
        return report && run >= 0 ? &report->runs[static_cast<std::size_t>(run)] : nullptr;
    }
    /// The unrepaired model behind the selected run; null if the study did not run it.
    [[nodiscard]] const RunResult* baseline() const;
};

/// A page in the middle of the window. While it is hidden it only remembers the newest context.
class View : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Whether this view has something to show of @p context; its tab is absent otherwise.
    [[nodiscard]] virtual bool isFor(const ViewContext& context) const;
    void setContext(const ViewContext& context);
    [[nodiscard]] const ViewContext& context() const { return m_context; }
    /// What the Explain panel says about it, as HTML made from escaped data.
    [[nodiscard]] virtual QString explanation() const = 0;
    /// The figure that Copy and Save mean; null if there is none.
    [[nodiscard]] virtual FigureView* currentFigure() const { return nullptr; }

signals:
    void explanationChanged();
    void runSelected(int run);

protected:
    virtual void refresh() = 0;
    void showEvent(QShowEvent* event) override;
    /// Something arrived while hidden: refresh when shown.
    void refreshWhenShown() { m_isStale = true; }

private:
    ViewContext m_context;
    bool m_isStale = false;
};

} // namespace evenhand::ui
