#include "ui/explain/metric_chooser.h"

#include "ui/explain/conflict_view.h"
#include "ui/text/translate.h"
#include "ui/widgets/data_label.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFrame>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

QLabel* heading(const QString& text, QWidget* parent)
{
    QLabel* const label = dataLabel(parent, QStringLiteral("title"));
    label->setText(text);
    return label;
}

} // namespace

MetricChooser::MetricChooser(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Which notion fits?"));
    setModal(false);
    resize(530, std::min(960, screen()->availableGeometry().height() - 140));
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* const page = new QWidget(scroll);
    auto* const content = new QVBoxLayout(page);
    content->setContentsMargins(20, 16, 20, 8);
    content->setSpacing(10);
    m_questionPlace = new QVBoxLayout;
    content->addLayout(m_questionPlace);
    auto* const card = new QFrame(page);
    card->setProperty("role", QStringLiteral("card"));
    m_result = heading({}, card);
    m_reasons = dataLabel(card);
    auto* const cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(16, 12, 16, 12);
    cardLayout->addWidget(m_result);
    cardLayout->addWidget(m_reasons);
    content->addWidget(card);
    content->addWidget(heading(tr("Why not all at once?"), page));
    m_conflict = new ConflictView(page);
    content->addWidget(m_conflict);
    content->addStretch();
    scroll->setWidget(page);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 12);
    layout->addWidget(scroll, 1);
    auto* const foot = new QVBoxLayout;
    foot->setContentsMargins(20, 0, 20, 0);
    foot->addWidget(buttons);
    layout->addLayout(foot);
}

void MetricChooser::setAudit(std::shared_ptr<const AuditReport> audit, std::size_t attribute)
{
    m_audit = std::move(audit);
    m_attribute = attribute;
    if (m_askedFor != m_audit->task)
        askQuestions(m_audit->task);
    m_conflict->setAttribute(*m_audit, this->attribute());
    showAnswer();
}

void MetricChooser::askQuestions(Task task)
{
    m_askedFor = task;
    delete m_questions;
    m_questions = new QWidget(this);
    m_answers.clear();
    auto* const layout = new QVBoxLayout(m_questions);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    int number = 0;
    for (const NotionQuestion& asked : notionQuestions(task)) {
        const QString question = QCoreApplication::translate("explain", asked.question);
        layout->addWidget(heading(QStringLiteral("%1. %2").arg(++number).arg(question), m_questions));
        auto* const group = new QButtonGroup(m_questions);
        auto* const answers = new QVBoxLayout;
        answers->setContentsMargins(16, 0, 0, 0);
        answers->setSpacing(3);
        for (const char* const source : asked.answers) {
            const QString words = QCoreApplication::translate("explain", source);
            auto* const button = new QRadioButton(words, m_questions);
            button->setAccessibleName(tr("%1 %2").arg(question, words));
            group->addButton(button, static_cast<int>(group->buttons().size()));
            answers->addWidget(button);
        }
        layout->addLayout(answers);
        connect(group, &QButtonGroup::idToggled, this, [this](int, bool checked) {
            if (!checked)
                return;
            showAnswer();
            if (!m_recommendation.empty())
                emit recommended(m_recommendation);
        });
        m_answers.push_back(group);
    }
    m_questionPlace->addWidget(m_questions);
}

void MetricChooser::showAnswer()
{
    m_recommendation.clear();
    NotionAnswers answers {};
    int open = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        answers[i] = m_answers[i]->checkedId();
        open += answers[i] < 0 ? 1 : 0;
    }
    if (open > 0) {
        m_result->setText(open == 1 ? tr("One question is open") : tr("%1 questions are open").arg(open));
        m_reasons->setText(tr("The notion that fits stands here when all four are answered."));
        return;
    }
    const NotionRecommendation recommendation
        = recommendNotion(m_audit->task, answers, m_audit->spec.condition);
    QStringList reasons = recommendation.reasons;
    const auto found = std::ranges::find(attribute().verdicts, recommendation.notion, &Verdict::notion);
    if (found == attribute().verdicts.end()) {
        m_result->setText(tr("The notion that fits is not judged here"));
        reasons << tr("It needs decisions, and these data hold none.");
    } else {
        m_result->setText(tr("%1 fits: %2").arg(translate(found->title), translate(found->question)));
        reasons << translate(found->sentence);
    }
    m_reasons->setText(reasons.join(QStringLiteral("\n\n")));
    m_recommendation = recommendation.notion;
}

} // namespace evenhand::ui
