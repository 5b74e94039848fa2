#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace evenhand {

enum class Activation : std::uint8_t { Tanh, Relu, Sigmoid };

/// A dense network with one linear head per task on its last hidden layer, the representation:
/// h_1 = φ(W_1 x + c_1), …, h = φ(W_L h_{L-1} + c_L), o_t = ⟨v_t, h⟩ + β_t.
struct NetworkShape {
    Eigen::Index inputs = 0;
    std::vector<Eigen::Index> hidden {16}; ///< units of each layer, at least one layer
    Activation activation = Activation::Tanh;
    Eigen::Index tasks = 1;

    [[nodiscard]] std::size_t layers() const { return hidden.size(); }
    [[nodiscard]] Eigen::Index dimensions() const { return hidden.back(); } ///< of the representation
    [[nodiscard]] Eigen::Index inputsOf(std::size_t layer) const
    {
        return layer == 0 ? inputs : hidden[layer - 1];
    }
    /// Number of parameters.
    [[nodiscard]] Eigen::Index size() const;

    friend bool operator==(const NetworkShape&, const NetworkShape&) = default;
};

/// Where the parts of a network lie in one vector of parameters (or of their derivatives). Weights lie with
/// the units of one input beside one another, so that an input's share is added in one sweep.
template <class Vector> class NetworkParts {
public:
    using Scalar = std::conditional_t<std::is_const_v<Vector>, const double, double>;
    using Matrix
        = Eigen::Map<std::conditional_t<std::is_const_v<Vector>, const Eigen::MatrixXd, Eigen::MatrixXd>>;
    using Column
        = Eigen::Map<std::conditional_t<std::is_const_v<Vector>, const Eigen::VectorXd, Eigen::VectorXd>>;

    NetworkParts(const NetworkShape& shape, Vector& values)
        : m_shape(shape)
        , m_data(values.data())
    {
    }

    /// W of a layer, (units, inputs).
    [[nodiscard]] Matrix weight(std::size_t layer) const
    {
        return Matrix(m_data + offset(layer), m_shape.hidden[layer], m_shape.inputsOf(layer));
    }
    /// c of a layer, (units,).
    [[nodiscard]] Column bias(std::size_t layer) const
    {
        const Eigen::Index units = m_shape.hidden[layer];
        return Column(m_data + offset(layer) + units * m_shape.inputsOf(layer), units);
    }
    /// The heads v_t as columns, (dimensions, tasks).
    [[nodiscard]] Matrix heads() const
    {
        return Matrix(m_data + offset(m_shape.layers()), m_shape.dimensions(), m_shape.tasks);
    }
    /// β, (tasks,).
    [[nodiscard]] Column headBias() const
    {
        return Column(
            m_data + offset(m_shape.layers()) + m_shape.dimensions() * m_shape.tasks, m_shape.tasks);
    }

private:
    [[nodiscard]] Eigen::Index offset(std::size_t layer) const
    {
        Eigen::Index at = 0;
        for (std::size_t l = 0; l < layer; ++l)
            at += m_shape.hidden[l] * (m_shape.inputsOf(l) + 1);
        return at;
    }

    const NetworkShape& m_shape;
    Scalar* m_data;
};

/// Weights and biases uniform on ±1/√inputs of their layer.
[[nodiscard]] Eigen::VectorXd initialParameters(const NetworkShape& shape, std::uint64_t seed);

/// φ in place.
void activate(Activation activation, Eigen::Ref<Eigen::MatrixXd> z);
/// gradient ∘= φ'(z), written in terms of h = φ(z).
void timesDerivative(
    Activation activation, const Eigen::Ref<const Eigen::MatrixXd>& h, Eigen::Ref<Eigen::MatrixXd> gradient);

} // namespace evenhand
