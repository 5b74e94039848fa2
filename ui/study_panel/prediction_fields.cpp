#include "ui/study_panel/prediction_fields.h"

#include "engine/data/propose_audit.h"
#include "ui/session/session_controller.h"
#include "ui/study_panel/proposed_mark.h"
#include "ui/text/translate.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

enum Mode : int { AuditMode, TrainMode };

const ColumnProfile* profileOf(const SessionController& session, const std::string& column)
{
    const auto& profiles = session.table()->profiles;
    const auto found = std::ranges::find(profiles, column, &ColumnProfile::name);
    return found == profiles.end() ? nullptr : &*found;
}

/// A column has one part to play: what it is chosen for now.
void freeColumn(SessionState& state, const std::string& column)
{
    if (column.empty())
        return;
    Roles& roles = state.study.roles;
    if (roles.target == column)
        roles.target.clear();
    std::erase(roles.sensitive, column);
}

} // namespace

PredictionFields::PredictionFields(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_mode(new QButtonGroup(this))
    , m_prediction(new QComboBox(this))
    , m_score(new QComboBox(this))
    , m_high(new QComboBox(this))
    , m_threshold(new NumberBox(this))
    , m_proposed(makeProposedMark(this))
{
    for (QComboBox* const combo : {m_prediction, m_score, m_high}) {
        leaveWheelAlone(combo);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(8);
    }
    m_prediction->setObjectName(QStringLiteral("prediction"));
    m_score->setObjectName(QStringLiteral("score"));
    m_threshold->setObjectName(QStringLiteral("threshold"));
    m_threshold->setRange(-1e12, 1e12);
    buildLayout();
    connectControls();
    connect(session, &SessionController::tableChanged, this, &PredictionFields::refreshChoices);
    connect(session, &SessionController::stateChanged, this, &PredictionFields::refresh);
}

std::vector<QWidget*> PredictionFields::controls() const
{
    return {m_mode->button(AuditMode), m_mode->button(TrainMode), m_prediction, m_score, m_threshold, m_high};
}

void PredictionFields::buildLayout()
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    QWidget* const mode
        = makeSegments({tr("Audit predictions"), tr("Train a model")}, tr("What to do"), m_mode, this);
    m_mode->button(AuditMode)->setObjectName(QStringLiteral("auditMode"));
    m_mode->button(TrainMode)->setObjectName(QStringLiteral("trainMode"));
    m_mode->button(AuditMode)->setToolTip(
        tr("The table has somebody's predictions or scores: judge them as they are"));
    m_mode->button(TrainMode)->setToolTip(
        tr("The table has an outcome to learn: train a model and see what a repair costs"));
    layout->addWidget(mode);
    layout->addSpacing(4);
    m_fields = new QWidget(this);
    auto* const fields = new QVBoxLayout(m_fields);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(4);
    layout->addWidget(m_fields);
    for (QWidget* const control : {static_cast<QWidget*>(m_prediction), static_cast<QWidget*>(m_score),
             static_cast<QWidget*>(m_high), static_cast<QWidget*>(m_threshold)})
        control->setParent(m_fields);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(fieldLabel(tr("&Prediction: what was decided"), m_prediction), 1);
    head->addWidget(m_proposed);
    m_prediction->setToolTip(tr("The column with the decisions, or with predicted numbers"));
    m_score->setToolTip(tr("The column with the scores or probabilities behind the decisions"));
    m_threshold->setToolTip(tr("A score of at least this is a high one and decides about the person"));
    m_high->setToolTip(tr("Whether people with a high score are those who are given the favourable outcome"));
    fields->addLayout(head);
    fields->addWidget(m_prediction);
    fields->addSpacing(4);
    fields->addWidget(fieldLabel(tr("S&core behind it"), m_score));
    fields->addWidget(m_score);
    fields->addSpacing(4);
    m_thresholdLabel = fieldLabel(tr("A score is high &from"), m_threshold);
    fields->addWidget(m_thresholdLabel);
    fields->addWidget(m_threshold);
    m_highLabel = fieldLabel(tr("A &high score is"), m_high);
    fields->addWidget(m_highLabel);
    fields->addWidget(m_high);
    fields->addSpacing(4);
}

void PredictionFields::connectControls()
{
    connect(m_mode, &QButtonGroup::idClicked, this, [this](int id) { chooseMode(id == AuditMode); });
    connect(m_prediction, &QComboBox::activated, this, &PredictionFields::choosePrediction);
    connect(m_score, &QComboBox::activated, this, &PredictionFields::chooseScore);
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        m_session->edit(tr("Threshold"), QStringLiteral("threshold"),
            [value](SessionState& state) { state.study.audit.threshold = value; });
    });
    connect(m_high, &QComboBox::activated, this, [this](int index) {
        m_session->edit(tr("Meaning of a high score"), {},
            [index](SessionState& state) { state.study.audit.highScoreIsFavourable = index == 0; });
    });
}

void PredictionFields::chooseMode(bool audits)
{
    if (!m_session->table() || audits == auditsTable(m_session->state()))
        return;
    m_session->edit(audits ? tr("Audit predictions") : tr("Train a model"), {}, [&](SessionState& state) {
        AuditSpec& audit = state.study.audit;
        const AuditSpec proposed = audits ? m_session->table()->proposal.audit : AuditSpec {};
        audit.prediction = proposed.prediction;
        audit.score = proposed.score;
        audit.threshold = proposed.threshold;
        audit.highScoreIsFavourable = proposed.highScoreIsFavourable;
        state.asksForPredictions = audits && !proposed.hasPredictions();
        freeColumn(state, audit.prediction);
        freeColumn(state, audit.score);
    });
}

void PredictionFields::choosePrediction()
{
    const std::string column = m_prediction->currentData().toString().toStdString();
    m_session->edit(tr("Prediction %1").arg(m_prediction->currentText()), {}, [&](SessionState& state) {
        AuditSpec& audit = state.study.audit;
        audit.prediction = column;
        if (!column.empty() && audit.score == column)
            audit.score.clear();
        freeColumn(state, column);
        state.asksForPredictions = !audit.hasPredictions();
        state.confirmed.insert("audit");
        const Table& table = *m_session->table()->data.table;
        const auto index = table.indexOf(column);
        Roles& roles = state.study.roles;
        if (!index || !roles.target.empty())
            return;
        // Without an outcome the decisions themselves say what people hope for.
        const auto levels = favourableCandidates(table.columns()[*index]);
        roles.task = levels.empty() ? Task::Regression : Task::Classification;
        roles.favourable = levels.empty() ? std::string() : levels.front();
    });
}

void PredictionFields::chooseScore()
{
    const std::string column = m_score->currentData().toString().toStdString();
    m_session->edit(tr("Score %1").arg(m_score->currentText()), {}, [&](SessionState& state) {
        AuditSpec& audit = state.study.audit;
        if (!column.empty() && audit.prediction == column)
            audit.prediction.clear();
        freeColumn(state, column);
        audit.score = column;
        audit.threshold.reset();
        if (const ColumnProfile* const profile = profileOf(*m_session, column)) {
            AuditProposal proposal {audit, {}};
            proposeScore(*m_session->table()->data.table, *profile, state.study.roles, proposal);
            audit = proposal.audit;
        }
        state.asksForPredictions = !audit.hasPredictions();
        state.confirmed.insert("audit");
    });
}

void PredictionFields::refreshChoices()
{
    const auto loaded = m_session->table();
    if (!loaded)
        return;
    m_prediction->clear();
    m_score->clear();
    m_prediction->addItem(tr("none: the score decides"), QString());
    m_score->addItem(tr("none"), QString());
    for (const Column& column : loaded->data.table->columns()) {
        const QString name = QString::fromStdString(column.name);
        m_prediction->addItem(name, name);
        if (column.numeric() != nullptr)
            m_score->addItem(name, name);
    }
    refresh();
}

void PredictionFields::refresh()
{
    const SessionState& state = m_session->state();
    const bool audits = auditsTable(state);
    m_mode->button(audits ? AuditMode : TrainMode)->setChecked(true);
    m_fields->setVisible(audits);
    if (!m_session->table() || !audits)
        return;
    const AuditSpec& audit = state.study.audit;
    m_prediction->setCurrentIndex(m_prediction->findData(QString::fromStdString(audit.prediction)));
    m_score->setCurrentIndex(m_score->findData(QString::fromStdString(audit.score)));
    m_proposed->setVisible(audit.hasPredictions() && !state.confirmed.contains("audit"));
    QStringList reasons;
    for (const auto& [column, reason] : m_session->table()->proposal.reasons)
        if (!column.empty() && (column == audit.prediction || column == audit.score))
            reasons << QStringLiteral("%1: %2").arg(QString::fromStdString(column), translate(reason));
    m_proposed->setToolTip(reasons.join(QLatin1Char('\n')));
    refreshScore();
}

void PredictionFields::refreshScore()
{
    const Study& study = m_session->state().study;
    const AuditSpec& audit = study.audit;
    const bool decides = study.roles.task == Task::Classification && !audit.score.empty();
    const bool isCut = decides && audit.prediction.empty();
    m_threshold->setVisible(isCut);
    m_thresholdLabel->setVisible(isCut);
    m_high->setVisible(decides);
    m_highLabel->setVisible(decides);
    const QSignalBlocker quiet(m_threshold);
    const ColumnProfile* const profile = profileOf(*m_session, audit.score);
    if (profile != nullptr && profile->minimum && profile->maximum)
        m_threshold->setSingleStep(*profile->maximum - *profile->minimum <= 1.0 ? 0.05 : 1.0);
    m_threshold->setValue(audit.threshold.value_or(0.5));
    const QString good = QString::fromStdString(study.roles.favourable);
    m_high->clear();
    m_high->addItem(good.isEmpty() ? tr("good for the person") : tr("good: it speaks for “%1”").arg(good));
    m_high->addItem(good.isEmpty() ? tr("bad for the person") : tr("bad: it speaks against “%1”").arg(good));
    m_high->setCurrentIndex(audit.highScoreIsFavourable ? 0 : 1);
}

} // namespace evenhand::ui
