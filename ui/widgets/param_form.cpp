#include "ui/widgets/param_form.h"

#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

QString idOf(const ParamSpec& spec)
{
    return QString::fromUtf8(spec.id.data(), static_cast<qsizetype>(spec.id.size()));
}

double numberOf(const ParamValue& value, double otherwise)
{
    const double* const number = std::get_if<double>(&value);
    return number != nullptr ? *number : otherwise;
}

/// "0, 0.1, 0.2 … 1"
QString pathText(const std::vector<double>& values)
{
    QStringList parts;
    for (const double value : values)
        parts << plainNumber(value);
    if (parts.size() > 5)
        parts = QStringList {parts[0], parts[1], parts[2], QStringLiteral("…"), parts.back()};
    return parts.join(QStringLiteral(", ")).replace(QStringLiteral(", …, "), QStringLiteral(" … "));
}

/// "0.1; 1; 10"
QString listText(const std::vector<double>& values)
{
    QStringList parts;
    for (const double value : values)
        parts << QLocale::c().toString(value, 'g', 12);
    return parts.join(QStringLiteral("; "));
}

/// The numbers of a typed list that the parameter can have, each once; a comma is a decimal point where the
/// desktop's language has one.
std::vector<ParamValue> typedList(const QString& text, const ParamSpec& spec)
{
    std::vector<ParamValue> typed;
    for (const QString& part : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        bool ok = false;
        double value = QLocale::c().toDouble(part.trimmed(), &ok);
        if (!ok)
            value = QLocale().toDouble(part.trimmed(), &ok);
        const bool fits = ok && value >= spec.minimum && value <= spec.maximum
            && (spec.kind != ParamKind::Integer || std::floor(value) == value);
        if (fits && std::find(typed.begin(), typed.end(), ParamValue(value)) == typed.end())
            typed.emplace_back(value);
    }
    return typed;
}

std::vector<double> numbersOf(const std::vector<ParamValue>& values, double otherwise)
{
    std::vector<double> numbers;
    for (const ParamValue& value : values)
        numbers.push_back(numberOf(value, otherwise));
    return numbers;
}

} // namespace

ParamForm::ParamForm(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(10);
    m_layout->setVerticalSpacing(6);
    m_layout->setColumnStretch(0, 1);
}

void ParamForm::setParams(const std::vector<ParamSpec>& specs, const ParamGrid& values)
{
    if (m_specs == &specs && m_values == values && m_layout->count() > 0)
        return;
    QString focused;
    for (const QWidget* widget = focusWidget(); widget != nullptr && widget != this;
         widget = widget->parentWidget())
        if (widget->hasFocus() || !focused.isEmpty() || widget->isAncestorOf(focusWidget()))
            focused
                = widget->objectName().startsWith(QStringLiteral("param_")) ? widget->objectName() : focused;
    m_specs = &specs;
    m_values = values;
    while (QLayoutItem* const item = m_layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    int row = 0;
    for (const ParamSpec& spec : specs) {
        const auto found = values.find(spec.id);
        std::vector<ParamValue> current;
        if (found != values.end())
            current = found->second;
        else if (spec.kind == ParamKind::Choice && !spec.choices.empty())
            current = {std::string(spec.choices.front())};
        else
            current = {spec.defaultNumber};
        QWidget* const editor = makeEditor(spec, current);
        QString name = translate(spec.name);
        if (!spec.unit.empty())
            name = tr("%1 (%2)", "name and unit").arg(name, translate(spec.unit));
        editor->setObjectName(QStringLiteral("param_") + idOf(spec));
        QString hint = translate(spec.description);
        if (spec.kind != ParamKind::Choice && !spec.isStrength)
            hint += (hint.isEmpty() ? QString() : QStringLiteral("\n"))
                + tr("Several values are written with semicolons: 0.1; 1; 10");
        editor->setToolTip(hint);
        QLabel* const label = fieldLabel(name, editor);
        label->setToolTip(translate(spec.description));
        m_layout->addWidget(label, row, 0, spec.isStrength ? Qt::AlignTop : Qt::AlignVCenter);
        m_layout->addWidget(editor, row, 1);
        // Rebuilding must not take the keyboard away from the person who is typing.
        if (editor->objectName() == focused)
            editor->setFocus();
        ++row;
    }
}

void ParamForm::change(const QString& id, const std::vector<ParamValue>& values)
{
    // Known before it comes back, so that the control in use is not rebuilt under the person's hands.
    m_values[id.toStdString()] = values;
    emit edited(id, values);
}

QWidget* ParamForm::makeEditor(const ParamSpec& spec, const std::vector<ParamValue>& values)
{
    if (spec.kind == ParamKind::Choice)
        return makeChoice(spec, values);
    if (spec.isStrength)
        return makePath(spec, values);
    return values.size() == 1 ? makeSingle(spec, numberOf(values.front(), spec.defaultNumber))
                              : makeList(spec, values);
}

QWidget* ParamForm::makeChoice(const ParamSpec& spec, const std::vector<ParamValue>& values)
{
    auto* const combo = new QComboBox(this);
    leaveWheelAlone(combo);
    for (const std::string_view choice : spec.choices) {
        const QString id = QString::fromUtf8(choice.data(), static_cast<qsizetype>(choice.size()));
        combo->addItem(translate(choice), id);
    }
    if (const std::string* const chosen
        = values.empty() ? nullptr : std::get_if<std::string>(&values.front()))
        combo->setCurrentIndex(combo->findData(QString::fromStdString(*chosen)));
    connect(combo, &QComboBox::activated, this,
        [this, combo, id = idOf(spec)] { change(id, {combo->currentData().toString().toStdString()}); });
    return combo;
}

NumberBox* ParamForm::makeNumber(const ParamSpec& spec, double value)
{
    auto* const box = new NumberBox(this);
    box->setDecimals(spec.kind == ParamKind::Integer ? 0 : 8);
    box->setRange(spec.minimum, spec.maximum);
    if (spec.kind == ParamKind::Fraction)
        box->setSingleStep(0.05);
    else if (spec.kind == ParamKind::Number)
        box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setValue(value);
    box->setMinimumWidth(104);
    connect(box, &QDoubleSpinBox::valueChanged, this,
        [this, id = idOf(spec)](double changed) { change(id, {changed}); });
    return box;
}

QWidget* ParamForm::makeSingle(const ParamSpec& spec, double value)
{
    NumberBox* const box = makeNumber(spec, value);
    box->setOffersList(true);
    connect(box, &NumberBox::listWanted, this,
        [this, spec, box](const QString& begun) { beginList(spec, box, begun); });
    return box;
}

void ParamForm::beginList(const ParamSpec& spec, NumberBox* box, const QString& begun)
{
    const std::vector<ParamValue> first = typedList(begun, spec);
    QLineEdit* const edit = makeList(spec, first.empty() ? std::vector<ParamValue> {box->value()} : first);
    edit->setText(edit->text() + QStringLiteral("; "));
    edit->setObjectName(box->objectName());
    edit->setToolTip(box->toolTip());
    edit->setAccessibleName(box->accessibleName());
    for (QLabel* const label : findChildren<QLabel*>())
        if (label->buddy() == box)
            label->setBuddy(edit);
    delete m_layout->replaceWidget(box, edit);
    // The box still handles the key that led here.
    box->setObjectName({});
    box->hide();
    box->deleteLater();
    edit->show();
    edit->setFocus();
    edit->end(false);
}

QLineEdit* ParamForm::makeList(const ParamSpec& spec, const std::vector<ParamValue>& values)
{
    auto* const edit = new QLineEdit(listText(numbersOf(values, spec.defaultNumber)), this);
    edit->setMinimumWidth(104);
    connect(edit, &QLineEdit::editingFinished, this, [this, edit, spec] {
        const std::vector<ParamValue> typed = typedList(edit->text(), spec);
        const auto known = m_values.find(spec.id);
        if (!typed.empty())
            edit->setText(listText(numbersOf(typed, spec.defaultNumber)));
        else if (known != m_values.end())
            edit->setText(listText(numbersOf(known->second, spec.defaultNumber)));
        if (!typed.empty() && (known == m_values.end() || known->second != typed))
            change(idOf(spec), typed);
    });
    return edit;
}

QWidget* ParamForm::makePath(const ParamSpec& spec, const std::vector<ParamValue>& values)
{
    auto* const editor = new QWidget(this);
    auto* const layout = new QVBoxLayout(editor);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    auto* const count = new QSpinBox(editor);
    leaveWheelAlone(count);
    count->setRange(1, 101);
    count->setKeyboardTracking(false);
    count->setValue(static_cast<int>(values.size()));
    count->setSuffix(count->value() == 1 ? tr(" value") : tr(" values"));
    count->setToolTip(
        tr("How many strengths from %1 to %2 are run; together they are the trade-off curve")
            .arg(plainNumber(spec.minimum), plainNumber(std::min(spec.maximum, spec.pathMaximum))));
    count->setAccessibleName(tr("Number of strengths"));
    layout->addWidget(count);
    editor->setFocusProxy(count);
    connect(count, &QSpinBox::valueChanged, this, [this, spec](int n) {
        std::vector<ParamValue> path;
        for (int i = 0; i < n; ++i)
            path.emplace_back(n == 1 ? std::min(spec.maximum, spec.pathMaximum)
                                     : spec.minimum
                        + (std::min(spec.maximum, spec.pathMaximum) - spec.minimum)
                            * (static_cast<double>(i) / (n - 1)));
        emit edited(idOf(spec), path);
    });
    if (values.size() > 1) {
        layout->addWidget(smallLabel(pathText(numbersOf(values, spec.defaultNumber)), editor));
    } else {
        QWidget* const value = makeNumber(
            spec, values.empty() ? spec.defaultNumber : numberOf(values.front(), spec.defaultNumber));
        value->setParent(editor);
        value->setAccessibleName(translate(spec.name));
        layout->addWidget(value);
    }
    return editor;
}

} // namespace evenhand::ui
