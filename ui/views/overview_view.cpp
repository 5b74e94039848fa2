#include "ui/views/overview_view.h"

#include "ui/explain/explain_text.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QLabel>
#include <QVBoxLayout>

namespace evenhand::ui {

OverviewView::OverviewView(QWidget* parent)
    : View(parent)
    , m_state(new QLabel(this))
    , m_verdicts(new QLabel(this))
{
    for (QLabel* const label : {m_state, m_verdicts}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_state->setProperty("role", QStringLiteral("muted"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(10);
    layout->addWidget(m_state);
    layout->addWidget(m_verdicts);
    layout->addStretch();
}

bool OverviewView::isFor(const ViewContext& context) const
{
    return context.table && (context.auditsTable || context.audit || context.auditError);
}

void OverviewView::refresh()
{
    QString state;
    if (context().auditError) {
        const ErrorSentences sentences = errorSentences(*context().auditError);
        state
            = QStringList {sentences.what, sentences.where, sentences.hint}.join(QLatin1Char('\n')).trimmed();
    } else if (!context().audit || context().auditStale) {
        state = tr("The audit is being computed…");
    }
    m_state->setText(state);
    m_state->setVisible(!state.isEmpty());
    QStringList verdicts;
    if (context().audit && !context().auditError)
        for (const AttributeAudit& attribute : context().audit->attributes)
            for (const Verdict& verdict : attribute.verdicts)
                verdicts << translate(verdict.sentence);
    m_verdicts->setText(verdicts.join(QStringLiteral("\n\n")));
}

QString OverviewView::explanation() const
{
    return explainOverview(context());
}

} // namespace evenhand::ui
