#include "ui/welcome/card.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace evenhand::ui {

namespace {
constexpr int kPadding = 16;
constexpr int kIcon = 26;
} // namespace

Card::Card(const QString& icon, const QString& title, const QString& description, const QString& action,
    QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(icon)
    , m_description(description)
    , m_action(action)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(description);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QFont Card::titleFont() const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    bold.setPointSizeF(font().pointSizeF() * 1.1);
    return bold;
}

QRect Card::titleRect(int width) const
{
    const QRect space(kPadding, kPadding + kIcon + 10, width - 2 * kPadding, 1000);
    return QFontMetrics(titleFont()).boundingRect(space, Qt::TextWordWrap | Qt::AlignLeft, text());
}

QRect Card::descriptionRect(int width) const
{
    const QRect space(kPadding, titleRect(width).bottom() + 6, width - 2 * kPadding, 1000);
    return fontMetrics().boundingRect(space, Qt::TextWordWrap | Qt::AlignLeft, m_description);
}

int Card::heightForWidth(int width) const
{
    return descriptionRect(width).bottom() + 12 + fontMetrics().height() + kPadding;
}

QSize Card::sizeHint() const
{
    return {240, heightForWidth(240)};
}

void Card::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColours colours = currentColours();
    const bool active = underMouse() || hasFocus();
    painter.setBrush(isDown() ? colours.selection : underMouse() ? colours.hover : colours.surface);
    painter.setPen(QPen(active ? colours.accent : colours.border, hasFocus() ? 2.0 : 1.0));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 10, 10);
    const QPixmap icon = themeIcon(m_icon, colours.accent).pixmap(QSize(kIcon, kIcon), devicePixelRatioF());
    painter.drawPixmap(QPoint(kPadding, kPadding), icon);
    painter.setFont(titleFont());
    painter.setPen(colours.text);
    QRect title = titleRect(width());
    title.setWidth(width() - 2 * kPadding);
    painter.drawText(title, Qt::TextWordWrap | Qt::AlignLeft, text());
    painter.setFont(font());
    painter.setPen(colours.muted);
    QRect words = descriptionRect(width());
    words.setWidth(width() - 2 * kPadding);
    painter.drawText(words, Qt::TextWordWrap | Qt::AlignLeft, m_description);
    painter.setPen(colours.accent);
    painter.drawText(QRect(kPadding, height() - kPadding - fontMetrics().height(), width() - 2 * kPadding,
                         fontMetrics().height()),
        Qt::AlignLeft, m_action);
}

} // namespace evenhand::ui
