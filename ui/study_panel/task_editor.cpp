#include "ui/study_panel/task_editor.h"

#include "engine/data/outcome.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

constexpr std::size_t kMostValues = 20; ///< of a numeric column whose values are offered one by one
constexpr int kRows = 4;                ///< of the list of values, seen at once

const ColumnProfile* profileOf(const LoadedTable& loaded, const std::string& column)
{
    const auto found = std::ranges::find(loaded.profiles, column, &ColumnProfile::name);
    return found == loaded.profiles.end() ? nullptr : &*found;
}

/// A cut near the mean that has values on both sides.
double cutOf(const ColumnProfile& profile)
{
    const double mean = profile.mean.value_or(0.0);
    const double rounded = std::round(mean);
    const bool splits
        = profile.minimum && profile.maximum && rounded >= *profile.minimum && rounded < *profile.maximum;
    return splits ? rounded : mean;
}

/// "1" and "1.0" are one value of a numeric column.
bool isSameValue(const std::string& a, const std::string& b, bool isNumeric)
{
    if (a == b || !isNumeric)
        return a == b;
    bool isA = false;
    bool isB = false;
    const double x = QLocale::c().toDouble(QString::fromStdString(a), &isA);
    const double y = QLocale::c().toDouble(QString::fromStdString(b), &isB);
    return isA && isB && x == y;
}

} // namespace

TaskTarget proposedTarget(const LoadedTable& loaded, const std::string& column)
{
    TaskTarget target;
    target.column = column;
    const auto index = loaded.data.table->indexOf(column);
    const ColumnProfile* const profile = profileOf(loaded, column);
    if (!index || profile == nullptr)
        return target;
    const Column& values = loaded.data.table->columns()[*index];
    if (values.numeric() != nullptr && profile->distinct > 2) {
        target.above = cutOf(*profile);
        return target;
    }
    if (const auto candidates = favourableCandidates(values); !candidates.empty())
        target.favourable = {candidates.front()};
    else if (const auto levels = outcomeLevels(values); !levels.empty())
        target.favourable = {levels.front()};
    return target;
}

TaskEditor::TaskEditor(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_remove(new QToolButton(this))
    , m_kind(new QComboBox(this))
    , m_values(new QListWidget(this))
    , m_above(new NumberBox(this))
    , m_problem(smallLabel({}, this))
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_remove->setText(tr("Remove"));
    m_remove->setFocusPolicy(Qt::StrongFocus);
    m_kind->setObjectName(QStringLiteral("task_kind"));
    leaveWheelAlone(m_kind);
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(8);
    m_kind->setToolTip(tr("How the column is predicted"));
    m_values->setObjectName(QStringLiteral("task_values"));
    m_values->setFixedHeight(kRows * (fontMetrics().height() + 8) + 8);
    m_values->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_values->setTextElideMode(Qt::ElideRight);
    m_values->setToolTip(tr("The ticked values count as the outcome, all others do not"));
    m_above->setObjectName(QStringLiteral("task_above"));
    m_above->setDecimals(6);
    m_above->setKeyboardTracking(false);
    m_above->setToolTip(tr("Larger values count as the outcome; the cut itself does not"));
    m_problem->setTextFormat(Qt::PlainText);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(m_label, 1);
    head->addWidget(m_remove);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_kind);
    layout->addWidget(m_values);
    layout->addWidget(m_above);
    layout->addWidget(m_problem);
    connect(m_remove, &QToolButton::clicked, this,
        [this] { emit removed(QString::fromStdString(m_target.column)); });
    connect(m_kind, &QComboBox::activated, this, &TaskEditor::chooseKind);
    connect(m_values, &QListWidget::itemChanged, this, &TaskEditor::readValues);
    connect(m_above, &QDoubleSpinBox::valueChanged, this, [this](double cut) {
        TaskTarget target = m_target;
        target.above = cut;
        emit edited(target);
    });
}

std::vector<QWidget*> TaskEditor::controls() const
{
    return {m_remove, m_kind, m_values, m_above};
}

/// Everything that the column alone determines.
void TaskEditor::fill(const LoadedTable& loaded, std::size_t index)
{
    const Column& column = loaded.data.table->columns()[index];
    const ColumnProfile* const profile = profileOf(loaded, column.name);
    const QString name = QString::fromStdString(column.name);
    m_label->setText(name);
    m_remove->setAccessibleName(tr("Remove the further target %1").arg(name));
    m_remove->setToolTip(tr("%1 becomes a feature again, unless it is left out").arg(name));
    m_kind->setAccessibleName(tr("How %1 is predicted").arg(name));
    m_values->setAccessibleName(tr("Values of %1 that count as the outcome").arg(name));
    m_above->setAccessibleName(tr("Cut of %1").arg(name));
    const bool isNumeric = column.numeric() != nullptr;
    m_kind->clear();
    if (isNumeric && profile != nullptr && profile->distinct > 2) {
        m_kind->addItem(tr("whether it is more than"), int {Above});
        m_kind->addItem(tr("as a number"), int {Number});
    }
    m_values->clear();
    if (profile == nullptr || !isNumeric || profile->distinct <= kMostValues) {
        m_kind->addItem(tr("whether it is one of"), int {Values});
        for (const std::string& level : outcomeLevels(column)) {
            auto* const item = new QListWidgetItem(QString::fromStdString(level), m_values);
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
            item->setToolTip(item->text());
            item->setSizeHint(QSize(10, fontMetrics().height() + 8));
        }
    }
    if (profile != nullptr && profile->minimum && profile->maximum) {
        m_above->setRange(*profile->minimum, *profile->maximum);
        m_above->setSingleStep(*profile->maximum - *profile->minimum > 10.0 ? 1.0 : 0.1);
        m_proposedCut = cutOf(*profile);
    }
}

void TaskEditor::setTarget(const LoadedTable& loaded, const TaskTarget& target)
{
    const QSignalBlocker quiet[] {QSignalBlocker(m_kind), QSignalBlocker(m_values), QSignalBlocker(m_above)};
    const auto index = loaded.data.table->indexOf(target.column);
    if (index && (m_table != loaded.data.table || m_target.column != target.column))
        fill(loaded, *index);
    m_table = loaded.data.table;
    m_target = target;
    const Kind kind = target.task == Task::Regression ? Number : target.above ? Above : Values;
    m_kind->setCurrentIndex(m_kind->findData(int {kind}));
    m_kind->setVisible(index && m_kind->count() > 1);
    m_values->setVisible(index && kind == Values);
    m_above->setVisible(index && kind == Above);
    if (target.above)
        m_above->setValue(*target.above);
    const bool isNumeric = index && loaded.data.table->columns()[*index].numeric() != nullptr;
    bool isTicked = false;
    for (int i = 0; i < m_values->count(); ++i) {
        const std::string level = m_values->item(i)->text().toStdString();
        const bool counts = std::ranges::any_of(target.favourable,
            [&](const std::string& other) { return isSameValue(level, other, isNumeric); });
        m_values->item(i)->setCheckState(counts ? Qt::Checked : Qt::Unchecked);
        isTicked = isTicked || counts;
    }
    if (!index) {
        const QString name = QString::fromStdString(target.column);
        m_label->setText(name);
        m_remove->setAccessibleName(tr("Remove the further target %1").arg(name));
        m_problem->setText(tr("The table has no such column."));
    } else {
        m_problem->setText(tr("Tick at least one value."));
    }
    m_problem->setVisible(!index || (kind == Values && !isTicked));
    m_values->setAccessibleDescription(m_problem->isHidden() ? QString() : m_problem->text());
}

void TaskEditor::chooseKind()
{
    TaskTarget target;
    target.column = m_target.column;
    switch (m_kind->currentData().toInt()) {
    case Number:
        target.task = Task::Regression;
        break;
    case Above:
        target.above = m_proposedCut;
        break;
    default:
        if (m_values->count() > 0)
            target.favourable = {m_values->item(m_values->count() - 1)->text().toStdString()};
        break;
    }
    emit edited(target);
}

void TaskEditor::readValues()
{
    TaskTarget target = m_target;
    target.favourable.clear();
    for (int i = 0; i < m_values->count(); ++i)
        if (m_values->item(i)->checkState() == Qt::Checked)
            target.favourable.push_back(m_values->item(i)->text().toStdString());
    emit edited(target);
}

} // namespace evenhand::ui
