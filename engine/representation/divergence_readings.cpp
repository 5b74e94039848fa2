#include "engine/representation/divergence_readings.h"

namespace evenhand {

Result<std::vector<DivergenceReading>> divergenceReadings(const Eigen::MatrixXd&, std::span<const ComparedRows>,
    const std::vector<std::string>&, std::uint64_t, const RunContext&)
{
    return std::vector<DivergenceReading> {};
}

} // namespace evenhand
