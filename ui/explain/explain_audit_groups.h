#pragma once

#include "ui/views/audit_pages.h"

#include <QString>

namespace evenhand::ui {

/// What the Explain panel says about a page of the Groups view that shows an audit.
/// @param metricId  empty: the main rates
[[nodiscard]] QString explainAuditGroups(
    const AuditReport& audit, std::size_t attribute, AuditPage page, const std::string& metricId);

} // namespace evenhand::ui
