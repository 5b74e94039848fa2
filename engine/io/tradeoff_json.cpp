#include "engine/io/tradeoff_json.h"

namespace evenhand {

namespace {

json::string_view view(std::string_view text)
{
    return {text.data(), text.size()};
}

json::object summaryToJson(const RepeatedMetric& metric)
{
    json::object object;
    object["mean"] = jsonNumber(metric.mean);
    object["sd"] = jsonNumber(metric.sd);
    object["low"] = jsonNumber(metric.low);
    object["high"] = jsonNumber(metric.high);
    return object;
}

json::array textsToJson(const std::vector<Text>& texts)
{
    json::array list;
    for (const Text& entry : texts)
        list.emplace_back(entry.english());
    return list;
}

json::array numbersToJson(const std::vector<double>& numbers)
{
    json::array list;
    for (const double number : numbers)
        list.push_back(jsonNumber(number));
    return list;
}

json::value runOrNull(const std::optional<std::size_t>& run)
{
    return run ? json::value(*run) : json::value(nullptr);
}

/// A part of the answer, or why there is none.
template <class T> json::object partToJson(const TradeoffPart<T>& part, json::object (*write)(const T&))
{
    if (part)
        return write(*part);
    json::object object;
    object["undefined"] = part.reason.english();
    return object;
}

json::object frontsToJson(const FrontMeasures& measures)
{
    json::object object;
    object["reference_error"] = jsonNumber(measures.referenceError);
    object["reference_gap"] = jsonNumber(measures.referenceGap);
    json::array paths;
    for (const FrontMeasure& measure : measures.paths) {
        json::object path;
        path["rank"] = measure.rank;
        path["runs"] = json::array(measure.path.runs.begin(), measure.path.runs.end());
        path["hypervolume"] = summaryToJson(measure.hypervolume);
        path["area_under_front"] = summaryToJson(measure.areaUnderFront);
        path["behind_best"] = summaryToJson(measure.behindBest);
        path["level_with_best"] = measure.isLevelWithBest;
        paths.push_back(std::move(path));
    }
    object["paths"] = std::move(paths);
    object["notes"] = textsToJson(measures.notes);
    return object;
}

json::object curveToJson(const std::vector<RepeatedMetric>& points)
{
    json::array mean, low, high;
    for (const RepeatedMetric& point : points) {
        mean.push_back(jsonNumber(point.mean));
        low.push_back(jsonNumber(point.low));
        high.push_back(jsonNumber(point.high));
    }
    json::object curve;
    curve["mean"] = std::move(mean);
    curve["low"] = std::move(low);
    curve["high"] = std::move(high);
    return curve;
}

json::object frontierToJson(const ReportFrontier& frontier)
{
    json::object object;
    object["run"] = frontier.run;
    object["notion"] = view(kNotionIds[static_cast<std::size_t>(frontier.axes.notion)]);
    object["tolerance"] = numbersToJson(frontier.tolerances);
    object["randomised"] = curveToJson(frontier.randomised);
    object["deterministic"] = curveToJson(frontier.deterministic);
    json::array cuts;
    for (const CommonCut& cut : frontier.singleThreshold) {
        json::object entry;
        entry["selection_rate"] = jsonNumber(cut.selectionRate);
        entry["error"] = jsonNumber(cut.error);
        entry["unfairness"] = jsonNumber(cut.unfairness);
        cuts.push_back(std::move(entry));
    }
    object["single_threshold"] = std::move(cuts);
    object["notes"] = textsToJson(frontier.notes);
    return object;
}

json::object dominanceToJson(const DominanceReport& judged)
{
    json::object object;
    object["run"] = judged.scoreRun;
    json::array runs;
    for (const RunDominance& own : judged.runs) {
        json::object entry;
        entry["verdict"] = view(kDominanceIds[static_cast<std::size_t>(own.verdict)]);
        entry["inside"] = summaryToJson(own.inside);
        entry["held_out"] = summaryToJson(own.heldOut);
        entry["held_out_excess_gap"] = summaryToJson(own.excessGap);
        entry["label"] = own.label.english();
        entry["note"] = own.note.english();
        runs.push_back(std::move(entry));
    }
    object["runs"] = std::move(runs);
    object["notes"] = textsToJson(judged.notes);
    return object;
}

json::object choiceToJson(const TargetChoice& choice)
{
    json::object object;
    object["kind"] = view(kTargetKindIds[static_cast<std::size_t>(choice.target.kind)]);
    object["value"] = jsonNumber(choice.target.value);
    object["recommended"] = runOrNull(choice.recommended);
    object["nearest"] = runOrNull(choice.nearest);
    object["trivial"] = choice.isTrivial;
    object["times_chosen"] = json::array(choice.timesChosen.begin(), choice.timesChosen.end());
    object["unmet"] = choice.unmet;
    object["validation_error"] = summaryToJson(choice.validationError);
    object["validation_unfairness"] = summaryToJson(choice.validationUnfairness);
    object["test_error"] = summaryToJson(choice.testError);
    object["test_unfairness"] = summaryToJson(choice.testUnfairness);
    return object;
}

json::object choicesToJson(const HalfFigures& figures)
{
    json::array list;
    for (const Target& target : usualTargets())
        list.push_back(choiceToJson(chooseForTarget(figures, target)));
    json::object object;
    object["choices"] = std::move(list);
    return object;
}

} // namespace

json::object tradeoffToJson(const TradeoffAnswers& answers)
{
    json::object object;
    object["error"] = answers.error;
    object["unfairness"] = answers.unfairness;
    object["fronts"] = partToJson(answers.measures, frontsToJson);
    object["frontier"] = partToJson(answers.frontier, frontierToJson);
    object["dominated"] = partToJson(answers.dominated, dominanceToJson);
    object["targets"] = partToJson(answers.halves, choicesToJson);
    return object;
}

} // namespace evenhand
