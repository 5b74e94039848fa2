#pragma once

#include <QDoubleSpinBox>

namespace evenhand::ui {

/// A number without trailing zeros. The wheel changes it only when it has the focus, so that scrolling the
/// panel is safe.
class NumberBox final : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit NumberBox(QWidget* parent = nullptr);
    QString textFromValue(double value) const override;

protected:
    void wheelEvent(QWheelEvent* event) override;
};

/// Makes a spin box or combo box leave the wheel to the panel unless it has the focus.
void leaveWheelAlone(QWidget* widget);

} // namespace evenhand::ui
