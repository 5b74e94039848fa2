#pragma once

#include "engine/data/study.h"

#include <string_view>

namespace evenhand {

enum class ParamKind : std::uint8_t { Number, Integer, Fraction, Choice };

/// One parameter of a learner or method: form, command line, study file and validation are all made from
/// this.
struct ParamSpec {
    std::string_view id;          ///< as in the study file: "C", "strength"
    std::string_view name;        ///< for people, English
    std::string_view description; ///< one sentence for the tooltip
    ParamKind kind = ParamKind::Number;
    double minimum = 0.0, maximum = 1.0, defaultNumber = 0.0; ///< inclusive bounds; of the numeric kinds
    std::string_view unit;                                    ///< "" when it has none
    bool logarithmic = false;                                 ///< steps of a control multiply instead of add
    bool isStrength = false;               ///< walks along the trade-off: the path of the plot runs over it
    double pathMaximum = 1.0;              ///< of a strength: where a path that a person asks for ends
    std::vector<std::string_view> choices; ///< of Choice; the first is the default
};

/// Every parameter with a value: those given, checked, and the defaults of the others.
/// @errors InvalidArgument  unknown parameter, wrong kind, outside its bounds, not among the choices; names
/// @p owner
[[nodiscard]] Result<ParamSet> completeParams(
    std::string_view owner, const std::vector<ParamSpec>& specs, const ParamSet& given);

/// Value of a parameter that completeParams has checked.
[[nodiscard]] double number(const ParamSet& params, std::string_view id);
[[nodiscard]] const std::string& choice(const ParamSet& params, std::string_view id);

/// All combinations of a grid in a fixed order: parameters by name, the last one runs fastest.
[[nodiscard]] std::vector<ParamSet> expandGrid(const ParamGrid& grid);

} // namespace evenhand
