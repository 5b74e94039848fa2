#include "engine/transport/radix_sort.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace evenhand {

namespace {

constexpr std::size_t kSmall = 2048;
constexpr std::size_t kLargest = std::numeric_limits<std::uint32_t>::max(); ///< positions are kept in 32 bits
constexpr std::size_t kDigits = 6;
constexpr unsigned kDigitBits = 11;
/// Numbers alone are sorted by their upper digits; what is equal in these (31 bits) is put in order
/// afterwards.
constexpr std::size_t kFirstUpperDigit = 3;
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

/// Numbers of keys by digit, [digit][value] from @p firstDigit on.
std::vector<std::uint32_t> countDigits(std::span<const std::uint64_t> keys, std::size_t firstDigit)
{
    std::vector<std::uint32_t> counts((kDigits - firstDigit) * kDigitValues, 0);
    for (const std::uint64_t key : keys) {
        for (std::size_t digit = firstDigit; digit < kDigits; ++digit)
            ++counts[(digit - firstDigit) * kDigitValues + digitOf(key, digit)];
    }
    return counts;
}

/// Two buffers that take turns; not initialised, because all of it is written before it is read.
template <class T> struct Buffers {
    explicit Buffers(std::size_t size)
        : n(size)
        , first(std::make_unique_for_overwrite<T[]>(size))
        , second(std::make_unique_for_overwrite<T[]>(size))
    {
    }
    void swap() { first.swap(second); }
    [[nodiscard]] std::span<T> now() { return {first.get(), n}; }

    std::size_t n;
    std::unique_ptr<T[]> first, second;
};

/// One pass: keys (and what they carry) in order of one digit. @p places counts become positions.
template <bool carries>
void scatter(std::size_t digit, std::span<std::uint32_t> places, Buffers<std::uint64_t>& keys,
    Buffers<double>& carried)
{
    std::uint32_t begin = 0;
    for (std::uint32_t& place : places)
        begin += std::exchange(place, begin);
    for (std::size_t i = 0; i < keys.n; ++i) {
        const std::uint64_t key = keys.first[i];
        const std::size_t to = places[digitOf(key, digit)]++;
        keys.second[to] = key;
        if constexpr (carries)
            carried.second[to] = carried.first[i];
    }
    keys.swap();
    carried.swap();
}

template <bool carries>
void sortDigits(std::size_t firstDigit, Buffers<std::uint64_t>& keys, Buffers<double>& carried)
{
    std::vector<std::uint32_t> counts = countDigits(keys.now(), firstDigit);
    for (std::size_t digit = firstDigit; digit < kDigits; ++digit) {
        const std::span<std::uint32_t> places
            = std::span(counts).subspan((digit - firstDigit) * kDigitValues, kDigitValues);
        if (places[digitOf(keys.first[0], digit)] < keys.n)
            scatter<carries>(digit, places, keys, carried);
    }
}

/// Puts runs of keys in order whose upper digits are equal; such runs are short unless the numbers are very
/// alike.
void sortRuns(std::span<std::uint64_t> keys)
{
    constexpr unsigned kLowerBits = kFirstUpperDigit * kDigitBits;
    for (std::size_t begin = 0; begin < keys.size();) {
        bool isSorted = true;
        std::size_t end = begin + 1;
        for (; end < keys.size() && (keys[end] >> kLowerBits) == (keys[begin] >> kLowerBits); ++end)
            isSorted = isSorted && keys[end - 1] <= keys[end];
        if (!isSorted)
            std::sort(keys.data() + begin, keys.data() + end);
        begin = end;
    }
}

void sortLarge(std::span<double> values)
{
    Buffers<std::uint64_t> keys(values.size());
    Buffers<double> nothing(0);
    std::transform(values.begin(), values.end(), keys.first.get(), toKey);
    sortDigits<false>(kFirstUpperDigit, keys, nothing);
    sortRuns(keys.now());
    std::transform(keys.first.get(), keys.first.get() + keys.n, values.begin(), fromKey);
}

void sortLarge(std::span<double> values, std::span<double> carriedValues)
{
    Buffers<std::uint64_t> keys(values.size());
    Buffers<double> carried(values.size());
    std::transform(values.begin(), values.end(), keys.first.get(), toKey);
    std::copy(carriedValues.begin(), carriedValues.end(), carried.first.get());
    sortDigits<true>(0, keys, carried);
    std::transform(keys.first.get(), keys.first.get() + keys.n, values.begin(), fromKey);
    std::copy(carried.first.get(), carried.first.get() + carried.n, carriedValues.begin());
}

void sortPairs(std::span<double> values, std::span<double> carried)
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
    if (values.size() < kSmall || values.size() > kLargest)
        std::sort(values.begin(), values.end(), [](double a, double b) { return toKey(a) < toKey(b); });
    else
        sortLarge(values);
}

void sortAscending(std::span<double> values, std::span<double> carried)
{
    if (values.size() < kSmall || values.size() > kLargest) {
        sortPairs(values, carried);
        return;
    }
    sortLarge(values, carried);
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
