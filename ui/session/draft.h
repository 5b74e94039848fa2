#pragma once

#include "engine/data/study.h"

namespace evenhand::ui {

/// The learners and methods that are ticked in the study panel, each with its own parameters, in the order in
/// which the panel lists them. Every pair of them is a wish; each learner without repair is one in any case.
struct Draft {
    std::vector<Component> learners, methods;
    std::optional<SelectionSpec> selection; ///< how every wish chooses among several values, see RunSpec

    Draft() = default;
    /// A single wish.
    explicit Draft(const RunSpec& run);

    friend bool operator==(const Draft&, const Draft&) = default;
};

/// Null if it is not ticked.
[[nodiscard]] Component* findTicked(std::vector<Component>& ticked, std::string_view id);
[[nodiscard]] const Component* findTicked(const std::vector<Component>& ticked, std::string_view id);

/// What a person begins with who ticks it: of a method the path to look at first.
[[nodiscard]] Component startOf(const std::string& id);

/// Keeps the order of the registries.
void tick(std::vector<Component>& ticked, Component component);
void untick(std::vector<Component>& ticked, std::string_view id);

/// The runs that a draft stands for: each learner without repair, then with every method that can work with
/// it; what does not fit the task is left out.
[[nodiscard]] std::vector<RunSpec> runsOf(const Draft& draft, Task task);

/// The same run without a selection that has nothing to choose.
[[nodiscard]] RunSpec asAsked(RunSpec run);

/// The largest draft, begun with the last of the runs and going back, all of whose wishes are among them:
/// what a study that was saved had ticked.
/// @param within  only these may be ticked; null: any
[[nodiscard]] Draft draftOf(const std::vector<RunSpec>& runs, Task task, const Draft* within = nullptr);

/// A draft to begin with: the first learner of the task and the barycenter over eleven strengths.
[[nodiscard]] Draft defaultDraft(Task task);

} // namespace evenhand::ui
