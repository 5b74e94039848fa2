#include "ui/views/divergence_card.h"

#include "engine/audit/divergence_audit.h"
#include "ui/text/translate.h"
#include "ui/widgets/data_label.h"

#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

void fill(QLabel* label, const QString& text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

void enlarge(QLabel* label, QFont::Weight weight)
{
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 1.1);
    font.setWeight(weight);
    label->setFont(font);
}

} // namespace

DivergenceCard::DivergenceCard(QWidget* parent)
    : QFrame(parent)
    , m_question(dataLabel(this))
    , m_title(dataLabel(this, QStringLiteral("small")))
    , m_sentence(dataLabel(this))
    , m_others(dataLabel(this))
    , m_method(dataLabel(this, QStringLiteral("muted")))
    , m_caution(dataLabel(this, QStringLiteral("muted")))
{
    setProperty("role", QStringLiteral("card"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(
        tr("How different the groups are in all features at once")); // until it has its findings
    enlarge(m_question, QFont::DemiBold);
    enlarge(m_sentence, QFont::Normal);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(6);
    for (QLabel* const label : {m_question, m_title, m_sentence, m_others, m_method, m_caution})
        layout->addWidget(label);
}

void DivergenceCard::setDivergence(const DivergenceAudit* divergence)
{
    setVisible(divergence != nullptr);
    if (divergence == nullptr)
        return;
    fill(m_question, translate(divergence->question));
    fill(m_title, translate(divergence->title));
    fill(m_sentence, translate(divergence->sentence));
    QStringList others;
    for (const Text& sentence : divergence->others)
        others << translate(sentence);
    fill(m_others, others.join(QLatin1Char('\n')));
    fill(m_method, translate(divergence->method));
    fill(m_caution, translate(divergence->caution));
    setAccessibleName(m_question->text());
    setAccessibleDescription(plainText());
}

QString DivergenceCard::plainText() const
{
    QStringList parts;
    for (const QLabel* const label : {m_question, m_sentence, m_others, m_method, m_caution})
        if (!label->text().isEmpty())
            parts << label->text();
    return parts.join(QLatin1Char('\n'));
}

} // namespace evenhand::ui
