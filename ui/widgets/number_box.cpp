#include "ui/widgets/number_box.h"

#include <QEvent>
#include <QKeyEvent>
#include <QWheelEvent>

namespace evenhand::ui {

namespace {

class WheelGuard final : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* const widget = qobject_cast<QWidget*>(watched);
        if (event->type() != QEvent::Wheel || widget == nullptr || widget->hasFocus())
            return false;
        event->ignore();
        return true;
    }
};

} // namespace

NumberBox::NumberBox(QWidget* parent)
    : QDoubleSpinBox(parent)
{
    setKeyboardTracking(false);
    setFocusPolicy(Qt::StrongFocus);
    setDecimals(6);
}

QString NumberBox::textFromValue(double value) const
{
    return locale().toString(value, 'g', 6);
}

void NumberBox::keyPressEvent(QKeyEvent* event)
{
    if (m_offersList && event->text() == QStringLiteral(";"))
        emit listWanted(cleanText());
    else
        QDoubleSpinBox::keyPressEvent(event);
}

void NumberBox::wheelEvent(QWheelEvent* event)
{
    if (hasFocus())
        QDoubleSpinBox::wheelEvent(event);
    else
        event->ignore();
}

void leaveWheelAlone(QWidget* widget)
{
    widget->setFocusPolicy(Qt::StrongFocus);
    widget->installEventFilter(new WheelGuard(widget));
}

} // namespace evenhand::ui
