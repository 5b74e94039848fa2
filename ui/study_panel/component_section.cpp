#include "ui/study_panel/component_section.h"

#include "engine/learners/learner.h"
#include "engine/methods/method.h"
#include "ui/session/session_controller.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

const std::vector<ParamSpec> kNoParams;

QString text(std::string_view id)
{
    return QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
}

QString familyName(Family family)
{
    switch (family) {
    case Family::Pre:
        return ComponentSection::tr("acts on the data, before training");
    case Family::In:
        return ComponentSection::tr("acts in training, instead of the learner");
    case Family::Post:
        return ComponentSection::tr("acts on the scores, after training");
    }
    return {};
}

} // namespace

ComponentSection::ComponentSection(Kind kind, SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_session(session)
    , m_choice(new QComboBox(this))
    , m_description(smallLabel({}, this))
    , m_form(new ParamForm(this))
{
    leaveWheelAlone(m_choice);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(8);
    m_choice->setObjectName(kind == Kind::Learner ? QStringLiteral("learner") : QStringLiteral("method"));
    m_choice->setAccessibleName(kind == Kind::Learner ? tr("Learner") : tr("Fairness method"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(7);
    layout->addWidget(m_choice);
    layout->addWidget(m_description);
    layout->addWidget(m_form);
    connect(m_choice, &QComboBox::activated, this, [this] {
        const std::string id = m_choice->currentData().toString().toStdString();
        m_session->edit(
            m_kind == Kind::Learner ? tr("Learner") : tr("Fairness method"), {}, [&](SessionState& state) {
                Component& component = componentOf(state.draft);
                if (component.id == id)
                    return;
                component = {id, {}};
                if (m_kind != Kind::Method)
                    return;
                // What the method says one should look at first: where it has a strength, the whole path.
                if (const auto info = findMethod(id); info.has_value())
                    component.params = (*info)->start;
            });
    });
    connect(
        m_form, &ParamForm::edited, this, [this](const QString& id, const std::vector<ParamValue>& values) {
            m_session->edit(tr("Parameter %1").arg(id), m_choice->objectName() + id,
                [&](SessionState& state) { componentOf(state.draft).params[id.toStdString()] = values; });
        });
    connect(session, &SessionController::stateChanged, this, &ComponentSection::refresh);
    refresh();
}

Component& ComponentSection::componentOf(RunSpec& draft) const
{
    return m_kind == Kind::Learner ? draft.learner : draft.method;
}

void ComponentSection::fillChoices(Task task)
{
    if (m_filledFor == static_cast<int>(task))
        return;
    m_filledFor = static_cast<int>(task);
    m_choice->clear();
    const auto fits = [task](const auto& info) {
        return task == Task::Classification ? info.classification : info.regression;
    };
    if (m_kind == Kind::Learner) {
        for (const LearnerInfo& info : learners())
            if (fits(info))
                m_choice->addItem(translate(info.name), text(info.id));
        return;
    }
    m_choice->addItem(methodName({}), QString());
    for (const MethodInfo& info : methods())
        if (fits(info))
            m_choice->addItem(translate(info.name), text(info.id));
}

void ComponentSection::refresh()
{
    setEnabled(m_session->table() != nullptr);
    const SessionState& state = m_session->state();
    fillChoices(state.study.roles.task);
    RunSpec draft = state.draft;
    const Component& component = componentOf(draft);
    m_choice->setCurrentIndex(m_choice->findData(QString::fromStdString(component.id)));
    QString description;
    const std::vector<ParamSpec>* params = &kNoParams;
    for (const LearnerInfo& info : learners())
        if (m_kind == Kind::Learner && info.id == component.id) {
            description = translate(info.description);
            params = &info.params;
        }
    for (const MethodInfo& info : methods())
        if (m_kind == Kind::Method && info.id == component.id) {
            QStringList facts {familyName(info.family)};
            if (info.needsGroupAtPrediction)
                facts << tr("needs the group when deciding");
            if (info.randomised)
                facts << tr("decides partly by chance");
            description
                = translate(info.description) + QStringLiteral("\n") + facts.join(QStringLiteral(" · "));
            m_description->setToolTip(translate(info.citation));
            params = &info.params;
        }
    if (m_kind == Kind::Method && component.id.empty())
        description = tr("The model as it comes, to see how unequal it is.");
    m_description->setText(description);
    m_description->setVisible(!description.isEmpty());
    m_form->setParams(*params, component.params);
    m_form->setVisible(!params->empty());
    emit summaryChanged(m_choice->currentText());
}

} // namespace evenhand::ui
