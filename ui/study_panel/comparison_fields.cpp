#include "ui/study_panel/comparison_fields.h"

#include "engine/data/groups.h"
#include "ui/session/session_controller.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr std::size_t kMostValues = 20; ///< of a column that makes groups without cuts

/// Names of the groups that one column makes, without looking at its rows again: a row for every group does.
std::vector<std::string> groupNames(const LoadedTable& loaded, const std::string& name, const Roles& roles)
{
    const auto index = loaded.data.table->indexOf(name);
    if (!index)
        return {};
    const Column& column = loaded.data.table->columns()[*index];
    if (const CategoricalColumn* const coded = column.categorical())
        return coded->levels;
    const auto cuts = roles.cuts.find(name);
    if (column.numeric() == nullptr)
        return {};
    if (cuts == roles.cuts.end() || cuts->second.empty())
        return loaded.profiles[*index].distinct <= kMostValues ? favourableCandidates(column)
                                                               : std::vector<std::string> {};
    NumericColumn oneOfEach {cuts->second};
    oneOfEach.values.push_back(cuts->second.back() + 1.0);
    const auto table = Table::create({{name, ColumnKind::Numeric, oneOfEach}});
    if (table.has_error())
        return {};
    const auto groups = makeGroups(**table, {name}, {{name, cuts->second}});
    return groups.has_value() ? groups->names : std::vector<std::string> {};
}

} // namespace

ComparisonFields::ComparisonFields(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_reference(new QComboBox(this))
    , m_condition(new QComboBox(this))
{
    for (QComboBox* const combo : {m_reference, m_condition}) {
        leaveWheelAlone(combo);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(8);
    }
    m_reference->setObjectName(QStringLiteral("reference"));
    m_condition->setObjectName(QStringLiteral("condition"));
    m_reference->setToolTip(tr("The group that every other group is compared with"));
    m_condition->setToolTip(tr("Groups are also compared among people who are alike in this column, such as "
                               "the department applied to"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(fieldLabel(tr("C&ompare with"), m_reference));
    layout->addWidget(m_reference);
    layout->addSpacing(4);
    layout->addWidget(fieldLabel(tr("Hol&d fixed"), m_condition));
    layout->addWidget(m_condition);
    connect(m_reference, &QComboBox::activated, this, [this] {
        m_session->edit(tr("Reference group"), {}, [this](SessionState& state) {
            state.study.audit.reference = m_reference->currentData().toString().toStdString();
        });
    });
    connect(m_condition, &QComboBox::activated, this, [this] {
        m_session->edit(tr("What is held fixed"), {}, [this](SessionState& state) {
            state.study.audit.condition = m_condition->currentData().toString().toStdString();
        });
    });
    connect(session, &SessionController::tableChanged, this, &ComparisonFields::refreshCondition);
    connect(session, &SessionController::stateChanged, this, &ComparisonFields::refreshReference);
    connect(session, &SessionController::stateChanged, this, &ComparisonFields::refreshCondition);
}

std::vector<QWidget*> ComparisonFields::controls() const
{
    return {m_reference, m_condition};
}

void ComparisonFields::refreshReference()
{
    if (!m_session->table() || !auditsTable(m_session->state()))
        return;
    const Roles& roles = m_session->state().study.roles;
    const QString current = QString::fromStdString(m_session->state().study.audit.reference);
    m_reference->clear();
    m_reference->addItem(tr("the largest group"), QString());
    for (const std::string& name : roles.sensitive)
        for (const std::string& group : groupNames(*m_session->table(), name, roles))
            m_reference->addItem(QString::fromStdString(group), QString::fromStdString(group));
    if (m_reference->findData(current) < 0) // from a study file, or of an intersection
        m_reference->addItem(current, current);
    m_reference->setCurrentIndex(m_reference->findData(current));
}

void ComparisonFields::refreshCondition()
{
    if (!m_session->table() || !auditsTable(m_session->state()))
        return;
    const Study& study = m_session->state().study;
    const QString current = QString::fromStdString(study.audit.condition);
    m_condition->clear();
    m_condition->addItem(tr("nothing"), QString());
    for (const ColumnProfile& profile : m_session->table()->profiles) {
        const bool hasRole = profile.name == study.roles.target || profile.name == study.audit.prediction
            || profile.name == study.audit.score
            || std::ranges::count(study.roles.sensitive, profile.name) > 0;
        const bool hasStrata = profile.distinct >= 2 && profile.distinct <= 50;
        const QString name = QString::fromStdString(profile.name);
        if ((hasStrata && !hasRole) || name == current)
            m_condition->addItem(name, name);
    }
    m_condition->setCurrentIndex(m_condition->findData(current));
}

} // namespace evenhand::ui
