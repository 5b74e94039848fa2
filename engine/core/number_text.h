#pragma once

#include <string>

namespace evenhand {

/// "0.21", "0.0600"; for sentences, never for files.
[[nodiscard]] std::string fixedNumber(double value, int decimals);
/// "31.2 %".
[[nodiscard]] std::string percentNumber(double share, int decimals = 1);

/// Decimals that a number deserves whose interval is this wide: its first uncertain digit is the last one
/// shown. Never more than @p most.
[[nodiscard]] int supportedDecimals(double intervalWidth, int most = 4);
/// A share with as many digits as its interval supports, as a percentage.
[[nodiscard]] std::string supportedPercent(double share, double intervalWidth);

/// A number with as many decimals as its interval supports; very large and very small ones with an exponent.
[[nodiscard]] std::string supportedNumber(double value, double intervalWidth);

} // namespace evenhand
