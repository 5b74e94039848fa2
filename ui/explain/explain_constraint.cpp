#include "ui/explain/explain_constraint.h"

#include "engine/figures/constraint_parts.h"
#include "engine/methods/method.h"
#include "ui/explain/explain_page.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

QString bold(const std::string& name)
{
    return QStringLiteral("<b>%1</b>").arg(escaped(name));
}

/// What is explained: one run, its insights, and the family looked at.
struct Subject {
    const Report& report;
    const RunResult& run;
    Insights insights;
    std::size_t family = 0;

    [[nodiscard]] const ConstraintInsight::Family& groups() const
    {
        return insights.front()->families[family];
    }
    [[nodiscard]] bool isPair() const { return groups().groups.size() == 2; }
};

QString people(const std::string& rows)
{
    if (rows == "favourable")
        return tr("the people with the favourable outcome");
    if (rows == "unfavourable")
        return tr("the people with the unfavourable outcome");
    return tr("all people");
}

QString rateName(const std::string& rows)
{
    return rows == "favourable"  ? tr("true positive rate")
        : rows == "unfavourable" ? tr("false positive rate")
                                 : tr("selection rate");
}

double degrees(double alignment)
{
    return std::acos(std::clamp(alignment, 0.0, 1.0)) * 180.0 / std::numbers::pi;
}

template <class Number> double meanOf(const Insights& insights, const Number& number)
{
    double sum = 0.0;
    for (const ConstraintInsight* const insight : insights)
        sum += number(*insight);
    return sum / static_cast<double>(insights.size());
}

QString whatUIs(const Subject& subject)
{
    const auto [a, b] = uGroups(subject.report, subject.insights, subject.family);
    const QString differs = subject.isPair()
        ? tr(
            "Take %1: the average feature vector of %2 minus that of %3 is <b><i>u</i></b>, the direction in "
            "which the two groups differ.")
        : tr("Take %1: each pair of groups differs in the direction <b><i>u</i></b> between their average "
             "feature vectors; %2 and %3 lie furthest apart.");
    return differs.arg(people(subject.groups().rows), bold(a), bold(b)) + QLatin1Char(' ')
        + tr(
            "A model with weights <i>w</i> scores one group ⟨<i>w</i>,<i>u</i>⟩ higher than the other. "
            "The constraint lets that gap be at most <i>ε</i>; at <i>ε</i> = 0 the weights are orthogonal to "
            "<i>u</i>.");
}

QString whatItDid(const Subject& subject)
{
    const Insights& all = subject.insights;
    const double epsilon = meanEpsilon(all);
    const double free = unconstrainedGap(all);
    // With both outcomes compared, the constraint is inactive only where neither gap reaches ε; the gap that
    // is named is that of the rows on show.
    const double own = meanOf(all, [&](const ConstraintInsight& i) {
        const auto [low, high] = std::ranges::minmax(i.before.means[subject.family]);
        return high - low;
    });
    const QString inForce = epsilon >= free * (1.0 - 1e-6)
        ? tr("The tolerance in force here is <i>ε</i> = %1, and without a constraint the gap is %2: it is "
             "<b>inactive</b> and changes nothing.")
        : tr("The tolerance in force here is <i>ε</i> = %1; without a constraint the gap would be %2.");
    const double before = meanOf(all, [](const ConstraintInsight& i) { return degrees(i.before.alignment); });
    const double after = meanOf(all, [](const ConstraintInsight& i) { return degrees(i.after.alignment); });
    const QLocale locale;
    const QString angles = all.front()->coefficients.empty()
        ? tr("In the kernel's feature space the model stood at %1° to <i>u</i> and now stands at %2°; 90° is "
             "orthogonal.")
        : tr("The weights stood at %1° to <i>u</i> and now stand at %2°; 90° is orthogonal.");
    const QString shown = std::isfinite(epsilon) ? plainNumber(epsilon) : QStringLiteral("∞");
    return inForce.arg(shown, plainNumber(own)) + QLatin1Char(' ')
        + angles.arg(locale.toString(before, 'f', 1), locale.toString(after, 'f', 1));
}

/// The features whose weights lost most of their size.
QString turnedDown(const Subject& subject)
{
    constexpr std::size_t kNamed = 3;
    const auto lost = [](const FeatureChange& change) {
        return std::abs(*change.before.mean) - std::abs(*change.after.mean);
    };
    std::vector<FeatureChange> changes = featureChanges(subject.insights, subject.family);
    std::erase_if(changes, [&](const FeatureChange& change) { return !(lost(change) > 1e-6); });
    std::ranges::stable_sort(changes, std::greater {}, lost);
    QStringList named;
    for (std::size_t i = 0; i < std::min(kNamed, changes.size()); ++i)
        named << tr("%1 (%2 → %3)")
                     .arg(bold(changes[i].feature), plainNumber(*changes[i].before.mean),
                         plainNumber(*changes[i].after.mean));
    return named.isEmpty() ? QString()
                           : QLatin1Char(' ')
            + tr("It turns these features down most: %1.").arg(named.join(QStringLiteral(", ")));
}

QString promise(const Subject& subject)
{
    const FairnessGuarantee one = guaranteeOf(*subject.insights.front(), subject.family);
    if (!one.hardBound || !one.trainHard || !one.lossBound)
        return {};
    const auto mean = [&](const auto& of) {
        return plainNumber(meanOf(subject.insights, [&](const ConstraintInsight& insight) {
            return of(guaranteeOf(insight, subject.family)).value_or(0.0);
        }));
    };
    return tr("The decisions on the training rows can differ by at most %1 = ½<i>ε</i> + Δ̂, with Δ̂ = %2; "
              "they differ by %3. For everybody, not only these rows, the mean linear losses differ by at "
              "most %4 with probability 95 %.")
        .arg(mean([](const FairnessGuarantee& g) { return g.hardBound; }),
            mean([](const FairnessGuarantee& g) { return g.surrogate; }),
            mean([](const FairnessGuarantee& g) {
                return g.trainHard ? std::optional(g.trainHard->gap) : std::nullopt;
            }),
            mean([](const FairnessGuarantee& g) { return g.lossBound; }));
}

QString problem(const Subject& subject)
{
    const std::string& learner = subject.insights.front()->learner;
    const QString loss = QString::fromStdString(learner).contains(QStringLiteral("svm"))
        ? QStringLiteral("max(0, 1 − <i>y<sub>i</sub></i> <i>f</i>(<i>x<sub>i</sub></i>))")
        : QStringLiteral("ℓ(<i>y<sub>i</sub></i>, <i>f</i>(<i>x<sub>i</sub></i>))");
    const QString limit = subject.isPair()
        ? QStringLiteral("|⟨<i>w</i>,<i>u</i>⟩| ≤ <i>ε</i>")
        : QStringLiteral("max<sub><i>g</i></sub> ⟨<i>w</i>,<i>μ<sub>g</sub></i>⟩ − min<sub><i>g</i></sub> "
                         "⟨<i>w</i>,<i>μ<sub>g</sub></i>⟩ ≤ <i>ε</i>");
    return tr("min ½‖<i>w</i>‖² + <i>C</i> Σ<sub><i>i</i></sub> %1<br>subject to %2").arg(loss, limit);
}

QString guaranteeFormula()
{
    return tr("|<i>p<sub>a</sub></i> − <i>p<sub>b</sub></i>| ≤ ½<i>ε</i> + Δ̂,<br>"
              "Δ̂ = ½ Σ<sub><i>g</i></sub> |mean<sub><i>g</i></sub>(sign <i>f</i> − <i>f</i>)|<br>"
              "everybody: ½<i>ε</i> + Σ<sub><i>g</i></sub> <i>R</i>Λ/√<i>n<sub>g</sub></i> · (½ + √(½ ln "
              "(<i>k</i>/<i>δ</i>)))<br><span style='font-size:8.5pt'><i>p</i>: share decided favourably, "
              "<i>R</i>: largest ‖<i>φ</i>(<i>x</i>)‖, Λ: ‖<i>w</i>‖, <i>n<sub>g</sub></i>: rows, <i>k</i>: "
              "groups, <i>δ</i> = 0.05</span>");
}

QString reading(ConstraintPage page, const Subject& subject)
{
    switch (page) {
    case ConstraintPage::Path:
        return tr(
            "Left: what the constraint binds. While it is active the training rows lie on the diagonal "
            "gap = <i>ε</i>; beyond the dotted line it does nothing. Right: what people feel, the gap of "
            "the %1. The ring is the selected run; click a point to select another.")
            .arg(rateName(subject.groups().rows));
    case ConstraintPage::Weights:
        return tr("Hollow: the weight without the constraint; filled: with it. Features that go to zero, or "
                  "to the other side, are those through which the groups were told apart.");
    case ConstraintPage::Direction:
        return tr("Each dot is one component of <i>u</i>, in the colour of the group in which the feature is "
                  "higher. The further from zero, the more a weight on that feature separates the groups.");
    case ConstraintPage::Guarantee:
        return tr("Filled: measured. Hollow: promised as an upper limit. The training rows lie left of "
                  "their promise, always; the nearer it is, the less the decisions stray from the scores. "
                  "The bound "
                  "is about people nobody has seen, so the test rows say whether it was cautious.");
    }
    return {};
}

QString caveats(ConstraintPage page, const Subject& subject)
{
    switch (page) {
    case ConstraintPage::Path:
        return tr("The constraint is on mean scores (the linear loss), a stand-in for the decisions. So the "
                  "gap of the %1 need not be zero at <i>ε</i> = 0, nor shrink at every step: on finite data "
                  "it is not monotone.")
            .arg(rateName(subject.groups().rows));
    case ConstraintPage::Weights:
        return tr("Weights of features that say the same share the change between them, so a single weight "
                  "is no explanation. They depend on the scale of the features.");
    case ConstraintPage::Direction:
        return tr("<i>u</i> is made from the training rows. A feature can stand for the group even when the "
                  "sensitive column itself is not among the features.");
    case ConstraintPage::Guarantee:
        return tr(
            "The bound for everybody is usually <b>vacuous</b>: above 1 it says nothing about rates. Its "
            "use is its shape: it falls with the root of the smallest group's rows and with ‖<i>w</i>‖, "
            "so four times the rows, or half the norm, halve what it adds. It takes norm and radius as "
            "fixed before the data were seen. The interval of the test gap is what to report.");
    }
    return {};
}

} // namespace

QString familyName(const std::string& rows)
{
    return rows == "favourable"  ? tr("Favourable")
        : rows == "unfavourable" ? tr("Unfavourable")
                                 : tr("Everybody");
}

QString notionSentence(const RunResult& run)
{
    const auto found = run.methodParams.find("notion");
    const auto* const notion
        = found == run.methodParams.end() ? nullptr : std::get_if<std::string>(&found->second);
    if (notion == nullptr)
        return {};
    if (*notion == "equal_opportunity")
        return tr("It asks for <b>equal opportunity</b>: the same true positive rate in every group.");
    if (*notion == "equalized_odds")
        return tr(
            "It asks for <b>equalised odds</b>: the same true and false positive rates in every group.");
    if (*notion == "demographic_parity")
        return tr("It asks for <b>demographic parity</b>: the same selection rate in every group.");
    return {};
}

QString explainConstraint(
    const ViewContext& context, ConstraintPage page, std::size_t family, ShownRepeat repeat)
{
    ExplainPage explained;
    explained.title = tr("What the constraint does");
    const RunResult* const run = context.selected();
    const Insights insights = run == nullptr ? Insights() : insightsOf(*run, repeat);
    if (insights.empty() || family >= insights.front()->families.size()) {
        explained.first = tr("The selected run has no fairness constraint.");
        return explained.html();
    }
    const Subject subject {*context.report, *run, insights, family};
    explained.first = whatUIs(subject);
    explained.second = page == ConstraintPage::Guarantee ? promise(subject) : whatItDid(subject);
    if (page == ConstraintPage::Weights || page == ConstraintPage::Path)
        explained.second += turnedDown(subject);
    explained.formula = page == ConstraintPage::Guarantee ? guaranteeFormula() : problem(subject);
    explained.reading = reading(page, subject);
    explained.caveats = caveats(page, subject);
    if (const auto method = findMethod(run->method); method.has_value())
        explained.citation = translate((*method)->citation).toHtmlEscaped();
    return explained.html();
}

} // namespace evenhand::ui
