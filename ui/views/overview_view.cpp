#include "ui/views/overview_view.h"

#include "ui/explain/explain_text.h"
#include "ui/explain/metric_chooser.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/views/conventions_pane.h"
#include "ui/views/divergence_card.h"
#include "ui/views/group_strip.h"
#include "ui/views/measure_text.h"
#include "ui/views/verdict_card.h"
#include "ui/views/verdict_level.h"
#include "ui/widgets/column_grid.h"
#include "ui/widgets/data_label.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr int kMostSegments = 4;
constexpr int kRestMs = 250;

QFrame* messageFrame(const QString& level, QLabel** words, QWidget* parent)
{
    auto* const frame = new QFrame(parent);
    frame->setProperty("role", QStringLiteral("message"));
    frame->setProperty("level", level);
    *words = dataLabel(frame);
    auto* const layout = new QVBoxLayout(frame);
    layout->setContentsMargins(12, 9, 12, 9);
    layout->addWidget(*words);
    return frame;
}

const AttributeAudit* attributeNamed(const AuditReport* report, const std::string& name)
{
    if (report == nullptr)
        return nullptr;
    const auto found = std::ranges::find(report->attributes, name, &AttributeAudit::name);
    return found == report->attributes.end() ? nullptr : &*found;
}

const Verdict* verdictOf(const AttributeAudit* attribute, const std::string& notion)
{
    if (attribute == nullptr)
        return nullptr;
    const auto found = std::ranges::find(attribute->verdicts, notion, &Verdict::notion);
    return found == attribute->verdicts.end() ? nullptr : &*found;
}

/// What was audited; learner and method of a run by their names instead of their ids.
QString sourceWords(const AuditReport& report, bool isRun)
{
    Text source = report.source;
    if (isRun && !source.args.empty())
        source.args[0] = learnerName(source.args[0]).toStdString();
    if (isRun && source.args.size() > 2)
        source.args[1] = methodName(source.args[1]).toStdString();
    return translate(source);
}

/// How far the axes of all cards that count in the unit of @p verdict go: past their intervals and limit.
double reachOf(const Verdict& verdict, const AttributeAudit& shown, const AttributeAudit* before, Task task)
{
    const MeasureUnit unit = measureUnit(verdict, task);
    if (unit == MeasureUnit::Number) // each has a unit and a limit of its own
        return 1.12 * std::max(verdict.limit, verdict.measure.high.value_or(0.0));
    double reach = unit == MeasureUnit::Ratio ? 1.0 : verdict.limit;
    for (const AttributeAudit* const attribute : {&shown, before})
        if (attribute != nullptr)
            for (const Verdict& other : attribute->verdicts)
                if (measureUnit(other, task) == unit)
                    reach = std::max(reach, other.measure.high.value_or(0.0));
    return 1.06 * reach;
}

} // namespace

OverviewView::OverviewView(QWidget* parent)
    : View(parent)
    , m_scroll(new QScrollArea(this))
{
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(makePage());
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, [this] { attend(m_resting); });
    connect(m_choose, &QPushButton::clicked, this, &OverviewView::openChooser);
    connect(m_switch, &QComboBox::activated, this, &OverviewView::showAttribute);
}

QWidget* OverviewView::makePage()
{
    auto* const page = new QWidget(m_scroll);
    m_state = messageFrame(QStringLiteral("note"), &m_stateWords, page);
    m_results = new QWidget(page);
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(18, 14, 18, 18);
    layout->setSpacing(12);
    layout->addWidget(m_state);
    layout->addWidget(m_results);
    layout->addStretch();

    auto* const header = makeHeader();
    m_switchRow = new QWidget(m_results);
    m_switch = new QComboBox(m_switchRow);
    m_switch->setAccessibleName(tr("Groups by"));
    auto* const switchLayout = new QHBoxLayout(m_switchRow);
    switchLayout->setContentsMargins(0, 0, 0, 0);
    switchLayout->addWidget(m_switch);
    switchLayout->addStretch();
    m_accuracy = dataLabel(m_results, QStringLiteral("muted"));
    m_groups = new GroupStrip(m_results);
    m_cards = new ColumnGrid(470, 2, 12, m_results);
    m_divergence = new DivergenceCard(m_results);
    m_warnings = messageFrame(QStringLiteral("warning"), &m_warningWords, m_results);
    auto* const results = new QVBoxLayout(m_results);
    results->setContentsMargins(0, 0, 0, 0);
    results->setSpacing(12);
    for (QWidget* const part : std::initializer_list<QWidget*> {
             header, m_accuracy, m_warnings, m_switchRow, m_groups, m_cards, m_divergence})
        results->addWidget(part);
    return page;
}

QWidget* OverviewView::makeHeader()
{
    auto* const header = new QWidget(m_results);
    m_source = dataLabel(header, QStringLiteral("small"));
    m_choose = new QPushButton(tr("&Which notion fits?"), header);
    m_choose->setAccessibleName(tr("Which notion fits?"));
    m_choose->setToolTip(tr("Four questions that lead to the notion of fairness that fits this decision"));
    auto* const top = new QHBoxLayout;
    top->setSpacing(14);
    top->addWidget(m_source, 1);
    top->addWidget(m_choose);
    auto* const others = new QPushButton(tr("How other &tools count"), header);
    others->setAccessibleName(tr("How other tools count"));
    others->setToolTip(tr("The same groups by Fairlearn, AI Fairness 360 and Aequitas, and why they differ"));
    connect(others, &QPushButton::clicked, this, [this] {
        const AttributeAudit* const shown = attribute();
        showConventions(context().audit, shown ? QString::fromStdString(shown->name) : QString(), this);
    });
    top->addWidget(others);
    m_headlineRows = new QVBoxLayout;
    auto* const layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addLayout(m_headlineRows);
    return header;
}

bool OverviewView::isFor(const ViewContext& context) const
{
    return context.table && (context.auditsTable || context.audit || context.auditError);
}

const AttributeAudit* OverviewView::attribute() const
{
    const auto& report = context().audit;
    return report && m_attribute < report->attributes.size() ? &report->attributes[m_attribute] : nullptr;
}

void OverviewView::refresh()
{
    showState();
    const auto& report = context().audit;
    const bool hasResults = report && !context().auditError && !report->attributes.empty();
    m_results->setVisible(hasResults);
    if (!hasResults || (m_shown == report && m_shownBefore == context().before))
        return;
    // The attribute that was looked at stays in front when the numbers are made anew.
    const std::string name
        = m_shown && m_attribute < m_shown->attributes.size() ? m_shown->attributes[m_attribute].name : "";
    const AttributeAudit* const same = attributeNamed(report.get(), name);
    m_attribute = same != nullptr ? static_cast<std::size_t>(same - report->attributes.data()) : 0;
    m_shown = report;
    m_shownBefore = context().before;
    m_source->setText(
        tr("%1 · %2 · %3 rows")
            .arg(QString::fromStdString(report->dataName), sourceWords(*report, !context().auditsTable),
                QLocale().toString(report->overall.rows, 'f', 0)));
    fillSwitch();
    showWarnings();
    showAccuracy();
    showAttribute(static_cast<int>(m_attribute));
}

void OverviewView::showState()
{
    QStringList words;
    if (context().auditError) {
        const ErrorSentences sentences = errorSentences(*context().auditError);
        for (const QString& sentence : {sentences.what, sentences.where, sentences.hint})
            if (!sentence.isEmpty())
                words << sentence;
    } else if (context().auditStale || context().running) {
        words << (context().audit
                ? tr("The choices have changed. What stands here belongs to the earlier ones "
                     "until the new audit is ready.")
                : tr("The audit is being computed…"));
    } else if (!context().audit) {
        words << tr("There is nothing to judge yet. On the left choose what was predicted, the outcome that "
                    "people hope for, and the column whose groups are to be compared.");
    }
    m_state->setProperty("level", context().auditError ? QStringLiteral("error") : QStringLiteral("note"));
    m_state->style()->unpolish(m_state);
    m_state->style()->polish(m_state);
    m_stateWords->setText(words.join(QLatin1Char('\n')));
    m_state->setVisible(!words.isEmpty());
}

void OverviewView::showHeadlines()
{
    delete m_headlines;
    m_headlines = new QWidget(m_results);
    auto* const rows = new QGridLayout(m_headlines);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setHorizontalSpacing(8);
    rows->setVerticalSpacing(5);
    rows->setColumnStretch(1, 1);
    const auto& attributes = context().audit->attributes;
    for (int i = 0; i < static_cast<int>(attributes.size()); ++i) {
        const AttributeAudit& shown = attributes[static_cast<std::size_t>(i)];
        QLabel* const line = dataLabel(m_headlines);
        line->setText(tr("%1: %2.").arg(attributeLabel(*context().audit, shown), headlineOf(shown)));
        QFont font = line->font();
        font.setPointSizeF(font.pointSizeF() * 1.15);
        if (static_cast<std::size_t>(i) == m_attribute)
            font.setWeight(QFont::DemiBold);
        line->setFont(font);
        rows->addWidget(new LevelRow(shown.verdicts, m_headlines), i, 0, Qt::AlignVCenter);
        rows->addWidget(line, i, 1);
    }
    m_headlineRows->addWidget(m_headlines);
}

void OverviewView::fillSwitch()
{
    delete m_segments;
    m_segments = nullptr;
    m_switch->clear();
    QStringList names;
    for (const AttributeAudit& one : context().audit->attributes)
        names << attributeLabel(*context().audit, one);
    const bool isShort = names.size() <= kMostSegments && names.join(QString()).size() < 60;
    m_switchRow->setVisible(names.size() > 1);
    m_switch->setVisible(!isShort);
    m_switch->addItems(names);
    if (!isShort || names.size() < 2)
        return;
    QStringList escapedNames; // an & of the data is no mnemonic
    for (QString name : names)
        escapedNames << name.replace(QLatin1Char('&'), QStringLiteral("&&"));
    auto* const group = new QButtonGroup;
    m_segments = makeSegments(escapedNames, tr("Groups by"), group, m_switchRow);
    group->setParent(m_segments);
    group->button(static_cast<int>(m_attribute))->setChecked(true);
    static_cast<QHBoxLayout*>(m_switchRow->layout())->insertWidget(0, m_segments);
    connect(group, &QButtonGroup::idClicked, this, &OverviewView::showAttribute);
}

void OverviewView::showAttribute(int shownAttribute)
{
    m_attribute = static_cast<std::size_t>(shownAttribute);
    m_switch->setCurrentIndex(shownAttribute);
    showHeadlines();
    m_groups->setGroups(*attribute());
    m_divergence->setDivergence(attribute()->divergence.get());
    showCards();
    if (m_chooser)
        m_chooser->setAudit(context().audit, m_attribute);
    emit explanationChanged();
}

void OverviewView::showCards()
{
    const AttributeAudit& shown = *attribute();
    const AttributeAudit* const before = attributeNamed(context().before.get(), shown.name);
    QList<QWidget*> cards = m_cards->items();
    while (cards.size() > static_cast<int>(shown.verdicts.size()))
        cards.removeLast();
    // Cards that exist are filled anew, so that the focus stays where it is.
    while (cards.size() < static_cast<int>(shown.verdicts.size())) {
        auto* const card = new VerdictCard(m_cards);
        connect(card, &VerdictCard::attended, this, [this, card] {
            m_resting = card->notion();
            if (card->hasFocus())
                attend(m_resting);
            else
                m_rest.start();
        });
        cards << card;
    }
    for (int i = 0; i < static_cast<int>(cards.size()); ++i) {
        const Verdict& verdict = shown.verdicts[static_cast<std::size_t>(i)];
        auto* const card = static_cast<VerdictCard*>(cards[i]);
        const Task task = context().audit->task;
        card->setVerdict(
            verdict, verdictOf(before, verdict.notion), task, reachOf(verdict, shown, before, task));
        card->setHighlighted(!m_recommended.empty() && verdict.notion == m_recommended);
    }
    m_cards->setItems(cards);
}

void OverviewView::showAccuracy()
{
    const bool isClassification = context().audit->task == Task::Classification;
    const std::string id = isClassification ? "accuracy" : "mean_squared_error";
    const auto numbers = [&](const AuditReport& report) -> std::optional<QString> {
        const auto index = report.metricIndex(id);
        if (!index || *index >= report.overall.metrics.size())
            return std::nullopt;
        return metricWithInterval(report.overall.metrics[*index], isClassification, report.spec.confidence);
    };
    const std::optional<QString> now = numbers(*context().audit);
    QString words = now ? tr("%1 over everybody: %2").arg(metricName(id), *now) : QString();
    if (const auto earlier = context().before ? numbers(*context().before) : std::nullopt; now && earlier)
        words += tr(". Before the repair: %1").arg(*earlier);
    m_accuracy->setText(words);
    m_accuracy->setVisible(!words.isEmpty());
}

void OverviewView::showWarnings()
{
    QStringList words;
    for (const Text& warning : context().audit->warnings) {
        QString sentence = translate(warning);
        if (!sentence.isEmpty())
            sentence[0] = sentence[0].toUpper();
        words << sentence;
    }
    m_warningWords->setText(words.join(QLatin1Char('\n')));
    m_warnings->setVisible(!words.isEmpty());
}

void OverviewView::attend(const std::string& notion)
{
    if (std::exchange(m_attended, notion) != notion)
        emit explanationChanged();
}

void OverviewView::openChooser()
{
    if (!m_chooser) {
        m_chooser = new MetricChooser(this);
        connect(m_chooser, &MetricChooser::recommended, this, &OverviewView::recommend);
        // Over the choices, so that the cards it speaks of stay in sight.
        m_chooser->move(window()->geometry().topLeft() + QPoint(8, 60));
    }
    m_chooser->setAudit(context().audit, m_attribute);
    m_chooser->show();
    m_chooser->raise();
    m_chooser->activateWindow();
}

void OverviewView::recommend(const std::string& notion)
{
    m_recommended = notion;
    for (QWidget* const item : m_cards->items()) {
        auto* const card = static_cast<VerdictCard*>(item);
        card->setHighlighted(card->notion() == notion);
        if (card->isHighlighted())
            m_scroll->ensureWidgetVisible(card);
    }
    attend(notion);
}

QString OverviewView::explanation() const
{
    return explainOverview(context(), m_attribute, m_attended);
}

} // namespace evenhand::ui
