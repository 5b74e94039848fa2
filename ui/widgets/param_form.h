#pragma once

#include "engine/learners/parameters.h"

#include <QWidget>

class QGridLayout;

namespace evenhand::ui {

/// Controls for parameters, made from their descriptions. A parameter with several values (a grid) is a list
/// to type.
class ParamForm final : public QWidget {
    Q_OBJECT
public:
    explicit ParamForm(QWidget* parent = nullptr);

    /// Shows the given parameters; those without a value show their default.
    void setParams(const std::vector<ParamSpec>& specs, const ParamGrid& values);

signals:
    void edited(const QString& id, const std::vector<evenhand::ParamValue>& values);

private:
    void change(const QString& id, const std::vector<ParamValue>& values);
    QWidget* makeEditor(const ParamSpec& spec, const std::vector<ParamValue>& values);
    QWidget* makeChoice(const ParamSpec& spec, const std::vector<ParamValue>& values);
    QWidget* makeNumber(const ParamSpec& spec, double value);
    QWidget* makeList(const ParamSpec& spec, const std::vector<ParamValue>& values);
    QWidget* makePath(const ParamSpec& spec, const std::vector<ParamValue>& values);

    QGridLayout* m_layout;
    const std::vector<ParamSpec>* m_specs = nullptr;
    ParamGrid m_values;
};

} // namespace evenhand::ui
