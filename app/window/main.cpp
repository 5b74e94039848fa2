#include "app/common/version.h"
#include "app/window/log_file.h"
#include "ui/main_window/main_window.h"
#include "ui/session/kept_results.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QLibraryInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QTimer>
#include <QTranslator>

#include <cstdio>

namespace {

/// EVENHAND_LANGUAGE, or the desktop's language.
void loadTranslations(QApplication& application)
{
    const QString wanted = qEnvironmentVariable("EVENHAND_LANGUAGE");
    const QLocale locale = wanted.isEmpty() ? QLocale() : QLocale(wanted);
    QLocale::setDefault(locale);
    for (const auto& [file, folder] :
        {std::pair {QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)},
            std::pair {QStringLiteral("evenhand"), QStringLiteral(":/translations")}}) {
        auto* const translator = new QTranslator(&application);
        if (translator->load(locale, file, QStringLiteral("_"), folder))
            QApplication::installTranslator(translator);
    }
}

/// Prints how long it took until the window was first painted.
class PaintTrace final : public QObject {
public:
    explicit PaintTrace(QElapsedTimer started)
        : m_started(started)
    {
    }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            QTimer::singleShot(0, this, [this] {
                std::fprintf(
                    stderr, "first paint after %lld ms\n", static_cast<long long>(m_started.elapsed()));
            });
        }
        return false;
    }

private:
    QElapsedTimer m_started;
};

} // namespace

int main(int argc, char** argv)
{
    QElapsedTimer started;
    started.start();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("evenhand"));
    QApplication::setApplicationDisplayName(QStringLiteral("Evenhand"));
    QApplication::setApplicationVersion(QString::fromLatin1(evenhand::kVersion));
    loadTranslations(application);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Finds, repairs and weighs unequal treatment by models."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption stateDir(QStringLiteral("state-dir"),
        QCoreApplication::translate("main", "Folder for settings, autosave and log."), QStringLiteral("DIR"),
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    parser.addOption(stateDir);
    parser.addPositionalArgument(QStringLiteral("file"),
        QCoreApplication::translate("main", "A table or a study file."), QStringLiteral("[FILE]"));
    parser.process(application);

    evenhand::ui::applyTheme(application, qEnvironmentVariable("EVENHAND_THEME"));
    const QString state = parser.value(stateDir);
    evenhand::ui::MainWindow window(evenhand::ui::keepingResults(evenhand::ui::Services::engine(),
                                        evenhand::ui::nativePath(state + QStringLiteral("/results"))),
        state);
    logToFile(window.session()->folder().file(QStringLiteral("evenhand.log")));
    PaintTrace trace(started);
    if (qEnvironmentVariableIsSet("EVENHAND_TRACE_START"))
        window.installEventFilter(&trace);
    window.show();
    if (const QStringList files = parser.positionalArguments(); !files.isEmpty())
        QTimer::singleShot(0, &window, [&window, file = files.front()] { window.openPath(file); });
    return QApplication::exec();
}
