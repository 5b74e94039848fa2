#include "ui/explain/notion_choice.h"

#include <QCoreApplication>

namespace evenhand::ui {

namespace {

enum Question : std::size_t { Outcome, Harm, Factor, Use };
enum OutcomeAnswer : int { Trusted, OnlySelected, NotTrusted };
enum HarmAnswer : int { PassedOver, SelectedWrongly, BothErrors };
enum AmountHarmAnswer : int { WrongPrediction, LowerPrediction };
enum UseAnswer : int { AsDecision, AsProbability };
enum AmountUseAnswer : int { OnAverage, CutLater, WholeDistribution };

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

const NotionQuestion& outcomeQuestion()
{
    static const NotionQuestion question {
        QT_TRANSLATE_NOOP("explain", "Is the true outcome known, and can it be trusted?"),
        {QT_TRANSLATE_NOOP("explain", "Yes, for everybody"),
            QT_TRANSLATE_NOOP("explain", "Only for those who were selected"),
            QT_TRANSLATE_NOOP("explain", "No, or it records earlier unequal treatment")}};
    return question;
}

const NotionQuestion& factorQuestion()
{
    static const NotionQuestion question {
        QT_TRANSLATE_NOOP(
            "explain", "Is there a legitimate reason for differences that should be held fixed?"),
        {QT_TRANSLATE_NOOP("explain", "No"),
            QT_TRANSLATE_NOOP("explain", "Yes, such as the department or the length of the contract")}};
    return question;
}

NotionRecommendation recommendForDecisions(const NotionAnswers& answers)
{
    if (answers[Outcome] == NotTrusted)
        return {"demographic_parity",
            {tr("Every other notion measures the decisions against the recorded outcome and inherits what is "
                "wrong with it; this one does not look at it.")}};
    if (answers[Outcome] == OnlySelected)
        return {"predictive_parity",
            {tr("Of those who were not selected the outcome is unknown, so error rates among them cannot be "
                "counted; how often a selection comes true can."),
                tr("Remember that nothing is said about those who were not selected.")}};
    if (answers[Use] == AsProbability)
        return {"calibration",
            {tr("Somebody reads the score as a probability, so the same score has to promise the same in "
                "every group; the decision can still be made anywhere.")}};
    switch (answers[Harm]) {
    case PassedOver:
        return {"equal_opportunity",
            {tr("The outcome can be trusted and the harm falls on those who deserve to be selected and are "
                "not: their chance should be equal.")}};
    case SelectedWrongly:
        return {"predictive_parity",
            {tr("The harm is a selection that does not come true, so a selection should be equally reliable "
                "in every group.")}};
    default:
        return {"equalized_odds",
            {tr("The outcome can be trusted and both errors do harm, so both should be equally frequent in "
                "every group.")}};
    }
}

NotionRecommendation recommendForNumbers(const NotionAnswers& answers)
{
    if (answers[Outcome] == Trusted && answers[Harm] == WrongPrediction)
        return {"error_parity",
            {tr("The outcome can be trusted and the harm is a wrong prediction, so the predictions should be "
                "equally good for every group.")}};
    QStringList reasons;
    if (answers[Outcome] != Trusted)
        reasons << tr("Without an outcome to be trusted for everybody errors cannot be compared; the "
                      "predictions themselves can.");
    else
        reasons << tr("The harm is to be given less, so the predictions themselves are compared.");
    switch (answers[Use]) {
    case CutLater:
        reasons << tr("Somebody will cut the predictions at a value that is not fixed yet: this notion holds "
                      "at every cut.");
        return {"ks_distance", reasons};
    case WholeDistribution:
        reasons << tr("All of the distribution matters, the lowest and the highest predictions included.");
        return {"wasserstein_1", reasons};
    default:
        reasons << tr("The predictions are amounts that add up, so their averages are compared.");
        return {"mean_difference", reasons};
    }
}

} // namespace

const std::array<NotionQuestion, 4>& notionQuestions(Task task)
{
    static const std::array<NotionQuestion, 4> decisions {outcomeQuestion(),
        NotionQuestion {QT_TRANSLATE_NOOP("explain", "Which error does harm?"),
            {QT_TRANSLATE_NOOP("explain", "Passing over somebody whose outcome would be favourable"),
                QT_TRANSLATE_NOOP("explain", "Selecting somebody whose outcome is not"),
                QT_TRANSLATE_NOOP("explain", "Both")}},
        factorQuestion(),
        NotionQuestion {QT_TRANSLATE_NOOP("explain", "What is used?"),
            {QT_TRANSLATE_NOOP("explain", "Only the decision"),
                QT_TRANSLATE_NOOP("explain", "The score itself, read as a probability")}}};
    static const std::array<NotionQuestion, 4> numbers {outcomeQuestion(),
        NotionQuestion {QT_TRANSLATE_NOOP("explain", "What does harm?"),
            {QT_TRANSLATE_NOOP("explain", "A wrong prediction, too high or too low"),
                QT_TRANSLATE_NOOP("explain", "To be given a lower prediction than others")}},
        factorQuestion(),
        NotionQuestion {QT_TRANSLATE_NOOP("explain", "How is the prediction used?"),
            {QT_TRANSLATE_NOOP("explain", "As an amount that adds up"),
                QT_TRANSLATE_NOOP("explain", "It will be cut at some value"),
                QT_TRANSLATE_NOOP("explain", "As an amount, where the lowest and highest matter")}}};
    return task == Task::Classification ? decisions : numbers;
}

NotionRecommendation recommendNotion(Task task, const NotionAnswers& answers, const std::string& condition)
{
    NotionRecommendation recommendation
        = task == Task::Classification ? recommendForDecisions(answers) : recommendForNumbers(answers);
    if (answers[Factor] == 0)
        return recommendation;
    recommendation.reasons << (condition.empty()
            ? tr("Compare people who share the legitimate factor: choose its column as what is held fixed. "
                 "The verdict on the card does not hold it fixed.")
            : tr("Compare people who share “%1”, which is held fixed on the left. The verdict on the card "
                 "does not hold it fixed.")
                  .arg(QString::fromStdString(condition)));
    return recommendation;
}

} // namespace evenhand::ui
