#include "ui/widgets/message_bar.h"

#include "ui/text/labels.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {
constexpr int kMostMessages = 3;
}

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(12, 8, 12, 4);
    m_layout->setSpacing(6);
    hide();
}

QFrame* MessageBar::addFrame(Level level, const QString& html)
{
    while (m_layout->count() >= kMostMessages) {
        QWidget* const oldest = m_layout->takeAt(m_layout->count() - 1)->widget();
        oldest->hide();
        oldest->deleteLater();
    }
    auto* const frame = new QFrame(this);
    frame->setProperty("role", QStringLiteral("message"));
    const char* const name = level == Level::Error ? "error" : level == Level::Warning ? "warning" : "note";
    frame->setProperty("level", QString::fromLatin1(name));
    auto* const row = new QHBoxLayout(frame);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(9);
    auto* const icon = new QLabel(frame);
    icon->setPixmap(themeIcon(level == Level::Note ? QStringLiteral("info") : QString::fromLatin1(name))
                        .pixmap(QSize(18, 18), devicePixelRatioF()));
    row->addWidget(icon, 0, Qt::AlignTop);
    auto* const label = new QLabel(html, frame);
    label->setObjectName(QStringLiteral("messageText"));
    label->setTextFormat(Qt::RichText); // left to guess, Qt would show "&amp;" of an escaped name as it is
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(label, 1);
    auto* const close = new QToolButton(frame);
    close->setIcon(themeIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, frame, [this, frame] {
        frame->hide();
        frame->deleteLater();
        m_layout->removeWidget(frame);
        setVisible(m_layout->count() > 0);
    });
    row->addWidget(close, 0, Qt::AlignTop);
    m_layout->insertWidget(0, frame);
    show();
    return frame;
}

void MessageBar::showError(const evenhand::Error& error)
{
    showError(error, {}, {});
}

void MessageBar::showError(
    const evenhand::Error& error, const QString& action, const std::function<void()>& accepted)
{
    const ErrorSentences sentences = errorSentences(error);
    QString html
        = QStringLiteral("<span style='font-weight:600'>%1</span>").arg(sentences.what.toHtmlEscaped());
    if (!sentences.where.isEmpty())
        html += QStringLiteral(" (%1)").arg(sentences.where.toHtmlEscaped());
    if (!sentences.hint.isEmpty())
        html += QStringLiteral("<br>%1").arg(sentences.hint.toHtmlEscaped());
    QFrame* const frame = addFrame(Level::Error, html);
    if (!action.isEmpty())
        addAction(frame, action, accepted);
}

void MessageBar::showMessage(Level level, const QString& text)
{
    addFrame(level, text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")));
}

void MessageBar::showOffer(const QString& text, const QString& action, const std::function<void()>& accepted,
    const std::function<void()>& dismissed)
{
    QFrame* const frame = addFrame(Level::Note, text.toHtmlEscaped());
    auto* const button = addAction(frame, action, accepted);
    connect(frame->findChild<QToolButton*>(), &QToolButton::clicked, frame, dismissed);
    connect(button, &QPushButton::clicked, frame, [this, frame] {
        frame->hide();
        frame->deleteLater();
        m_layout->removeWidget(frame);
        setVisible(m_layout->count() > 0);
    });
}

QPushButton* MessageBar::addAction(
    QFrame* frame, const QString& action, const std::function<void()>& accepted)
{
    auto* const button = new QPushButton(action, frame);
    auto* const row = static_cast<QHBoxLayout*>(frame->layout());
    row->insertWidget(2, button, 0, Qt::AlignVCenter);
    setTabOrder(button, frame->findChild<QToolButton*>());
    connect(button, &QPushButton::clicked, frame, [accepted] { accepted(); });
    return button;
}

void MessageBar::clear()
{
    while (QLayoutItem* const item = m_layout->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    hide();
}

QStringList MessageBar::texts() const
{
    QStringList all;
    for (const QLabel* const label : findChildren<QLabel*>(QStringLiteral("messageText"))) {
        QTextDocument document;
        document.setHtml(label->text());
        if (!label->isHidden())
            all << document.toPlainText();
    }
    return all;
}

} // namespace evenhand::ui
