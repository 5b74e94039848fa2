#include "engine/methods/group_features.h"

namespace evenhand {

using Eigen::Index;

Result<FeatureMeans> featureMeans(const DesignMatrix& x, const Eigen::VectorXd& weight,
    std::span<const std::int32_t> group, std::size_t nGroups, const RunContext& ctx)
{
    Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(x.features(), static_cast<Index>(nGroups));
    for (Index j = 0; j < x.dense.cols(); ++j) {
        EH_CHECK(ctx.checkpoint());
        for (Index i = 0; i < x.rows(); ++i)
            sums(j, group[static_cast<std::size_t>(i)]) += weight[i] * x.dense(i, j);
    }
    for (const DesignMatrix::OneHot& block : x.blocks) {
        EH_CHECK(ctx.checkpoint());
        for (Index i = 0; i < x.rows(); ++i)
            if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)]; code >= 0)
                sums(block.offset + code, group[static_cast<std::size_t>(i)]) += weight[i];
    }
    Eigen::VectorXd totals = Eigen::VectorXd::Zero(static_cast<Index>(nGroups));
    for (Index i = 0; i < weight.size(); ++i)
        totals[group[static_cast<std::size_t>(i)]] += weight[i];
    FeatureMeans means {std::move(sums), {}};
    means.overall = means.byGroup.rowwise().sum() / totals.sum();
    for (Index g = 0; g < totals.size(); ++g)
        if (totals[g] > 0.0)
            means.byGroup.col(g) /= totals[g];
        else
            means.byGroup.col(g) = means.overall;
    return means;
}

namespace {

constexpr double kMostNumbers = 536'870'912.0; // 4 GiB

Result<void> checkSize(const DesignMatrix& x)
{
    const double numbers = static_cast<double>(x.rows()) * static_cast<double>(x.features());
    if (numbers <= kMostNumbers)
        return kOk;
    return invalidData(text("%1 rows of %2 features would have to be written out, which takes %3 GiB",
                           x.rows(), x.features(), numbers / (kMostNumbers / 4.0)),
        text(
            "leave out columns with very many levels, or choose a method that keeps levels as they are, such "
            "as reweighing"));
}

} // namespace

Result<DesignMatrix> shiftedByGroup(const DesignMatrix& x, std::span<const std::int32_t> group,
    const Eigen::MatrixXd& shift, const RunContext& ctx)
{
    EH_CHECK(checkSize(x));
    DesignMatrix made;
    made.featureNames = x.featureNames;
    made.dense.resize(x.rows(), x.features());
    for (Index j = 0; j < x.features(); ++j) {
        EH_CHECK(ctx.checkpoint());
        const Eigen::VectorXd own = shift.row(j);
        const bool isDense = j < x.dense.cols();
        for (Index i = 0; i < x.rows(); ++i)
            made.dense(i, j) = (isDense ? x.dense(i, j) : 0.0) - own[group[static_cast<std::size_t>(i)]];
    }
    for (const DesignMatrix::OneHot& block : x.blocks) {
        EH_CHECK(ctx.checkpoint());
        for (Index i = 0; i < x.rows(); ++i)
            if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)]; code >= 0)
                made.dense(i, block.offset + code) += 1.0;
    }
    return made;
}

EncodedData withFeatures(const EncodedData& rows, DesignMatrix x)
{
    return EncodedData {std::move(x), rows.y, rows.weight, rows.group, rows.row};
}

} // namespace evenhand
