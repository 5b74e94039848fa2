#include "engine/svm/distinct_rows.h"

#include <bit>
#include <unordered_map>

namespace evenhand {

using Eigen::Index;

namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word)
{
    // The finaliser of MurmurHash3: every bit of the input reaches every bit of the output.
    hash ^= word + 0x9e3779b97f4a7c15ULL + (hash << 6U) + (hash >> 2U);
    hash ^= hash >> 33U;
    hash *= 0xff51afd7ed558ccdULL;
    hash ^= hash >> 33U;
    return hash;
}

bool sameRow(const DesignMatrix& x, const Eigen::VectorXd& y, Index a, Index b)
{
    if (y[a] != y[b])
        return false;
    for (Index j = 0; j < x.dense.cols(); ++j)
        if (x.dense(a, j) != x.dense(b, j))
            return false;
    for (const DesignMatrix::OneHot& block : x.blocks)
        if (block.codes[static_cast<std::size_t>(a)] != block.codes[static_cast<std::size_t>(b)])
            return false;
    return true;
}

} // namespace

Result<DistinctRows> distinctRows(const DesignMatrix& x, const Eigen::VectorXd& y, const RunContext& ctx)
{
    const auto n = static_cast<std::size_t>(x.rows());
    std::vector<std::uint64_t> hashes(n, 0);
    const auto mixColumn = [&](const auto& valueOf) {
        for (std::size_t i = 0; i < n; ++i)
            hashes[i] = mixed(hashes[i], valueOf(i));
    };
    // Zero plus zero turns a negative zero into a positive one: they are equal and must hash alike.
    const auto bitsOf = [](double value) { return std::bit_cast<std::uint64_t>(value + 0.0); };
    mixColumn([&](std::size_t i) { return bitsOf(y[static_cast<Index>(i)]); });
    for (Index j = 0; j < x.dense.cols(); ++j) {
        EH_CHECK(ctx.checkpoint());
        mixColumn([&](std::size_t i) { return bitsOf(x.dense(static_cast<Index>(i), j)); });
    }
    for (const DesignMatrix::OneHot& block : x.blocks)
        mixColumn([&](std::size_t i) { return static_cast<std::uint64_t>(block.codes[i]); });

    DistinctRows distinct;
    distinct.kind.resize(n);
    std::unordered_multimap<std::uint64_t, Index> kinds;
    kinds.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        if (i % 16384 == 0)
            EH_CHECK(ctx.checkpoint());
        Index found = -1;
        const auto [begin, end] = kinds.equal_range(hashes[i]);
        for (auto at = begin; at != end && found < 0; ++at)
            if (sameRow(x, y, distinct.first[static_cast<std::size_t>(at->second)], static_cast<Index>(i)))
                found = at->second;
        if (found < 0) {
            found = static_cast<Index>(distinct.first.size());
            distinct.first.push_back(static_cast<Index>(i));
            kinds.emplace(hashes[i], found);
        }
        distinct.kind[i] = found;
    }
    return distinct;
}

Eigen::MatrixXd DistinctRows::sums(const Eigen::MatrixXd& perRow) const
{
    Eigen::MatrixXd all = Eigen::MatrixXd::Zero(static_cast<Index>(first.size()), perRow.cols());
    for (std::size_t i = 0; i < kind.size(); ++i)
        all.row(kind[i]) += perRow.row(static_cast<Index>(i));
    return all;
}

} // namespace evenhand
