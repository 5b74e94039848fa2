#pragma once

#include "engine/audit/audit_report.h"

#include <QWidget>

class QPainter;

namespace evenhand::ui {

// A level is always a symbol, a word and a colour together.

/// "Beyond the limit".
[[nodiscard]] QString levelName(VerdictLevel level);
/// Readable on cards of the theme.
[[nodiscard]] QColor levelColour(VerdictLevel level, bool dark);
/// A filled disc with a tick, a cross, a question mark or a dash.
void paintLevelSymbol(QPainter& painter, const QRectF& box, VerdictLevel level, bool dark);

/// Symbol and word of a level on its tinted background.
class LevelBadge final : public QWidget {
    Q_OBJECT
public:
    explicit LevelBadge(QWidget* parent = nullptr);
    void setLevel(VerdictLevel level);
    [[nodiscard]] VerdictLevel level() const { return m_level; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    VerdictLevel m_level = VerdictLevel::Undecidable;
};

/// The levels of several verdicts as a row of symbols.
class LevelRow final : public QWidget {
    Q_OBJECT
public:
    explicit LevelRow(const std::vector<Verdict>& verdicts, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<VerdictLevel> m_levels;
};

} // namespace evenhand::ui
