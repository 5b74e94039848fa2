#include "ui/explain/notion_words.h"

#include <QtGlobal>

#include <algorithm>

namespace evenhand::ui {

namespace {

const std::vector<NotionWords>& classificationNotions()
{
    static const std::vector<NotionWords> notions {
        {"demographic_parity",
            QT_TRANSLATE_NOOP("explain",
                "It compares how often the groups are selected, whatever the outcome would have been."),
            QT_TRANSLATE_NOOP("explain",
                "the recorded outcome is itself the product of earlier unequal treatment, or when what is "
                "handed out should reach every group alike. The four-fifths rule of hiring law is a form of "
                "it."),
            QT_TRANSLATE_NOOP("explain",
                "who is selected inside a group: choosing well in one group and at random in another "
                "satisfies it."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcome is not equally frequent in all groups, even a perfect model selects "
                "unequally. Equal selection then costs either equal opportunity or accuracy."),
            QT_TRANSLATE_NOOP("explain",
                "<i>P</i>(<i>Ŷ</i> = 1 | <i>S</i> = <i>a</i>) = <i>P</i>(<i>Ŷ</i> = 1 | <i>S</i> = "
                "<i>b</i>)"),
            QT_TRANSLATE_NOOP("explain",
                "Calders, Kamiran & Pechenizkiy (2009), Building classifiers with independency constraints; "
                "for the four-fifths rule EEOC Uniform Guidelines (1978), 29 CFR 1607.4 D.")},
        {"equal_opportunity",
            QT_TRANSLATE_NOOP("explain",
                "Among those whose outcome was favourable it compares how often each group is selected: who "
                "deserves it should have the same chance everywhere."),
            QT_TRANSLATE_NOOP("explain",
                "the outcome can be trusted and the harm is done to those who deserve to be selected and are "
                "passed over."),
            QT_TRANSLATE_NOOP("explain",
                "errors among those whose outcome was not favourable, and outcomes that were recorded "
                "unfairly: it takes the record for the truth."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcome is not equally frequent in all groups it can hold together with equal "
                "selection or equal precision only in special cases."),
            QT_TRANSLATE_NOOP("explain",
                "<i>P</i>(<i>Ŷ</i> = 1 | <i>Y</i> = 1, <i>S</i> = <i>a</i>) = <i>P</i>(<i>Ŷ</i> = 1 | "
                "<i>Y</i> = 1, <i>S</i> = <i>b</i>)"),
            QT_TRANSLATE_NOOP("explain",
                "Hardt, Price & Srebro (2016), Equality of opportunity in supervised learning, definition "
                "2.2.")},
        {"equalized_odds",
            QT_TRANSLATE_NOOP("explain",
                "It compares both kinds of error: how often those with the favourable outcome are selected, "
                "and how often those without it are. The worse of the two decides."),
            QT_TRANSLATE_NOOP("explain",
                "the outcome can be trusted and both errors do harm, to the person or to those who rely on "
                "the decision."),
            QT_TRANSLATE_NOOP("explain",
                "what a selection is worth: with equal errors it may come true often in one group and seldom "
                "in another."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcome is not equally frequent in all groups, no imperfect model has equal errors "
                "and equal precision, nor equal errors and calibrated scores."),
            QT_TRANSLATE_NOOP("explain",
                "<i>P</i>(<i>Ŷ</i> = 1 | <i>Y</i> = <i>y</i>, <i>S</i> = <i>a</i>) = <i>P</i>(<i>Ŷ</i> = 1 | "
                "<i>Y</i> = <i>y</i>, <i>S</i> = <i>b</i>), <i>y</i> = 0, 1"),
            QT_TRANSLATE_NOOP("explain",
                "Hardt, Price & Srebro (2016), Equality of opportunity in supervised learning, definition "
                "2.1.")},
        {"predictive_parity",
            QT_TRANSLATE_NOOP("explain",
                "Among those who are selected it compares how often the favourable outcome comes true: being "
                "selected should mean the same in every group."),
            QT_TRANSLATE_NOOP("explain",
                "somebody relies on the selection and bears the harm when it does not come true, or when the "
                "outcome is known only for those who were selected."),
            QT_TRANSLATE_NOOP("explain",
                "everybody who was not selected. Holding one group to a stricter standard makes its "
                "selections look better, not worse."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcome is not equally frequent in all groups, equal precision makes the error "
                "rates unequal for every imperfect model."),
            QT_TRANSLATE_NOOP("explain",
                "<i>P</i>(<i>Y</i> = 1 | <i>Ŷ</i> = 1, <i>S</i> = <i>a</i>) = <i>P</i>(<i>Y</i> = 1 | "
                "<i>Ŷ</i> = 1, <i>S</i> = <i>b</i>)"),
            QT_TRANSLATE_NOOP("explain",
                "Chouldechova (2017), Fair prediction with disparate impact, Big Data 5(2), definition 2; "
                "equation (2.6) for the conflict.")},
        {"calibration",
            QT_TRANSLATE_NOOP("explain",
                "It compares what the scores promise with what came true, group by group: of people with a "
                "score of 0.7 seven in ten should have the outcome, whatever their group."),
            QT_TRANSLATE_NOOP("explain",
                "the score itself is read as a probability, by a person or by a later calculation, and the "
                "outcome can be trusted."),
            QT_TRANSLATE_NOOP("explain",
                "how well the scores tell people apart: giving everybody the average of their group is "
                "calibrated. It compares averages, so errors at low and high scores may cancel; the curves "
                "by group show that."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcome is not equally frequent in all groups, calibrated scores of an imperfect "
                "model cannot have equal errors."),
            QT_TRANSLATE_NOOP("explain",
                "<i>E</i>[<i>Y</i> − <i>f</i> | <i>S</i> = <i>a</i>] = <i>E</i>[<i>Y</i> − <i>f</i> | "
                "<i>S</i> "
                "= <i>b</i>]"),
            QT_TRANSLATE_NOOP("explain",
                "Kleinberg, Mullainathan & Raghavan (2017), Inherent trade-offs in the fair determination of "
                "risk scores; Pleiss et al. (2017), On fairness and calibration.")},
    };
    return notions;
}

const std::vector<NotionWords>& regressionNotions()
{
    static const std::vector<NotionWords> notions {
        {"mean_difference",
            QT_TRANSLATE_NOOP(
                "explain", "It compares what the groups are predicted on average, whatever their outcome."),
            QT_TRANSLATE_NOOP("explain",
                "the prediction is an amount that people receive, and the recorded outcome is itself the "
                "product of earlier unequal treatment."),
            QT_TRANSLATE_NOOP("explain",
                "differences that cancel on average: one group may hold both the lowest and the highest "
                "predictions."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcomes differ on average, equal means make the errors larger in some group."),
            QT_TRANSLATE_NOOP("explain",
                "<i>E</i>[<i>f</i> | <i>S</i> = <i>a</i>] = <i>E</i>[<i>f</i> | <i>S</i> = <i>b</i>]"),
            QT_TRANSLATE_NOOP("explain",
                "Calders, Karim, Kamiran, Ali & Zhang (2013), Controlling attribute effect in linear "
                "regression.")},
        {"ks_distance",
            QT_TRANSLATE_NOOP("explain",
                "It takes the value at which the groups differ most: the largest difference between the "
                "shares that stay below it. Zero means that every cut would select the groups equally."),
            QT_TRANSLATE_NOOP("explain",
                "somebody will cut the predictions at a value that is not known yet, so that equal selection "
                "has to hold at every cut."),
            QT_TRANSLATE_NOOP("explain", "how far apart the predictions are: it counts people, not amounts."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcomes are distributed differently, equal distributions of predictions cost "
                "accuracy; the Trade-off view shows how much."),
            QT_TRANSLATE_NOOP("explain",
                "sup<sub><i>t</i></sub> |<i>F<sub>a</sub></i>(<i>t</i>) − <i>F<sub>b</sub></i>(<i>t</i>)|"),
            QT_TRANSLATE_NOOP("explain",
                "Agarwal, Dudík & Wu (2019), Fair regression, definition 1; Chzhen et al. (2020), Fair "
                "regression with Wasserstein barycenters.")},
        {"wasserstein_1",
            QT_TRANSLATE_NOOP("explain",
                "It counts how far the predictions of one group would have to move, on average, to be "
                "distributed as those of another."),
            QT_TRANSLATE_NOOP("explain",
                "the prediction is an amount and all of its distribution matters, the lowest and the highest "
                "included."),
            QT_TRANSLATE_NOOP("explain",
                "where the difference lies: a small shift of everybody and a large one of a few can count "
                "the same."),
            QT_TRANSLATE_NOOP("explain",
                "when the outcomes are distributed differently, equal distributions of predictions cost "
                "accuracy."),
            QT_TRANSLATE_NOOP("explain",
                "∫<sub>0</sub><sup>1</sup> |<i>Q<sub>a</sub></i>(<i>u</i>) − <i>Q<sub>b</sub></i>(<i>u</i>)| "
                "d<i>u</i>"),
            QT_TRANSLATE_NOOP("explain",
                "Jiang et al. (2020), Wasserstein fair classification; Chzhen et al. (2020), Fair regression "
                "with Wasserstein barycenters.")},
        {"error_parity",
            QT_TRANSLATE_NOOP("explain",
                "It compares how far the predictions are off, group by group, in either direction."),
            QT_TRANSLATE_NOOP("explain",
                "the outcome can be trusted and the harm is a wrong prediction, too high or too low."),
            QT_TRANSLATE_NOOP("explain",
                "the direction: predicting too little for one group and too much for another counts as "
                "equal."),
            QT_TRANSLATE_NOOP("explain",
                "a group that is harder to predict has larger errors under every model; making the "
                "predictions of the groups alike tends to widen the gap."),
            QT_TRANSLATE_NOOP("explain",
                "<i>E</i>[|<i>Y</i> − <i>f</i>| | <i>S</i> = <i>a</i>] = <i>E</i>[|<i>Y</i> − <i>f</i>| | "
                "<i>S</i> = <i>b</i>]"),
            QT_TRANSLATE_NOOP("explain",
                "Agarwal, Dudík & Wu (2019), Fair regression, for bounds on the loss of a group.")},
    };
    return notions;
}

} // namespace

const std::vector<NotionWords>& allNotionWords()
{
    static const std::vector<NotionWords> all = [] {
        std::vector<NotionWords> joined = classificationNotions();
        joined.insert(joined.end(), regressionNotions().begin(), regressionNotions().end());
        return joined;
    }();
    return all;
}

const NotionWords* notionWords(const std::string& id)
{
    const std::vector<NotionWords>& all = allNotionWords();
    const auto found
        = std::ranges::find(all, id, [](const NotionWords& words) { return std::string(words.id); });
    return found == all.end() ? nullptr : &*found;
}

} // namespace evenhand::ui
