#pragma once

#include "engine/thresholds/frontier.h"

namespace evenhand {

/// An entry of a group's curve and the probability of deciding by it.
struct EntryShare {
    std::size_t entry = 0;
    double probability = 1.0;
};
/// What one group does: entries with probabilities > 0 that add up to 1. Empty: the group has no rows.
using EntryMix = std::vector<EntryShare>;

/// One side of a hull from "nobody" to "everybody"; all columns never fall and are (vertices,).
struct RocChain {
    std::vector<std::size_t> entry;
    std::vector<double> falsePositiveRate, truePositiveRate; ///< 0 without rows of the outcome
};

/// Everything that rules drawn between the thresholds of one group can reach: the convex hull of its ROC
/// points. Gains are the weight of cost saved against selecting nobody, cFN·TP - cFP·FP: linear in the ROC
/// plane and falling towards its lower right, so that the upper chain is the best for any costs and at any
/// selection rate, true or false positive rate.
struct RocHull {
    RocChain upper, lower;
    std::vector<double> selectionRate, gain; ///< of the vertices of `upper`; the gain is concave along it
    std::size_t peak = 0;                    ///< vertex of `upper` with the greatest gain
    double truePositiveGain = 0.0;           ///< of the whole rate: cFN·P
    double falsePositiveLoss = 0.0;          ///< cFP·N
    bool hasPositives = false, hasNegatives = false;

    [[nodiscard]] bool isEmpty() const { return !hasPositives && !hasNegatives; }
};

/// @cost O(size of the curve)
[[nodiscard]] RocHull rocHull(const GroupCurve& curve, const ErrorCosts& costs);

/// The mix on a chain between the vertices @p left and left + 1, the share @p towards of the way.
[[nodiscard]] EntryMix mixOnChain(const RocChain& chain, std::size_t left, double towards);

/// The mix on a chain at which @p rate, one of the chain's columns, is @p value: of all places with that
/// rate the first whose neighbour to the right has a greater one.
[[nodiscard]] EntryMix mixAt(const RocChain& chain, const std::vector<double>& rate, double value);

/// The mix of at most three entries with the given rates, a point of the hull; the nearest towards "nobody"
/// and along the edge when rounding puts it outside.
[[nodiscard]] EntryMix mixInside(const RocHull& hull, double falsePositiveRate, double truePositiveRate);

/// Left end of the piece of a rising column that holds @p value: the last i with column[i] ≤ value, kept such
/// that column[i] < column[i + 1]. The column has two different values.
[[nodiscard]] std::size_t pieceAt(const std::vector<double>& column, double value);

} // namespace evenhand
