#include "ui/study_panel/study_panel.h"

#include "ui/session/session_controller.h"
#include "ui/study_panel/component_section.h"
#include "ui/study_panel/data_section.h"
#include "ui/study_panel/judgement_section.h"
#include "ui/study_panel/roles_section.h"
#include "ui/study_panel/selection_fields.h"
#include "ui/study_panel/split_section.h"
#include "ui/text/remaining_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {
constexpr int kJudgement = 6;      ///< number of the section
constexpr int kAuditJudgement = 3; ///< without learner, method and validation
} // namespace

StudyPanel::StudyPanel(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_run(new QPushButton(tr("&Run"), this))
    , m_pause(new QPushButton(tr("&Pause"), this))
    , m_stop(new QPushButton(tr("&Stop"), this))
    , m_state(smallLabel({}, this))
    , m_left(smallLabel({}, this))
    , m_progress(new QProgressBar(this))
{
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(makeSections());
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeFoot());
    connect(session, &SessionController::busyChanged, this, &StudyPanel::refresh);
    connect(session, &SessionController::stateChanged, this, &StudyPanel::refresh);
    connect(session, &SessionController::reportChanged, this, &StudyPanel::refresh);
    connect(session, &SessionController::tableChanged, this, &StudyPanel::refresh);
    connect(session, &SessionController::progressed, this, [this](double fraction, const QString& doing) {
        m_progress->setRange(0, 1000);
        m_progress->setValue(static_cast<int>(fraction * 1000.0));
        m_state->setText(doing);
        m_left->setText(remainingText(m_session->remainingSeconds()));
    });
    connect(m_pause, &QPushButton::clicked, session, &SessionController::pause);
    connect(m_run, &QPushButton::clicked, session, &SessionController::run);
    connect(m_stop, &QPushButton::clicked, session, &SessionController::stop);
    refresh();
}

QWidget* StudyPanel::makeSections()
{
    auto* const content = new QWidget(this);
    content->setProperty("role", QStringLiteral("panel"));
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(10);
    // The section before its part: that is the order of the keyboard.
    const auto add = [&](int number, const QString& title) {
        std::vector<QWidget*>& parts = number > 2 && number < kJudgement ? m_training : m_choices;
        if (number > 1) {
            auto* const line = new QFrame(content);
            line->setProperty("role", QStringLiteral("line"));
            layout->addWidget(line);
            parts.push_back(line);
        }
        auto* const section = new Section(number, title, content);
        layout->addWidget(section);
        if (number > 1)
            parts.push_back(section);
        return section;
    };
    Section* const table = add(1, tr("Data"));
    auto* const dataSection = new DataSection(m_session, table);
    table->body()->addWidget(dataSection);
    connect(dataSection, &DataSection::openWanted, this, &StudyPanel::openWanted);
    Section* const roles = add(2, tr("Roles"));
    roles->body()->addWidget(new RolesSection(m_session, roles));
    const auto addComponent = [&](int number, const QString& title, ComponentSection::Kind kind) {
        Section* const section = add(number, title);
        auto* const component = new ComponentSection(kind, m_session, section);
        section->body()->addWidget(component);
        connect(component, &ComponentSection::summaryChanged, section, &Section::setSummary);
    };
    addComponent(3, tr("Learners"), ComponentSection::Kind::Learner);
    addComponent(4, tr("Fairness methods"), ComponentSection::Kind::Method);
    Section* const validation = add(5, tr("Validation"));
    validation->body()->addWidget(new SplitSection(m_session, validation));
    validation->body()->addWidget(new SelectionFields(m_session, validation));
    m_judgement = add(kJudgement, tr("Judgement"));
    m_judgement->body()->addWidget(new JudgementSection(m_session, m_judgement));
    layout->addStretch();
    return content;
}

QWidget* StudyPanel::makeFoot()
{
    auto* const foot = new QWidget(this);
    foot->setProperty("role", QStringLiteral("panel"));
    auto* const layout = new QVBoxLayout(foot);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(6);
    auto* const line = new QFrame(foot);
    line->setProperty("role", QStringLiteral("line"));
    m_run->setProperty("primary", true);
    m_run->setToolTip(tr("Compute every run that the choices above ask for (F5)"));
    m_run->setObjectName(QStringLiteral("run"));
    m_pause->setObjectName(QStringLiteral("pause"));
    m_pause->setToolTip(tr("Stop for now; Continue computes what is missing (Shift+F5)"));
    m_stop->setToolTip(tr("Stop at once; finished repeats are kept (Esc)"));
    m_left->setWordWrap(false);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(m_run, 1);
    buttons->addWidget(m_pause, 1);
    buttons->addWidget(m_stop);
    layout->addWidget(line);
    layout->addWidget(m_state);
    auto* const progress = new QHBoxLayout;
    progress->addWidget(m_progress, 1);
    progress->addWidget(m_left);
    layout->addLayout(progress);
    layout->addLayout(buttons);
    return foot;
}

void StudyPanel::refresh()
{
    const bool busy = m_session->isRunning() || m_session->isLoading();
    for (QWidget* const choice : m_choices)
        choice->setVisible(m_session->table() != nullptr);
    const bool audits = auditsTable(m_session->state());
    for (QWidget* const choice : m_training)
        choice->setVisible(m_session->table() && !audits);
    m_judgement->setNumber(audits ? kAuditJudgement : kJudgement);
    refreshButtons();
    if (busy)
        return;
    m_progress->setValue(0);
    m_left->clear();
    m_state->setText(stateText());
}

void StudyPanel::refreshButtons()
{
    const bool audits = auditsTable(m_session->state());
    const bool running = m_session->isRunning();
    const bool busy = running || m_session->isLoading();
    const int runs = m_session->runsToCompute();
    m_run->setVisible(m_session->table() && !audits && !running);
    m_run->setEnabled(m_session->table() && !busy && runs > 0);
    const QString count = QLocale().toString(runs);
    if (m_session->isPaused())
        m_run->setText(runs == 1 ? tr("&Continue 1 run") : tr("&Continue %1 runs").arg(count));
    else
        m_run->setText(runs == 0 ? tr("&Run") : runs == 1 ? tr("&Run 1 run") : tr("&Run %1 runs").arg(count));
    m_pause->setVisible(running);
    m_progress->setVisible(busy);
    m_left->setVisible(busy);
    m_stop->setVisible(busy);
}

QString StudyPanel::stateText() const
{
    if (!m_session->table())
        return tr("Open a table or choose a sample to begin.");
    const SessionState& state = m_session->state();
    if (auditsTable(state))
        return tr("The audit follows every choice; there is nothing to run.");
    if (state.draft.learners.empty())
        return tr("Tick at least one learner.");
    if (m_session->isPaused())
        return tr("Paused. What is finished is kept.");
    switch (m_session->freshness()) {
    case Freshness::Nothing:
        return tr("Check the choices above, then run.");
    case Freshness::Outdated:
        return tr("Choices changed since this run: the results shown belong to the earlier ones.");
    case Freshness::Incomplete:
        return tr("Some of the runs asked for are not computed yet.");
    case Freshness::Current:
        break;
    }
    return tr("The results belong to these choices.");
}

} // namespace evenhand::ui
