#include "ui/views/verdict_card.h"

#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/theme/theme.h"
#include "ui/views/interval_bar.h"
#include "ui/views/verdict_level.h"
#include "ui/widgets/data_label.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

void fill(QLabel* label, const QString& text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

void enlarge(QLabel* label, double factor, QFont::Weight weight)
{
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setWeight(weight);
    label->setFont(font);
}

} // namespace

VerdictCard::VerdictCard(QWidget* parent)
    : QFrame(parent)
    , m_badge(new LevelBadge(this))
    , m_question(dataLabel(this))
    , m_title(dataLabel(this, QStringLiteral("small")))
    , m_sentence(dataLabel(this))
    , m_also(dataLabel(this))
    , m_bar(new IntervalBar(this))
    , m_before(dataLabel(this, QStringLiteral("small")))
    , m_policy(dataLabel(this, QStringLiteral("muted")))
    , m_chance(dataLabel(this, QStringLiteral("muted")))
    , m_caveats(dataLabel(this, QStringLiteral("muted")))
{
    setProperty("role", QStringLiteral("card"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    enlarge(m_question, 1.1, QFont::DemiBold);
    enlarge(m_sentence, 1.1, QFont::Normal);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(6);
    layout->addLayout(makeHeader());
    layout->addSpacing(2);
    layout->addWidget(m_sentence);
    layout->addWidget(m_also);
    layout->addSpacing(2);
    layout->addWidget(m_bar);
    layout->addWidget(m_before);
    for (QLabel* const label : {m_policy, m_chance, m_caveats})
        layout->addWidget(label);
    layout->addStretch();
}

QLayout* VerdictCard::makeHeader()
{
    auto* const words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_question);
    words->addWidget(m_title);
    auto* const header = new QHBoxLayout;
    header->setSpacing(12);
    header->addLayout(words, 1);
    header->addWidget(m_badge, 0, Qt::AlignTop);
    return header;
}

void VerdictCard::setVerdict(const Verdict& verdict, const Verdict* before, Task task, double reach)
{
    m_notion = verdict.notion;
    m_badge->setLevel(verdict.level);
    fill(m_question, translate(verdict.question));
    fill(m_title, translate(verdict.title));
    fill(m_sentence, translate(verdict.sentence));
    fill(m_also, translate(verdict.also));
    m_bar->setVerdict(verdict, before, task, reach);
    const bool isOtherRate = before != nullptr && before->measure.value && verdict.measure.value
        && before->metricId != verdict.metricId;
    fill(m_before,
        isOtherRate ? tr("Before the repair the %1 decided; after it the %2.")
                          .arg(metricInSentence(before->metricId), metricInSentence(verdict.metricId))
                    : QString());
    fill(m_policy, translate(verdict.policy));
    fill(m_chance, translate(verdict.chance));
    QStringList caveats;
    for (const Text& caveat : verdict.caveats)
        caveats << translate(caveat);
    fill(m_caveats, caveats.join(QLatin1Char('\n')));
    setAccessibleName(tr("%1: %2").arg(translate(verdict.title), levelName(verdict.level)));
    setAccessibleDescription(plainText());
    update();
}

void VerdictCard::setHighlighted(bool highlighted)
{
    m_isHighlighted = highlighted;
    update();
}

QString VerdictCard::plainText() const
{
    QStringList parts {
        QStringLiteral("%1 (%2)").arg(m_question->text(), m_title->text()), levelName(m_badge->level())};
    for (const QString& text : {m_sentence->text(), m_also->text(), m_bar->accessibleName(), m_before->text(),
             m_policy->text(), m_chance->text(), m_caveats->text()})
        if (!text.isEmpty())
            parts << text;
    return parts.join(QLatin1Char('\n'));
}

bool VerdictCard::event(QEvent* event)
{
    if (event->type() == QEvent::HoverEnter)
        emit attended();
    // Ctrl+C belongs to the window's figure unless the card says that it copies too.
    if (event->type() == QEvent::ShortcutOverride && hasFocus()
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy))
        event->accept();
    return QFrame::event(event);
}

void VerdictCard::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        QApplication::clipboard()->setText(plainText());
    else
        QFrame::keyPressEvent(event);
}

void VerdictCard::focusInEvent(QFocusEvent* event)
{
    QFrame::focusInEvent(event);
    emit attended();
}

void VerdictCard::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColours colours = currentColours();
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(QRectF(0, 0, 5, height()), levelColour(m_badge->level(), colours.dark));
    painter.restore();
    if (!m_isHighlighted)
        return;
    painter.setPen(QPen(colours.accent, 2.0));
    painter.drawPath(shape);
}

} // namespace evenhand::ui
