#include "ui/study_panel/component_offer.h"

#include "engine/tradeoff/fits_together.h"
#include "ui/text/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ComponentSection", text);
}

QString text(std::string_view id)
{
    return QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
}

QString familySentence(Family family)
{
    switch (family) {
    case Family::Pre:
        return tr("acts on the data, before training");
    case Family::In:
        return tr("acts in training, instead of the learner");
    case Family::Post:
        return tr("acts on the scores, after training");
    }
    return {};
}

const LearnerInfo* learnerOf(std::string_view id)
{
    const auto found = std::ranges::find(learners(), id, &LearnerInfo::id);
    return found == learners().end() ? nullptr : &*found;
}

const MethodInfo* methodOf(std::string_view id)
{
    const auto found = std::ranges::find(methods(), id, &MethodInfo::id);
    return found == methods().end() ? nullptr : &*found;
}

/// "11 values" of a ticked one that has more than one combination.
QString countNote(const Component* ticked)
{
    if (ticked == nullptr)
        return {};
    std::size_t count = 1;
    for (const auto& [id, values] : ticked->params)
        count *= std::max<std::size_t>(1, values.size());
    return count > 1 ? tr("%1 values").arg(count) : QString();
}

/// Groups that the sensitive columns can form at most; 0 if that is not known.
std::size_t groupsOf(const Roles& roles, const LoadedTable* table)
{
    if (table == nullptr || roles.sensitive.size() != 1)
        return 0;
    const std::string& name = roles.sensitive.front();
    if (const auto cuts = roles.cuts.find(name); cuts != roles.cuts.end() && !cuts->second.empty())
        return cuts->second.size() + 1;
    for (const Column& column : table->data.table->columns())
        if (column.name == name)
            return column.categorical() != nullptr ? column.categorical()->levels.size() : 0;
    return 0;
}

/// Why a method cannot be used with the ticked learners; empty if it can with all of them.
struct Obstacle {
    QString note, sentences;
    bool always = false; ///< with none of them
};
Obstacle obstacleOf(const MethodInfo& method, const SessionState& state, std::size_t groups)
{
    Obstacle obstacle;
    if (const Text why = whyNotForGroups(method, groups); !why.empty()) {
        obstacle = {tr("two groups only"), translate(why), true};
        return obstacle;
    }
    QStringList names;
    QStringList reasons;
    for (const Component& ticked : state.draft.learners) {
        const LearnerInfo* const learner = learnerOf(ticked.id);
        if (learner == nullptr)
            continue;
        if (const Text why = whyNotTogether(*learner, method); !why.empty()) {
            names << translate(learner->name);
            reasons << translate(why);
        }
    }
    if (names.isEmpty())
        return obstacle;
    obstacle.always = names.size() == static_cast<qsizetype>(state.draft.learners.size());
    obstacle.note = obstacle.always && names.size() > 1 ? tr("not with these learners")
        : names.size() == 1                             ? tr("not with %1").arg(names.front())
                                                        : tr("not with %1 learners").arg(names.size());
    obstacle.sentences = reasons.join(QLatin1Char('\n'));
    return obstacle;
}

} // namespace

QStringList familyHeadings()
{
    return {tr("Before training"), tr("During training"), tr("After training")};
}

std::vector<ComponentChoice> offeredLearners(const SessionState& state)
{
    std::vector<ComponentChoice> offered;
    for (const LearnerInfo& info : learners()) {
        if (!fitsTask(info, state.study.roles.task))
            continue;
        ComponentChoice choice {text(info.id), translate(info.name), translate(info.description), {}, 0, {}};
        const Component* const ticked = findTicked(state.draft.learners, info.id);
        choice.ticked = ticked != nullptr;
        choice.note = countNote(ticked);
        offered.push_back(std::move(choice));
    }
    return offered;
}

std::vector<ComponentChoice> offeredMethods(const SessionState& state, const LoadedTable* table)
{
    const std::size_t groups = groupsOf(state.study.roles, table);
    std::vector<ComponentChoice> offered;
    for (const MethodInfo& info : methods()) {
        if (!fitsTask(info, state.study.roles.task))
            continue;
        ComponentChoice choice {text(info.id), translate(info.name), describeComponent(std::string(info.id)),
            {}, static_cast<int>(info.family), {}};
        const Component* const ticked = findTicked(state.draft.methods, info.id);
        choice.ticked = ticked != nullptr;
        choice.note = countNote(ticked);
        if (const Obstacle obstacle = obstacleOf(info, state, groups); !obstacle.note.isEmpty()) {
            choice.note = obstacle.note;
            choice.warns = true;
            choice.possible = !obstacle.always;
            choice.toolTip += QStringLiteral("\n\n") + obstacle.sentences;
        }
        offered.push_back(std::move(choice));
    }
    return offered;
}

QString describeComponent(const std::string& id)
{
    if (const LearnerInfo* const learner = learnerOf(id))
        return translate(learner->description);
    const MethodInfo* const method = methodOf(id);
    if (method == nullptr)
        return {};
    QStringList facts {familySentence(method->family)};
    if (method->needsGroupAtPrediction)
        facts << tr("needs the group when deciding");
    if (method->randomised)
        facts << tr("decides partly by chance");
    return translate(method->description) + QStringLiteral("\n") + facts.join(QStringLiteral(" · "));
}

const std::vector<ParamSpec>* paramsOf(const std::string& id)
{
    if (const LearnerInfo* const learner = learnerOf(id))
        return &learner->params;
    const MethodInfo* const method = methodOf(id);
    return method == nullptr ? nullptr : &method->params;
}

} // namespace evenhand::ui
