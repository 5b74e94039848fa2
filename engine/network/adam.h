#pragma once

#include <Eigen/Core>

namespace evenhand {

/// Adam: steps by the gradient's running mean over the root of its running mean square.
/// @source Kingma, Ba (2015), Adam: a method for stochastic optimization, algorithm 1
class Adam {
public:
    explicit Adam(Eigen::Index size)
        : m_mean(Eigen::VectorXd::Zero(size))
        , m_square(Eigen::VectorXd::Zero(size))
    {
    }

    void step(Eigen::VectorXd& parameters, const Eigen::VectorXd& gradient, double rate);

private:
    Eigen::VectorXd m_mean, m_square;
    int m_steps = 0;
};

} // namespace evenhand
