#include "engine/transport/radix_sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace evenhand {

namespace {

constexpr std::size_t kSmall = 2048;
constexpr std::size_t kDigits = 6;
constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigitValues = std::size_t {1} << kDigitBits;
constexpr std::uint64_t kSign = std::uint64_t {1} << 63U;

/// Unsigned order of the keys is the order of the numbers: negative numbers are flipped whole, others get the
/// top bit.
std::uint64_t toKey(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return bits ^ ((bits & kSign) != 0 ? ~std::uint64_t {0} : kSign);
}

double fromKey(std::uint64_t key)
{
    return std::bit_cast<double>(key ^ ((key & kSign) != 0 ? kSign : ~std::uint64_t {0}));
}

std::size_t digitOf(std::uint64_t key, std::size_t digit)
{
    return static_cast<std::size_t>(key >> (digit * kDigitBits)) & (kDigitValues - 1);
}

std::vector<std::size_t> countDigits(const std::vector<std::uint64_t>& keys)
{
    std::vector<std::size_t> counts(kDigits * kDigitValues, 0);
    for (const std::uint64_t key : keys) {
        for (std::size_t digit = 0; digit < kDigits; ++digit)
            ++counts[digit * kDigitValues + digitOf(key, digit)];
    }
    return counts;
}

/// One pass: keys (and what they carry) in order of one digit. @p places counts become positions.
template <bool carries>
void scatter(std::size_t digit, std::span<std::size_t> places, const std::vector<std::uint64_t>& keys,
    std::vector<std::uint64_t>& sortedKeys, const std::vector<double>& carried,
    std::vector<double>& sortedCarried)
{
    std::size_t begin = 0;
    for (std::size_t& place : places)
        begin += std::exchange(place, begin);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::size_t to = places[digitOf(keys[i], digit)]++;
        sortedKeys[to] = keys[i];
        if constexpr (carries)
            sortedCarried[to] = carried[i];
    }
}

template <bool carries> void radixSort(std::span<double> values, std::span<double> carriedValues)
{
    const std::size_t n = values.size();
    std::vector<std::uint64_t> keys(n);
    std::transform(values.begin(), values.end(), keys.begin(), toKey);
    std::vector<std::uint64_t> otherKeys(n);
    std::vector<double> carried(carriedValues.begin(), carriedValues.end());
    std::vector<double> otherCarried(carried.size());
    std::vector<std::size_t> counts = countDigits(keys);
    for (std::size_t digit = 0; digit < kDigits; ++digit) {
        const std::span<std::size_t> places = std::span(counts).subspan(digit * kDigitValues, kDigitValues);
        if (places[digitOf(keys.front(), digit)] == n)
            continue;
        scatter<carries>(digit, places, keys, otherKeys, carried, otherCarried);
        keys.swap(otherKeys);
        carried.swap(otherCarried);
    }
    std::transform(keys.begin(), keys.end(), values.begin(), fromKey);
    std::copy(carried.begin(), carried.end(), carriedValues.begin());
}

void sortSmall(std::span<double> values, std::span<double> carried)
{
    std::vector<std::pair<double, double>> pairs(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        pairs[i] = {values[i], carried[i]};
    std::sort(pairs.begin(), pairs.end());
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = pairs[i].first;
        carried[i] = pairs[i].second;
    }
}

} // namespace

void sortAscending(std::span<double> values)
{
    if (values.size() < kSmall)
        std::sort(values.begin(), values.end(), [](double a, double b) { return toKey(a) < toKey(b); });
    else
        radixSort<false>(values, {});
}

void sortAscending(std::span<double> values, std::span<double> carried)
{
    if (values.size() < kSmall) {
        sortSmall(values, carried);
        return;
    }
    radixSort<true>(values, carried);
    for (std::size_t begin = 0; begin < values.size();) {
        std::size_t end = begin + 1;
        while (end < values.size() && values[end] == values[begin])
            ++end;
        std::sort(carried.begin() + static_cast<std::ptrdiff_t>(begin),
            carried.begin() + static_cast<std::ptrdiff_t>(end));
        begin = end;
    }
}

} // namespace evenhand
