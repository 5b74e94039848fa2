#pragma once

#include "engine/audit/conditional.h"

namespace evenhand {

/// Fills the sentence and the caveats of a pair from its numbers.
void describePair(const ConditionalAudit& audit, ConditionalPair& pair);
/// The sentence of the pair that says most: one whose sign turns, else the largest weighted difference.
[[nodiscard]] Text summaryOf(const ConditionalAudit& audit);

/// A difference of shares as "14.1 points", of numbers as "1.25"; without its sign.
[[nodiscard]] std::string differenceNumber(bool isShare, double difference);

} // namespace evenhand
