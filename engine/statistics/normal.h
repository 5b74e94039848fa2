#pragma once

namespace evenhand {

/// Φ⁻¹(level), level in (0,1).
[[nodiscard]] double normalQuantile(double level);
/// Φ(z).
[[nodiscard]] double normalProbability(double z);
/// The z with P(|Z| ≤ z) = confidence: 1.96 for 0.95.
[[nodiscard]] double twoSidedQuantile(double confidence);
/// P(|Z| ≥ |z|).
[[nodiscard]] double twoSidedPValue(double z);

} // namespace evenhand
