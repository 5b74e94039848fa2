#include "ui/study_panel/simulation_dialog.h"

#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

namespace evenhand::ui {

SimulationDialog::SimulationDialog(const SimulationSpec& spec, QWidget* parent)
    : QDialog(parent)
    , m_rows(new QSpinBox(this))
    , m_groups(new QComboBox(this))
    , m_bias(new NumberBox(this))
    , m_noise(new NumberBox(this))
    , m_seed(new QSpinBox(this))
{
    setWindowTitle(tr("Simulated table"));
    m_rows->setRange(30, 5'000'000);
    m_rows->setSingleStep(1000);
    m_rows->setGroupSeparatorShown(true);
    m_rows->setValue(static_cast<int>(std::min<std::size_t>(spec.rows, 5'000'000)));
    m_groups->addItem(tr("two: A and B"), 2);
    m_groups->addItem(tr("three: A, B and C"), 3);
    m_groups->setCurrentIndex(m_groups->findData(spec.groups));
    m_bias->setRange(0.0, 5.0);
    m_bias->setSingleStep(0.1);
    m_bias->setValue(spec.bias);
    m_bias->setToolTip(
        tr("How many standard deviations of merit the last group loses in every score; 0 is no bias"));
    m_noise->setRange(0.0, 5.0);
    m_noise->setSingleStep(0.1);
    m_noise->setValue(spec.noise);
    m_noise->setToolTip(tr("Standard deviation of the error with which the test score measures merit"));
    m_seed->setRange(0, 1'000'000'000);
    m_seed->setValue(static_cast<int>(std::min<std::uint64_t>(spec.seed, 1'000'000'000)));

    auto* const words = smallLabel(
        tr("Merit is distributed alike in every group. The bias is all that separates them, so the "
           "right answer is known: without bias there is nothing to repair."),
        this);
    auto* const form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->addRow(fieldLabel(tr("&People"), m_rows), m_rows);
    form->addRow(fieldLabel(tr("&Groups"), m_groups), m_groups);
    form->addRow(fieldLabel(tr("&Bias"), m_bias), m_bias);
    form->addRow(fieldLabel(tr("&Noise"), m_noise), m_noise);
    form->addRow(fieldLabel(tr("&Seed"), m_seed), m_seed);
    auto* const buttons = new QDialogButtonBox(this);
    auto* const make = buttons->addButton(tr("Make and run"), QDialogButtonBox::AcceptRole);
    make->setProperty("primary", true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(14);
    layout->addWidget(words);
    layout->addLayout(form);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit chosen(this->spec());
        accept();
    });
}

SimulationSpec SimulationDialog::spec() const
{
    SimulationSpec spec;
    spec.rows = static_cast<std::size_t>(m_rows->value());
    spec.groups = m_groups->currentData().toInt();
    spec.bias = m_bias->value();
    spec.noise = m_noise->value();
    spec.seed = static_cast<std::uint64_t>(m_seed->value());
    return spec;
}

} // namespace evenhand::ui
