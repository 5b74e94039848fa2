#include "ui/models/profile_model.h"

#include "ui/charts/palette.h"
#include "ui/text/labels.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString facts(const ColumnProfile& profile)
{
    QStringList parts {kindName(profile.kind)};
    if (profile.missing > 0) {
        const double share = static_cast<double>(profile.missing)
            / static_cast<double>(std::max<std::size_t>(profile.rows, 1));
        parts << ProfileModel::tr("missing %1 %").arg(QLocale().toString(100.0 * share, 'g', 2));
    }
    parts << ProfileModel::tr("%L1 values").arg(profile.distinct);
    return parts.join(QStringLiteral(" · "));
}

QString range(const ColumnProfile& profile)
{
    if (profile.mean)
        return ProfileModel::tr("%1 … mean %2 … %3")
            .arg(plainNumber(profile.minimum.value_or(0.0), 4), plainNumber(*profile.mean, 3),
                plainNumber(profile.maximum.value_or(0.0), 4));
    QStringList levels;
    for (std::size_t i = 0; i < std::min<std::size_t>(profile.topLevels.size(), 4); ++i)
        levels << QString::fromStdString(profile.topLevels[i].first).left(24);
    return levels.join(QStringLiteral(", "));
}

std::vector<double> heights(const ColumnProfile& profile)
{
    std::vector<double> counts;
    if (!profile.binCounts.empty())
        for (const std::size_t count : profile.binCounts)
            counts.push_back(static_cast<double>(count));
    else if (profile.kind != ColumnKind::Identifier)
        for (const auto& [level, count] : profile.topLevels)
            counts.push_back(static_cast<double>(count));
    return counts;
}

QPen groupPen(int group)
{
    const Palette palette = currentColours().dark ? Palette::dark() : Palette::light();
    QPen pen(palette.colour(Hue::Group, group), 1.6);
    const QList<qreal> pattern = dashes(group);
    if (!pattern.isEmpty())
        pen.setDashPattern(pattern);
    return pen;
}

/// Shares of each group over the bins, each group adding up to one, as step lines.
void paintSplit(QPainter* painter, const QRectF& box, const ProfileModel::SplitCounts& split)
{
    double highest = 0.0;
    std::vector<std::vector<double>> shares;
    for (const auto& counts : split) {
        double total = 0.0;
        for (const double count : counts)
            total += count;
        std::vector<double> share(counts.size(), 0.0);
        for (std::size_t i = 0; i < counts.size() && total > 0; ++i) {
            share[i] = counts[i] / total;
            highest = std::max(highest, share[i]);
        }
        shares.push_back(std::move(share));
    }
    painter->setRenderHint(QPainter::Antialiasing);
    for (std::size_t group = 0; group < shares.size() && highest > 0; ++group) {
        const double width = box.width() / static_cast<double>(shares[group].size());
        QPainterPath path;
        for (std::size_t i = 0; i < shares[group].size(); ++i) {
            const double x = box.left() + width * static_cast<double>(i);
            const double y = box.bottom() - box.height() * shares[group][i] / highest;
            if (i == 0)
                path.moveTo(x, y);
            else
                path.lineTo(x, y);
            path.lineTo(x + width, y);
        }
        painter->setPen(groupPen(static_cast<int>(group)));
        painter->drawPath(path);
    }
}

void paintBars(QPainter* painter, const QRectF& box, const std::vector<double>& counts, const QColor& colour)
{
    const double highest = *std::max_element(counts.begin(), counts.end());
    if (highest <= 0.0)
        return;
    const double width = box.width() / static_cast<double>(counts.size());
    const double gap = counts.size() > 1 ? std::min(2.0, width * 0.2) : 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double height = counts[i] > 0 ? std::max(1.0, box.height() * counts[i] / highest) : 0.0;
        painter->fillRect(
            QRectF(box.left() + width * static_cast<double>(i), box.bottom() - height, width - gap, height),
            colour);
    }
}

} // namespace

void ProfileDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* const model = qobject_cast<const ProfileModel*>(index.model());
    const ColumnProfile* const profile = model != nullptr ? model->profile(index.row()) : nullptr;
    if (profile == nullptr)
        return;
    painter->save();
    const ThemeColours colours = currentColours();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, colours.selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, colours.hover);
    const QRect inner = option.rect.adjusted(10, 6, -10, -6);
    const int chartWidth = 84;
    const QRect words = inner.adjusted(0, 0, -chartWidth - 12, 0);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    QFont small = option.font;
    small.setPointSizeF(option.font.pointSizeF() * 0.88);
    const QFontMetrics boldMetrics(bold), smallMetrics(small);
    int y = words.top();
    painter->setFont(bold);
    painter->setPen(colours.text);
    painter->drawText(QRect(words.left(), y, words.width(), boldMetrics.height()), Qt::AlignLeft,
        boldMetrics.elidedText(QString::fromStdString(profile->name), Qt::ElideMiddle, words.width()));
    y += boldMetrics.height() + 1;
    painter->setFont(small);
    painter->setPen(colours.muted);
    for (const QString& line : {facts(*profile), range(*profile)}) {
        painter->drawText(QRect(words.left(), y, words.width(), smallMetrics.height()), Qt::AlignLeft,
            smallMetrics.elidedText(line, Qt::ElideRight, words.width()));
        y += smallMetrics.height() + 1;
    }
    const QRectF chart(inner.right() - chartWidth, inner.top() + 3, chartWidth, inner.height() - 6);
    const std::vector<double> counts = heights(*profile);
    if (!counts.empty()) {
        painter->setPen(QPen(colours.border, 1));
        painter->drawLine(chart.bottomLeft(), chart.bottomRight());
        if (const auto* const split = model->split(index.row()))
            paintSplit(painter, chart, *split);
        else
            paintBars(painter, chart, counts, colours.dark ? colours.accent.darker(120) : QColor("#8fb2e2"));
    }
    painter->setPen(colours.grid);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->restore();
}

QSize ProfileDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {240, option.fontMetrics.height() * 3 + 20};
}

} // namespace evenhand::ui
