#include "engine/learners/tree_params.h"

namespace evenhand {

ParamSpec treeDepth(double usual)
{
    ParamSpec depth;
    depth.id = "depth";
    depth.name = "Depth";
    depth.description = "Splits from a tree's root to a leaf, at most.";
    depth.kind = ParamKind::Integer;
    depth.minimum = 1.0;
    depth.maximum = 20.0;
    depth.defaultNumber = usual;
    return depth;
}

ParamSpec leastChildWeight()
{
    ParamSpec least;
    least.id = "min_child_weight";
    least.name = "Least leaf weight";
    least.description = "Sum of second derivatives of the loss in a leaf, at least; with squared loss the "
                        "weight of its rows.";
    least.maximum = 1e9;
    least.defaultNumber = 1.0;
    return least;
}

ParamSpec leafPenalty(double usual)
{
    ParamSpec lambda;
    lambda.id = "lambda";
    lambda.name = "Penalty λ";
    lambda.description = "On the squares of leaf values: larger values shrink small leaves.";
    lambda.maximum = 1e9;
    lambda.defaultNumber = usual;
    return lambda;
}

ParamSpec rowShare(double usual)
{
    ParamSpec share;
    share.id = "subsample";
    share.name = "Share of rows";
    share.description = "That a tree is grown on, drawn anew for each tree.";
    share.minimum = 0.01;
    share.defaultNumber = usual;
    return share;
}

ParamSpec columnShare(std::string_view id, std::string_view description, double usual)
{
    ParamSpec share;
    share.id = id;
    share.name = "Share of features";
    share.description = description;
    share.minimum = 0.01;
    share.defaultNumber = usual;
    return share;
}

ParamSpec treeSeed()
{
    ParamSpec seed;
    seed.id = "seed";
    seed.name = "Seed";
    seed.description = "Of what is drawn: the same seed gives the same model.";
    seed.kind = ParamKind::Integer;
    seed.maximum = 2147483646.0;
    return seed;
}

} // namespace evenhand
