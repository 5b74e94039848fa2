#include "ui/views/view.h"

#include "engine/figures/run_names.h"

#include <algorithm>

namespace evenhand::ui {

const RunResult* ViewContext::baseline() const
{
    const RunResult* const selectedRun = selected();
    if (selectedRun == nullptr)
        return nullptr;
    const auto found
        = std::find_if(report->runs.begin(), report->runs.end(), [selectedRun](const RunResult& other) {
              return other.method.empty() && isSameLearner(other, *selectedRun);
          });
    return found == report->runs.end() ? nullptr : &*found;
}

bool View::isFor(const ViewContext& context) const
{
    return context.report && !context.auditsTable;
}

void View::setContext(const ViewContext& context)
{
    m_context = context;
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    refresh();
    emit explanationChanged();
}

void View::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_isStale, false)) {
        refresh();
        emit explanationChanged();
    }
}

} // namespace evenhand::ui
