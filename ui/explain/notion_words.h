#pragma once

#include <string>
#include <vector>

namespace evenhand::ui {

/// What the Explain panel says about a notion of fairness. English sources of the context "explain"; markup
/// only in the formula.
struct NotionWords {
    const char* id;
    const char* meaning;
    const char* rightWhen;
    const char* blindTo;
    const char* conflict;
    const char* formula;
    const char* citation;
};

/// Null for a notion that is not described.
[[nodiscard]] const NotionWords* notionWords(const std::string& id);
[[nodiscard]] const std::vector<NotionWords>& allNotionWords();

} // namespace evenhand::ui
