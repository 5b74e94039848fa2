#include "engine/boosting/tree_predictions.h"

#include <xgboost/c_api.h>

namespace evenhand {

Result<void> predictTrees(void* booster, const CompressedRows& rows, Eigen::Index features,
    const TreeRange& range, Eigen::Ref<Eigen::VectorXd> out)
{
    const std::string config = R"({"type": )" + std::string(range.margin ? "1" : "0")
        + R"(, "training": false, "strict_shape": false, "missing": NaN, "cache_id": 0, "iteration_begin": )"
        + std::to_string(range.begin) + R"(, "iteration_end": )" + std::to_string(range.end) + "}";
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* values = nullptr;
    EH_CHECK(succeeded(
        XGBoosterPredictFromCSR(booster, rows.starts().c_str(), rows.columns().c_str(), rows.values().c_str(),
            static_cast<bst_ulong>(features), config.c_str(), nullptr, &shape, &dimensions, &values)));
    out = Eigen::Map<const Eigen::VectorXf>(values, out.size()).cast<double>();
    return kOk;
}

} // namespace evenhand
