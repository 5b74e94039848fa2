#include "ui/welcome/welcome_page.h"

#include "engine/io/samples.h"
#include "ui/text/translate.h"
#include "ui/theme/theme.h"
#include "ui/welcome/card.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("title"));
    return label;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent)
    , m_recent(new QWidget(this))
    , m_recentList(new QVBoxLayout(m_recent))
{
    auto* const content = new QWidget(this);
    content->setMaximumWidth(880);
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(28, 26, 28, 20);
    layout->setSpacing(8);
    auto* const title = new QLabel(tr("How differently does a model treat groups?"), content);
    title->setProperty("role", QStringLiteral("heading"));
    title->setWordWrap(true);
    auto* const subtitle = new QLabel(
        tr("Measure the difference, repair it, and see what the repair costs. Begin with a sample: one click "
           "loads a table, trains a model and repairs its scores."),
        content);
    subtitle->setProperty("role", QStringLiteral("muted"));
    subtitle->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(subtitle);
    layout->addSpacing(10);
    layout->addWidget(heading(tr("Sample tables"), content));
    auto* const cards = new QGridLayout;
    cards->setSpacing(12);
    int column = 0;
    static const char* const kIcons[] = {"groups", "tradeoff", "barycenter"};
    for (const SampleInfo& sample : samples()) {
        auto* const card = new Card(QString::fromLatin1(kIcons[column % 3]), translate(sample.title),
            translate(sample.description), tr("Load and run"), content);
        const QString id = QString::fromUtf8(sample.id.data(), static_cast<qsizetype>(sample.id.size()));
        connect(card, &Card::clicked, this, [this, id] { emit sampleWanted(id); });
        cards->addWidget(card, column / 3, column % 3);
        cards->setColumnStretch(column % 3, 1);
        ++column;
    }
    layout->addLayout(cards);
    layout->addSpacing(12);
    layout->addWidget(heading(tr("Your own table"), content));
    auto* const open
        = new QPushButton(themeIcon(QStringLiteral("open")), tr("Open a &table or study…"), content);
    auto* const drop = new QLabel(tr("or drop a file anywhere in this window (CSV, TSV, gzip)"), content);
    drop->setProperty("role", QStringLiteral("muted"));
    auto* const row = new QHBoxLayout;
    row->addWidget(open);
    row->addWidget(drop, 1);
    layout->addLayout(row);
    layout->addSpacing(12);
    m_recentList->setContentsMargins(0, 0, 0, 0);
    m_recentList->setSpacing(2);
    layout->addWidget(m_recent);
    layout->addStretch();
    connect(open, &QPushButton::clicked, this, &WelcomePage::openWanted);

    auto* const centred = new QWidget(this);
    auto* const centre = new QHBoxLayout(centred);
    centre->setContentsMargins(0, 0, 0, 0);
    centre->addStretch(1);
    centre->addWidget(content, 100);
    centre->addStretch(1);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(centred);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    setRecent({});
    setFocusPolicy(Qt::ClickFocus);
}

void WelcomePage::setRecent(const QStringList& paths)
{
    while (QLayoutItem* const item = m_recentList->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_recent->setVisible(!paths.isEmpty());
    if (!paths.isEmpty())
        m_recentList->addWidget(heading(tr("Recent"), m_recent));
    for (const QString& path : paths.mid(0, 6)) {
        const QFileInfo file(path);
        auto* const button = new QPushButton(themeIcon(QStringLiteral("clock"), currentColours().muted),
            tr("%1   in %2").arg(file.fileName(), QDir::toNativeSeparators(file.absolutePath())), m_recent);
        button->setProperty("flat", true);
        button->setToolTip(path);
        connect(button, &QPushButton::clicked, this, [this, path] { emit recentWanted(path); });
        m_recentList->addWidget(button, 0, Qt::AlignLeft);
    }
}

} // namespace evenhand::ui
