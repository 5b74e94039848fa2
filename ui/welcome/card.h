#pragma once

#include <QAbstractButton>

namespace evenhand::ui {

/// A large button with a drawing, a title, a few lines and what a click does.
class Card final : public QAbstractButton {
    Q_OBJECT
public:
    Card(const QString& icon, const QString& title, const QString& description, const QString& action,
        QWidget* parent = nullptr);
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont titleFont() const;
    [[nodiscard]] QRect titleRect(int width) const;
    [[nodiscard]] QRect descriptionRect(int width) const;

    QString m_icon, m_description, m_action;
};

} // namespace evenhand::ui
