#pragma once

#include "engine/learners/parameters.h"
#include "ui/session/session_state.h"
#include "ui/study_panel/component_list.h"

namespace evenhand::ui {

/// "Before training", "During training", "After training": the headings in the order of Family.
[[nodiscard]] QStringList familyHeadings();

/// The learners that fit the task, as the study panel offers them.
[[nodiscard]] std::vector<ComponentChoice> offeredLearners(const SessionState& state);
/// The methods that fit the task; those that cannot work with what else is chosen say why.
/// @param table  may be null
[[nodiscard]] std::vector<ComponentChoice> offeredMethods(
    const SessionState& state, const LoadedTable* table);

/// What a learner or method is, in a few lines: formula or idea, when it acts, what one must know of it.
[[nodiscard]] QString describeComponent(const std::string& id);

/// Null for an unknown id.
[[nodiscard]] const std::vector<ParamSpec>* paramsOf(const std::string& id);

} // namespace evenhand::ui
