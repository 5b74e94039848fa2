#pragma once

#include "engine/io/samples.h"

#include <QDialog>

class QComboBox;
class QSpinBox;

namespace evenhand::ui {

class NumberBox;

/// What the simulated teaching table is made from.
class SimulationDialog final : public QDialog {
    Q_OBJECT
public:
    explicit SimulationDialog(const SimulationSpec& spec, QWidget* parent = nullptr);
    [[nodiscard]] SimulationSpec spec() const;

signals:
    void chosen(const evenhand::SimulationSpec& spec);

private:
    QSpinBox* m_rows;
    QComboBox* m_groups;
    NumberBox* m_bias;
    NumberBox* m_noise;
    QSpinBox* m_seed;
};

} // namespace evenhand::ui
