#include "engine/boosting/compressed_rows.h"

#include <xgboost/c_api.h>

#include <algorithm>

namespace evenhand {

using Eigen::Index;

namespace {

/// NumPy's array interface, by which XGBoost is told of arrays.
std::string arrayAt(const void* data, std::size_t size, const char* type)
{
    return R"({"data": [)" + std::to_string(reinterpret_cast<std::uintptr_t>(data)) + R"(, true], "shape": [)"
        + std::to_string(size) + R"(], "typestr": ")" + type + R"(", "version": 3})";
}

/// What XGBoost asks for batch after batch, several times over (for the size, for the bins, for the entries).
struct Batches {
    const BoostingRows& rows;
    const RunContext& ctx;
    DMatrixHandle proxy = nullptr;
    Index next = 0;
    CompressedRows features {};
    std::vector<float> y {}, weight {};
    std::string failure {};

    int give()
    {
        const Index count = std::min(compressedBatch(rows.x), rows.size() - next);
        // Without a further batch the library comes to its end; what it made is thrown away.
        if (count <= 0 || ctx.stopRequested() || !failure.empty())
            return 0;
        const Index* const listed = rows.only != nullptr ? rows.only->data() + next : nullptr;
        features.fill(rows.x, listed, next, count);
        y.clear();
        weight.clear();
        for (Index i = next; i < next + count; ++i) {
            y.push_back(static_cast<float>(rows.y[rows.at(i)]));
            weight.push_back(static_cast<float>(rows.weight[rows.at(i)]));
        }
        next += count;
        const auto size = static_cast<bst_ulong>(count);
        const bool isSet
            = XGProxyDMatrixSetDataCSR(proxy, features.starts().c_str(), features.columns().c_str(),
                  features.values().c_str(), static_cast<bst_ulong>(rows.x.features()))
                == 0
            && XGDMatrixSetFloatInfo(proxy, "label", y.data(), size) == 0
            && XGDMatrixSetFloatInfo(proxy, "weight", weight.data(), size) == 0;
        if (!isSet)
            failure = XGBGetLastError();
        return isSet ? 1 : 0;
    }
};

extern "C" void resetBatches(DataIterHandle handle)
{
    static_cast<Batches*>(handle)->next = 0;
}

extern "C" int nextBatch(DataIterHandle handle)
{
    return static_cast<Batches*>(handle)->give();
}

} // namespace

void CompressedRows::fill(const DesignMatrix& x, const Index* rows, Index begin, Index count)
{
    const Index dense = x.dense.cols();
    m_starts.assign(1, 0);
    m_columns.clear();
    m_values.clear();
    for (Index k = 0; k < count; ++k) {
        const Index i = rows != nullptr ? rows[k] : begin + k;
        for (Index j = 0; j < dense; ++j) {
            m_columns.push_back(static_cast<std::uint32_t>(j));
            m_values.push_back(static_cast<float>(x.dense(i, j)));
        }
        for (const DesignMatrix::OneHot& block : x.blocks) {
            const std::int32_t code = block.codes[static_cast<std::size_t>(i)];
            if (code < 0)
                continue;
            m_columns.push_back(static_cast<std::uint32_t>(block.offset + code));
            m_values.push_back(1.0F);
        }
        m_starts.push_back(m_values.size());
    }
}

std::string CompressedRows::starts() const
{
    return arrayAt(m_starts.data(), m_starts.size(), "<u8");
}

std::string CompressedRows::columns() const
{
    return arrayAt(m_columns.data(), m_columns.size(), "<u4");
}

std::string CompressedRows::values() const
{
    return arrayAt(m_values.data(), m_values.size(), "<f4");
}

Index compressedBatch(const DesignMatrix& x)
{
    constexpr Index kEntries = 200'000;
    const Index perRow = x.dense.cols() + static_cast<Index>(x.blocks.size());
    return std::clamp<Index>(kEntries / std::max<Index>(perRow, 1), 64, 16'384);
}

Result<void> succeeded(int code)
{
    if (code != 0)
        return Error {ErrorCode::Internal, text("XGBoost failed: %1", XGBGetLastError()), {}, {}};
    return kOk;
}

Result<std::shared_ptr<void>> binnedMatrix(const BoostingRows& rows, const RunContext& ctx)
{
    EH_CHECK(ctx.checkpoint());
    DMatrixHandle proxy = nullptr;
    EH_CHECK(succeeded(XGProxyDMatrixCreate(&proxy)));
    const std::shared_ptr<void> proxyOwner(proxy, XGDMatrixFree);
    Batches batches {rows, ctx, proxy};
    DMatrixHandle made = nullptr;
    const int code = XGQuantileDMatrixCreateFromCallback(&batches, proxy, nullptr, resetBatches, nextBatch,
        R"({"missing": NaN, "nthread": 1, "max_bin": 256})", &made);
    const std::shared_ptr<void> owner(made, XGDMatrixFree);
    EH_CHECK(ctx.checkpoint());
    if (!batches.failure.empty())
        return Error {ErrorCode::Internal, text("XGBoost failed: %1", batches.failure), {}, {}};
    EH_CHECK(succeeded(code));
    return owner;
}

} // namespace evenhand
