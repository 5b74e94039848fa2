#include "engine/audit/audit_report.h"

#include <algorithm>

namespace evenhand {

std::vector<std::string> AttributeAudit::names() const
{
    std::vector<std::string> all;
    for (const GroupAudit& group : groups)
        all.push_back(group.name);
    return all;
}

std::vector<std::string> AttributeAudit::readable() const
{
    std::vector<std::string> all;
    for (const GroupAudit& group : groups)
        all.push_back(group.readable);
    return all;
}

std::optional<std::size_t> AuditReport::metricIndex(std::string_view id) const
{
    const auto found = std::ranges::find(metricIds, id);
    if (found == metricIds.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - metricIds.begin());
}

} // namespace evenhand
