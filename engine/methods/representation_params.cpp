#include "engine/methods/representation_params.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

ParamSpec numberParam(std::string_view id, std::string_view name, std::string_view description,
    double minimum, double maximum, double standard)
{
    ParamSpec spec;
    spec.id = id;
    spec.name = name;
    spec.description = description;
    spec.minimum = minimum;
    spec.maximum = maximum;
    spec.defaultNumber = standard;
    return spec;
}

ParamSpec integerParam(std::string_view id, std::string_view name, std::string_view description,
    double minimum, double maximum, double standard)
{
    ParamSpec spec = numberParam(id, name, description, minimum, maximum, standard);
    spec.kind = ParamKind::Integer;
    return spec;
}

ParamSpec choiceParam(std::string_view id, std::string_view name, std::string_view description,
    std::vector<std::string_view> choices)
{
    ParamSpec spec;
    spec.id = id;
    spec.name = name;
    spec.description = description;
    spec.kind = ParamKind::Choice;
    spec.choices = std::move(choices);
    return spec;
}

ParamSpec strengthParam()
{
    ParamSpec strength = numberParam("strength", "Strength",
        "weight of the divergence beside the tasks' mean loss; 0 learns without fairness, 10 is strong", 0.0,
        1e4, 10.0);
    strength.isStrength = true;
    strength.pathMaximum = 30.0;
    return strength;
}

ParamSpec logarithmic(ParamSpec spec)
{
    spec.logarithmic = true;
    return spec;
}

DivergenceKind kindOf(const std::string& id)
{
    if (id == "sinkhorn")
        return DivergenceKind::Sinkhorn;
    return id == "mean" ? DivergenceKind::Mean : DivergenceKind::Mmd;
}

Activation activationOf(const std::string& id)
{
    if (id == "relu")
        return Activation::Relu;
    return id == "sigmoid" ? Activation::Sigmoid : Activation::Tanh;
}

GroupDivergenceSpec divergenceOf(const ParamSet& params, Index units)
{
    GroupDivergenceSpec spec;
    spec.kind = kindOf(choice(params, "divergence"));
    spec.comparison
        = choice(params, "compare") == "pairs" ? GroupComparison::Pairwise : GroupComparison::Pooled;
    const auto r = static_cast<double>(units);
    // √(2r) is the median distance of normalised points; see the median heuristic.
    if (choice(params, "bandwidth") == "median")
        spec.bandwidths = {std::sqrt(2.0 * r)};
    spec.epsilon = number(params, "epsilon") * r;
    spec.iterations = static_cast<int>(number(params, "sinkhorn_iterations"));
    spec.normalise = choice(params, "normalise") == "yes";
    spec.randomFeatures = static_cast<Index>(number(params, "random_features"));
    return spec;
}

} // namespace

std::vector<ParamSpec> representationParams()
{
    return {
        strengthParam(),
        choiceParam("divergence", "Divergence",
            "how groups are compared: mmd by a Gaussian kernel, sinkhorn by optimal transport, mean by their "
            "means alone (the linear constraint)",
            {"mmd", "sinkhorn", "mean"}),
        choiceParam("notion", "Notion",
            "which rows are compared: all, those with the favourable outcome, or both outcomes apart",
            {"demographic_parity", "equal_opportunity", "equalized_odds"}),
        choiceParam("compare", "Groups",
            "three and more groups: each with all together (pooled), or every two (pairs)",
            {"pooled", "pairs"}),
        integerParam(
            "units", "Hidden units", "of each layer; the last layer is the representation", 1, 1024, 16),
        integerParam("layers", "Hidden layers", "between the features and the heads of the tasks", 1, 8, 1),
        choiceParam("activation", "Activation", "of the hidden units", {"tanh", "relu", "sigmoid"}),
        choiceParam("bandwidth", "Bandwidth",
            "of the kernel: half, once and twice the median distance together, or the median distance alone",
            {"multi_scale", "median"}),
        logarithmic(numberParam("epsilon", "Sinkhorn ε",
            "entropic regularisation in units of the mean cost; small is nearer to transport and slower",
            0.01, 100.0, 0.3)),
        integerParam("sinkhorn_iterations", "Sinkhorn iterations", "per step, after annealing", 1, 1000, 15),
        integerParam("random_features", "Random features",
            "approximates the kernel by that many random Fourier features; 0 is exact", 0, 8192, 0),
        choiceParam("normalise", "Normalised",
            "yes compares the representation after bringing it to one scale, so that shrinking it gains "
            "nothing",
            {"yes", "no"}),
        choiceParam(
            "optimiser", "Optimiser", "adam takes mini-batches, lbfgs all rows at once", {"adam", "lbfgs"}),
        logarithmic(numberParam(
            "learning_rate", "Learning rate", "of Adam; a fifth of it in the last quarter", 1e-6, 1.0, 3e-3)),
        integerParam("batch", "Batch", "rows of a step of Adam; 0: all rows", 0, 1e6, 512),
        integerParam("epochs", "Epochs",
            "passes over the training rows; L-BFGS takes 20 steps for each. 0: 12, for small tables as many "
            "as give 650 "
            "steps",
            0, 1e4, 0),
        integerParam("patience", "Patience",
            "epochs without a better objective on the rows kept aside before training ends; 0: never", 0,
            1000, 0),
        numberParam("validation", "Kept aside",
            "share of the training rows that judges the epochs; the best one is kept", 0.0, 0.5, 0.1),
        logarithmic(
            numberParam("weight_decay", "Weight decay", "penalty on the squared weights", 0.0, 10.0, 1e-4)),
        numberParam("dropout", "Dropout", "share of hidden units left out of each step", 0.0, 0.9, 0.0),
        numberParam("coupling", "Coupling", "with a task column: how much the heads are held together", 0.0,
            100.0, 0.1),
    };
}

RepresentationRequest representationRequest(const ParamSet& params)
{
    RepresentationRequest made;
    const auto units = static_cast<Index>(number(params, "units"));
    made.settings.hidden.assign(static_cast<std::size_t>(number(params, "layers")), units);
    made.settings.activation = activationOf(choice(params, "activation"));
    made.settings.validation = number(params, "validation");
    TrainingSpec& training = made.settings.training;
    training.objective.strength = number(params, "strength");
    training.objective.divergence = divergenceOf(params, units);
    training.objective.weightDecay = number(params, "weight_decay");
    training.objective.dropout = number(params, "dropout");
    training.objective.coupling = number(params, "coupling");
    training.optimiser = choice(params, "optimiser") == "adam" ? Optimiser::Adam : Optimiser::Lbfgs;
    training.learningRate = number(params, "learning_rate");
    training.batch = static_cast<Index>(number(params, "batch"));
    training.epochs = static_cast<int>(number(params, "epochs"));
    training.patience = static_cast<int>(number(params, "patience"));
    made.notion = notionOf(params);
    made.divergence = choice(params, "divergence");
    return made;
}

} // namespace evenhand
