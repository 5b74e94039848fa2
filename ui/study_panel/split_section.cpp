#include "ui/study_panel/split_section.h"

#include "ui/session/session_controller.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>

namespace evenhand::ui {

namespace {
enum CalibrationChoice : int { OutOfFold, OwnShare, InSample };
}

SplitSection::SplitSection(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_kind(new QComboBox(this))
    , m_test(new NumberBox(this))
    , m_calibration(new QComboBox(this))
    , m_calibrationShare(new NumberBox(this))
    , m_repeats(new QSpinBox(this))
    , m_folds(new QSpinBox(this))
    , m_seed(new QSpinBox(this))
    , m_columnNote(smallLabel({}, this))
{
    m_kind->addItem(tr("random test share"), static_cast<int>(SplitKind::Holdout));
    m_kind->addItem(tr("cross-validation"), static_cast<int>(SplitKind::KFold));
    m_calibration->addItem(tr("out of fold"), int {OutOfFold});
    m_calibration->addItem(tr("own share of rows"), int {OwnShare});
    m_calibration->addItem(tr("training rows"), int {InSample});
    m_calibration->setToolTip(
        tr("Which scores a repair after training is fitted on. Out of fold: every training row is "
           "scored by a model that has not seen it."));
    for (NumberBox* const box : {m_test, m_calibrationShare}) {
        box->setRange(1, 90);
        box->setDecimals(1);
        box->setSingleStep(5);
        box->setSuffix(tr(" %"));
    }
    m_repeats->setRange(1, 1000);
    m_repeats->setToolTip(
        tr("How often the table is split anew; the spread of the results comes from these repeats"));
    m_folds->setRange(2, 100);
    m_seed->setRange(0, 999999999);
    m_seed->setToolTip(tr("The same seed gives the same splits and the same numbers"));
    for (QSpinBox* const box : {m_repeats, m_folds, m_seed}) {
        box->setKeyboardTracking(false);
        leaveWheelAlone(box);
    }
    for (QComboBox* const combo : {m_kind, m_calibration})
        leaveWheelAlone(combo);
    buildLayout();
    connectControls();
    connect(session, &SessionController::stateChanged, this, &SplitSection::refresh);
    refresh();
}

QLabel* SplitSection::addRow(QGridLayout* layout, const QString& label, QWidget* control)
{
    QLabel* const made = fieldLabel(label, control);
    const int row = layout->rowCount();
    layout->addWidget(made, row, 0);
    layout->addWidget(control, row, 1);
    control->setMinimumWidth(104);
    return made;
}

void SplitSection::buildLayout()
{
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(6);
    layout->setColumnStretch(0, 1);
    addRow(layout, tr("Split"), m_kind);
    layout->addWidget(m_columnNote, layout->rowCount(), 0, 1, 2);
    m_testLabel = addRow(layout, tr("Test rows"), m_test);
    m_repeatsLabel = addRow(layout, tr("Repeats"), m_repeats);
    m_foldsLabel = addRow(layout, tr("Folds"), m_folds);
    addRow(layout, tr("Repair learns from"), m_calibration);
    m_shareLabel = addRow(layout, tr("Its share of rows"), m_calibrationShare);
    addRow(layout, tr("Seed"), m_seed);
}

void SplitSection::connectControls()
{
    const auto editSplit
        = [this](const QString& what, const QString& key, const std::function<void(SplitSpec&)>& change) {
              m_session->edit(what, key, [&](SessionState& state) { change(state.study.split); });
          };
    connect(m_kind, &QComboBox::activated, this, [=, this] {
        const auto kind = static_cast<SplitKind>(m_kind->currentData().toInt());
        editSplit(tr("Kind of split"), {}, [&](SplitSpec& split) { split.kind = kind; });
    });
    connect(m_test, &QDoubleSpinBox::valueChanged, this, [=](double percent) {
        editSplit(
            tr("Test rows"), QStringLiteral("test"), [&](SplitSpec& s) { s.testFraction = percent / 100.0; });
    });
    connect(m_calibration, &QComboBox::activated, this, [=, this] {
        const int choice = m_calibration->currentData().toInt();
        editSplit(tr("What a repair learns from"), {}, [&](SplitSpec& split) {
            split.calibration = choice == InSample ? Calibration::InSample : Calibration::OutOfFold;
            split.calibrationFraction = choice == OwnShare ? 0.2 : 0.0;
        });
    });
    connect(m_calibrationShare, &QDoubleSpinBox::valueChanged, this, [=](double percent) {
        editSplit(tr("Share that a repair learns from"), QStringLiteral("calibration"),
            [&](SplitSpec& split) { split.calibrationFraction = percent / 100.0; });
    });
    connect(m_repeats, &QSpinBox::valueChanged, this, [=](int repeats) {
        editSplit(
            tr("Repeats"), QStringLiteral("repeats"), [&](SplitSpec& split) { split.repeats = repeats; });
    });
    connect(m_folds, &QSpinBox::valueChanged, this, [=](int folds) {
        editSplit(tr("Folds"), QStringLiteral("folds"), [&](SplitSpec& split) { split.folds = folds; });
    });
    connect(m_seed, &QSpinBox::valueChanged, this, [=](int seed) {
        editSplit(tr("Seed"), QStringLiteral("seed"),
            [&](SplitSpec& split) { split.seed = static_cast<std::uint64_t>(seed); });
    });
}

void SplitSection::refresh()
{
    setEnabled(m_session->table() != nullptr);
    const SplitSpec& split = m_session->state().study.split;
    const QSignalBlocker quiet[] {QSignalBlocker(m_test), QSignalBlocker(m_calibrationShare),
        QSignalBlocker(m_repeats), QSignalBlocker(m_folds), QSignalBlocker(m_seed)};
    const int kind = static_cast<int>(split.kind);
    // A split by a column comes from study files only; it is shown when it is there.
    if (split.kind == SplitKind::Column && m_kind->findData(kind) < 0)
        m_kind->addItem(tr("by a column"), kind);
    m_kind->setCurrentIndex(m_kind->findData(kind));
    m_columnNote->setVisible(split.kind == SplitKind::Column);
    m_columnNote->setText(
        tr("The column %1 says which rows train and which test.").arg(QString::fromStdString(split.column)));
    m_test->setValue(split.testFraction * 100.0);
    m_calibration->setCurrentIndex(split.calibrationFraction > 0 ? OwnShare
            : split.calibration == Calibration::InSample         ? InSample
                                                                 : OutOfFold);
    m_calibrationShare->setValue(split.calibrationFraction * 100.0);
    m_repeats->setValue(split.repeats);
    m_folds->setValue(split.folds);
    m_seed->setValue(static_cast<int>(split.seed));
    const bool holdout = split.kind == SplitKind::Holdout;
    m_test->setVisible(holdout);
    m_testLabel->setVisible(holdout);
    m_repeats->setVisible(holdout);
    m_repeatsLabel->setVisible(holdout);
    m_folds->setVisible(split.kind == SplitKind::KFold);
    m_foldsLabel->setVisible(split.kind == SplitKind::KFold);
    m_calibrationShare->setVisible(split.calibrationFraction > 0);
    m_shareLabel->setVisible(split.calibrationFraction > 0);
}

} // namespace evenhand::ui
