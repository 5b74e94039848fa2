#include "ui/views/threshold_controls.h"

#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

constexpr int kNoNotion = -1;

QFrame* line(QWidget* parent)
{
    auto* const frame = new QFrame(parent);
    frame->setProperty("role", QStringLiteral("line"));
    return frame;
}

NumberBox* numberBox(QWidget* parent, double low, double high, double value, const QString& name)
{
    auto* const box = new NumberBox(parent);
    box->setRange(low, high);
    box->setValue(value);
    box->setAccessibleName(name);
    return box;
}

} // namespace

ThresholdControls::ThresholdControls(QWidget* parent)
    : QWidget(parent)
    , m_tolerance(numberBox(this, 0.0, 1.0, 0.01, tr("Tolerance")))
    , m_falsePositive(numberBox(this, 0.0, 1e6, 1.0, tr("Cost of a wrong selection")))
    , m_falseNegative(numberBox(this, 0.0, 1e6, 1.0, tr("Cost of a wrong rejection")))
    , m_capacity(numberBox(this, 0.0, 1e12, 0.0, tr("Places")))
    , m_capacityNotion(new QComboBox(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    auto* const title = new QLabel(tr("Set the best thresholds"), this);
    title->setProperty("role", QStringLiteral("title"));
    layout->addWidget(title);
    addNotions(layout);
    layout->addSpacing(3);
    layout->addWidget(line(this));
    layout->addSpacing(3);
    addCosts(layout);
    layout->addSpacing(3);
    layout->addWidget(line(this));
    layout->addSpacing(3);
    addCapacity(layout);
    layout->addStretch();
}

QPushButton* ThresholdControls::addButton(QVBoxLayout* layout, const QString& text, const QString& tip)
{
    auto* const button = new QPushButton(text, this);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setAccessibleDescription(tip);
    if (layout != nullptr)
        layout->addWidget(button);
    return button;
}

void ThresholdControls::addNotions(QVBoxLayout* layout)
{
    QPushButton* const accuracy = addButton(layout, tr("Maximum accuracy"),
        tr("As few wrong decisions as thresholds can have, whoever pays for them"));
    connect(accuracy, &QPushButton::clicked, this, [this] { emit goalWanted({}, tr("Maximum accuracy")); });
    struct Button {
        Notion notion;
        QString text, tip;
    };
    const std::vector<Button> buttons {
        {Notion::DemographicParity, tr("Demographic parity"), tr("Groups are selected equally often")},
        {Notion::EqualOpportunity, tr("Equal opportunity"),
            tr("Those with the favourable outcome are selected equally often in all groups")},
        {Notion::EqualizedOdds, tr("Equalised odds"),
            tr("Those with the favourable outcome, and those without it, are selected equally often")}};
    for (const Button& made : buttons) {
        QPushButton* const button = addButton(layout, made.text,
            tr("%1, up to the tolerance, at the least cost of errors (with equal costs: the highest "
               "accuracy). Needs a threshold per group.")
                .arg(made.tip));
        connect(button, &QPushButton::clicked, this, [this, notion = made.notion, name = made.text] {
            emit goalWanted({false, notion, m_tolerance->value(), costs(), {}}, name);
        });
    }
    m_tolerance->setSingleStep(0.01);
    m_tolerance->setDecimals(4);
    m_tolerance->setToolTip(
        tr("How far the rates of two groups may lie apart. With 0 often nothing but selecting nobody or "
           "everybody is left: single thresholds can seldom make two rates the same."));
    auto* const row = new QHBoxLayout;
    row->addWidget(fieldLabel(tr("Tolerance"), m_tolerance), 1);
    row->addWidget(m_tolerance);
    m_tolerance->setFixedWidth(80);
    layout->addLayout(row);
}

void ThresholdControls::addCosts(QVBoxLayout* layout)
{
    QPushButton* const least = addButton(
        layout, tr("Least cost"), tr("The thresholds whose errors cost least, with the costs below"));
    connect(least, &QPushButton::clicked, this, [this] {
        emit goalWanted({false, {}, 0.0, costs(), {}}, tr("Least cost"));
    });
    auto* const grid = new QGridLayout;
    grid->setVerticalSpacing(3);
    const auto add = [&](int row, const QString& label, NumberBox* box, const QString& tip) {
        box->setToolTip(tip);
        box->setFixedWidth(80);
        grid->addWidget(fieldLabel(label, box), row, 0);
        grid->addWidget(box, row, 1);
        connect(box, &NumberBox::valueChanged, this, [this] { emit costsChanged(); });
    };
    add(0, tr("Wrong selection"), m_falsePositive,
        tr("What it costs to select somebody who turns out unfavourably"));
    add(1, tr("Wrong rejection"), m_falseNegative,
        tr("What it costs to reject somebody who turns out favourably"));
    grid->setColumnStretch(0, 1);
    layout->addLayout(grid);
}

void ThresholdControls::addCapacity(QVBoxLayout* layout)
{
    QPushButton* const fill
        = addButton(nullptr, tr("Capacity"), tr("The highest scores, as many as there are places"));
    m_capacity->setToolTip(tr("How many can be selected at most"));
    m_capacity->setFixedWidth(80);
    auto* const row = new QHBoxLayout;
    row->addWidget(fill, 1);
    row->addWidget(m_capacity);
    layout->addLayout(row);
    m_capacityNotion->addItem(tr("no notion"), kNoNotion);
    m_capacityNotion->addItem(tr("demographic parity"), static_cast<int>(Notion::DemographicParity));
    m_capacityNotion->addItem(tr("equal opportunity"), static_cast<int>(Notion::EqualOpportunity));
    m_capacityNotion->addItem(tr("equalised odds"), static_cast<int>(Notion::EqualizedOdds));
    m_capacityNotion->setToolTip(
        tr("Whether the places are filled so that a notion holds, up to the tolerance"));
    m_capacityNotion->setAccessibleName(tr("Notion at capacity"));
    leaveWheelAlone(m_capacityNotion);
    layout->addWidget(m_capacityNotion);
    connect(fill, &QPushButton::clicked, this, [this] {
        const int notion = m_capacityNotion->currentData().toInt();
        ThresholdGoal goal;
        goal.capacity = m_capacity->value();
        goal.costs = costs();
        if (notion != kNoNotion) {
            goal.notion = static_cast<Notion>(notion);
            goal.tolerance = m_tolerance->value();
        }
        emit goalWanted(goal, tr("Capacity"));
    });
}

void ThresholdControls::setCapacity(double most, double selected, bool isWeighted)
{
    m_capacity->setDecimals(isWeighted ? 3 : 0);
    m_capacity->setMaximum(most);
    m_capacity->setValue(selected);
}

ErrorCosts ThresholdControls::costs() const
{
    const ErrorCosts asked {m_falsePositive->value(), m_falseNegative->value()};
    // Two costs of 0 would make everything best.
    return asked.falsePositive > 0.0 || asked.falseNegative > 0.0 ? asked : ErrorCosts {};
}

} // namespace evenhand::ui
