#include "ui/main_window/main_window.h"
#include "ui/views/groups_view.h"

#include <QComboBox>
#include <QTabWidget>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

class TstNarrowWindow : public QObject {
    Q_OBJECT
private slots:
    // The window is to be usable at 1280 pixels; a page that nobody sees must not push its edge off the screen.
    void everyPageOfTheGroupsFitsIntoANarrowWindow()
    {
        QTemporaryDir folder;
        MainWindow window(Services::engine(), folder.path());
        window.resize(1280, 760);
        window.show();
        window.session()->open({{}, QStringLiteral("hmda"), {}});
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->freshness(), Freshness::Current, 60000);
        auto* const groups = window.findChild<GroupsView*>();
        window.tabs()->setCurrentWidget(groups);
        QComboBox* pages = nullptr;
        for (QComboBox* const combo : groups->findChildren<QComboBox*>())
            if (combo->findText(QStringLiteral("Before and after")) >= 0)
                pages = combo;
        QVERIFY(pages != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(pages->count() > 3, 30000);
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentIndex(page);
            emit pages->activated(page);
            QTest::qWait(50);
            QVERIFY2(window.minimumSizeHint().width() <= 1280,
                qPrintable(QStringLiteral("%1: %2 pixels")
                               .arg(pages->itemText(page))
                               .arg(window.minimumSizeHint().width())));
        }
    }
};

QTEST_MAIN(TstNarrowWindow)
#include "tst_narrow_window.moc"
