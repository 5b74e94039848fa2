#include "ui/study_panel/component_section.h"

#include "engine/methods/method.h"
#include "ui/session/session_controller.h"
#include "ui/study_panel/component_offer.h"
#include "ui/text/translate.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

ComponentSection::ComponentSection(Kind kind, SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_session(session)
    , m_all(new QToolButton(this))
    , m_none(new QToolButton(this))
    , m_list(new ComponentList(kind == Kind::Learner ? tr("Learners") : tr("Fairness methods"),
          kind == Kind::Learner ? QStringList() : familyHeadings(), this))
    , m_title(new QLabel(this))
    , m_description(smallLabel({}, this))
    , m_form(new ParamForm(this))
{
    m_list->setObjectName(kind == Kind::Learner ? QStringLiteral("learner") : QStringLiteral("method"));
    m_title->setProperty("role", QStringLiteral("title"));
    m_title->setWordWrap(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(makeHead());
    layout->addWidget(m_list);
    layout->addSpacing(2);
    layout->addWidget(m_title);
    layout->addWidget(m_description);
    layout->addWidget(m_form);
    connect(m_list, &ComponentList::tickWanted, this, &ComponentSection::setTicked);
    connect(m_list, &ComponentList::focusedChanged, this, [this](const QString& id) {
        m_focused = id.toStdString();
        refreshForm();
    });
    connect(
        m_form, &ParamForm::edited, this, [this](const QString& id, const std::vector<ParamValue>& values) {
            m_session->edit(
                tr("Parameter %1").arg(id), QString::fromStdString(m_focused) + id, [&](SessionState& state) {
                    if (Component* const component = findTicked(tickedIn(state.draft), m_focused))
                        component->params[id.toStdString()] = values;
                });
        });
    connect(session, &SessionController::tableChanged, this, [this] {
        m_focused.clear();
        m_earlier.clear();
    });
    connect(session, &SessionController::stateChanged, this, &ComponentSection::refresh);
    refresh();
}

QWidget* ComponentSection::makeHead()
{
    auto* const head = new QWidget(this);
    auto* const layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    QLabel* const hint = smallLabel(
        m_kind == Kind::Learner ? tr("Tick one or several.") : tr("“No repair” runs, too."), head);
    if (m_kind == Kind::Method)
        hint->setToolTip(tr("Every learner also runs as it comes, to compare the methods with."));
    m_all->setText(m_kind == Kind::Learner ? tr("All") : tr("All that fit"));
    m_all->setToolTip(m_kind == Kind::Learner
            ? tr("Tick every learner")
            : tr("Tick every method that can work with the ticked learners"));
    m_none->setText(tr("None"));
    m_none->setToolTip(m_kind == Kind::Learner ? tr("Untick every learner") : tr("Untick every method"));
    layout->addWidget(hint, 1);
    for (QToolButton* const button : {m_all, m_none}) {
        button->setStyleSheet(QStringLiteral("QToolButton { padding: 2px 5px; font-size: 8.5pt; }"));
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(button->toolTip());
        layout->addWidget(button);
    }
    m_all->setObjectName(QStringLiteral("tick_all"));
    m_none->setObjectName(QStringLiteral("tick_none"));
    connect(m_all, &QToolButton::clicked, this, &ComponentSection::tickAll);
    connect(m_none, &QToolButton::clicked, this, &ComponentSection::untickAll);
    return head;
}

std::vector<Component>& ComponentSection::tickedIn(Draft& draft) const
{
    return m_kind == Kind::Learner ? draft.learners : draft.methods;
}

const std::vector<Component>& ComponentSection::ticked() const
{
    const Draft& draft = m_session->state().draft;
    return m_kind == Kind::Learner ? draft.learners : draft.methods;
}

std::vector<ComponentChoice> ComponentSection::choices() const
{
    return m_kind == Kind::Learner ? offeredLearners(m_session->state())
                                   : offeredMethods(m_session->state(), m_session->table().get());
}

/// With the parameters it had before it was unticked.
Component ComponentSection::withParameters(const std::string& id) const
{
    const auto earlier = m_earlier.find(id);
    return earlier == m_earlier.end() ? startOf(id) : Component {id, earlier->second};
}

void ComponentSection::setTicked(const QString& id, bool on)
{
    const std::string key = id.toStdString();
    m_focused = key;
    if (const Component* const known = findTicked(ticked(), key); known != nullptr && !on)
        m_earlier[key] = known->params;
    const std::vector<ComponentChoice> offered = choices();
    const auto own = std::ranges::find(offered, id, &ComponentChoice::id);
    const QString name = own == offered.end() ? id : own->name;
    m_session->edit(on ? tr("Tick %1").arg(name) : tr("Untick %1").arg(name), {}, [&](SessionState& state) {
        if (on)
            tick(tickedIn(state.draft), withParameters(key));
        else
            untick(tickedIn(state.draft), key);
    });
    refresh();
}

void ComponentSection::tickAll()
{
    const std::vector<ComponentChoice> offered = choices();
    m_session->edit(tr("Tick all"), {}, [&](SessionState& state) {
        std::vector<Component>& list = tickedIn(state.draft);
        for (const ComponentChoice& choice : offered)
            if (choice.possible && findTicked(list, choice.id.toStdString()) == nullptr)
                tick(list, withParameters(choice.id.toStdString()));
    });
}

void ComponentSection::untickAll()
{
    for (const Component& component : ticked())
        m_earlier[component.id] = component.params;
    m_session->edit(tr("Untick all"), {}, [&](SessionState& state) { tickedIn(state.draft).clear(); });
}

QString ComponentSection::summary() const
{
    QStringList names;
    for (const ComponentChoice& choice : choices())
        if (choice.ticked)
            names << choice.name;
    return names.isEmpty()  ? tr("none")
        : names.size() == 1 ? names.front()
                            : tr("%1 ticked").arg(names.size());
}

void ComponentSection::refresh()
{
    setEnabled(m_session->table() != nullptr);
    const std::vector<ComponentChoice> offered = choices();
    const auto isOffered
        = [&](const ComponentChoice& choice) { return choice.id.toStdString() == m_focused; };
    if (std::ranges::none_of(offered, isOffered))
        m_focused = ticked().empty() ? std::string() : ticked().front().id;
    m_list->setChoices(offered);
    m_list->setFocusedId(QString::fromStdString(m_focused));
    m_all->setEnabled(std::ranges::any_of(
        offered, [](const ComponentChoice& choice) { return choice.possible && !choice.ticked; }));
    m_none->setEnabled(!ticked().empty());
    refreshForm();
    emit summaryChanged(summary());
}

void ComponentSection::refreshForm()
{
    const std::vector<ParamSpec>* const params = paramsOf(m_focused);
    const Component* const component = findTicked(ticked(), m_focused);
    m_title->setVisible(params != nullptr);
    m_description->setVisible(params != nullptr);
    m_form->setVisible(params != nullptr && component != nullptr && !params->empty());
    if (params == nullptr)
        return;
    const auto offered = choices();
    const auto own = std::ranges::find(offered, QString::fromStdString(m_focused), &ComponentChoice::id);
    m_title->setText(own == offered.end() ? QString::fromStdString(m_focused) : own->name);
    QString description = describeComponent(m_focused);
    if (component == nullptr)
        description += QStringLiteral("\n")
            + (own != offered.end() && !own->possible ? own->note : tr("Tick it to set and run it."));
    m_description->setText(description);
    const auto method = std::ranges::find(methods(), m_focused, &MethodInfo::id);
    m_description->setToolTip(method == methods().end() ? QString() : translate(method->citation));
    if (component != nullptr)
        m_form->setParams(*params, component->params);
}

} // namespace evenhand::ui
