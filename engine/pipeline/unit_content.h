#pragma once

#include "engine/methods/method.h"
#include "engine/pipeline/evaluate.h"
#include "engine/pipeline/selection.h"

namespace evenhand {

// What is kept of a sweep, in the pieces in which it is asked for again.

/// A base model of one split: what its runs need of it. The model itself is not kept; a method that asks it
/// for more has it trained again.
struct BaseUnit {
    Scores test;                       ///< scores of the test rows
    std::vector<Text> encoderWarnings; ///< of encoding the split
    std::vector<Text> warnings;        ///< of the model
    double seconds = 0.0;
};

/// Scores of the calibration rows of one split.
struct CalibrationUnit {
    Scores score;
    double seconds = 0.0;
};

/// One run in one repeat.
struct RunUnit {
    Evaluation evaluation;
    Scores scores; ///< of the test rows; empty for the base model itself
    MethodInsight insight;
    std::vector<Text> warnings; ///< of the method
    double seconds = 0.0;       ///< without the base model's
};

/// Settings of a method that are fitted together.
struct MethodUnit {
    std::vector<RunUnit> runs;
};

/// A method's settings on one learner setting, judged outside one fold of a search.
struct FoldUnit {
    FoldOutcomes outcomes;
};

/// Bytes of a unit, and back with the same bits.
template <class Unit> [[nodiscard]] std::string unitBytes(const Unit& unit);
/// @return absent when the bytes are not those of such a unit
template <class Unit> [[nodiscard]] std::optional<Unit> unitFromBytes(std::string_view bytes);

} // namespace evenhand
