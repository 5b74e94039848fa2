#pragma once

#include "engine/core/result.h"
#include "engine/data/design_matrix.h"
#include "engine/data/study.h"
#include "engine/data/table.h"

namespace evenhand {

/// Turns table rows into features. Everything it knows (means, scales, levels) comes from the training rows
/// it was fitted on, so nothing of the test rows leaks into training.
///
/// Numeric columns: (v - mean) / population standard deviation of the training rows when standardising; a
/// missing number becomes the training mean and, when any training row misses it, an indicator column "name
/// (missing)" is added (not standardised); a column of 0 and 1 is a number too. Categorical, boolean, date
/// and text columns: one feature per level seen in training, in the table's level order; a missing cell is
/// its own level "name = (missing)" when it occurs in training; an unseen level is all zeros. Columns that
/// are constant in training carry nothing and are left out.
class Encoder {
public:
    /// @param features  names of the columns to encode, in this order
    /// @errors InvalidArgument  unknown column;  InvalidData  no usable feature remains
    [[nodiscard]] static Result<Encoder> fit(const Table& table, const std::vector<std::string>& features,
        const std::vector<Eigen::Index>& trainingRows, const EncodingSpec& spec);

    [[nodiscard]] Result<DesignMatrix> transform(
        const Table& table, const std::vector<Eigen::Index>& rows) const;

    [[nodiscard]] Eigen::Index features() const { return static_cast<Eigen::Index>(m_featureNames.size()); }
    [[nodiscard]] const std::vector<std::string>& featureNames() const { return m_featureNames; }
    /// What a reader of the results must know: imputed cells, left-out constants, columns with very many
    /// levels, d > n.
    [[nodiscard]] const std::vector<Text>& warnings() const { return m_warnings; }

private:
    struct NumericPart {
        std::string column;
        double mean = 0.0;     ///< of the training rows that have a number; stands for a missing one
        double scale = 1.0;    ///< population standard deviation
        bool hasValues = true; ///< false: all numbers are the same, only the indicator carries something
        bool hasIndicator = false;
    };
    struct LevelPart {
        std::string column;
        std::vector<std::string> levels; ///< seen in training
        bool hasMissing = false;         ///< the missing cell is the last level
    };

    void addNumeric(
        const std::string& name, const NumericColumn& column, const std::vector<Eigen::Index>& rows);
    void addLevels(const Column& column, const std::vector<Eigen::Index>& rows);
    void nameFeatures();
    void warnAbout(std::size_t trainingRows);

    std::vector<NumericPart> m_numeric;
    std::vector<LevelPart> m_levels;
    bool m_standardise = true;
    std::vector<std::string> m_constant; ///< columns left out
    std::vector<std::string> m_featureNames;
    std::vector<Text> m_warnings;
};

} // namespace evenhand
