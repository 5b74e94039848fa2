#include "ui/study_panel/roles_section.h"

#include "ui/session/session_controller.h"
#include "ui/study_panel/comparison_fields.h"
#include "ui/study_panel/prediction_fields.h"
#include "ui/study_panel/proposed_mark.h"
#include "ui/study_panel/task_fields.h"
#include "ui/text/translate.h"
#include "ui/widgets/column_picker.h"
#include "ui/widgets/cut_editor.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr std::size_t kMostValues = 20; ///< of a column that makes groups without cuts

QHBoxLayout* beside(QWidget* left, QWidget* right)
{
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(left, 1);
    row->addWidget(right, 0);
    return row;
}

void select(QComboBox* combo, const std::string& value)
{
    combo->setCurrentIndex(combo->findData(QString::fromStdString(value)));
}

} // namespace

RolesSection::RolesSection(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_predictions(new PredictionFields(session, this))
    , m_comparison(new ComparisonFields(session, this))
    , m_task(new QComboBox(this))
    , m_target(new QComboBox(this))
    , m_favourable(new QComboBox(this))
    , m_targetProposed(makeProposedMark(this))
    , m_sensitiveProposed(makeProposedMark(this))
    , m_sensitive(new ColumnPicker(tr("Sensitive attributes"), this))
    , m_moreFeatures(new QPushButton(this))
    , m_exclude(new ColumnPicker(tr("Columns left out of the features"), this))
    , m_tasks(new TaskFields(session, this))
    , m_weight(new QComboBox(this))
    , m_sensitiveAsFeature(new QCheckBox(tr("The model may use them as features"), this))
{
    for (QComboBox* const combo : {m_task, m_target, m_favourable, m_weight}) {
        leaveWheelAlone(combo);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(8);
    }
    m_target->setObjectName(QStringLiteral("target"));
    m_weight->setObjectName(QStringLiteral("weight"));
    m_task->addItem(tr("a decision (yes or no)"), int {0});
    m_task->addItem(tr("a number"), int {1});
    buildLayout();
    connectControls();
    setTabOrders();
    connect(session, &SessionController::tableChanged, this, &RolesSection::refreshChoices);
    connect(session, &SessionController::stateChanged, this, &RolesSection::refresh);
}

void RolesSection::setTabOrders()
{
    std::vector<QWidget*> order = m_predictions->controls();
    const auto append = [&order](const std::vector<QWidget*>& controls) {
        order.insert(order.end(), controls.begin(), controls.end());
    };
    append({m_target, m_task, m_favourable, m_sensitive});
    for (const CutEditor* const editor : m_cuts)
        append(editor->controls());
    append({m_sensitiveAsFeature, m_moreFeatures, m_exclude});
    append(m_tasks->controls());
    append(m_comparison->controls());
    append({m_weight});
    for (std::size_t i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void RolesSection::buildLayout()
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    const auto gap = [layout] { layout->addSpacing(4); };
    layout->addWidget(m_predictions);
    m_targetLabel = fieldLabel({}, m_target);
    layout->addLayout(beside(m_targetLabel, m_targetProposed));
    layout->addWidget(m_target);
    gap();
    m_taskLabel = fieldLabel(tr("It &is"), m_task);
    layout->addWidget(m_taskLabel);
    layout->addWidget(m_task);
    gap();
    m_favourableLabel = fieldLabel(tr("F&avourable outcome"), m_favourable);
    m_favourable->setToolTip(tr("The outcome that people hope for, such as a loan that is granted"));
    layout->addWidget(m_favourableLabel);
    layout->addWidget(m_favourable);
    gap();
    layout->addLayout(beside(fieldLabel(tr("S&ensitive attributes"), m_sensitive), m_sensitiveProposed));
    m_sensitive->setToolTip(
        tr("Groups are made from these columns; several columns give their intersection"));
    layout->addWidget(m_sensitive);
    m_cutsLayout = new QVBoxLayout;
    m_cutsLayout->setContentsMargins(0, 0, 0, 0);
    m_cutsLayout->setSpacing(4);
    layout->addLayout(m_cutsLayout);
    layout->addWidget(m_sensitiveAsFeature);
    m_sensitiveAsFeature->setToolTip(tr("Off: the sensitive columns are kept from the learner. A repair "
                                        "after training may still need the group."));
    gap();
    m_moreFeatures->setProperty("flat", true);
    m_moreFeatures->setCheckable(true);
    m_moreFeatures->setToolTip(tr("Choose the columns that the model must not see"));
    layout->addWidget(m_moreFeatures, 0, Qt::AlignLeft);
    layout->addWidget(m_exclude);
    m_exclude->hide();
    layout->addWidget(m_tasks);
    layout->addWidget(m_comparison);
    gap();
    layout->addWidget(fieldLabel(tr("&Weights"), m_weight));
    m_weight->setToolTip(tr("A column that says how many people each row stands for"));
    layout->addWidget(m_weight);
}

void RolesSection::connectControls()
{
    connect(m_moreFeatures, &QPushButton::toggled, m_exclude, &QWidget::setVisible);
    connect(m_tasks, &TaskFields::controlsChanged, this, &RolesSection::setTabOrders);
    connect(m_target, &QComboBox::activated, this, &RolesSection::chooseTarget);
    connect(m_task, &QComboBox::activated, this, [this](int index) {
        m_session->edit(tr("Kind of target"), {}, [&](SessionState& state) {
            const Task task = index == 1 ? Task::Regression : Task::Classification;
            if (task == state.study.roles.task)
                return;
            state.study.roles.task = task;
            if (task == Task::Regression)
                state.study.roles.favourable.clear();
            else if (m_favourable->count() > 0)
                state.study.roles.favourable = m_favourable->itemData(0).toString().toStdString();
            state.study.runs.clear();
            state.study.errorMetric.clear();
            state.study.unfairnessMetric.clear();
            state.draft = defaultDraft(task);
        });
    });
    connect(m_favourable, &QComboBox::activated, this, [this] {
        m_session->edit(tr("Favourable outcome"), {}, [&](SessionState& state) {
            state.study.roles.favourable = m_favourable->currentData().toString().toStdString();
            state.confirmed.insert("favourable");
        });
    });
    connect(m_sensitive, &ColumnPicker::checkedChanged, this, [this](const QStringList& names) {
        m_session->edit(tr("Sensitive attributes"), {}, [&](SessionState& state) {
            state.study.roles.sensitive.clear();
            for (const QString& name : names) {
                state.study.roles.sensitive.push_back(name.toStdString());
                freeFromTasks(state.study.roles, name.toStdString());
            }
            state.confirmed.insert("sensitive");
            // A column of many numbers makes groups only when it is cut; its mean is a first proposal.
            for (const ColumnProfile& profile : m_session->table()->profiles)
                if (names.contains(QString::fromStdString(profile.name)) && profile.mean
                    && profile.distinct > kMostValues && !state.study.roles.cuts.contains(profile.name))
                    state.study.roles.cuts[profile.name] = {std::round(*profile.mean)};
        });
    });
    connect(m_exclude, &ColumnPicker::checkedChanged, this, [this](const QStringList& names) {
        m_session->edit(tr("Features left out"), {}, [&](SessionState& state) {
            state.study.roles.features.clear();
            state.study.roles.exclude.clear();
            for (const QString& name : names)
                state.study.roles.exclude.push_back(name.toStdString());
        });
    });
    connect(m_weight, &QComboBox::activated, this, [this] {
        m_session->edit(tr("Weights"), {}, [&](SessionState& state) {
            state.study.roles.weight = m_weight->currentData().toString().toStdString();
            freeFromTasks(state.study.roles, state.study.roles.weight);
        });
    });
    connect(m_sensitiveAsFeature, &QCheckBox::toggled, this, [this](bool on) {
        m_session->edit(tr("Sensitive attribute as a feature"), {},
            [&](SessionState& state) { state.study.roles.sensitiveAsFeature = on; });
    });
}

void RolesSection::chooseTarget()
{
    const std::string target = m_target->currentData().toString().toStdString();
    m_session->edit(tr("Target %1").arg(m_target->currentText()), {}, [&](SessionState& state) {
        Roles& roles = state.study.roles;
        AuditSpec& audit = state.study.audit;
        roles.target = target;
        state.confirmed.insert("target");
        // Without an outcome the decisions say what people hope for.
        const std::string& speaking = target.empty() ? audit.prediction : target;
        const Table& table = *m_session->table()->data.table;
        const auto column = table.indexOf(speaking);
        if (!target.empty()) {
            std::erase(roles.exclude, target);
            std::erase(roles.sensitive, target);
            freeFromTasks(roles, target);
            for (std::string* const part : {&audit.prediction, &audit.score})
                if (*part == target)
                    part->clear();
            state.asksForPredictions = auditsTable(m_session->state()) && !audit.hasPredictions();
        }
        if (speaking.empty() || !column)
            return;
        const auto levels = favourableCandidates(table.columns()[*column]);
        const Task task = levels.empty() ? Task::Regression : Task::Classification;
        roles.favourable = levels.empty() ? std::string() : levels.front();
        state.confirmed.erase("favourable");
        if (task == roles.task)
            return;
        roles.task = task;
        state.study.runs.clear();
        state.study.errorMetric.clear();
        state.study.unfairnessMetric.clear();
        state.draft = defaultDraft(task);
    });
}

QString RolesSection::reasonFor(const std::string& column) const
{
    for (const auto& [name, reason] : m_session->table()->proposal.reasons)
        if (name == column)
            return translate(reason);
    return {};
}

void RolesSection::refreshChoices()
{
    const auto loaded = m_session->table();
    if (!loaded)
        return;
    const RoleProposal& proposal = loaded->proposal;
    QList<ColumnPicker::Choice> likely, others, all;
    const auto contains = [](const auto& list, const std::string& name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    for (const std::string& name : proposal.sensitiveCandidates)
        likely.push_back({QString::fromStdString(name), reasonFor(name)});
    m_target->clear();
    m_weight->clear();
    m_weight->addItem(tr("every row counts the same"), QString());
    QStringList targets;
    for (const std::string& name : proposal.targetCandidates)
        targets << QString::fromStdString(name);
    for (const Column& column : loaded->data.table->columns()) {
        const QString name = QString::fromStdString(column.name);
        if (!contains(proposal.sensitiveCandidates, column.name))
            others.push_back({name, {}});
        all.push_back(
            {name, contains(proposal.roles.exclude, column.name) ? reasonFor(column.name) : QString()});
        if (!contains(proposal.targetCandidates, column.name))
            targets << name;
        if (column.numeric() != nullptr)
            m_weight->addItem(name, name);
    }
    m_target->addItem(tr("none: it is not in the table"), QString());
    for (const QString& name : targets)
        m_target->addItem(name, name);
    m_sensitive->setChoices(likely + others);
    m_exclude->setChoices(all);
    m_exclude->setVisibleRows(static_cast<int>(std::clamp<qsizetype>(all.size(), 3, 7)));
    refresh();
}

void RolesSection::refresh()
{
    setEnabled(m_session->table() != nullptr);
    if (!m_session->table())
        return;
    const SessionState& state = m_session->state();
    const Roles& roles = state.study.roles;
    const bool audits = auditsTable(state);
    refreshTarget();
    m_targetProposed->setVisible(!state.confirmed.contains("target") && !roles.target.empty());
    m_comparison->setVisible(audits);
    m_moreFeatures->setVisible(!audits);
    m_exclude->setVisible(!audits && m_moreFeatures->isChecked());
    m_sensitiveAsFeature->setVisible(!audits);
    m_sensitiveProposed->setVisible(!state.confirmed.contains("sensitive") && !roles.sensitive.empty());
    QStringList sensitive, exclude;
    for (const std::string& name : roles.sensitive)
        sensitive << QString::fromStdString(name);
    for (const std::string& name : roles.exclude)
        exclude << QString::fromStdString(name);
    m_sensitive->setChecked(sensitive);
    m_exclude->setChecked(exclude);
    select(m_weight, roles.weight);
    const QSignalBlocker quiet(m_sensitiveAsFeature);
    m_sensitiveAsFeature->setChecked(roles.sensitiveAsFeature);
    const Table& table = *m_session->table()->data.table;
    m_moreFeatures->setText(
        tr("Features: %1 of %2 columns…").arg(featureCount(roles, table)).arg(table.columns().size()));
    refreshFavourable();
    refreshCuts();
}

/// In an audit the outcome may be unknown; what is learned must be there.
void RolesSection::refreshTarget()
{
    const Roles& roles = m_session->state().study.roles;
    const bool audits = auditsTable(m_session->state());
    const int none = m_target->findData(QString());
    if (audits && none < 0)
        m_target->insertItem(0, tr("none: it is not in the table"), QString());
    else if (!audits && none >= 0)
        m_target->removeItem(none);
    const QString label = audits ? tr("&True outcome, if known") : tr("&Target: what is predicted");
    m_targetLabel->setText(label);
    m_target->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    select(m_target, roles.target);
    m_task->setCurrentIndex(roles.task == Task::Regression ? 1 : 0);
    m_taskLabel->setText(audits ? tr("What is predicted &is") : tr("It &is"));
    m_task->setAccessibleName(m_taskLabel->text().remove(QLatin1Char('&')));
}

void RolesSection::refreshFavourable()
{
    const Roles& roles = m_session->state().study.roles;
    const bool classification = roles.task == Task::Classification;
    const Table& table = *m_session->table()->data.table;
    const auto target
        = table.indexOf(roles.target.empty() ? m_session->state().study.audit.prediction : roles.target);
    m_favourable->setVisible(classification && target);
    m_favourableLabel->setVisible(classification && target);
    m_favourable->clear();
    if (!target)
        return;
    QStringList levels;
    for (const std::string& level : favourableCandidates(table.columns()[*target]))
        levels << QString::fromStdString(level);
    const QString current = QString::fromStdString(roles.favourable);
    if (!current.isEmpty() && !levels.contains(current))
        levels.prepend(current);
    for (const QString& level : levels)
        m_favourable->addItem(level, level);
    select(m_favourable, roles.favourable);
}

void RolesSection::refreshCuts()
{
    const Roles& roles = m_session->state().study.roles;
    std::vector<const ColumnProfile*> wanted;
    for (const std::string& name : roles.sensitive)
        for (const ColumnProfile& profile : m_session->table()->profiles)
            if (profile.name == name && profile.minimum
                && (profile.distinct > kMostValues || roles.cuts.contains(name)))
                wanted.push_back(&profile);
    const bool isOther = m_cuts.size() != wanted.size();
    while (m_cuts.size() > wanted.size()) {
        m_cuts.back()->hide();
        m_cuts.back()->deleteLater(); // the change may come from the editor itself
        m_cuts.pop_back();
    }
    while (m_cuts.size() < wanted.size()) {
        auto* const editor = new CutEditor(this);
        m_cutsLayout->addWidget(editor);
        m_cuts.push_back(editor);
        connect(editor, &CutEditor::cutsChanged, this,
            [this](const QString& column, const std::vector<double>& cuts) {
                m_session->edit(tr("Cuts of %1").arg(column), {},
                    [&](SessionState& state) { state.study.roles.cuts[column.toStdString()] = cuts; });
            });
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto cuts = roles.cuts.find(wanted[i]->name);
        m_cuts[i]->setColumn(m_session->table()->data.table, QString::fromStdString(wanted[i]->name),
            *wanted[i]->minimum, wanted[i]->maximum.value_or(*wanted[i]->minimum));
        m_cuts[i]->setCuts(cuts == roles.cuts.end() ? std::vector<double> {} : cuts->second);
        m_cuts[i]->show();
    }
    if (isOther)
        setTabOrders();
}

} // namespace evenhand::ui
