#include "engine/io/rate_curve_json.h"

namespace evenhand {

namespace {

json::object curveToJson(const RateCurve& curve)
{
    json::object object;
    object["column"] = curve.column;
    object["metric"] = curve.metricId;
    object["confidence"] = curve.confidence;
    object["count"] = static_cast<std::int64_t>(curve.rows);
    object["missing"] = static_cast<std::int64_t>(curve.missing);
    object["overall"] = jsonNumber(curve.overall.value);
    object["constant_fits"] = curve.constantFits;
    const std::pair<const char*, const std::vector<double>*> lists[]
        = {{"value", &curve.value}, {"rate", &curve.rate}, {"low", &curve.low}, {"high", &curve.high}};
    for (const auto& [key, numbers] : lists)
        object[key] = json::array(numbers->begin(), numbers->end());
    object["sentences"] = {curve.summary.english(), curve.chance.english()};
    return object;
}

} // namespace

json::array rateCurvesToJson(const std::vector<RateCurve>& curves)
{
    json::array list;
    for (const RateCurve& curve : curves)
        list.push_back(curveToJson(curve));
    return list;
}

} // namespace evenhand
