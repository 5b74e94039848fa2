#include "tests/ui/represented_session.h"
#include "ui/charts/figure_view.h"
#include "ui/models/transfer_model.h"
#include "ui/session/transfer_controller.h"
#include "ui/views/transfer_page.h"

#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

using namespace evenhand;
using namespace evenhand::ui;
using test::RepresentedSpec;

namespace {

void choose(QComboBox* combo, int index)
{
    combo->setCurrentIndex(index);
    emit combo->activated(index);
}

} // namespace

class TstTransferPage : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    std::unique_ptr<SessionController> session(const RepresentedSpec& spec, bool hasTasks)
    {
        return test::representedSession(spec, hasTasks, m_dir.filePath(QString::number(++m_folders)));
    }

private slots:
    void theTransferRunsInTheBackground()
    {
        const auto made = session({}, true);
        made->selectRun(1);
        TransferController transfer(made.get());
        TransferPage page(&transfer);
        page.resize(800, 600);
        page.show();
        QVERIFY(transfer.isAvailable() && !transfer.report());
        auto* const leaveOut = page.findChild<QComboBox*>(QStringLiteral("leave_out"));
        QCOMPARE(leaveOut->count(), 3);
        QCOMPARE(leaveOut->itemText(1), QStringLiteral("hired = yes"));
        QCOMPARE(leaveOut->itemText(2), QStringLiteral("merit > 3"));
        page.findChild<QSpinBox*>(QStringLiteral("transfer_repeats"))->setValue(4);
        page.findChild<QPushButton*>(QStringLiteral("compare"))->click();
        QVERIFY(transfer.isBusy());
        QVERIFY(page.findChild<QPushButton*>(QStringLiteral("stop_transfer"))->isVisible());
        QTRY_VERIFY(transfer.report() != nullptr);
        QVERIFY(!transfer.report()->complete); // it grows
        QTRY_VERIFY(!transfer.isBusy());
        QVERIFY(transfer.report()->complete);
        QCOMPARE(page.findChild<QTableView*>(QStringLiteral("transfer_table"))->model()->rowCount(), 15);
        QCOMPARE(page.figureView()->figure().id, std::string("transfer"));
        auto* const task = page.findChild<QComboBox*>(QStringLiteral("shown_task"));
        QCOMPARE(task->count(), 3);
        choose(task, 2);
        QVERIFY(page.figureView()->figure().title.english().find("married") != std::string::npos);
        // Another run has a comparison of its own, this one keeps its.
        made->selectRun(2);
        page.refresh();
        QVERIFY(!transfer.report());
        made->selectRun(1);
        QVERIFY(transfer.report() != nullptr);
    }
    void aTaskCanBeChosen()
    {
        const auto made = session({}, true);
        made->selectRun(1);
        TransferController transfer(made.get());
        transfer.start(QStringLiteral("merit > 3"), 1);
        QTRY_VERIFY(!transfer.isBusy());
        QCOMPARE(transfer.report()->rows.size(), std::size_t {5});
        QCOMPARE(transfer.report()->rows.front().task, std::string("merit > 3"));
    }
    void stoppingKeepsFinishedRepeats()
    {
        const auto made = session({}, true);
        made->selectRun(1);
        TransferController transfer(made.get());
        transfer.start({}, 100);
        QTRY_VERIFY(transfer.report() != nullptr);
        transfer.stop();
        QTRY_VERIFY(!transfer.isBusy());
        QVERIFY(transfer.report() && !transfer.report()->complete);
    }
    void withOneTaskThereIsNothingToTransferTo()
    {
        const auto made = session({}, false);
        made->selectRun(1);
        TransferController transfer(made.get());
        TransferPage page(&transfer);
        page.show();
        QVERIFY(!transfer.isAvailable());
        QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("compare"))->isVisible());
        transfer.start({}, 1);
        QVERIFY(!transfer.isBusy());
    }
    void theTableNamesWhatIsNotDefined()
    {
        RepresentedSpec spec;
        spec.degenerate = true;
        auto report = std::make_shared<TransferReport>(*test::transferReport(spec));
        report->rows[0].gap.reset();
        report->rows[1].kind = Task::Regression;
        report->rows[1].auc.reset();
        TransferModel model;
        model.setReport(report);
        const auto cell = [&](int row, int column, int role = Qt::DisplayRole) {
            return model.index(row, column).data(role).toString();
        };
        QCOMPARE(cell(0, TransferModel::Gap), QStringLiteral("–"));
        QVERIFY(cell(0, TransferModel::Gap, Qt::ToolTipRole).contains(QStringLiteral("too few rows")));
        QVERIFY(cell(1, TransferModel::Auc, Qt::ToolTipRole).contains(QStringLiteral("none of a number")));
        QVERIFY(cell(2, TransferModel::Error, Qt::ToolTipRole).contains(QStringLiteral("95 % interval")));
        QVERIFY(cell(14, TransferModel::Gap).contains(QStringLiteral("all alike")));
        QVERIFY(cell(14, TransferModel::Gap, Qt::AccessibleTextRole).contains(QStringLiteral("3 of 3")));
        for (int column = 0; column < TransferModel::Columns; ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        model.setReport(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }
    void aRowOfTheTableShowsItsTask()
    {
        const auto made = session({}, true);
        made->selectRun(1);
        TransferController transfer(made.get());
        TransferPage page(&transfer);
        transfer.start({}, 1);
        QTRY_VERIFY(!transfer.isBusy());
        auto* const table = page.findChild<QTableView*>(QStringLiteral("transfer_table"));
        table->setCurrentIndex(table->model()->index(12, TransferModel::Gap));
        QVERIFY(page.figureView()->figure().title.english().find("married") != std::string::npos);
    }
};

QTEST_MAIN(TstTransferPage)
#include "tst_transfer_page.moc"
