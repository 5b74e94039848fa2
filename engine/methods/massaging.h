#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Massaging: training rows nearest the decision are relabelled until the groups' base rates are equal; then
/// any learner.
[[nodiscard]] MethodInfo massaging();

/// Rows in the order in which they would be relabelled.
class Massage {
public:
    /// @param rows     y is 0 or 1
    /// @param score    (n,) how much speaks for the favourable outcome; equal scores go by table row
    /// @param nGroups  groups of the study
    /// @errors InvalidArgument  a score is not finite;  Cancelled
    /// @cost O(n log n)
    [[nodiscard]] static Result<Massage> create(
        const EncodedData& rows, const Scores& score, std::size_t nGroups, const RunContext& ctx);

    /// Labels with every group's base rate moved by the share @p strength of its way to the overall one.
    ///
    /// When all rows weigh the same, the number of favourable rows stays what it is and every group's is the
    /// wanted one to within one row (what is left over by rounding down goes to the largest remainders, of
    /// equal ones to the group that had the lower base rate). Otherwise every group's favourable weight is as
    /// near to the wanted one as rows in their order allow.
    /// @return (n,) 0 or 1
    /// @source Kamiran, Calders (2012), Data preprocessing techniques for classification without
    /// discrimination, algorithms 1 and 2, which is the case of two groups
    [[nodiscard]] Eigen::VectorXd labels(double strength) const;

private:
    struct Candidate {
        double score = 0.0;
        Eigen::Index tableRow = 0;
        Eigen::Index place = 0; ///< among the rows
        double weight = 1.0;
    };

    struct Group {
        double favourable = 0.0, total = 0.0;
        Eigen::Index firstRow = 0;      ///< smallest table row
        std::vector<Candidate> changes; ///< up in a group below the overall rate, down in one above it
        bool isBelow = false;
    };

    [[nodiscard]] std::vector<double> wanted(double strength) const;
    void roundToRows(std::vector<double>& wanted) const;

    Eigen::VectorXd m_y;
    std::vector<Group> m_groups;
    double m_rate = 0.0;       ///< overall base rate
    double m_rowWeight = -1.0; ///< of every row; negative: they differ
};

} // namespace evenhand
