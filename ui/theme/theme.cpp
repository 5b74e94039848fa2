#include "ui/theme/theme.h"

#include "ui/charts/fonts.h"
#include "ui/charts/palette.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QStyleFactory>
#include <QSvgRenderer>

// Outside every namespace: the macro declares a function of the resource compiler.
static void initialiseAppResource()
{
    Q_INIT_RESOURCE(app);
}

namespace evenhand::ui {

namespace {

/// Draws an SVG whose currentColor is replaced, at whatever size is asked for.
class ThemedSvgEngine final : public QIconEngine {
public:
    ThemedSvgEngine(QByteArray svg, QColor normal, QColor disabled)
        : m_svg(std::move(svg))
        , m_normal(std::move(normal))
        , m_disabled(std::move(disabled))
    {
    }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray coloured = m_svg;
        coloured.replace("currentColor", (mode == QIcon::Disabled ? m_disabled : m_normal).name().toLatin1());
        QSvgRenderer(coloured).render(painter, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new ThemedSvgEngine(*this); }

private:
    QByteArray m_svg;
    QColor m_normal, m_disabled;
};

QPalette makePalette(const ThemeColours& c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.surface);
    palette.setColor(QPalette::AlternateBase, c.alternate);
    palette.setColor(QPalette::ToolTipBase, c.surface);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::PlaceholderText, c.disabled);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::Button, c.surface);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, c.button);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Light, c.surface);
    palette.setColor(QPalette::Midlight, c.alternate);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, c.strongBorder);
    palette.setColor(QPalette::Shadow, c.strongBorder);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.disabled);
    return palette;
}

QString styleSheet(const ThemeColours& c)
{
    QFile file(QStringLiteral(":/theme/style.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    // Longer names first, so that "@border" does not eat the beginning of a longer one.
    const std::pair<const char*, QColor> places[]
        = {{"@strongBorder", c.strongBorder}, {"@buttonHover", c.buttonHover}, {"@noteBorder", c.noteBorder},
            {"@warnBorder", c.warnBorder}, {"@errorBorder", c.errorBorder}, {"@noteBack", c.noteBack},
            {"@warnBack", c.warnBack}, {"@warnText", c.warnText}, {"@errorBack", c.errorBack},
            {"@alternate", c.alternate}, {"@selection", c.selection}, {"@disabled", c.disabled},
            {"@surface", c.surface}, {"@window", c.window}, {"@border", c.border}, {"@accent", c.accent},
            {"@button", c.button}, {"@scroll", c.scroll}, {"@muted", c.muted}, {"@panel", c.panel},
            {"@hover", c.hover}, {"@text", c.text}, {"@grid", c.grid}};
    for (const auto& [place, colour] : places)
        sheet.replace(QLatin1String(place), colour.name());
    return sheet;
}

} // namespace

void loadResources()
{
    // A static library's resources are dropped by the linker unless somebody asks for them.
    initialiseAppResource();
}

ThemeColours themeColours(bool dark)
{
    if (dark)
        return {true, "#191d24", "#1d222a", "#232932", "#272d37", "#2e3541", "#343c49", "#4a5565", "#e7ebf1",
            "#aebac8", "#6c7889", "#77adf8", "#3571c6", "#4480d6", "#2b323d", "#2f4668", "#48525f", "#1f3048",
            "#35537d", "#3a3018", "#7b6426", "#f3d58a", "#431f20", "#8c3b3b"};
    return {false, "#f3f5f8", "#f9fafc", "#ffffff", "#f5f7fa", "#e8ecf1", "#d9dfe7", "#bcc6d2", "#1a2330",
        "#566374", "#97a2b0", "#1f5fbf", "#1f5fbf", "#1a52a6", "#e8eef6", "#d7e5f9", "#c3ccd7", "#e8f1fd",
        "#b7d0f2", "#fff4d9", "#ecca77", "#6b4c00", "#fdebea", "#eeb1ac"};
}

ThemeColours currentColours()
{
    return themeColours(isDark(QApplication::palette()));
}

void applyTheme(QApplication& application, const QString& wanted)
{
    loadResources();
    bool dark = isDark(QApplication::palette());
    if (wanted == QLatin1String("light"))
        dark = false;
    else if (wanted == QLatin1String("dark"))
        dark = true;
    QFont font(loadFonts());
    font.setPointSizeF(9.5);
    QApplication::setFont(font);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const ThemeColours colours = themeColours(dark);
    QApplication::setPalette(makePalette(colours));
    application.setStyleSheet(styleSheet(colours));
}

QIcon themeIcon(const QString& name)
{
    return themeIcon(name, currentColours().text);
}

QIcon themeIcon(const QString& name, const QColor& colour)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new ThemedSvgEngine(file.readAll(), colour, currentColours().disabled));
}

} // namespace evenhand::ui
