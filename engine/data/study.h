#pragma once

#include "engine/core/result.h"
#include "engine/data/audit_spec.h"
#include "engine/data/import_options.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace evenhand {

enum class Task : std::uint8_t { Classification, Regression };

/// A further target: a representation can be learned for several tasks at once.
struct TaskTarget {
    std::string column;
    Task task = Task::Classification;
    std::vector<std::string> favourable; ///< classification of a column with levels: those that count as 1
    std::optional<double> above;         ///< classification of a numeric column: larger values count as 1

    friend bool operator==(const TaskTarget&, const TaskTarget&) = default;
};

/// Which column plays which part; columns are meant by name, so another column order changes nothing.
struct Roles {
    Task task = Task::Classification;
    std::string target;
    std::string favourable;             ///< level of the target that people hope for; empty in regression
    std::vector<std::string> sensitive; ///< one or several; several form their intersection
    std::map<std::string, std::vector<double>>
        cuts; ///< numeric sensitive column → ascending cut values; v ≤ cut is below
    std::vector<std::string> exclude; ///< columns that are not features; ignored when `features` is given
    std::vector<std::string>
        features;       ///< exactly these features; empty: every usable column that is not excluded
    std::string weight; ///< empty: every row counts the same
    bool sensitiveAsFeature = false;
    std::vector<TaskTarget> tasks; ///< further targets beside `target`; never features
    std::string taskColumn;        ///< which task a row belongs to (a school, a site); never a feature

    friend bool operator==(const Roles&, const Roles&) = default;
};

enum class SplitKind : std::uint8_t { Holdout, KFold, Column };

/// Which rows of the training part give the scores that a post-processing method is fitted on.
enum class Calibration : std::uint8_t {
    OutOfFold, ///< every training row is scored by a model that has not seen it (default)
    InSample,  ///< training rows are scored by the model trained on them: optimistic, offered for comparison
               ///< only
};

struct SplitSpec {
    SplitKind kind = SplitKind::Holdout;
    double testFraction = 0.3;
    double calibrationFraction
        = 0.0; ///< > 0: these rows are kept from training and used for calibration alone
    int repeats = 10;
    int folds = 5; ///< of KFold
    std::uint64_t seed = 1;
    Calibration calibration = Calibration::OutOfFold;
    int calibrationFolds = 5;                                          ///< of OutOfFold
    std::string column;                                                ///< of SplitKind::Column
    std::vector<std::string> trainValues, calibrateValues, testValues; ///< of SplitKind::Column

    friend bool operator==(const SplitSpec&, const SplitSpec&) = default;
};

struct EncodingSpec {
    bool standardise = true;
    bool intercept = true;

    friend bool operator==(const EncodingSpec&, const EncodingSpec&) = default;
};

/// A number or a choice by its id ("smooth").
using ParamValue = std::variant<double, std::string>;
using ParamSet = std::map<std::string, ParamValue, std::less<>>;
/// Each parameter with one or several values: every combination is a run.
using ParamGrid = std::map<std::string, std::vector<ParamValue>, std::less<>>;

/// A learner or method by id, with the grid of its parameters; parameters left out have their defaults.
struct Component {
    std::string id;
    ParamGrid params;

    friend bool operator==(const Component&, const Component&) = default;
    friend auto operator<=>(const Component&, const Component&) = default;
};

enum class SelectionKind : std::uint8_t {
    BestError, ///< the smallest error, whoever pays for it
    TwoStep,   ///< of those whose error is nearly the smallest, the one that treats groups most alike
};

/// How a run chooses among the values of its parameters, on the training rows of each repeat alone.
struct SelectionSpec {
    SelectionKind kind = SelectionKind::TwoStep;
    int folds = 10;
    double keep = 0.9;      ///< TwoStep: accuracy ≥ keep·best, in regression error ≤ best/keep
    std::string unfairness; ///< empty: equal_opportunity_difference, in regression ks_distance

    friend bool operator==(const SelectionSpec&, const SelectionSpec&) = default;
    friend auto operator<=>(const SelectionSpec&, const SelectionSpec&) = default;
};

struct RunSpec {
    Component learner;
    Component method; ///< id empty: no repair, the model as it comes
    /// Absent: every combination of values is a run. Present: the combinations are searched; only the values
    /// of the method's strength stay runs of their own.
    std::optional<SelectionSpec> selection {};

    friend bool operator==(const RunSpec&, const RunSpec&) = default;
    friend auto operator<=>(const RunSpec&, const RunSpec&) = default;
};

/// Everything that determines the numbers of a study, and nothing else.
struct Study {
    std::string dataPath; ///< relative to the study file, or absolute
    std::string dataSha256;
    ImportOptions import; ///< how the file is read, where a person knew better than the recognition
    Roles roles;
    SplitSpec split;
    EncodingSpec encoding;
    std::vector<RunSpec> runs;
    std::string errorMetric;      ///< of the trade-off plot; empty: accuracy or mean_squared_error
    std::string unfairnessMetric; ///< empty: demographic_parity_difference or ks_distance
    bool predictions = false;
    AuditSpec audit; ///< of predictions that the table has; no run depends on it

    friend bool operator==(const Study&, const Study&) = default;
};

} // namespace evenhand
