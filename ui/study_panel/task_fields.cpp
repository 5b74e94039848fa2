#include "ui/study_panel/task_fields.h"

#include "engine/data/task_targets.h"
#include "engine/methods/method.h"
#include "ui/session/session_controller.h"
#include "ui/study_panel/task_editor.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr std::size_t kMostLevels = 100; ///< of a coded column that is offered as a target
constexpr std::size_t kMostTasks = 1000; ///< values of a column that is offered as the task column

bool isTask(const Roles& roles, const std::string& column)
{
    return std::ranges::count(roles.tasks, column, &TaskTarget::column) > 0;
}

bool isTaken(const Roles& roles, const std::string& column)
{
    return column == roles.target || column == roles.weight
        || std::ranges::count(roles.sensitive, column) > 0;
}

/// Columns whose values can be predicted.
bool isTargetLike(const ColumnProfile& profile, const Column& column)
{
    if (profile.distinct < 2 || profile.kind == ColumnKind::Identifier || column.text() != nullptr)
        return false;
    return column.numeric() != nullptr || profile.distinct <= kMostLevels;
}

/// Whether a ticked method learns for further targets.
bool learnsTasks(const Draft& draft)
{
    return std::ranges::any_of(draft.methods, [](const Component& method) {
        const auto info = findMethod(method.id);
        return info.has_value() && (*info)->multitask;
    });
}

} // namespace

void freeFromTasks(Roles& roles, const std::string& column)
{
    std::erase_if(roles.tasks, [&](const TaskTarget& task) { return task.column == column; });
    if (roles.taskColumn == column)
        roles.taskColumn.clear();
}

int featureCount(const Roles& roles, const Table& table)
{
    if (!roles.features.empty())
        return static_cast<int>(roles.features.size());
    const auto isFeature = [&](const Column& column) {
        const bool isSensitive = std::ranges::count(roles.sensitive, column.name) > 0;
        return column.name != roles.target && column.name != roles.weight && column.name != roles.taskColumn
            && !isTask(roles, column.name) && (!isSensitive || roles.sensitiveAsFeature)
            && std::ranges::count(roles.exclude, column.name) == 0;
    };
    return static_cast<int>(std::ranges::count_if(table.columns(), isFeature));
}

TaskFields::TaskFields(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_more(new QPushButton(this))
    , m_body(new QWidget(this))
    , m_add(new QComboBox(m_body))
    , m_column(new QComboBox(m_body))
{
    for (QComboBox* const combo : {m_add, m_column}) {
        leaveWheelAlone(combo);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(8);
    }
    m_add->setObjectName(QStringLiteral("add_task"));
    m_column->setObjectName(QStringLiteral("task_column"));
    buildLayout();
    connect(m_more, &QPushButton::toggled, m_body, &QWidget::setVisible);
    connect(m_add, &QComboBox::activated, this, [this](int index) {
        if (index == 0)
            return;
        const std::string column = m_add->currentData().toString().toStdString();
        editTasks(tr("Further target %1").arg(m_add->currentText()), {}, [&](std::vector<TaskTarget>& tasks) {
            tasks.push_back(proposedTarget(*m_session->table(), column));
        });
    });
    connect(m_column, &QComboBox::activated, this, [this] {
        m_session->edit(tr("Tasks by column"), {}, [this](SessionState& state) {
            state.study.roles.taskColumn = m_column->currentData().toString().toStdString();
        });
    });
    connect(session, &SessionController::tableChanged, this, &TaskFields::refresh);
    connect(session, &SessionController::stateChanged, this, &TaskFields::refresh);
    refresh();
}

void TaskFields::buildLayout()
{
    m_more->setObjectName(QStringLiteral("more_tasks"));
    m_more->setProperty("flat", true);
    m_more->setCheckable(true);
    m_more->setToolTip(tr("One representation can serve several outcomes; choose them here"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    layout->addWidget(m_body);
    auto* const body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 4);
    body->setSpacing(4);
    m_list = new QVBoxLayout;
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(8);
    body->addLayout(m_list);
    m_add->setAccessibleName(tr("Add a further target"));
    m_add->setToolTip(tr("A further outcome that the representation must serve, too. It is not a feature."));
    body->addWidget(m_add);
    m_columnLabel = fieldLabel(tr("Tasks by colum&n"), m_column);
    m_column->setToolTip(tr("Each value of this column, such as a school or a site, is a task of its own: "
                            "the same target, learned from its own rows"));
    body->addWidget(m_columnLabel);
    body->addWidget(m_column);
    m_body->hide();
}

std::vector<QWidget*> TaskFields::controls() const
{
    std::vector<QWidget*> all {m_more};
    for (const TaskEditor* const editor : m_editors) {
        const std::vector<QWidget*> own = editor->controls();
        all.insert(all.end(), own.begin(), own.end());
    }
    all.insert(all.end(), {m_add, m_column});
    return all;
}

void TaskFields::editTasks(
    const QString& what, const QString& key, const std::function<void(std::vector<TaskTarget>&)>& change)
{
    m_session->edit(what, key, [&](SessionState& state) { change(state.study.roles.tasks); });
}

void TaskFields::refresh()
{
    if (!m_session->table())
        return;
    const SessionState& state = m_session->state();
    const Roles& roles = state.study.roles;
    const bool hasTasks = !roles.tasks.empty() || !roles.taskColumn.empty();
    setVisible(!auditsTable(state) && (hasTasks || learnsTasks(state.draft)));
    m_more->setText(!roles.taskColumn.empty()
            ? tr("Tasks by column: %1…")
                  .arg(
                      QString::fromStdString(roles.taskColumn).replace(QLatin1Char('&'), QLatin1String("&&")))
            : roles.tasks.empty()
            ? tr("Further targets: none…")
            : tr("Further targets: %n…", nullptr, static_cast<int>(roles.tasks.size())));
    refreshChoices();
    refreshEditors();
}

void TaskFields::refreshChoices()
{
    const LoadedTable& loaded = *m_session->table();
    const Roles& roles = m_session->state().study.roles;
    m_add->clear();
    m_add->addItem(roles.tasks.empty() ? tr("Add a further target…") : tr("Add another target…"), QString());
    m_column->clear();
    m_column->addItem(tr("none: every row belongs to every task"), QString());
    const std::vector<Column>& columns = loaded.data.table->columns();
    for (std::size_t i = 0; i < std::min(columns.size(), loaded.profiles.size()); ++i) {
        const ColumnProfile& profile = loaded.profiles[i];
        const QString name = QString::fromStdString(columns[i].name);
        const bool isFree = !isTaken(roles, columns[i].name) && !isTask(roles, columns[i].name);
        if (isFree && isTargetLike(profile, columns[i]))
            m_add->addItem(name, name);
        const bool namesTasks = isFree && columns[i].text() == nullptr && profile.distinct >= 2
            && profile.distinct <= kMostTasks;
        if (namesTasks || columns[i].name == roles.taskColumn)
            m_column->addItem(name, name);
    }
    const QString current = QString::fromStdString(roles.taskColumn);
    if (m_column->findData(current) < 0) // from a study file
        m_column->addItem(current, current);
    m_column->setCurrentIndex(m_column->findData(current));
    // The two ways to have several tasks exclude each other.
    m_add->setVisible(roles.taskColumn.empty() && m_add->count() > 1);
    for (QWidget* const widget : std::initializer_list<QWidget*> {m_column, m_columnLabel})
        widget->setVisible(roles.tasks.empty() || !roles.taskColumn.empty());
}

void TaskFields::refreshEditors()
{
    const std::vector<TaskTarget>& tasks = m_session->state().study.roles.tasks;
    const bool isOther = m_editors.size() != tasks.size();
    while (m_editors.size() > tasks.size()) {
        m_editors.back()->hide();
        m_editors.back()->deleteLater(); // the change may come from the editor itself
        m_editors.pop_back();
    }
    while (m_editors.size() < tasks.size()) {
        auto* const editor = new TaskEditor(m_body);
        m_list->addWidget(editor);
        m_editors.push_back(editor);
        connect(editor, &TaskEditor::edited, this, [this](const TaskTarget& target) {
            const QString name = QString::fromStdString(target.column);
            editTasks(tr("Further target %1").arg(name), QStringLiteral("task_") + name,
                [&](std::vector<TaskTarget>& all) {
                    if (const auto at = std::ranges::find(all, target.column, &TaskTarget::column);
                        at != all.end())
                        *at = target;
                });
        });
        connect(editor, &TaskEditor::removed, this, [this](const QString& column) {
            editTasks(tr("Remove the further target %1").arg(column), {}, [&](std::vector<TaskTarget>& all) {
                std::erase_if(
                    all, [&](const TaskTarget& task) { return task.column == column.toStdString(); });
            });
        });
    }
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        m_editors[i]->setTarget(*m_session->table(), tasks[i]);
        m_editors[i]->show();
    }
    if (isOther)
        emit controlsChanged();
}

} // namespace evenhand::ui
