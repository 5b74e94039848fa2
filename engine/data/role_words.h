#pragma once

#include "engine/core/text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// How strongly a column's name speaks for a sensitive attribute, and for which.
struct SensitiveName {
    int weight = 0; ///< 0: it does not; more is stronger
    Text reason;
};

/// By whole words in English, German, French, Spanish, Italian, Portuguese, Dutch, and the codes of census
/// tables.
[[nodiscard]] SensitiveName sensitiveName(std::string_view column);

/// How strongly a name speaks for a target: 0 not at all, 100 for "target", "income", "hired", …
[[nodiscard]] int targetWeight(std::string_view column);

/// Whether the name says that "yes" is the outcome nobody hopes for: deny, default, recid, readmitted, …
[[nodiscard]] bool meansHarm(std::string_view column);

/// Whether the name says that the numbers are classes and not amounts.
[[nodiscard]] bool meansClass(std::string_view column);

/// Whether the name says that the column holds survey weights.
[[nodiscard]] bool meansWeight(std::string_view column);

/// What a name says about a column being somebody's prediction.
enum class PredictionName : std::uint8_t {
    No,
    Score,       ///< score, risk_score, decile_score, …: only beside an outcome
    Probability, ///< proba, p_hat, predicted_probability, …
    Prediction,  ///< prediction, y_pred, yhat, …
};
/// By whole words; "exam_score" and "credit_score" are not meant.
[[nodiscard]] PredictionName predictionName(std::string_view column);

/// Whether the name says that a high number warns: risk_score, decile_score.
[[nodiscard]] bool meansRisk(std::string_view column);

/// +1 for levels people hope for (approved, yes, >50K), -1 for their opposites, 0 if the word does not say.
/// @param isPlain  set when it is only yes or no, or "more than", whose worth depends on the question
[[nodiscard]] int levelWorth(std::string_view level, bool& isPlain);

} // namespace evenhand
