#include "ui/charts/fonts.h"

#include <QFontDatabase>
#include <QStringList>

// Outside every namespace: the macro declares a function of the resource compiler.
static void initialiseFontResource()
{
    Q_INIT_RESOURCE(fonts);
}

namespace evenhand::ui {

QString loadFonts()
{
    // A static library's resources are dropped by the linker unless somebody asks for them.
    static const QString family = [] {
        initialiseFontResource();
        QString found;
        for (const auto& path :
            {QStringLiteral(":/fonts/Inter-Regular.otf"), QStringLiteral(":/fonts/Inter-SemiBold.otf")}) {
            const int id = QFontDatabase::addApplicationFont(path);
            const QStringList families = QFontDatabase::applicationFontFamilies(id);
            if (found.isEmpty() && !families.isEmpty())
                found = families.front();
        }
        return found.isEmpty() ? QFont().family() : found;
    }();
    return family;
}

ChartFonts ChartFonts::withBase(int basePixels)
{
    const auto font = [&](int pixels, QFont::Weight weight) {
        QFont made(loadFonts());
        made.setPixelSize(std::max(pixels, 6));
        made.setWeight(weight);
        made.setHintingPreference(QFont::PreferNoHinting);
        made.setStyleStrategy(QFont::PreferAntialias);
        return made;
    };
    return {font(basePixels + 3, QFont::DemiBold), font(basePixels - 1, QFont::Normal),
        font(basePixels, QFont::Normal), font(basePixels - 1, QFont::Normal),
        font(basePixels - 2, QFont::Normal)};
}

} // namespace evenhand::ui
