#pragma once

#include "engine/learners/parameters.h"

#include <QWidget>

class QGridLayout;
class QLineEdit;

namespace evenhand::ui {

class NumberBox;

/// Controls for parameters, made from their descriptions. A number with several values (a grid) is a list to
/// type; a semicolon behind a single one makes it such a list.
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
    NumberBox* makeNumber(const ParamSpec& spec, double value);
    QWidget* makeSingle(const ParamSpec& spec, double value);
    void beginList(const ParamSpec& spec, NumberBox* box, const QString& begun);
    QLineEdit* makeList(const ParamSpec& spec, const std::vector<ParamValue>& values);
    QWidget* makePath(const ParamSpec& spec, const std::vector<ParamValue>& values);

    QGridLayout* m_layout;
    const std::vector<ParamSpec>* m_specs = nullptr;
    ParamGrid m_values;
};

} // namespace evenhand::ui
