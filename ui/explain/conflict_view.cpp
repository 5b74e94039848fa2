#include "ui/explain/conflict_view.h"

#include "ui/explain/forced_rate_bars.h"
#include "ui/text/translate.h"
#include "ui/widgets/data_label.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {
/// Of Impossibility::sentences: base rates, what follows from them, then one for each choice.
constexpr std::size_t kFirstChoice = 2;
} // namespace

ConflictView::ConflictView(QWidget* parent)
    : QWidget(parent)
    , m_rates(dataLabel(this))
    , m_choice(new QWidget(this))
    , m_held(new QButtonGroup(this))
    , m_forced(dataLabel(m_choice))
    , m_bars(new ForcedRateBars(m_choice))
    , m_compromise(dataLabel(m_choice, QStringLiteral("muted")))
{
    QLabel* const held = dataLabel(m_choice, QStringLiteral("muted"));
    held->setText(tr("Two of the three rates are held equal in every group. What gives way is the"));
    // The choices of Impossibility, in their order, by the rate that they force.
    QWidget* const segments
        = makeSegments({tr("False positive rate"), tr("False negative rate"), tr("Precision")},
            tr("What gives way"), m_held, m_choice);
    auto* const choice = new QVBoxLayout(m_choice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(8);
    choice->addWidget(held);
    choice->addWidget(segments, 0, Qt::AlignLeft);
    for (QWidget* const part : std::initializer_list<QWidget*> {m_bars, m_forced, m_compromise})
        choice->addWidget(part);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_rates);
    layout->addWidget(m_choice);
    connect(m_held, &QButtonGroup::idClicked, this, &ConflictView::showChoice);
}

void ConflictView::setAttribute(const AuditReport& report, const AttributeAudit& attribute)
{
    if (report.task == Task::Regression) {
        m_rates->setText(
            tr("When the outcomes of the groups are distributed differently, equal predictions and "
               "equally good predictions cannot both hold."));
        m_choice->hide();
        return;
    }
    m_conflict = impossibility(attribute, report.spec.confidence);
    const bool isKnown = m_conflict.undefined.empty()
        && m_conflict.sentences.size() >= kFirstChoice + m_conflict.choices.size();
    m_choice->setVisible(isKnown);
    if (!isKnown) {
        m_rates->setText(translate(m_conflict.undefined));
        return;
    }
    m_names.clear();
    for (const std::size_t group : m_conflict.groups)
        m_names.push_back(attribute.groups[group].readable);
    m_rates->setText(
        QStringLiteral("%1 %2").arg(translate(m_conflict.sentences[0]), translate(m_conflict.sentences[1])));
    QStringList rest;
    for (std::size_t i = kFirstChoice + m_conflict.choices.size(); i < m_conflict.sentences.size(); ++i)
        rest << translate(m_conflict.sentences[i]);
    m_compromise->setText(rest.join(QLatin1Char(' ')));
    showChoice(m_held->checkedId());
}

void ConflictView::showChoice(int choice)
{
    const auto chosen = static_cast<std::size_t>(choice);
    m_bars->setChoice(m_conflict.choices[chosen], m_names);
    m_forced->setText(translate(m_conflict.sentences[kFirstChoice + chosen]));
}

} // namespace evenhand::ui
