#pragma once

#include "engine/data/study.h"

#include <QStringList>

#include <array>
#include <string>
#include <vector>

namespace evenhand::ui {

/// A question that tells the notions of fairness apart, with its answers.
struct NotionQuestion {
    const char* question;
    std::vector<const char*> answers;
};

/// Answers by their place: outcome, harm, factor, use.
using NotionAnswers = std::array<int, 4>;

struct NotionRecommendation {
    std::string notion;
    QStringList reasons; ///< one sentence each
};

/// English sources of the context "explain".
[[nodiscard]] const std::array<NotionQuestion, 4>& notionQuestions(Task task);
/// @param answers    each a place in the answers of its question
/// @param condition  column held fixed in the audit; may be empty
[[nodiscard]] NotionRecommendation recommendNotion(
    Task task, const NotionAnswers& answers, const std::string& condition);

} // namespace evenhand::ui
