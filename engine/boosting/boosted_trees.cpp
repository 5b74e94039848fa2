#include "engine/boosting/boosted_trees.h"

#include <xgboost/c_api.h>

#include <array>
#include <utility>

namespace evenhand {

using Eigen::Index;

namespace {

Result<void> succeeded(int code)
{
    if (code != 0)
        return Error {ErrorCode::Internal, text("XGBoost failed: %1", XGBGetLastError()), {}, {}};
    return kOk;
}

/// Features in the library's compressed rows; a level's column is present where the row has that level.
Result<std::shared_ptr<void>> matrixOf(const DesignMatrix& x)
{
    std::vector<std::size_t> starts {0};
    std::vector<unsigned> columns;
    std::vector<float> values;
    const Index dense = x.dense.cols();
    for (Index i = 0; i < x.rows(); ++i) {
        for (Index j = 0; j < dense; ++j) {
            columns.push_back(static_cast<unsigned>(j));
            values.push_back(static_cast<float>(x.dense(i, j)));
        }
        for (const DesignMatrix::OneHot& block : x.blocks) {
            const std::int32_t code = block.codes[static_cast<std::size_t>(i)];
            if (code < 0)
                continue;
            columns.push_back(static_cast<unsigned>(block.offset + code));
            values.push_back(1.0F);
        }
        starts.push_back(values.size());
    }
    DMatrixHandle made = nullptr;
    EH_CHECK(succeeded(XGDMatrixCreateFromCSREx(starts.data(), columns.data(), values.data(), starts.size(),
        values.size(), static_cast<std::size_t>(x.features()), &made)));
    return std::shared_ptr<void>(made, XGDMatrixFree);
}

Result<void> setColumn(void* matrix, const char* field, const Eigen::VectorXd& values)
{
    const Eigen::VectorXf single = values.cast<float>();
    return succeeded(
        XGDMatrixSetFloatInfo(matrix, field, single.data(), static_cast<bst_ulong>(single.size())));
}

} // namespace

Result<BoostedTrees> BoostedTrees::fit(const DesignMatrix& x, const Eigen::VectorXd& y,
    const Eigen::VectorXd& weight, const BoostingSpec& spec, const RunContext& ctx)
{
    EH_TRY(const std::shared_ptr<void> train, matrixOf(x));
    EH_CHECK(setColumn(train.get(), "label", y));
    EH_CHECK(setColumn(train.get(), "weight", weight));
    BoosterHandle handle = nullptr;
    DMatrixHandle cached = train.get();
    EH_CHECK(succeeded(XGBoosterCreate(&cached, 1, &handle)));
    const std::shared_ptr<void> booster(handle, XGBoosterFree);
    const std::array<std::pair<const char*, std::string>, 8> settings {{
        {"verbosity", "0"},
        {"nthread", "1"},
        {"objective", "binary:logistic"},
        {"tree_method", "hist"},
        {"eta", exactNumber(spec.rate)},
        {"max_depth", std::to_string(spec.depth)},
        {"min_child_weight", exactNumber(spec.minimumChildWeight)},
        {"seed", std::to_string(spec.seed % 2147483647U)},
    }};
    for (const auto& [name, value] : settings)
        EH_CHECK(succeeded(XGBoosterSetParam(handle, name, value.c_str())));
    for (int round = 0; round < spec.rounds; ++round) {
        EH_CHECK(ctx.checkpoint());
        EH_CHECK(succeeded(XGBoosterUpdateOneIter(handle, round, train.get())));
    }
    return BoostedTrees(booster);
}

Result<Eigen::VectorXd> BoostedTrees::predict(const DesignMatrix& x) const
{
    EH_TRY(const std::shared_ptr<void> rows, matrixOf(x));
    constexpr const char* kConfig
        = R"({"type": 0, "training": false, "iteration_begin": 0, "iteration_end": 0, "strict_shape": false})";
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* values = nullptr;
    EH_CHECK(succeeded(
        XGBoosterPredictFromDMatrix(m_booster.get(), rows.get(), kConfig, &shape, &dimensions, &values)));
    return Eigen::VectorXd(Eigen::Map<const Eigen::VectorXf>(values, x.rows()).cast<double>());
}

} // namespace evenhand
