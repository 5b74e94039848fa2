#include "ui/study_panel/import_dialog.h"

#include "ui/widgets/section.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

/// A combo box whose first entry, without data, means "recognise from the content".
QComboBox* makeCombo(
    const QList<std::pair<QString, QVariant>>& choices, const QVariant& current, QWidget* parent)
{
    auto* const combo = new QComboBox(parent);
    combo->addItem(ImportDialog::tr("recognise"));
    for (const auto& [name, value] : choices)
        combo->addItem(name, value);
    combo->setCurrentIndex(current.isValid() ? combo->findData(current) : 0);
    return combo;
}

template <class T> QVariant variant(const std::optional<T>& value)
{
    return value ? QVariant(static_cast<int>(*value)) : QVariant();
}

template <class T> std::optional<T> chosenIn(const QComboBox* combo)
{
    const QVariant data = combo->currentData();
    if (!data.isValid())
        return std::nullopt;
    return static_cast<T>(data.toInt());
}

} // namespace

ImportDialog::ImportDialog(const ImportOptions& options, QWidget* parent)
    : QDialog(parent)
    , m_delimiter(makeCombo({{tr("comma ,"), int {','}}, {tr("semicolon ;"), int {';'}},
                                {tr("tab"), int {'\t'}}, {tr("bar |"), int {'|'}}, {tr("space"), int {' '}}},
          variant(options.delimiter), this))
    , m_header(makeCombo({{tr("first line has the names"), 1}, {tr("no header: columns are numbered"), 0}},
          variant(options.hasHeader), this))
    , m_decimal(makeCombo(
          {{tr("point 1.5"), int {'.'}}, {tr("comma 1,5"), int {','}}}, variant(options.decimalPoint), this))
    , m_encoding(
          makeCombo({{QStringLiteral("UTF-8"), static_cast<int>(TextEncoding::Utf8)},
                        {QStringLiteral("UTF-16 LE"), static_cast<int>(TextEncoding::Utf16LittleEndian)},
                        {QStringLiteral("UTF-16 BE"), static_cast<int>(TextEncoding::Utf16BigEndian)},
                        {QStringLiteral("Windows-1252"), static_cast<int>(TextEncoding::Windows1252)}},
              variant(options.encoding), this))
    , m_comment(new QLineEdit(this))
    , m_skip(new QSpinBox(this))
    , m_missing(new QLineEdit(this))
{
    setWindowTitle(tr("Import options"));
    m_comment->setMaxLength(1);
    m_comment->setText(options.comment ? QString(QLatin1Char(*options.comment)) : QString());
    m_comment->setPlaceholderText(tr("none, for example #"));
    m_skip->setRange(0, 1000000);
    m_skip->setValue(options.skipLines);
    QStringList markers;
    for (const std::string& marker : options.missingMarkers.value_or(std::vector<std::string> {}))
        markers << QString::fromStdString(marker);
    m_missing->setText(markers.join(QLatin1Char(' ')));
    m_missing->setPlaceholderText(tr("recognise (NA, ?, NULL, …)"));
    m_missing->setToolTip(tr("Cells that mean “missing”, separated by spaces"));

    auto* const form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->addRow(fieldLabel(tr("&Delimiter"), m_delimiter), m_delimiter);
    form->addRow(fieldLabel(tr("&Header"), m_header), m_header);
    form->addRow(fieldLabel(tr("Decimal &point"), m_decimal), m_decimal);
    form->addRow(fieldLabel(tr("&Encoding"), m_encoding), m_encoding);
    form->addRow(fieldLabel(tr("&Comment lines begin with"), m_comment), m_comment);
    form->addRow(fieldLabel(tr("&Skip lines before the header"), m_skip), m_skip);
    form->addRow(fieldLabel(tr("&Missing cells"), m_missing), m_missing);
    auto* const buttons = new QDialogButtonBox(this);
    auto* const read = buttons->addButton(tr("Read again"), QDialogButtonBox::AcceptRole);
    read->setProperty("primary", true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(14);
    layout->addLayout(form);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit chosen(this->options());
        accept();
    });
}

ImportOptions ImportDialog::options() const
{
    ImportOptions options;
    options.delimiter = chosenIn<char>(m_delimiter);
    if (const auto header = chosenIn<int>(m_header))
        options.hasHeader = *header == 1;
    options.decimalPoint = chosenIn<char>(m_decimal);
    options.encoding = chosenIn<TextEncoding>(m_encoding);
    if (!m_comment->text().isEmpty())
        options.comment = m_comment->text().front().toLatin1();
    options.skipLines = m_skip->value();
    const QStringList markers = m_missing->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (!markers.isEmpty()) {
        options.missingMarkers.emplace({std::string()});
        for (const QString& marker : markers)
            options.missingMarkers->push_back(marker.toStdString());
    }
    return options;
}

} // namespace evenhand::ui
