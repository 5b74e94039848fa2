#include "engine/figures/pareto.h"

namespace evenhand {

std::vector<std::size_t> paretoFront(
    const std::vector<TradeoffPoint>& points, bool higherUnfairnessIsBetter, bool higherErrorIsBetter)
{
    const double signX = higherUnfairnessIsBetter ? -1.0 : 1.0;
    const double signY = higherErrorIsBetter ? -1.0 : 1.0;
    const auto beats = [&](const TradeoffPoint& a, const TradeoffPoint& b) {
        const double dx = signX * (a.unfairness - b.unfairness);
        const double dy = signY * (a.error - b.error);
        return dx <= 0.0 && dy <= 0.0 && (dx < 0.0 || dy < 0.0);
    };
    std::vector<std::size_t> front;
    for (std::size_t i = 0; i < points.size(); ++i) {
        bool beaten = false;
        for (const TradeoffPoint& other : points)
            beaten = beaten || beats(other, points[i]);
        if (!beaten)
            front.push_back(i);
    }
    return front;
}

} // namespace evenhand
