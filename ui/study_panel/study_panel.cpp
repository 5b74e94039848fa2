#include "ui/study_panel/study_panel.h"

#include "ui/session/session_controller.h"
#include "ui/study_panel/component_section.h"
#include "ui/study_panel/data_section.h"
#include "ui/study_panel/roles_section.h"
#include "ui/study_panel/split_section.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace evenhand::ui {

StudyPanel::StudyPanel(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_run(new QPushButton(tr("&Run"), this))
    , m_stop(new QPushButton(tr("&Stop"), this))
    , m_state(smallLabel({}, this))
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
    });
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
    const auto add = [&](int number, const QString& title, QWidget* part) {
        if (number > 1) {
            auto* const line = new QFrame(content);
            line->setProperty("role", QStringLiteral("line"));
            layout->addWidget(line);
            m_choices.push_back(line);
        }
        auto* const section = new Section(number, title, content);
        section->body()->addWidget(part);
        layout->addWidget(section);
        if (number > 1)
            m_choices.push_back(section);
        return section;
    };
    auto* const dataSection = new DataSection(m_session, content);
    connect(dataSection, &DataSection::openWanted, this, &StudyPanel::openWanted);
    add(1, tr("Data"), dataSection);
    add(2, tr("Roles"), new RolesSection(m_session, content));
    auto* const learner = new ComponentSection(ComponentSection::Kind::Learner, m_session, content);
    Section* const learnerSection = add(3, tr("Learner"), learner);
    connect(learner, &ComponentSection::summaryChanged, learnerSection, &Section::setSummary);
    auto* const method = new ComponentSection(ComponentSection::Kind::Method, m_session, content);
    Section* const methodSection = add(4, tr("Fairness method"), method);
    connect(method, &ComponentSection::summaryChanged, methodSection, &Section::setSummary);
    add(5, tr("Validation"), new SplitSection(m_session, content));
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
    m_stop->setToolTip(tr("Stop at once; finished repeats are kept (Esc)"));
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(m_run, 1);
    buttons->addWidget(m_stop);
    layout->addWidget(line);
    layout->addWidget(m_state);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
    return foot;
}

void StudyPanel::refresh()
{
    const bool busy = m_session->isRunning() || m_session->isLoading();
    const Freshness freshness = m_session->freshness();
    for (QWidget* const choice : m_choices)
        choice->setVisible(m_session->table() != nullptr);
    m_run->setVisible(m_session->table() != nullptr);
    m_progress->setVisible(busy);
    m_stop->setVisible(busy);
    m_run->setEnabled(m_session->table() && !busy && freshness != Freshness::Current);
    if (busy)
        return;
    m_progress->setValue(0);
    if (!m_session->table())
        m_state->setText(tr("Open a table or choose a sample to begin."));
    else if (freshness == Freshness::Nothing)
        m_state->setText(tr("Check the choices above, then run."));
    else if (freshness == Freshness::Outdated)
        m_state->setText(tr("Choices changed since this run: the results shown belong to the earlier ones."));
    else if (freshness == Freshness::Incomplete)
        m_state->setText(tr("Some of the runs asked for are not computed yet."));
    else
        m_state->setText(tr("The results belong to these choices."));
}

} // namespace evenhand::ui
