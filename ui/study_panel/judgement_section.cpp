#include "ui/study_panel/judgement_section.h"

#include "ui/session/session_controller.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>

namespace evenhand::ui {

JudgementSection::JudgementSection(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_kind(new QComboBox(this))
    , m_ratio(new NumberBox(this))
    , m_tolerance(new NumberBox(this))
    , m_confidence(new QComboBox(this))
    , m_note(smallLabel({}, this))
{
    m_kind->setObjectName(QStringLiteral("policy"));
    m_ratio->setObjectName(QStringLiteral("ratio"));
    m_tolerance->setObjectName(QStringLiteral("tolerance"));
    m_confidence->setObjectName(QStringLiteral("confidence"));
    m_kind->addItem(tr("ratio"));
    m_kind->addItem(tr("difference"));
    m_kind->setToolTip(tr("Whether two groups' rates are divided by one another or subtracted"));
    m_ratio->setRange(1, 100);
    m_ratio->setToolTip(
        tr("The smaller rate must be at least this share of the larger; 80 % is the four-fifths rule"));
    m_tolerance->setRange(0, 100);
    m_tolerance->setToolTip(
        tr("Two rates may differ by this many percentage points; numbers by this share of a "
           "standard deviation"));
    for (NumberBox* const box : {m_ratio, m_tolerance}) {
        box->setDecimals(1);
        box->setSuffix(tr(" %"));
    }
    for (const int percent : {90, 95, 99})
        m_confidence->addItem(tr("%1 %").arg(percent), percent / 100.0);
    m_confidence->setToolTip(tr("How often an interval contains the true value"));
    for (QComboBox* const combo : {m_kind, m_confidence})
        leaveWheelAlone(combo);
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(6);
    layout->setColumnStretch(0, 1);
    const auto add = [&](const QString& label, QWidget* control) {
        QLabel* const made = fieldLabel(label, control);
        const int row = layout->rowCount();
        layout->addWidget(made, row, 0);
        layout->addWidget(control, row, 1);
        control->setMinimumWidth(104);
        return made;
    };
    m_kindLabel = add(tr("Compare rates by"), m_kind);
    m_ratioLabel = add(tr("Smallest ratio"), m_ratio);
    m_toleranceLabel = add(tr("Largest difference"), m_tolerance);
    add(tr("Confidence"), m_confidence);
    layout->addWidget(m_note, layout->rowCount(), 0, 1, 2);
    connect(m_kind, &QComboBox::activated, this, [this](int index) {
        m_session->edit(tr("Policy"), {},
            [index](SessionState& state) { state.study.audit.policy.byRatio = index == 0; });
    });
    connect(m_ratio, &QDoubleSpinBox::valueChanged, this, [this](double percent) {
        m_session->edit(tr("Policy"), QStringLiteral("ratio"),
            [percent](SessionState& state) { state.study.audit.policy.ratio = percent / 100.0; });
    });
    connect(m_tolerance, &QDoubleSpinBox::valueChanged, this, [this](double percent) {
        m_session->edit(tr("Policy"), QStringLiteral("tolerance"),
            [percent](SessionState& state) { state.study.audit.policy.tolerance = percent / 100.0; });
    });
    connect(m_confidence, &QComboBox::activated, this, [this] {
        m_session->edit(tr("Confidence"), {}, [this](SessionState& state) {
            state.study.audit.confidence = m_confidence->currentData().toDouble();
        });
    });
    connect(session, &SessionController::stateChanged, this, &JudgementSection::refresh);
    refresh();
}

void JudgementSection::refresh()
{
    const AuditSpec& audit = m_session->state().study.audit;
    // Numbers have no natural zero to divide by: they are compared by their difference.
    const bool areRates = m_session->state().study.roles.task == Task::Classification;
    const bool byRatio = areRates && audit.policy.byRatio;
    const QSignalBlocker quiet[] {QSignalBlocker(m_ratio), QSignalBlocker(m_tolerance)};
    m_kind->setCurrentIndex(byRatio ? 0 : 1);
    m_kind->setVisible(areRates);
    m_kindLabel->setVisible(areRates);
    m_ratio->setValue(audit.policy.ratio * 100.0);
    m_tolerance->setValue(audit.policy.tolerance * 100.0);
    m_ratio->setVisible(byRatio);
    m_ratioLabel->setVisible(byRatio);
    m_tolerance->setVisible(!byRatio);
    m_toleranceLabel->setVisible(!byRatio);
    if (m_confidence->findData(audit.confidence) < 0) // from a study file
        m_confidence->addItem(tr("%1 %").arg(audit.confidence * 100.0), audit.confidence);
    m_confidence->setCurrentIndex(m_confidence->findData(audit.confidence));
    m_note->setText(byRatio && audit.policy.ratio == 0.8 ? tr("The four-fifths rule.") : QString());
    m_note->setVisible(!m_note->text().isEmpty());
}

} // namespace evenhand::ui
