#include "engine/divergence/exact_transport.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

Eigen::MatrixXd costsOf(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y, TransportCost cost)
{
    Eigen::MatrixXd costs(x.rows(), y.rows());
    for (Index j = 0; j < y.rows(); ++j)
        costs.col(j) = (x.rowwise() - y.row(j)).rowwise().squaredNorm();
    if (cost == TransportCost::Distance)
        costs = costs.cwiseSqrt();
    return costs;
}

} // namespace

Result<double> exactTransport(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y, TransportCost cost)
{
    using Graph = lemon::SmartDigraph;
    const auto m = static_cast<int>(x.rows());
    const auto n = static_cast<int>(y.rows());
    const Eigen::MatrixXd costs = costsOf(x, y, cost);
    const double largest = costs.maxCoeff();
    if (!(largest > 0.0))
        return 0.0;
    Graph graph;
    graph.reserveNode(m + n);
    graph.reserveArc(m * n);
    for (int node = 0; node < m + n; ++node)
        graph.addNode();
    for (int i = 0; i < m; ++i)
        for (int j = 0; j < n; ++j)
            graph.addArc(Graph::nodeFromId(i), Graph::nodeFromId(m + j));
    // With whole numbers no comparison depends on rounding, so the method ends and its plan is the best one.
    Graph::NodeMap<std::int64_t> supply(graph);
    for (int i = 0; i < m; ++i)
        supply[Graph::nodeFromId(i)] = n;
    for (int j = 0; j < n; ++j)
        supply[Graph::nodeFromId(m + j)] = -m;
    Graph::ArcMap<std::int64_t> wholeCost(graph);
    for (int arc = 0; arc < m * n; ++arc)
        wholeCost[Graph::arcFromId(arc)] = std::llround(costs(arc / n, arc % n) / largest * 0x1.0p40);
    lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
    simplex.costMap(wholeCost).supplyMap(supply);
    if (simplex.run() != decltype(simplex)::OPTIMAL)
        return Error {ErrorCode::Internal, text("the transport problem has no answer"), {}, {}};
    double sum = 0.0;
    for (int arc = 0; arc < m * n; ++arc)
        sum += costs(arc / n, arc % n) * static_cast<double>(simplex.flow(Graph::arcFromId(arc)));
    return sum / (static_cast<double>(m) * static_cast<double>(n));
}

} // namespace evenhand
