#include "ui/study_panel/roles_section.h"

#include "ui/session/session_controller.h"
#include "ui/text/translate.h"
#include "ui/widgets/column_picker.h"
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

QLabel* proposedMark(QWidget* parent)
{
    auto* const label = new QLabel(RolesSection::tr("proposed"), parent);
    label->setProperty("role", QStringLiteral("proposed"));
    label->setToolTip(RolesSection::tr("The program suggests this; change it, or run to accept it"));
    return label;
}

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
    , m_task(new QComboBox(this))
    , m_target(new QComboBox(this))
    , m_favourable(new QComboBox(this))
    , m_targetProposed(proposedMark(this))
    , m_sensitiveProposed(proposedMark(this))
    , m_sensitive(new ColumnPicker(tr("Sensitive attributes"), this))
    , m_cut(new NumberBox(this))
    , m_moreFeatures(new QPushButton(this))
    , m_exclude(new ColumnPicker(tr("Columns left out of the features"), this))
    , m_weight(new QComboBox(this))
    , m_sensitiveAsFeature(new QCheckBox(tr("The model may use them as features"), this))
{
    for (QComboBox* const combo : {m_task, m_target, m_favourable, m_weight}) {
        leaveWheelAlone(combo);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(8);
    }
    m_task->addItem(tr("a decision (yes or no)"), int {0});
    m_task->addItem(tr("a number"), int {1});
    m_cut->setRange(-1e12, 1e12);
    buildLayout();
    connectControls();
    QWidget* const order[] = {m_target, m_task, m_favourable, m_sensitive, m_cut, m_sensitiveAsFeature,
        m_moreFeatures, m_exclude, m_weight};
    for (std::size_t i = 1; i < std::size(order); ++i)
        setTabOrder(order[i - 1], order[i]);
    connect(session, &SessionController::tableChanged, this, &RolesSection::refreshChoices);
    connect(session, &SessionController::stateChanged, this, &RolesSection::refresh);
}

void RolesSection::buildLayout()
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    const auto gap = [layout] { layout->addSpacing(4); };
    layout->addLayout(beside(fieldLabel(tr("&Target: what is predicted"), m_target), m_targetProposed));
    layout->addWidget(m_target);
    gap();
    layout->addWidget(fieldLabel(tr("It &is"), m_task));
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
    m_cutLabel = fieldLabel(tr("Cut into groups at"), m_cut);
    m_cut->setToolTip(tr("Rows up to this value are one group, rows above it the other"));
    layout->addWidget(m_cutLabel);
    layout->addWidget(m_cut);
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
    layout->addWidget(fieldLabel(tr("&Weights"), m_weight));
    m_weight->setToolTip(tr("A column that says how many people each row stands for"));
    layout->addWidget(m_weight);
}

void RolesSection::connectControls()
{
    connect(m_moreFeatures, &QPushButton::toggled, m_exclude, &QWidget::setVisible);
    connect(m_target, &QComboBox::activated, this, [this] {
        const std::string target = m_target->currentData().toString().toStdString();
        m_session->edit(tr("Target %1").arg(m_target->currentText()), {}, [&](SessionState& state) {
            Roles& roles = state.study.roles;
            roles.target = target;
            std::erase(roles.exclude, target);
            std::erase(roles.sensitive, target);
            state.confirmed.insert("target");
            const Table& table = *m_session->table()->data.table;
            const auto levels = favourableCandidates(table.columns()[*table.indexOf(target)]);
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
    });
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
            for (const QString& name : names)
                state.study.roles.sensitive.push_back(name.toStdString());
            state.confirmed.insert("sensitive");
            // A column of many numbers makes groups only when it is cut; its mean is a first proposal.
            for (const ColumnProfile& profile : m_session->table()->profiles)
                if (names.contains(QString::fromStdString(profile.name)) && profile.mean
                    && profile.distinct > 20 && !state.study.roles.cuts.contains(profile.name))
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
        });
    });
    connect(m_cut, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        m_session->edit(tr("Cut into groups"), QStringLiteral("cut"), [&](SessionState& state) {
            for (auto& [column, cuts] : state.study.roles.cuts)
                if (state.study.roles.sensitive.end()
                    != std::find(
                        state.study.roles.sensitive.begin(), state.study.roles.sensitive.end(), column))
                    cuts = {value};
        });
    });
    connect(m_sensitiveAsFeature, &QCheckBox::toggled, this, [this](bool on) {
        m_session->edit(tr("Sensitive attribute as a feature"), {},
            [&](SessionState& state) { state.study.roles.sensitiveAsFeature = on; });
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
    select(m_target, roles.target);
    m_task->setCurrentIndex(roles.task == Task::Regression ? 1 : 0);
    m_targetProposed->setVisible(!state.confirmed.contains("target"));
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
    const auto columns = static_cast<int>(m_session->table()->data.table->columns().size());
    const int features = roles.features.empty()
        ? columns - static_cast<int>(roles.exclude.size()) - 1 - (roles.weight.empty() ? 0 : 1)
            - (roles.sensitiveAsFeature ? 0 : static_cast<int>(roles.sensitive.size()))
        : static_cast<int>(roles.features.size());
    m_moreFeatures->setText(tr("Features: %1 of %2 columns…").arg(std::max(features, 0)).arg(columns));
    refreshFavourable();
    refreshCut();
}

void RolesSection::refreshFavourable()
{
    const Roles& roles = m_session->state().study.roles;
    const bool classification = roles.task == Task::Classification;
    m_favourable->setVisible(classification);
    m_favourableLabel->setVisible(classification);
    m_favourable->clear();
    const Table& table = *m_session->table()->data.table;
    const auto target = table.indexOf(roles.target);
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

void RolesSection::refreshCut()
{
    const Roles& roles = m_session->state().study.roles;
    const std::vector<double>* cuts = nullptr;
    for (const std::string& name : roles.sensitive)
        if (const auto found = roles.cuts.find(name); found != roles.cuts.end() && !found->second.empty())
            cuts = &found->second;
    m_cut->setVisible(cuts != nullptr);
    m_cutLabel->setVisible(cuts != nullptr);
    const QSignalBlocker quiet(m_cut);
    if (cuts != nullptr)
        m_cut->setValue(cuts->front());
}

} // namespace evenhand::ui
