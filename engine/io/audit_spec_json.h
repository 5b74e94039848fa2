#pragma once

#include "engine/core/result.h"
#include "engine/data/study.h"
#include "engine/io/json.h"

namespace evenhand {

/// The part "audit" of a study file.
[[nodiscard]] json::object auditSpecToJson(const AuditSpec& audit);

/// Fields that are absent keep their defaults.
/// @param file  stands for the file in messages
/// @errors Unreadable  a field of the wrong type, unknown, or outside its range, named by its path
[[nodiscard]] Result<AuditSpec> readAuditSpec(const json::value& value, const std::string& file);

/// Whether what is audited can stand beside the roles of the same study.
/// @errors Unreadable  a column that is meant twice
[[nodiscard]] Result<void> checkAudit(const Study& study, const std::string& file);

} // namespace evenhand
