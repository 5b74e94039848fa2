#include "ui/widgets/section.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace evenhand::ui {

Section::Section(int number, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_badge(new QLabel(QString::number(number), this))
    , m_title(new QToolButton(this))
    , m_summary(smallLabel({}, this))
    , m_content(new QWidget(this))
    , m_body(new QVBoxLayout(m_content))
{
    m_badge->setProperty("role", QStringLiteral("badge"));
    m_badge->setAlignment(Qt::AlignCenter);
    m_badge->setFixedSize(22, 20);
    m_title->setText(title);
    m_title->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_title->setStyleSheet(QStringLiteral("QToolButton { font-weight: 600; padding: 3px 4px; } "
                                          "QToolButton:checked { background: transparent; }"));
    m_title->setCheckable(true);
    m_title->setChecked(true);
    m_title->setToolTip(tr("Fold or unfold this part"));
    m_title->setAccessibleName(title);
    m_summary->setWordWrap(false);
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* const header = new QHBoxLayout;
    header->setContentsMargins(0, 0, 0, 0);
    header->setSpacing(6);
    header->addWidget(m_badge);
    header->addWidget(m_title);
    header->addWidget(m_summary, 1);
    header->addStretch(0);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(header);
    layout->addWidget(m_content);
    m_body->setContentsMargins(2, 0, 2, 4);
    m_body->setSpacing(7);
    m_summary->hide();
    connect(m_title, &QToolButton::toggled, this, &Section::setExpanded);
}

void Section::setSummary(const QString& summary)
{
    m_summary->setText(summary);
}

void Section::setNumber(int number)
{
    m_badge->setText(QString::number(number));
}

void Section::setExpanded(bool expanded)
{
    m_title->setChecked(expanded);
    m_content->setVisible(expanded);
    m_summary->setVisible(!expanded);
}

QLabel* smallLabel(const QString& text, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("small"));
    label->setWordWrap(true);
    return label;
}

QLabel* fieldLabel(const QString& text, QWidget* buddy)
{
    auto* const label = new QLabel(text, buddy->parentWidget());
    label->setBuddy(buddy);
    label->setWordWrap(true);
    QString name = text;
    buddy->setAccessibleName(name.remove(QLatin1Char('&')));
    return label;
}

} // namespace evenhand::ui
