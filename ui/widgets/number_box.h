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
    /// Whether typing a semicolon asks for a list of values instead of one; said in the tool tip by whoever
    /// sets it.
    void setOffersList(bool offers) { m_offersList = offers; }

signals:
    /// A semicolon was typed behind @p begun.
    void listWanted(const QString& begun);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    bool m_offersList = false;
};

/// Makes a spin box or combo box leave the wheel to the panel unless it has the focus.
void leaveWheelAlone(QWidget* widget);

} // namespace evenhand::ui
