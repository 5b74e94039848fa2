#include "ui/views/target_pane.h"

#include "engine/figures/tradeoff_words.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace evenhand::ui {

TargetPane::TargetPane(QWidget* parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_value(new NumberBox(this))
    , m_sentence(new QLabel(this))
    , m_select(new QPushButton(tr("Se&lect this run"), this))
{
    m_kind->addItems({tr("Near the best error: smallest gap"), tr("Gap at most, then the best error"),
        tr("Two-step selection")});
    m_kind->setObjectName(QStringLiteral("targetKind"));
    m_kind->setToolTip(
        tr("What you want of the run that you will use. Two-step selection: of the runs within "
           "90 % of the best error the one with the smallest gap (Donini et al. 2018)"));
    m_value->setObjectName(QStringLiteral("targetValue"));
    m_value->setAccessibleName(tr("Value of the target"));
    m_sentence->setObjectName(QStringLiteral("targetSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_select->setToolTip(tr("Shows the recommended run in every view"));
    auto* const row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(fieldLabel(tr("&Target"), m_kind));
    row->addWidget(m_kind);
    row->addWidget(m_value);
    row->addStretch();
    row->addWidget(m_select);
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(28);
    m_kind->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_sentence);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &TargetPane::kindChanged);
    connect(m_value, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        m_values[static_cast<std::size_t>(m_kind->currentIndex())] = value / unit();
        refresh();
    });
    connect(m_select, &QPushButton::clicked, this, [this] {
        if (m_choice && m_choice->recommended)
            emit runWanted(static_cast<int>(*m_choice->recommended));
    });
    kindChanged();
}

double TargetPane::unit() const
{
    const auto kind = static_cast<TargetKind>(m_kind->currentIndex());
    if (kind == TargetKind::TwoStep || !m_answers)
        return 100.0;
    const MetricInfo* const metric
        = metricInfo(kind == TargetKind::GapAtMost ? m_answers->unfairness : m_answers->error);
    return metric == nullptr || metric->isShare ? 100.0 : 1.0;
}

Target TargetPane::target() const
{
    return {static_cast<TargetKind>(m_kind->currentIndex()),
        m_values[static_cast<std::size_t>(m_kind->currentIndex())]};
}

void TargetPane::kindChanged()
{
    const QSignalBlocker quiet(m_value);
    const Target wanted = target();
    const bool isShare = unit() > 1.0;
    m_value->setRange(wanted.kind == TargetKind::TwoStep ? 1.0 : 0.0, isShare ? 100.0 : 1e9);
    m_value->setDecimals(isShare ? 2 : 6);
    m_value->setSingleStep(wanted.kind == TargetKind::TwoStep ? 1.0 : isShare ? 0.5 : 0.01);
    m_value->setSuffix(!isShare                          ? QString()
            : wanted.kind == TargetKind::AtMostBelowBest ? tr(" points")
                                                         : tr(" %"));
    m_value->setToolTip(wanted.kind == TargetKind::AtMostBelowBest
            ? tr("How much worse than the best run's the error may be")
            : wanted.kind == TargetKind::GapAtMost ? tr("The largest distance from parity that is allowed")
                                                   : tr("Share of the best error that a run must reach"));
    m_value->setValue(wanted.value * unit());
    refresh();
}

void TargetPane::setAnswers(const ViewContext& context, std::shared_ptr<const TradeoffAnswers> answers)
{
    const bool otherAxes = (answers != nullptr) != (m_answers != nullptr)
        || (answers && (answers->error != m_answers->error || answers->unfairness != m_answers->unfairness));
    m_context = context;
    m_answers = std::move(answers);
    if (otherAxes)
        kindChanged();
    else
        refresh();
}

void TargetPane::refresh()
{
    m_choice.reset();
    if (m_answers && m_answers->halves && m_context.report
        && m_answers->halves->nRuns == m_context.report->runs.size())
        m_choice = chooseForTarget(*m_answers->halves, target());
    const bool isThere = m_choice && m_choice->recommended;
    const bool isSelected = isThere && static_cast<int>(*m_choice->recommended) == m_context.run;
    m_select->setEnabled(isThere && !isSelected);
    if (!m_choice) {
        m_sentence->setText(m_answers ? tr("Nothing can be chosen yet.") : tr("Working it out…"));
        return;
    }
    QString sentence = translate(targetSentence(*m_context.report, m_answers->halves->axes, *m_choice));
    if (m_choice->isTrivial)
        sentence += QLatin1Char(' ') + tr("It decides the same for nearly everybody.");
    m_sentence->setText(sentence);
}

} // namespace evenhand::ui
