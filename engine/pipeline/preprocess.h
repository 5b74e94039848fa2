#pragma once

#include "engine/core/run_context.h"
#include "engine/data/study.h"
#include "engine/data/table.h"

#include <Eigen/Core>

namespace evenhand {

/// A table whose features are to be made fair once, for whatever is trained on it afterwards.
struct PreprocessSpec {
    Roles roles;
    EncodingSpec encoding;
    ParamSet params;                           ///< of the method; those left out have their defaults
    std::string method = "ferm_preprocessing"; ///< a method of the family Pre
    std::uint64_t seed = 1;
};

/// Transformed features of the usable rows.
struct TransformedTable {
    std::vector<std::string> names;
    Eigen::MatrixXd features;       ///< (rows, names)
    std::vector<Eigen::Index> rows; ///< of the table
    std::vector<Text> warnings;
};

/// The features that a pre-processing makes, fitted on all usable rows of a table.
/// @errors InvalidArgument, InvalidData  a role or parameter cannot be used; a group without the outcome that
/// the
///                                       notion compares;  Cancelled
[[nodiscard]] Result<TransformedTable> preprocess(
    const PreprocessSpec& spec, const Table& table, const RunContext& ctx);

} // namespace evenhand
