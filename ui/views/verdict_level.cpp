#include "ui/views/verdict_level.h"

#include "ui/text/translate.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace evenhand::ui {

namespace {

constexpr int kSymbol = 16;
constexpr int kRowStep = 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("verdicts", text);
}

QColor tinted(const QColor& back, const QColor& tint, double share)
{
    const auto mix = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(back.red(), tint.red()), mix(back.green(), tint.green()), mix(back.blue(), tint.blue())};
}

QFont badgeFont(const QWidget* widget)
{
    QFont font = widget->font();
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

QString levelName(VerdictLevel level)
{
    switch (level) {
    case VerdictLevel::Within:
        return tr("Within the limit");
    case VerdictLevel::Beyond:
        return tr("Beyond the limit");
    case VerdictLevel::Unclear:
        return tr("Not decided");
    case VerdictLevel::Undecidable:
        break;
    }
    return tr("Cannot be decided");
}

QColor levelColour(VerdictLevel level, bool dark)
{
    // Bluish green and vermilion are told apart by readers who confuse red and green.
    switch (level) {
    case VerdictLevel::Within:
        return {dark ? "#4fd1a5" : "#00704f"};
    case VerdictLevel::Beyond:
        return {dark ? "#ff8f7a" : "#b53512"};
    case VerdictLevel::Unclear:
        return {dark ? "#f0c04d" : "#7d5600"};
    case VerdictLevel::Undecidable:
        break;
    }
    return {dark ? "#aebac8" : "#566374"};
}

void paintLevelSymbol(QPainter& painter, const QRectF& box, VerdictLevel level, bool dark)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(levelColour(level, dark));
    painter.drawEllipse(box);
    const QColor ink = dark ? QColor("#191d24") : QColor(Qt::white);
    painter.setPen(QPen(ink, box.width() / 8.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const auto at = [&box](double x, double y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    QPainterPath path;
    switch (level) {
    case VerdictLevel::Within:
        path.moveTo(at(0.28, 0.53));
        path.lineTo(at(0.44, 0.69));
        path.lineTo(at(0.73, 0.34));
        break;
    case VerdictLevel::Beyond:
        path.moveTo(at(0.33, 0.33));
        path.lineTo(at(0.67, 0.67));
        path.moveTo(at(0.67, 0.33));
        path.lineTo(at(0.33, 0.67));
        break;
    case VerdictLevel::Unclear:
        path.moveTo(at(0.36, 0.38));
        path.cubicTo(at(0.36, 0.18), at(0.66, 0.20), at(0.64, 0.40));
        path.cubicTo(at(0.63, 0.50), at(0.50, 0.50), at(0.50, 0.60));
        path.moveTo(at(0.50, 0.76));
        path.lineTo(at(0.50, 0.765));
        break;
    case VerdictLevel::Undecidable:
        path.moveTo(at(0.30, 0.5));
        path.lineTo(at(0.70, 0.5));
        break;
    }
    painter.drawPath(path);
    painter.restore();
}

LevelBadge::LevelBadge(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void LevelBadge::setLevel(VerdictLevel level)
{
    m_level = level;
    setAccessibleName(levelName(level));
    updateGeometry();
    update();
}

QSize LevelBadge::sizeHint() const
{
    const QFontMetrics metrics(badgeFont(this));
    return {kSymbol + 6 + 7 + 11 + metrics.horizontalAdvance(levelName(m_level)),
        std::max(kSymbol, metrics.height()) + 8};
}

void LevelBadge::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColours colours = currentColours();
    const QColor colour = levelColour(m_level, colours.dark);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tinted(colours.surface, colour, colours.dark ? 0.16 : 0.10));
    painter.drawRoundedRect(QRectF(rect()), height() / 2.0, height() / 2.0);
    paintLevelSymbol(painter, QRectF(5, (height() - kSymbol) / 2.0, kSymbol, kSymbol), m_level, colours.dark);
    painter.setPen(colour);
    painter.setFont(badgeFont(this));
    painter.drawText(
        rect().adjusted(kSymbol + 12, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, levelName(m_level));
}

LevelRow::LevelRow(const std::vector<Verdict>& verdicts, QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    QStringList words;
    for (const Verdict& verdict : verdicts) {
        m_levels.push_back(verdict.level);
        words << tr("%1: %2").arg(translate(verdict.title), levelName(verdict.level));
    }
    setAccessibleName(words.join(QStringLiteral(", ")));
    setToolTip(words.join(QLatin1Char('\n')));
}

QSize LevelRow::sizeHint() const
{
    return {static_cast<int>(m_levels.size()) * kRowStep, kSymbol + 2};
}

void LevelRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const bool dark = currentColours().dark;
    double x = 0.0;
    for (const VerdictLevel level : m_levels) {
        paintLevelSymbol(painter, QRectF(x, (height() - kSymbol) / 2.0, kSymbol, kSymbol), level, dark);
        x += kRowStep;
    }
}

} // namespace evenhand::ui
