#include "engine/methods/reject_option.h"

#include "engine/methods/reject_margin.h"

#include <cmath>
#include <map>

namespace evenhand {

namespace {

class RejectPredictor final : public FairPredictor {
public:
    RejectPredictor(
        std::vector<NearThreshold> near, double threshold, double margin, std::vector<Text> warnings)
        : m_near(std::move(near))
        , m_threshold(threshold)
        , m_margin(margin)
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const override
    {
        return decideRows(rows, baseScores, ctx, [this](std::size_t group, double score) {
            const NearThreshold near = m_near[group];
            // Only a score on the other side can change, so that a margin of 0 changes nothing at the
            // threshold.
            const bool isNear = m_margin > 0.0 && std::abs(score - m_threshold) <= m_margin;
            const bool selected = isNear && near != NearThreshold::Own ? near == NearThreshold::Favourable
                                                                       : score >= m_threshold;
            return selected ? 1.0 : 0.0;
        });
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

private:
    std::vector<NearThreshold> m_near;
    double m_threshold;
    double m_margin;
    std::vector<Text> m_warnings;
};

class RejectOption final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_TRY(const std::vector<DecidedCells> cells, decidedCells(input, ctx));
        const std::vector<NearThreshold> near = nearThreshold(cells);
        std::map<Notion, MarginGaps> known;
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            double margin = number(setting, "margin");
            std::vector<Text> warnings;
            if (choice(setting, "margin_is") == "validation_gap") {
                const Notion notion = notionOf(setting);
                if (!known.contains(notion)) {
                    EH_TRY(known[notion], marginGaps(input, near, cells, notion, ctx));
                }
                margin = chosenMargin(known.at(notion), margin, warnings);
            }
            made.push_back(std::make_shared<const RejectPredictor>(
                near, baseThreshold(input), margin, std::move(warnings)));
        }
        return made;
    }

private:
    static double chosenMargin(const MarginGaps& gaps, double bound, std::vector<Text>& warnings)
    {
        const std::optional<double> found = gaps.within(bound);
        const double margin = found.value_or(gaps.best());
        if (found)
            warnings.push_back(
                text("the margin %1 is the smallest with a gap of at most %2 on the calibration "
                     "rows",
                    shortNumber(margin, 3), shortNumber(bound, 3)));
        else
            warnings.push_back(text("no margin has a gap of at most %1 on the calibration rows; %2 has the "
                                    "smallest",
                shortNumber(bound, 3), shortNumber(margin, 3)));
        return margin;
    }
};

std::vector<ParamSpec> params()
{
    ParamSpec margin;
    margin.id = "margin";
    margin.name = "Margin θ";
    margin.description = "How far from the threshold decisions are turned, in units of the score: 0 none";
    margin.maximum = 1e9;
    margin.defaultNumber = 0.1;
    margin.isStrength = true;
    margin.pathMaximum = 0.5;
    ParamSpec meaning;
    meaning.id = "margin_is";
    meaning.name = "θ is";
    meaning.description
        = "number: θ itself; validation_gap: the difference of rates that must not be exceeded "
          "on the calibration rows, reached with the smallest margin";
    meaning.kind = ParamKind::Choice;
    meaning.choices = {"number", "validation_gap"};
    return {margin, meaning, notionParam()};
}

} // namespace

MethodInfo rejectOption()
{
    MethodInfo info;
    info.id = "reject_option";
    info.name = "Reject option classification";
    info.description
        = "Where the model is unsure, within a margin around its threshold, groups that it selects "
          "less often get the favourable decision and the others the unfavourable one";
    info.family = Family::Post;
    info.classification = true;
    info.multiGroup = true;
    info.needsGroupAtPrediction = true;
    info.decides = true;
    info.params = params();
    for (int i = 0; i <= 10; ++i)
        info.start["margin"].emplace_back(0.02 * i);
    info.citation = "Kamiran, Karim, Zhang (2012), Decision theory for discrimination-aware classification, "
                    "ICDM, Algorithm 1";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<RejectOption>(); };
    return info;
}

} // namespace evenhand
