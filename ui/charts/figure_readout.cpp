#include "ui/charts/figure_readout.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace evenhand::ui {

namespace {
constexpr int kPadding = 8;
constexpr int kChip = 16;
constexpr int kWidest = 420;
} // namespace

FigureReadout::FigureReadout(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void FigureReadout::setStyle(const Palette& palette, const QFont& font)
{
    m_palette = palette;
    setFont(font);
}

void FigureReadout::showAt(const QPoint& at, const std::vector<ReadoutRow>& rows)
{
    m_rows = rows;
    if (rows.empty()) {
        hide();
        return;
    }
    const QFontMetrics metrics(font());
    int width = 0;
    for (const ReadoutRow& row : rows)
        width = std::max(width, metrics.horizontalAdvance(row.text) + (row.colour.isValid() ? kChip : 0));
    resize(std::min({width + 2 * kPadding, kWidest, parentWidget()->width() - 8}),
        static_cast<int>(rows.size()) * metrics.height() + 2 * kPadding - 2);
    int x = at.x() + 16;
    if (x + this->width() > parentWidget()->width() - 4)
        x = at.x() - 16 - this->width();
    const int y = std::clamp(at.y() - height() / 2, 4, std::max(4, parentWidget()->height() - height() - 4));
    move(std::max(x, 4), y);
    show();
    raise();
    update();
}

QString FigureReadout::plainText() const
{
    QStringList lines;
    for (const ReadoutRow& row : m_rows)
        lines += row.text;
    return lines.join(QLatin1Char('\n'));
}

void FigureReadout::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_palette.axis);
    painter.setBrush(m_palette.background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter.setFont(font());
    const QFontMetrics metrics(font());
    int y = kPadding - 1;
    for (const ReadoutRow& row : m_rows) {
        int x = kPadding;
        if (row.colour.isValid()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(row.colour);
            painter.drawEllipse(QRectF(x, y + metrics.height() / 2.0 - 4.5, 9, 9));
            x += kChip;
        }
        painter.setPen(row.colour.isValid() ? m_palette.text : m_palette.secondary);
        painter.drawText(QRect(x, y, width() - x - kPadding + 2, metrics.height()),
            Qt::AlignLeft | Qt::TextSingleLine,
            metrics.elidedText(row.text, Qt::ElideRight, width() - x - kPadding + 2));
        y += metrics.height();
    }
}

} // namespace evenhand::ui
