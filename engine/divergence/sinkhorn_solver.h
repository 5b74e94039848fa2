#pragma once

#include "engine/divergence/sinkhorn.h"
#include "engine/divergence/sinkhorn_term.h"

#include <memory>

namespace evenhand {

/// The transport problems of several comparisons of clouds, solved in step.
class SinkhornSolver {
public:
    /// Checked clouds; those of no comparison are left alone.
    SinkhornSolver(std::span<const PointCloud> clouds, std::span<const CloudComparison> comparisons);

    /// @param epsilon > 0
    /// @errors Cancelled
    Result<SinkhornForm> solve(
        double epsilon, const SinkhornSpec& spec, bool withGradient, const RunContext& ctx);

private:
    struct Cross {
        CloudComparison comparison;
        std::unique_ptr<SinkhornTerm> term;
    };

    void pack(const PointCloud& cloud, std::size_t index);
    Result<double> sweep(bool withMoments, const RunContext& ctx);
    void update(double share);
    Result<void> anneal(double epsilon, const RunContext& ctx);
    Result<void> iterate(const SinkhornSpec& spec, SinkhornForm& form, const RunContext& ctx);
    bool readWarmStart(const SinkhornPotentials& start);
    void writeWarmStart(SinkhornPotentials& start);
    void storePlans();
    void addGradients(SinkhornForm& form);
    [[nodiscard]] double value() const;
    /// An upper bound of all costs between centred clouds.
    [[nodiscard]] double largestCost() const;

    std::vector<std::unique_ptr<PackedCloud>> m_packed; ///< centred; null when not compared
    std::vector<Eigen::RowVectorXd> m_centre;
    std::vector<std::unique_ptr<SinkhornTerm>> m_selfs;
    std::vector<Cross> m_crosses;
    std::vector<SinkhornTerm*> m_terms;
};

} // namespace evenhand
