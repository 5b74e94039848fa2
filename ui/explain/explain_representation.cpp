#include "ui/explain/explain_representation.h"

#include "engine/figures/representation_parts.h"
#include "engine/figures/transfer_names.h"
#include "engine/methods/method.h"
#include "ui/explain/explain_constraint.h"
#include "ui/explain/explain_page.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

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

/// What is explained: one run and its representations.
struct Subject {
    const Report& report;
    const RunResult& run;
    Representations all;

    [[nodiscard]] const RepresentationInsight& first() const { return *all.front(); }
};

/// "Female, Male and 2 others".
QString groupList(const Subject& subject)
{
    constexpr std::size_t kNamed = 3;
    const std::vector<std::string>& groups = subject.first().groups;
    QStringList names;
    for (std::size_t g = 0; g < std::min(kNamed, groups.size()); ++g)
        names << bold(groupOf(subject.report, groups[g]));
    if (groups.size() > kNamed)
        names << tr("%1 others").arg(groups.size() - kNamed);
    const QString last = names.takeLast();
    return names.isEmpty() ? last : tr("%1 and %2").arg(names.join(QStringLiteral(", ")), last);
}

QString taskList(const Subject& subject)
{
    constexpr std::size_t kNamed = 4;
    const std::vector<TaskReading>& tasks = subject.first().after.tasks;
    if (tasks.size() > kNamed)
        return tr("%1 tasks").arg(QLocale().toString(static_cast<qulonglong>(tasks.size())));
    QStringList names;
    for (const TaskReading& task : tasks)
        names << bold(task.task);
    return names.join(QStringLiteral(", "));
}

QString divergenceWords(const std::string& kind)
{
    if (kind == "mmd")
        return tr("the maximum mean discrepancy (MMD)");
    if (kind == "sinkhorn")
        return tr("the Sinkhorn divergence");
    return tr("the distance of their means");
}

QString what(const Subject& subject)
{
    const RepresentationInsight& first = subject.first();
    return tr("A network turns every row into %1 numbers, the <b>representation</b>, and predicts %2 from "
              "these alone. While it is trained, %3 between the representations of %4 is added to the loss, "
              "%5 times: what the numbers say about people should depend less on their group.")
               .arg(QLocale().toString(static_cast<qlonglong>(first.dimensions)), taskList(subject),
                   divergenceWords(first.divergence), groupList(subject), plainNumber(first.after.strength))
        + QLatin1Char(' ') + notionSentence(subject.run);
}

QString shownNumber(const RepeatedMetric& metric)
{
    return metric.mean ? QString::fromStdString(withInterval(metric)) : tr("not defined");
}

QString auditorSentence(const Subject& subject)
{
    const AuditorChanges changes = auditorChanges(subject.report, subject.run, subject.all);
    if (changes.linear.empty() || changes.nonlinear.empty())
        return tr("The auditors were not asked here.");
    const AuditorChange& linear = changes.linear.front();
    const auto found = std::ranges::find(changes.nonlinear, linear.group, &AuditorChange::group);
    const AuditorChange& nonlinear = found == changes.nonlinear.end() ? changes.nonlinear.front() : *found;
    return tr("Told to find %1 among the others, a linear auditor reaches an AUC of %2 from the "
              "representation before and %3 after; a nonlinear one %4 and %5. 0.5 is chance, and from the "
              "features themselves they reach %6 and %7.")
        .arg(bold(groupOf(subject.report, linear.group)), shownNumber(linear.before),
            shownNumber(linear.after), shownNumber(nonlinear.before), shownNumber(nonlinear.after),
            shownNumber(linear.features), shownNumber(nonlinear.features));
}

QString taskSentence(const Subject& subject)
{
    const std::vector<TaskChange> changes = taskChanges(subject.report, subject.run, subject.all);
    if (changes.empty())
        return {};
    const TaskChange& own = changes.front();
    QString sentence
        = tr("For %1 the gap goes from %2 to %3 and the error from %4 to %5; deciding without looking has "
             "%6.")
              .arg(bold(own.task), shownNumber(own.gapBefore), shownNumber(own.gapAfter),
                  shownNumber(own.errorBefore), shownNumber(own.errorAfter), shownNumber(own.trivial));
    QStringList alike;
    for (const TaskChange& change : changes)
        if (2 * change.degenerateAfter > change.repeats)
            alike << bold(change.task);
    if (!alike.isEmpty())
        sentence += QLatin1Char(' ')
            + tr("Decided (nearly) alike for everybody, so that a small gap means nothing: %1.")
                  .arg(alike.join(QStringLiteral(", ")));
    return sentence;
}

QString centreSentence(const Subject& subject)
{
    const RepresentationInsight& first = subject.first();
    const auto share = [](const RepresentationState& state) {
        return QLocale().toString(100.0 * (state.explained[0] + state.explained[1]), 'f', 0);
    };
    return tr("The pictures show two of %1 dimensions: the axes along which both representations together "
              "vary most. They hold %2 % of the variance before and %3 % after.")
        .arg(QLocale().toString(static_cast<qlonglong>(first.dimensions)), share(first.before),
            share(first.after));
}

QString trainingSentence(const TrainingCurve* curve)
{
    if (curve == nullptr || curve->epochs.empty())
        return tr("The first epoch is not done yet.");
    const TrainingCurve::Epoch& begin = curve->epochs.front();
    const TrainingCurve::Epoch& end = curve->epochs.back();
    return tr("From the first to the last of %1 epochs the loss of the tasks goes from %2 to %3 and the "
              "divergence from %4 to %5; the spread of the representation from %6 to %7.")
        .arg(QLocale().toString(static_cast<qulonglong>(curve->epochs.size())), plainNumber(begin.risk),
            plainNumber(end.risk), plainNumber(begin.divergence), plainNumber(end.divergence),
            plainNumber(begin.rms), plainNumber(end.rms));
}

QString transferSentence(const TransferReport* report)
{
    if (report == nullptr || report->rows.empty())
        return tr("Nothing was compared yet.");
    const std::string task = report->rows.front().task;
    QStringList parts;
    for (const TransferRow& row : report->rows)
        if (row.task == task && row.error && row.error->mean && row.gap && row.gap->mean)
            parts << tr("%1: error %2, gap %3")
                         .arg(translate(transferVariantName(row)), plainNumber(*row.error->mean),
                             plainNumber(*row.gap->mean));
    return tr("%1, which no representation was told about:<br>%2")
        .arg(bold(task), parts.join(QStringLiteral("<br>")));
}

QString problem(const Subject* subject)
{
    // While a network is still being trained, its divergence has only a symbol.
    const QString divergence = subject == nullptr
        ? QStringLiteral("<i>D</i>(<i>h<sub>a</sub></i>, <i>h<sub>b</sub></i>)")
        : subject->first().divergence == "mean"
        ? QStringLiteral("‖E<sub><i>a</i></sub><i>h</i> − E<sub><i>b</i></sub><i>h</i>‖²")
        : subject->first().divergence == "mmd"
        ? QStringLiteral("MMD²<sub><i>k</i></sub>(<i>h<sub>a</sub></i>, <i>h<sub>b</sub></i>)")
        : QStringLiteral("S<sub><i>ε</i></sub>(<i>h<sub>a</sub></i>, <i>h<sub>b</sub></i>)");
    return tr("min 1/<i>T</i> Σ<sub><i>t</i></sub> mean ℓ(⟨<i>v<sub>t</sub></i>, <i>h</i>(<i>x</i>)⟩ + "
              "<i>β<sub>t</sub></i>, <i>y<sub>t</sub></i>) + <i>λ</i> %1<br><span "
              "style='font-size:8.5pt'><i>T</i>: tasks, <i>h</i>: representation, scaled to mean 0 and mean "
              "square 1 inside the divergence, <i>λ</i>: strength, <i>a</i>, <i>b</i>: groups</span>")
        .arg(divergence);
}

/// What a small divergence promises.
QString guarantees()
{
    return tr(
        "means: |E<sub><i>a</i></sub><i>o</i> − E<sub><i>b</i></sub><i>o</i>| ≤ ‖<i>v</i>‖ "
        "‖E<sub><i>a</i></sub><i>h</i> − E<sub><i>b</i></sub><i>h</i>‖<br>"
        "MMD: |E<sub><i>a</i></sub><i>f</i>(<i>h</i>) − E<sub><i>b</i></sub><i>f</i>(<i>h</i>)| ≤ "
        "‖<i>f</i>‖<sub><i>k</i></sub> MMD<sub><i>k</i></sub><br>"
        "transport: soft gap ≤ ¼ ‖<i>v</i>‖ <i>W</i>₁(<i>h<sub>a</sub></i>, <i>h<sub>b</sub></i>)<br>"
        "decisions, any <i>γ</i> &gt; 0: gap ≤ <i>W</i>₁(<i>o<sub>a</sub></i>, "
        "<i>o<sub>b</sub></i>)/<i>γ</i> + "
        "max<sub><i>s</i></sub> P<sub><i>s</i></sub>(0 &lt; <i>o</i> ≤ <i>γ</i>)<br>"
        "<span style='font-size:8.5pt'><i>o</i> = ⟨<i>v</i>, <i>h</i>⟩ + <i>β</i>: output of a linear head, "
        "<i>f</i>: a function in the space of the kernel <i>k</i>, <i>W</i>₁: distance of transport</span>");
}

QString reading(RepresentationPage page)
{
    switch (page) {
    case RepresentationPage::Clouds:
        return tr("Each mark is a person of the test rows, in the colour and shape of the group. Left: the "
                  "same network trained without the divergence; right: with it. Both have the same axes, and "
                  "the curves at the foot are the groups' densities along the first one.");
    case RepresentationPage::Training:
        return tr("Left, on a logarithmic axis: what is minimised and its parts; the vertical line is the "
                  "epoch whose network is kept. Right: errors and gaps of the tasks. A divergence that "
                  "falls while the risk stays is the aim.");
    case RepresentationPage::Auditors:
        return tr("Left: how well each auditor finds the group, with 95 % intervals; the dashed line is "
                  "chance. Right: divergences as a share of their value before, each beside the range that "
                  "dealing people out at random gives.");
    case RepresentationPage::Tasks:
        return tr("Hollow: before; filled: after; diamond: always the majority, or the mean. A filled error "
                  "near its diamond says that the head has given up. Read gap and error together.");
    case RepresentationPage::Transfer:
        return tr("Down and left is better. Each mark is one way to serve the new task, with intervals over "
                  "the repeats; the dashed line is the error of always deciding for the majority.");
    }
    return {};
}

QString caveats(RepresentationPage page)
{
    switch (page) {
    case RepresentationPage::Clouds:
        return tr("Clouds that overlap in two dimensions may lie apart in the others: see “Who can tell?”. "
                  "The group may be legible even where it is not among the features.");
    case RepresentationPage::Training:
        return tr("A divergence could be lowered by shrinking all numbers; so it is measured after scaling, "
                  "and the spread is shown. Batches overstate it a little; the other pages use test rows.");
    case RepresentationPage::Auditors:
        return tr("A small divergence bounds the gap of heads that are linear or smooth. It does not bound "
                  "hard decisions by itself, and it does not keep every auditor from finding the group: no "
                  "regulariser makes a nonlinear auditor blind. So both are always shown. With few rows of "
                  "a group the intervals are wide, and what cannot be told from chance is not zero.");
    case RepresentationPage::Tasks:
        return tr("Equal decision rates may be the wrong aim where groups differ for reasons that should "
                  "count. A strong divergence can push a head to decide alike for everybody, which has no "
                  "gap for free. Small groups have wide intervals.");
    case RepresentationPage::Transfer:
        return tr("Fairness carries over at a price that grows with the difference of the groups in the new "
                  "task; where there is none it cannot help and may do a little harm. The theory bounds the "
                  "gap on new tasks that are like the old ones, not the error.");
    }
    return {};
}

QString citation(const RunResult* run)
{
    const auto method = run == nullptr ? findMethod("fair_representation") : findMethod(run->method);
    if (method.has_value())
        return translate((*method)->citation).toHtmlEscaped();
    return tr(
        "Oneto, Donini, Luise, Ciliberto, Maurer, Pontil (2020), Exploiting MMD and Sinkhorn Divergences "
        "for Fair and Transferable Representation Learning, NeurIPS");
}

QString second(RepresentationPage page, const Subject& subject, const TransferReport* transfer)
{
    switch (page) {
    case RepresentationPage::Clouds:
        return centreSentence(subject);
    case RepresentationPage::Training:
        return trainingSentence(subject.first().after.training.get());
    case RepresentationPage::Auditors:
        return auditorSentence(subject);
    case RepresentationPage::Tasks:
        return taskSentence(subject);
    case RepresentationPage::Transfer:
        return transferSentence(transfer);
    }
    return {};
}

} // namespace

QString explainRepresentation(const ViewContext& context, RepresentationPage page,
    std::optional<std::size_t> repeat, const TransferReport* transfer)
{
    ExplainPage explained;
    explained.title = tr("What the network makes of people");
    const RunResult* const run = context.selected();
    const bool isLive = page == RepresentationPage::Training && context.training;
    const Representations all = run == nullptr ? Representations() : representationsOf(*run, repeat);
    if (all.empty() && !isLive) {
        explained.first = tr("The selected run learned no representation.");
        return explained.html();
    }
    if (all.empty()) {
        explained.first = tr("A network is being trained: it turns every row into a few numbers, the "
                             "<b>representation</b>, that predict the tasks and should look alike in all "
                             "groups.");
        explained.second = trainingSentence(context.training.get());
        explained.formula = problem(nullptr);
    } else {
        const Subject subject {*context.report, *run, all};
        explained.first = what(subject);
        explained.second
            = isLive ? trainingSentence(context.training.get()) : second(page, subject, transfer);
        explained.formula = page == RepresentationPage::Auditors ? guarantees() : problem(&subject);
    }
    explained.reading = reading(page);
    explained.caveats = caveats(page);
    explained.citation = citation(all.empty() ? nullptr : run);
    return explained.html();
}

} // namespace evenhand::ui
