#include "ui/widgets/cut_editor.h"

#include "engine/data/cuts.h"
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString asText(const std::vector<double>& cuts)
{
    QStringList parts;
    for (const double cut : cuts)
        parts << QLocale::c().toString(cut, 'g', QLocale::FloatingPointShortest);
    return parts.join(QStringLiteral(", "));
}

} // namespace

CutEditor::CutEditor(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_line(new QLineEdit(this))
    , m_menu(new QToolButton(this))
    , m_problem(smallLabel({}, this))
{
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setBuddy(m_line);
    m_line->setPlaceholderText(tr("such as 25, 45"));
    m_line->setToolTip(
        tr("Numbers with commas between them. Rows up to the first are one group, rows above it up to the "
           "second the next, and so on."));
    m_menu->setText(tr("Cut at"));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setFocusPolicy(Qt::StrongFocus);
    m_menu->setToolTip(tr("Let the values of the column say where"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    fillMenu();
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_line, 1);
    row->addWidget(m_menu);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_label);
    layout->addLayout(row);
    layout->addWidget(m_problem);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::editingFinished, this, &CutEditor::readLine);
}

void CutEditor::fillMenu()
{
    auto* const menu = new QMenu(m_menu);
    const std::pair<QString, std::size_t> quantiles[]
        = {{tr("&Median"), 2}, {tr("&Terciles"), 3}, {tr("&Quartiles"), 4}, {tr("Q&uintiles"), 5}};
    for (const auto& [name, parts] : quantiles)
        connect(menu->addAction(name), &QAction::triggered, this, [this, parts = parts] {
            if (const NumericColumn* const numbers
                = m_table->columns()[*m_table->indexOf(m_column.toStdString())].numeric())
                propose(quantileCuts(*numbers, parts));
        });
    connect(menu->addAction(tr("&Decades")), &QAction::triggered, this, [this] {
        if (const NumericColumn* const numbers
            = m_table->columns()[*m_table->indexOf(m_column.toStdString())].numeric())
            propose(decadeCuts(*numbers));
    });
    m_menu->setMenu(menu);
}

void CutEditor::setColumn(
    const std::shared_ptr<const Table>& table, const QString& column, double low, double high)
{
    m_table = table;
    m_column = column;
    m_low = low;
    m_high = high;
    m_label->setText(tr("Cut %1 into groups at").arg(column));
    m_line->setAccessibleName(tr("Cuts of %1").arg(column));
    m_menu->setAccessibleName(tr("Cut %1 at quantiles or decades").arg(column));
}

void CutEditor::setCuts(const std::vector<double>& cuts)
{
    m_line->setText(asText(cuts));
    complain({});
}

std::vector<QWidget*> CutEditor::controls() const
{
    return {m_line, m_menu};
}

void CutEditor::complain(const QString& sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    m_line->setAccessibleDescription(sentence);
}

void CutEditor::readLine()
{
    static const QRegularExpression between(QStringLiteral("[,;\\s]+"));
    std::vector<double> cuts;
    for (const QString& part : m_line->text().split(between, Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const double cut = QLocale::c().toDouble(part, &isNumber);
        if (!isNumber)
            return complain(tr("“%1” is not a number; write 25, 45 or 0.5, 0.75.").arg(part));
        if (cut < m_low || cut >= m_high)
            return complain(tr("%1 cuts nothing off: the values go from %2 to %3.")
                                .arg(part, QLocale::c().toString(m_low), QLocale::c().toString(m_high)));
        cuts.push_back(cut);
    }
    if (cuts.empty())
        return complain(tr("Give at least one number: every value would be a group of its own."));
    std::ranges::sort(cuts);
    cuts.erase(std::ranges::unique(cuts).begin(), cuts.end());
    setCuts(cuts);
    emit cutsChanged(m_column, cuts);
}

void CutEditor::propose(const std::vector<double>& cuts)
{
    if (cuts.empty())
        return complain(tr("That makes no groups here: give the numbers yourself."));
    setCuts(cuts);
    emit cutsChanged(m_column, cuts);
}

} // namespace evenhand::ui
