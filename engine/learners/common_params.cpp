#include "engine/learners/common_params.h"

namespace evenhand {

ParamSpec inverseRegularisation()
{
    ParamSpec c;
    c.id = "C";
    c.name = "Inverse regularisation";
    c.description
        = "How much the data count against the penalty: larger values fit the training rows more closely.";
    c.minimum = 1e-12;
    c.maximum = 1e12;
    c.defaultNumber = 1.0;
    c.logarithmic = true;
    return c;
}

} // namespace evenhand
