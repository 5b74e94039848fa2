#include "ui/study_panel/data_section.h"

#include "ui/session/session_controller.h"
#include "ui/study_panel/import_dialog.h"
#include "ui/study_panel/simulation_dialog.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace evenhand::ui {

DataSection::DataSection(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_name(new QLabel(this))
    , m_size(smallLabel({}, this))
    , m_notes(smallLabel({}, this))
    , m_open(new QPushButton(tr("&Open a table…"), this))
    , m_import(new QPushButton(tr("I&mport options…"), this))
    , m_simulate(new QPushButton(tr("S&imulation…"), this))
    , m_more(new QPushButton(this))
{
    m_name->setProperty("role", QStringLiteral("title"));
    m_name->setWordWrap(true);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_more->setProperty("flat", true);
    m_more->setCheckable(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes->hide();
    m_open->setToolTip(tr("Open a table (CSV, TSV, also gzip-compressed) or a study file"));
    m_import->setToolTip(tr("Read the file again with another delimiter, header, encoding, …"));
    m_simulate->setToolTip(tr("Make another table: more people, three groups, more or less bias"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(m_name);
    layout->addWidget(m_size);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    layout->addWidget(m_notes);
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(m_open);
    buttons->addWidget(m_import);
    buttons->addWidget(m_simulate);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(m_open, &QPushButton::clicked, this, &DataSection::openWanted);
    connect(m_more, &QPushButton::toggled, m_notes, &QLabel::setVisible);
    connect(m_import, &QPushButton::clicked, this, [this] {
        auto* const dialog = new ImportDialog(m_session->table()->import, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ImportDialog::chosen, this, [this](const ImportOptions& options) {
            m_session->open({QString::fromStdString(m_session->table()->data.path), {}, options});
        });
        dialog->open();
    });
    connect(m_simulate, &QPushButton::clicked, this, &DataSection::chooseSimulation);
    connect(session, &SessionController::tableChanged, this, &DataSection::refresh);
    connect(session, &SessionController::checksChanged, this, &DataSection::refreshNotes);
    setTabOrder(m_more, m_open);
    setTabOrder(m_open, m_import);
    setTabOrder(m_import, m_simulate);
    refresh();
}

void DataSection::refresh()
{
    const auto table = m_session->table();
    m_size->setVisible(table != nullptr);
    m_import->setVisible(table && table->sampleId.empty() && !table->data.path.empty());
    m_simulate->setVisible(table && isSimulationPath(table->data.path));
    if (!table) {
        m_name->setText(tr("No table yet"));
    } else {
        m_name->setText(QString::fromStdString(table->data.name));
        const Table& cells = *table->data.table;
        m_size->setText(tr("%L1 rows × %L2 columns").arg(cells.rows()).arg(cells.columns().size())
            + (table->data.dialect.empty() ? QString()
                                           : QStringLiteral("\n") + translate(table->data.dialect)));
    }
    refreshNotes();
}

void DataSection::chooseSimulation()
{
    const Result<SimulationSpec> spec = parseSimulationPath(m_session->table()->data.path);
    auto* const dialog = new SimulationDialog(spec.has_value() ? *spec : SimulationSpec {}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SimulationDialog::chosen, this, [this](const SimulationSpec& chosen) {
        m_session->open({{}, QString::fromStdString(simulationPath(chosen)), {}});
    });
    dialog->open();
}

void DataSection::refreshNotes()
{
    std::vector<Text> notes;
    if (const auto table = m_session->table())
        notes = table->data.notes;
    notes.insert(notes.end(), m_session->checks().begin(), m_session->checks().end());
    m_more->setVisible(!notes.empty());
    m_more->setText(tr("Notes on this table (%1)").arg(notes.size()));
    m_notes->setVisible(m_more->isChecked() && !notes.empty());
    QString html;
    for (const Text& note : notes)
        html += QStringLiteral("<p style='margin:0 0 5px 0'>• %1</p>").arg(translate(note).toHtmlEscaped());
    m_notes->setText(html);
}

} // namespace evenhand::ui
